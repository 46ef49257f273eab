//! A finished result: correcting it, fitting the advice, and what came of it.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::domain::answers::Answer;
use crate::domain::history::{
    ActionState, Details, Id, Interview, Outcome, RecordedOutcome, SecondLook, Situation,
};
use crate::domain::quiz::{Question, QuestionKind, Quiz, Role};
use crate::domain::time::{Date, Moment};
use crate::domain::times::Since;
use crate::domain::zone::ZoneName;

use super::Transition;
use super::quiz::fits;
use crate::app::event::DayField;
use crate::app::event::{Effect, LabelField, Milestone, Target, WhenChoice};
use crate::app::label;
use crate::app::listing;
use crate::app::reading;
use crate::app::route::Route;
use crate::wire::learning::{ItemKind, ItemValue};

impl Transition {
    /// Corrects one of the answers that led to the result. The first answers stay beside the corrected ones.
    ///
    /// Not once an outcome is recorded: knowing how it ended colours what one remembers (scoring.md
    /// section 4). The gut and the forecast are never corrected.
    pub(super) fn correct(&mut self, id: &Id, question: &str, answer: Answer, at: Moment) {
        let tag = self.tag;
        self.edit(id, |interview, quiz| {
            let asked = quiz
                .question(question)
                .filter(|asked| fits(asked, &answer))?;
            let may = interview.outcome.value.is_none()
                && !matches!(asked.role, Role::Gut | Role::Forecast);
            if !may || interview.current_answers().get(question) == Some(&answer) {
                return None;
            }
            let mut answers = interview.current_answers().clone();
            answers.set(question, answer);
            interview.corrected.set(Some(answers), at, tag);
            Some(())
        });
    }

    /// Keeps what is said about the interview itself.
    pub(super) fn detail_interview(&mut self, id: &Id, details: Details, at: Moment) {
        let tag = self.tag;
        let details = bounded(details);
        self.edit(id, |interview, _| {
            (details != interview.details.value).then(|| interview.details.set(details, at, tag))
        });
    }

    /// Keeps when the interview was, as far as a choice says it.
    pub(super) fn choose_when(&mut self, id: &Id, when: WhenChoice, at: Moment) {
        let days_ago = match when {
            WhenChoice::Now => None,
            WhenChoice::Today => Some(0),
            WhenChoice::Yesterday => Some(1),
            // No day is known until one is typed.
            WhenChoice::OnDay => {
                let fresh = id.clone();
                return self.type_day(DayField::Interview(id.clone()), String::new(), at, fresh);
            }
        };
        self.state
            .typed_days
            .forget(|field| *field == DayField::Interview(id.clone()));
        match days_ago {
            None => self.place_interview(id, Some(at), false, at),
            Some(days) => self.day_interview(id, Some(at.date().plus_days(-days)), at),
        }
    }

    /// Keeps what a field for a day says so far. `fresh` is the id of an interview that begins with it.
    pub(super) fn type_day(&mut self, field: DayField, text: String, at: Moment, fresh: Id) {
        let date = self.state.typed_days.set(field.clone(), text, at.date());
        match field {
            DayField::Interview(id) => self.day_interview(&id, date, at),
            DayField::Situation(id, which) => self.date_situation(&id, which, date, at),
            DayField::Outcome(id) => self.date_outcome(&id, date, at),
            DayField::Promised => self.date_promise(date, at, fresh),
        }
    }

    /// Keeps the day of an interview.
    fn day_interview(&mut self, id: &Id, date: Option<Date>, at: Moment) {
        let moment = date.and_then(|date| self.noon(date));
        self.place_interview(id, moment, true, at);
    }

    fn place_interview(&mut self, id: &Id, moment: Option<Moment>, day_only: bool, at: Moment) {
        let Some(interview) = self.state.interviews.get(id) else {
            return;
        };
        let details = Details {
            interview_at: moment,
            zone: self.state.zones.own().filter(|_| moment.is_some()),
            day_only,
            just_now: moment.is_some() && !day_only,
            ..interview.details.value.clone()
        };
        self.detail_interview(id, details, at);
    }

    /// What a day without a time of day is kept as: it is nobody's midnight.
    fn noon(&self, date: Date) -> Option<Moment> {
        self.state.zones.moment(None, date, 12 * 60)
    }

