//! The built app on a server of its own.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::real::{Kind, RealServer};
use anyhow::{Context, Result, anyhow};
use tempfile::TempDir;
use xtask::policy::Framing;
use xtask::server::{Asked, Fault, Gate, Options, Server};
use xtask::site::offline::{self, Offline};
use xtask::site::{Plan, Profile, build, build_as, versions};
use xtask::workspace::{files_below, root, staging};

/// The release build, served with the headers of a good host on a free port of this machine.
///
/// Each test has its own, so that none sees another's storage.
pub struct Site {
    server: Server,
    /// A server that the project ships a configuration for, in place of our own.
    real: Option<RealServer>,
    dist: PathBuf,
    /// The copy that is served, where it is one. It goes with the site.
    copy: Option<TempDir>,
}

impl Site {
    /// As it should be hosted.
    pub async fn start() -> Result<Self> {
        Self::start_with(|_| ()).await
    }

    /// A site whose program does not come until the gate is opened.
    ///
    /// # Errors
    /// When the site cannot be built or served.
    pub async fn start_held() -> Result<(Self, Gate)> {
        let gate = Gate::default();
        let program = (".wasm".to_owned(), Fault::Held(gate.clone()));
        let site = Self::start_with(|options| options.faults.push(program)).await?;
        Ok((site, gate))
    }

    /// The same with a script that runs before the page's own, as those of translators and extensions do.
    ///
    /// # Errors
    /// When the site cannot be built or served.
    pub async fn start_held_with_script(script: &str) -> Result<(Self, Gate)> {
        let gate = Gate::default();
        let program = (".wasm".to_owned(), Fault::Held(gate.clone()));
        let site = Self::deployed_with(|options| options.faults.push(program)).await?;
        std::fs::write(site.dist.join("before.js"), script)?;
        // A worker would keep no page that differs from the build's.
        site.deploy(Offline::Removed, |name, text| match name {
            "index.html" => {
                text.replacen("<meta ", "<script src=\"./before.js\"></script><meta ", 1)
            }
            _ => text,
        })?;
        Ok((site, gate))
    }

    /// With changes: below a path, without headers, with a file that fails.
    pub async fn start_with(change: impl FnOnce(&mut Options)) -> Result<Self> {
        let dist = tokio::task::spawn_blocking(dist).await??;
        let mut options = Options::new(&dist);
        change(&mut options);
        let dist = options.dist.clone();
        Ok(Self {
            server: Server::start(options, 0).await?,
            real: None,
            dist,
            copy: None,
        })
    }

    /// With the quiz of `examples/phone-screen` in it besides its own.
    pub async fn with_own_quiz() -> Result<Self> {
        Self::with_own_quiz_and(|_| ()).await
    }

    /// The same, with changes.
    pub async fn with_own_quiz_and(change: impl FnOnce(&mut Options)) -> Result<Self> {
        let dist = tokio::task::spawn_blocking(dist_with_own_quiz).await??;
        Self::start_with(|options| {
            options.dist = dist;
            change(options);
        })
        .await
    }

    /// With these documents as earlier released versions of the quiz.
    pub async fn with_quiz_versions(documents: &[String]) -> Result<Self> {
        let site = Self::deployed().await?;
        let folder = tempfile::tempdir()?;
        let mut files = Vec::new();
        for (number, document) in documents.iter().enumerate() {
            let file = folder.path().join(format!("{number}.json"));
            std::fs::write(&file, document)?;
            files.push(file);
        }
        let page = site.dist.join("index.html");
        let text = std::fs::read_to_string(&page)?;
        std::fs::write(&page, versions::put_into(&site.dist, &text, &files)?)?;
        // Without the worker, which asks for every file: what is asked for then is what the program wants.
        site.deploy(Offline::Removed, |_, text| text)?;
        Ok(site)
    }

    /// On a copy of the build, which [`Site::deploy`] can change while it is served.
    pub async fn deployed() -> Result<Self> {
        Self::deployed_with(|_| ()).await
    }

