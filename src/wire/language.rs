//! The languages of the site, and the file that a page fetches for its own.
//!
//! Owns the list of languages, which the build, its checks and the tests go by, and the form of a language's file: the
//! words of the interface and of the built-in quiz, and beside them what is spelled otherwise in some regions. Must not
//! hold any words: no language is part of the program. A new language is its files in `text/` and
//! `quiz/interview/text/`, and one line here.

use super::json::{self, Object};
use super::locale::Plural;
use super::quiz_text::QuizText;
use super::spelling::spelling_of;
use super::text_catalogue::TextCatalogue;

/// A language that there are texts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language {
    /// Its tag, such as `pt-BR`: what `lang` says, and what its files are called.
    pub tag: &'static str,
    /// What it calls itself: the one word of it that people must be able to read who read no other.
    pub name: &'static str,
    /// Whether it is written from right to left.
    pub is_right_to_left: bool,
    /// The kinds of whole number that it tells apart (Unicode's plural rules).
    pub plurals: &'static [Plural],
    /// The regions with a spelling of their own, each with a file of what differs, such as `en-US`.
    pub spellings: &'static [&'static str],
}

/// Every language. The first one is that of the site's own address; each other one has a folder, [`Language::folder`].
pub const LANGUAGES: &[Language] = &[
    Language {
        spellings: &["en-US"],
        ..Language::new("en", "English", ONE_OR_MORE)
    },
    Language::new("es", "Español", MILLIONS_TOO),
    Language::new("de", "Deutsch", ONE_OR_MORE),
    Language::new("fr", "Français", MILLIONS_TOO),
    Language::new("pt-BR", "Português (Brasil)", MILLIONS_TOO),
    Language {
        is_right_to_left: true,
        ..Language::new("ar", "العربية", ALL)
    },
];

/// One thing, and any other number of them.
const ONE_OR_MORE: &[Plural] = &[Plural::One, Plural::Other];
/// The same, and another word for millions of them.
const MILLIONS_TOO: &[Plural] = &[Plural::One, Plural::Many, Plural::Other];
/// Every kind that there is.
const ALL: &[Plural] = &[
    Plural::Zero,
    Plural::One,
    Plural::Two,
    Plural::Few,
    Plural::Many,
    Plural::Other,
];

impl Language {
    /// One that is written from left to right, and spelled alike everywhere.
    const fn new(tag: &'static str, name: &'static str, plurals: &'static [Plural]) -> Self {
        Self {
            tag,
            name,
            is_right_to_left: false,
            plurals,
            spellings: &[],
        }
    }

    /// The value of `dir`.
    pub fn direction(&self) -> &'static str {
        if self.is_right_to_left { "rtl" } else { "ltr" }
    }

    /// The folder of its pages, such as `pt-br`.
    pub fn folder(&self) -> String {
        self.tag.to_ascii_lowercase()
    }

    /// What an address has for it behind that of a page, such as `pt-br/`; nothing for the first language.
    pub fn path(&self) -> String {
        if self.tag == LANGUAGES[0].tag {
            String::new()
        } else {
            self.folder() + "/"
        }
    }
}

/// The language with this tag.
pub fn language(tag: &str) -> Option<&'static Language> {
    LANGUAGES.iter().find(|language| language.tag == tag)
}

/// What a language calls itself; its tag, where this program does not know it.
pub fn name_of(tag: &str) -> &str {
    language(tag).map_or(tag, |language| language.name)
}

/// A language that there is this page in, as boot.js names it in the page's head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageLanguage {
    /// Its tag.
    pub tag: String,
    /// The address of this page in it, with nothing behind `#`.
    pub page: String,
    /// The file of its words, see [`Words`].
    pub words: WordsFile,
    /// The address of the web manifest in it.
    pub manifest: String,
    /// The file of an own quiz's words in it; `None` where there is none, or the quiz is the built-in one.
    pub quiz: Option<WordsFile>,
}

/// A file of words, and what it is held to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordsFile {
    /// Its whole address.
    pub address: String,
    /// Its hash, as the browser takes it.
    pub integrity: String,
}

