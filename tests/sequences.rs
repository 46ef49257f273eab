//! Whatever two tabs do, in whatever order: what was acknowledged as kept is there, nothing that was deleted comes back by
//! itself, no tab overwrites another's part, and a screen shows what is kept or says otherwise.
//!
//! Sequences are made up from a seed. One that fails is shortened and printed as a row for `sequences.txt`, whose rows are
//! run first. `SEED` and `SEQUENCES` in the environment choose another seed and another number of sequences.

// A test may end at the first thing that is not as it should be.
#![allow(clippy::expect_used, clippy::panic)]

mod driver;
mod seed;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use driver::{Device, Program};
use interview_hindsight::app::event::{Event, LabelField, LetterChange};
use interview_hindsight::app::route::Route;
use interview_hindsight::app::state::{Erase, Import, State};
use interview_hindsight::domain::answers::{Answer, Answers};
use interview_hindsight::domain::history::{Draft, Id, Interview, Outcome};
use interview_hindsight::wire::port::units;
use interview_hindsight::wire::record::Theme;
use interview_hindsight::wire::store::{StorageState, Store};

/// How many sequences are made up, and how many steps the longest has.
const SEQUENCES: u64 = 20_000;
const STEPS: u64 = 24;

/// What a person does, or what happens to the device. A number chooses among what there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    Answer,
    Write,
    Clear,
    GoOn,
    Back,
    Finish,
    Discard,
    Anew,
    Resume,
    GoOnWithLost,
    Company,
    Role,
    Outcome,
    Notes,
    Letter,
    Delete,
    BringBack,
    SaveCopy,
    Import,
    UndoImport,
    KeepNothing,
    KeepAgain,
    Theme,
    Erase,
    ClockBack,
    ClockOn,
    Zone,
    Full,
    Room,
    Block,
    Unblock,
    Reload,
    Return,
}

/// Each with how often it comes.
const DEEDS: &[(Deed, &str, u64)] = &[
    (Deed::Answer, "answer", 14),
    (Deed::Write, "write", 8),
    (Deed::Clear, "clear", 6),
    (Deed::GoOn, "go-on", 4),
    (Deed::Back, "back", 3),
    (Deed::Finish, "finish", 8),
    (Deed::Discard, "discard", 3),
    (Deed::Anew, "anew", 3),
    (Deed::Resume, "resume", 5),
    (Deed::GoOnWithLost, "go-on-with-lost", 2),
    (Deed::Company, "company", 4),
    (Deed::Role, "role", 4),
    (Deed::Outcome, "outcome", 5),
    (Deed::Notes, "notes", 5),
    (Deed::Letter, "letter", 3),
    (Deed::Delete, "delete", 4),
    (Deed::BringBack, "bring-back", 4),
    (Deed::SaveCopy, "save-copy", 3),
    (Deed::Import, "import", 4),
    (Deed::UndoImport, "undo-import", 1),
    (Deed::KeepNothing, "keep-nothing", 2),
    (Deed::KeepAgain, "keep-again", 3),
    (Deed::Theme, "theme", 1),
    (Deed::Erase, "erase", 1),
    (Deed::ClockBack, "clock-back", 3),
    (Deed::ClockOn, "clock-on", 1),
    (Deed::Zone, "zone", 1),
    (Deed::Full, "full", 2),
    (Deed::Room, "room", 3),
    (Deed::Block, "block", 1),
    (Deed::Unblock, "unblock", 2),
    (Deed::Reload, "reload", 5),
    (Deed::Return, "return", 2),
];

/// One step: who, what, which; and whether it comes before the news of what the other tab did.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Step {
    tab: usize,
    deed: Deed,
    which: usize,
    early: bool,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = DEEDS.iter().find(|(deed, ..)| *deed == self.deed);
        let name = name.map_or("?", |(_, name, _)| name);
        let tab = ["a", "b"][self.tab];
        let early = if self.early { "!" } else { "" };
        write!(f, "{tab}{early}:{name}:{}", self.which)
    }
}

