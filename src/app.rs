//! What the program does: state, events, and what follows from them.
//!
//! Knows the domain and the wire; must not know the screens or, but for the runtime, the browser.

pub mod builder;
pub mod calibration;
pub mod collation;
pub mod day;
pub mod embedding;
pub mod event;
pub mod flow;
pub mod keeping;
pub mod label;
pub mod learning;
pub mod letter;
pub mod listing;
pub mod reading;
pub mod route;
pub mod runtime;
pub mod spreadsheet;
pub mod state;
pub mod update;
