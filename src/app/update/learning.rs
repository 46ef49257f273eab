//! Lessons, prepared answers, questions to ask, and the practice run.

use std::rc::Rc;

use crate::domain::friend_sheet::FriendSheet;
use crate::domain::history::{Id, Stamp};
use crate::domain::lesson::{self, Lesson, LessonKey};
use crate::domain::practice::{self, Mark};
use crate::domain::prepared::{Prepared, ToAsk};
use crate::domain::time::Moment;
use crate::wire::learning::{self as values, Item, ItemKind, ItemValue};

use super::Transition;
use crate::app::event::{Effect, Target, Writing};
use crate::app::learning;
use crate::app::reading;
use crate::app::route::Route;
use crate::app::state::{Notice, Practice, Run, State};

impl Transition {
    // Lessons.

    /// Ticks a lesson off, or takes the tick back.
    pub(super) fn tick_lesson(&mut self, lesson: &LessonKey, done: bool, at: Moment) {
        self.edit_lesson(lesson, at, &|lesson| lesson.done_at = done.then_some(at));
    }

    /// A lesson goes by its rule's words again. One's own has no other words than its own.
    pub(super) fn reset_text(&mut self, lesson: &LessonKey, at: Moment) {
        if matches!(lesson, LessonKey::OfRule { .. }) {
            self.edit_lesson(lesson, at, &|lesson| lesson.words = None);
            self.notify(Notice::Undone);
        }
    }

    /// Moves a lesson by one place in the order of its result.
    pub(super) fn move_lesson(&mut self, id: &Id, lesson: LessonKey, up: bool, at: Moment) {
        let Some(interview) = self.state.interviews.get(id).map(Rc::clone) else {
            return;
        };
        let Some(reading) = reading::read(&self.state, &interview) else {
            return;
        };
        let (rows, _) = learning::lessons(&self.state, &interview, &reading);
        let names: Vec<&str> = rows.iter().map(|row| row.key.name()).collect();
        let Some(order) = lesson::moved(&names, lesson.name(), up) else {
            return;
        };
        let place = order.iter().position(|name| name == lesson.name());
        let count = order.len();
        let kind = ItemKind::Order.name();
        let order = ItemValue::Order(order);
        if self.keep_item(&interview.quiz.id, kind, id, order, at) {
            self.notify(Notice::Moved(place.map_or(0, |place| place + 1), count));
            self.state.learning.moved = Some((lesson, up));
            self.focus(Target::MoveButton);
        }
    }

    /// Begins a lesson of one's own, to be written at once.
    pub(super) fn add_lesson(&mut self, learnt_from: Option<Id>, at: Moment, fresh: Id) {
        let lesson = Lesson {
            words: Some(String::new()),
            learnt_from,
            made_at: at.unix_ms().max(0),
            done_at: None,
        };
        self.add(ItemKind::Lesson, fresh, ItemValue::Lesson(lesson), at);
    }

    fn edit_lesson(&mut self, key: &LessonKey, at: Moment, edit: &dyn Fn(&mut Lesson)) {
        let Some((kind, id)) = values::place(key) else {
            return;
        };
        let is_rule = match key {
            LessonKey::OfRule { interview, .. } => self.state.interviews.contains_key(interview),
            LessonKey::Own(_) => false,
        };
        let quiz = learning::quiz_of(&self.state, key).clone();
        let mut lesson = match self.state.item(&quiz, &kind, id).map(|item| &item.value) {
            Some(ItemValue::Lesson(lesson)) => lesson.clone(),
            // A rule's lesson is kept only when something was made of it; an own one is there or gone.
            None if is_rule => Lesson::default(),
            _ => return,
        };
        edit(&mut lesson);
        self.keep_item(&quiz, &kind, id, ItemValue::Lesson(lesson), at);
    }

    // Texts.

