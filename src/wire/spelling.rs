//! British and American spelling.
//!
//! Owns which locales are written the American way, and the words that are spelled in two ways. Texts are written in
//! British spelling; a small file beside them has those that differ. No page before the result may have such a word:
//! it is drawn when the site is built, for everybody, and must not change when the program takes it over.

/// Where English is spelled the American way: the United States with their territories, and the countries that learned
/// it from there (ISO 3166-1).
const AMERICAN: [&str; 12] = [
    "AS", "FM", "GU", "LR", "MH", "MP", "PH", "PR", "PW", "UM", "US", "VI",
];

/// Whether the English of this locale, such as `en-US` or `en-Latn-PH`, is spelled the American way.
fn is_american(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let english = parts
        .next()
        .is_some_and(|language| language.eq_ignore_ascii_case("en"));
    english
        && parts.any(|part| {
            AMERICAN
                .iter()
                .any(|region| region.eq_ignore_ascii_case(part))
        })
}

/// The region whose spelling this locale has, as its file is called, where it is not that of the texts themselves.
pub fn spelling_of(tag: &str) -> Option<&'static str> {
    is_american(tag).then_some("en-US")
}

/// The beginnings of words that are spelled in two ways: British, American.
pub const SPELLED_IN_TWO_WAYS: [(&str, &str); 18] = [
    ("colour", "color"),
    ("honour", "honor"),
    ("favour", "favor"),
    ("behaviour", "behavior"),
    ("neighbour", "neighbor"),
    ("practise", "practice"),
    ("organis", "organiz"),
    ("recognis", "recogniz"),
    ("apologis", "apologiz"),
    ("analys", "analyz"),
    ("programme", "program"),
    ("cancelled", "canceled"),
    ("travelled", "traveled"),
    ("centre", "center"),
    ("grey", "gray"),
    ("learnt", "learned"),
    ("licence", "license"),
    ("catalogue", "catalog"),
];

/// A text in American spelling, made word by word. A check for the files, which are what is shown.
pub fn american(text: &str) -> String {
    let mut text = text.to_owned();
    for (british, american) in SPELLED_IN_TWO_WAYS {
        text = text.replace(british, american);
        text = text.replace(&capitalized(british), &capitalized(american));
    }
    text
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_is_spelled_as_its_country_spells() {
        for (tag, expected) in [
            ("en-US", true),
            ("en-us", true),
            ("en-Latn-PH", true),
            ("en-GB", false),
            ("en-IN", false),
            ("en", false),
            ("es-US", false),
            ("", false),
        ] {
            assert_eq!(is_american(tag), expected, "{tag}");
        }
    }
}
