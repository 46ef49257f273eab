//! What Firefox's own scripts can do that WebDriver has no command for: they tell of the console and of requests, and
//! take a person's wishes for the look. They run in the browser's own window, beside the page.

use serde_json::{Value, json};

use crate::{Emulation, Request};

/// Begins to note what the page asks for and writes to the console. Does nothing when it was begun before.
pub(crate) const LISTEN: &str = r#"
if (window.test) return;
// A window that is made for people is never narrower than 500 px.
document.documentElement.style.setProperty("min-width", "0", "important");
const noted = { requests: [], console: [] };
window.test = noted;
noted.observer = {
  observe(channel) {
    channel.QueryInterface(Ci.nsIHttpChannel);
    // The browser itself asks for something now and then.
    if (channel.loadInfo.loadingPrincipal?.isSystemPrincipal) return;
    const body = channel instanceof Ci.nsIUploadChannel && channel.uploadStream !== null;
    noted.requests.push({ method: channel.requestMethod, url: channel.URI.spec, body });
  },
};
Services.obs.addObserver(noted.observer, "http-on-modify-request");
noted.listener = {
  observe(message) {
    if (!(message instanceof Ci.nsIScriptError) || message.isFromChromeContext) return;
    const { category, errorMessage: text, sourceName: file, lineNumber: line } = message;
    if (/^(chrome|resource):/.test(file)) return;
    const isError = (message.flags & (Ci.nsIScriptError.warningFlag | Ci.nsIScriptError.infoFlag)) === 0;
    noted.console.push({ category, isError, text: `${file} ${line} ${text}` });
  },
};
Services.console.registerListener(noted.listener);
// What a page writes to the console itself is told in its own process alone, and a frame of another site has one of its own.
Services.ppmm.addMessageListener("test:console", ({ data }) => noted.console.push(data));
const inProcess = () => {
  const storage = Cc["@mozilla.org/consoleAPI-storage;1"].getService(Ci.nsIConsoleAPIStorage);
  const hear = (event) => {
    const { level, innerID, arguments: said } = event;
    // The browser's own scripts have no window, or are in a process that shows no site. A process that was kept ready
    // becomes one that does.
    if (!Services.appinfo.remoteType?.startsWith("web")) return;
    if (typeof innerID !== "number" || !["error", "warn"].includes(level)) return;
    const text = Array.from(said, (one) => String(one)).join(" ");
    Services.cpmm.sendAsyncMessage("test:console", { category: "console", isError: true, text });
  };
  storage.addLogEventListener(hear, Services.scriptSecurityManager.getSystemPrincipal());
};
const script = encodeURIComponent(`(${inProcess})()`);
Services.ppmm.loadProcessScript(`data:application/javascript;charset=utf-8,${script}`, true);
"#;

/// What was noted since this was asked last.
pub(crate) const NOTED: &str = "
const { requests, console } = window.test;
return { requests: requests.splice(0), console: console.splice(0) };
";

/// Tells the page what the person prefers. More contrast follows from the colours that are forced, as it does for people.
pub(crate) fn look(look: Emulation) -> (&'static str, Vec<Value>) {
    let script = r#"
const [dark, calm, forced, print] = arguments;
const page = gBrowser.selectedBrowser.browsingContext.top;
page.prefersColorSchemeOverride = dark ? "dark" : "light";
page.mediumOverride = print ? "print" : "";
Services.prefs.setIntPref("ui.prefersReducedMotion", calm ? 1 : 0);
Services.prefs.setIntPref("browser.display.document_color_use", forced ? 2 : 0);
// The page's own wish stands above the colours that the person forces on it.
if ("forcedColorsOverride" in page) page.forcedColorsOverride = forced ? "active" : "none";
"#;
    let options = [
        look.dark,
        look.reduced_motion,
        look.forced_colors,
        look.print,
    ];
    (script, options.map(|wish| json!(wish)).into())
}

/// Whether the page knows what the person prefers. Colours that are forced decide on the theme, too.
pub(crate) fn knows(look: Emulation) -> String {
    let mut queries = vec![
        ("(prefers-reduced-motion: reduce)", look.reduced_motion),
        ("(forced-colors: active)", look.forced_colors),
        ("print", look.print),
    ];
    if !look.forced_colors {
        queries.push(("(prefers-color-scheme: dark)", look.dark));
    }
    let is_so = |(query, wish)| format!("matchMedia('{query}').matches === {wish}");
    let parts: Vec<String> = queries.into_iter().map(is_so).collect();
    parts.join(" && ")
}

/// A request as [`NOTED`] tells of it.
pub(crate) fn request(noted: &Value) -> Request {
    Request {
        method: noted["method"].as_str().unwrap_or_default().to_owned(),
        url: noted["url"].as_str().unwrap_or_default().to_owned(),
        body: noted["body"] == true,
    }
}

/// What the policy stopped, in the words that Chromium's end-to-end tests use, where a line of the console is about that.
pub(crate) fn violation(noted: &Value) -> Option<String> {
    let text = noted["text"].as_str()?;
    if !noted["category"].as_str()?.starts_with("CSP") || !text.contains("blocked") {
        return None;
    }
    let between = |start: &str, end: &str| Some(text.split_once(start)?.1.split_once(end)?.0);
    let directive = between("(", ")").unwrap_or(text);
    let what = between(") at ", " because").unwrap_or("inline");
    Some(format!("{directive} stopped {what}"))
}
