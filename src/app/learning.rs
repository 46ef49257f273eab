//! What there is to learn, as the pages show it: for one result, and over all of them.
//!
//! Owns the way from what is kept to lists: which lessons a result has and in what order, which came up before,
//! what is open, what is due. Derived anew each time; nothing here is kept, and no clock is read: the day is
//! that of the last event.

// Most fields and variants are named for exactly what they are; the others have their words.
#![allow(missing_docs)]

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::domain::answers::{Answer, AnswerSheet};
use crate::domain::follow_up::lesson_rules;
use crate::domain::friend_sheet::FriendSheet;
use crate::domain::history::{Id, Interview};
use crate::domain::lesson::{self, Lesson, LessonKey, NoteKind};
use crate::domain::practice::{self, Practised};
use crate::domain::prepared::{Prepared, is_same_question, question_key};
use crate::domain::quiz::Quiz;
use crate::domain::scoring::score;
use crate::domain::time::Date;
use crate::wire::learning::{self, Item, ItemKind, ItemValue};

use super::listing;
use super::reading::{self, Reading};
use super::state::State;

/// How many days after an interview its open actions are still shown on the page over all results. A judgment:
/// what was not done in a month is no longer what the next interview hangs on.
pub const RECENT_DAYS: i64 = 30;

/// All items of a kind, of the quiz that is answered here, the earliest first. What cannot be read comes last.
fn of_kind(state: &State, kind: ItemKind) -> Vec<&Rc<Item>> {
    let wanted = (state.quiz_id().as_str(), kind.name());
    let items = &state.items;
    let first = items.partition_point(|item| (item.quiz.as_str(), item.kind.as_str()) < wanted);
    let rest = items.iter().skip(first);
    let rest = rest.take_while(|item| (item.quiz.as_str(), item.kind.as_str()) == wanted);
    let mut all: Vec<_> = rest.collect();
    all.sort_by_key(|item| made_at(item));
    all
}

fn made_at(item: &Item) -> i64 {
    match &item.value {
        ItemValue::Lesson(lesson) => lesson.made_at,
        ItemValue::Prepared(prepared) => prepared.made_at,
        ItemValue::ToAsk(question) => question.made_at,
        ItemValue::FriendSheet(sheet) => sheet.made_at,
        _ => i64::MAX,
    }
}

/// A person's own lessons.
pub fn own_lessons(state: &State) -> Vec<&Rc<Item>> {
    of_kind(state, ItemKind::Lesson)
}

/// All prepared answers.
pub fn prepared(state: &State) -> Vec<&Rc<Item>> {
    of_kind(state, ItemKind::Prepared)
}

/// All questions to ask.
pub fn to_ask(state: &State) -> Vec<&Rc<Item>> {
    of_kind(state, ItemKind::ToAsk)
}

/// All sheets that friends filled in, the earliest first.
pub fn friend_sheets(state: &State) -> Vec<&Rc<Item>> {
    of_kind(state, ItemKind::FriendSheet)
}

/// The sheet that is filled in at present: the one begun last that can be read.
pub fn friend_sheet(state: &State) -> Option<(&Id, &FriendSheet)> {
    let sheets = friend_sheets(state).into_iter().rev();
    let mut sheets = sheets.filter_map(|item| Some((&item.id, item.friend_sheet()?)));
    sheets.next()
}

/// How far practising a prepared answer is. What cannot be read counts as never practised.
pub fn practised(state: &State, prepared: &Id) -> Option<Practised> {
    match state
        .item(state.quiz_id(), ItemKind::Practice.name(), prepared)?
        .value
    {
        ItemValue::Practice(practised) => Some(practised),
        _ => None,
    }
}

/// One lesson of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct LessonRow {
    pub key: LessonKey,
    pub lesson: Lesson,
    /// Whether what the person made of it can be read. If not, it is kept as it is and not changed.
    pub is_readable: bool,
}

/// The quiz that a lesson belongs to: that of its result, or the one that is answered here.
pub fn quiz_of<'s>(state: &'s State, lesson: &LessonKey) -> &'s Id {
    let interview = match lesson {
        LessonKey::OfRule { interview, .. } => state.interviews.get(interview),
        LessonKey::Own(_) => None,
    };
    interview.map_or(state.quiz_id(), |interview| &interview.quiz.id)
}

