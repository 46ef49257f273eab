//! Versions of the quiz that are not part of the program, from the site's own folder.
//!
//! The build writes down in the page which there are, with their files and hashes. Nothing else is ever asked
//! for: a name that somebody wrote into a record leads nowhere.

use std::collections::BTreeSet;

use js_sys::{Array, Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestInit, Response};

/// How long a version may take to come. Without it a result is shown as it was kept, which is better than a
/// page that waits.
const PATIENCE_MS: i32 = 10_000;

/// The versions that the site has, each as quiz and version. Another need not be asked for.
#[must_use]
pub fn all() -> BTreeSet<(String, String)> {
    list().map_or_else(BTreeSet::new, |list| names(&list))
}

fn names(list: &str) -> BTreeSet<(String, String)> {
    let names = list.split(',').filter_map(|entry| {
        let mut parts = entry.split_ascii_whitespace().map(str::to_owned);
        parts.next().zip(parts.next())
    });
    names.collect()
}

fn list() -> Option<String> {
    let document = web_sys::window()?.document()?;
    let list = document.query_selector("meta[name=quiz-versions]").ok()??;
    list.get_attribute("content")
}

/// The document of a version. `None` where the site does not have it, or where it did not come whole.
pub async fn fetch(site: &str, quiz: &str, version: &str) -> Option<String> {
    let list = list()?;
    let (file, integrity) = find(&list, quiz, version)?;
    // The list leads there from the address that the page was loaded from, which changes with its language.
    let file = web_sys::Url::new_with_base(file.trim_start_matches("../"), site).ok()?;
    fetch_file(&file.href(), integrity).await
}

/// A file of the site as text. `None` where it did not come whole, or is not the one that was built.
pub(super) async fn fetch_file(file: &str, integrity: &str) -> Option<String> {
    let window = web_sys::window()?;
    let request = RequestInit::new();
    request.set_integrity(integrity);
    let asked = window.fetch_with_str_and_init(file, &request);
    let late = Promise::new(&mut |_: Function, reject: Function| {
        // Without a timer the request alone decides.
        window
            .set_timeout_with_callback_and_timeout_and_arguments_0(&reject, PATIENCE_MS)
            .ok();
    });
    let first = Promise::race(&Array::of2(&asked, &late));
    let response: Response = JsFuture::from(first).await.ok()?.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    let text: JsValue = JsFuture::from(response.text().ok()?).await.ok()?;
    text.as_string()
}

/// The file and the hash of a version in the page's list: entries apart by commas, each of quiz, version,
/// file and hash.
fn find<'a>(list: &'a str, quiz: &str, version: &str) -> Option<(&'a str, &'a str)> {
    list.split(',').find_map(|entry| {
        let mut parts = entry.split_ascii_whitespace();
        let named = parts.next() == Some(quiz) && parts.next() == Some(version);
        named.then(|| parts.next().zip(parts.next())).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_found_in_the_list_and_nothing_else_is() {
        let list = "interview 0.8.0 ./quiz/a.json sha384-A, interview 0.9.0 ./quiz/b.json sha384-B";
        let check = |quiz, version, expected| assert_eq!(find(list, quiz, version), expected);
        check("interview", "0.8.0", Some(("./quiz/a.json", "sha384-A")));
        check("interview", "0.9.0", Some(("./quiz/b.json", "sha384-B")));
        check("interview", "0.9", None);
        check("other", "0.9.0", None);
        let named = |version: &str| ("interview".to_owned(), version.to_owned());
        assert_eq!(names(list), BTreeSet::from(["0.8.0", "0.9.0"].map(named)));
        assert!(names("").is_empty());
        assert_eq!(find("", "interview", "0.9.0"), None);
        assert_eq!(
            find("interview 0.9.0 ./quiz/b.json", "interview", "0.9.0"),
            None
        );
    }
}
