//! What is written down: the only code that knows JSON. It turns text from outside into domain values, in
//! one place each, and collects what is wrong with it.

pub mod condition;
pub mod quiz_document;
pub mod quiz_text;
pub mod sheet;

pub mod language;
pub mod locale;
pub mod spelling;
#[cfg(not(target_arch = "wasm32"))]
pub mod test_language;
pub mod text_catalogue;

pub mod port;

pub mod json;
pub mod key;
pub mod learning;
pub mod merge;
pub mod migration;
pub mod notes;
pub mod record;
pub mod store;

pub mod csv;
pub mod export;
pub mod ics;
pub mod link;
pub mod mailto;
pub mod markdown;

pub mod embed;
