//! What was answered on the pages of the HTML before the program was there.
//!
//! questionnaire.js writes it down, one key a tab, and hands it over when the program takes the page over. Owns the
//! reading of that text, in both places; the [`Store`](super::store::Store) makes a draft of it, and stays the one
//! writer of drafts. Must not know the page.
//!
//! A field that is missing was not used yet. Times are milliseconds since 1970 by the browser's clock.

use std::cell::RefCell;

use super::json::{Object, Problem, ProblemKind, Reader};
use super::record::{MAX_ANSWERS, read_answer, record_object};
use crate::domain::answers::Answers;
use crate::domain::history::{Draft, Id, Part, QuizRef, Situation};
use crate::domain::time::Moment;
use crate::domain::zone::Zones;

/// The version of the text that this module reads.
const VERSION: i64 = 1;

/// What the page hands over.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CarriedOver {
    /// The interview in progress, where one was begun.
    pub draft: Option<Draft>,
    /// Whether anything may be kept on this device, where the person said so on the page.
    pub keep: Option<bool>,
    /// Whether a choice leads on by itself, where the person said so on the page.
    pub go_on_at_once: Option<bool>,
    /// Whether the person has come to the page by a step, so that its heading takes the focus.
    pub is_step: bool,
    /// Whether the person has asked for the result.
    pub is_result_wanted: bool,
}

impl CarriedOver {
    /// Reads what the page hands over. What cannot be read there was not written by a page of this build; then nothing
    /// was handed over, and the notes that the page has kept are put aside by the store.
    pub fn parse(text: &str, quiz: &Id, zones: &Zones) -> Self {
        let Ok(object) = record_object(text) else {
            return Self::default();
        };
        let problems = RefCell::new(Vec::new());
        let record = Reader::new(object, &problems);
        Self {
            draft: read(&record, quiz, zones),
            keep: record.raw("keep").and_then(flag),
            go_on_at_once: record.raw("go_on_at_once").and_then(flag),
            is_step: record.raw("step").and_then(flag).unwrap_or(false),
            is_result_wanted: record.raw("result").and_then(flag).unwrap_or(false),
        }
    }
}

/// Reads notes that a tab has kept, as the draft that they come to. Each time is written down as the person's clock showed
/// it then.
///
/// # Errors
/// All that is wrong with them. They are put aside then, like any other record that cannot be read.
pub(crate) fn read_notes(text: &str, quiz: &Id, zones: &Zones) -> Result<Draft, Vec<Problem>> {
    let object: Object<'_> = record_object(text)?;
    let problems = RefCell::new(Vec::new());
    let draft = read(&Reader::new(object, &problems), quiz, zones);
    let problems = problems.into_inner();
    draft.filter(|_| problems.is_empty()).ok_or(problems)
}

fn read(record: &Reader<'_, '_>, quiz: &Id, zones: &Zones) -> Option<Draft> {
    let version: Option<i64> = record.number("v", VERSION, VERSION);
    let id = record.id("id");
    let quiz_version = record.id("version");
    let at = |ms| Moment::new(ms, 0).map(|at| zones.shown(None, at));
    let began = record.milliseconds("began").and_then(at);
    let answers = record.object("answers");
    let times = record.object("at");
    let (answers, times) = (answers?, times?);
    if answers.len().max(times.len()) > MAX_ANSWERS {
        return record.problem("answers", ProblemKind::LongerThan(MAX_ANSWERS));
    }
    let mut sheet = Answers::new();
    let mut is_whole = true;
    for (question, raw) in answers.entries() {
        // One that was taken back has a time alone.
        if raw == "null" {
            continue;
        }
        match read_answer(&answers, question, raw) {
            Some(answer) => sheet.set(question, answer),
            None => is_whole = false,
        }
    }
    let mut answered_at = Vec::new();
    for (question, raw) in times.entries() {
        answered_at.push((question.to_owned(), times.milliseconds_in(question, raw)?));
    }
    let latest = answered_at.iter().map(|(_, ms)| *ms).max();
    let mut situation = Part::<Situation>::default();
    let promised_on = record.optional("promised", Reader::date)?;
    let promised_at = record.optional("promised_at", Reader::milliseconds)?;
    if let Some(promised_at) = promised_at.and_then(at) {
        let told = Situation {
            promised_on,
            ..Situation::default()
        };
        situation.set(told, promised_at, 0);
    }
    let position = record.optional("position", Reader::id)?;
    let without_outside = record.optional_flag("without_outside")?;
    let gut_frozen = record.optional_flag("frozen")?;
    version?;
    is_whole.then_some(())?;
    let started_at = began?;
    Some(Draft {
        id: id?,
        quiz: QuizRef {
            id: quiz.clone(),
            version: quiz_version?,
            without_outside,
        },
        started_at,
        started_zone: zones.own(),
        changed_at: latest.and_then(at).unwrap_or(started_at),
        answers: sheet,
        answered_at: answered_at.into_iter().collect(),
        situation,
        gut_frozen,
        position,
    })
}

