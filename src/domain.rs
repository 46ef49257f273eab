//! What the program knows about interviews, without knowing that there is a browser.
//!
//! Pure: the standard library alone, no clock, no randomness, no text for people.

mod outcome;
mod points;
pub mod time;
pub mod times;
pub mod zone;

pub mod condition;
mod quiz_draft;
pub mod resolved_condition;

pub mod answers;
pub mod quiz;

mod calendar;
pub mod explanation;
pub mod follow_up;
pub mod letter;
pub mod reminder;
pub mod scoring;

pub mod history;

pub mod calibration;

pub mod friend_sheet;
pub mod lesson;
pub mod practice;
pub mod prepared;
