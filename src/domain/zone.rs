//! Time zones: what a clock somewhere shows at an instant, and the instant at which it shows a time.
//!
//! Owns the port [`TimeZones`], which the browser's own data answers, and [`Zones`], which turns instants and
//! times of day into each other. The offset of a moment comes from that moment, never from the present: half of the
//! year the present's is another one. Must not know when zones change.

use std::fmt;
use std::rc::Rc;

use super::time::{Date, Moment};

const MS_PER_DAY: i64 = 86_400_000;

/// The name of a time zone, such as `Europe/Berlin`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneName(String);

impl ZoneName {
    /// More than any name in use has.
    pub const MAX_CHARS: usize = 64;

    /// A name of letters, digits and `/ _ + -`, as all names of zones are written. `None` for anything else.
    #[must_use]
    pub fn new(name: &str) -> Option<Self> {
        let may_stand = |c: char| c.is_ascii_alphanumeric() || "/_+-".contains(c);
        let is_name =
            !name.is_empty() && name.len() <= Self::MAX_CHARS && name.chars().all(may_stand);
        is_name.then(|| Self(name.to_owned()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What is known of time zones. In the browser its own data answers.
pub trait TimeZones {
    /// The name of the zone that the person's clock is in, if the device says it.
    fn own(&self) -> Option<ZoneName>;

    /// How many minutes a clock in `zone` is ahead of UTC at this instant; where no zone is named, the person's own.
    /// `None` where the zone is not known here.
    fn offset_minutes(&self, zone: Option<&ZoneName>, unix_ms: i64) -> Option<i16>;
}

/// The time zones that the program reckons in. Clones are the same.
#[derive(Clone)]
pub struct Zones(Rc<dyn TimeZones>);

impl Zones {
    /// Zones that `known` knows.
    pub fn new(known: impl TimeZones + 'static) -> Self {
        Self(Rc::new(known))
    }

    /// A clock that never changes and whose zone has no name: all that an offset says.
    #[must_use]
    pub fn fixed(offset_minutes: i16) -> Self {
        Self::new(Fixed(offset_minutes))
    }

    /// The name of the zone that the person's clock is in.
    #[must_use]
    pub fn own(&self) -> Option<ZoneName> {
        self.0.own()
    }

    /// Whether it is known when clocks change there.
    #[must_use]
    pub fn knows(&self, zone: &ZoneName) -> bool {
        self.0.offset_minutes(Some(zone), 0).is_some()
    }

    /// The same instant as a clock shows it there: in `zone`, or in the person's own where none is named. As it is
    /// written down where that is not known.
    #[must_use]
    pub fn shown(&self, zone: Option<&ZoneName>, at: Moment) -> Moment {
        let offset = self.0.offset_minutes(zone, at.unix_ms());
        offset.map_or(at, |offset| at.with_offset(offset))
    }

    /// The instant at which a clock in `zone` shows this day and time of day; in the person's own zone where none is
    /// named. A time that the clock skips is read as if it had not been put forward, and of one that it shows twice
    /// the first is meant, as calendars do (RFC 5545, section 3.3.5). `None` for a minute that no day has, and where
    /// the zone is not known.
    #[must_use]
    pub fn moment(&self, zone: Option<&ZoneName>, date: Date, minute: u16) -> Option<Moment> {
        // Clocks change rarely: a day before and a day after, both offsets that it may be are in force.
        let in_utc = Moment::at(date, minute, 0)?.unix_ms();
        let before = self.0.offset_minutes(zone, in_utc - MS_PER_DAY)?;
        let after = self.0.offset_minutes(zone, in_utc + MS_PER_DAY)?;
        let read = |offset| Moment::at(date, minute, offset).map(|at| self.shown(zone, at));
        let shows_it = |at: &Moment| at.date() == date && at.minute_of_day() == minute;
        let both = [read(before)?, read(after)?];
        both.into_iter().find(shows_it).or(Some(both[0]))
    }
}

/// Two programs' zones are told apart by what they say of the person's clock alone: all else about zones is the same
/// for everybody.
impl PartialEq for Zones {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0) || (self.own().is_some() && self.own() == other.own())
    }
}

impl fmt::Debug for Zones {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Zones").field(&self.own()).finish()
    }
}

struct Fixed(i16);

impl TimeZones for Fixed {
    fn own(&self) -> Option<ZoneName> {
        None
    }

    fn offset_minutes(&self, zone: Option<&ZoneName>, _: i64) -> Option<i16> {
        zone.is_none().then_some(self.0)
    }
}
