//! The page and the web manifest in a language: the words in their places, and what the language is.

use anyhow::{Result, bail};
use interview_hindsight::wire::language::{LANGUAGES, Language};
use interview_hindsight::wire::text_catalogue::TextCatalogue;
use serde_json::{Value, json};

/// The page with the words of a language in place of their keys, which stand in braces, and with its language and
/// direction on the root element.
///
/// # Errors
/// When it names a key that the language has no text for.
pub fn page(page: &str, language: Language, texts: &TextCatalogue) -> Result<String> {
    let mut page = page.to_owned();
    for (key, text) in texts.iter() {
        let place = format!("{{{key}}}");
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        let text = text.replace('"', "&quot;");
        // Trunk's minifier leaves out the quotes of an attribute that has no space yet.
        page = page.replace(&format!("={place}"), &format!("=\"{text}\""));
        page = page.replace(&place, &text);
    }
    if let Some((_, rest)) = page.split_once("{page.") {
        let key = rest.split('}').next().unwrap_or_default();
        bail!(
            "index.html names page.{key}, which \"{}\" has no text for",
            language.tag
        );
    }
    if language.tag == LANGUAGES[0].tag {
        return Ok(page);
    }
    let named = |file: &str| format!("./{file}");
    let page = page.replace(&named(MANIFEST), &named(&manifest_of(language)));
    for root in [" lang=en", " lang=\"en\""] {
        if page.contains(root) {
            let own = format!(" lang={} dir={}", language.tag, language.direction());
            return Ok(page.replacen(root, &own, 1));
        }
    }
    bail!("index.html has no lang=en")
}

/// The manifest of the first language, as the source of the page names it.
pub const MANIFEST: &str = "manifest.webmanifest";

/// What the manifest in a language is called.
pub fn manifest_of(language: Language) -> String {
    if language.tag == LANGUAGES[0].tag {
        MANIFEST.to_owned()
    } else {
        format!("manifest.{}.webmanifest", language.folder())
    }
}

/// The manifest in a language. The program is one and the same in all of them, so it keeps its `id`.
///
/// # Errors
/// When it is no JSON object.
pub fn manifest(source: &str, language: Language, texts: &TextCatalogue) -> Result<String> {
    let mut manifest: Value = serde_json::from_str(source)?;
    let Some(fields) = manifest.as_object_mut() else {
        bail!("the manifest is no JSON object");
    };
    for (field, key) in [
        ("name", "app.name"),
        ("short_name", "page.short_name"),
        ("description", "page.short_description"),
    ] {
        fields.insert(field.to_owned(), json!(texts.get(key)));
    }
    let start = format!("./{}", language.path());
    fields.insert("start_url".to_owned(), json!(start));
    fields.insert("lang".to_owned(), json!(language.tag));
    fields.insert("dir".to_owned(), json!(language.direction()));
    Ok(format!("{manifest:#}\n"))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::words;
    use super::*;
    use crate::workspace::root;

    fn texts(json: &str) -> TextCatalogue {
        TextCatalogue::parse(json).unwrap_or_default()
    }

    #[test]
    fn the_words_stand_in_their_places_quoted_and_escaped() -> Result<()> {
        let texts = texts(r#"{"app.name": "A & B", "page.problem": "the \"end\""}"#);
        let source = "<html lang=en data-boot=starting><link href=./manifest.webmanifest><title>{app.name}</title><p aria-label={page.problem}><p aria-label=\"{page.problem}\">";
        assert_eq!(
            page(source, LANGUAGES[0], &texts)?,
            "<html lang=en data-boot=starting><link href=./manifest.webmanifest><title>A &amp; B</title><p aria-label=\"the &quot;end&quot;\"><p aria-label=\"the &quot;end&quot;\">"
        );
        let arabic = Language {
            tag: "ar",
            is_right_to_left: true,
            ..LANGUAGES[0]
        };
        let in_arabic = page(source, arabic, &texts)?;
        assert!(
            in_arabic.starts_with(
                "<html lang=ar dir=rtl data-boot=starting><link href=./manifest.ar.webmanifest>"
            ),
            "{in_arabic}"
        );
        Ok(())
    }

    #[test]
    fn a_word_that_is_missing_is_named() {
        let why = page("<p>{page.gone}", LANGUAGES[0], &texts("{}")).err();
        let why = why.map(|why| why.to_string()).unwrap_or_default();
        assert!(why.contains("page.gone") && why.contains("\"en\""), "{why}");
    }

    #[test]
    fn the_page_and_the_manifest_have_no_words_of_their_own() -> Result<()> {
        let spoken = words::read(LANGUAGES[0])?;
        let source = fs::read_to_string(root().join("index.html"))?;
        let shown = page(&source, LANGUAGES[0], &spoken.words.interface)?;
        assert!(
            shown.contains("<title>Interview Hindsight</title>"),
            "{shown}"
        );
        let mut rest = source.as_str();
        while let Some((comment, after)) = rest
            .split_once("<!--")
            .map(|(text, rest)| (text, rest.split_once("-->").map_or("", |(_, after)| after)))
        {
            assert_no_words(comment);
            rest = after;
        }
        assert_no_words(rest);
        let source = fs::read_to_string(root().join("offline/manifest.webmanifest"))?;
        for field in ["name", "description", "lang"] {
            assert!(!source.contains(&format!("\"{field}\"")), "{source}");
        }
        let made = manifest(&source, LANGUAGES[0], &spoken.words.interface)?;
        assert!(made.contains("\"short_name\": \"Hindsight\""), "{made}");
        assert!(made.contains("\"id\": \"./\""), "{made}");
        assert!(made.contains("\"start_url\": \"./\""), "{made}");
        let french = Language {
            tag: "fr",
            ..LANGUAGES[0]
        };
        let made = manifest(&source, french, &spoken.words.interface)?;
        for field in [
            "\"id\": \"./\"",
            "\"start_url\": \"./fr/\"",
            "\"scope\": \"./\"",
            "\"lang\": \"fr\"",
        ] {
            assert!(made.contains(field), "{made}");
        }
        Ok(())
    }

    /// Text between tags is a key in braces.
    #[track_caller]
    fn assert_no_words(html: &str) {
        for text in html.split('>').filter_map(|part| part.split('<').next()) {
            let text = text.trim();
            let is_key = text.starts_with('{') && text.ends_with('}');
            assert!(text.is_empty() || is_key, "{text}");
        }
    }
}
