//! A static host on this machine, with the headers of a good one.
//!
//! `cargo xtask serve` runs it for people and the end-to-end tests run it for tests. The tests' wishes
//! (another path, no headers, a file that fails) are options here, so that everything else is the
//! same server.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result};
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Method, Request, Response, StatusCode, header};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, oneshot};
use tower::ServiceExt;
use tower_http::services::ServeDir;

use crate::policy::{self, Framing};

/// What to serve, and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder with the site.
    pub dist: PathBuf,
    /// The path that the site lives below. Begins and ends with `/`.
    pub prefix: String,
    /// Whether to send the headers of [`policy`], or none, as the poorest host does.
    pub headers: bool,
    /// Who may show the page in a frame.
    pub framing: Framing,
    /// The origins whose pages may show `/embed/` in a frame.
    pub embedders: Vec<String>,
    /// Headers of another kind, for a page that is not the app.
    pub extra_headers: Vec<(&'static str, String)>,
    /// What goes wrong, by the end of the path. The first that fits counts.
    pub faults: Vec<(String, Fault)>,
    /// Pages that are not part of the site, by their path below the prefix, such as one that frames it.
    /// They get none of the headers.
    pub pages: Vec<(String, String)>,
}

impl Options {
    /// The site as it should be hosted.
    pub fn new(dist: impl Into<PathBuf>) -> Self {
        Self {
            dist: dist.into(),
            prefix: "/".to_owned(),
            headers: true,
            framing: Framing::Nobody,
            embedders: Vec::new(),
            extra_headers: Vec::new(),
            faults: Vec::new(),
            pages: Vec::new(),
        }
    }
}

/// Something that goes wrong with a file on its way.
#[derive(Clone, Debug)]
pub enum Fault {
    /// It comes late.
    Late(Duration),
    /// It comes when the gate is opened.
    Held(Gate),
    /// It does not come; the answer has this status.
    Status(u16),
    /// It does not come the first time it is asked for; that answer has this status.
    Once(u16),
    /// It does not come before the gate is opened; until then the answer has this status.
    Until(Gate, u16),
    /// Something else comes in its place, with the type that the file would have.
    Content(Vec<u8>),
}

/// Holds back what is behind it until it is opened. Clones are the same gate.
#[derive(Clone, Debug)]
pub struct Gate(Arc<Semaphore>);

impl Default for Gate {
    /// A closed one.
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(0)))
    }
}

impl Gate {
    /// Lets through what waits, and whatever comes later.
    pub fn open(&self) {
        // A closed semaphore lets nobody in and nobody wait.
        self.0.close();
    }

    fn is_open(&self) -> bool {
        self.0.is_closed()
    }

    async fn pass(&self) {
        // Being refused is how one hears that it is open.
        drop(self.0.acquire().await);
    }
}

/// A request that came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// `GET`, as a rule.
    pub method: String,
    /// The path with the query, if any.
    pub path: String,
    /// Whether it had a body.
    pub body: bool,
}

/// A running server. It ends when this is dropped.
pub struct Server {
    address: SocketAddr,
    prefix: String,
    asked: Arc<Mutex<Vec<Asked>>>,
    _end: oneshot::Sender<()>,
}

impl Server {
    /// Starts to serve on 127.0.0.1. Port 0 takes a free one.
    pub async fn start(options: Options, port: u16) -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", port))
            .await
            .with_context(|| {
                format!("could not listen on 127.0.0.1:{port}; `--port` chooses another")
            })?;
        let address = listener.local_addr()?;
        let asked = Arc::new(Mutex::new(Vec::new()));
        let prefix = options.prefix.clone();
        let host = Arc::new(Host {
            options,
            asked: Arc::clone(&asked),
        });
        let app = axum::Router::new().fallback(move |request: Request<Body>| {
            let host = Arc::clone(&host);
            async move { host.answer(request).await }
        });
        let (end, ended) = oneshot::channel::<()>();
        tokio::spawn(async move {
            let served = axum::serve(listener, app).with_graceful_shutdown(async {
                // Also completes, with an error, when the sender is dropped; both mean the end.
                ended.await.ok();
            });
            if let Err(error) = served.await {
                eprintln!("the server stopped: {error}");
            }
        });
        Ok(Self {
            address,
            prefix,
            asked,
            _end: end,
        })
    }

    /// The address of the site, with a `/` at its end.
    pub fn url(&self) -> String {
        format!("http://{}{}", self.address, self.prefix)
    }

    /// The scheme, host and port.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Everything that was asked for so far, in order.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

