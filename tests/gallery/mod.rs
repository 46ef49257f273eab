//! What is drawn natively, put on pages to look at: `target/gallery`, each page in light and in dark.

#![allow(dead_code, reason = "each test that draws uses a part of it")]

use std::fs;
use std::path::Path;

use yew::prelude::*;

#[derive(PartialEq, Properties)]
struct DrawnProps {
    children: Html,
}

#[component]
fn Drawn(props: &DrawnProps) -> Html {
    props.children.clone()
}

/// The markup of what is drawn.
pub fn drawn(html: Html) -> String {
    rendered::<Drawn>(DrawnProps { children: html })
}

/// The markup of a component.
pub fn rendered<C: BaseComponent>(props: C::Properties) -> String {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    let render = yew::LocalServerRenderer::<C>::with_props(props)
        .hydratable(false)
        .render();
    tokio::task::LocalSet::new().block_on(&runtime, render)
}

/// The markup with each element on a line of its own, so that a change shows as the lines that it concerns.
pub fn broken(html: &str) -> String {
    let mut depth = 0_usize;
    let mut lines = String::new();
    for part in html.replace("><", ">\n<").lines() {
        let closes = part.starts_with("</");
        depth = if closes {
            depth.saturating_sub(1)
        } else {
            depth
        };
        lines.push_str(&"  ".repeat(depth));
        lines.push_str(part);
        lines.push('\n');
        let name: String = part
            .chars()
            .skip(1)
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        let void = matches!(name.as_str(), "input" | "br" | "hr" | "meta" | "link");
        let opens = part.starts_with('<')
            && !closes
            && !void
            && !part.contains("</")
            && !part.ends_with("/>");
        depth += usize::from(opens);
    }
    lines
}

/// Writes a page of the gallery.
pub fn page(name: &str, body: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/gallery");
    fs::create_dir_all(&folder).expect("a folder for the gallery");
    fs::write(folder.join("app.css"), css()).expect("the gallery's style sheet");
    for theme in ["light", "dark"] {
        let page = format!(
            "<!doctype html>\n<html lang=\"en\" data-theme=\"{theme}\">\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{name}</title>\n\
             <link rel=\"stylesheet\" href=\"app.css\">\n<body>{body}\n"
        );
        fs::write(folder.join(format!("{name}-{theme}.html")), page)
            .expect("a page of the gallery");
    }
}

/// All style sheets in one.
pub fn css() -> String {
    sheet("index.css") + &sheet("later.css")
}

/// One of the style sheets that the build makes, by its list in `styles/`.
pub fn sheet(list: &str) -> String {
    bundle(
        &Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("styles")
            .join(list),
    )
}

fn bundle(sheet: &Path) -> String {
    let text = fs::read_to_string(sheet).expect("a sheet");
    let mut css = String::new();
    for line in text.lines() {
        match line
            .strip_prefix("@import \"./")
            .and_then(|rest| rest.split_once('"'))
        {
            Some((file, layer)) => {
                let inner = bundle(&sheet.with_file_name(file));
                match layer
                    .trim()
                    .strip_prefix("layer(")
                    .and_then(|rest| rest.split_once(')'))
                {
                    Some((layer, _)) => css.push_str(&format!("@layer {layer} {{\n{inner}}}\n")),
                    None => css.push_str(&inner),
                }
            }
            None => {
                css.push_str(line);
                css.push('\n');
            }
        }
    }
    css
}