impl Step {
    /// Reads one as it is printed.
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, ':');
        let tab = parts.next()?;
        let name = parts.next()?;
        let which = parts.next()?.parse().ok()?;
        let (deed, ..) = DEEDS.iter().find(|(_, known, _)| *known == name)?;
        Some(Self {
            tab: usize::from(tab.starts_with('b')),
            deed: *deed,
            which,
            early: tab.ends_with('!'),
        })
    }
}

/// Numbers that look random, and are the same for the same seed (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % below
    }

    fn sequence(&mut self) -> Vec<Step> {
        let all: u64 = DEEDS.iter().map(|(.., weight)| weight).sum();
        let length = 2 + self.next(STEPS - 1);
        let step = |numbers: &mut Self| {
            let mut place = numbers.next(all);
            let chosen = DEEDS
                .iter()
                .find(|(.., weight)| match place.checked_sub(*weight) {
                    Some(left) => {
                        place = left;
                        false
                    }
                    None => true,
                });
            Step {
                tab: usize::from(numbers.next(5) < 2),
                deed: chosen.map_or(Deed::Answer, |(deed, ..)| *deed),
                which: usize::try_from(numbers.next(6)).unwrap_or(0),
                early: numbers.next(8) == 0,
            }
        };
        (0..length).map(|_| step(self)).collect()
    }
}

/// A part of an interview that a person changes.
type Part = (Id, &'static str);

/// What the device may say of a part. More than one where two tabs changed it without knowing of each other, or where it
/// was said that a change may not be kept.
type Values = Vec<Option<String>>;

/// What has to be so.
#[derive(Default)]
struct Model {
    /// What was acknowledged as kept.
    kept: BTreeMap<Part, Values>,
    /// What each tab has in memory alone, and says so.
    pending: [BTreeMap<Part, Option<String>>; 2],
    deleted: BTreeSet<Id>,
    /// Those of which the page has said that it cannot tell what becomes of them.
    uncertain: BTreeSet<Id>,
    /// A saved copy, and what in it was in memory alone.
    copy: Option<(String, BTreeMap<Part, Option<String>>)>,
    /// What each tab has in memory by its last import alone.
    came: [Vec<Part>; 2],
}

const QUESTIONS: [(&str, [&str; 2]); 3] = [
    ("lean", ["most", "some"]),
    ("stuck", ["no", "weak"]),
    ("coach", ["no", "end"]),
];
const IN_WORDS: [&str; 2] = ["coach_notes", "hard_notes"];

fn answer_shown(answers: &Answers, question: &str) -> Option<String> {
    answers.get(question).map(|answer| format!("{answer:?}"))
}

fn answers_of<'a>(
    answers: &'a Answers,
) -> impl Iterator<Item = (&'static str, Option<String>)> + 'a {
    let questions = QUESTIONS.iter().map(|(question, _)| *question);
    questions
        .chain(IN_WORDS)
        .map(|question| (question, answer_shown(answers, question)))
}

/// All parts of a result, as they are said.
fn result_parts(interview: &Interview) -> Vec<(&'static str, Option<String>)> {
    let details = &interview.details.value;
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let outcome = interview.outcome.value.as_ref();
    let letter = interview.letters.get("E1");
    let letter = letter.and_then(|letter| letter.value.slots.get("me"));
    let mut parts: Vec<_> = answers_of(&interview.answers).collect();
    parts.extend([
        ("company", some(&details.company)),
        ("role", some(&details.role)),
        ("notes", some(&interview.notes.value)),
        ("outcome", outcome.map(|one| format!("{:?}", one.outcome))),
        ("letter", letter.cloned()),
    ]);
    parts
}

/// All that somebody sees, or a device keeps: the parts of each interview.
fn all_parts<'a>(
    drafts: impl Iterator<Item = &'a Draft>,
    results: impl Iterator<Item = &'a Interview>,
) -> BTreeMap<Part, Option<String>> {
    let mut all = BTreeMap::new();
    for draft in drafts {
        for (part, value) in answers_of(&draft.answers) {
            all.insert((draft.id.clone(), part), value);
        }
    }
    for interview in results {
        for (part, value) in result_parts(interview) {
            all.insert((interview.id.clone(), part), value);
        }
    }
    all
}

