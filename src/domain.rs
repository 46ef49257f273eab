//! What the program knows about interviews, without knowing that there is a browser.
//!
//! Pure: the standard library alone, no clock, no randomness, no text for people.

pub mod answers;
pub mod history;
pub mod time;
