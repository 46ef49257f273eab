//! The accessibility check of a whole page, by axe-core.

use std::sync::OnceLock;

use anyhow::{Result, anyhow};
use serde_json::Value;
use xtask::tools::{self, Progress};

/// The script, from the tools that all checkouts share.
pub(crate) fn script() -> Result<&'static str> {
    static SCRIPT: OnceLock<Result<String, String>> = OnceLock::new();
    SCRIPT
        .get_or_init(|| {
            let path = tools::axe(&mut Progress::new(1)).map_err(|error| format!("{error:#}"))?;
            std::fs::read_to_string(path).map_err(|error| error.to_string())
        })
        .as_deref()
        .map_err(|error| anyhow!(error.clone()))
}

/// The rules that count: WCAG 2.0 to 2.2 at levels A and AA, and axe's best practices.
pub(crate) const RUN: &str = r#"
const done = arguments[arguments.length - 1];
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] })
  .then((result) => done(result.violations), (error) => done(String(error)));
"#;

/// One line for each place on the page that breaks a rule.
pub(crate) fn violations(answer: &Value) -> Result<Vec<String>> {
    let rules = answer
        .as_array()
        .ok_or_else(|| anyhow!("axe could not run: {answer}"))?;
    let mut lines = Vec::new();
    for rule in rules {
        for node in rule["nodes"].as_array().into_iter().flatten() {
            lines.push(format!(
                "{}: {} at {} ({})",
                rule["id"].as_str().unwrap_or_default(),
                rule["help"].as_str().unwrap_or_default(),
                node["target"],
                node["failureSummary"]
                    .as_str()
                    .unwrap_or_default()
                    .replace('\n', " "),
            ));
        }
    }
    Ok(lines)
}