fn seen(state: &State) -> BTreeMap<Part, Option<String>> {
    let drafts = state.draft.iter().chain(&state.other_drafts);
    let drafts = drafts.filter(|draft| !draft.is_untouched());
    all_parts(
        drafts.map(|draft| &**draft),
        state.interviews.values().map(|interview| &**interview),
    )
}

/// What a new tab would find.
fn found(device: &Device) -> BTreeMap<Part, Option<String>> {
    // As it is now, whatever the device refuses at the moment; and nothing that reading it tidies up stays.
    let copy: interview_hindsight::wire::port::MemoryStore =
        device.kept.snapshot().into_iter().collect();
    let loaded = Store::new(Box::new(copy), "test").open(device.now());
    assert!(
        loaded.quarantined.is_empty(),
        "what was written can be read"
    );
    all_parts(
        (loaded.drafts.iter().map(|draft| &**draft)).filter(|draft| !draft.is_untouched()),
        loaded.interviews.iter().map(|interview| &**interview),
    )
}

/// Two tabs at work, and the model beside them.
struct World {
    device: Device,
    tabs: [Program; 2],
    model: Model,
    said: u32,
}

impl World {
    fn new() -> Self {
        let device = Device::new();
        let tabs = [Program::on(&device, "#/"), Program::on(&device, "#/")];
        Self {
            device,
            tabs,
            model: Model::default(),
            said: 0,
        }
    }

    fn run(&mut self, step: Step) {
        if !step.early {
            self.tabs[step.tab].hear();
            self.settle(step.tab, None, step.early);
        }
        self.act(step);
        self.check(step);
    }

    /// Whether all that this tab shows is said to be kept.
    fn is_settled(&self, tab: usize) -> bool {
        let keeping = &self.tabs[tab].state.keeping;
        keeping.state == StorageState::Ready && keeping.in_memory == 0 && keeping.refused.is_none()
    }

    /// A change was made, or something else may have brought what was in memory onto the device.
    fn settle(&mut self, tab: usize, change: Option<(Part, Option<String>)>, early: bool) {
        let is_settled = self.is_settled(tab);
        let pending = &mut self.model.pending[tab];
        if let Some(lost) = &self.tabs[tab].state.lost {
            // The page offers to go on with it, and says that it is not kept.
            pending.retain(|(of, _), _| *of != lost.draft.id);
        }
        if is_settled {
            for (part, value) in std::mem::take(pending) {
                self.model.kept.entry(part).or_default().push(value);
            }
        }
        let Some((part, value)) = change else { return };
        if !is_settled {
            // The device may have it or not: the page says so.
            if let Some(values) = self.model.kept.get_mut(&part) {
                values.push(value.clone());
            }
            self.model.pending[tab].insert(part, value);
            return;
        }
        let values = self.model.kept.entry(part).or_default();
        if !early {
            values.clear();
        }
        values.push(value);
    }

    fn word(&mut self) -> String {
        self.said += 1;
        format!("w{}", self.said)
    }

    fn result(&self, tab: usize, which: usize) -> Option<Id> {
        let ids: Vec<_> = self.tabs[tab].state.interviews.keys().cloned().collect();
        (!ids.is_empty()).then(|| ids[which % ids.len()].clone())
    }