/// What a person made of a lesson.
pub fn row(state: &State, key: LessonKey) -> LessonRow {
    let quiz = quiz_of(state, &key);
    let item = learning::place(&key).and_then(|(kind, id)| state.item(quiz, &kind, id));
    let lesson = item.and_then(|item| item.lesson());
    LessonRow {
        is_readable: item.is_none() || lesson.is_some(),
        lesson: lesson.cloned().unwrap_or_default(),
        key,
    }
}

/// The lessons of a result in the person's order, and how many of them are shown before "more".
pub fn lessons(state: &State, interview: &Interview, reading: &Reading) -> (Vec<LessonRow>, usize) {
    let mut rows: Vec<LessonRow> = Vec::new();
    for own in own_lessons(state) {
        if own.lesson().and_then(|lesson| lesson.learnt_from.as_ref()) == Some(&interview.id) {
            rows.push(row(state, LessonKey::Own(own.id.clone())));
        }
    }
    let shown = rows.len() + reading.advice.lessons_shown;
    for lesson in &reading.advice.lessons {
        let key = LessonKey::OfRule {
            interview: interview.id.clone(),
            rule: lesson.rule.clone(),
        };
        rows.push(row(state, key));
    }
    let chosen = match order(state, interview).map(|item| &item.value) {
        Some(ItemValue::Order(names)) => names.as_slice(),
        _ => &[],
    };
    let names: Vec<&str> = rows.iter().map(|row| row.key.name()).collect();
    let places = lesson::ordered(&names, chosen);
    let rows = places
        .into_iter()
        .filter_map(|place| rows.get(place).cloned());
    (rows.collect(), shown)
}

fn order<'s>(state: &'s State, interview: &Interview) -> Option<&'s Rc<Item>> {
    let kind = ItemKind::Order.name();
    state.item(&interview.quiz.id, kind, &interview.id)
}

/// Whether the lessons of a result can be moved: an order that cannot be read is not written over.
pub fn may_move(state: &State, interview: &Interview) -> bool {
    order(state, interview).is_none_or(|item| item.value != ItemValue::Unread)
}

/// A note of a result that has words and is asked for.
fn noted(state: &State, interview: &Interview, wanted: NoteKind) -> String {
    let Some(quiz) = state.quiz_made_with(&interview.quiz) else {
        return String::new();
    };
    let answers = interview.current_answers();
    let mut all = String::new();
    for (id, kind) in lesson::notes(&quiz) {
        let Some(Answer::Text(words)) = answers.get(id).filter(|_| kind == wanted) else {
            continue;
        };
        let asked = quiz
            .question(id)
            .is_some_and(|question| quiz.is_visible(question, answers));
        let words = words.trim();
        if asked && !words.is_empty() {
            if !all.is_empty() {
                all.push('\n');
            }
            all.push_str(words);
        }
    }
    all
}

/// The question that was hardest, as it was noted. Empty where none was.
pub fn hard_question(state: &State, interview: &Interview) -> String {
    noted(state, interview, NoteKind::HardQuestion)
}

/// What the interviewer said.
#[derive(Clone, Debug, PartialEq)]
pub struct Advice {
    pub words: String,
    /// Whether what the person made of it can be read.
    pub is_readable: bool,
}

/// The advice of a result: as it was noted, or in the person's later words. `None` where there never was any.
pub fn advice(state: &State, interview: &Interview) -> Option<Advice> {
    let kind = ItemKind::Advice.name();
    let item = state.item(&interview.quiz.id, kind, &interview.id);
    match item.map(|item| &item.value) {
        Some(ItemValue::Advice(words)) => Some(Advice {
            words: words.clone(),
            is_readable: true,
        }),
        unread => {
            let words = noted(state, interview, NoteKind::Advice);
            let is_readable = unread.is_none();
            (!words.is_empty() || !is_readable).then_some(Advice { words, is_readable })
        }
    }
}

/// The prepared answers to what was hard in a result.
pub fn prepared_for<'s>(state: &'s State, interview: &Id) -> Vec<&'s Rc<Item>> {
    let mut all = prepared(state);
    all.retain(|item| asked_in(item) == Some(interview));
    all
}

/// The result in which the question of a prepared answer was noted.
fn asked_in(item: &Item) -> Option<&Id> {
    item.prepared()?.asked_in.as_ref()
}

