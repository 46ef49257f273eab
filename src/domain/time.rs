//! Instants and days, as people write them down.
//!
//! Owns [`Moment`], an instant with the offset it was recorded in, [`Date`], a day of the calendar,
//! and the counting of working days. Must not know what time it is: every instant is an argument.
//! The arithmetic is our own because it is small (days since 1970 in the Gregorian calendar), and a
//! date library would be a twelfth of everything that a first visit loads.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

const MS_PER_MINUTE: i64 = 60_000;
const MS_PER_DAY: i64 = 86_400_000;
/// RFC 3339 writes an offset as hours up to 23 and minutes up to 59.
const MAX_OFFSET_MINUTES: i16 = 23 * 60 + 59;
/// Days since 1970-01-01 of 0001-01-01 and of 9999-12-31: RFC 3339 has four digits for a year, and
/// a year 0 exists in no calendar that people use.
const FIRST_DAY: i64 = -719_162;
const LAST_DAY: i64 = 2_932_896;

/// An instant, to the millisecond, with the offset from UTC that it was recorded in.
///
/// Equality, order and hash go by the instant alone: the same moment written down in two time zones
/// is one moment. The local date always lies in the years 1 to 9999.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    unix_ms: i64,
    offset_minutes: i16,
}

/// A day of the Gregorian calendar in the years 1 to 9999, in no particular time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    // In this order, so that the derived order is the calendar's.
    year: i32,
    month: u8,
    day: u8,
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

/// Why a text is not an instant or a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeError {
    /// It is not laid out as RFC 3339 lays out a date and time, or a date.
    Layout,
    /// It is laid out well, but there is no such day, time or offset.
    NoSuchTime,
}

impl fmt::Display for TimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Layout => "not written like 2026-03-01 or 2026-03-01T14:30:00+01:00",
            Self::NoSuchTime => "no such day or time",
        })
    }
}

impl std::error::Error for TimeError {}

impl Moment {
    /// 1970-01-01T00:00:00Z.
    pub const EPOCH: Self = Self {
        unix_ms: 0,
        offset_minutes: 0,
    };

