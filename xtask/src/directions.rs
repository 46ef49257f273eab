//! Which part of the app may use which: `domain` <- `wire` <- `app` <- `ui`, with `browser` beside
//! them. The compiler allows any module to use any other; this does not.
//!
//! It reads tokens, not types. So it sees into macros, and it can be deceived by somebody who wants
//! to deceive it; it is there for those who forget.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::workspace::{files_below, root};

/// What one part of the app may use.
struct Part {
    /// Where it is, below `src/`; the first that fits counts.
    place: &'static str,
    /// The parts of this crate that it may name, besides itself.
    parts: &'static [&'static str],
    /// The crates that it may name, besides std. `None` allows all.
    crates: Option<&'static [&'static str]>,
    /// Paths that it must not name although they are in what it may use.
    never: &'static [&'static str],
}

/// What would tie the domain to a machine, a moment or a process.
const OUTSIDE: &[&str] = &[
    "std::env",
    "std::fs",
    "std::io",
    "std::net",
    "std::process",
    "std::thread",
    "std::time::SystemTime",
    "std::time::Instant",
];

const CLOCKS: &[&str] = &["std::time::SystemTime", "std::time::Instant"];

const PARTS: &[Part] = &[
    Part {
        place: "domain",
        parts: &[],
        crates: Some(&[]),
        never: OUTSIDE,
    },
    Part {
        place: "wire",
        parts: &["domain"],
        crates: Some(&["serde", "serde_json"]),
        never: OUTSIDE,
    },
    // The one place besides `main.rs` where the state meets the browser.
    Part {
        place: "app/runtime",
        parts: &["app", "browser", "domain", "wire"],
        crates: Some(&[
            "gloo_storage",
            "js_sys",
            "wasm_bindgen",
            "wasm_bindgen_futures",
            "web_sys",
            "yew",
        ]),
        never: CLOCKS,
    },
    Part {
        place: "app",
        parts: &["domain", "wire"],
        crates: Some(&[]),
        never: OUTSIDE,
    },
    Part {
        place: "ui",
        parts: &["app", "domain", "wire"],
        crates: Some(&[
            "js_sys",
            "wasm_bindgen",
            "wasm_bindgen_futures",
            "web_sys",
            "yew",
        ]),
        never: CLOCKS,
    },
    Part {
        place: "browser",
        parts: &["domain", "wire"],
        crates: Some(&[
            "gloo_storage",
            "js_sys",
            "wasm_bindgen",
            "wasm_bindgen_futures",
            "web_sys",
        ]),
        never: CLOCKS,
    },
];

/// Fails, naming every place, when an import goes the wrong way.
pub fn check() -> Result<()> {
    let crates = crates_in(&fs::read_to_string(root().join("Cargo.toml"))?);
    let source = root().join("src");
    let mut problems = Vec::new();
    let mut files = 0;
    for file in files_below(&source)? {
        if file.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let below = file.strip_prefix(&source)?;
        let text = fs::read_to_string(&file)?;
        let found = problems_in(below, &text, &crates)
            .with_context(|| format!("in src/{}", below.display()))?;
        problems.extend(found);
        files += 1;
    }
    if !problems.is_empty() {
        bail!("{}", problems.join("\n"));
    }
    println!("{files} files keep to the directions.");
    Ok(())
}

/// The crates that the manifest names, by the names that code uses for them.
fn crates_in(manifest: &str) -> BTreeSet<String> {
    let mut in_dependencies = false;
    let mut names = BTreeSet::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            in_dependencies = line.ends_with("dependencies]");
        } else if let Some((name, _)) = line.split_once('=').filter(|_| in_dependencies) {
            names.insert(name.trim().replace('-', "_"));
        }
    }
    names
}