/// A lesson over all results.
#[derive(Clone, Debug, PartialEq)]
pub struct Recurring {
    /// The lesson as it stands with the latest result that it came up in.
    pub row: LessonRow,
    /// In how many results it came up.
    pub times: usize,
    /// The latest result that it came up in.
    pub interview: Option<Rc<Interview>>,
}

/// Which lessons each result gives. Worked out once for each result and quiz, since it costs more than anything else that
/// the pages over all results show: with thousands of results, more than a person's typing could wait for. A lesson that
/// comes with the time alone is there when the page is next opened.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResultsCache {
    results: Rc<Vec<Rc<ResultSummary>>>,
    /// The day on which they were looked over: a lesson may come with the days.
    on: Option<Date>,
}

/// One result, looked over.
#[derive(Clone, Debug, PartialEq)]
struct ResultSummary {
    interview: Rc<Interview>,
    quiz: Rc<Quiz>,
    /// The rules, as places in the quiz.
    lessons: Vec<usize>,
}

impl ResultsCache {
    /// All results of `state`. What was looked over before, and is the same now, is taken from there.
    #[must_use]
    pub fn of(state: &State, before: &Self) -> Self {
        let mut all: Vec<Rc<ResultSummary>> = Vec::new();
        let on = Some(state.now.date());
        let before = match before.on == on {
            true => before.results.as_slice(),
            false => &[],
        };
        let mut place = 0;
        for interview in state.interviews.values() {
            let Some(quiz) = state.quiz_made_with(&interview.quiz) else {
                continue;
            };
            // Both lists go by the ids.
            while before
                .get(place)
                .is_some_and(|known| known.interview.id < interview.id)
            {
                place += 1;
            }
            let same = before.get(place).filter(|known| {
                Rc::ptr_eq(&known.interview, interview) && Rc::ptr_eq(&known.quiz, &quiz)
            });
            all.push(match same {
                Some(known) => Rc::clone(known),
                None => Rc::new(look_at(state, interview, quiz)),
            });
        }
        Self {
            results: Rc::new(all),
            on,
        }
    }
}

fn look_at(state: &State, interview: &Rc<Interview>, quiz: Rc<Quiz>) -> ResultSummary {
    let (sheet, _) = AnswerSheet::new(&quiz, interview.current_answers());
    let score = score(&quiz, &sheet);
    let lessons = lesson_rules(&quiz, &sheet, &score, &reading::times(state, interview));
    ResultSummary {
        interview: Rc::clone(interview),
        quiz,
        lessons,
    }
}

/// How often a rule's lesson came up, and where it did last.
struct Tally<'s> {
    rule: &'s str,
    times: usize,
    at: i64,
    interview: &'s Rc<Interview>,
}

/// The lessons over all results: those that came up more often first, then those of later interviews. A rule's lesson is
/// one, however often it came up; it is done when it is ticked for the latest time.
pub fn recurring(state: &State, results_cache: &ResultsCache) -> Vec<Recurring> {
    // In the order of the present rules; those of other versions that the present one no longer has come behind.
    let mut tallies: Vec<Tally<'_>> = Vec::new();
    for looked in results_cache.results.iter() {
        let interview = &looked.interview;
        let at = listing::took_place(interview);
        for rule in &looked.lessons {
            let rule = looked.quiz.rules()[*rule].id.as_str();
            let place = tallies.iter().position(|tally| tally.rule == rule);
            match place.and_then(|place| tallies.get_mut(place)) {
                Some(tally) => {
                    tally.times += 1;
                    if at >= tally.at {
                        (tally.at, tally.interview) = (at, interview);
                    }
                }
                None => tallies.push(Tally {
                    rule,
                    times: 1,
                    at,
                    interview,
                }),
            }
        }
    }
    let rules = state.quiz.rules();
    tallies.sort_by_key(|tally| {
        let found = rules.iter().position(|rule| rule.id == tally.rule);
        found.unwrap_or(usize::MAX)
    });
    let mut all: Vec<Recurring> = Vec::new();
    for tally in &tallies {
        let key = LessonKey::OfRule {
            interview: tally.interview.id.clone(),
            rule: tally.rule.to_owned(),
        };
        all.push(Recurring {
            row: row(state, key),
            times: tally.times,
            interview: Some(Rc::clone(tally.interview)),
        });
    }
    for own in own_lessons(state) {
        let Some(lesson) = own.lesson() else { continue };
        let learnt_from = lesson.learnt_from.as_ref();
        let interview = learnt_from.and_then(|id| state.interviews.get(id)).cloned();
        let key = LessonKey::Own(own.id.clone());
        all.push(Recurring {
            row: LessonRow {
                key,
                lesson: lesson.clone(),
                is_readable: true,
            },
            times: 1,
            interview,
        });
    }
    let at = |lesson: &Recurring| match &lesson.interview {
        Some(interview) => listing::took_place(interview),
        None => lesson.row.lesson.made_at,
    };
    all.sort_by_key(|lesson| (Reverse(lesson.times), Reverse(at(lesson))));
    all
}

