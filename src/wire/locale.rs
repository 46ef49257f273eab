//! How a language writes numbers, days and plurals: a port.
//!
//! In the browser its own `Intl` answers; [`English`] answers natively, for tests and for the HTML that
//! is made before there is a browser. Must not know any text: that is in `text/`.

use crate::domain::quiz::QuarterPoints;
use crate::domain::time::{Date, Moment, Weekday};

/// The kinds of number that a language may word differently, as Unicode names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Plural {
    Zero,
    One,
    Two,
    Few,
    Many,
    Other,
}

impl Plural {
    /// The last part of a key that belongs to this kind.
    pub fn name(self) -> &'static str {
        match self {
            Self::Zero => "zero",
            Self::One => "one",
            Self::Two => "two",
            Self::Few => "few",
            Self::Many => "many",
            Self::Other => "other",
        }
    }

    /// The kind with this name.
    pub fn parse(name: &str) -> Option<Self> {
        [
            Self::Zero,
            Self::One,
            Self::Two,
            Self::Few,
            Self::Many,
            Self::Other,
        ]
        .into_iter()
        .find(|kind| kind.name() == name)
    }
}

/// How a language and its region write things.
pub trait Locale {
    /// The language's tag, such as `en-GB`.
    fn tag(&self) -> String;
    /// The kind of this number.
    fn plural(&self, count: usize) -> Plural;
    /// A whole number.
    fn number(&self, number: usize) -> String;
    /// Points with their sign, a true minus: `+2`, `−1.5`, `0`.
    fn points(&self, points: QuarterPoints) -> String;
    /// A number from 0 up in thousandths, with three digits behind the point: `0.253`.
    fn decimal(&self, thousandths: usize) -> String;
    /// A day with its weekday, such as "Sunday 1 March"; with its year where that is not understood.
    fn weekday(&self, date: Date, with_year: bool) -> String;
    /// The weekday of a day by itself, such as "Sunday".
    fn weekday_name(&self, date: Date) -> String;
    /// A day without its weekday, such as "1 March"; with its year where that is not understood.
    fn day_of_year(&self, date: Date, with_year: bool) -> String;
    /// The same as [`weekday`](Self::weekday) to the minute, such as "Sunday 1 March, 14:30".
    fn weekday_time(&self, at: Moment, with_year: bool) -> String;
    /// Whether the person writes 1,5 and not 1.5, and so do their other programs, whatever the language of the page.
    fn has_decimal_comma(&self) -> bool;
    /// The place of each of these texts in the order of a dictionary, less where it comes first. One call for all of
    /// them: each costs a way into the browser.
    fn places(&self, texts: &[&str]) -> Vec<usize>;
    /// A text for comparing in a search: without case, accents and other marks, which people leave out as they type.
    fn folded(&self, text: &str) -> String;
}

/// A text with the digits 0 to 9 in the place of those of other scripts: a number is one however it is typed.
pub fn with_plain_digits(text: &str) -> String {
    text.chars().map(plain_digit).collect()
}

fn plain_digit(c: char) -> char {
    let value = ZEROS
        .iter()
        .find_map(|zero| u32::from(c).checked_sub(*zero).filter(|value| *value < 10));
    value
        .and_then(|value| char::from_digit(value, 10))
        .unwrap_or(c)
}

/// The zero of each script whose digits are in daily use; the others follow it (Unicode, general category Nd).
const ZEROS: [u32; 17] = [
    0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0,
    0xf20, 0x1040, 0x17e0, 0xff10,
];

/// The letters with a mark that most languages of Europe share, and those that Unicode does not take apart.
fn plain_letter(letter: char) -> Option<&'static str> {
    let plain = match letter {
        'à'..='å' => "a",
        'ç' => "c",
        'è'..='ë' => "e",
        'ì'..='ï' | 'ı' => "i",
        'ñ' => "n",
        'ò'..='ö' | 'ø' => "o",
        'ù'..='ü' => "u",
        'ý' | 'ÿ' => "y",
        'æ' => "ae",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'œ' => "oe",
        'ß' => "ss",
        'þ' => "th",
        _ => return None,
    };
    Some(plain)
}

/// A text in small letters, each without its mark as far as [`plain_letter`] knows.
pub fn plain_letters(text: &str) -> String {
    let small = text.to_lowercase();
    if small.is_ascii() {
        return small;
    }
    let mut plain = String::with_capacity(small.len());
    for letter in small.chars() {
        match plain_letter(letter) {
            Some(letters) => plain.push_str(letters),
            None => plain.push(plain_digit(letter)),
        }
    }
    plain
}

/// English as it is read anywhere: the day before the month, the month in letters, 24 hours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct English;

impl Locale for English {
    fn tag(&self) -> String {
        "en".to_owned()
    }