    /// Answers one of the questions after the result.
    ///
    /// Ticking something that was sent notes the time, which the deadlines are reckoned from; the person can
    /// change it.
    pub(super) fn answer_situation(&mut self, id: &Id, question: &str, answer: Answer, at: Moment) {
        let (tag, zone) = (self.tag, self.state.zones.own());
        let to_do = self.actions_of(id);
        self.show_kept_days();
        self.edit(id, |interview, quiz| {
            let asked = quiz
                .question(question)
                .filter(|asked| fits(asked, &answer))?;
            if !matches!(asked.role, Role::Routing | Role::Base) {
                return None;
            }
            let ticked = match answer {
                Answer::Options(ticked) if matches!(asked.kind, QuestionKind::Many { .. }) => {
                    ticked
                }
                answer => {
                    let mut situation = interview.situation.value.clone();
                    situation.answers.set(question, answer);
                    interview.situation.set(situation, at, tag);
                    return Some(());
                }
            };
            let before = ticks(interview, question);
            answer_with(interview, asked, ticked, at, zone.as_ref(), tag);
            let after = ticks(interview, question);
            // What is said here and what is ticked off in the list is one thing.
            for rule in quiz.rules() {
                let Some((_, option)) = rule.done_by().filter(|(of, _)| *of == question) else {
                    continue;
                };
                let done = match (before.contains(option), after.contains(option)) {
                    (false, true) if to_do.contains(&rule.id) => true,
                    (true, false) if interview.is_done(&rule.id) => false,
                    _ => continue,
                };
                set_done(interview, &rule.id, done, at, tag);
            }
            Some(())
        });
    }

    /// A tick or an outcome brings a day along, or takes it away with its field: what was typed there before is no longer
    /// what stands in it.
    fn show_kept_days(&mut self) {
        let days = &mut self.state.typed_days;
        days.forget(|field| matches!(field, DayField::Situation(..) | DayField::Outcome(_)));
    }

    /// The rules of what there is to do about a result.
    fn actions_of(&self, id: &Id) -> Vec<String> {
        let interview = self.state.interviews.get(id);
        let reading = interview.and_then(|interview| reading::read(&self.state, interview));
        let actions = reading.map_or_else(Vec::new, |reading| reading.advice.actions);
        actions.into_iter().map(|action| action.rule).collect()
    }

    /// Changes a time that the advice hangs on.
    fn date_situation(&mut self, id: &Id, which: Milestone, date: Option<Date>, at: Moment) {
        let tag = self.tag;
        let moment = date.and_then(|date| self.noon(date));
        let zone = self.state.zones.own().filter(|_| moment.is_some());
        self.edit(id, |interview, _| {
            let mut situation = interview.situation.value.clone();
            match which {
                Milestone::Asked => (situation.asked_at, situation.asked_zone) = (moment, zone),
                Milestone::Refused => {
                    (situation.refused_at, situation.refused_zone) = (moment, zone);
                }
                Milestone::SaidNo => {
                    (situation.said_no_at, situation.said_no_zone) = (moment, zone);
                }
                Milestone::Promised => situation.promised_on = date,
                Milestone::NextInterview => situation.next_on = date,
            }
            interview.situation.set(situation, at, tag);
            Some(())
        });
    }

    /// Ticks an action off, or takes the tick back; and with it the answer that says the same.
    pub(super) fn tick(&mut self, id: &Id, rule: String, done: bool, at: Moment) {
        let (tag, zone) = (self.tag, self.state.zones.own());
        self.edit(id, |interview, quiz| {
            let rule = quiz.rule(&rule)?;
            set_done(interview, &rule.id, done, at, tag);
            let (asked, option) = rule
                .done_by()
                .and_then(|(asked, option)| Some((quiz.question(asked)?, option)))
                .unzip();
            if let (Some(asked), Some(option)) = (asked, option) {
                let mut ticked = ticks(interview, &asked.id);
                let changed = if done {
                    ticked.insert(option.to_owned())
                } else {
                    ticked.remove(option)
                };
                if changed {
                    answer_with(interview, asked, ticked, at, zone.as_ref(), tag);
                }
            }
            Some(())
        });
    }

