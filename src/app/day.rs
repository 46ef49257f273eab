//! Days while they are being typed.
//!
//! Owns what stands in each field for a day, and which of it is a day to keep. While somebody types, a browser hands over
//! nothing, or days that nobody means: of 2026 first the years 2, 20 and 202. So a field shows what was typed into it, whatever
//! is kept, until its page is left. Must not know what a day is kept for.

use crate::domain::time::Date;

use super::event::DayField;

impl DayField {
    /// Whether a day that has not come yet cannot be meant.
    fn is_past(&self) -> bool {
        matches!(self, Self::Interview(_) | Self::Outcome(_))
    }
}

/// What was typed into the fields for days of the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TypedDays(Vec<Typed>);

#[derive(Clone, Debug, PartialEq)]
struct Typed {
    field: DayField,
    text: String,
    /// Whether somebody is still at it. Nothing is said of it meanwhile.
    is_at_work: bool,
}

/// The first year that is taken for a whole one.
pub const FIRST_YEAR: i32 = 1900;

impl TypedDays {
    /// Takes what stands in a field now; the day to keep, if it is one. `today` is the person's.
    pub fn set(&mut self, field: DayField, text: String, today: Date) -> Option<Date> {
        let day = day(&text).filter(|day| !field.is_past() || *day <= today);
        self.forget(|other| *other == field);
        self.0.push(Typed {
            field,
            text,
            is_at_work: true,
        });
        day
    }

    /// A field was left: from now on it can be said what is wrong with it.
    pub fn leave(&mut self, field: &DayField) {
        for typed in self.0.iter_mut().filter(|typed| typed.field == *field) {
            typed.is_at_work = false;
        }
    }

    /// Has these fields show what is kept.
    pub fn forget(&mut self, which: impl Fn(&DayField) -> bool) {
        self.0.retain(|typed| !which(&typed.field));
    }

    /// What stands in a field, if anything was typed into it.
    pub fn text(&self, field: &DayField) -> Option<&str> {
        self.of(field).map(|typed| typed.text.as_str())
    }

    /// Whether a field was left with a day that has not come yet, and is not kept.
    pub fn is_in_the_future(&self, field: &DayField, today: Date) -> bool {
        self.of(field).is_some_and(|typed| {
            let is_later = day(&typed.text).is_some_and(|day| day > today);
            field.is_past() && !typed.is_at_work && is_later
        })
    }

    fn of(&self, field: &DayField) -> Option<&Typed> {
        self.0.iter().find(|typed| typed.field == *field)
    }
}

/// The day that is typed, once it is a whole one.
fn day(text: &str) -> Option<Date> {
    // What cannot be read is most often a day that is only half typed.
    let day = Date::parse(text).ok();
    day.filter(|day| day.year() >= FIRST_YEAR)
}