    /// The instant `unix_ms` milliseconds after 1970-01-01T00:00:00Z, as seen by a clock that is
    /// `offset_minutes` ahead of UTC. `None` outside the years 1 to 9999 or with an impossible offset.
    #[must_use]
    pub fn new(unix_ms: i64, offset_minutes: i16) -> Option<Self> {
        let moment = Self {
            unix_ms,
            offset_minutes,
        };
        let plausible_offset = (-MAX_OFFSET_MINUTES..=MAX_OFFSET_MINUTES).contains(&offset_minutes);
        // The multiplied bounds are far from overflow, so comparing before adding the offset keeps
        // even `i64::MAX` from wrapping.
        let plausible_ms =
            (FIRST_DAY * MS_PER_DAY - MS_PER_DAY..(LAST_DAY + 2) * MS_PER_DAY).contains(&unix_ms);
        (plausible_offset
            && plausible_ms
            && (FIRST_DAY..=LAST_DAY).contains(&moment.local_ms().div_euclid(MS_PER_DAY)))
        .then_some(moment)
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn unix_ms(self) -> i64 {
        self.unix_ms
    }

    /// Minutes that the recording clock was ahead of UTC.
    #[must_use]
    pub fn offset_minutes(self) -> i16 {
        self.offset_minutes
    }

    /// Reads a date and time with an offset as RFC 3339 has it. A fraction of a second is cut to the
    /// millisecond; a leap second counts as the second after it, as Unix time has it.
    ///
    /// # Errors
    /// When the text is laid out otherwise, or names a day, time or offset that does not exist.
    pub fn parse_rfc3339(text: &str) -> Result<Self, TimeError> {
        let bytes = text.as_bytes();
        // All that is allowed is ASCII, so slicing by bytes is slicing by characters.
        if !text.is_ascii() || bytes.len() < 20 {
            return Err(TimeError::Layout);
        }
        let date = Date::parse(&text[..10])?;
        let separators = (bytes[10] | 0x20, bytes[13], bytes[16]);
        if separators != (b't', b':', b':') {
            return Err(TimeError::Layout);
        }
        let hour = digits(&bytes[11..13])?;
        let minute = digits(&bytes[14..16])?;
        let second = digits(&bytes[17..19])?;
        let mut rest = &bytes[19..];
        let mut millis = 0;
        if let Some(fraction) = rest.strip_prefix(b".") {
            let length = fraction.iter().take_while(|b| b.is_ascii_digit()).count();
            if length == 0 {
                return Err(TimeError::Layout);
            }
            for place in 0..3 {
                millis = millis * 10
                    + fraction
                        .get(place)
                        .filter(|_| place < length)
                        .map_or(0, |b| i64::from(b - b'0'));
            }
            rest = &fraction[length..];
        }
        let offset = match rest {
            b"Z" | b"z" => 0,
            [sign @ (b'+' | b'-'), h @ .., _, _, _] if h.len() == 2 && rest[3] == b':' => {
                let (hours, minutes) = (digits(h)?, digits(&rest[4..])?);
                if hours > 23 || minutes > 59 {
                    return Err(TimeError::NoSuchTime);
                }
                let minutes = hours * 60 + minutes;
                if *sign == b'-' { -minutes } else { minutes }
            }
            _ => return Err(TimeError::Layout),
        };
        if hour > 23 || minute > 59 || second > 60 {
            return Err(TimeError::NoSuchTime);
        }
        let local_ms = date.days() * MS_PER_DAY
            + (hour * 60 + minute) * MS_PER_MINUTE
            + second * 1000
            + millis;
        i16::try_from(offset)
            .ok()
            .and_then(|minutes| Self::new(local_ms - offset * MS_PER_MINUTE, minutes))
            .ok_or(TimeError::NoSuchTime)
    }

    /// Writes the instant as RFC 3339 has it, in its own offset. Milliseconds only where there are
    /// any; an offset of zero as `Z`. [`Moment::parse_rfc3339`] gives back the same, offset included.
    #[must_use]
    pub fn to_rfc3339(self) -> String {
        let ms = self.local_ms().rem_euclid(MS_PER_DAY);
        let (hour, minute, second) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60);
        let mut text = format!("{}T{hour:02}:{minute:02}:{second:02}", self.date());
        if ms % 1000 != 0 {
            text.push_str(&format!(".{:03}", ms % 1000));
        }
        if self.offset_minutes == 0 {
            text.push('Z');
        } else {
            let sign = if self.offset_minutes < 0 { '-' } else { '+' };
            let minutes = self.offset_minutes.unsigned_abs();
            text.push_str(&format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60));
        }
        text
    }

    /// The local day, in the recorded offset.
    #[must_use]
    pub fn date(self) -> Date {
        Date::from_days(self.local_ms().div_euclid(MS_PER_DAY))
    }

    /// The local time of day in minutes after midnight, 0 to 1439.
    #[must_use]
    pub fn minute_of_day(self) -> u16 {
        let minute = self.local_ms().rem_euclid(MS_PER_DAY) / MS_PER_MINUTE;
        u16::try_from(minute).unwrap_or_default()
    }

    /// The same instant as a clock with another offset shows it. Unchanged where that is impossible.
    #[must_use]
    pub fn with_offset(self, offset_minutes: i16) -> Self {
        Self::new(self.unix_ms, offset_minutes).unwrap_or(self)
    }

    /// The instant at `minute` minutes after local midnight of `date`, for a clock with this offset.
    /// `None` for a minute that no day has, or an impossible offset.
    #[must_use]
    pub fn at(date: Date, minute: u16, offset_minutes: i16) -> Option<Self> {
        if minute >= 24 * 60 {
            return None;
        }
        let local_ms = date.days() * MS_PER_DAY + i64::from(minute) * MS_PER_MINUTE;
        Self::new(
            local_ms - i64::from(offset_minutes) * MS_PER_MINUTE,
            offset_minutes,
        )
    }

    /// So many hours later (or earlier, if negative); stays put where that would leave the calendar.
    #[must_use]
    pub fn plus_hours(self, hours: i64) -> Self {
        hours
            .checked_mul(60 * MS_PER_MINUTE)
            .and_then(|ms| self.unix_ms.checked_add(ms))
            .and_then(|ms| Self::new(ms, self.offset_minutes))
            .unwrap_or(self)
    }

    /// Whole hours from `earlier` to this, rounded down; negative when this is the earlier one.
    #[must_use]
    pub fn hours_since(self, earlier: Self) -> i64 {
        (self.unix_ms - earlier.unix_ms).div_euclid(60 * MS_PER_MINUTE)
    }

    fn local_ms(self) -> i64 {
        self.unix_ms + i64::from(self.offset_minutes) * MS_PER_MINUTE
    }
}

