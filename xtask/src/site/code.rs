//! The app's code in the built site: made small, each file named by its content; and the scripts beside it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use base64::Engine as _;
use sha2::{Digest, Sha256, Sha384};

use super::script;
use crate::process::{command, run};
use crate::toolchain::folders_of_this_machine;
use crate::tools::Tools;
use crate::workspace::files_below;

/// What the compiler uses of what came after the first WebAssembly; every browser that the app supports knows it.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Makes the code of a built site small, and has the page name what comes of it.
pub fn put_into(site: &Path, tools: &Tools) -> Result<()> {
    let built = built(site)?;
    let wasm = fs::read(&built)?;
    let name = name_of(&built)?;
    // Trunk names the two alike.
    let script_name = name.replace("_bg.wasm", ".js");
    let script = site.join(&script_name);
    let script_bytes =
        fs::read(&script).with_context(|| format!("Trunk has built no {script_name}"))?;

    optimize(&tools.wasm_opt, &built)?;
    let small_wasm = fs::read(&built)?;
    refuse_folders_of_this_machine(&small_wasm)?;
    let small_name = format!("interview-hindsight-{}_bg.wasm", hash(&small_wasm));
    fs::rename(&built, site.join(&small_name))?;
    script::minify(&script, true, &tools.terser)?;
    let small_script = fs::read(&script)?;
    let small_script_name = format!("interview-hindsight-{}.js", hash(&small_script));
    fs::rename(&script, site.join(&small_script_name))?;
    script::minify(&site.join("embed.js"), true, &tools.terser)?;
    for name in ["boot.js", "questionnaire.js", "frame.js"] {
        script::minify(&site.join(name), false, &tools.terser)?;
    }

    let mut page =
        fs::read_to_string(site.join("index.html")).context("could not read the page")?;
    let changes = [
        (name, small_name),
        (integrity(&wasm), integrity(&small_wasm)),
        (script_name, small_script_name),
        (integrity(&script_bytes), integrity(&small_script)),
    ];
    for (old, new) in changes {
        if !page.contains(&old) {
            bail!("index.html does not name {old}");
        }
        page = page.replace(&old, &new);
    }
    fs::write(site.join("index.html"), page).context("could not write the page")
}

/// The one module that Trunk has put there.
fn built(site: &Path) -> Result<PathBuf> {
    let mut found = files_below(site)?.into_iter().filter(|file| {
        file.extension()
            .is_some_and(|extension| extension == "wasm")
    });
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one),
        (None, _) => bail!("Trunk has built no wasm"),
        (Some(_), Some(_)) => bail!("Trunk has built more than one wasm"),
    }
}

/// Makes the module small in its place, without the names of its functions.
fn optimize(folder: &Path, wasm: &Path) -> Result<()> {
    let to = wasm.with_extension("small");
    // Nothing lies at the lowest addresses: the stack ends there. Functions that are copies of one for other types stand
    // side by side when they are in the order of their names and are not put into their callers: that compresses better,
    // by one and a half in a hundred.
    run(command(folder.join("wasm-opt"))
        .args([
            "-Oz",
            "--inline-max-combined-binary-size=1",
            "--low-memory-unused",
            "--reorder-functions-by-name",
            "--strip-debug",
            "--strip-producers",
        ])
        .args(FEATURES)
        .arg(wasm)
        .arg("-o")
        .arg(&to))?;
    fs::rename(&to, wasm).with_context(|| format!("could not replace {}", wasm.display()))
}

/// What is delivered says nothing of where it was built, and is the same wherever that was.
fn refuse_folders_of_this_machine(bytes: &[u8]) -> Result<()> {
    for folder in folders_of_this_machine() {
        let folder = folder.to_string_lossy();
        let mut windows = bytes.windows(folder.len());
        if windows.any(|window| window == folder.as_bytes()) {
            bail!("the code names {folder}, a folder of this machine");
        }
    }
    Ok(())
}

fn name_of(file: &Path) -> Result<String> {
    let name = file.file_name().context("the wasm has no name")?;
    Ok(name.to_string_lossy().into_owned())
}

/// What a file is named by.
fn hash(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The value of an `integrity` attribute.
fn integrity(bytes: &[u8]) -> String {
    let hash = base64::prelude::BASE64_STANDARD.encode(Sha384::digest(bytes));
    format!("sha384-{hash}")
}
