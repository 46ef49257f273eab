//! Cuts the built-in texts in two: what the first screens say, and the rest, which arrives later.
//!
//! `text/` and `quiz/` stay as people write them. The program gets each part as a sorted list, so that at its
//! start nothing has to be sorted, checked or even copied.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::{env, fs};

use serde_json::Value;

/// What the first screens say of the interface, by how the keys begin.
const FIRST_OF_INTERFACE: [&str; 8] = [
    "about.",
    "app.",
    "check.not_answered",
    "format.",
    "question.",
    "start.",
    "storage.temporary",
    "unknown.",
];

/// What begins alike, and is said by later screens alone.
const LATER_OF_INTERFACE: [&str; 10] = [
    "app.loading",
    "app.nav_start",
    "app.new_version_",
    "app.theme",
    "format.unknown",
    "start.anew",
    "start.discard",
    "start.draft",
    "start.past",
    "unknown.body",
];

/// The questions of the first page: why they are asked is in the HTML, and may be open when the program comes. Of all
/// others that comes later.
const ON_THE_FIRST_PAGE: [&str; 2] = ["gut", "gut10"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    if env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|of| of == "wasm32") {
        // The build of the site cuts the program in two by what the linker knows of its references.
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
    let interface = read("text/en.json")?;
    write("interface", &interface, |key| {
        let begins = |begin: &&str| key.starts_with(begin);
        FIRST_OF_INTERFACE.iter().any(begins) && !LATER_OF_INTERFACE.iter().any(begins)
    })?;
    let quiz = read("quiz/interview/text/en.json")?;
    let texts = quiz
        .get("texts")
        .ok_or("a quiz's texts stand under texts")?;
    write("quiz", texts, |key| {
        let mut words = key.split('.');
        match (words.next(), words.next(), words.next()) {
            (Some("question"), Some(question), Some("why")) => {
                ON_THE_FIRST_PAGE.contains(&question)
            }
            (Some("quiz" | "option" | "origin" | "stage" | "speaker" | "question"), ..) => true,
            _ => false,
        }
    })
}

fn read(path: &str) -> Result<Value, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={path}");
    Ok(serde_json::from_str(&fs::read_to_string(path)?)?)
}

/// Writes `NAME-first.txt` and `NAME-later.txt`: key, unit separator, text, record separator; sorted by key.
fn write(name: &str, texts: &Value, first: impl Fn(&str) -> bool) -> Result<(), Box<dyn Error>> {
    let texts: BTreeMap<String, String> = serde_json::from_value(texts.clone())?;
    let folder = env::var_os("OUT_DIR").ok_or("cargo names no folder to write to")?;
    for (part, is_first) in [("first", true), ("later", false)] {
        let mut list = String::new();
        for (key, text) in texts.iter().filter(|(key, _)| first(key) == is_first) {
            list.extend([key, "\u{1f}", text, "\u{1e}"]);
        }
        let file = Path::new(&folder).join(format!("{name}-{part}.txt"));
        fs::write(file, list)?;
    }
    Ok(())
}