    fn act(&mut self, step: Step) {
        let Step {
            tab, which, early, ..
        } = step;
        match step.deed {
            Deed::Answer | Deed::Write | Deed::Clear => self.answer(step),
            Deed::GoOn => drop(self.tabs[tab].send(Event::Continued)),
            Deed::Back => drop(self.tabs[tab].back()),
            Deed::Finish => self.finish(step),
            Deed::Discard => self.discard(step),
            Deed::Anew => drop(self.tabs[tab].send(Event::StartedAnew)),
            Deed::Resume => {
                let others = &self.tabs[tab].state.other_drafts;
                if let Some(draft) = others.get(which % others.len().max(1)) {
                    let id = draft.id.clone();
                    self.tabs[tab].send(Event::DraftResumed(id));
                }
            }
            Deed::GoOnWithLost => self.go_on_with_lost(step),
            Deed::Company | Deed::Role | Deed::Outcome | Deed::Notes | Deed::Letter => {
                self.edit(step);
            }
            Deed::Delete => self.delete(step),
            Deed::BringBack => self.bring_back(step),
            Deed::SaveCopy => {
                let mut pending = self.model.pending[tab].clone();
                // The copy has the marks of what was deleted too.
                let Model {
                    deleted, uncertain, ..
                } = &self.model;
                pending.retain(|(id, _), _| !deleted.contains(id) && !uncertain.contains(id));
                self.model.copy = Some((self.tabs[tab].export(), pending));
            }
            Deed::Import => self.import(step),
            Deed::UndoImport => {
                if matches!(self.tabs[tab].state.import, Import::Done(_)) {
                    self.tabs[tab].send(Event::ImportUndone);
                    // It goes again with what it came with.
                    for part in std::mem::take(&mut self.model.came[tab]) {
                        self.model.pending[tab].remove(&part);
                    }
                    self.all_is_uncertain();
                }
            }
            Deed::KeepNothing => self.keep_nothing(step),
            Deed::KeepAgain => {
                self.tabs[tab].send(Event::KeepingChosen { keep: true });
            }
            Deed::Theme => drop(self.tabs[tab].send(Event::ThemeChosen(Theme::ALL[which % 3]))),
            Deed::Erase => self.erase(tab),
            Deed::ClockBack => self.device.pass(-3_600_000 * (1 + which as i64)),
            Deed::ClockOn => self.device.pass(7_200_000),
            Deed::Zone => self
                .device
                .set_zone([-480, 0, 60, 330, 345, 840][which % 6]),
            Deed::Full => {
                let kept = self.device.kept.snapshot();
                let used: u32 = kept.iter().map(|(k, v)| units(k) + units(v)).sum();
                let room = [0, 0, 40, 200, 600, 1_200][which % 6];
                self.device.faults.limit_to(Some(used + room));
            }
            Deed::Room => self.device.faults.limit_to(None),
            Deed::Block => self.device.faults.block(true),
            Deed::Unblock => self.device.faults.block(false),
            Deed::Reload => {
                self.tabs[tab].reload();
                // The device may have some of what was in memory, next to what had no room.
                for (part, value) in std::mem::take(&mut self.model.pending[tab]) {
                    if let Some(values) = self.model.kept.get_mut(&part) {
                        values.push(value);
                    }
                }
            }
            Deed::Return => drop(self.tabs[tab].return_to()),
        }
        self.settle(tab, None, early);
    }

