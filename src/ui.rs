//! What a person sees: screens, and the pieces that they are put together from.
//!
//! Draws the state and tells what was done; decides nothing. Must not know the browser's storage or clock.

pub mod text;
