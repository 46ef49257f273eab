//! A real server with the configuration that the project ships.
//!
//! Owns the three changes that the file itself asks for: the embedders, the port and the folder.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;
use xtask::workspace::root;

/// nginx, serving a folder. It ends when this is dropped.
pub(crate) struct Nginx {
    port: u16,
    process: Child,
    _folder: TempDir,
}

impl Nginx {
    /// Starts it on a free port, for pages of this origin to frame the app.
    pub(crate) fn start(dist: &Path, embedder: &str) -> Result<Self> {
        let program = xtask::browsers::nginx()
            .context("there is no nginx; `cargo xtask setup` installs it")?;
        let port = std::net::TcpListener::bind(("127.0.0.1", 0))?
            .local_addr()?
            .port();
        let folder = tempfile::Builder::new().prefix("nginx-").tempdir()?;
        let here = folder.path().display();
        let shipped = fs::read_to_string(root().join("deploy/nginx.conf"))?;
        let mut site = shipped.clone();
        for (from, to) in [
            ("https://careers.example".to_owned(), embedder.to_owned()),
            (
                "listen 8080;".to_owned(),
                format!("listen 127.0.0.1:{port};"),
            ),
            (
                "root /var/www/interview-hindsight;".to_owned(),
                format!("root {};", dist.display()),
            ),
        ] {
            if !site.contains(&from) {
                bail!("deploy/nginx.conf has no `{from}`");
            }
            site = site.replace(&from, &to);
        }
        let paths: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .iter()
            .map(|kind| format!("{kind}_temp_path {here}/{kind};\n"))
            .collect();
        let whole = format!(
            "daemon off;\nmaster_process off;\npid {here}/pid;\nerror_log {here}/error.log;\nevents {{}}\nhttp {{\naccess_log off;\n{paths}{site}}}\n"
        );
        let file = folder.path().join("nginx.conf");
        fs::write(&file, whole)?;
        let process = Command::new(program)
            .arg("-c")
            .arg(&file)
            .arg("-e")
            .arg(folder.path().join("error.log"))
            .stdin(Stdio::null())
            .spawn()
            .context("nginx did not start")?;
        let mut server = Self {
            port,
            process,
            _folder: folder,
        };
        let limit = Instant::now() + Duration::from_secs(10);
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            if server.process.try_wait()?.is_some() || Instant::now() > limit {
                bail!("nginx does not answer; is deploy/nginx.conf sound?");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(server)
    }

    pub(crate) fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Both fail only when it has ended by itself.
        self.process.kill().ok();
        self.process.wait().ok();
    }
}
