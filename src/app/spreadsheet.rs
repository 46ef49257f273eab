//! All results as a table for a spreadsheet: one row a result.
//!
//! Owns the columns, which docs/exports.md explains. Their names and the names of options are those of the quiz
//! document and of the records, in every language the same, so that a sheet made once goes on working. The numbers are
//! those that "How well do you read interviews?" and the charts are drawn from.

use crate::domain::answers::Answer;
use crate::domain::calibration::{Eligibility, LeftOut};
use crate::domain::history::{Format, Interview};
use crate::domain::quiz::{Question, QuestionKind, Role, UNSURE};
use crate::domain::scoring::probability;
use crate::domain::zone::ZoneName;
use crate::wire::csv::{Cell, Form, write};

use super::calibration;
use super::listing;
use super::state::State;

const COLUMNS: [&str; 35] = [
    "id",
    "company",
    "role",
    "round",
    "interview_at",
    "interview_zone",
    "format",
    "interviewers",
    "quiz",
    "quiz_version",
    "started_at",
    "started_zone",
    "finished_at",
    "finished_zone",
    "felt",
    "felt_level",
    "felt_in_ten",
    "felt_chance",
    "second_look",
    "second_look_at",
    "second_look_zone",
    "points",
    "band",
    "signs_chance",
    "range_low",
    "range_high",
    "gap",
    "promised_on",
    "outcome",
    "outcome_on",
    "outcome_closed",
    "outcome_note",
    "went_on",
    "counts",
    "notes",
];

/// The file's text, the latest result first.
pub fn spreadsheet(state: &State, form: Form) -> String {
    let asked = state.quiz.questions().iter();
    let asked: Vec<&Question> = asked.filter(|question| is_column(question)).collect();
    let mut columns: Vec<String> = COLUMNS.map(str::to_owned).into();
    columns.extend(
        asked
            .iter()
            .map(|question| ["answer_", &question.id].concat()),
    );
    let all = listing::latest_first(state);
    let mut rows = Vec::with_capacity(all.len());
    for interview in all {
        let mut row = row(state, interview);
        for question in &asked {
            row.push(answer(interview, &question.id));
        }
        rows.push(row);
    }
    write(&columns, &rows, form)
}

/// Whether an answer has a column of its own: what was asked before the result, but for the gut, which has its own, and
/// for notes.
fn is_column(question: &Question) -> bool {
    let before = matches!(question.role, Role::Sign { .. } | Role::Neutral);
    before && matches!(question.kind, QuestionKind::One { .. })
}

fn answer(interview: &Interview, question: &str) -> Cell {
    Cell::text(interview.answers.option(question).unwrap_or_default())
}

fn row(state: &State, interview: &Interview) -> Vec<Cell> {
    let details = &interview.details.value;
    let stored = &interview.stored;
    let whole = |number: Option<i64>| number.map_or(Cell::Empty, Cell::whole);
    let interview_at = details.interview_at.map(|at| {
        if details.day_only {
            at.date().to_string()
        } else {
            at.to_rfc3339()
        }
    });
    let look = interview.second_look.value.as_ref();
    let recorded = interview.outcome.value.as_ref();
    let (felt, level, in_ten) = felt(state, interview);
    let (counts, felt_chance) = match calibration::eligibility_of(state, interview) {
        Eligibility::Decided(case) => ("yes", Cell::chance(case.gut)),
        Eligibility::Pending => ("pending", Cell::Empty),
        Eligibility::LeftOut(why) => (reason(why), Cell::Empty),
    };
    let has_band = stored.band > 0;
    let signs = probability(calibration::base_one_in(state), stored.total.points());
    let thousandths =
        |end: Option<u16>| end.map_or(Cell::Empty, |end| Cell::decimal(end.into(), 3));
    let text = |text: Option<String>| Cell::text(&text.unwrap_or_default());
    let zone = |zone: Option<&ZoneName>| Cell::text(zone.map_or("", ZoneName::as_str));
    let went_on = recorded.and_then(|recorded| recorded.is_yes());
    vec![
        Cell::text(interview.id.as_str()),
        Cell::text(&details.company),
        Cell::text(&details.role),
        Cell::text(&details.round),
        text(interview_at),
        zone(details.zone.as_ref()),
        Cell::text(details.format.map_or("", Format::id)),
        whole(details.interviewers.map(i64::from)),
        Cell::text(interview.quiz.id.as_str()),
        Cell::text(interview.quiz.version.as_str()),
        text(Some(interview.started_at.to_rfc3339())),
        zone(interview.started_zone.as_ref()),
        text(Some(interview.finished_at.to_rfc3339())),
        zone(interview.finished_zone.as_ref()),
        Cell::text(&felt),
        whole(level.map(i64::from)),
        whole(in_ten.map(i64::from)),
        felt_chance,
        Cell::text(look.map_or("", |look| look.gut.as_str())),
        text(look.map(|look| look.at.to_rfc3339())),
        zone(look.and_then(|look| look.zone.as_ref())),
        // Quarter-points, as hundredths.
        Cell::decimal(i64::from(stored.total.quarters()) * 25, 2),
        Cell::whole(i64::from(stored.band)),
        if has_band {
            Cell::chance(signs)
        } else {
            Cell::Empty
        },
        thousandths(stored.range.map(|(low, _)| low)),
        thousandths(stored.range.map(|(_, high)| high)),
        whole(stored.gap.map(i64::from)),
        text(
            interview
                .situation
                .value
                .promised_on
                .map(|on| on.to_string()),
        ),
        Cell::text(recorded.map_or("", |recorded| recorded.outcome.id())),
        text(
            recorded
                .and_then(|recorded| recorded.on)
                .map(|on| on.to_string()),
        ),
        whole(recorded.map(|recorded| i64::from(recorded.closed))),
        Cell::text(recorded.map_or("", |recorded| &recorded.note)),
        whole(went_on.map(i64::from)),
        Cell::text(counts),
        Cell::text(&interview.notes.value),
    ]
}

/// The option of the gut, its level, and the forecast, from the first answers.
fn felt(state: &State, interview: &Interview) -> (String, Option<u8>, Option<u8>) {
    let quiz = state.quiz_for(&interview.quiz);
    let chosen = quiz.gut().and_then(|gut| {
        let chosen = interview.answers.option(&gut.id)?;
        Some((chosen.to_owned(), gut.option(chosen)))
    });
    let level = chosen
        .as_ref()
        .and_then(|(_, option)| option.as_ref()?.level);
    let felt = chosen.map(|(felt, _)| felt).filter(|felt| felt != UNSURE);
    let forecast = quiz
        .questions()
        .iter()
        .find(|question| question.role == Role::Forecast)
        .and_then(|question| match interview.answers.get(&question.id) {
            Some(Answer::Number(number)) => Some(*number),
            _ => None,
        });
    (felt.unwrap_or_default(), level, forecast)
}

fn reason(why: LeftOut) -> &'static str {
    match why {
        LeftOut::TooLittle => "too_little_to_go_on",
        LeftOut::KnownBefore => "known_before",
        LeftOut::NoGut => "no_gut",
        LeftOut::UnknownVersion => "unknown_version",
        LeftOut::SteppedBack => "stepped_back",
    }
}
