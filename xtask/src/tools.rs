//! The tools of the build: which versions, whether they are here, and how they get here.
//!
//! A tool of the right version on `PATH` is used as it is. Any other is installed once for this
//! person, in a folder named after its version, so that a second checkout finds it. It appears
//! there whole or not at all, and two checkouts that want it at once wait for each other.

mod compilation;

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::process::{command, on_path, output, program_name};
use crate::toolchain::WasmToolchain;
use crate::workspace;

use compilation::run_with_progress;

/// The newest Trunk that the compilers in use can build.
const TRUNK: &str = "0.21.14";
const BINARYEN: &str = "132.0.0";
/// Older ones lack passes that the size budget counts on.
const OLDEST_WASM_OPT: u32 = 120;
const TERSER: &str = "5.51.2";
const AXE: &str = "4.14.1";

/// What a build of the site needs, found and ready.
pub struct Tools {
    /// The compiler for the wasm.
    pub toolchain: WasmToolchain,
    /// The program `trunk`.
    pub trunk: PathBuf,
    /// The folder with `wasm-bindgen` and `wasm-bindgen-test-runner`.
    pub wasm_bindgen: PathBuf,
    /// The folder with `wasm-opt`.
    pub wasm_opt: PathBuf,
    /// The program `terser`, which makes scripts small.
    pub terser: PathBuf,
}

impl Tools {
    /// The folders that a build has to find on `PATH`.
    pub fn folders(&self) -> [&Path; 2] {
        [&self.wasm_bindgen, &self.wasm_opt]
    }
}

/// Says which step of how many is under way.
pub struct Progress {
    done: usize,
    steps: usize,
}

impl Progress {
    /// Before the first of so many steps.
    pub fn new(steps: usize) -> Self {
        Self { done: 0, steps }
    }

    /// The next step begins.
    pub fn step(&mut self, what: &str) {
        self.done += 1;
        println!("[{}/{}] {what}", self.done, self.steps);
    }
}

/// The steps that [`install`] reports.
pub const STEPS: usize = 5;

/// Finds what the build needs, and installs what is missing.
pub fn install(progress: &mut Progress) -> Result<Tools> {
    let cache = Cache::open()?;

    let toolchain = match WasmToolchain::find() {
        Some(toolchain) => {
            progress.step(&format!("wasm compiler: {}", toolchain.name()));
            toolchain
        }
        None => {
            progress.step("installing a compiler for wasm (a minute or two, once) ...");
            WasmToolchain::install()?
        }
    };

    let trunk = Crate {
        name: "trunk",
        version: TRUNK,
        programs: &["trunk"],
        locked: true,
        time: "about 6 minutes",
    };
    let trunk = trunk
        .find_or_install(&cache, progress)?
        .join(program_name("trunk"));

    // The program and the crate have to be of one version: they share a format that has none.
    let version = locked_version("wasm-bindgen")?;
    let wasm_bindgen = Crate {
        name: "wasm-bindgen-cli",
        version: &version,
        programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
        locked: false,
        time: "about 4 minutes",
    };
    let wasm_bindgen = wasm_bindgen.find_or_install(&cache, progress)?;

    let wasm_opt = wasm_opt(&cache, progress)?;
    // Trunk's own minifier cannot read what wasm-bindgen writes.
    let terser = cache.npm("terser", TERSER, progress)?;
    let terser = terser
        .join("node_modules/.bin")
        .join(program_name("terser"));
    Ok(Tools {
        toolchain,
        trunk,
        wasm_bindgen,
        wasm_opt,
        terser,
    })
}

/// The script that checks a page for accessibility, from npm's axe-core.
pub fn axe(progress: &mut Progress) -> Result<PathBuf> {
    let cache = Cache::open()?;
    let package = cache.npm("axe-core", AXE, progress)?;
    Ok(package.join("node_modules/axe-core/axe.min.js"))
}

/// What drives Firefox.
const GECKODRIVER: Crate<'_> = Crate {
    name: "geckodriver",
    version: "0.37.1",
    programs: &["geckodriver"],
    locked: true,
    time: "about 5 minutes",
};