    /// Keeps what was typed, cut to what its place holds.
    pub(super) fn write(&mut self, place: Writing, words: String, at: Moment, fresh: Id) {
        match place {
            Writing::Lesson(key) => {
                let words = cut(&words, Lesson::MAX_CHARS);
                self.edit_lesson(&key, at, &|lesson| lesson.words = Some(words.clone()));
            }
            Writing::Advice(id) => {
                let Some(interview) = self.state.interviews.get(&id) else {
                    return;
                };
                let quiz = interview.quiz.id.clone();
                let words = cut(&words, values::MAX_ADVICE_CHARS);
                let advice = ItemValue::Advice(words);
                self.keep_item(&quiz, ItemKind::Advice.name(), &id, advice, at);
            }
            Writing::HardQuestion(id) => {
                let words = cut(&words, Prepared::MAX_QUESTION_CHARS);
                self.edit_prepared(&id, at, &|prepared| prepared.question = words.clone());
            }
            Writing::Answer(id, part) => {
                let words = cut(&words, Prepared::MAX_PART_CHARS);
                self.edit_prepared(&id, at, &|prepared| {
                    *prepared.part_mut(part) = words.clone()
                });
            }
            Writing::ToAsk(id) => {
                let words = cut(&words, ToAsk::MAX_CHARS);
                let quiz = self.state.quiz_id().clone();
                let kind = ItemKind::ToAsk.name();
                let item = self.state.item(&quiz, kind, &id);
                let Some(made_at) = item.and_then(|item| Some(item.to_ask()?.made_at)) else {
                    return;
                };
                let question = ItemValue::ToAsk(ToAsk { words, made_at });
                self.keep_item(&quiz, kind, &id, question, at);
            }
            Writing::BestMoment => {
                let words = cut(&words, FriendSheet::MAX_CHARS);
                self.edit_friend_sheet(&|sheet| sheet.best = words.clone(), at, fresh);
            }
            Writing::ToChange => {
                let words = cut(&words, FriendSheet::MAX_CHARS);
                self.edit_friend_sheet(&|sheet| sheet.change = words.clone(), at, fresh);
            }
        }
    }

    fn edit_prepared(&mut self, id: &Id, at: Moment, edit: &dyn Fn(&mut Prepared)) {
        let item = learning::prepared_answer(&self.state, id);
        let Some(mut prepared) = item.and_then(|item| item.prepared().cloned()) else {
            return;
        };
        edit(&mut prepared);
        let quiz = self.state.quiz_id().clone();
        let kind = ItemKind::Prepared.name();
        self.keep_item(&quiz, kind, id, ItemValue::Prepared(prepared), at);
    }

    /// Changes the sheet that a friend fills in; the first mark begins one.
    pub(super) fn edit_friend_sheet(
        &mut self,
        edit: &dyn Fn(&mut FriendSheet),
        at: Moment,
        fresh: Id,
    ) {
        let (id, mut sheet) = match learning::friend_sheet(&self.state) {
            Some((id, sheet)) => (id.clone(), sheet.clone()),
            None => (fresh, self.new_friend_sheet(at)),
        };
        edit(&mut sheet);
        let quiz = self.state.quiz_id().clone();
        let kind = ItemKind::FriendSheet.name();
        self.keep_item(&quiz, kind, &id, ItemValue::FriendSheet(sheet), at);
    }

    /// Begins a new sheet, unless nothing is on the present one.
    pub(super) fn begin_friend_sheet(&mut self, at: Moment, fresh: Id) {
        let sheet = learning::friend_sheet(&self.state);
        if sheet.is_none_or(|(_, sheet)| sheet.is_empty()) {
            return;
        }
        let quiz = self.state.quiz_id().clone();
        let kind = ItemKind::FriendSheet.name();
        let sheet = ItemValue::FriendSheet(self.new_friend_sheet(at));
        self.keep_item(&quiz, kind, &fresh, sheet, at);
        self.focus(Target::Heading);
    }

