//! A language for tests: English with other letters, in brackets, and longer, as other languages are.
//!
//! What stands on a screen in plain letters was not taken from a language's file. Only natively: tests draw every screen with it. Must not change what a text leaves open, or what is no words.

use super::quiz_text::QuizText;
use super::text_catalogue::TextCatalogue;

/// A text in it: what it leaves open stays.
pub fn translated(text: &str) -> String {
    let mut out = String::from("[");
    let mut letters = 0;
    let mut is_open = false;
    for c in text.chars() {
        match c {
            '{' => is_open = true,
            '}' => is_open = false,
            _ => {}
        }
        out.push(if is_open { c } else { accented(c) });
        letters += usize::from(!is_open);
    }
    // Words in other languages are up to two fifths longer.
    for _ in 0..letters * 2 / 5 {
        out.push('~');
    }
    out.push(']');
    out
}

fn accented(c: char) -> char {
    const PLAIN: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const ACCENTED: &str = "åƀçđéƒǧĥîĵķļɱñöþǫŕšţûṽŵẋýžÅƁÇĐÉƑǦĤÎĴĶĻḾÑÖÞǪŔŠŢÛṼŴẊÝŽ";
    let place = PLAIN.chars().position(|plain| plain == c);
    place
        .and_then(|place| ACCENTED.chars().nth(place))
        .unwrap_or(c)
}

/// The texts of the interface in it.
pub fn interface(of: &TextCatalogue) -> TextCatalogue {
    of.map(|_, text| translated(text))
}

/// The words of a quiz in it.
pub fn quiz(of: &QuizText) -> QuizText {
    of.map(|key, text| {
        // The id of a question, and no words.
        let is_an_id = key.ends_with(".offer");
        if is_an_id {
            text.to_owned()
        } else {
            translated(text)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_no_plain_letter_and_leaves_the_same_open() {
        assert_eq!(
            translated("Read {link}how{/link}."),
            "[Ŕéåđ {link}ĥöŵ{/link}.~~~~]"
        );
        assert_eq!(translated("{n} results"), "[{n} ŕéšûļţš~~~]");
        let letters: String = ('a'..='z').chain('A'..='Z').collect();
        assert!(!translated(&letters).contains(|c: char| c.is_ascii_alphabetic()));
    }
}