    /// Records how it turned out, or that it is open again.
    pub(super) fn record_outcome(&mut self, id: &Id, outcome: Option<Outcome>, at: Moment) {
        let tag = self.tag;
        self.show_kept_days();
        self.edit(id, |interview, _| {
            let before = interview.outcome.value.take();
            let (on, note) = before.map_or((Some(at.date()), String::new()), |before| {
                (before.on, before.note)
            });
            let value = outcome.map(|outcome| RecordedOutcome {
                outcome,
                on,
                note,
                closed: false,
            });
            interview.outcome.set(value, at, tag);
            Some(())
        });
        // Where the page only asks, the question is gone with its answer, and with it the button that had the focus.
        if !matches!(self.state.route, Route::Past(_)) {
            self.focus(Target::Heading);
        }
    }

    /// Changes the day on which the outcome was heard.
    fn date_outcome(&mut self, id: &Id, date: Option<Date>, at: Moment) {
        self.edit_outcome(id, at, &|recorded| recorded.on = date);
    }

    /// Keeps what was said with the outcome, cut to what a note holds.
    pub(super) fn note_outcome(&mut self, id: &Id, note: String, at: Moment) {
        let note: String = note.chars().take(Interview::MAX_NOTE_CHARS).collect();
        self.edit_outcome(id, at, &|recorded| recorded.note.clone_from(&note));
    }

    /// Counts no reply as a no from now on, or waits again.
    pub(super) fn close_outcome(&mut self, id: &Id, closed: bool, at: Moment) {
        self.edit_outcome(id, at, &|recorded| {
            recorded.closed = closed && recorded.outcome == Outcome::NoReply;
        });
    }

    fn edit_outcome(&mut self, id: &Id, at: Moment, change: &dyn Fn(&mut RecordedOutcome)) {
        let tag = self.tag;
        self.edit(id, |interview, _| {
            let before = interview.outcome.value.clone()?;
            let mut after = before.clone();
            change(&mut after);
            (after != before).then(|| interview.outcome.set(Some(after), at, tag))
        });
    }

    /// Notes when the person was asked about a result, so that the page does not ask again for a week.
    pub(super) fn nothing_heard(&mut self, id: &Id, at: Moment) {
        let Some(interview) = self.state.interviews.get(id) else {
            return;
        };
        let quiz = interview.quiz.id.clone();
        self.keep_item(&quiz, ItemKind::Asked.name(), id, ItemValue::Asked, at);
        self.focus(Target::Heading);
    }

    /// Keeps how it feels after a day, beside the first answer, which stays frozen.
    ///
    /// Not once an outcome is recorded: knowing how it ended colours what one feels.
    pub(super) fn look_again(&mut self, id: &Id, gut: &str, at: Moment) {
        let (tag, zone) = (self.tag, self.state.zones.own());
        let may = |interview: &Rc<Interview>| listing::may_look_again(&self.state, interview);
        if !self.state.interviews.get(id).is_some_and(may) {
            return;
        }
        self.edit(id, |interview, quiz| {
            let gut = Id::new(&quiz.gut()?.option(gut)?.id)?;
            let look = SecondLook { gut, at, zone };
            interview.second_look.set(Some(look), at, tag);
            Some(())
        });
    }

    /// Keeps the notes, cut to what a note holds.
    pub(super) fn edit_notes(&mut self, id: &Id, notes: String, at: Moment) {
        let tag = self.tag;
        if let Some(interview) = self.state.interviews.get(id).map(Rc::clone) {
            let before = &interview.notes.value;
            self.say_room(before, &notes, Interview::MAX_NOTE_CHARS);
        }
        self.edit(id, |interview, _| {
            let notes: String = notes.chars().take(Interview::MAX_NOTE_CHARS).collect();
            (notes != interview.notes.value).then(|| interview.notes.set(notes, at, tag))
        });
    }

    /// Keeps what the label says with what was typed into one of its fields. What cannot be read costs no other field.
    pub(super) fn edit_label(&mut self, field: LabelField, value: String, at: Moment) {
        let (Route::Past(id), Some(form)) = (self.state.route.clone(), &mut self.state.label)
        else {
            return;
        };
        form.set(field, value);
        let (details, problems) = label::parse(form, at, &self.state.zones);
        let before = std::mem::replace(&mut form.before, details.clone());
        form.problems = problems;
        form.at_work = Some(field);
        let tag = self.tag;
        self.edit(&id, |interview, _| {
            let was = interview.details.clone();
            interview.details.set_changes(&before, &details, at, tag);
            (interview.details != was).then_some(())
        });
    }