impl PageLanguage {
    /// The list in a page's head, the language of the site's own address first. What has not its form is left out.
    pub fn parse_list(list: &str) -> Vec<Self> {
        let entries = json::list(list).unwrap_or_default();
        entries.into_iter().filter_map(Self::parse).collect()
    }

    fn parse(entry: &str) -> Option<Self> {
        let entry = Object::parse(entry).ok()?;
        Some(Self {
            tag: json::text(entry.get("tag")?)?.into_owned(),
            page: json::text(entry.get("page")?)?.into_owned(),
            words: WordsFile::parse(entry.get("words")?)?,
            manifest: json::text(entry.get("manifest")?)?.into_owned(),
            quiz: entry.get("quiz").and_then(WordsFile::parse),
        })
    }

    /// Of these languages the one that a reader of this one reads: the same, else one that begins alike, as `pt-BR` for
    /// `pt-PT`.
    pub fn best<'l>(of: &'l [Self], wanted: &str) -> Option<&'l Self> {
        let same = of.iter().find(|one| one.tag.eq_ignore_ascii_case(wanted));
        let family = |tag: &str| tag.split('-').next().unwrap_or_default().to_lowercase();
        same.or_else(|| of.iter().find(|one| family(&one.tag) == family(wanted)))
    }
}

impl WordsFile {
    fn parse(file: &str) -> Option<Self> {
        let file = Object::parse(file).ok()?;
        Some(Self {
            address: json::text(file.get("file")?)?.into_owned(),
            integrity: json::text(file.get("integrity")?)?.into_owned(),
        })
    }
}

/// Whether no quiz may be called this, because it is the folder of a language. Languages of two letters that have no
/// texts yet count too, such as `fr` and `zh-tw`: they may come later.
pub fn is_a_folder(name: &str) -> bool {
    let is_of_two_letters = |part: &str| {
        let bytes = part.as_bytes();
        bytes.len() == 2 && bytes.iter().all(u8::is_ascii_alphabetic)
    };
    let is_like_one = name.split('-').count() <= 2 && name.split('-').all(is_of_two_letters);
    is_like_one || LANGUAGES.iter().any(|one| one.folder() == name)
}

/// All words of a language, as its file has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// Those of the interface.
    pub interface: TextCatalogue,
    /// Those of the quiz.
    pub quiz: QuizText,
    /// By region, what is spelled otherwise there.
    spellings: Vec<(String, Words)>,
}

/// The names of the fields of a language's file.
pub const INTERFACE: &str = "interface";
/// See [`INTERFACE`].
pub const QUIZ: &str = "quiz";
/// See [`INTERFACE`].
pub const SPELLINGS: &str = "spellings";

impl Words {
    /// The words that a language's file holds; `None` where it has not its form.
    pub fn parse(file: &str) -> Option<Self> {
        let file = Object::parse(file).ok()?;
        let spellings = match file.get(SPELLINGS) {
            None => Vec::new(),
            Some(spellings) => Object::parse(spellings)
                .ok()?
                .iter()
                .map(|(region, words)| Some((region.to_owned(), Self::parse(words)?)))
                .collect::<Option<_>>()?,
        };
        Some(Self {
            interface: TextCatalogue::parse(file.get(INTERFACE)?).ok()?,
            quiz: QuizText::parse(file.get(QUIZ)?).ok()?,
            spellings,
        })
    }

