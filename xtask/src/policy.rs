//! What a good host says about every file of the site. The one place for these values.
//!
//! `index.html` repeats the content security policy for hosts that set no headers; a test holds the
//! two together.

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use interview_hindsight::wire::language::{LANGUAGES, Language};

use crate::workspace;

/// Who may show the page in a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// Nobody, as on a real host.
    Nobody,
    /// Pages of the same origin. For tests alone: no engine's window is as narrow as 320 px, a frame is.
    SameOrigin,
}

/// The hashes of what stands in the page itself, as a policy names them: `'sha256-...'`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inline {
    /// Of questionnaire.js.
    pub script: String,
    /// Of the first style sheet.
    pub style: String,
}

/// The file of [`Inline::current`], below the root.
const INLINE: &str = "deploy/inline.txt";

impl Inline {
    /// What the project's policy and the configurations in `deploy/` name. A build is held to it.
    pub fn current() -> Self {
        let text = include_str!("../../deploy/inline.txt");
        Self::read(text).unwrap_or(Self {
            script: String::new(),
            style: String::new(),
        })
    }

    /// Reads the two lines of the file.
    ///
    /// # Errors
    /// When it does not hold both.
    pub fn read(text: &str) -> Result<Self> {
        let value = |name: &str| {
            let mut lines = text.lines();
            let value = lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
            let value = value.with_context(|| format!("{INLINE} names no {name}"));
            value.map(str::to_owned)
        };
        Ok(Self {
            script: value("script")?,
            style: value("style")?,
        })
    }

    /// The file's text.
    pub fn to_text(&self) -> String {
        format!("script: {}\nstyle: {}\n", self.script, self.style)
    }
}

/// Holds what a build has put into its page to the policy.
///
/// # Errors
/// When a browser would stop it.
pub fn check(built: &Inline) -> Result<()> {
    let current = fs::read_to_string(workspace::root().join(INLINE))?;
    if *built == Inline::read(&current)? {
        return Ok(());
    }
    bail!(
        "The page has another first style sheet or another questionnaire.js than the policy names. \
         `cargo xtask policy` has the policy name them, here and in deploy/."
    )
}

/// Has the policy name these instead, here and in the configurations for hosts. Gives what was changed.
///
/// # Errors
/// When a configuration does not name those that it should until now.
pub fn renew(built: &Inline) -> Result<Vec<PathBuf>> {
    let root = workspace::root();
    let before = Inline::read(&fs::read_to_string(root.join(INLINE))?)?;
    let mut changed = Vec::new();
    let mut write = |file: PathBuf, old: &str, new: String| {
        if old != new {
            fs::write(&file, new)?;
            changed.push(file);
        }
        anyhow::Ok(())
    };
    for name in CONFIGURATIONS {
        let file = root.join("deploy").join(name);
        let text = fs::read_to_string(&file)?;
        if !text.contains(&before.script) || !text.contains(&before.style) {
            bail!("deploy/{name} does not name what {INLINE} names");
        }
        let new = text
            .replace(&before.script, &built.script)
            .replace(&before.style, &built.style);
        write(file, &text, with_languages(&new, built))?;
    }
    write(root.join(INLINE), &before.to_text(), built.to_text())?;
    Ok(changed)
}

/// The last line of `_headers` that is written by hand.
const LANGUAGES_FOLLOW: &str =
    "# The pages of each language. `cargo xtask policy` writes from here to the end.\n";

/// A configuration with the rules for the folders of the languages, where it names them one by one.
fn with_languages(text: &str, inline: &Inline) -> String {
    let Some((by_hand, _)) = text.split_once(LANGUAGES_FOLLOW) else {
        return text.to_owned();
    };
    let policy = with(inline);
    let mut out = [by_hand, LANGUAGES_FOLLOW].concat();
    for folder in LANGUAGES.iter().skip(1).map(Language::folder) {
        // Writing to a string cannot fail. Who may frame the pages in embed/ is said of all of them.
        write!(
            out,
            "/{folder}/*\n  Content-Security-Policy: {policy}; frame-ancestors 'none'\n\
             /embed/{folder}/*\n  Content-Security-Policy: {policy}\n  \
             Cross-Origin-Embedder-Policy: require-corp\n  Cross-Origin-Resource-Policy: cross-origin\n"
        )
        .ok();
    }
    out
}