/// What the file at `below`, a path below `src/`, does wrong.
fn problems_in(below: &Path, text: &str, crates: &BTreeSet<String>) -> Result<Vec<String>> {
    let place = below
        .with_extension("")
        .to_string_lossy()
        .replace('\\', "/");
    let place = place.trim_end_matches("/mod");
    let is_in = |part: &Part| {
        place
            .strip_prefix(part.place)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let Some(part) = PARTS.iter().find(|part| is_in(part)) else {
        return match place {
            // The crate's list of parts, and where they are put together.
            "lib" | "main" => Ok(Vec::new()),
            _ => Ok(vec![format!(
                "src/{}: which part does this belong to? xtask/src/directions.rs does not say",
                below.display()
            )]),
        };
    };
    let tokens: TokenStream = text.parse().map_err(|error| anyhow::anyhow!("{error}"))?;
    let mut scan = Scan {
        module: place.split('/').map(str::to_owned).collect(),
        named: Vec::new(),
        local: BTreeSet::new(),
    };
    scan.all(tokens);

    let own = part.place.split('/').next().unwrap_or_default();
    let mut problems = Vec::new();
    for Named { path, line } in &scan.named {
        let first = path.first().map(String::as_str).unwrap_or_default();
        let whole = path.join("::");
        let forbidden = if first == "crate" {
            // A module that is not a part is the crate's own `lib.rs`, which holds nothing else.
            path.get(1)
                .is_some_and(|to| to != own && !part.parts.contains(&to.as_str()))
        } else if crates.contains(first) && !scan.local.contains(first) {
            part.crates.is_some_and(|allowed| !allowed.contains(&first))
        } else {
            part.never
                .iter()
                .any(|never| whole == *never || whole.starts_with(&format!("{never}::")))
        };
        if forbidden {
            problems.push(format!(
                "src/{}:{line}: `{}` must not use `{whole}`",
                below.display(),
                part.place
            ));
        }
    }
    problems.dedup();
    Ok(problems)
}

/// A path in the source. It begins with `crate`, or with a name that may be a crate's.
struct Named {
    path: Vec<String>,
    line: usize,
}

/// Collects all paths of a file, less those in tests.
struct Scan {
    /// Where we are: `["domain", "quiz"]`.
    module: Vec<String>,
    named: Vec<Named>,
    /// Names that the file itself gives to something of this crate, such as a module `time`.
    local: BTreeSet<String>,
}

impl Scan {
    fn all(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        // An attribute `#[cfg(test)]` stands before the item that it governs.
        let mut for_tests = false;
        while let Some(token) = tokens.get(at) {
            match token {
                TokenTree::Punct(punct) if punct.as_char() == '#' => {
                    if let Some(TokenTree::Group(group)) = tokens.get(at + 1) {
                        for_tests |= group.stream().to_string().replace(' ', "") == "cfg(test)";
                        self.all(group.stream());
                        at += 2;
                        continue;
                    }
                    at += 1;
                }
                TokenTree::Ident(_) if for_tests => {
                    // To the end of the item: its braces or its semicolon.
                    while let Some(token) = tokens.get(at) {
                        at += 1;
                        let ends = match token {
                            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
                            TokenTree::Punct(punct) => punct.as_char() == ';',
                            _ => false,
                        };
                        if ends {
                            break;
                        }
                    }
                    for_tests = false;
                }
                TokenTree::Ident(ident) if ident == "mod" => at = self.module(&tokens, at + 1),
                TokenTree::Ident(ident) if ident == "use" => {
                    at = self.path(&tokens, at + 1, &[], true);
                }
                TokenTree::Ident(_) => at = self.path(&tokens, at, &[], false),
                TokenTree::Group(group) => {
                    self.all(group.stream());
                    at += 1;
                }
                _ => at += 1,
            }
        }
    }

    /// `mod name;` or `mod name { .. }`, from the name on. Gives where to go on.
    fn module(&mut self, tokens: &[TokenTree], at: usize) -> usize {
        let Some(TokenTree::Ident(name)) = tokens.get(at) else {
            return at;
        };
        self.local.insert(name.to_string());
        if let Some(TokenTree::Group(group)) = tokens.get(at + 1) {
            self.module.push(name.to_string());
            self.all(group.stream());
            self.module.pop();
            return at + 2;
        }
        at + 1
    }

    /// `a::b::{c, d::e}` from `a` on, after `prefix`. Gives where to go on.
    fn path(
        &mut self,
        tokens: &[TokenTree],
        mut at: usize,
        prefix: &[String],
        import: bool,
    ) -> usize {
        let mut path = prefix.to_vec();
        // An import may begin with `::`.
        while import
            && matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == ':')
        {
            at += 1;
        }
        let line = tokens.get(at).map_or(0, |token| token.span().start().line);
        loop {
            match tokens.get(at) {
                Some(TokenTree::Ident(ident)) => path.push(ident.to_string()),
                Some(TokenTree::Group(group))
                    if import && group.delimiter() == Delimiter::Brace =>
                {
                    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                    for one in inner.split(
                        |token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ','),
                    ) {
                        if !one.is_empty() {
                            self.path(one, 0, &path, true);
                        }
                    }
                    return at + 1;
                }
                _ => break,
            }
            at += 1;
            let is_colon = |at| matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
            if !(is_colon(at) && is_colon(at + 1)) {
                break;
            }
            at += 2;
        }
        // A lone name outside an import is a variable, a keyword, or something imported already.
        if path.len() > 1 || import {
            let alias = match (tokens.get(at), tokens.get(at + 1)) {
                (Some(TokenTree::Ident(word)), Some(TokenTree::Ident(alias))) if word == "as" => {
                    Some(alias.to_string())
                }
                _ => None,
            };
            let path = self.resolved(path);
            if import && path.first().is_some_and(|first| first == "crate") {
                self.local.extend(alias.or_else(|| path.last().cloned()));
            }
            self.named.push(Named { path, line });
        }
        at.max(1)
    }

    /// The path from the crate's root where it began with `self` or `super`.
    fn resolved(&self, path: Vec<String>) -> Vec<String> {
        let mut module = self.module.clone();
        let mut rest = path.iter().peekable();
        match rest.peek().map(|first| first.as_str()) {
            Some("self" | "super") => {}
            _ => return path,
        }
        while let Some(step) = rest
            .peek()
            .filter(|step| matches!(step.as_str(), "self" | "super"))
        {
            if *step == "super" {
                module.pop();
            }
            rest.next();
        }
        std::iter::once("crate".to_owned())
            .chain(module)
            .chain(rest.cloned())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(file: &str, text: &str, expected: &[&str]) {
        let crates = crates_in(
            "[dependencies]\nserde = \"1\"\nweb-sys = \"0.3\"\nyew = \"0.23\"\n[dev-dependencies]\ntime = \"0.3\"\n",
        );
        let problems = problems_in(Path::new(file), text, &crates);
        assert_eq!(
            problems.as_deref().ok(),
            Some(
                &expected
                    .iter()
                    .map(|line| (*line).to_owned())
                    .collect::<Vec<_>>()[..]
            ),
            "{text}"
        );
    }

    #[test]
    fn imports_that_go_down_are_fine() {
        check(
            "domain/quiz.rs",
            "use std::fmt; use super::answers::Answer; use crate::domain::time::Date;",
            &[],
        );
        check(
            "wire/store.rs",
            "use serde::Serialize; use crate::domain::{quiz::Quiz, time};",
            &[],
        );
        check(
            "app/runtime.rs",
            "use crate::browser::storage; use yew::prelude::*;",
            &[],
        );
        check(
            "ui/screen/start.rs",
            "use crate::app::State; fn f() { let x = crate::domain::quiz::f(); }",
            &[],
        );
        check("main.rs", "use interview_hindsight::{app, browser};", &[]);
    }

    #[test]
    fn imports_that_go_up_are_named_with_their_line() {
        check(
            "domain/quiz.rs",
            "use std::fmt;\nuse crate::wire::Document;",
            &["src/domain/quiz.rs:2: `domain` must not use `crate::wire::Document`"],
        );
        check(
            "domain/quiz.rs",
            "use crate::{domain::time, ui::{self, app}};",
            &[
                "src/domain/quiz.rs:1: `domain` must not use `crate::ui::self`",
                "src/domain/quiz.rs:1: `domain` must not use `crate::ui::app`",
            ],
        );
        check(
            "domain/quiz.rs",
            "use super::super::wire::Document;",
            &["src/domain/quiz.rs:1: `domain` must not use `crate::wire::Document`"],
        );
        check(
            "app/state.rs",
            "use crate::browser::storage;",
            &["src/app/state.rs:1: `app` must not use `crate::browser::storage`"],
        );
        check(
            "browser/clock.rs",
            "use crate::app::State;",
            &["src/browser/clock.rs:1: `browser` must not use `crate::app::State`"],
        );
        check(
            "ui/app.rs",
            "use crate::browser::clock;",
            &["src/ui/app.rs:1: `ui` must not use `crate::browser::clock`"],
        );
    }

    #[test]
    fn crates_from_outside_stay_where_they_belong() {
        check(
            "domain/quiz.rs",
            "use serde::Deserialize;",
            &["src/domain/quiz.rs:1: `domain` must not use `serde::Deserialize`"],
        );
        check(
            "domain/quiz.rs",
            "use yew;",
            &["src/domain/quiz.rs:1: `domain` must not use `yew`"],
        );
        check(
            "domain/quiz.rs",
            "#[derive(Clone, serde::Serialize)]\nstruct A;",
            &["src/domain/quiz.rs:1: `domain` must not use `serde::Serialize`"],
        );
        check(
            "domain/quiz.rs",
            "fn f() { log!(web_sys::window()) }",
            &["src/domain/quiz.rs:1: `domain` must not use `web_sys::window`"],
        );
        check(
            "app/state.rs",
            "use yew::prelude::*;",
            &["src/app/state.rs:1: `app` must not use `yew::prelude`"],
        );
        check(
            "ui/app.rs",
            "use serde::Serialize;",
            &["src/ui/app.rs:1: `ui` must not use `serde::Serialize`"],
        );
    }

    #[test]
    fn the_domain_has_no_clock_and_no_files() {
        check(
            "domain/quiz.rs",
            "use std::time::{Duration, Instant};",
            &["src/domain/quiz.rs:1: `domain` must not use `std::time::Instant`"],
        );
        check(
            "domain/quiz.rs",
            "fn f() { std::time::SystemTime::now(); }",
            &["src/domain/quiz.rs:1: `domain` must not use `std::time::SystemTime::now`"],
        );
        check(
            "wire/store.rs",
            "use std::fs::File;",
            &["src/wire/store.rs:1: `wire` must not use `std::fs::File`"],
        );
    }

    #[test]
    fn a_module_may_be_called_like_a_crate() {
        check(
            "domain/history.rs",
            "use super::time; fn f() { time::now(); }",
            &[],
        );
        check(
            "domain/history.rs",
            "fn f() { time::now(); }",
            &["src/domain/history.rs:1: `domain` must not use `time::now`"],
        );
    }

    #[test]
    fn tests_may_use_anything() {
        check(
            "domain/quiz.rs",
            "#[cfg(test)]\nmod tests { use serde::Serialize; use crate::wire; }\nuse yew;",
            &["src/domain/quiz.rs:3: `domain` must not use `yew`"],
        );
        check(
            "domain/quiz.rs",
            "#[cfg(test)] use serde::Serialize; use yew;",
            &["src/domain/quiz.rs:1: `domain` must not use `yew`"],
        );
    }

    #[test]
    fn a_file_outside_all_parts_is_asked_where_it_belongs() {
        check(
            "utils.rs",
            "",
            &["src/utils.rs: which part does this belong to? xtask/src/directions.rs does not say"],
        );
    }
}
