//! A compiler that makes wasm.
//!
//! Where rustup can fetch the wasm target, that is all there is to it. Where it cannot (a machine
//! that reaches only package registries), Debian's own newer compiler, which comes with its source,
//! builds the standard library too. Its variables belong to the build of the wasm alone: native
//! builds and tests use the compiler that is there.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::process::{self, apt, command, on_path, output, run_within};

/// The target of all wasm builds.
pub const TARGET: &str = "wasm32-unknown-unknown";

const ADDING_THE_TARGET: &str = "rustup target add wasm32-unknown-unknown";

/// Where Debian's packages put their compiler and what it is linked from.
const DEBIAN_BIN: &str = "/usr/bin";
const DEBIAN_STD_SOURCE: &str = "/usr/lib/rustlib/src/rust/library/std";

/// A compiler that makes wasm, ready to be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WasmToolchain {
    /// The compiler that runs this program has the target.
    Installed,
    /// Debian's compiler, which has to build the standard library.
    Debian,
}

impl WasmToolchain {
    /// The one that is here already, if any.
    pub fn find() -> Option<Self> {
        if has_target() {
            Some(Self::Installed)
        } else if debian_is_complete() {
            Some(Self::Debian)
        } else {
            None
        }
    }

    /// Installs one by whatever way works here.
    pub fn install() -> Result<Self> {
        if on_path("rustup").is_some() {
            // On a machine without the rustup server this hangs instead of failing.
            let added = run_within(
                command("rustup").args(["target", "add", TARGET]),
                Duration::from_secs(60),
            );
            match added {
                Ok(()) if has_target() => return Ok(Self::Installed),
                Ok(()) => println!(
                    "      rustup added the target to another toolchain than the active one"
                ),
                Err(error) => println!("      {error}"),
            }
        }
        let Some(apt) = apt().filter(|apt| apt.offers("rustc-web")) else {
            bail!(
                "The compiler has no wasm target. Run `{ADDING_THE_TARGET}`, or install the target with whatever installed Rust here, then try again."
            );
        };
        println!(
            "      taking Debian's compiler instead, which builds the standard library itself"
        );
        apt.install(
            &["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm"],
            "A compiler with a wasm target",
        )?;
        // The linker has to be of the same LLVM as the compiler, which moves on with Debian's updates.
        let lld = format!("lld-{}", debian_llvm()?);
        apt.install(&[&lld], "The linker for wasm")?;
        if !debian_is_complete() {
            bail!(
                "Debian's compiler is installed, but {DEBIAN_STD_SOURCE} or rust-lld is missing."
            );
        }
        Ok(Self::Debian)
    }

    /// How it is called in messages.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Installed => "the active Rust toolchain",
            Self::Debian => "Debian's Rust compiler, with a standard library of its own",
        }
    }

    /// Sets what a build of the wasm needs, and puts `tools` in front of `PATH`.
    pub fn prepare(&self, command: &mut Command, tools: &[&Path]) -> Result<()> {
        let mut folders: Vec<PathBuf> = tools.iter().map(|path| path.to_path_buf()).collect();
        if *self == Self::Debian {
            folders.push(DEBIAN_BIN.into());
            command
                .env("RUSTC", "/usr/bin/rustc")
                .env("RUSTC_BOOTSTRAP", "1")
                // `panic_abort` has to be named, `panic_unwind` does not build for this target.
                .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
                .env_remove("RUSTUP_TOOLCHAIN");
        }
        command
            .env(
                "PATH",
                process::path_with(folders.iter().map(PathBuf::as_path))?,
            )
            .env("CARGO_ENCODED_RUSTFLAGS", flags())
            .env("CARGO_TARGET_DIR", crate::workspace::wasm_target());
        Ok(())
    }
}

/// The compiler's flags, as Cargo takes them: those of the person, and what keeps this machine's folders out of what
/// is built. A panic names the file that it comes from.
fn flags() -> String {
    const BETWEEN: &str = "\x1f";
    let mut flags = match std::env::var("CARGO_ENCODED_RUSTFLAGS") {
        Ok(flags) => flags.split(BETWEEN).map(str::to_owned).collect(),
        Err(_) => std::env::var("RUSTFLAGS").map_or_else(
            |_| Vec::new(),
            |flags| flags.split_whitespace().map(str::to_owned).collect(),
        ),
    };
    flags.extend(folders_of_this_machine().iter().map(|folder| {
        // With the slash: an empty name in the folder's place alone would leave a path that begins with one.
        format!("--remap-path-prefix={}/=", folder.display())
    }));
    flags.retain(|flag| !flag.is_empty());
    flags.join(BETWEEN)
}

/// Where sources lie on this machine: the crates, this project, the standard library.
pub fn folders_of_this_machine() -> Vec<PathBuf> {
    let cargo_home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo_home = cargo_home.or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    let registries = cargo_home.and_then(|home| std::fs::read_dir(home.join("registry/src")).ok());
    let registries = registries.into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = registries.map(|registry| registry.path()).collect();
    folders.sort();
    folders.push(crate::workspace::root().to_path_buf());
    let of_std = Path::new(DEBIAN_STD_SOURCE).ancestors().nth(2);
    folders.extend(of_std.map(Into::into));
    folders
}

/// The active compiler has a standard library for the target.
fn has_target() -> bool {
    let folder = output(command("rustc").args(["--print", "target-libdir", "--target", TARGET]));
    let Ok(folder) = folder else { return false };
    std::fs::read_dir(folder.trim()).is_ok_and(|mut entries| {
        entries.any(|entry| {
            entry.is_ok_and(|entry| entry.file_name().to_string_lossy().starts_with("libstd"))
        })
    })
}

fn debian_is_complete() -> bool {
    Path::new(DEBIAN_STD_SOURCE).is_dir()
        && ["cargo", "rustc", "rust-lld"]
            .iter()
            .all(|program| Path::new(DEBIAN_BIN).join(program).exists())
}

/// The major version of the LLVM that Debian's compiler was built with.
fn debian_llvm() -> Result<String> {
    let version = output(command("/usr/bin/rustc").arg("-vV"))?;
    version
        .lines()
        .find_map(|line| line.strip_prefix("LLVM version: "))
        .and_then(|version| version.split('.').next())
        .map(str::to_owned)
        .context("`rustc -vV` does not say which LLVM it uses")
}
