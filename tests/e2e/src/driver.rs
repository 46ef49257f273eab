//! A driver's process: started on a free port, and ended with everything that it started.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use xtask::browsers::Display;

use crate::Engine;

/// A running driver. When it is dropped, its session is ended first: a driver that is killed leaves
/// its browser behind.
pub struct Driver {
    process: Child,
    /// Kept as long as the browser shows itself on it.
    _display: Option<Display>,
    address: SocketAddr,
    /// The session, while one is open.
    pub session: Option<String>,
}

impl Driver {
    /// Starts it, and waits until it listens.
    pub async fn start(engine: Engine, profile: &Path) -> Result<Self> {
        // The driver cannot be asked which free port it took in the same way for all engines.
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let mut command = engine.driver(address.port(), profile)?;
        let display = engine.display()?;
        if let Some(display) = &display {
            command.env("DISPLAY", display.name());
        }
        let process = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // A moment has the same hour and the same day on each machine.
            .env("TZ", "UTC")
            .spawn()
            .with_context(|| format!("could not start {:?}", command.get_program()))?;
        let mut driver = Self {
            process,
            _display: display,
            address,
            session: None,
        };
        let end = Instant::now() + Duration::from_secs(20);
        while tokio::net::TcpStream::connect(address).await.is_err() {
            if let Some(status) = driver.process.try_wait()? {
                bail!("{:?} ended at once ({status})", command.get_program());
            }
            if Instant::now() > end {
                bail!("{:?} does not listen", command.get_program());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(driver)
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Asks for something without the help of an async runtime, for use while things are dropped.
    pub fn ask(&self, method: &str, path: &str) -> std::io::Result<String> {
        let limit = Duration::from_secs(10);
        let mut stream = TcpStream::connect_timeout(&self.address, limit)?;
        stream.set_read_timeout(Some(limit))?;
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
            self.address
        )?;
        // Not all drivers close the connection when they are asked to, so the length has to be read.
        let mut reader = BufReader::new(stream);
        let mut length = 0;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line)? == 0 || line.trim().is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().unwrap_or(0);
            }
        }
        let mut body = String::new();
        reader.take(length).read_to_string(&mut body)?;
        Ok(body)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Nothing can be done about a driver that no longer answers but to kill it.
        if let Some(session) = self.session.take() {
            self.ask("DELETE", &format!("/session/{session}")).ok();
        }
        self.process.kill().ok();
        self.process.wait().ok();
    }
}