    /// A sheet that nobody has written on. It is the latest, whatever the clock says.
    fn new_friend_sheet(&self, at: Moment) -> FriendSheet {
        let before = learning::friend_sheet(&self.state);
        let before = before.map_or(-1, |(_, sheet)| sheet.made_at);
        FriendSheet {
            made_at: at.unix_ms().max(before + 1),
            ..FriendSheet::default()
        }
    }

    /// Begins to prepare an answer, and leads to its page.
    pub(super) fn begin_prepared(
        &mut self,
        asked_in: Option<Id>,
        question: String,
        at: Moment,
        fresh: Id,
    ) {
        if let Some(item) = learning::prepared_to(&self.state, &question) {
            let id = item.id.clone();
            return self.go(Route::Prepare(id));
        }
        let prepared = Prepared {
            question: cut(&question, Prepared::MAX_QUESTION_CHARS),
            asked_in,
            made_at: at.unix_ms().max(0),
            ..Prepared::default()
        };
        let id = fresh.clone();
        self.add(ItemKind::Prepared, fresh, ItemValue::Prepared(prepared), at);
        self.go(Route::Prepare(id));
    }

    /// Begins a question to ask, to be written at once.
    pub(super) fn add_to_ask(&mut self, at: Moment, fresh: Id) {
        let question = ToAsk {
            words: String::new(),
            made_at: at.unix_ms().max(0),
        };
        self.add(ItemKind::ToAsk, fresh, ItemValue::ToAsk(question), at);
    }

    // Items.

    /// Adds an item, and moves the focus to its field.
    fn add(&mut self, kind: ItemKind, id: Id, value: ItemValue, at: Moment) {
        let quiz = self.state.quiz_id().clone();
        self.keep_item(&quiz, kind.name(), &id, value, at);
        self.state.learning.added = Some(id);
        self.focus(Target::NewField);
    }

    /// Keeps what an item says now, unless it said so before or cannot be read. Gives whether anything has changed.
    pub(super) fn keep_item(
        &mut self,
        quiz: &Id,
        kind: &str,
        id: &Id,
        value: ItemValue,
        at: Moment,
    ) -> bool {
        let place = self.state.item_place(quiz, kind, id);
        let before = place.ok().and_then(|place| self.state.items.get(place));
        let unread = before.is_some_and(|item| item.value == ItemValue::Unread);
        // "Not yet" says the same each time; what counts is when it was last said.
        let is_said_anew = value == ItemValue::Asked;
        if unread || before.is_some_and(|item| item.value == value && !is_said_anew) {
            return false;
        }
        let Some(kind) = Id::new(kind) else {
            return false;
        };
        let stamp = before.map(|item| item.stamp).unwrap_or_default();
        let item = Rc::new(Item {
            quiz: quiz.clone(),
            kind,
            id: id.clone(),
            stamp: Stamp::after(stamp, at, self.tag),
            value,
        });
        let items = Rc::make_mut(&mut self.state.items);
        match place {
            Ok(place) => items[place] = Rc::clone(&item),
            Err(place) => items.insert(place, Rc::clone(&item)),
        }
        self.effects.push(Effect::KeepItem(item));
        true
    }

    /// Removes something of one's own, with what goes by its id. It can be brought back.
    pub(super) fn remove(&mut self, kind: ItemKind, id: &Id, at: Moment) {
        let own = matches!(
            kind,
            ItemKind::Lesson | ItemKind::Prepared | ItemKind::ToAsk | ItemKind::FriendSheet
        );
        let quiz = self.state.quiz_id().clone();
        let Some(item) = self
            .state
            .item(&quiz, kind.name(), id)
            .filter(|_| own)
            .map(Rc::clone)
        else {
            return;
        };
        Rc::make_mut(&mut self.state.items).retain(|other| other.quiz != quiz || other.id != *id);
        self.effects.push(Effect::RemoveItem {
            item: Rc::clone(&item),
            stamp: self.stamp(at),
        });
        self.state.learning.removed.push(item);
        self.notify(Notice::Removed);
        self.focus(Target::UndoRow);
    }