impl PartialEq for Moment {
    fn eq(&self, other: &Self) -> bool {
        self.unix_ms == other.unix_ms
    }
}

impl Eq for Moment {}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Moment {
    fn cmp(&self, other: &Self) -> Ordering {
        self.unix_ms.cmp(&other.unix_ms)
    }
}

impl Hash for Moment {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.unix_ms.hash(state);
    }
}

impl Date {
    /// The day with this year (1 to 9999), month (1 to 12) and day of the month, if there is one.
    #[must_use]
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        ((1..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_in_month(year, month)).contains(&day))
        .then_some(Self { year, month, day })
    }

    /// Reads a day written as `2026-03-01`.
    ///
    /// # Errors
    /// When the text is laid out otherwise, or names a day that does not exist.
    pub fn parse(text: &str) -> Result<Self, TimeError> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return Err(TimeError::Layout);
        }
        // At most four digits each, so the narrowing cannot fail.
        let year = i32::try_from(digits(&bytes[..4])?).map_err(|_| TimeError::Layout)?;
        let month = u8::try_from(digits(&bytes[5..7])?).map_err(|_| TimeError::Layout)?;
        let day = u8::try_from(digits(&bytes[8..])?).map_err(|_| TimeError::Layout)?;
        Self::new(year, month, day).ok_or(TimeError::NoSuchTime)
    }

    /// The year, 1 to 9999.
    #[must_use]
    pub fn year(self) -> i32 {
        self.year
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub fn day(self) -> u8 {
        self.day
    }

    /// The day of the week.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday.
        match (self.days() + 3).rem_euclid(7) {
            0 => Weekday::Monday,
            1 => Weekday::Tuesday,
            2 => Weekday::Wednesday,
            3 => Weekday::Thursday,
            4 => Weekday::Friday,
            5 => Weekday::Saturday,
            _ => Weekday::Sunday,
        }
    }

    /// Monday to Friday. Public holidays are not known here.
    #[must_use]
    pub fn is_working_day(self) -> bool {
        !matches!(self.weekday(), Weekday::Saturday | Weekday::Sunday)
    }

    /// So many days later (or earlier, if negative); stays put where that would leave the calendar.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        match self.days().checked_add(days) {
            Some(day) if (FIRST_DAY..=LAST_DAY).contains(&day) => Self::from_days(day),
            _ => self,
        }
    }

    /// Days from `earlier` to this; negative when this is the earlier one.
    #[must_use]
    pub fn days_since(self, earlier: Self) -> i64 {
        self.days() - earlier.days()
    }

    /// Days since 1970-01-01. The calendar is shifted to begin in March, so that the leap day is
    /// the last of its year, and cut into spans of 400 years, which are all alike (Howard Hinnant,
    /// "chrono-Compatible Low-Level Date Algorithms").
    fn days(self) -> i64 {
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let month_from_march = (i64::from(self.month) + 9) % 12;
        let day_of_year = (153 * month_from_march + 2) / 5 + i64::from(self.day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }

    /// The inverse of [`Date::days`]; the caller keeps `days` in `FIRST_DAY..=LAST_DAY`.
    fn from_days(days: i64) -> Self {
        let days = days + 719_468;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 {
            month_from_march + 3
        } else {
            month_from_march - 9
        };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        // Each value is in range by construction; a saturating narrowing needs no failure path.
        Self {
            year: i32::try_from(year).unwrap_or(9999),
            month: u8::try_from(month).unwrap_or(12),
            day: u8::try_from(day).unwrap_or(31),
        }
    }
}

