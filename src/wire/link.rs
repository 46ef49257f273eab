//! One result, or an interview in progress, in a link: what stands behind `#/open/`, out and in again.
//!
//! Owns the forms `v1.<base64url>` (RFC 4648 section 5, without padding) of a result's record and `d1.<base64url>` of a
//! draft's, and what of either never goes into a link: names, notes, and answers in own words. Must not know what
//! becomes of a result that was read; its score is not to be trusted.

use super::json::{Object, Problem, ProblemKind};
use super::migration::{SCHEMA, version};
use super::record::{decode_draft, decode_interview, encode_draft, encode_interview};
use crate::domain::answers::{Answer, Answers};
use crate::domain::history::{
    Details, Draft, Interview, Label, LabelPart, Part, SecondLook, Situation, Stamp,
};
use std::collections::BTreeMap;

/// The most characters of what stands behind `#/open/`: longer links are cut by some of what they travel through.
pub const MAX_LINK: usize = 2_000;

const FORM: &str = "v1.";

const DRAFT_FORM: &str = "d1.";

/// Why a link leads to no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkProblem {
    /// It does not begin as a link of this program does.
    NotOurs,
    /// A newer version of this program made it.
    Newer,
    /// It has more than [`MAX_LINK`] characters.
    TooLong,
    /// A part of it is missing, or was changed on its way.
    Cut,
    /// It is whole, and says something that cannot be.
    Damaged(Vec<Problem>),
}

/// A result as a link carries it: without names, notes and own words; the times of its answers go too where there is room.
///
/// Whoever keeps it beside the whole result, later, loses nothing: its parts have a stamp just before the whole one's.
fn bare(interview: &Interview) -> Interview {
    Interview {
        answers: without_words(&interview.answers),
        answered_at: times(&interview.answered_at, &interview.answers),
        corrected: before(
            interview.corrected.stamp,
            interview.corrected.value.as_ref().map(without_words),
        ),
        situation: bare_situation(&interview.situation),
        details: bare_details(&interview.details),
        outcome: before(
            interview.outcome.stamp,
            interview.outcome.value.clone().map(|mut recorded| {
                recorded.note.clear();
                recorded
            }),
        ),
        notes: Part::default(),
        actions: BTreeMap::new(),
        letters: BTreeMap::new(),
        calendar: Part::default(),
        started_zone: None,
        finished_zone: None,
        second_look: without_zone(&interview.second_look),
        ..interview.clone()
    }
}

/// A draft as a link carries it: the answers, the gut as it was frozen, and when it was begun.
fn bare_draft(draft: &Draft) -> Draft {
    Draft {
        answers: without_words(&draft.answers),
        answered_at: times(&draft.answered_at, &draft.answers),
        situation: bare_situation(&draft.situation),
        started_zone: None,
        ..draft.clone()
    }
}

/// When the answers were given that a link carries.
fn times(answered_at: &BTreeMap<String, i64>, answers: &Answers) -> BTreeMap<String, i64> {
    let is_carried = |question: &str| {
        let answer = answers.get(question);
        answer.is_some_and(|answer| !matches!(answer, Answer::Text(_)))
    };
    let mut times = BTreeMap::new();
    for (question, at) in answered_at
        .iter()
        .filter(|(question, _)| is_carried(question))
    {
        times.insert(question.clone(), *at);
    }
    times
}

fn bare_situation(situation: &Part<Situation>) -> Part<Situation> {
    let answers = without_words(&situation.value.answers);
    let bare = Situation {
        answers,
        asked_zone: None,
        refused_zone: None,
        said_no_zone: None,
        ..situation.value.clone()
    };
    before(situation.stamp, bare)
}

fn without_zone(look: &Part<Option<SecondLook>>) -> Part<Option<SecondLook>> {
    let bare = look
        .value
        .clone()
        .map(|look| SecondLook { zone: None, ..look });
    before(look.stamp, bare)
}

/// The label without names.
fn bare_details(label: &Label) -> Label {
    let whole = &label.value;
    let is_carried = |part: &LabelPart| {
        matches!(
            part,
            LabelPart::Day | LabelPart::Format | LabelPart::Interviewers
        )
    };
    Label {
        value: Details {
            interview_at: whole.interview_at,
            day_only: whole.day_only,
            just_now: whole.just_now,
            format: whole.format,
            interviewers: whole.interviewers,
            ..Details::default()
        },
        stamps: (label.stamps.iter())
            .filter(|(part, _)| is_carried(part))
            .map(|(part, stamp)| (*part, *stamp))
            .collect(),
    }
}