    fn plural(&self, count: usize) -> Plural {
        if count == 1 {
            Plural::One
        } else {
            Plural::Other
        }
    }

    fn number(&self, number: usize) -> String {
        let digits = number.to_string();
        let mut grouped = String::with_capacity(digits.len() * 2);
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        grouped
    }

    fn points(&self, points: QuarterPoints) -> String {
        let quarters = points.quarters();
        let sign = match quarters.signum() {
            1 => "+",
            -1 => "−",
            _ => "",
        };
        let part = ["", ".25", ".5", ".75"][(quarters.unsigned_abs() % 4) as usize];
        [sign, &(quarters.unsigned_abs() / 4).to_string(), part].concat()
    }

    fn decimal(&self, thousandths: usize) -> String {
        let rest = (1000 + thousandths % 1000).to_string();
        [&self.number(thousandths / 1000), ".", &rest[1..]].concat()
    }

    fn weekday(&self, date: Date, with_year: bool) -> String {
        [
            &self.weekday_name(date),
            " ",
            &self.day_of_year(date, with_year),
        ]
        .concat()
    }

    fn weekday_name(&self, date: Date) -> String {
        let day = match date.weekday() {
            Weekday::Monday => "Monday",
            Weekday::Tuesday => "Tuesday",
            Weekday::Wednesday => "Wednesday",
            Weekday::Thursday => "Thursday",
            Weekday::Friday => "Friday",
            Weekday::Saturday => "Saturday",
            Weekday::Sunday => "Sunday",
        };
        day.to_owned()
    }

    fn day_of_year(&self, date: Date, with_year: bool) -> String {
        let year = if with_year {
            [" ", &date.year().to_string()].concat()
        } else {
            String::new()
        };
        let number = date.day().to_string();
        [&number, " ", month(date.month()), &year].concat()
    }

    fn weekday_time(&self, at: Moment, with_year: bool) -> String {
        [&self.weekday(at.date(), with_year), ", ", &clock(at)].concat()
    }

    fn has_decimal_comma(&self) -> bool {
        false
    }

    fn places(&self, texts: &[&str]) -> Vec<usize> {
        // Counted and not sorted: it is for a few texts, and each way of sorting costs code.
        let plain: Vec<String> = texts.iter().map(|text| plain_letters(text)).collect();
        let before = |text: &String| plain.iter().filter(|other| *other < text).count();
        plain.iter().map(before).collect()
    }

    fn folded(&self, text: &str) -> String {
        plain_letters(text)
    }
}

fn clock(at: Moment) -> String {
    let minute = at.minute_of_day();
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn month(month: u8) -> &'static str {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let place = usize::from(month).saturating_sub(1);
    MONTHS.get(place).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(got: String, expected: &str) {
        assert_eq!(got, expected);
    }

    #[test]
    fn numbers_are_grouped_and_points_have_their_sign() {
        check(English.number(0), "0");
        check(English.number(999), "999");
        check(English.number(1_234_567), "1,234,567");
        check(English.points(QuarterPoints::new(0)), "0");
        check(English.points(QuarterPoints::new(8)), "+2");
        check(English.points(QuarterPoints::new(-6)), "−1.5");
        check(English.points(QuarterPoints::new(-1)), "−0.25");
    }

    #[test]
    fn digits_of_other_scripts_are_numbers() {
        check(with_plain_digits("٣"), "3");
        check(with_plain_digits("۱۲ १२ １２"), "12 12 12");
        check(with_plain_digits("12 a½²"), "12 a½²");
        for zero in ZEROS {
            let nine = char::from_u32(zero + 9).map(plain_digit);
            assert_eq!(nine, Some('9'), "{zero:x}");
            let is_digit = char::from_u32(zero).is_some_and(char::is_numeric);
            assert!(is_digit, "{zero:x}");
        }
    }

    #[test]
    fn texts_are_searched_without_accents_and_sorted_beside_their_plain_letters() {
        check(English.folded("Ñandú GmbH"), "nandu gmbh");
        check(English.folded("Straße Łódź Ærø"), "strasse lodź aero");
        let places = English.places(&["Zoo", "Östra", "Oak", "oak", "Ost"]);
        assert_eq!(places, [4, 3, 0, 0, 2]);
    }

    #[test]
    fn days_and_moments_are_written_out() {
        let at = Moment::parse_rfc3339("2026-03-01T09:05:00+01:00");
        assert_eq!(
            at.map(|at| English.weekday_time(at, false)),
            Ok("Sunday 1 March, 09:05".to_owned())
        );
        let date = Date::parse("2026-12-31");
        assert_eq!(
            date.map(|date| English.weekday(date, false)),
            Ok("Thursday 31 December".to_owned())
        );
        assert_eq!(
            at.map(|at| English.weekday_time(at, true)),
            Ok("Sunday 1 March 2026, 09:05".to_owned())
        );
    }
}
