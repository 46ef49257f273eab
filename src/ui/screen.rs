//! The screens, in the order in which a person meets them. Each is a function from [`View`](super::view::View)
//! to markup.

pub mod about;
pub mod answers;
pub mod calibration;
pub mod check;
pub mod compare;
pub mod embedded;
pub mod history;
pub mod how_it_works;
pub mod label;
pub mod learn;
pub mod letter;
pub mod mock;
pub mod next;
pub mod open;
pub mod past;
pub mod practice;
pub mod prepare;
pub mod question;
pub mod quick;
pub mod reminders;
pub mod report;
pub mod result;
pub mod start;
pub mod unknown;
pub mod your_data;