    /// Answers a question, in words or by an option, or takes an answer back.
    fn answer(&mut self, step: Step) {
        let Step {
            tab, which, early, ..
        } = step;
        let (question, event) = match step.deed {
            Deed::Write => {
                let (question, words) = (IN_WORDS[which % 2], self.word());
                let answer = Answer::Text(words);
                (
                    question,
                    Event::AnswerChosen {
                        question: question.into(),
                        answer,
                    },
                )
            }
            Deed::Clear => {
                let all = QUESTIONS.iter().map(|(question, _)| *question);
                let all: Vec<_> = all.chain(IN_WORDS).collect();
                let question = all[which % all.len()];
                (
                    question,
                    Event::AnswerCleared {
                        question: question.into(),
                    },
                )
            }
            _ => {
                let (question, options) = QUESTIONS[which % 3];
                let answer = Answer::Option(options[which / 3].to_owned());
                (
                    question,
                    Event::AnswerChosen {
                        question: question.into(),
                        answer,
                    },
                )
            }
        };
        let is_clear = step.deed == Deed::Clear;
        let program = &mut self.tabs[tab];
        if program.state.lost.is_some() {
            let before = seen(&program.state);
            program.send(event);
            assert_eq!(seen(&program.state), before, "nothing is begun unasked");
            return;
        }
        let meant = match &event {
            Event::AnswerChosen { answer, .. } => Some(format!("{answer:?}")),
            _ => None,
        };
        let answers = program.state.draft_answers();
        if is_clear && answers.get(question).is_none() {
            // Nothing is there to be taken back.
            program.send(event);
            return;
        }
        // Another page shows no question, and so nothing that could be lost from the screen.
        let shows_questions = matches!(
            program.state.route,
            Route::Start | Route::Question(_) | Route::Change(_) | Route::Check
        );
        program.send(event);
        let Some(draft) = program.state.draft.clone() else {
            assert!(
                program.state.lost.is_some() || !shows_questions,
                "the page says what became of it"
            );
            return;
        };
        let shown = answer_shown(&draft.answers, question);
        assert!(
            early || shown == meant,
            "{question}: {meant:?} was pressed, {shown:?} is shown"
        );
        if draft.is_untouched() {
            return;
        }
        // All of a draft is written with its first answer.
        for (part, value) in answers_of(&draft.answers) {
            let place = (draft.id.clone(), part);
            let is_new = !self.model.kept.contains_key(&place);
            if part == question {
                self.settle(tab, Some((place, shown.clone())), early);
            } else if is_new {
                self.settle(tab, Some((place, value)), true);
            }
        }
    }

    fn finish(&mut self, step: Step) {
        let tab = step.tab;
        let Some(draft) = self.tabs[tab].state.draft.clone() else {
            let before = self.tabs[tab].state.interviews.len();
            self.tabs[tab].send(Event::ResultAsked);
            assert_eq!(self.tabs[tab].state.interviews.len(), before, "of nothing");
            return;
        };
        self.tabs[tab].send(Event::ResultAsked);
        let program = &self.tabs[tab];
        let Some(interview) = program.state.interviews.get(&draft.id).cloned() else {
            assert!(
                program.state.lost.is_some(),
                "the page says what became of it"
            );
            return;
        };
        assert_eq!(program.state.route, Route::Result(draft.id.clone()));
        if !self.is_settled(tab) {
            // The device still has the draft. What the other tab answers in it until the result gets there is no part of
            // the result: that tab says so, and offers to go on with what is on its screen.
            self.model.uncertain.insert(draft.id.clone());
        }
        for (part, value) in result_parts(&interview) {
            let place = (draft.id.clone(), part);
            if !self.model.kept.contains_key(&place) || step.early {
                self.settle(tab, Some((place, value)), true);
            }
        }
    }

    fn discard(&mut self, step: Step) {
        let Step { tab, which, .. } = step;
        let state = &self.tabs[tab].state;
        let drafts: Vec<_> = state.draft.iter().chain(&state.other_drafts).collect();
        let Some(draft) = drafts.get(which % drafts.len().max(1)) else {
            return;
        };
        let (id, is_untouched) = (draft.id.clone(), draft.is_untouched());
        let is_result = state.interviews.contains_key(&id);
        self.tabs[tab].send(Event::DraftDiscarded(id.clone()));
        if !is_untouched && !is_result {
            self.gone(tab, id, step.early);
        }
    }

