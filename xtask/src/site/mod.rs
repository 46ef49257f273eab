//! `dist/`: the whole site, ready for any static host.
//!
//! Trunk does the main part. Before it, the styles become one file; after it, each file that can be
//! compressed gets its `.br` and `.gz` neighbour. The same sources give the same bytes.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use self::offline::Offline;
use crate::process::{command, output, run};
use crate::tools::{self, Progress, Tools};
use crate::workspace::{dist, files_below, root, staging, wasm_target};

pub mod code;
pub mod compress;
pub mod embed;
pub mod first;
pub mod offline;
pub mod size;
pub mod split;
pub mod styles;
pub mod versions;

/// How much work goes into a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// What is deployed, tested and measured: small.
    Release,
    /// For working on the app: quick to build, big and slow in the browser.
    Dev,
}

impl Profile {
    /// Where the finished site goes.
    pub fn dist(self) -> PathBuf {
        match self {
            Self::Release => dist(),
            Self::Dev => staging().join("dev"),
        }
    }
}

/// The sources of the site. A change in any of them is a reason to build it again.
const SOURCES: [&str; 14] = [
    "build.rs",
    "Cargo.toml",
    "Cargo.lock",
    "Trunk.toml",
    "index.html",
    "boot.js",
    "assets",
    "embed",
    "offline",
    "quiz",
    "src",
    "styles",
    "text",
    "xtask/src/site",
];

/// Installs what is missing, and builds the site unless it is there already. Gives its folder.
pub fn build(profile: Profile, offline: Offline) -> Result<PathBuf> {
    let mut progress = Progress::new(tools::STEPS + 1);
    let tools = tools::install(&mut progress)?;
    let folder = profile.dist();
    let stamp_file = staging().join(format!("{profile:?}.stamp").to_lowercase());
    let stamp = format!("{} {offline:?}", stamp(&tools)?);
    if folder.join("index.html").is_file()
        && fs::read_to_string(&stamp_file).is_ok_and(|old| old == stamp)
    {
        progress.step(&format!(
            "{}: nothing has changed",
            crate::workspace::shown(&folder)
        ));
        return Ok(folder);
    }
    progress.step(match profile {
        Profile::Release => {
            "building the site (3 minutes the first time, then about 30 seconds) ..."
        }
        Profile::Dev => "building the site without optimising it ...",
    });
    // Should this fail half-way, nobody must take the old site for the new one.
    if stamp_file.exists() {
        fs::remove_file(&stamp_file)?;
    }
    make(profile, offline, &tools, &folder)?;
    fs::write(&stamp_file, stamp)?;
    Ok(folder)
}

/// Builds in a folder of its own and puts it in the place of the old one when it is whole.
fn make(profile: Profile, offline: Offline, tools: &Tools, folder: &Path) -> Result<()> {
    fs::create_dir_all(staging())?;
    let sheet = styles::bundle(&root().join("styles/index.css"))?;
    fs::write(staging().join("app.css"), sheet)?;

    fetch(tools)?;
    let fresh = staging().join("fresh");
    if fresh.exists() {
        fs::remove_dir_all(&fresh)?;
    }
    fs::create_dir_all(&fresh)?;
    let mut trunk = command(&tools.trunk);
    // Offline, because everything is here: without it Trunk would ask whether it is up to date.
    trunk
        // Its warnings are left out for one that each build gives: its minifier cannot read the glue.
        .args(["build", "--offline", "--log", "error", "--dist"])
        .arg(&fresh)
        .current_dir(root())
        .env("RUST_BACKTRACE", "0");
    if profile == Profile::Release {
        trunk.arg("--release");
    }
    // Trunk takes variables of this kind for its own settings, and `NO_COLOR=1` for an invalid one.
    trunk.env_remove("NO_COLOR");
    tools.toolchain.prepare(&mut trunk, &tools.folders())?;
    run(&mut trunk)?;
    warn_of_unread_styles(&fresh)?;
    if profile == Profile::Release {
        code::put_into(&fresh, &tools.wasm_opt)?;
    }
    first::put_into(&fresh)?;
    versions::put_into(&fresh, &versions::released()?)?;
    embed::put_into(&fresh)?;

    let offline = match (profile, offline) {
        // While somebody works on the app, an older build must not come up from the device.
        (Profile::Dev, _) => Offline::Removed,
        (Profile::Release, offline) => offline,
    };
    offline::write(&fresh, offline)?;
    if profile == Profile::Release {
        compress::neighbours(&fresh)?;
    }
    if folder.exists() {
        fs::remove_dir_all(folder)
            .with_context(|| format!("could not replace {}", folder.display()))?;
    }
    fs::rename(&fresh, folder).with_context(|| format!("could not make {}", folder.display()))
}

/// Trunk hands a sheet on as it is when it cannot read it, and a browser may not be able to either.
fn warn_of_unread_styles(folder: &Path) -> Result<()> {
    for file in files_below(folder)? {
        let is_sheet = file.extension().is_some_and(|extension| extension == "css");
        if is_sheet && fs::read_to_string(&file)?.contains("\n\n") {
            eprintln!(
                "      warning: Trunk could not make the style sheet smaller; is there an error in styles/?"
            );
        }
    }
    Ok(())
}

/// Downloads the crates, so that Trunk can build offline. Asks no registry when they are all here.
fn fetch(tools: &Tools) -> Result<()> {
    let fetch = |offline: bool| -> Result<std::process::Command> {
        let mut cargo = command("cargo");
        cargo
            .args(["fetch", "--locked", "--target", crate::toolchain::TARGET])
            .current_dir(root());
        if offline {
            cargo.arg("--offline");
        }
        tools.toolchain.prepare(&mut cargo, &[])?;
        Ok(cargo)
    };
    match output(&mut fetch(true)?) {
        Ok(_) => Ok(()),
        Err(_) => run(&mut fetch(false)?),
    }
}

/// A hash over the content of all sources and the choice of tools.
fn stamp(tools: &Tools) -> Result<String> {
    let mut hash = Sha256::new();
    hash.update(format!(
        "{:?} {:?} {:?}",
        tools.toolchain,
        tools.trunk,
        tools.folders()
    ));
    for source in SOURCES {
        let path = root().join(source);
        let files = if path.is_dir() {
            files_below(&path)?
        } else {
            vec![path]
        };
        for file in files.iter().filter(|file| file.is_file()) {
            let mut bytes = Vec::new();
            fs::File::open(file)?.read_to_end(&mut bytes)?;
            hash.update(crate::workspace::shown(file));
            hash.update((bytes.len() as u64).to_le_bytes());
            hash.update(&bytes);
        }
    }
    Ok(hash
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect())
}

/// When the newest of the sources was changed, to notice the next change without reading them all.
pub fn newest_source() -> Result<Option<std::time::SystemTime>> {
    let mut newest = None;
    for source in SOURCES {
        let path = root().join(source);
        let files = if path.is_dir() {
            files_below(&path)?
        } else {
            vec![path]
        };
        for file in files {
            // A file can vanish between the listing and this.
            newest = newest.max(
                fs::metadata(file)
                    .and_then(|metadata| metadata.modified())
                    .ok(),
            );
        }
    }
    Ok(newest)
}

/// Removes everything that the builds of the site have left, but for the tools.
pub fn clean() -> Result<()> {
    for folder in [dist(), staging(), wasm_target()] {
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
    }
    Ok(())
}