fn flag(raw: &str) -> Option<bool> {
    raw.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::answers::Answer;
    use crate::domain::zone::{TimeZones, ZoneName};

    const NOTES: &str = r#"{"v":1,"version":"1.0.0","id":"a1","began":1000,"answers":{"gut":"awful","gut10":3,"lean":null,"coach_notes":{"text":"speak up"}},"at":{"gut":1001,"gut10":1002,"lean":1003,"coach_notes":1004},"frozen":true,"position":"hard","promised":"2026-03-09","promised_at":1005}"#;

    fn zones() -> Zones {
        Zones::fixed(60)
    }

    fn quiz() -> Id {
        Id::new("interview").expect("a sound id")
    }

    #[test]
    fn notes_are_read_with_every_answer_and_its_time() {
        let draft = read_notes(NOTES, &quiz(), &zones()).expect("sound notes");
        assert_eq!(draft.id.as_str(), "a1");
        assert_eq!(draft.started_at, Moment::new(1000, 60).expect("sound"));
        assert_eq!(draft.changed_at, Moment::new(1004, 60).expect("sound"));
        let awful = Answer::Option("awful".to_owned());
        assert_eq!(draft.answers.get("gut"), Some(&awful));
        assert_eq!(draft.answers.get("gut10"), Some(&Answer::Number(3)));
        let words = Answer::Text("speak up".to_owned());
        assert_eq!(draft.answers.get("coach_notes"), Some(&words));
        assert_eq!(draft.answers.get("lean"), None);
        assert_eq!(draft.answered_at.get("lean"), Some(&1003));
        assert!(draft.gut_frozen);
        assert_eq!(draft.position, Id::new("hard"));
        let promised = draft.situation.value.promised_on;
        assert_eq!(
            promised.map(|date| date.to_string()).as_deref(),
            Some("2026-03-09")
        );
    }

    /// A clock that was put forward at 1,002 ms after 1970.
    struct PutForward;

    impl TimeZones for PutForward {
        fn own(&self) -> Option<ZoneName> {
            None
        }

        fn offset_minutes(&self, _: Option<&ZoneName>, unix_ms: i64) -> Option<i16> {
            Some(if unix_ms < 1002 { 60 } else { 120 })
        }
    }

    #[test]
    fn each_time_is_written_down_as_the_clock_showed_it_then() {
        let zones = Zones::new(PutForward);
        let draft = read_notes(NOTES, &quiz(), &zones).expect("sound notes");
        assert_eq!(draft.started_at.offset_minutes(), 60);
        assert_eq!(draft.changed_at.offset_minutes(), 120);
    }

    #[test]
    fn damaged_notes_are_refused_with_all_that_is_wrong() {
        for damaged in [
            "",
            "[]",
            "{}",
            r#"{"v":2}"#,
            &NOTES.replace("\"awful\"", "{}"),
            &NOTES.replace("1003", "-1"),
        ] {
            let problems = read_notes(damaged, &quiz(), &zones()).expect_err(damaged);
            assert!(!problems.is_empty(), "{damaged}");
        }
    }

    #[test]
    fn what_is_handed_over_says_what_was_pressed() {
        let text = NOTES.replacen(
            '{',
            r#"{"keep":false,"go_on_at_once":true,"result":true,"#,
            1,
        );
        let handed = CarriedOver::parse(&text, &quiz(), &zones());
        assert_eq!(handed.draft, read_notes(NOTES, &quiz(), &zones()).ok());
        assert_eq!(
            (handed.keep, handed.go_on_at_once),
            (Some(false), Some(true))
        );
        assert!(handed.is_result_wanted);
        assert_eq!(
            CarriedOver::parse("nonsense", &quiz(), &zones()),
            CarriedOver::default()
        );
        let nothing =
            r#"{"v":1,"version":"1.0.0","id":"","began":0,"answers":{},"at":{},"result":false}"#;
        assert_eq!(
            CarriedOver::parse(nothing, &quiz(), &zones()),
            CarriedOver::default()
        );
    }
}
