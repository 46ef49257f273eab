//! The scripts of the built site: made small, and with short names where the script and the wasm meet.
//!
//! wasm-bindgen gives each function that one side lends the other a name with a hash in it, of up to 250 letters,
//! and writes it into both. Nobody reads them there, and hashes cannot be compressed.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use walrus::Module;

use crate::process::{command, run};

/// What the names begin with that wasm-bindgen makes up. Others are those of the program, and stay.
const MADE_UP: [&str; 3] = ["__wb", "__externref", "wasm_bindgen_"];

/// What wasm-bindgen offers for pages without promises.
const SYNCHRONOUS: &str = "export { initSync, ";

/// Shortens the names that both sides use. Gives the script; the module is changed.
pub fn shorten(module: &mut Module, script: &str) -> Result<String> {
    let mut short = HashMap::new();
    let mut shorten = |name: &str| {
        if !MADE_UP.iter().any(|begin| name.starts_with(begin)) {
            return name.to_owned();
        }
        let next = format!("_{:x}", short.len());
        short.entry(name.to_owned()).or_insert(next).clone()
    };
    for import in module.imports.iter_mut() {
        import.name = shorten(&import.name);
    }
    for export in module.exports.iter_mut() {
        export.name = shorten(&export.name);
    }
    let script = script.replacen(SYNCHRONOUS, "export { ", 1);
    let mut missing: Vec<&str> = short.keys().map(String::as_str).collect();
    let mut shortened = String::new();
    for word in words(&script) {
        shortened.push_str(short.get(word).map_or(word, String::as_str));
        missing.retain(|name| *name != word);
    }
    // An export may be there for nobody.
    missing.retain(|name| {
        module
            .imports
            .iter()
            .any(|import| import.name == short[*name])
    });
    if !missing.is_empty() {
        bail!("the script does not lend the wasm {}", missing.join(", "));
    }
    Ok(shortened)
}

/// A script as names and what stands between them.
fn words(script: &str) -> impl Iterator<Item = &str> {
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let mut left = script;
    std::iter::from_fn(move || {
        let first = left.chars().next()?;
        let kind = is_of_name(first);
        let end = left.find(|c| is_of_name(c) != kind).unwrap_or(left.len());
        let (word, rest) = left.split_at(end);
        left = rest;
        Some(word)
    })
}

/// Has Chromium compile all functions of a script as soon as it has come, while the wasm is under way: V8's
/// [explicit compile hints](https://v8.dev/blog/explicit-compile-hints), a comment to everybody else. Without it, each
/// is compiled when it is first called; for half of those that the wasm borrows, that is when somebody waits for the
/// first page to be live.
pub const COMPILED_AT_ONCE: &str = "//# allFunctionsCalledOnLoad\n";

/// Makes a script small in its place. A module's own names may all be changed.
pub fn minify(file: &Path, is_module: bool, terser: &Path) -> Result<()> {
    let to = file.with_extension("small");
    let mut terser = command(terser);
    terser.arg(file);
    terser.args(["--compress", "passes=2", "--mangle", "--ecma", "2020"]);
    if is_module {
        terser.arg("--module");
    }
    run(terser.arg("--output").arg(&to))?;
    fs::rename(&to, file).with_context(|| format!("could not replace {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_get_the_same_short_names_and_the_program_keeps_its_own() -> Result<()> {
        let wasm = wat::parse_str(
            r#"(module
                (import "./a_bg.js" "__wbg_log_f249a2a76caa9a55" (func $log))
                (import "./a_bg.js" "__wbg_log_f249a2a76caa9a5" (func $other))
                (func (export "begin") (call $log) (call $other))
                (func (export "__wbindgen_malloc"))
                (func (export "__wbindgen_unused")))"#,
        )?;
        let mut module = Module::from_buffer(&wasm)?;
        let script = "const i = { __wbg_log_f249a2a76caa9a55: function() { wasm.__wbindgen_malloc(); },\n\
            __wbg_log_f249a2a76caa9a5() {} };\n\
            export function begin() { wasm.begin(); }\nexport { initSync, __wbg_init as default };\n";
        assert_eq!(
            shorten(&mut module, script)?,
            "const i = { _0: function() { wasm._2(); },\n_1() {} };\n\
            export function begin() { wasm.begin(); }\nexport { __wbg_init as default };\n"
        );
        let exports: Vec<_> = module.exports.iter().map(|export| &*export.name).collect();
        assert_eq!(exports, ["begin", "_2", "_3"]);
        let mut module = Module::from_buffer(&wasm)?;
        assert!(shorten(&mut module, "const i = {};").is_err());
        Ok(())
    }
}