impl fmt::Display for Date {
    /// Writes the day as [`Date::parse`] reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// How many working days lie after `from`, up to and including `to`: 1 from a Friday to the Monday
/// after it. 0 when `to` is not later.
#[must_use]
pub fn working_days_between(from: Date, to: Date) -> i64 {
    if to <= from {
        return 0;
    }
    // Every seven days in a row hold five working days; the rest is at most six days to look at.
    let days = to.days_since(from);
    let rest = (1..=days % 7)
        .filter(|&n| from.plus_days(n).is_working_day())
        .count();
    days / 7 * 5 + i64::try_from(rest).unwrap_or_default()
}

/// The working day that is `count` working days after `date`: with 1, the first one after it. With 0
/// the date itself, whatever day it is.
#[must_use]
pub fn plus_working_days(date: Date, count: u16) -> Date {
    let mut day = date.plus_days(i64::from(count / 5) * 7);
    // A whole number of weeks from a weekend day ends on a weekend day, with the last working day of
    // the count behind it.
    if count >= 5 && count.is_multiple_of(5) {
        while !day.is_working_day() {
            day = day.plus_days(-1);
        }
    }
    let mut left = count % 5;
    while left > 0 {
        let next = day.plus_days(1);
        if next == day {
            break; // The end of the calendar.
        }
        day = next;
        left -= u16::from(day.is_working_day());
    }
    day
}

fn digits(bytes: &[u8]) -> Result<i64, TimeError> {
    bytes.iter().try_fold(0, |number, byte| match byte {
        b'0'..=b'9' => Ok(number * 10 + i64::from(byte - b'0')),
        _ => Err(TimeError::Layout),
    })
}

fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> Date {
        Date::parse(text).expect("a date in a test")
    }

    fn oracle(date: Date) -> jiff::civil::Date {
        let (year, month, day) = (date.year(), date.month(), date.day());
        jiff::civil::date(year as i16, month as i8, day as i8)
    }

    #[track_caller]
    fn check_moment(text: &str, expected: Result<(i64, i16, &str), TimeError>) {
        let seen = Moment::parse_rfc3339(text);
        let seen = seen.map(|m| (m.unix_ms(), m.offset_minutes(), m.to_rfc3339()));
        assert_eq!(
            seen,
            expected.map(|(ms, o, text)| (ms, o, text.to_owned())),
            "{text}"
        );
    }

    #[test]
    fn moments_are_read_as_rfc_3339_has_them() {
        check_moment("1970-01-01T00:00:00Z", Ok((0, 0, "1970-01-01T00:00:00Z")));
        check_moment(
            "1970-01-01t01:00:00z",
            Ok((3_600_000, 0, "1970-01-01T01:00:00Z")),
        );
        check_moment(
            "1970-01-01T01:00:00+01:00",
            Ok((0, 60, "1970-01-01T01:00:00+01:00")),
        );
        check_moment(
            "1969-12-31T18:30:00-05:30",
            Ok((0, -330, "1969-12-31T18:30:00-05:30")),
        );
        check_moment(
            "1970-01-01T00:00:00-00:00",
            Ok((0, 0, "1970-01-01T00:00:00Z")),
        );
        check_moment(
            "1970-01-01T00:00:00.5Z",
            Ok((500, 0, "1970-01-01T00:00:00.500Z")),
        );
        check_moment(
            "1970-01-01T00:00:00.1239999Z",
            Ok((123, 0, "1970-01-01T00:00:00.123Z")),
        );
        // The leap second at the end of 2016 has the Unix time of the second after it.
        check_moment(
            "2016-12-31T23:59:60Z",
            Ok((1_483_228_800_000, 0, "2017-01-01T00:00:00Z")),
        );
        check_moment(
            "9999-12-31T23:59:59.999Z",
            Ok((253_402_300_799_999, 0, "9999-12-31T23:59:59.999Z")),
        );
    }

