//! Addresses that open a letter in the person's own mail program (RFC 6068).
//!
//! Owns the writing of `mailto:` and its limit. Must not know what a letter says.

/// The most characters of an address that mail programs and systems are known to take (design.md
/// section 5).
pub const MAX_CHARS: usize = 1_500;

/// A `mailto:` address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailto {
    /// The address, at most [`MAX_CHARS`] characters of ASCII.
    pub href: String,
    /// Whether the letter's text is in it. If not, it has to be brought another way.
    pub whole: bool,
    /// Whether the subject is in it.
    pub has_subject: bool,
}

/// The address for a letter. What does not fit is left out: first the text, then the subject, and last the
/// recipient.
#[must_use]
pub fn mailto(to: &str, subject: &str, body: &str) -> Mailto {
    let head = [
        "mailto:",
        &encoded(&addressee(to).address.unwrap_or_default()),
    ]
    .concat();
    let titled = [&head, "?subject=", &encoded(subject)].concat();
    // RFC 6068, section 5: a line of the text ends in CR and LF.
    let body = body.replace("\r\n", "\n").replace('\n', "\r\n");
    let whole = [&titled, "&body=", &encoded(&body)].concat();
    let fits = |href: &String| href.len() <= MAX_CHARS;
    if fits(&whole) {
        return Mailto {
            href: whole,
            whole: true,
            has_subject: true,
        };
    }
    let has_subject = fits(&titled);
    let shorter = [titled, head].into_iter().find(fits);
    Mailto {
        href: shorter.unwrap_or_else(|| "mailto:".to_owned()),
        whole: false,
        has_subject,
    }
}

/// For whom it is, as a person typed or pasted it, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Addressee {
    /// The first address in it. Where there is none, the mail program asks.
    pub address: Option<String>,
    /// What else stands there: a name, a second address.
    pub left_out: String,
}

/// Finds the address in `Name <name@example.com>`, in a copied link, or in the middle of a sentence.
#[must_use]
pub fn addressee(typed: &str) -> Addressee {
    let typed = typed.trim_matches(is_blank);
    let copied = typed
        .get(..7)
        .filter(|start| start.eq_ignore_ascii_case("mailto:"));
    let typed = match copied {
        Some(scheme) => typed[scheme.len()..].split('?').next().unwrap_or_default(),
        None => typed,
    };
    let mut words = typed
        .split(is_between)
        .map(|word| word.trim_end_matches('.'));
    let Some(address) = words.find(|word| is_address(word)) else {
        return Addressee {
            address: None,
            left_out: typed.to_owned(),
        };
    };
    let (before, after) = typed.split_once(address).unwrap_or_default();
    let around = |c| is_between(c) || c == '.';
    let after = after.trim_start_matches(around);
    // The brackets of a second address belong to it.
    let after = match after.contains('@') {
        true => after.trim_end_matches(is_blank),
        false => after.trim_end_matches(around),
    };
    let left_out = [before.trim_matches(around), after];
    let left_out = left_out.into_iter().filter(|part| !part.is_empty());
    Addressee {
        address: Some(address.to_owned()),
        left_out: left_out.collect::<Vec<_>>().join(", "),
    }
}

fn is_address(word: &str) -> bool {
    let parts = word.split_once('@');
    parts.is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@'))
}

/// What stands around addresses and is no part of one.
fn is_between(c: char) -> bool {
    let is_mark = matches!(
        c,
        '<' | '>' | '(' | ')' | '[' | ']' | '"' | '“' | '”' | ',' | ';' | ':'
    );
    is_blank(c) || is_mark
}

/// Spaces, and the marks without a width that come along with a copied text.
fn is_blank(c: char) -> bool {
    let has_no_width = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    c.is_whitespace() || c.is_control() || has_no_width
}

/// Percent-encoded, but for what RFC 3986 leaves to everyone, and the `@` of an address.
fn encoded(text: &str) -> String {
    const DIGITS: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F',
    ];
    let mut encoded = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~@".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.push(DIGITS[usize::from(byte >> 4)]);
            encoded.push(DIGITS[usize::from(byte & 15)]);
        }
    }
    encoded
}