/// What is still to be done for a result.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenActions {
    pub interview: Rc<Interview>,
    /// The rules, in the order of the result's page.
    pub rules: Vec<String>,
}

/// The open actions of results whose outcome is open and whose interview is no more than [`RECENT_DAYS`] days ago,
/// the latest first.
pub fn open_actions(state: &State) -> Vec<OpenActions> {
    let mut open: Vec<OpenActions> = Vec::new();
    for interview in listing::latest_first(state) {
        let days = (state.now.unix_ms() - listing::took_place(interview)) / 86_400_000;
        if days > RECENT_DAYS || !listing::is_pending(interview) {
            continue;
        }
        let Some(reading) = reading::read(state, interview) else {
            continue;
        };
        let is_open = |rule: &str| {
            let action = interview.actions.get(rule);
            action.is_none_or(|action| action.value.done_at.is_none())
        };
        let rules = reading.advice.actions.iter().map(|action| &action.rule);
        let rules = rules.filter(|rule| reading.is_task(rule) && is_open(rule));
        let rules: Vec<String> = rules.cloned().collect();
        if !rules.is_empty() {
            open.push(OpenActions {
                interview: Rc::clone(interview),
                rules,
            });
        }
    }
    open
}

/// The first letter that is still to be sent, of an interview of the last week, and the result that it belongs to.
pub fn unsent_letter(
    state: &State,
    may_be_sent: impl Fn(&str) -> bool,
) -> Option<(Rc<Interview>, String)> {
    let of_last_week = open_actions(state).into_iter().filter(|open| {
        let age = state.now.unix_ms() - listing::took_place(&open.interview);
        age < 7 * 86_400_000
    });
    of_last_week.into_iter().find_map(|open| {
        let reading = reading::read(state, &open.interview)?;
        let actions = reading.advice.actions.into_iter();
        let letter = actions
            .filter(|action| open.rules.contains(&action.rule))
            .find_map(|action| action.letter.filter(|letter| may_be_sent(letter)))?;
        Some((open.interview, letter))
    })
}

/// What `say` finds in the results, the latest first, as long as it is not empty; at most so many.
fn said(
    state: &State,
    most: usize,
    say: &dyn Fn(&Interview) -> String,
) -> Vec<(Rc<Interview>, String)> {
    let mut all = Vec::new();
    for interview in listing::latest_first(state) {
        let words = say(interview);
        if !words.trim().is_empty() {
            all.push((Rc::clone(interview), words));
            if all.len() == most {
                break;
            }
        }
    }
    all
}

/// The advice of all results, the latest first; at most so many.
pub fn all_advice(state: &State, most: usize) -> Vec<(Rc<Interview>, String)> {
    said(state, most, &|interview| {
        advice(state, interview).map_or_else(String::new, |advice| advice.words)
    })
}

/// What was written down after the interviews, the latest first; at most so many.
pub fn all_notes(state: &State, most: usize) -> Vec<(Rc<Interview>, String)> {
    said(state, most, &|interview| interview.notes.value.clone())
}

/// A question that was noted as hard and has no prepared answer.
#[derive(Clone, Debug, PartialEq)]
pub struct HardQuestion {
    /// Its words, as they were noted last.
    pub words: String,
    /// In how many results it was noted.
    pub times: usize,
    /// The latest of them.
    pub interview: Rc<Interview>,
}

