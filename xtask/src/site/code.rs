//! The app's code in the built site: made small, cut in two, each file named by its content.
//!
//! Trunk leaves it as wasm-bindgen wrote it, with the names of its functions, by which it is cut.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use base64::Engine as _;
use sha2::{Digest, Sha256, Sha384};

use super::split;
use crate::process::{command, run};
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

/// Makes the code of a built site small and cuts it, and has the page name what comes of it.
pub fn put_into(site: &Path, wasm_opt: &Path) -> Result<()> {
    let whole = whole(site)?;
    // Cut first, made small afterwards: wasm-opt puts a function that is called once into its caller, across
    // any line that is to be cut along.
    let halves = split::split(&fs::read(&whole)?).context("could not cut the app's code in two")?;

    let page = fs::read_to_string(site.join("index.html")).context("could not read the page")?;
    let old = name_of(&whole)?;
    let old_integrity = integrity(&fs::read(&whole)?);
    let (first, first_bytes) = finish(site, wasm_opt, &halves.first, "bg")?;
    let (rest, rest_bytes) = finish(site, wasm_opt, &halves.rest, "rest")?;
    fs::remove_file(&whole)?;
    let boot = Some("id=boot ")
        .filter(|mark| page.contains(mark))
        .context("index.html has no script that starts the app")?;
    if !page.contains(&old_integrity) {
        bail!("index.html does not say how the wasm is to be checked");
    }
    let rest_integrity = integrity(&rest_bytes);
    let page = page
        .replace(&old, &first)
        .replace(&old_integrity, &integrity(&first_bytes))
        .replacen(
            boot,
            &format!("{boot}data-rest=./{rest} data-rest-integrity={rest_integrity} "),
            1,
        );
    fs::write(site.join("index.html"), page).context("could not write the page")
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

/// Takes the names out of a half, and puts it into the site. Gives its file's name and its bytes.
fn finish(site: &Path, wasm_opt: &Path, half: &[u8], kind: &str) -> Result<(String, Vec<u8>)> {
    let (from, to) = (site.join("half.wasm"), site.join("small.wasm"));
    fs::write(&from, half)?;
    optimize(wasm_opt, &["-Oz"], &from, &to)?;
    fs::remove_file(&from)?;
    let bytes = fs::read(&to)?;
    let hash: String = Sha256::digest(&bytes)[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let name = format!("interview-hindsight-{hash}_{kind}.wasm");
    fs::rename(&to, site.join(&name))?;
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

/// The value of an `integrity` attribute.
fn integrity(bytes: &[u8]) -> String {
    let hash = base64::prelude::BASE64_STANDARD.encode(Sha384::digest(bytes));
    format!("sha384-{hash}")
}