    #[test]
    fn what_is_no_moment_is_refused_with_the_reason() {
        for text in [
            "",
            "2026-03-01",
            "2026-03-01T10:00",
            "2026-03-01T10:00:00",
            "2026-03-01 10:00:00Z",
            "2026-03-01T10:00:00.Z",
            "2026-03-01T10:00:00+0100",
            "2026-03-01T10:00:00+1:00",
            "2026-03-01T10:00:00Z ",
            "+026-03-01T10:00:00Z",
            "2026-03-01T1a:00:00Z",
            "2026-03-01T10:00:00+01:00:00",
            "２026-03-01T10:00:00Z",
            "2026-03-01T10:00:0éZ",
        ] {
            check_moment(text, Err(TimeError::Layout));
        }
        for text in [
            "2026-02-29T10:00:00Z",
            "2026-13-01T10:00:00Z",
            "2026-00-01T10:00:00Z",
            "2026-04-31T10:00:00Z",
            "2026-03-01T24:00:00Z",
            "2026-03-01T10:60:00Z",
            "2026-03-01T10:00:61Z",
            "2026-03-01T10:00:00+24:00",
            "2026-03-01T10:00:00+01:60",
            "0000-01-01T00:00:00Z",
        ] {
            check_moment(text, Err(TimeError::NoSuchTime));
        }
    }

    #[test]
    fn no_number_is_too_large_to_be_refused() {
        for ms in [
            i64::MIN,
            i64::MAX,
            i64::MIN + 1,
            FIRST_DAY * MS_PER_DAY - 1,
            (LAST_DAY + 1) * MS_PER_DAY,
        ] {
            assert!(Moment::new(ms, 0).is_none(), "{ms}");
        }
        assert!(Moment::new(0, 24 * 60).is_none());
        assert!(Moment::new(0, i16::MIN).is_none());
        let end = Moment::parse_rfc3339("9999-12-31T23:00:00Z").expect("a moment");
        assert_eq!(end.plus_hours(2), end);
        assert_eq!(end.plus_hours(i64::MAX), end);
        assert_eq!(end.with_offset(120).offset_minutes(), 0);
        assert_eq!(date("9999-12-31").plus_days(i64::MAX), date("9999-12-31"));
    }

    #[test]
    fn one_instant_in_two_time_zones_is_one_moment() {
        let here = Moment::parse_rfc3339("2026-03-01T00:30:00+01:00").expect("a moment");
        let there = here.with_offset(0);
        assert_eq!(here, there);
        assert_eq!(
            (here.date(), there.date()),
            (date("2026-03-01"), date("2026-02-28"))
        );
        assert_eq!(
            (here.minute_of_day(), there.minute_of_day()),
            (30, 23 * 60 + 30)
        );
        assert_eq!(Moment::at(here.date(), 30, 60), Some(here));
        assert_eq!(Moment::at(here.date(), 24 * 60, 60), None);
    }

    #[test]
    fn hours_are_counted_whole() {
        let start = Moment::parse_rfc3339("2026-03-01T10:00:00Z").expect("a moment");
        let later = Moment::parse_rfc3339("2026-03-02T10:59:59+01:00").expect("a moment");
        assert_eq!(later.hours_since(start), 23);
        assert_eq!(start.hours_since(later), -24);
        assert_eq!(start.plus_hours(24).to_rfc3339(), "2026-03-02T10:00:00Z");
    }

