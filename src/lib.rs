//! Was the interview really as bad as it felt?
//!
//! # Layout
//! - [`domain`]: the quiz, answers, scoring, advice and the history. Pure.
//! - [`wire`]: how all of that is written down. The only code that knows serde.
//! - [`app`]: state, events, and the one function that changes the state.
//! - [`ui`]: the screens, plain functions from the state to markup.
//! - [`browser`]: adapters to what a browser offers.

pub mod app;
pub mod browser;
pub mod domain;
pub mod ui;
pub mod wire;