    /// The same, with changes to how it is served.
    pub async fn deployed_with(change: impl FnOnce(&mut Options)) -> Result<Self> {
        let built = tokio::task::spawn_blocking(dist).await??;
        let copy = tempfile::Builder::new().prefix("site-").tempdir()?;
        xtask::site::copy(&built, copy.path())?;
        let mut options = Options::new(copy.path());
        change(&mut options);
        Ok(Self {
            server: Server::start(options, 0).await?,
            real: None,
            dist: copy.path().to_path_buf(),
            copy: Some(copy),
        })
    }

    /// A copy that looks the same on each machine and reads the same on each day: one font, American English, and a clock
    /// that stands at ten in the morning of 10 June 2026. A style sheet and a script in each page see to it.
    pub async fn steady() -> Result<Self> {
        let site = Self::deployed().await?;
        std::fs::write(
            site.dist.join("steady.css"),
            include_str!("steady/steady.css"),
        )?;
        std::fs::write(
            site.dist.join("steady.js"),
            include_str!("steady/steady.js"),
        )?;
        // A worker would keep no page that differs from the build's.
        site.deploy(Offline::Removed, |name, text| match name {
            "index.html" => text.replacen("<meta ", &format!("{STEADY}<meta "), 1),
            _ => text,
        })?;
        Ok(site)
    }

    /// Puts another build in the place of the one that is served: each text is what `change` makes of it.
    pub fn deploy(&self, offline: Offline, change: impl Fn(&str, String) -> String) -> Result<()> {
        let copy = self.copy.as_ref().context("only a copy can be changed")?;
        for file in files_below(copy.path())? {
            let name = file
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if name.ends_with(".br") || name.ends_with(".gz") {
                // They would be served in the place of what has changed.
                std::fs::remove_file(&file)?;
            } else if let Ok(text) = std::fs::read_to_string(&file) {
                std::fs::write(&file, change(&name, text))?;
            }
        }
        offline::write(copy.path(), offline).map(drop)
    }

    /// Ends the server, as a train ends the network: whatever asks for something gets no answer.
    pub fn lose_network(self) -> Option<TempDir> {
        self.copy
    }

    /// With a page `frame.html` that shows the app in a frame of this size. No engine's window is as
    /// narrow as a small phone; a frame is.
    pub async fn framed(width: u32, height: u32) -> Result<Self> {
        let page = format!(
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Frame</title><link rel=\"icon\" href=\"data:,\"><iframe title=\"App\" src=\"./\" width=\"{width}\" height=\"{height}\" frameborder=\"0\"></iframe></html>"
        );
        Self::start_with(|options| {
            options.framing = Framing::SameOrigin;
            options.pages.push(("frame.html".to_owned(), page));
        })
        .await
    }

    /// The address of the start page.
    pub fn url(&self) -> String {
        match &self.real {
            Some(real) => real.origin() + "/",
            None => self.server.url(),
        }
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> String {
        match &self.real {
            Some(real) => real.origin(),
            None => self.server.origin(),
        }
    }

    /// The folder that is served.
    pub fn dist(&self) -> &Path {
        &self.dist
    }

    /// What was asked of the server so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.server.asked()
    }
}

/// What makes a page steady.
const STEADY: &str =
    "<link rel=\"stylesheet\" href=\"/steady.css\"><script src=\"/steady.js\"></script>";

/// The site's folder; built first where that is due. Once for all end-to-end tests of a process.
pub fn dist() -> Result<PathBuf> {
    static DIST: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    DIST.get_or_init(|| {
        build(Profile::Release, Offline::Kept).map_err(|error| format!("{error:#}"))
    })
    .clone()
    .map_err(|error| anyhow!(error))
}

/// The same with an own quiz in it, in another folder.
fn dist_with_own_quiz() -> Result<PathBuf> {
    static DIST: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    // The code is built once.
    dist()?;
    DIST.get_or_init(|| {
        let plan = Plan {
            quizzes: vec![root().join("examples/phone-screen/1.0.0.json")],
            folder: staging().join("own-quiz"),
            ..Plan::new(Profile::Release, Offline::Kept)
        };
        build_as(&plan).map_err(|error| format!("{error:#}"))
    })
    .clone()
    .map_err(|error| anyhow!(error))
}