/// The configurations in `deploy/`.
const CONFIGURATIONS: [&str; 3] = ["nginx.conf", "Caddyfile", "_headers"];

/// The content security policy but for `frame-ancestors`, directive by directive, as the source has it: without
/// anything in the page itself.
pub const CONTENT_SECURITY_POLICY: [&str; 12] = [
    "default-src 'none'",
    // `wasm-unsafe-eval` allows WebAssembly and nothing else.
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types interview-hindsight",
];

/// The policy as the source of the page carries it.
pub fn in_the_source() -> String {
    CONTENT_SECURITY_POLICY.join("; ")
}

/// The policy of a page that has this in itself, and nothing else.
pub fn with(inline: &Inline) -> String {
    let directives = CONTENT_SECURITY_POLICY.map(|directive| {
        let hash = match directive.split(' ').next() {
            Some("script-src") => &inline.script,
            Some("style-src") => &inline.style,
            _ => return directive.to_owned(),
        };
        [directive, " ", hash].concat()
    });
    directives.join("; ")
}

/// The policy as the page carries it. Browsers ignore `frame-ancestors` there.
pub fn in_the_page() -> String {
    with(&Inline::current())
}

/// The policy as a header.
pub fn as_a_header(framing: Framing) -> String {
    let mut policy = in_the_page();
    let ancestors = match framing {
        Framing::Nobody => "'none'",
        Framing::SameOrigin => "'self'",
    };
    // Writing to a string cannot fail.
    write!(policy, "; frame-ancestors {ancestors}").ok();
    policy
}

/// The policy of the page for a frame. `embedders` are the origins whose pages may show it; the app's own
/// origin may too, for the page that shows owners what it will look like.
pub fn of_the_framed_page(embedders: &[String]) -> String {
    let mut policy = in_the_page();
    policy.push_str("; frame-ancestors 'self'");
    for embedder in embedders {
        write!(policy, " {embedder}").ok();
    }
    policy
}

/// The policy of the page that shows owners what it will look like.
pub fn of_the_builder() -> String {
    in_the_builder() + "; frame-ancestors 'none'"
}

/// The same, as that page carries it: that of the app, which it is a page of, and leave to frame the app.
pub fn in_the_builder() -> String {
    framing_itself(&in_the_page())
}

/// A policy, or a page that carries one, with leave to frame the app.
pub fn framing_itself(policy: &str) -> String {
    policy.replacen("; connect-src", "; frame-src 'self'; connect-src", 1)
}

/// The headers of the file at `path` below the folder of the site, lower case names first. What a host derives from the file
/// itself (type, length, encoding) is not among them.
pub fn headers(path: &str, framing: Framing, embedders: &[String]) -> Vec<(&'static str, String)> {
    let is_page = path.ends_with('/') || path.ends_with("/index.html");
    let is_builder = is_page && path.starts_with("/embed/builder/");
    let is_framed = is_page && !is_builder && path.starts_with("/embed/");
    let policy = if is_framed {
        of_the_framed_page(embedders)
    } else if is_builder {
        of_the_builder()
    } else {
        as_a_header(framing)
    };
    let mut headers = vec![
        ("content-security-policy", policy),
        (
            "permissions-policy",
            "camera=(), microphone=(), geolocation=(), payment=(), usb=()".to_owned(),
        ),
        ("referrer-policy", "no-referrer".to_owned()),
        ("x-content-type-options", "nosniff".to_owned()),
    ];
    if is_framed {
        // A page that isolates itself may frame only what isolates itself too and says who may load it.
        headers.push(("cross-origin-embedder-policy", "require-corp".to_owned()));
        headers.push(("cross-origin-resource-policy", "cross-origin".to_owned()));
    }
    // In a frame it says nothing. Opened as a window of its own, no page keeps a hold of it.
    headers.push(("cross-origin-opener-policy", "same-origin".to_owned()));
    let caching = if is_hashed(path) {
        // The name changes with the content, so what was fetched once is right for ever.
        "public, max-age=31536000, immutable"
    } else {
        // Kept, but asked about each time: a page of an old build must not meet the files of a new one.
        "no-cache"
    };
    headers.push(("cache-control", caching.to_owned()));
    if is_hashed(path) || path.ends_with(".js") {
        // Module scripts and integrity need CORS, and a sandboxed frame asks as origin `null`.
        headers.push(("access-control-allow-origin", "*".to_owned()));
        headers.push(("cross-origin-resource-policy", "cross-origin".to_owned()));
    }
    headers
}

