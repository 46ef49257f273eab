//! Real servers with the configurations that the project ships.
//!
//! Owns the three changes that each file itself asks for: the embedders, the address and the folder. The rest
//! of the file is used as it is.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;
use xtask::workspace::root;

/// Which server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// nginx, with `deploy/nginx.conf`.
    Nginx,
    /// Caddy, with `deploy/Caddyfile`.
    Caddy,
}

/// A server that serves a folder. It ends when this is dropped.
pub(crate) struct RealServer {
    port: u16,
    process: Child,
    _folder: TempDir,
}

impl RealServer {
    /// Starts it on a free port, for pages of this origin to frame the app.
    pub(crate) fn start(kind: Kind, dist: &Path, embedder: &str) -> Result<Self> {
        let port = std::net::TcpListener::bind(("127.0.0.1", 0))?
            .local_addr()?
            .port();
        let folder = tempfile::Builder::new().prefix("server-").tempdir()?;
        let command = match kind {
            Kind::Nginx => nginx(folder.path(), dist, embedder, port)?,
            Kind::Caddy => caddy(folder.path(), dist, embedder, port)?,
        };
        let mut server = Self {
            port,
            process: { command }
                .stdin(Stdio::null())
                .spawn()
                .with_context(|| format!("{kind:?} did not start"))?,
            _folder: folder,
        };
        let limit = Instant::now() + Duration::from_secs(20);
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            if server.process.try_wait()?.is_some() || Instant::now() > limit {
                bail!("{kind:?} does not answer; is its configuration in deploy/ sound?");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(server)
    }

    pub(crate) fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for RealServer {
    fn drop(&mut self) {
        // Both fail only when it has ended by itself.
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

/// A shipped file with its three changes made.
fn changed(file: &str, changes: [(&str, &str); 3]) -> Result<String> {
    let mut text = fs::read_to_string(root().join("deploy").join(file))?;
    for (from, to) in changes {
        if !text.contains(from) {
            bail!("deploy/{file} has no `{from}`");
        }
        text = text.replace(from, to);
    }
    Ok(text)
}

fn nginx(folder: &Path, dist: &Path, embedder: &str, port: u16) -> Result<Command> {
    let program =
        xtask::browsers::nginx().context("there is no nginx; `cargo xtask setup` installs it")?;
    let site = changed(
        "nginx.conf",
        [
            ("https://careers.example", embedder),
            ("listen 8080;", &format!("listen 127.0.0.1:{port};")),
            (
                "root /var/www/interview-hindsight;",
                &format!("root {};", dist.display()),
            ),
        ],
    )?;
    let here = folder.display();
    let paths: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .iter()
        .map(|kind| format!("{kind}_temp_path {here}/{kind};\n"))
        .collect();
    let whole = format!(
        "daemon off;\nmaster_process off;\npid {here}/pid;\nerror_log {here}/error.log;\nevents {{}}\nhttp {{\naccess_log off;\n{paths}{site}}}\n"
    );
    let file = folder.join("nginx.conf");
    fs::write(&file, whole)?;
    let mut command = Command::new(program);
    command.arg("-c").arg(&file);
    command.arg("-e").arg(folder.join("error.log"));
    Ok(command)
}

fn caddy(folder: &Path, dist: &Path, embedder: &str, port: u16) -> Result<Command> {
    let program =
        xtask::browsers::caddy().context("there is no Caddy; `cargo xtask setup` installs it")?;
    let site = changed(
        "Caddyfile",
        [
            ("https://careers.example", embedder),
            ("quiz.example {", &format!("http://127.0.0.1:{port} {{")),
            (
                "root * /var/www/interview-hindsight",
                &format!("root * {}", dist.display()),
            ),
        ],
    )?;
    let file = folder.join("Caddyfile");
    // A certificate is for a real host alone, and what it remembers stays in the folder.
    fs::write(
        &file,
        format!("{{\n\tadmin off\n\tauto_https off\n}}\n{site}"),
    )?;
    let mut command = Command::new(program);
    command.arg("run").arg("--config").arg(&file);
    command.args(["--adapter", "caddyfile"]);
    for name in ["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"] {
        command.env(name, folder);
    }
    // It tells all it does, on this stream.
    command.stderr(Stdio::null());
    Ok(command)
}
