//! Was the interview really as bad as it felt?

pub mod domain;
pub mod ui;
pub mod wire;

pub mod browser;