    #[test]
    fn working_days_leave_the_weekend_out() {
        // 2026-03-06 was a Friday.
        for (from, to, count) in [
            ("2026-03-06", "2026-03-06", 0),
            ("2026-03-06", "2026-03-07", 0),
            ("2026-03-06", "2026-03-08", 0),
            ("2026-03-06", "2026-03-09", 1),
            ("2026-03-06", "2026-03-13", 5),
            ("2026-03-07", "2026-03-14", 5),
            ("2026-03-09", "2026-03-06", 0),
            ("2026-03-02", "2026-03-04", 2),
        ] {
            assert_eq!(
                working_days_between(date(from), date(to)),
                count,
                "{from} to {to}"
            );
        }
        for (from, count, to) in [
            ("2026-03-06", 0, "2026-03-06"),
            ("2026-03-06", 1, "2026-03-09"),
            ("2026-03-07", 1, "2026-03-09"),
            ("2026-03-07", 5, "2026-03-13"),
            ("2026-03-08", 6, "2026-03-16"),
            ("2026-03-05", 2, "2026-03-09"),
        ] {
            assert_eq!(
                plus_working_days(date(from), count),
                date(to),
                "{from} plus {count}"
            );
        }
    }

    prop_compose! {
        fn any_date()(day in FIRST_DAY..=LAST_DAY) -> Date { Date::from_days(day) }
    }

    proptest! {
        #[test]
        fn dates_agree_with_a_date_library(a in any_date(), b in any_date(), n in -800_000i64..800_000) {
            prop_assert_eq!(a.to_string(), oracle(a).to_string());
            prop_assert_eq!(Date::parse(&a.to_string()), Ok(a));
            prop_assert_eq!(a.weekday() as i8, oracle(a).weekday().to_monday_zero_offset());
            let days = (oracle(a) - oracle(b)).get_days();
            prop_assert_eq!(a.days_since(b), i64::from(days));
            prop_assert_eq!(a.cmp(&b), oracle(a).cmp(&oracle(b)));
            if let Ok(later) = oracle(a).checked_add(jiff::Span::new().days(n))
                && later.year() >= 1
            {
                prop_assert_eq!(a.plus_days(n).to_string(), later.to_string());
            }
        }

        #[test]
        fn moments_agree_with_a_date_library(ms in -62_000_000_000_000i64..253_000_000_000_000, offset in -1439i16..=1439) {
            let moment = Moment::new(ms, offset).expect("in range");
            let text = moment.to_rfc3339();
            let theirs: jiff::Timestamp = text.parse().expect("RFC 3339");
            prop_assert_eq!(theirs.as_millisecond(), ms);
            let back = Moment::parse_rfc3339(&text).expect("our own text");
            prop_assert_eq!((back.unix_ms(), back.offset_minutes()), (ms, offset));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,40}") {
            std::hint::black_box((Moment::parse_rfc3339(&text).is_ok(), Date::parse(&text).is_ok()));
        }

        #[test]
        fn any_near_miss_is_read_or_refused(text in "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{0,12})?([Zz]|[+-][0-9]{2}:?[0-9]{2})?") {
            if let Ok(moment) = Moment::parse_rfc3339(&text) {
                prop_assert_eq!(Moment::parse_rfc3339(&moment.to_rfc3339()), Ok(moment));
            }
        }

        #[test]
        fn working_days_count_as_a_walk_does(start in 0i64..40_000, days in 0i64..60, count in 0u16..60) {
            let from = Date::from_days(start);
            let walk = (1..=days).filter(|&n| from.plus_days(n).is_working_day()).count();
            prop_assert_eq!(working_days_between(from, from.plus_days(days)), walk as i64);
            let to = plus_working_days(from, count);
            prop_assert_eq!(working_days_between(from, to), i64::from(count));
            prop_assert!(count == 0 || to.is_working_day());
        }
    }
}