    /// Brings back what was removed. What goes by its id comes back with the store's word.
    pub(super) fn undo_removal(&mut self, id: &Id) {
        let removed = &mut self.state.learning.removed;
        let Some(place) = removed.iter().position(|item| item.id == *id) else {
            return;
        };
        let item = removed.remove(place);
        let place = self
            .state
            .item_place(&item.quiz, item.kind.as_str(), &item.id);
        if let Err(place) = place {
            Rc::make_mut(&mut self.state.items).insert(place, Rc::clone(&item));
        }
        self.state.learning.added = Some(item.id.clone());
        self.effects.push(Effect::BringItemBack(item));
        self.notify(Notice::BroughtBack);
        self.focus(Target::NewField);
    }

    // The practice run.

    /// Begins a run with what is due, or with everything.
    pub(super) fn begin_practice(&mut self, all: bool, at: Moment) {
        let mut ahead = learning::to_practise(&self.state, all, at.date());
        if ahead.is_empty() {
            return;
        }
        let current = ahead.remove(0);
        self.state.learning.practice = Practice::Running(Run {
            current,
            ahead,
            again: Vec::new(),
            sat: 0,
            revealed: false,
            asked_at: at,
        });
        self.focus(Target::Heading);
    }

    /// Shows the prepared answer.
    pub(super) fn reveal(&mut self) {
        if let Practice::Running(run) = &mut self.state.learning.practice {
            run.revealed = true;
            self.focus(Target::Revealed);
        }
    }

    /// Keeps how an answer went, and asks the next. One that is to come again comes once more in this run, at its
    /// end.
    pub(super) fn mark(&mut self, mark: Mark, at: Moment) {
        let Practice::Running(run) = &self.state.learning.practice else {
            return;
        };
        let id = run.current.clone();
        let quiz = self.state.quiz_id().clone();
        // It may have been removed in another tab while it was asked.
        let is_there = learning::prepared_answer(&self.state, &id).is_some();
        let Practice::Running(run) = &mut self.state.learning.practice else {
            return;
        };
        if is_there && !run.revealed {
            return;
        }
        let was_again = run.again.contains(&id);
        match mark {
            _ if !is_there => {}
            Mark::Again => {
                if !was_again {
                    run.again.push(id.clone());
                }
                run.ahead.push(id.clone());
            }
            Mark::Sat => run.sat += usize::from(!was_again),
        }
        if run.ahead.is_empty() {
            let (sat, again) = (run.sat, run.again.len());
            self.state.learning.practice = Practice::Done { sat, again };
        } else {
            run.current = run.ahead.remove(0);
            run.revealed = false;
            run.asked_at = at;
        }
        self.focus(Target::Heading);
        if !is_there {
            return;
        }
        let before = learning::practised(&self.state, &id);
        let practised = practice::after(before, mark, was_again, at.date());
        let practised = ItemValue::Practice(practised);
        self.keep_item(&quiz, ItemKind::Practice.name(), &id, practised, at);
    }

    /// Ends a run; what was marked is kept.
    pub(super) fn stop_practice(&mut self) {
        self.state.learning.practice = Practice::Idle;
        self.focus(Target::Heading);
    }

    /// Shows how long one has been thinking, or does not.
    pub(super) fn choose_timer(&mut self, on: bool) {
        self.prefer(|prefs| prefs.practice_timer = on);
    }

    /// Has the seconds told while they are shown, and only then.
    pub(super) fn tick_or_not(&mut self, before: &State) {
        let after = counts_seconds(&self.state);
        if after != counts_seconds(before) {
            self.effects.push(Effect::Tick(after));
        }
    }
}

/// Whether a timer is on the screen and running.
fn counts_seconds(state: &State) -> bool {
    let thinking = matches!(&state.learning.practice, Practice::Running(run) if !run.revealed);
    thinking && state.preferences.practice_timer && state.route == Route::Practice
}

/// The first so many characters.
fn cut(words: &str, most: usize) -> String {
    words.chars().take(most).collect()
}