    /// The words as they are spelled where this locale is used. Another quiz than the built-in one is spelled as its
    /// author spells.
    #[must_use]
    pub fn spelled_for(mut self, tag: &str) -> Self {
        let wanted = spelling_of(tag);
        let own = self
            .spellings
            .into_iter()
            .find(|(region, _)| wanted == Some(region.as_str()));
        self.spellings = Vec::new();
        if let Some((_, own)) = own {
            self.interface.replace(own.interface);
            if own.quiz.quiz() == self.quiz.quiz() {
                self.quiz.replace(own.quiz);
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"{
        "interface": {"a": "colour", "b": "same"},
        "quiz": {"quiz": "interview", "language": "en", "texts": {"title": "Honour"}},
        "spellings": {"en-US": {
            "interface": {"a": "color"},
            "quiz": {"quiz": "interview", "language": "en-US", "texts": {"title": "Honor"}}
        }}
    }"#;

    #[test]
    fn a_reader_gets_the_spelling_of_their_region() {
        for (tag, expected) in [
            ("en-US", ["color", "same", "Honor"]),
            ("en-PH", ["color", "same", "Honor"]),
            ("en-GB", ["colour", "same", "Honour"]),
            ("en", ["colour", "same", "Honour"]),
        ] {
            let words = Words::parse(FILE).map(|words| words.spelled_for(tag));
            let got = words.as_ref().map(|words| {
                let texts = &words.interface;
                [texts.get("a"), texts.get("b"), words.quiz.get("title")]
            });
            assert_eq!(got, Some(expected.map(Some)), "{tag}");
        }
    }

    #[test]
    fn an_own_quiz_is_spelled_as_its_author_spells() {
        let own = r#"{"quiz": "own", "language": "en", "texts": {"title": "Honour"}}"#;
        let words = Words::parse(FILE).zip(QuizText::parse(own).ok());
        let words = words.map(|(mut words, quiz)| {
            words.quiz = quiz;
            words.spelled_for("en-US")
        });
        let got = words
            .as_ref()
            .map(|words| (words.interface.get("a"), words.quiz.get("title")));
        assert_eq!(got, Some((Some("color"), Some("Honour"))));
    }

    #[test]
    fn a_file_that_has_not_its_form_is_none() {
        for file in [
            "",
            "{}",
            r#"{"interface": {}}"#,
            r#"{"interface": {"a": 1}, "quiz": {"quiz": "q", "language": "en", "texts": {}}}"#,
            r#"{"interface": {}, "quiz": {"quiz": "q", "language": "en", "texts": {}}, "spellings": []}"#,
        ] {
            assert_eq!(Words::parse(file), None, "{file}");
        }
    }

    #[test]
    fn the_list_of_a_page_is_read_and_a_reader_gets_what_comes_nearest() {
        let list = r#"[{"tag": "en", "page": "https://a.example/", "words": {"file": "https://a.example/en.json", "integrity": "sha256-A"},
             "manifest": "https://a.example/manifest.webmanifest"},
            {"tag": "pt-BR", "page": "https://a.example/pt-br/", "words": {"file": "https://a.example/pt.json", "integrity": "sha256-B"},
             "manifest": "https://a.example/manifest.pt-br.webmanifest",
             "quiz": {"file": "https://a.example/q.json", "integrity": "sha256-C"}},
            {"tag": "xx"}, 7]"#;
        let list = PageLanguage::parse_list(list);
        let tags: Vec<&str> = list.iter().map(|one| one.tag.as_str()).collect();
        assert_eq!(tags, ["en", "pt-BR"]);
        assert_eq!(list[1].page, "https://a.example/pt-br/");
        assert_eq!(list[1].words.integrity, "sha256-B");
        assert_eq!(
            list[1].manifest,
            "https://a.example/manifest.pt-br.webmanifest"
        );
        let quiz = list.iter().map(|one| one.quiz.as_ref());
        let quiz: Vec<_> = quiz
            .map(|file| file.map(|file| file.address.as_str()))
            .collect();
        assert_eq!(quiz, [None, Some("https://a.example/q.json")]);
        for (wanted, expected) in [
            ("en", Some("en")),
            ("EN-gb", Some("en")),
            ("pt-BR", Some("pt-BR")),
            ("pt", Some("pt-BR")),
            ("pt-PT", Some("pt-BR")),
            ("de", None),
            ("", None),
        ] {
            let best = PageLanguage::best(&list, wanted).map(|one| one.tag.as_str());
            assert_eq!(best, expected, "{wanted}");
        }
        assert_eq!(PageLanguage::parse_list("{}"), []);
    }

    #[test]
    fn no_quiz_is_called_as_a_language() {
        for (name, expected) in [
            ("es", true),
            ("pt-br", true),
            ("ops", false),
            ("it-lead", false),
            ("interview", false),
            ("phone-screen", false),
            ("q2", false),
            ("", false),
        ] {
            assert_eq!(is_a_folder(name), expected, "{name}");
        }
        for language in LANGUAGES {
            assert!(is_a_folder(&language.folder()), "{}", language.tag);
        }
    }
}