/// The program `geckodriver`, installed where it is missing.
pub fn geckodriver(progress: &mut Progress) -> Result<PathBuf> {
    let folder = GECKODRIVER.find_or_install(&Cache::open()?, progress)?;
    Ok(folder.join(program_name("geckodriver")))
}

/// The same, where it was installed before.
pub fn geckodriver_in_cache() -> Option<PathBuf> {
    let home = Cache::open()
        .ok()?
        .home(GECKODRIVER.name, GECKODRIVER.version);
    let program = home.join("bin").join(program_name("geckodriver"));
    program.is_file().then_some(program)
}

/// A tool that Cargo installs.
struct Crate<'a> {
    name: &'a str,
    version: &'a str,
    programs: &'a [&'a str],
    /// Whether to use the lock file that the tool was published with.
    locked: bool,
    time: &'a str,
}

impl Crate<'_> {
    /// The folder with its programs.
    fn find_or_install(&self, cache: &Cache, progress: &mut Progress) -> Result<PathBuf> {
        let Self { name, version, .. } = self;
        if let Some(folder) = self.find_on_path() {
            progress.step(&format!("{name} {version}: on PATH"));
            return Ok(folder);
        }
        let home = cache.home(name, version);
        let bin = home.join("bin");
        let complete = || {
            self.programs
                .iter()
                .all(|program| bin.join(program_name(program)).is_file())
        };
        if complete() {
            progress.step(&format!("{name} {version}: in the cache"));
            return Ok(bin);
        }
        progress.step(&format!(
            "installing {name} {version} ({}, once) ...",
            self.time
        ));
        cache.install(&home, complete, |folder| {
            if let Some(binstall) = on_path("cargo-binstall") {
                match self.fetch_prebuilt(&binstall, folder) {
                    Ok(()) => {
                        println!("      prebuilt, from cargo-binstall");
                        return Ok(());
                    }
                    Err(error) => println!("      compiling it, because {error}"),
                }
            }
            self.compile(folder)
        })?;
        Ok(bin)
    }

    /// Fills the folder with what the tool's own project has built, and leaves it empty where there is none.
    ///
    /// What others have built of it is not asked for (`quick-install`), and no statistics are sent.
    fn fetch_prebuilt(&self, binstall: &Path, folder: &Path) -> Result<()> {
        let mut fetch = command(binstall);
        fetch
            .args([self.name, "--version", self.version, "--root"])
            .arg(folder)
            .args(["--no-confirm", "--disable-telemetry"])
            .args(["--disable-strategies", "quick-install,compile"]);
        let fetched = output(&mut fetch).map(drop).and_then(|()| {
            let bin = folder.join("bin");
            let mut programs = self.programs.iter();
            // A program may be built for a newer system than this one.
            match programs.find(|program| !self.is_version_of(&bin.join(program_name(program)))) {
                Some(program) => bail!("the prebuilt {program} is not {} here", self.version),
                None => Ok(()),
            }
        });
        if fetched.is_err() {
            // `cargo install` would take its records for a finished installation.
            fs::remove_dir_all(folder)?;
            fs::create_dir_all(folder)?;
        }
        fetched.with_context(|| format!("no prebuilt {} could be had", self.name))
    }

    fn compile(&self, folder: &Path) -> Result<()> {
        let mut cargo = command("cargo");
        cargo
            .args(["install", self.name, "--version", self.version, "--root"])
            .arg(folder);
        if self.locked {
            cargo.arg("--locked");
        }
        // A shared target folder would be blocked, and filled with what nobody needs again.
        cargo.env("CARGO_TARGET_DIR", folder.join("target"));
        run_with_progress(&mut cargo, self.name)?;
        fs::remove_dir_all(folder.join("target"))
            .context("could not remove what the installation left")
    }

    fn find_on_path(&self) -> Option<PathBuf> {
        let mut folder = None;
        for program in self.programs {
            let path = on_path(program).filter(|path| self.is_version_of(path))?;
            folder = path.parent().map(Path::to_path_buf);
        }
        folder
    }

    /// Whether the program there runs, and is of this tool's version.
    fn is_version_of(&self, program: &Path) -> bool {
        output(command(program).arg("--version"))
            .is_ok_and(|said| said.split_whitespace().nth(1) == Some(self.version))
    }
}