struct Host {
    options: Options,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Host {
    async fn answer(&self, request: Request<Body>) -> Response<Body> {
        let path = request.uri().path().to_owned();
        self.note(&request);
        let mut response = match self.content(&path, request).await {
            Ok(response) => response,
            Err(status) => plain(status),
        };
        if self.options.headers && self.page(&path).is_none() {
            let below = path.strip_prefix(self.options.prefix.trim_end_matches('/'));
            let below = below.unwrap_or(&path);
            for (name, value) in
                policy::headers(below, self.options.framing, &self.options.embedders)
            {
                // The values are ours and plain ASCII.
                if let Ok(value) = HeaderValue::from_str(&value) {
                    response
                        .headers_mut()
                        .insert(HeaderName::from_static(name), value);
                }
            }
        }
        for (name, value) in &self.options.extra_headers {
            if let Ok(value) = HeaderValue::from_str(value) {
                response
                    .headers_mut()
                    .insert(HeaderName::from_static(name), value);
            }
        }
        if !response.status().is_success() && response.status() != StatusCode::NOT_MODIFIED {
            // "Not there" is not for ever, whatever the name looks like.
            response
                .headers_mut()
                .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
        response
    }

    /// The page at this path that is not part of the site.
    fn page(&self, path: &str) -> Option<&str> {
        let below = path.strip_prefix(&self.options.prefix)?;
        let (_, page) = self.options.pages.iter().find(|(path, _)| path == below)?;
        Some(page)
    }

    fn times_asked(&self, path: &str) -> usize {
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.iter().filter(|asked| asked.path == path).count()
    }

    fn note(&self, request: &Request<Body>) {
        let has = |name| request.headers().contains_key(name);
        let asked = Asked {
            method: request.method().to_string(),
            path: request
                .uri()
                .path_and_query()
                .map_or_else(String::new, ToString::to_string),
            body: has(header::CONTENT_LENGTH) || has(header::TRANSFER_ENCODING),
        };
        self.asked
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(asked);
    }

    async fn content(
        &self,
        path: &str,
        mut request: Request<Body>,
    ) -> Result<Response<Body>, StatusCode> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return Err(StatusCode::METHOD_NOT_ALLOWED);
        }
        if format!("{path}/") == self.options.prefix {
            return redirect(&self.options.prefix);
        }
        let below = path
            .strip_prefix(&self.options.prefix)
            .ok_or(StatusCode::NOT_FOUND)?;
        if let Some(page) = self.page(path) {
            return typed("text/html; charset=utf-8", page.as_bytes().to_vec());
        }
        let fault = self
            .options
            .faults
            .iter()
            .find(|(end, _)| path.ends_with(end.as_str()));
        match fault {
            Some((_, Fault::Late(by))) => tokio::time::sleep(*by).await,
            Some((_, Fault::Held(gate))) => gate.pass().await,
            Some((_, Fault::Status(status))) => {
                return Err(
                    StatusCode::from_u16(*status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
                );
            }
            Some((_, Fault::Once(status))) if self.times_asked(path) == 1 => {
                return Err(
                    StatusCode::from_u16(*status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
                );
            }
            Some((_, Fault::Until(gate, status))) if !gate.is_open() => {
                return Err(
                    StatusCode::from_u16(*status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
                );
            }
            Some((_, Fault::Once(_) | Fault::Until(..))) => {}
            Some((_, Fault::Content(_))) => {
                // The neighbours would not fit the new content.
                request.headers_mut().remove(header::ACCEPT_ENCODING);
            }
            None => {}
        }

        *request.uri_mut() = format!("/{below}")
            .parse()
            .map_err(|_| StatusCode::BAD_REQUEST)?;
        let mut files = ServeDir::new(&self.options.dist);
        if self.options.dist.join("index.html.br").is_file() {
            files = files.precompressed_br().precompressed_gzip();
        }
        let mut response = match files.oneshot(request).await {
            Ok(response) => response.map(Body::new),
            Err(never) => match never {},
        };
        if response.status() == StatusCode::NOT_FOUND {
            return Err(StatusCode::NOT_FOUND);
        }
        // It says `text/html`, and leaves the rest to guess.
        let is_html = response
            .headers()
            .get(header::CONTENT_TYPE)
            .is_some_and(|kind| kind == "text/html");
        if is_html {
            response.headers_mut().insert(
                header::CONTENT_TYPE,
                HeaderValue::from_static("text/html; charset=utf-8"),
            );
        }
        if let Some((_, Fault::Content(bytes))) = fault {
            let kind = response.headers().get(header::CONTENT_TYPE).cloned();
            response = Response::new(Body::from(bytes.clone()));
            if let Some(kind) = kind {
                response.headers_mut().insert(header::CONTENT_TYPE, kind);
            }
        }
        Ok(response)
    }
}

fn typed(kind: &'static str, bytes: Vec<u8>) -> Result<Response<Body>, StatusCode> {
    let mut response = Response::new(Body::from(bytes));
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    Ok(response)
}

fn redirect(to: &str) -> Result<Response<Body>, StatusCode> {
    let to = HeaderValue::from_str(to).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::PERMANENT_REDIRECT;
    response.headers_mut().insert(header::LOCATION, to);
    Ok(response)
}

/// A page that says what went wrong. A real host has its own.
fn plain(status: StatusCode) -> Response<Body> {
    let reason = status.canonical_reason().unwrap_or("Error");
    let page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{reason}</title><h1>{} {reason}</h1><p>This server has nothing at this address.</p></html>\n",
        status.as_u16()
    );
    let mut response = Response::new(Body::from(page));
    *response.status_mut() = status;
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    response
}
