//! The built app on a server of its own.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Result, anyhow};
use xtask::policy::Framing;
use xtask::server::{Asked, Options, Server};
use xtask::site::{Profile, build};

/// The release build, served with the headers of a good host on a free port of this machine.
///
/// Each journey has its own, so that none sees another's storage.
pub struct Site {
    server: Server,
    dist: PathBuf,
}

impl Site {
    /// As it should be hosted.
    pub async fn start() -> Result<Self> {
        Self::start_with(|_| ()).await
    }

    /// With changes: below a path, without headers, with a file that fails.
    pub async fn start_with(change: impl FnOnce(&mut Options)) -> Result<Self> {
        let dist = tokio::task::spawn_blocking(dist).await??;
        let mut options = Options::new(&dist);
        change(&mut options);
        Ok(Self {
            server: Server::start(options, 0).await?,
            dist,
        })
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
        self.server.url()
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> String {
        self.server.origin()
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

/// The site's folder; built first where that is due. Once for all journeys of a process.
pub fn dist() -> Result<PathBuf> {
    static DIST: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    DIST.get_or_init(|| build(Profile::Release).map_err(|error| format!("{error:#}")))
        .clone()
        .map_err(|error| anyhow!(error))
}
