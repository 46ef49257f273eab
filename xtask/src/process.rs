//! How other programs are found and run: with a sentence when they fail, and a time limit where one
//! is known to hang.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// `program` as a command that knows nothing of the Cargo that runs this one.
///
/// `cargo run` hands on variables that describe this package and its toolchain. A build started with
/// them looks different to Cargo from one started in a shell, so each would undo the other's cache.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        let cargos_own = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_"]
            .iter()
            .any(|prefix| name.starts_with(prefix))
            || matches!(
                &*name,
                "CARGO" | "LD_LIBRARY_PATH" | "DYLD_FALLBACK_LIBRARY_PATH"
            );
        if cargos_own {
            command.env_remove(&*name);
        }
    }
    command
}

/// The command as a person would type it.
pub fn shown(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|part| {
            let part = part.to_string_lossy();
            if part.contains(' ') {
                format!("'{part}'")
            } else {
                part.into_owned()
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// Runs the command to its end, its output going where ours goes.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("could not start `{}`", shown(command)))?;
    succeeded(command, status)
}

/// Runs the command and gives what it wrote to standard output.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command
        .stderr(Stdio::piped())
        .output()
        .with_context(|| format!("could not start `{}`", shown(command)))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!(
            "`{}` failed ({}): {}",
            shown(command),
            output.status,
            said.trim()
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs the command, but no longer than `limit`.
pub fn run_within(command: &mut Command, limit: Duration) -> Result<()> {
    let mut child = command
        .stdin(Stdio::null())
        .spawn()
        .with_context(|| format!("could not start `{}`", shown(command)))?;
    let end = Instant::now() + limit;
    loop {
        if let Some(status) = child.try_wait()? {
            return succeeded(command, status);
        }
        if Instant::now() >= end {
            child.kill()?;
            child.wait()?;
            bail!(
                "`{}` took longer than {} seconds",
                shown(command),
                limit.as_secs()
            );
        }
        sleep(Duration::from_millis(50));
    }
}

fn succeeded(command: &Command, status: ExitStatus) -> Result<()> {
    if !status.success() {
        bail!("`{}` failed ({status})", shown(command));
    }
    Ok(())
}

/// The program of that name on `PATH`.
pub fn on_path(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(program_name(name)))
        .find(|path| path.is_file())
}

/// The file name of a program on this platform.
pub fn program_name(name: &str) -> String {
    format!("{name}{}", env::consts::EXE_SUFFIX)
}

/// `PATH` with these folders in front.
pub fn path_with<'a>(folders: impl IntoIterator<Item = &'a Path>) -> Result<std::ffi::OsString> {
    let old = env::var_os("PATH").unwrap_or_default();
    let all = folders
        .into_iter()
        .map(Path::to_path_buf)
        .chain(env::split_paths(&old));
    env::join_paths(all).context("a folder with the tools has a name that PATH cannot hold")
}

/// Debian's package manager is here, and whether we may use it.
pub fn apt() -> Option<Apt> {
    on_path("apt-get")?;
    let root = Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    Some(Apt { root })
}

/// Debian's package manager.
pub struct Apt {
    root: bool,
}

impl Apt {
    /// Installs packages, or says what somebody with the right to do it has to run.
    ///
    /// It never removes a package to make room for another one.
    pub fn install(&self, packages: &[&str], what_for: &str) -> Result<()> {
        let line = format!(
            "apt-get update && apt-get install -y --no-install-recommends --no-remove {}",
            packages.join(" ")
        );
        if !self.root {
            bail!(
                "{what_for} is missing, and installing it needs root. Run this, then try again:\n\n    sudo sh -c '{line}'\n"
            );
        }
        println!("      {line}");
        run(command("apt-get")
            .args(["update", "-q"])
            .stdout(Stdio::null()))?;
        run(command("apt-get")
            .args([
                "install",
                "-y",
                "-q",
                "--no-install-recommends",
                "--no-remove",
            ])
            .args(packages)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .stdin(Stdio::null())
            .stdout(Stdio::null()))
    }

    /// Whether there is such a package to install. The lists may be old or missing, so that a "no"
    /// is asked again after an update where that is allowed.
    pub fn offers(&self, package: &str) -> bool {
        let ask = || {
            Command::new("apt-cache")
                .args(["policy", package])
                .output()
                .is_ok_and(|output| {
                    let said = String::from_utf8_lossy(&output.stdout).into_owned();
                    said.contains("Candidate:") && !said.contains("Candidate: (none)")
                })
        };
        if ask() || !self.root {
            return ask();
        }
        let updated = run(command("apt-get")
            .args(["update", "-q"])
            .stdout(Stdio::null()));
        updated.is_ok() && ask()
    }
}