/// The folder with a `wasm-opt` that is new enough.
fn wasm_opt(cache: &Cache, progress: &mut Progress) -> Result<PathBuf> {
    if let Some(path) = on_path("wasm-opt") {
        // It says "wasm-opt version 132 (version_132)".
        let said = output(command(&path).arg("--version")).unwrap_or_default();
        let version = said
            .split_whitespace()
            .nth(2)
            .and_then(|version| version.parse::<u32>().ok());
        if let Some(version) = version.filter(|version| *version >= OLDEST_WASM_OPT)
            && let Some(folder) = path.parent()
        {
            progress.step(&format!("wasm-opt {version}: on PATH"));
            return Ok(folder.to_path_buf());
        }
    }
    let package = cache.npm("binaryen", BINARYEN, progress)?;
    Ok(package.join("node_modules/.bin"))
}

/// The version of a crate in this project's lock file.
fn locked_version(name: &str) -> Result<String> {
    let lock = fs::read_to_string(workspace::root().join("Cargo.lock"))
        .context("could not read Cargo.lock")?;
    version_in(&lock, name).with_context(|| format!("Cargo.lock names no version of {name}"))
}

fn version_in(lock: &str, name: &str) -> Option<String> {
    let mut lines = lock.lines();
    lines.find(|line| *line == format!("name = \"{name}\""))?;
    let version = lines
        .next()?
        .strip_prefix("version = \"")?
        .strip_suffix('"')?;
    Some(version.to_owned())
}

/// The folder that all checkouts of one person share.
struct Cache {
    folder: PathBuf,
}

impl Cache {
    fn open() -> Result<Self> {
        let folder = workspace::tools_cache()?;
        fs::create_dir_all(&folder)
            .with_context(|| format!("could not make {}", folder.display()))?;
        Ok(Self { folder })
    }

    /// Where a tool of that version lives.
    fn home(&self, name: &str, version: &str) -> PathBuf {
        self.folder.join(format!("{name}-{version}"))
    }