/// The careers page of `examples/careers`, or another page, on an origin of its own, with an app that it may
/// show.
pub struct Careers {
    /// The app.
    pub app: Site,
    host: Server,
    folder: TempDir,
}

impl Careers {
    /// The example as it is, under its strict policy.
    pub async fn start() -> Result<Self> {
        Self::start_with(|_| ()).await
    }

    /// With an app that is [steady](Site::steady).
    pub async fn steady() -> Result<Self> {
        let site = Site::steady().await?;
        let mut careers = Self::start_at(Some(site.dist), None, |_| (), |_| ()).await?;
        careers.app.copy = site.copy;
        Ok(careers)
    }

    /// With the app behind a real server, as the project ships its configuration.
    pub async fn behind(server: Kind) -> Result<Self> {
        Self::start_at(None, Some(server), |_| (), |_| ()).await
    }

    /// The same, with the app from another folder than the build's.
    pub async fn behind_with(server: Kind, dist: &Path) -> Result<Self> {
        Self::start_at(Some(dist.to_owned()), Some(server), |_| (), |_| ()).await
    }

    /// With changes to how the page is served; `options.pages` adds others beside the example.
    pub async fn start_with(change: impl FnOnce(&mut Options)) -> Result<Self> {
        Self::start_at(None, None, |_| (), change).await
    }

    /// With changes to how the app is served, and to how the page is.
    pub async fn start_with_app(
        app: impl FnOnce(&mut Options),
        change: impl FnOnce(&mut Options),
    ) -> Result<Self> {
        Self::start_at(None, None, app, change).await
    }

    /// With an app that has the quiz of `examples/phone-screen` in it.
    pub async fn with_own_quiz(change: impl FnOnce(&mut Options)) -> Result<Self> {
        Self::with_own_quiz_and(|_| (), change).await
    }

    /// The same, with changes to how the app is served.
    pub async fn with_own_quiz_and(
        app: impl FnOnce(&mut Options),
        change: impl FnOnce(&mut Options),
    ) -> Result<Self> {
        let dist = tokio::task::spawn_blocking(dist_with_own_quiz).await??;
        Self::start_at(Some(dist), None, app, change).await
    }

    async fn start_at(
        dist: Option<PathBuf>,
        real: Option<Kind>,
        serve_app: impl FnOnce(&mut Options),
        change: impl FnOnce(&mut Options),
    ) -> Result<Self> {
        // The page has to know the app's address, and the app the page's: a port is found for the page first.
        let free = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
        let port = free.local_addr()?.port();
        drop(free);
        let embedder = format!("http://localhost:{port}");
        let mut app = Site::start_with(|options| {
            options.embedders.push(embedder.clone());
            options.dist = dist.unwrap_or_else(|| options.dist.clone());
            serve_app(options);
        })
        .await?;
        if let Some(kind) = real {
            app.real = Some(RealServer::start(kind, &app.dist, &embedder)?);
        }
        let folder = tempfile::Builder::new().prefix("careers-").tempdir()?;
        let mut options = xtask::host_page::write(folder.path(), &app.url(), &app.origin())?;
        change(&mut options);
        for (_, page) in &mut options.pages {
            *page = page
                .replace("{app}", &app.url())
                .replace("{origin}", &app.origin());
        }
        Ok(Self {
            app,
            host: Server::start(options, port).await?,
            folder,
        })
    }

    /// The address of the careers page: another host name, so that it is another site too.
    pub fn url(&self) -> String {
        self.host.url().replace("127.0.0.1", "localhost")
    }

    /// Its origin.
    pub fn origin(&self) -> String {
        self.host.origin().replace("127.0.0.1", "localhost")
    }

    /// The folder that it is served from.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}
