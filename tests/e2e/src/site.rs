//! The built app on a server of its own.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Result, anyhow};
use tempfile::TempDir;
use xtask::policy::Framing;
use xtask::server::{Asked, Options, Server};
use xtask::site::{Profile, build, versions};

/// The release build, served with the headers of a good host on a free port of this machine.
///
/// Each journey has its own, so that none sees another's storage.
pub struct Site {
    server: Server,
    dist: PathBuf,
    /// A copy of the build with something added, kept as long as it is served.
    _copy: Option<TempDir>,
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
            _copy: None,
        })
    }

    /// With these documents as earlier released versions of the quiz.
    pub async fn with_quiz_versions(documents: &[String]) -> Result<Self> {
        let built = tokio::task::spawn_blocking(dist).await??;
        let copy = tempfile::Builder::new().prefix("site-").tempdir()?;
        let dist = copy.path().join("dist");
        std::fs::create_dir(&dist)?;
        for file in xtask::workspace::files_below(&built)? {
            let packed = file
                .extension()
                .is_some_and(|end| end == "br" || end == "gz");
            // The page changes, and its packed neighbours would not.
            if !packed {
                let to = dist.join(file.strip_prefix(&built)?);
                if let Some(folder) = to.parent() {
                    std::fs::create_dir_all(folder)?;
                }
                std::fs::copy(&file, to)?;
            }
        }
        let mut files = Vec::new();
        for (number, document) in documents.iter().enumerate() {
            let file = copy.path().join(format!("{number}.json"));
            std::fs::write(&file, document)?;
            files.push(file);
        }
        versions::put_into(&dist, &files)?;
        Ok(Self {
            server: Server::start(Options::new(&dist), 0).await?,
            dist,
            _copy: Some(copy),
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
