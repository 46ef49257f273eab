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
}

/// The address for a letter. What does not fit is left out: first the text, then the subject, and last the
/// recipient.
#[must_use]
pub fn mailto(to: &str, subject: &str, body: &str) -> Mailto {
    let head = ["mailto:", &encoded(&recipient(to))].concat();
    let titled = [&head, "?subject=", &encoded(subject)].concat();
    // RFC 6068, section 5: a line of the text ends in CR and LF.
    let body = body.replace("\r\n", "\n").replace('\n', "\r\n");
    let whole = [&titled, "&body=", &encoded(&body)].concat();
    let fits = |href: &String| href.len() <= MAX_CHARS;
    if fits(&whole) {
        return Mailto {
            href: whole,
            whole: true,
        };
    }
    let shorter = [titled, head].into_iter().find(fits);
    Mailto {
        href: shorter.unwrap_or_else(|| "mailto:".to_owned()),
        whole: false,
    }
}

/// One address. What is none, or more than one, is for the mail program to ask about.
fn recipient(to: &str) -> String {
    let to = to.trim();
    let one = to.split('@').count() == 2 && !to.contains([',', ';', ' ', '<', '>']);
    let plain = one && !to.contains(char::is_control);
    if plain { to.to_owned() } else { String::new() }
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