    fn go_on_with_lost(&mut self, step: Step) {
        let tab = step.tab;
        if self.tabs[tab].state.lost.is_none() {
            return;
        }
        self.tabs[tab].send(Event::LostDraftKept);
        let draft = self.tabs[tab].state.draft.clone().expect("it goes on");
        if draft.is_untouched() {
            return; // Nothing was said in it, so there is nothing to keep.
        }
        for (part, value) in answers_of(&draft.answers) {
            self.settle(tab, Some(((draft.id.clone(), part), value)), step.early);
        }
    }

    fn edit(&mut self, step: Step) {
        let Step {
            tab, which, early, ..
        } = step;
        let Some(id) = self.result(tab, which) else {
            return;
        };
        let word = self.word();
        let interview = id.clone();
        let (part, value, events) = match step.deed {
            Deed::Outcome => {
                let outcome = Outcome::ALL[self.said as usize % 5];
                let event = Event::OutcomeRecorded {
                    interview,
                    outcome: Some(outcome),
                };
                ("outcome", format!("{outcome:?}"), vec![event])
            }
            Deed::Notes => {
                let event = Event::NotesEdited {
                    interview,
                    notes: word.clone(),
                };
                ("notes", word, vec![event])
            }
            Deed::Letter => {
                let change = LetterChange::Slot {
                    slot: "me".into(),
                    text: word.clone(),
                };
                let letter = "E1".to_owned();
                (
                    "letter",
                    word,
                    vec![Event::LetterChanged {
                        interview,
                        letter,
                        change,
                    }],
                )
            }
            deed => {
                let (part, field) = match deed {
                    Deed::Company => ("company", LabelField::Company),
                    _ => ("role", LabelField::Role),
                };
                let events = vec![
                    Event::Went(Route::Past(id.clone())),
                    Event::LabelEdited {
                        field,
                        value: word.clone(),
                    },
                ];
                (part, word, events)
            }
        };
        for event in events {
            self.tabs[tab].send(event);
        }
        let program = &self.tabs[tab];
        let Some(interview) = program.state.interviews.get(&id) else {
            assert!(
                early && program.state.keeping.refused.is_some(),
                "it was deleted meanwhile"
            );
            return;
        };
        let shown = result_parts(interview);
        let shown = shown.into_iter().find(|(name, _)| *name == part);
        let shown = shown.and_then(|(_, value)| value);
        assert!(
            early || shown.as_ref() == Some(&value),
            "{part}: {value} was said, {shown:?} is shown"
        );
        self.settle(tab, Some(((id, part), shown)), early);
    }

    /// Something was deleted in this tab.
    fn gone(&mut self, tab: usize, id: Id, early: bool) {
        if self.is_settled(tab) && !early {
            self.model.deleted.insert(id.clone());
            for pending in &mut self.model.pending {
                pending.retain(|(of, _), _| *of != id);
            }
        } else {
            self.model.uncertain.insert(id);
        }
    }

    fn delete(&mut self, step: Step) {
        if let Some(id) = self.result(step.tab, step.which) {
            self.tabs[step.tab].send(Event::Deleted(id.clone()));
            self.gone(step.tab, id, step.early);
        }
    }

    fn bring_back(&mut self, step: Step) {
        let deleted = &self.tabs[step.tab].state.deleted;
        let Some(interview) = deleted.get(step.which % deleted.len().max(1)) else {
            return;
        };
        let id = interview.id.clone();
        self.tabs[step.tab].send(Event::DeleteUndone(id.clone()));
        if self.is_settled(step.tab) && !step.early {
            self.model.deleted.remove(&id);
        } else {
            self.model.uncertain.insert(id);
        }
    }

