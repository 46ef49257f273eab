//! The screens.
//!
//! Knows the app's state and events; must not know the store or how the address bar is written. Text
//! comes from `text/` and from the quiz, never from a view.

pub mod app;
pub mod component;
pub mod element;
pub mod link;
#[cfg(not(target_arch = "wasm32"))]
pub mod pages;
pub mod screen;
pub mod text;
pub mod text_export;
mod translated;
pub mod view;
