//! The chores of Interview Hindsight, behind `cargo xtask`.
//!
//! # Layout
//! - [`workspace`], [`process`]: where things are, and how other programs are run.
//! - [`toolchain`], [`tools`], [`browsers`]: what has to be on the machine, and how it gets there.
//! - [`site`]: `dist/`, from the styles to the compressed files, and what it weighs.
//! - [`policy`], [`server`]: the headers of a good host, and a host that sends them.
//! - [`host_page`]: a careers page with the quiz in it, on another origin.
//! - [`quiz`]: for people who write a quiz.
//! - [`bench`]: what the app is measured beside, and where the figures go.
//! - [`directions`], [`tidy`]: rules about the source that the compiler does not know.
//! - [`checks`]: everything that has to pass, counted.
//!
//! It is a library as well as a program, so that the end-to-end tests can run the server in their
//! own process. It must not know what is on a screen.

pub mod workspace;

pub mod process;

pub mod toolchain;

pub mod tools;

pub mod browsers;

pub mod policy;

pub mod site;

pub mod server;

pub mod host_page;

pub mod quiz;

pub mod bench;

pub mod directions;

pub mod tidy;

pub mod checks;