    fn import(&mut self, step: Step) {
        let tab = step.tab;
        let Some((text, pending)) = self.model.copy.clone() else {
            return;
        };
        let program = &mut self.tabs[tab];
        program.picked = Some(text);
        program.send(Event::Went(Route::YourData));
        program.send(Event::ImportPicked).send(Event::ImportAgreed);
        let is_done = matches!(program.state.import, Import::Done(_));
        assert!(
            is_done || program.state.keeping.refused.is_some(),
            "or it is said"
        );
        if !is_done {
            // It is taken as a whole or not at all.
            return;
        }
        // What was in memory alone then may not have been kept since.
        self.model.came[tab].clear();
        for (part, value) in pending {
            if self.is_settled(tab) {
                self.settle(tab, Some((part, value)), true);
            } else if let Entry::Vacant(place) = self.model.pending[tab].entry(part) {
                self.model.came[tab].push(place.key().clone());
                place.insert(value);
            }
        }
        if !self.is_settled(tab) || step.early {
            self.all_is_uncertain();
        }
    }

    fn keep_nothing(&mut self, Step { tab, early, .. }: Step) {
        let draft = self.tabs[tab]
            .state
            .draft
            .as_ref()
            .map(|draft| draft.id.clone());
        let kept_until_now = self.tabs[tab].state.preferences.keep;
        let before = seen(&self.tabs[tab].state);
        self.tabs[tab].send(Event::KeepingChosen { keep: false });
        let is_still_there = |(id, _): &(Id, &str)| Some(id) == draft.as_ref();
        let may_stay = early || self.tabs[tab].state.keeping.state == StorageState::Blocked;
        if !kept_until_now || may_stay && found(&self.device).keys().any(is_still_there) {
            // Nothing was kept already, here or by the other tab's word, or the page says that the device lets it do nothing:
            // what is on the device stays there.
            return;
        }
        // It goes along into memory, as it is on the screen: of what a full device refused, a reload may have left less.
        let shown = seen(&self.tabs[tab].state);
        // Another tab that threw it away may have answered more before, which this one was not told yet. What it showed goes along.
        let is_gone = |id: &Id| self.model.deleted.contains(id);
        let is_promised = draft.as_ref().is_some_and(|id| !is_gone(id));
        for (part, values) in &mut self.model.kept {
            if Some(&part.0) == draft.as_ref() {
                let value = shown.get(part).cloned().flatten();
                let (id, name) = part;
                let was_in_memory = self.model.pending[tab].get(part) == Some(&value);
                assert!(
                    values.contains(&value)
                        || was_in_memory
                        || !is_promised && before.get(part).cloned().flatten() == value,
                    "{name} of {id} was kept as {values:?}, and {value:?} goes along into memory"
                );
                self.model.pending[tab].insert(part.clone(), value);
            }
        }
        if let Some(draft) = draft {
            self.model.kept.retain(|(of, _), _| *of != draft);
        }
    }

    fn erase(&mut self, tab: usize) {
        self.tabs[tab].send(Event::Went(Route::YourData));
        self.tabs[tab]
            .send(Event::EraseAsked)
            .send(Event::EraseAgreed);
        if self.tabs[tab].state.erase == Erase::Done {
            assert!(self.device.kept.snapshot().is_empty(), "it is so");
            assert!(seen(&self.tabs[tab].state).is_empty(), "it is so");
            let copy = self.model.copy.take();
            self.model = Model {
                copy,
                ..Model::default()
            };
        }
    }

    fn all_is_uncertain(&mut self) {
        let ids = self.model.kept.keys().map(|(id, _)| id.clone());
        let ids: Vec<_> = ids.chain(self.model.deleted.iter().cloned()).collect();
        self.model.uncertain.extend(ids);
    }

    fn check(&mut self, step: Step) {
        let found = found(&self.device);
        let model = &self.model;
        for ((id, part), values) in &model.kept {
            if model.deleted.contains(id) || model.uncertain.contains(id) {
                continue;
            }
            let place = (id.clone(), *part);
            let now = found.get(&place);
            // Of what is in memory alone, the device may have a part already.
            let mut pending = model.pending.iter().filter_map(|tab| tab.get(&place));
            assert!(
                now.is_some_and(|now| values.contains(now) || pending.any(|one| one == now)),
                "{part} of {id} was kept as {values:?}, and is {now:?}"
            );
        }
        for (id, part) in found.keys() {
            let is_gone = model.deleted.contains(id) && !model.uncertain.contains(id);
            assert!(!is_gone, "{id} was deleted and is back, with {part}");
        }
        // What is on the screen is what is kept, or the page says otherwise.
        self.tabs[step.tab].hear();
        self.settle(step.tab, None, false);
        if self.is_settled(step.tab) {
            let found = self::found(&self.device);
            assert_eq!(
                seen(&self.tabs[step.tab].state),
                found,
                "on the screen, and kept"
            );
        }
    }
}

