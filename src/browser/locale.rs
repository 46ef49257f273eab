//! How the browser writes numbers, days and plurals: its own `Intl`.
//!
//! Owns [`IntlLocale`]. What the browser cannot do for a language, it does as English does: a number in
//! the wrong form is better than no page.

use std::ops::RangeInclusive;

use js_sys::{Array, Function, Map, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::domain::quiz::QuarterPoints;
use crate::domain::time::{Date, Moment};
use crate::domain::zone::ZoneName;
use crate::wire::locale::{English, Locale, Plural, plain_letters};

const WEEKDAY: [(&str, &str); 4] = [
    ("weekday", "long"),
    ("day", "numeric"),
    ("month", "long"),
    UTC,
];
const UTC: (&str, &str) = ("timeZone", "UTC");
/// Fields for a day are those of the Gregorian calendar everywhere, and so is each day that is said.
const CALENDAR: (&str, &str) = ("calendar", "gregory");
/// The digits that the words of every language have too ("2 to 4 in 10"): two kinds of them in one sentence cannot be read.
const DIGITS: (&str, &str) = ("numberingSystem", "latn");
const YEAR: [(&str, &str); 1] = [("year", "numeric")];
const CLOCK: [(&str, &str); 2] = [("hour", "numeric"), ("minute", "2-digit")];
const MS_PER_DAY: f64 = 86_400_000.0;

/// A language as this browser knows it.
#[derive(Clone, Debug)]
pub struct IntlLocale {
    tag: String,
    kinds: Vec<Plural>,
    plural: Option<JsValue>,
    number: Option<JsValue>,
    points: Option<JsValue>,
    decimal: Option<JsValue>,
    /// A day without its year and with it, and a moment.
    weekday: [Option<JsValue>; 2],
    weekday_time: [Option<JsValue>; 2],
    has_decimal_comma: bool,
}

impl IntlLocale {
    /// The language with this tag. `None` when it is no tag, or this browser does not know the language.
    #[must_use]
    pub fn new(tag: &str) -> Option<Self> {
        // Everything is reckoned in the offset of the moment at hand, so that to `Intl` it is all UTC.
        let day = |more: &[&[(&str, &str)]]| {
            let fields = [&WEEKDAY[..], &more.concat()].concat();
            construct("DateTimeFormat", tag, &fields)
        };
        let fraction = ("maximumFractionDigits", "2");
        if !is_supported(tag) {
            return None;
        }
        let plural = construct("PluralRules", tag, &[]);
        Some(Self {
            tag: tag.to_owned(),
            kinds: plural
                .as_ref()
                .and_then(categories)
                .unwrap_or_else(|| vec![Plural::Other]),
            plural,
            number: construct("NumberFormat", tag, &[]),
            points: construct(
                "NumberFormat",
                tag,
                &[("signDisplay", "exceptZero"), fraction],
            ),
            decimal: construct(
                "NumberFormat",
                tag,
                &[
                    ("minimumFractionDigits", "3"),
                    ("maximumFractionDigits", "3"),
                ],
            ),
            weekday: [day(&[]), day(&[&YEAR])],
            weekday_time: [day(&[&CLOCK]), day(&[&YEAR, &CLOCK])],
            has_decimal_comma: has_decimal_comma(),
        })
    }
}

impl IntlLocale {
    /// The kinds of number that the language's texts tell apart.
    #[must_use]
    pub fn plurals(&self) -> &[Plural] {
        &self.kinds
    }

    /// A day in a form that is seldom needed: making it takes the browser longer than using it.
    fn seldom(&self, fields: &[(&str, &str)], ms: f64) -> Option<String> {
        let format = construct("DateTimeFormat", &self.tag, fields);
        ask(format.as_ref(), "format", ms)
    }
}

impl Locale for IntlLocale {
    fn tag(&self) -> String {
        self.tag.clone()
    }

    fn plural(&self, count: usize) -> Plural {
        let kind = ask(self.plural.as_ref(), "select", count as f64);
        kind.and_then(|name| Plural::parse(&name))
            .unwrap_or(Plural::Other)
    }

    fn number(&self, number: usize) -> String {
        let written = ask(self.number.as_ref(), "format", number as f64);
        written.unwrap_or_else(|| English.number(number))
    }

    fn points(&self, points: QuarterPoints) -> String {
        let written = ask(self.points.as_ref(), "format", points.points());
        // A hyphen is what some languages' data has for a minus, and is hard to see.
        written.map_or_else(
            || English.points(points),
            |text| text.replace('-', "\u{2212}"),
        )
    }

    fn decimal(&self, thousandths: usize) -> String {
        let written = ask(self.decimal.as_ref(), "format", thousandths as f64 / 1000.0);
        written.unwrap_or_else(|| English.decimal(thousandths))
    }

    fn weekday(&self, date: Date, with_year: bool) -> String {
        let [without, with] = &self.weekday;
        let format = if with_year { with } else { without };
        let written = ask(format.as_ref(), "format", day_ms(date));
        written.unwrap_or_else(|| English.weekday(date, with_year))
    }

    fn weekday_name(&self, date: Date) -> String {
        let written = self.seldom(&[WEEKDAY[0], UTC], day_ms(date));
        written.unwrap_or_else(|| English.weekday_name(date))
    }

    fn day_of_year(&self, date: Date, with_year: bool) -> String {
        let year = if with_year { &YEAR[..] } else { &[] };
        let written = self.seldom(&[&WEEKDAY[1..], year].concat(), day_ms(date));
        written.unwrap_or_else(|| English.day_of_year(date, with_year))
    }

    fn weekday_time(&self, at: Moment, with_year: bool) -> String {
        let [without, with] = &self.weekday_time;
        let format = if with_year { with } else { without };
        let written = ask(format.as_ref(), "format", local_ms(at));
        written.unwrap_or_else(|| English.weekday_time(at, with_year))
    }

    fn has_decimal_comma(&self) -> bool {
        self.has_decimal_comma
    }

    fn places(&self, texts: &[&str]) -> Vec<usize> {
        let places = || {
            // Made when it is needed, which is seldom.
            let collator = construct("Collator", &self.tag, &[])?;
            let compare = Reflect::get(&collator, &"compare".into()).ok()?;
            let array: Array = texts.iter().map(|text| JsValue::from_str(text)).collect();
            let sorted = array.slice(0, array.length());
            let sort = Reflect::get(&sorted, &"sort".into()).ok()?;
            sort.dyn_ref::<Function>()?.call1(&sorted, &compare).ok()?;
            let places: Map = Map::new();
            for (place, text) in sorted.iter().enumerate() {
                places.set(&text, &(place as f64).into());
            }
            let place = |text: JsValue| places.get(&text).as_f64().map(|place| place as usize);
            array.iter().map(place).collect::<Option<Vec<usize>>>()
        };
        places().unwrap_or_else(|| English.places(texts))
    }

    fn folded(&self, text: &str) -> String {
        if text.is_ascii() {
            return text.to_ascii_lowercase();
        }
        let text: String = js_sys::JsString::from(text).normalize("NFKD").into();
        let is_mark = |c: &char| MARKS.iter().any(|marks| marks.contains(c));
        let bare: String = text.chars().filter(|c| !is_mark(c)).collect();
        plain_letters(&bare)
    }
}

/// What stands above, below and in letters: of Latin, Greek and Cyrillic, of Hebrew, and of Arabic.
const MARKS: [RangeInclusive<char>; 3] = [
    '\u{300}'..='\u{36f}',
    '\u{591}'..='\u{5c7}',
    '\u{64b}'..='\u{65f}',
];

/// By the first language of the browser: the other programs of that person go by it too.
fn has_decimal_comma() -> bool {
    let tag = preferred_languages().into_iter().next();
    let number = tag.and_then(|tag| construct("NumberFormat", &tag, &[]));
    ask(number.as_ref(), "format", 1.5).is_some_and(|written| written.contains([',', '٫']))
}

/// The languages that the person told the browser, the preferred one first.
#[must_use]
pub fn preferred_languages() -> Vec<String> {
    let Some(window) = web_sys::window() else {
        return Vec::new();
    };
    window
        .navigator()
        .languages()
        .iter()
        .filter_map(|tag| tag.as_string())
        .collect()
}

/// The name of the zone that the device's clock is in.
pub(super) fn own_zone() -> Option<String> {
    let format = construct("DateTimeFormat", LANGUAGE_OF_CLOCKS, &[])?;
    let options = resolved_options(&format)?;
    Reflect::get(&options, &"timeZone".into()).ok()?.as_string()
}

/// How many minutes a clock in this zone is ahead of UTC: what it shows then, less what a clock in UTC shows.
pub(super) fn offset_in(zone: &ZoneName, unix_ms: i64) -> Option<i16> {
    let options = [
        ("timeZone", zone.as_str()),
        ("hourCycle", "h23"),
        ("year", "numeric"),
        ("month", "2-digit"),
        ("day", "2-digit"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
    ];
    // It throws for a zone that the browser does not know.
    let clock = construct("DateTimeFormat", LANGUAGE_OF_CLOCKS, &options)?;
    let shown = ask(Some(&clock), "format", unix_ms as f64)?;
    // "03/08/2026, 14:30": month, day, year, hour, minute.
    let mut numbers = shown
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| !digits.is_empty());
    let (month, day) = (numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?);
    let date = Date::new(numbers.next()?.parse().ok()?, month, day)?;
    let (hour, minute): (u16, u16) = (numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?);
    let there = Moment::at(date, hour * 60 + minute, 0)?.unix_ms();
    i16::try_from((there - unix_ms.div_euclid(60_000) * 60_000) / 60_000).ok()
}

/// The language whose way of writing a clock [`offset_in`] reads.
const LANGUAGE_OF_CLOCKS: &str = "en-US";

/// Midnight UTC of a day, in milliseconds since 1970.
fn day_ms(date: Date) -> f64 {
    date.days_since(Moment::EPOCH.date()) as f64 * MS_PER_DAY
}

/// What the clock shows at a moment, as if it were in UTC.
fn local_ms(at: Moment) -> f64 {
    day_ms(at.date()) + f64::from(at.minute_of_day()) * 60_000.0
}

fn intl() -> Option<JsValue> {
    Reflect::get(&js_sys::global(), &"Intl".into())
        .ok()
        .filter(JsValue::is_object)
}

fn is_supported(tag: &str) -> bool {
    let supported = || {
        let rules = Reflect::get(&intl()?, &"PluralRules".into()).ok()?;
        let method = Reflect::get(&rules, &"supportedLocalesOf".into()).ok()?;
        // It throws when the tag is not one.
        let tags = method
            .dyn_ref::<Function>()?
            .call1(&rules, &tag.into())
            .ok()?;
        Some(tags.dyn_ref::<Array>()?.length() > 0)
    };
    supported().unwrap_or(false)
}

/// Not the typed constructors: those end the program where the browser's throw. What a browser does not have, or refuses, is
/// `None`, for which each caller has plain forms of its own.
fn construct(class: &str, tag: &str, options: &[(&str, &str)]) -> Option<JsValue> {
    let class = Reflect::get(&intl()?, &class.into())
        .ok()?
        .dyn_into::<Function>()
        .ok()?;
    let given = Object::new();
    for (name, value) in [CALENDAR, DIGITS].iter().chain(options) {
        Reflect::set(&given, &(*name).into(), &(*value).into()).ok()?;
    }
    Reflect::construct(&class, &Array::of2(&tag.into(), &given)).ok()
}

fn ask(with: Option<&JsValue>, method: &str, value: f64) -> Option<String> {
    let with = with?;
    let method = Reflect::get(with, &method.into()).ok()?;
    method
        .dyn_ref::<Function>()?
        .call1(with, &value.into())
        .ok()?
        .as_string()
}

fn resolved_options(of: &JsValue) -> Option<JsValue> {
    let method = Reflect::get(of, &"resolvedOptions".into()).ok()?;
    method.dyn_ref::<Function>()?.call0(of).ok()
}

fn categories(rules: &JsValue) -> Option<Vec<Plural>> {
    let options = resolved_options(rules)?;
    let names = Reflect::get(&options, &"pluralCategories".into()).ok()?;
    let names = names.dyn_into::<Array>().ok()?;
    Some(
        names
            .iter()
            .filter_map(|name| Plural::parse(&name.as_string()?))
            .collect(),
    )
}