    /// Lets `install` fill a folder, and moves that to `home` when it is whole.
    fn install(
        &self,
        home: &Path,
        complete: impl Fn() -> bool,
        install: impl FnOnce(&Path) -> Result<()>,
    ) -> Result<()> {
        let lock = File::create(self.folder.join(".lock")).context("could not make a lock file")?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                println!("      another installation is under way; waiting for it ...");
                lock.lock().context("could not lock the cache")?;
            }
            // Some network file systems have no locks; there, only one installation at a time is safe.
            Err(TryLockError::Error(error)) => {
                println!("      the cache cannot be locked ({error}); going on")
            }
        }
        if complete() {
            return Ok(());
        }
        // We hold the lock, so whatever is unfinished was given up.
        let name = home
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let unfinished = home.with_file_name(format!(".{name}.unfinished"));
        if unfinished.exists() {
            fs::remove_dir_all(&unfinished)?;
        }
        fs::create_dir_all(&unfinished)?;
        if let Err(error) = install(&unfinished) {
            // What is left would only be in the way, and the first error is the one to read.
            if let Err(left) = fs::remove_dir_all(&unfinished) {
                println!("      could not remove {}: {left}", unfinished.display());
            }
            return Err(error);
        }
        if home.exists() {
            fs::remove_dir_all(home)
                .with_context(|| format!("could not replace {}", home.display()))?;
        }
        fs::rename(&unfinished, home)
            .with_context(|| format!("could not move to {}", home.display()))?;
        if !complete() {
            bail!(
                "The installation ended well, but {} lacks what it should hold.",
                home.display()
            );
        }
        Ok(())
    }

    /// A folder with that npm package below `node_modules`.
    fn npm(&self, name: &str, version: &str, progress: &mut Progress) -> Result<PathBuf> {
        let home = self.home(name, version);
        let manifest = home.join("node_modules").join(name).join("package.json");
        if manifest.is_file() {
            progress.step(&format!("{name} {version}: in the cache"));
            return Ok(home);
        }
        progress.step(&format!(
            "installing {name} {version} from npm (some seconds, once) ..."
        ));
        let Some(npm) = on_path("npm").or_else(|| on_path("npm.cmd")) else {
            bail!(
                "npm is missing, and it brings {name}. Install Node.js 18 or newer (Debian: `sudo apt-get install nodejs npm`, macOS: `brew install node`), then try again."
            );
        };
        self.install(
            &home,
            || manifest.is_file(),
            |folder| {
                let mut install = command(npm);
                install
                    .args([
                        "install",
                        "--no-audit",
                        "--no-fund",
                        "--no-save",
                        "--loglevel=error",
                        "--prefix",
                    ])
                    .arg(folder)
                    .arg(format!("{name}@{version}"));
                output(&mut install).map(drop)
            },
        )?;
        Ok(home)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_in_the_lock_file_is_that_of_the_whole_name() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"9.9.9\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(version_in(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in(lock, "wasm"), None);
    }

    #[test]
    fn a_failed_installation_leaves_nothing_behind() -> Result<()> {
        let folder =
            std::env::temp_dir().join(format!("interview-hindsight-cache-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let cache = Cache {
            folder: folder.clone(),
        };
        let home = cache.home("tool", "1.0.0");

        let failed = cache.install(
            &home,
            || false,
            |half| {
                fs::write(half.join("half"), "")?;
                bail!("the network is down")
            },
        );
        assert_eq!(
            failed.map_err(|error| error.to_string()),
            Err("the network is down".to_owned())
        );
        assert!(!home.exists());

        cache.install(
            &home,
            || home.join("whole").is_file(),
            |folder| Ok(fs::write(folder.join("whole"), "")?),
        )?;
        let names: Vec<_> = workspace::files_below(&folder)?;
        assert_eq!(names, [folder.join(".lock"), home.join("whole")]);
        Ok(fs::remove_dir_all(&folder)?)
    }

    #[cfg(unix)]
    #[test]
    fn a_prebuilt_tool_is_taken_only_when_it_runs_and_is_of_that_version() -> Result<()> {
        use std::os::unix::fs::PermissionsExt;

        let tool = Crate {
            name: "trunk",
            version: "0.21.14",
            programs: &["trunk"],
            locked: true,
            time: "",
        };
        let folder = tempfile::tempdir()?;
        let root = folder.path().join("root");
        let binstall = folder.path().join("cargo-binstall");
        // In the place of cargo-binstall: it records an installation, as that does, and writes this program.
        let fetch = |program: &str, end: &str| {
            let script = format!(
                "#!/bin/sh\nmkdir -p \"$5/bin\"; touch \"$5/.crates.toml\"\nprintf '{program}' > \"$5/bin/trunk\"\nchmod +x \"$5/bin/trunk\"\n{end}\n"
            );
            fs::create_dir_all(&root)?;
            fs::write(&binstall, script)?;
            fs::set_permissions(&binstall, fs::Permissions::from_mode(0o755))?;
            tool.fetch_prebuilt(&binstall, &root)
        };
        let says = |version: &str| format!("#!/bin/sh\\necho trunk {version}\\n");

        for (program, end) in [
            (says("0.21.13"), ""),
            ("#!/bin/sh\\nexit 1\\n".to_owned(), ""),
            (says("0.21.14"), "exit 94"),
        ] {
            assert!(fetch(&program, end).is_err(), "{program} {end}");
            assert!(workspace::files_below(&root)?.is_empty());
        }
        fetch(&says("0.21.14"), "")?;
        assert!(root.join("bin/trunk").is_file());
        Ok(())
    }
}