    /// From now on it can be said what is wrong with the field that was left.
    pub(super) fn leave_label_field(&mut self) {
        if let Some(form) = &mut self.state.label {
            form.at_work = None;
        }
    }

    /// Edits a result and keeps it, unless `edit` finds nothing to do.
    pub(super) fn edit(&mut self, id: &Id, edit: impl FnOnce(&mut Interview, &Quiz) -> Option<()>) {
        let Some(before) = self.state.interviews.get(id) else {
            return;
        };
        let quiz = self.state.quiz_for(&before.quiz);
        let mut after = (**before).clone();
        if edit(&mut after, &quiz).is_some() {
            self.keep(Rc::new(after));
        }
    }

    /// Puts a result among the others and has it kept.
    pub(super) fn keep(&mut self, interview: Rc<Interview>) {
        Rc::make_mut(&mut self.state.interviews)
            .insert(interview.id.clone(), Rc::clone(&interview));
        self.effects.push(Effect::KeepInterview(interview));
    }
}

/// Ticks a rule off, or takes the tick back.
fn set_done(interview: &mut Interview, rule: &str, done: bool, at: Moment, tag: u32) {
    let state = ActionState {
        done_at: done.then_some(at),
    };
    interview
        .actions
        .entry(rule.to_owned())
        .or_default()
        .set(state, at, tag);
}

/// What is ticked of a question after the result.
fn ticks(interview: &Interview, question: &str) -> BTreeSet<String> {
    match interview.situation.value.answers.get(question) {
        Some(Answer::Options(ticked)) => ticked.clone(),
        _ => BTreeSet::default(),
    }
}

/// Answers a question after the result by ticks.
fn answer_with(
    interview: &mut Interview,
    asked: &Question,
    ticked: BTreeSet<String>,
    at: Moment,
    zone: Option<&ZoneName>,
    tag: u32,
) {
    let before = ticks(interview, &asked.id);
    let settled = settled(asked, &before, ticked);
    let mut situation = interview.situation.value.clone();
    note_times(&mut situation, asked, &before, &settled, (at, zone));
    situation
        .answers
        .set(asked.id.clone(), Answer::Options(settled));
    interview.situation.set(situation, at, tag);
}

/// The ticks that stand together: the latest one wins over what it excludes (scoring.md section 7).
fn settled(
    question: &Question,
    before: &BTreeSet<String>,
    ticked: BTreeSet<String>,
) -> BTreeSet<String> {
    let alone = |id: &String| question.option(id).is_some_and(|option| option.alone);
    match ticked.iter().find(|id| !before.contains(*id) && alone(id)) {
        Some(only) => BTreeSet::from([only.clone()]),
        None if ticked.len() > 1 => ticked.into_iter().filter(|id| !alone(id)).collect(),
        None => ticked,
    }
}

/// Notes when something was ticked that the deadlines are reckoned from, and forgets it with the tick.
fn note_times(
    situation: &mut Situation,
    question: &Question,
    before: &BTreeSet<String>,
    after: &BTreeSet<String>,
    (at, zone): (Moment, Option<&ZoneName>),
) {
    for option in question.options() {
        let (time, its_zone) = match option.marks {
            Some(Since::Asked) => (&mut situation.asked_at, &mut situation.asked_zone),
            Some(Since::Refused) => (&mut situation.refused_at, &mut situation.refused_zone),
            Some(Since::SaidNo) => (&mut situation.said_no_at, &mut situation.said_no_zone),
            _ => continue,
        };
        match (before.contains(&option.id), after.contains(&option.id)) {
            (false, true) if time.is_none() => (*time, *its_zone) = (Some(at), zone.cloned()),
            (true, false) => (*time, *its_zone) = (None, None),
            _ => {}
        }
    }
}

/// The label with each text cut to what a label holds.
fn bounded(details: Details) -> Details {
    let cut = |text: String| text.chars().take(Details::MAX_CHARS).collect();
    Details {
        company: cut(details.company),
        role: cut(details.role),
        round: cut(details.round),
        ..details
    }
}
