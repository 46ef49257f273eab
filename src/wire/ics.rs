//! Calendar files (RFC 5545).
//!
//! Owns how reminders are written for a calendar. Google's, Apple's and Outlook's read it alike: one
//! calendar of plain events, each with an id that stays the same, so that importing again brings events up
//! to date and doubles none. There is no `METHOD`: with one, a calendar takes the file for an invitation,
//! which would have to name who invites (RFC 5546, section 3.2.1). Must not know what is worth a reminder.

use crate::domain::history::Id;
use crate::domain::reminder::{Reminder, When};
use crate::domain::time::{Date, Moment};

/// The most octets of a line, without its end (section 3.1).
const LINE_OCTETS: usize = 75;

/// An event of a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is about, and when it begins. It lasts half an hour, and the alarm is at its beginning.
    pub reminder: Reminder,
    /// What it is called.
    pub summary: String,
    /// What else is to be said.
    pub description: String,
    /// Whether it was in an earlier file and holds no longer.
    pub is_cancelled: bool,
}

/// A calendar file of one result, with words in the language of this tag. `written` is now; `sequence` is greater each time that the same events are written.
#[must_use]
pub fn calendar(
    of: &Id,
    language: &str,
    entries: &[Entry],
    written: Moment,
    sequence: u32,
) -> String {
    let mut file = String::new();
    for whole in [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Interview Hindsight//Reminders//EN",
        "CALSCALE:GREGORIAN",
    ] {
        line(&mut file, whole, "");
    }
    let in_language = |name: &str| [name, ";LANGUAGE=", language, ":"].concat();
    let sequence = sequence.to_string();
    let written = in_utc(written);
    for entry in entries {
        line(&mut file, "BEGIN:VEVENT", "");
        // The same whenever the same thing is written.
        let name = entry.reminder.about.name();
        let uid = [of.as_str(), "-", name, "@interview-hindsight"].concat();
        line(&mut file, "UID:", &escaped(&uid));
        line(&mut file, "DTSTAMP:", &written);
        line(&mut file, "LAST-MODIFIED:", &written);
        line(&mut file, "SEQUENCE:", &sequence);
        line(&mut file, "DTSTART:", &start(entry.reminder.at));
        line(&mut file, "DURATION:PT30M", "");
        line(&mut file, &in_language("SUMMARY"), &escaped(&entry.summary));
        line(
            &mut file,
            &in_language("DESCRIPTION"),
            &escaped(&entry.description),
        );
        // It is a note to oneself: it keeps nobody from inviting to something else.
        line(&mut file, "TRANSP:TRANSPARENT", "");
        if entry.is_cancelled {
            // Nothing rings for it any more, also where a calendar goes on showing it struck out.
            line(&mut file, "STATUS:CANCELLED", "");
            line(&mut file, "END:VEVENT", "");
            continue;
        }
        line(&mut file, "BEGIN:VALARM", "");
        line(&mut file, "ACTION:DISPLAY", "");
        line(
            &mut file,
            &in_language("DESCRIPTION"),
            &escaped(&entry.summary),
        );
        line(&mut file, "TRIGGER:PT0S", "");
        line(&mut file, "END:VALARM", "");
        line(&mut file, "END:VEVENT", "");
    }
    line(&mut file, "END:VCALENDAR", "");
    file
}

/// A moment in UTC, which is the same everywhere; a time by the person's clock without a zone ("floating",
/// section 3.3.5), which is that time wherever they are.
fn start(at: When) -> String {
    match at {
        When::At(moment) => in_utc(moment),
        When::OnDay { date, minute } => day_and_time(date, minute),
    }
}

fn in_utc(moment: Moment) -> String {
    let moment = moment.with_offset(0);
    [&day_and_time(moment.date(), moment.minute_of_day()), "Z"].concat()
}

/// To the minute; seconds tell nobody anything.
fn day_and_time(date: Date, minute: u16) -> String {
    let two = |number: u16| [if number < 10 { "0" } else { "" }, &number.to_string()].concat();
    [
        &date.to_string().replace('-', ""),
        "T",
        &two(minute / 60),
        &two(minute % 60),
        "00",
    ]
    .concat()
}

/// A text as the value of a property (section 3.3.11). Other control characters may not stand in a file.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' | '\r' => escaped.push_str("\\n"),
            '\t' => escaped.push(c),
            _ if c.is_control() => {}
            _ => escaped.push(c),
        }
    }
    escaped
}

/// Writes a line, folded so that no part is longer than [`LINE_OCTETS`] and no character is cut.
fn line(file: &mut String, name: &str, value: &str) {
    let mut octets = 0;
    for c in name.chars().chain(value.chars()) {
        if octets + c.len_utf8() > LINE_OCTETS {
            file.push_str("\r\n ");
            octets = 1;
        }
        file.push(c);
        octets += c.len_utf8();
    }
    file.push_str("\r\n");
}