/// The questions that were noted as hard and have no prepared answer, the latest first. One that was noted again is one.
pub fn unanswered(state: &State) -> Vec<HardQuestion> {
    let prepared = prepared(state);
    let (mut places, mut answered): (BTreeMap<String, usize>, BTreeSet<String>) =
        Default::default();
    let mut answered_in: BTreeSet<&Id> = BTreeSet::new();
    for item in &prepared {
        answered_in.extend(asked_in(item));
        answered.extend(item.prepared().map(|one| question_key(&one.question)));
    }
    let mut all: Vec<HardQuestion> = Vec::new();
    let hard = |interview: &Interview| hard_question(state, interview);
    for (interview, words) in said(state, usize::MAX, &hard) {
        let key = question_key(&words);
        if answered.contains(&key) || answered_in.contains(&interview.id) {
            continue;
        }
        let known = places.get(&key).and_then(|place| all.get_mut(*place));
        if let Some(known) = known {
            known.times += 1;
            continue;
        }
        places.insert(key, all.len());
        all.push(HardQuestion {
            words,
            times: 1,
            interview,
        });
    }
    all
}

/// The prepared answer to a question of these words, where there is one.
pub fn prepared_to<'s>(state: &'s State, question: &str) -> Option<&'s Rc<Item>> {
    let is_it = |item: &&Rc<Item>| {
        let prepared = item.prepared();
        prepared.is_some_and(|prepared| is_same_question(&prepared.question, question))
    };
    let asks = !question.trim().is_empty();
    prepared(state).into_iter().find(|item| asks && is_it(item))
}

/// The prepared answers in the order of practising, what is most urgent first. Those without a question are left out.
fn by_urgency(state: &State) -> Vec<(&Rc<Item>, Option<Practised>)> {
    let mut cards: Vec<(&Rc<Item>, Option<Practised>)> = Vec::new();
    for item in prepared(state) {
        let asks = |prepared: &Prepared| !prepared.question.trim().is_empty();
        if item.prepared().is_some_and(asks) {
            cards.push((item, practised(state, &item.id)));
        }
    }
    cards.sort_by_key(|(_, practised)| practice::urgency(*practised));
    cards
}

/// The prepared answers to practise, what is most urgent first: those that are due, or all. One of which nothing is
/// written yet is to be written, not practised.
pub fn to_practise(state: &State, all: bool, today: Date) -> Vec<Id> {
    let mut ids = Vec::new();
    for (item, practised) in by_urgency(state) {
        if is_written(item) && (all || practice::is_due(practised, today)) {
            ids.push(item.id.clone());
        }
    }
    ids
}

/// The prepared answers of which nothing is written yet, the earliest first.
pub fn to_write(state: &State) -> Vec<&Rc<Item>> {
    let mut all = prepared(state);
    all.retain(|item| item.prepared().is_some() && !is_written(item));
    all
}

fn is_written(item: &Item) -> bool {
    let prepared = item.prepared();
    prepared.is_some_and(|prepared| prepared.parts_written() > 0)
}

/// A person's own hard questions for a friend to ask, each once: those with an answer, what is most urgent first, then
/// those without one.
pub fn own_questions(state: &State) -> Vec<String> {
    let prepared = by_urgency(state).into_iter();
    let prepared = prepared.filter_map(|(item, _)| Some(item.prepared()?.question.clone()));
    let unanswered = unanswered(state).into_iter().map(|hard| hard.words);
    let mut known: BTreeSet<String> = BTreeSet::new();
    let all = prepared.chain(unanswered);
    all.filter(|question| known.insert(question_key(question)))
        .collect()
}

/// The item that holds a prepared answer.
pub fn prepared_answer<'s>(state: &'s State, id: &Id) -> Option<&'s Rc<Item>> {
    state.item(state.quiz_id(), ItemKind::Prepared.name(), id)
}

/// How many of the things that are listed here cannot be read. They are kept.
pub fn unreadable(state: &State) -> usize {
    let listed = [
        own_lessons(state),
        prepared(state),
        to_ask(state),
        friend_sheets(state),
    ];
    let listed = listed.concat();
    let unread = listed.iter().filter(|item| item.value == ItemValue::Unread);
    unread.count()
}

/// Whether there is anything to learn from: a result, or something of a person's own.
pub fn is_anything(state: &State) -> bool {
    let quiz = state.quiz_id();
    !state.interviews.is_empty() || state.items.iter().any(|item| item.quiz == *quiz)
}