/// Runs a sequence; what is wrong with it, where something is.
fn failure(steps: &[Step]) -> Option<String> {
    let run = || {
        let mut world = World::new();
        for step in steps {
            world.run(*step);
        }
    };
    let panicked = catch_unwind(AssertUnwindSafe(run)).err()?;
    let text = panicked.downcast_ref::<String>().cloned();
    Some(text.unwrap_or_else(|| "it ended".to_owned()))
}

/// The shortest sequence that still fails, found by leaving out steps one by one.
fn shortened(mut steps: Vec<Step>) -> Vec<Step> {
    let mut at = 0;
    while at < steps.len() {
        let mut fewer = steps.clone();
        fewer.remove(at);
        if failure(&fewer).is_some() {
            steps = fewer;
            at = 0;
        } else {
            at += 1;
        }
    }
    steps
}

fn row(steps: &[Step]) -> String {
    let shown: Vec<_> = steps.iter().map(ToString::to_string).collect();
    shown.join(" ")
}

#[test]
fn what_went_wrong_once_goes_right() {
    for row in include_str!("sequences.txt").lines() {
        let row = row.trim();
        if row.is_empty() || row.starts_with('#') {
            continue;
        }
        let steps = row.split_whitespace().map(Step::parse);
        let steps: Option<Vec<_>> = steps.collect();
        let steps = steps.unwrap_or_else(|| panic!("no row: {row}"));
        assert_eq!(failure(&steps), None, "{row}");
    }
}

#[test]
fn a_row_is_read_as_it_is_printed() {
    let mut numbers = Numbers(1);
    for _ in 0..20 {
        for step in numbers.sequence() {
            assert_eq!(
                Step::parse(&step.to_string()).map(|read| read == step),
                Some(true)
            );
        }
    }
}

#[test]
fn whatever_two_tabs_do_nothing_is_lost_and_nothing_comes_back() {
    let chosen = |name: &str| -> Option<u64> { std::env::var(name).ok()?.parse().ok() };
    let seed = chosen("SEED").unwrap_or_else(seed::seed);
    let sequences = chosen("SEQUENCES").unwrap_or(SEQUENCES);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    // What a failing sequence prints is not of interest until it is shortened.
    std::panic::set_hook(Box::new(|_| {}));
    let failed = std::thread::scope(|scope| {
        let run = |thread: usize| {
            (0..sequences)
                .skip(thread)
                .step_by(threads)
                .find_map(|number| {
                    let steps = Numbers(seed.wrapping_add(number)).sequence();
                    failure(&steps).map(|_| (number, steps))
                })
        };
        let running: Vec<_> = (0..threads)
            .map(|thread| scope.spawn(move || run(thread)))
            .collect();
        let failed: Vec<_> = running
            .into_iter()
            .filter_map(|thread| thread.join().expect("the thread ends"))
            .collect();
        failed
    });
    let told: Vec<_> = failed
        .into_iter()
        .map(|(number, steps)| {
            let steps = shortened(steps);
            let why = failure(&steps).unwrap_or_default();
            format!("seed {seed}, sequence {number}:\n{why}\n{}", row(&steps))
        })
        .collect();
    drop(std::panic::take_hook());
    assert!(
        told.is_empty(),
        "add the row to tests/sequences.txt:\n{}",
        told.join("\n")
    );
}
