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

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    if env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|of| of == "wasm32") {
        // The build of the site cuts the program in two by what the linker knows of its references.
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
    let interface = read("text/en.json")?;
    write("interface", &interface, |key| {
        FIRST_OF_INTERFACE
            .iter()
            .any(|begin| key.starts_with(begin))
    })?;
    let quiz = read("quiz/interview/text/en.json")?;
    let texts = quiz
        .get("texts")
        .ok_or("a quiz's texts stand under texts")?;
    write("quiz", texts, |key| {
        let mut words = key.split('.');
        matches!(
            (words.next(), words.next(), words.next()),
            (
                Some("quiz" | "option" | "origin" | "stage" | "speaker" | "grade"),
                ..
            ) | (Some("question"), _, _)
        )
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