fn before<T>(stamp: Stamp, value: T) -> Part<T> {
    let changed_at = stamp.changed_at.saturating_sub(1).max(0);
    Part::new(
        value,
        Stamp {
            changed_at,
            ..stamp
        },
    )
}

fn without_words(answers: &Answers) -> Answers {
    let mut bare = Answers::new();
    for (question, answer) in answers.iter() {
        if !matches!(answer, Answer::Text(_)) {
            bare.set(question, answer.clone());
        }
    }
    bare
}

/// What stands behind `#/open/` for this result; `None` where it is too much for a link.
#[must_use]
pub fn write(interview: &Interview) -> Option<String> {
    let mut bare = bare(interview);
    if let Some(corrected) = &mut bare.corrected.value {
        *corrected = differences(&bare.answers, corrected);
    }
    coded(FORM, &encode_interview(&bare, "")).or_else(|| {
        // When each answer was given is the least of it.
        bare.answered_at = BTreeMap::new();
        coded(FORM, &encode_interview(&bare, ""))
    })
}

/// What of the corrected answers is not as it was first: of twenty answers, one or two. A correction takes no answer back.
fn differences(first: &Answers, corrected: &Answers) -> Answers {
    let mut differences = Answers::new();
    for (question, answer) in corrected.iter() {
        if first.get(question) != Some(answer) {
            differences.set(question, answer.clone());
        }
    }
    differences
}

/// The corrected answers as they were. A link that names them all is right too.
fn corrected(first: &Answers, differences: &Answers) -> Answers {
    let mut corrected = first.clone();
    for (question, answer) in differences.iter() {
        corrected.set(question, answer.clone());
    }
    corrected
}

/// The same for an interview in progress.
#[must_use]
pub fn write_draft(draft: &Draft) -> Option<String> {
    let mut bare = bare_draft(draft);
    coded(DRAFT_FORM, &encode_draft(&bare, "")).or_else(|| {
        bare.answered_at = BTreeMap::new();
        coded(DRAFT_FORM, &encode_draft(&bare, ""))
    })
}

fn coded(form: &str, record: &str) -> Option<String> {
    let mut link = form.to_owned();
    push_base64url(&mut link, record.as_bytes());
    (link.len() <= MAX_LINK).then_some(link)
}

/// Whether a link says that it carries an interview in progress.
#[must_use]
pub fn is_draft(link: &str) -> bool {
    link.starts_with('d')
}

/// Reads what stands behind `#/open/`. Names, notes and own words are left out, whoever put them in.
///
/// # Errors
/// See [`LinkProblem`].
pub fn read(link: &str) -> Result<Interview, LinkProblem> {
    let text = record(FORM, link)?;
    let mut interview = bare(&decode_interview(&text).map_err(why)?);
    if let Some(value) = &mut interview.corrected.value {
        *value = corrected(&interview.answers, value);
    }
    Ok(interview)
}

/// The same for an interview in progress.
///
/// # Errors
/// See [`LinkProblem`].
pub fn read_draft(link: &str) -> Result<Draft, LinkProblem> {
    let text = record(DRAFT_FORM, link)?;
    let draft = decode_draft(&text).map_err(why)?;
    Ok(bare_draft(&draft))
}

/// The record that a link of this form holds.
fn record(form: &str, link: &str) -> Result<String, LinkProblem> {
    let Some(data) = link.strip_prefix(form) else {
        let kind = form.trim_end_matches("1.");
        let number = link
            .strip_prefix(kind)
            .and_then(|rest| rest.split_once('.'));
        let is_newer = number.is_some_and(|(number, _)| number.parse::<u16>().is_ok());
        return Err(if is_newer {
            LinkProblem::Newer
        } else {
            LinkProblem::NotOurs
        });
    };
    // The end of a sentence, or the bracket that the link stood in.
    let is_ours = |c: char| u8::try_from(c).is_ok_and(|byte| ALPHABET.contains(&byte));
    let data = data.find(|c| !is_ours(c)).map_or(data, |end| &data[..end]);
    if form.len() + data.len() > MAX_LINK {
        return Err(LinkProblem::TooLong);
    }
    let bytes = base64url(data).ok_or(LinkProblem::Cut)?;
    let text = String::from_utf8(bytes).map_err(|_| LinkProblem::Cut)?;
    let object = Object::parse(&text).map_err(|_| LinkProblem::Cut)?;
    if version(&object).is_some_and(|version| version > SCHEMA) {
        return Err(LinkProblem::Newer);
    }
    Ok(text)
}

