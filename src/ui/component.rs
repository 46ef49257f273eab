//! The pieces that screens are put together from.
//!
//! Each is a plain function from what it shows to markup. Must not know the state: what happens in one is
//! told by a callback.

pub mod chart;
pub mod field;
pub mod frame;