/// Whether the build has put the hash of the content into the file's name, as Trunk does it:
/// `app-0123456789abcdef.css`, `app-0123456789abcdef_bg.wasm`. The hash has up to 16 digits, less its leading
/// zeros; no word is so long and all of the letters a to f.
pub fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split(['-', '_', '.']).any(|part| {
        (10..=16).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_carries_the_policy_before_any_script() -> Result<()> {
        let page = fs::read_to_string(workspace::root().join("index.html"))?;
        let meta = format!(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">",
            in_the_source()
        );
        let policy_at = page.find(&meta);
        assert!(policy_at.is_some(), "index.html should have\n{meta}");
        let first_fetch = ["<link", "<script"]
            .iter()
            .filter_map(|tag| page.find(tag))
            .min();
        assert!(
            policy_at < first_fetch,
            "the policy comes before what it governs"
        );
        Ok(())
    }

    #[test]
    fn what_stands_in_the_page_is_named_where_it_counts() {
        let inline = Inline {
            script: "'sha256-a='".to_owned(),
            style: "'sha256-b='".to_owned(),
        };
        let policy = with(&inline);
        assert!(policy.contains("; script-src 'self' 'wasm-unsafe-eval' 'sha256-a='; "));
        assert!(policy.contains("; style-src 'self' 'sha256-b='; "));
        assert_eq!(policy.matches("sha256").count(), 2);
        assert_eq!(Inline::read(&inline.to_text()).ok(), Some(inline));
        assert!(Inline::read("script: x").is_err());
    }

    #[test]
    fn the_header_adds_who_may_frame_the_page() {
        assert_eq!(
            as_a_header(Framing::Nobody).strip_prefix(&in_the_page()),
            Some("; frame-ancestors 'none'")
        );
    }

    #[test]
    fn the_framed_page_alone_may_be_framed_and_isolates_itself() {
        let embedders = ["https://careers.example".to_owned()];
        let value = |path: &str, wanted: &str| {
            let headers = headers(path, Framing::Nobody, &embedders);
            let found = headers.into_iter().find(|(name, _)| *name == wanted);
            found.map(|(_, value)| value).unwrap_or_default()
        };
        for (path, ancestors, isolation, opener) in [
            (
                "/embed/",
                "'self' https://careers.example",
                "require-corp",
                "same-origin",
            ),
            (
                "/embed/index.html",
                "'self' https://careers.example",
                "require-corp",
                "same-origin",
            ),
            (
                "/embed/quiz/phone-screen/",
                "'self' https://careers.example",
                "require-corp",
                "same-origin",
            ),
            ("/embed/builder/", "'none'", "", "same-origin"),
            ("/embed.js", "'none'", "", "same-origin"),
            ("/", "'none'", "", "same-origin"),
        ] {
            let policy = value(path, "content-security-policy");
            let (_, found) = policy.split_once("frame-ancestors ").unwrap_or_default();
            assert_eq!(found, ancestors, "{path}");
            assert_eq!(
                value(path, "cross-origin-embedder-policy"),
                isolation,
                "{path}"
            );
            assert_eq!(value(path, "cross-origin-opener-policy"), opener, "{path}");
        }
        assert_eq!(value("/embed.js", "access-control-allow-origin"), "*");
    }

    #[test]
    fn the_configurations_for_hosts_have_these_policies() -> anyhow::Result<()> {
        for file in CONFIGURATIONS {
            let text = std::fs::read_to_string(workspace::root().join("deploy").join(file))?;
            for policy in [in_the_page(), in_the_builder()] {
                assert!(
                    text.contains(&policy),
                    "deploy/{file} should have\n{policy}"
                );
            }
            assert!(text.contains("'self' https://careers.example"), "{file}");
        }
        Ok(())
    }

    #[test]
    fn the_rules_of_each_language_are_those_that_the_chore_writes() -> anyhow::Result<()> {
        let file = workspace::root().join("deploy/_headers");
        let text = std::fs::read_to_string(file)?;
        assert!(text.contains(LANGUAGES_FOLLOW));
        let written = with_languages(&text, &Inline::current());
        assert!(
            text == written,
            "`cargo xtask policy` writes the rules of each language"
        );
        Ok(())
    }

    /// What a host makes of `_headers` for a path: every rule that fits, in order.
    fn of_a_static_host<'a>(text: &'a str, path: &str) -> Vec<(String, &'a str)> {
        let mut fits = false;
        let mut headers = Vec::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            match line
                .strip_prefix("  ")
                .and_then(|line| line.split_once(": "))
            {
                None => {
                    fits = match line.split_once('*') {
                        Some((beginning, end)) => path
                            .strip_prefix(beginning)
                            .is_some_and(|rest| rest.ends_with(end)),
                        None => path == line,
                    }
                }
                Some((name, value)) if fits => headers.push((name.to_lowercase(), value)),
                Some(_) => {}
            }
        }
        headers
    }

    #[test]
    fn a_static_host_says_of_each_file_what_matters() -> anyhow::Result<()> {
        let text = std::fs::read_to_string(workspace::root().join("deploy/_headers"))?;
        let embedders = ["https://careers.example".to_owned()];
        let of_languages = LANGUAGES.iter().flat_map(|language| {
            let path = language.path();
            [
                "",
                "quiz/phone-screen/",
                "embed/",
                "embed/quiz/phone-screen/",
                "embed/builder/",
            ]
            .map(|page| format!("/{page}{path}"))
        });
        let of_languages: Vec<String> = of_languages.collect();
        let others = of_languages.iter().map(String::as_str);
        for path in others.chain([
            "/index.html",
            "/embed/index.html",
            "/embed/quiz/phone-screen/index.html",
            "/embed/frame-0123456789abcdef.js",
            "/embed/builder/index.html",
            "/quiz/phone-0123456789abcdef.x/",
            "/embed/quiz/phone-0123456789abcdef.x/index.html",
            "/quiz/phone-screen-1.0.0-0123456789abcdef.json",
            "/embed.js",
            "/boot.js",
            "/questionnaire.js",
            "/sw.js",
            "/embed-0123456789abcdef.js",
            "/app-0123456789abcdef.css",
            "/later-0123456789abcdef.css",
            "/interview-hindsight-0123456789abcdef.js",
            "/interview-hindsight-0123456789abcdef_bg.wasm",
            "/mark-0123456789abcdef.svg",
            "/icon.svg",
            "/embed.json",
        ]) {
            let said = of_a_static_host(&text, path);
            let is_page = path.ends_with('/') || path.ends_with(".html");
            for (name, value) in headers(path, Framing::Nobody, &embedders) {
                let is_of_pages =
                    name == "content-security-policy" || name.ends_with("opener-policy");
                if is_of_pages && !is_page {
                    continue;
                }
                let is_by_itself = value == "no-cache";
                let values: Vec<&str> = said
                    .iter()
                    .filter(|(other, _)| other == name)
                    .map(|(_, value)| *value)
                    .collect();
                if is_by_itself {
                    assert!(values.is_empty(), "{name} of {path}: {values:?}");
                } else if name == "content-security-policy" {
                    // All policies that are sent hold. What more there is than wanted only forbids.
                    let joined = values.join("; ");
                    let sent: Vec<&str> = joined.split("; ").collect();
                    for directive in value.split("; ") {
                        assert!(sent.contains(&directive), "{directive} of {path}: {sent:?}");
                    }
                    let of_frames = |directive: &&&str| directive.starts_with("frame-ancestors");
                    let more = usize::from(path.starts_with("/embed/builder/"));
                    assert_eq!(sent.iter().filter(of_frames).count(), 1 + more, "{path}");
                    assert_eq!(sent.len(), value.split("; ").count() + more, "{path}");
                } else {
                    assert_eq!(values, [value], "{name} of {path}");
                }
            }
        }
        Ok(())
    }

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        for (path, hashed) in [
            ("/app-0123456789abcdef.css", true),
            ("/interview-hindsight-d00df00d12345678_bg.wasm", true),
            ("/a/b/mark-0123456789abcdef.svg", true),
            ("/interview-hindsight-c15fd540a62eb.js", true),
            ("/", false),
            ("/index.html", false),
            ("/boot.js", false),
            ("/interview-hindsight.js", false),
            ("/quiz/phone-0123456789abcdef.x/", false),
            ("/embed/quiz/phone-0123456789abcdef.x/index.html", false),
        ] {
            assert_eq!(is_hashed(path), hashed, "{path}");
        }
    }
}