fn why(problems: Vec<Problem>) -> LinkProblem {
    let is_cut = |problem: &Problem| matches!(problem.what, ProblemKind::NotJson { .. });
    if problems.iter().any(is_cut) {
        LinkProblem::Cut
    } else {
        LinkProblem::Damaged(problems)
    }
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

fn push_base64url(link: &mut String, bytes: &[u8]) {
    for chunk in bytes.chunks(3) {
        let byte = |place: usize| u32::from(chunk.get(place).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..=chunk.len() {
            let index = bits >> (18 - 6 * place) & 63;
            link.push(char::from(ALPHABET[index as usize]));
        }
    }
}

/// The bytes that a text stands for; `None` where it is none of ours. Bits that stand for nothing must be nought, so that
/// no two texts stand for the same.
fn base64url(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    for chunk in text.as_bytes().chunks(4) {
        let mut bits = 0;
        for place in 0..4 {
            let index = match chunk.get(place) {
                Some(digit) => ALPHABET.iter().position(|other| other == digit)?,
                None => 0,
            };
            bits = bits << 6 | index;
        }
        let [_, a, b, c] = (bits as u32).to_be_bytes();
        let all = [a, b, c];
        // One digit alone holds no byte.
        let count = chunk.len().checked_sub(1).filter(|count| *count > 0)?;
        if all[count..].iter().any(|byte| *byte != 0) {
            return None;
        }
        bytes.extend_from_slice(&all[..count]);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn base64url_is_that_of_the_standard() {
        // RFC 4648 section 10, without padding.
        for (plain, coded) in [
            ("", ""),
            ("f", "Zg"),
            ("fo", "Zm8"),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg"),
            ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"),
            ("\u{3ff}>>?", "z78-Pj8"),
        ] {
            let mut text = String::new();
            push_base64url(&mut text, plain.as_bytes());
            assert_eq!(text, coded);
            assert_eq!(base64url(coded).as_deref(), Some(plain.as_bytes()));
        }
        for bad in [
            "Z", "Zm9vZ", "Zh", "Zm9", "Zg==", "Z g", "Zm+v", "Zm/v", "é",
        ] {
            assert_eq!(base64url(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_bad_link_says_what_is_wrong() {
        use LinkProblem::*;
        let of = |text: &str| {
            let mut link = FORM.to_owned();
            push_base64url(&mut link, text.as_bytes());
            link
        };
        let long = ["v1.", &"A".repeat(MAX_LINK)].concat();
        for (link, problem) in [
            ("", NotOurs),
            ("hello", NotOurs),
            ("vx.e30", NotOurs),
            ("v2.e30", Newer),
            (&long, TooLong),
            ("v1.", Cut),
            ("v1.e", Cut),
            ("v1.{}", Cut),
            (&of("{\"v\":1,\"id\":\"a\",\"fir"), Cut),
            (&of("[1]"), Cut),
            (&of(r#"{"v":99}"#), Newer),
        ] {
            assert_eq!(read(link), Err(problem), "{link}");
        }
        let Err(Damaged(problems)) = read(&of(r#"{"v":1,"id":"a b"}"#)) else {
            panic!("whole, and wrong")
        };
        let fields: Vec<&str> = problems
            .iter()
            .map(|problem| problem.field.as_str())
            .collect();
        assert_eq!(fields, ["id", "first", "score"]);
    }

    proptest! {
        #[test]
        fn any_bytes_come_back(bytes in prop::collection::vec(any::<u8>(), 0..50)) {
            let mut text = String::new();
            push_base64url(&mut text, &bytes);
            prop_assert_eq!(base64url(&text), Some(bytes));
        }

        #[test]
        fn no_link_brings_the_program_down(link in "v1\\.[A-Za-z0-9_-]{0,80}|\\PC{0,60}") {
            read(&link).ok();
        }
    }
}
