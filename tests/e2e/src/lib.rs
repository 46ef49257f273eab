//! A browser with a person in front of it, for the end-to-end tests.
//!
//! # Layout
//! - [`Site`]: the built app on a server of its own, with faults where an end-to-end test wants them.
//! - [`Browser`]: a fresh browser on that site; what a person does, and what can be waited for.
//! - [`Element`]: something on the page.
//! - [`Engine`]: which browser, and how its driver is started and ended.
//! - [`Need`]: what not every engine has, and [`left_out`], with which a test begins that needs it.
//! - [`Seen`]: what the browser reported meanwhile: its console, the policy, every request.
//! - [`axe`]: the accessibility check.
//! - [`every`]: every screen in every situation; [`snapshot`]: what a test expects of them.
//! - [`Texts`]: the words of a language.
//! - [`many`], [`measure`]: a full store, and what the measurements share.
//!
//! Nothing here knows a screen but `every` and `way`, which has what many end-to-end tests do first; the rest is in the end-to-end tests
//! in `tests/`. Nothing sleeps for a fixed time: it
//! waits for a condition, and every call to a driver has a limit.

pub mod axe;
mod browser;
mod driver;
mod element;
mod engine;
pub mod every;
mod gecko;
pub mod many;
pub mod measure;
mod needs;
mod real;
mod seen;
mod site;
pub mod snapshot;
mod texts;
mod way;

pub use browser::{Browser, BrowserOptions, Emulation, Profile};
pub use element::Element;
pub use engine::Engine;
pub use needs::{Need, left_out};
pub use real::Kind as Server;
pub use seen::{Request, Seen};
pub use site::{Careers, Site, dist};
pub use texts::Texts;
pub use way::screens;
pub use xtask::policy::Framing;
pub use xtask::server::{Fault, Gate};
