//! What the browser reported while nobody looked: its console, the policy, every request.

use serde_json::Value;
use url::Url;

use crate::gecko;

/// A request that the page made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// `GET`, as a rule.
    pub method: String,
    /// The whole address.
    pub url: String,
    /// Whether it carried a body.
    pub body: bool,
}

/// Everything that was reported since the browser was opened, over all its pages.
///
/// WebKit reports nothing.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// What the content security policy stopped.
    pub violations: Vec<String>,
    /// Errors and warnings in the console, less those about the policy.
    pub console: Vec<String>,
    /// Every request, those to the site itself included.
    pub requests: Vec<Request>,
}

/// Begins the line that [`LISTENER`] writes.
const MARK: &str = "policy violation: ";

/// Runs before each page's own scripts. What it writes to the console outlives the page.
pub(crate) const LISTENER: &str = r#"
addEventListener("securitypolicyviolation", (event) => {
  console.error("policy violation: " + event.effectiveDirective + " stopped " + (event.blockedURI || "inline") + " " + event.sample);
}, true);
"#;

impl Seen {
    /// Takes an entry of the driver's log `browser`.
    pub(crate) fn take_console(&mut self, entry: &Value) {
        let level = entry["level"].as_str().unwrap_or_default();
        let message = entry["message"].as_str().unwrap_or_default();
        if let Some((_, violation)) = message.split_once(MARK) {
            self.violations
                .push(violation.trim_end_matches('"').to_owned());
        } else if message.contains("Content Security Policy") {
            self.violations.push(message.to_owned());
        } else if message.contains("`integrity` attribute is currently ignored for preload") {
            // Chromium says this of the preload of the wasm (seen in 156). boot.js reads that value
            // and has it enforced where it does the fetching.
        } else if matches!(level, "SEVERE" | "WARNING") {
            self.console.push(message.to_owned());
        }
    }

    /// Takes an event of Chromium's own protocol.
    pub(crate) fn take_event(&mut self, event: &Value) {
        let request = match event["method"].as_str() {
            Some("Network.requestWillBeSent") => {
                let request = &event["params"]["request"];
                Request {
                    method: request["method"].as_str().unwrap_or_default().to_owned(),
                    url: request["url"].as_str().unwrap_or_default().to_owned(),
                    body: request["hasPostData"] == true,
                }
            }
            Some("Network.webSocketCreated") => Request {
                method: "WEBSOCKET".to_owned(),
                url: event["params"]["url"]
                    .as_str()
                    .unwrap_or_default()
                    .to_owned(),
                body: true,
            },
            _ => return,
        };
        self.requests.push(request);
    }

    /// Takes what Firefox has noted.
    pub(crate) fn take_noted(&mut self, noted: &Value) {
        let lists = [&noted["requests"], &noted["console"]];
        let [requests, console] = lists.map(|list| list.as_array().into_iter().flatten());
        self.requests.extend(requests.map(gecko::request));
        for line in console {
            if let Some(violation) = gecko::violation(line) {
                self.violations.push(violation);
            } else if line["isError"] == true {
                let text = line["text"].as_str().unwrap_or_default();
                // Firefox says this itself where a person blocks all storage (seen in 153). boot.js is told as well, and
                // goes on without the copy.
                if !text.contains("ServiceWorker") || !text.contains("Storage access is restricted")
                {
                    self.console.push(text.to_owned());
                }
            }
        }
    }

    /// What breaks a promise: anything the policy stopped, errors in the console, and any request but
    /// for a plain file of the site.
    pub fn problems(&self, origin: &str) -> Vec<String> {
        let violations = self.violations.iter().map(|text| format!("policy: {text}"));
        let console = self.console.iter().map(|text| format!("console: {text}"));
        let requests = self
            .requests
            .iter()
            .filter(|request| !request.is_for_a_file_of(origin))
            .map(|request| format!("request: {} {}", request.method, request.url));
        violations.chain(console).chain(requests).collect()
    }
}

impl Request {
    /// A `GET` of this origin without a body and without a query, or something that is no request at all.
    fn is_for_a_file_of(&self, origin: &str) -> bool {
        let Ok(url) = Url::parse(&self.url) else {
            return false;
        };
        match url.scheme() {
            // The last ones are the browser's own pages, such as the one in a new tab.
            "data" | "blob" | "about" | "chrome" | "chrome-untrusted" | "devtools" => true,
            _ => {
                url.origin().ascii_serialization() == origin
                    && self.method == "GET"
                    && !self.body
                    && url.query().is_none()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[track_caller]
    fn check(method: &str, url: &str, body: bool, fine: bool) {
        let event = json!({"method": "Network.requestWillBeSent", "params": {"request": {"method": method, "url": url, "hasPostData": body}}});
        let mut seen = Seen::default();
        seen.take_event(&event);
        assert_eq!(
            seen.problems("http://127.0.0.1:1").is_empty(),
            fine,
            "{method} {url}"
        );
    }

    #[test]
    fn only_files_of_the_site_are_no_problem() {
        check("GET", "http://127.0.0.1:1/a/b/boot.js", false, true);
        check("GET", "blob:http://127.0.0.1:1/0", false, true);
        check("GET", "http://127.0.0.1:1/?score=3", false, false);
        check("GET", "http://127.0.0.1:1/", true, false);
        check("POST", "http://127.0.0.1:1/", false, false);
        check("GET", "http://127.0.0.1:2/", false, false);
        check("GET", "https://example.com/", false, false);
    }

    #[test]
    fn firefox_tells_the_same_in_other_words() {
        let mut seen = Seen::default();
        seen.take_noted(&json!({
            "requests": [{ "method": "POST", "url": "http://127.0.0.1:1/", "body": true }],
            "console": [
                { "category": "CSP_CSPInlineStyleViolation2", "isError": true, "text": "http://x/ 2 Content-Security-Policy: The page’s settings blocked an inline style (style-src-attr) from being applied because it violates" },
                { "category": "CSP_CSPGenericViolation", "isError": true, "text": "http://x/ 2 Content-Security-Policy: The page’s settings blocked the loading of a resource (connect-src) at https://example.com/ because it violates" },
                { "category": "CSS Parser", "isError": false, "text": "Unknown property" },
                { "category": "console", "isError": true, "text": "something is wrong" },
            ],
        }));
        assert_eq!(
            seen.problems("http://127.0.0.1:1"),
            [
                "policy: style-src-attr stopped inline",
                "policy: connect-src stopped https://example.com/",
                "console: something is wrong",
                "request: POST http://127.0.0.1:1/",
            ]
        );
    }

    #[test]
    fn a_violation_is_told_from_other_errors() {
        let mut seen = Seen::default();
        seen.take_console(&json!({"level": "SEVERE", "message": "x 1:1 \"policy violation: style-src-attr stopped inline \""}));
        seen.take_console(&json!({"level": "SEVERE", "message": "http://x/ - Failed to load"}));
        seen.take_console(&json!({"level": "INFO", "message": "hello"}));
        assert_eq!(
            seen.problems("x"),
            [
                "policy: style-src-attr stopped inline ",
                "console: http://x/ - Failed to load"
            ]
        );
    }
}
