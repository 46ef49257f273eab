//! Making one text of two texts of the same record.
//!
//! Owns the rules by which two devices, two tabs, or a file and a device agree, whatever the order in
//! which they meet: each rule picks the greater of two by a total order, or unites two sets, so merging
//! is commutative, associative and idempotent. Must not know where the texts come from.
//!
//! Both texts have this version's form. It works on the texts and not on domain values, so that the
//! fields of a later version are merged as well, by the same rules.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet};

use super::json::{Fields, Object, list, text};
use super::key::Key;
use crate::domain::history::Stamp;
use crate::domain::time::Moment;

/// The fields that hold parts by name, each of which is merged on its own.
const MAPS_OF_PARTS: [&str; 3] = ["actions", "details", "letters"];

/// What was frozen twice, and differently, under one id: by a link, which leaves own words out, or by a file
/// edited by hand. The longest is the result, and of two the later in the order of texts; so many others are
/// kept beside it.
const MAX_ASIDE: usize = 4;

/// Merges two texts of the record with this key.
#[must_use]
pub fn merge(key: &Key, a: &str, b: &str) -> String {
    if a == b {
        return a.to_owned();
    }
    match key {
        Key::Result { .. } => merge_results(a, b),
        Key::Draft { .. } => merge_drafts(a, b),
        _ => greater(a, b).to_owned(),
    }
}

fn merge_results(a: &str, b: &str) -> String {
    let (mut a, mut b) = (Fields::over(a), Fields::over(b));
    let mut versions = frozen(&mut a);
    for (first, score) in frozen(&mut b) {
        insert_frozen(&mut versions, first, score);
    }
    let mut merged = merge_fields(a, b, |name, a, b| {
        if MAPS_OF_PARTS.contains(&name) {
            merge_fields(Fields::over(a), Fields::over(b), |_, a, b| {
                greater(a, b).to_owned()
            })
            .finish()
        } else {
            greater(a, b).to_owned()
        }
    });
    let mut aside = Vec::new();
    let mut ranked: Vec<(String, Option<String>)> = versions.into_iter().collect();
    ranked.sort_by(|(a, _), (b, _)| (b.len(), b).cmp(&(a.len(), a)));
    for (n, (first, score)) in ranked.into_iter().take(1 + MAX_ASIDE).enumerate() {
        let mut target = Fields::default();
        let fields = if n == 0 { &mut merged } else { &mut target };
        fields.raw("first", first);
        fields.optional("score", score, Fields::raw);
        if n > 0 {
            aside.push(target.finish());
        }
    }
    if !aside.is_empty() {
        merged.raw("aside", format!("[{}]", aside.join(",")));
    }
    merged.finish()
}

/// Takes out what is frozen in a result: its own, and what was put aside when it met another.
fn frozen(record: &mut Fields) -> BTreeMap<String, Option<String>> {
    let mut versions = BTreeMap::new();
    if let Some(first) = record.take("first") {
        insert_frozen(&mut versions, first, record.take("score"));
    }
    let aside = record.take("aside").unwrap_or_default();
    for other in list(&aside).unwrap_or_default() {
        let mut other = Fields::over(other);
        if let Some(first) = other.take("first") {
            insert_frozen(&mut versions, first, other.take("score"));
        }
    }
    versions
}

/// The same answers may have been scored differently, by a fault or a hand; one score is enough, since
/// it can be worked out again.
fn insert_frozen(
    versions: &mut BTreeMap<String, Option<String>>,
    first: String,
    score: Option<String>,
) {
    let kept = versions.entry(first).or_default();
    if score > *kept {
        *kept = score;
    }
}

fn merge_drafts(a: &str, b: &str) -> String {
    let (mut a, mut b) = (Fields::over(a), Fields::over(b));
    // Where a person is goes with the latest change; what they answered goes question by question, so
    // that two tabs on one draft lose nothing.
    let place = |draft: &mut Fields| {
        let changed_at = draft.take("changed_at");
        (
            moment(changed_at.as_deref()),
            changed_at,
            draft.take("position"),
        )
    };
    let start = |draft: &mut Fields| {
        let started_at = draft.take("started_at");
        let zone = draft.take("started_zone");
        // A copy that came by a link does not name the zone; one that does goes first.
        (moment(started_at.as_deref()), started_at, Reverse(zone))
    };
    let (_, changed_at, position) = place(&mut a).max(place(&mut b));
    let (_, started_at, Reverse(started_zone)) = start(&mut a).min(start(&mut b));
    let (mut answers, mut times) = (Fields::default(), Fields::default());
    let (a_sheet, b_sheet) = (DraftAnswers::take(&mut a), DraftAnswers::take(&mut b));
    for question in a_sheet
        .questions()
        .chain(b_sheet.questions())
        .collect::<BTreeSet<_>>()
    {
        let (at, answer) = a_sheet.answer(question).max(b_sheet.answer(question));
        times.optional(question, at, Fields::number);
        answers.optional(question, answer, Fields::raw);
    }
    let mut merged = merge_fields(a, b, |_, a, b| greater(a, b).to_owned());
    merged.optional("changed_at", changed_at, Fields::raw);
    merged.optional("position", position, Fields::raw);
    merged.optional("started_at", started_at, Fields::raw);
    merged.optional("started_zone", started_zone, Fields::raw);
    merged.raw("answers", answers.finish());
    merged.raw("answered_at", times.finish());
    merged.finish()
}

/// A draft's answers, with the times at which they were given or taken back.
struct DraftAnswers {
    answers: Fields,
    times: Fields,
}

impl DraftAnswers {
    fn take(draft: &mut Fields) -> Self {
        let object = |raw: Option<String>| raw.map(|raw| Fields::over(&raw)).unwrap_or_default();
        Self {
            answers: object(draft.take("answers")),
            times: object(draft.take("answered_at")),
        }
    }

    fn questions(&self) -> impl Iterator<Item = &str> {
        self.answers.names().chain(self.times.names())
    }

    fn answer(&self, question: &str) -> (Option<i64>, Option<String>) {
        let at = self.times.get(question).and_then(|raw| raw.parse().ok());
        (at, self.answers.get(question).map(str::to_owned))
    }
}

/// All fields of both; one that both have by `merge`.
fn merge_fields(mut a: Fields, b: Fields, merge: impl Fn(&str, &str, &str) -> String) -> Fields {
    for (name, theirs) in b {
        let merged = match a.get(&name) {
            Some(ours) => merge(&name, ours, &theirs),
            None => theirs,
        };
        a.raw(&name, merged);
    }
    a
}

/// The greater of two values: the one with the later stamp where both have one, one that has a stamp
/// over one that has none, the greater of two numbers, and else the later in the order of texts.
fn greater<'a>(a: &'a str, b: &'a str) -> &'a str {
    if rank(a).cmp(&rank(b)).then_with(|| a.cmp(b)) == Ordering::Less {
        b
    } else {
        a
    }
}

fn rank(value: &str) -> (Option<Stamp>, Option<i64>) {
    let stamp = Object::parse(value).ok().and_then(|object| {
        let tag = u32::try_from(object.number("tag")?).ok()?;
        Some(Stamp {
            changed_at: object.number("at")?,
            tag,
        })
    });
    (stamp, value.parse().ok())
}

fn moment(raw: Option<&str>) -> Option<Moment> {
    Moment::parse_rfc3339(&text(raw?)?).ok()
}
