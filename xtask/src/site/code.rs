//! The app's code in the built site: made small, cut in two, each file named by its content; and the scripts beside it.
//!
//! Trunk leaves it as wasm-bindgen wrote it, with the names of its functions, by which it is cut.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use base64::Engine as _;
use sha2::{Digest, Sha256, Sha384};

use super::references::References;
use super::weight::{self, Half};
use super::{script, split};
use crate::process::{command, run};
use crate::toolchain::{TARGET, folders_of_this_machine};
use crate::tools::Tools;
use crate::workspace::{files_below, wasm_target};

/// What the compiler uses of what came after the first WebAssembly; every browser that the app supports knows it.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Makes the code of a built site small and cuts it, and has the page name what comes of it.
pub fn put_into(site: &Path, tools: &Tools) -> Result<()> {
    let whole = whole(site)?;
    let wasm = fs::read(&whole)?;
    let name = name_of(&whole)?;
    // Trunk names the two alike.
    let script_name = name.replace("_bg.wasm", ".js");
    let script = fs::read_to_string(site.join(&script_name))
        .with_context(|| format!("Trunk has built no {script_name}"))?;

    let linked = linked();
    let linked =
        fs::read(&linked).with_context(|| format!("could not read {}", linked.display()))?;
    let references = References::read(&linked).context("could not read the relocations")?;
    let mut module = split::read(&wasm)?;
    let shortened = script::shorten(&mut module, &script)?;
    // Cut first, made small afterwards: wasm-opt puts a function that is called once into its caller, across
    // any line that is to be cut along.
    let halves = split::split(&module.emit_wasm(), &references)
        .context("could not cut the app's code in two")?;
    let (first, first_bytes) = finish(site, &tools.wasm_opt, &halves.first, Half::First)?;
    let (rest, rest_bytes) = finish(site, &tools.wasm_opt, &halves.rest, Half::Rest)?;
    fs::remove_file(&whole)?;
    fs::remove_file(site.join(&script_name))?;
    let small = site.join("script.js");
    fs::write(&small, shortened)?;
    script::minify(&small, true, &tools.terser)?;
    let mut small_bytes = script::COMPILED_AT_ONCE.as_bytes().to_vec();
    small_bytes.extend(fs::read(&small)?);
    fs::write(&small, &small_bytes)?;
    let small_name = format!("interview-hindsight-{}.js", hash(&small_bytes));
    fs::rename(&small, site.join(&small_name))?;
    for name in ["boot.js", "early.js"] {
        script::minify(&site.join(name), false, &tools.terser)?;
    }

    let mut page =
        fs::read_to_string(site.join("index.html")).context("could not read the page")?;
    let changes = [
        (name, first),
        (integrity(&wasm), integrity(&first_bytes)),
        (script_name, small_name),
        (integrity(script.as_bytes()), integrity(&small_bytes)),
    ];
    for (old, new) in changes {
        if !page.contains(&old) {
            bail!("index.html does not name {old}");
        }
        page = page.replace(&old, &new);
    }
    let boot = Some("id=boot ")
        .filter(|mark| page.contains(mark))
        .context("index.html has no script that starts the app")?;
    let rest_integrity = integrity(&rest_bytes);
    let page = page.replacen(
        boot,
        &format!("{boot}data-rest=./{rest} data-rest-integrity={rest_integrity} "),
        1,
    );
    fs::write(site.join("index.html"), page).context("could not write the page")
}

/// The module as the linker wrote it, before wasm-bindgen.
fn linked() -> PathBuf {
    let built = wasm_target().join(TARGET).join("release");
    built.join("interview-hindsight.wasm")
}

/// The one module that Trunk has put there.
fn whole(site: &Path) -> Result<PathBuf> {
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

/// Makes a half small, and puts it into the site without its names. Gives its file's name and its bytes.
fn finish(site: &Path, wasm_opt: &Path, half: &[u8], which: Half) -> Result<(String, Vec<u8>)> {
    let from = site.join("half.wasm");
    let named = which.named();
    fs::write(&from, half)?;
    // With the names, which say afterwards whose each function is.
    // Nothing lies at the lowest addresses: the stack ends there.
    let passes = ["-Oz", "--low-memory-unused", "--debuginfo"];
    optimize(wasm_opt, &passes, &from, &named)?;
    fs::remove_file(&from)?;
    let bytes = weight::without_names(&fs::read(&named)?)?;
    for folder in folders_of_this_machine() {
        let folder = folder.to_string_lossy();
        if bytes
            .windows(folder.len())
            .any(|window| window == folder.as_bytes())
        {
            bail!("the code names {folder}, a folder of this machine");
        }
    }
    let kind = match which {
        Half::First => "bg",
        Half::Rest => "rest",
    };
    let name = format!("interview-hindsight-{}_{kind}.wasm", hash(&bytes));
    fs::write(site.join(&name), &bytes)?;
    Ok((name, bytes))
}

fn optimize(folder: &Path, passes: &[&str], from: &Path, to: &Path) -> Result<()> {
    run(command(folder.join("wasm-opt"))
        .args(passes)
        .args(FEATURES)
        .arg(from)
        .arg("-o")
        .arg(to))
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
