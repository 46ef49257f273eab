//! One letter, read: what is asked for it, how it stands, and what is wrong with it.
//!
//! Owns the one path from a result and what was filled in to the letter's text. Must not know how it is
//! drawn or sent.

use crate::domain::answers::{Answer, Answers};
use crate::domain::history::{Format, Id, Interview, LetterState};
use crate::domain::letter::{
    ADDRESS, Finding, OWN_NAME, Passage, Piece, RECIPIENT, SUBJECT, asking, compose, filled, lint,
    one_line, text, words,
};
use crate::domain::quiz::{Letter, Quiz, Recipient, Rule};
use crate::domain::time::Date;
use crate::wire::locale::Locale;
use crate::wire::mailto::{Mailto, mailto};
use crate::wire::quiz_text::{COMPANY, Case, DAY, PROMISED, QuizText, ROLE};

use super::reading::Reading;
use super::state::State;

/// Notes longer than this are no line of a letter (a judgment).
const LONGEST_NOTE: usize = 160;

/// A letter as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct LetterReading {
    /// The kind.
    pub letter: Letter,
    /// The rule whose tick says that it was sent.
    pub rule: Option<String>,
    /// What is asked for, in order, and what it holds.
    pub asked: Vec<(String, String)>,
    /// Those of them that the text leaves out until they are filled: they are asked for beside it, and not in it.
    pub apart: Vec<String>,
    /// What a press can put into a slot that is empty: the slot and the words.
    pub offers: Vec<(String, String)>,
    /// Whether several people get one each.
    pub for_each: bool,
    /// Whom it is for, in words.
    pub recipient: String,
    /// The recipient's e-mail address as typed; it may be none.
    pub address: String,
    /// The subject, on one line.
    pub subject: String,
    /// The same as typed.
    pub subject_typed: String,
    /// The draft in pieces; none where the text is in the person's own words.
    pub draft: Option<Vec<Piece>>,
    /// The tag of the language that the person's own words are in, where the page has another one.
    pub own_language: Option<String>,
    /// What is copied and sent.
    pub text: String,
    /// How many words it has.
    pub words: usize,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
    /// Whether the draft can be made shorter, or longer again.
    pub can_shorten: bool,
}

impl LetterReading {
    /// How many places are open.
    pub fn open(&self) -> usize {
        let open = self.findings.iter().map(|finding| match finding {
            Finding::Open { names } => names.len(),
            _ => 0,
        });
        open.sum()
    }

    /// What is asked for in the text itself, in its order: a place of the draft that only the person can fill.
    pub fn blanks(&self) -> impl Iterator<Item = &(String, String)> {
        let is_apart = |slot: &String| self.apart.contains(slot);
        self.asked.iter().filter(move |(slot, _)| !is_apart(slot))
    }

    /// Whether it is so long that the number of its words is worth a look.
    pub fn is_nearly_too_long(&self) -> bool {
        self.words * 10 >= usize::from(self.letter.words) * 9
    }

    /// The address that opens it in a mail program.
    pub fn mailto(&self) -> Mailto {
        mailto(&self.address, &self.subject, &self.text)
    }
}

/// Reads a letter of a result; `None` where the quiz has no such letter.
pub fn read(
    state: &State,
    interview: &Interview,
    reading: &Reading,
    id: &str,
    q: &QuizText,
    locale: &dyn Locale,
) -> Option<LetterReading> {
    let letter = reading.quiz.letter(id)?.clone();
    let unwritten = LetterState::default();
    let kept = interview.letters.get(id);
    let kept = kept.map_or(&unwritten, |part| &part.value);
    let values = Values {
        state,
        interview,
        reading,
        kept,
        q,
        locale,
    };
    let value = |place: &str| values.of(place);
    let case = case(interview, reading);
    let passages = |short| passages(q, &case, &letter, short);
    let draft = compose(&passages(kept.short), &value);
    let name = |slot: &str| q.slot(slot).to_owned();
    let own = kept.own_text();
    let own_language = kept.language.as_ref().filter(|_| own.is_some());
    let own_language = own_language.map(Id::as_str);
    let own_language = own_language.filter(|tag| *tag != state.site.language);
    let text_now = own.map_or_else(|| text(&draft, &name), str::to_owned);
    let other = compose(&passages(!kept.short), &value);
    let long = passages(false);
    let now = passages(kept.short);
    let is_apart = |slot: &&str| {
        let without = |place: &str| value(place).filter(|_| place != *slot);
        !compose(&now, &without).contains(&Piece::Open((*slot).to_owned()))
    };
    let slots = asking(&long);
    let apart = slots.iter().copied().filter(is_apart);
    let asked = slots.iter().copied();
    let asked = asked.map(|slot| (slot.to_owned(), value(slot).unwrap_or_default()));
    // What is emptied stays empty while another one is typed; what is sent has one.
    let subject_typed = kept.slots.get(SUBJECT).cloned();
    let subject = value(SUBJECT).unwrap_or_else(|| {
        let passage = Passage {
            slot: SUBJECT,
            words: q.letter_subject(id),
        };
        text(&compose(&[passage], &value), &name)
    });
    let details = &interview.details.value;
    let offers = letter.slots.iter().filter_map(|slot| {
        let template = q.slot_offer(slot).filter(|_| value(slot).is_none())?;
        Some((slot.clone(), filled(template, &|note| values.note(note))?))
    });
    // Where the words make it a letter for somebody else, one reaches all who were there.
    let usual = Case {
        answers: &Answers::new(),
        format: None,
        ..case
    };
    let is_usual = q.recipient(letter.to, &case) == q.recipient(letter.to, &usual);
    // Nobody was there for a recorded one, however many will watch it.
    let several = details.interviewers.is_some_and(|count| count > 1)
        && details.format != Some(Format::Recorded);
    Some(LetterReading {
        for_each: several && is_usual && letter.to == Recipient::Manager,
        offers: offers.collect(),
        recipient: q.recipient(letter.to, &case).to_owned(),
        rule: rule(&reading.quiz, interview, reading, id).map(|rule| rule.id.clone()),
        asked: asked.collect(),
        apart: apart.map(str::to_owned).collect(),
        address: value(ADDRESS).unwrap_or_default(),
        subject: one_line(&subject),
        subject_typed: subject_typed.unwrap_or(subject),
        words: words(&text_now),
        findings: lint(&text_now, usize::from(letter.words), q.phrases()),
        own_language: own_language.map(str::to_owned),
        can_shorten: own.is_none() && other != draft,
        text: text_now,
        draft: own.is_none().then_some(draft),
        letter,
    })
}

/// What the words of a result's letters hang on.
pub fn case<'r>(interview: &Interview, reading: &'r Reading) -> Case<'r> {
    Case {
        quiz: &reading.quiz,
        answers: &reading.answers,
        format: interview.details.value.format,
    }
}

/// The words of a letter from its beginning to its end.
fn passages<'q>(
    q: &'q QuizText,
    case: &Case<'_>,
    letter: &'q Letter,
    short: bool,
) -> Vec<Passage<'q>> {
    let slots = letter.slots.iter().map(|slot| Passage {
        slot,
        words: q.passage(&letter.id, slot, short, case),
    });
    let mut passages = vec![Passage {
        slot: RECIPIENT,
        words: q.greeting(),
    }];
    passages.extend(slots);
    passages.push(Passage {
        slot: OWN_NAME,
        words: q.close(),
    });
    passages
}

/// The rule whose tick says that a letter was sent: the one that recommends it now, else one that is ticked
/// off and did, else the first that ever would.
fn rule<'q>(
    quiz: &'q Quiz,
    interview: &Interview,
    reading: &Reading,
    letter: &str,
) -> Option<&'q Rule> {
    let actions = &reading.advice.actions;
    let now = actions
        .iter()
        .find(|action| action.letter.as_deref() == Some(letter));
    let rules = || {
        quiz.rules()
            .iter()
            .filter(|rule| rule.may_recommend(letter))
    };
    let now = now.and_then(|action| quiz.rule(&action.rule));
    now.or_else(|| rules().find(|rule| interview.is_done(&rule.id)))
        .or_else(|| rules().next())
}

/// What the places of a letter hold.
struct Values<'a> {
    state: &'a State,
    interview: &'a Interview,
    reading: &'a Reading,
    kept: &'a LetterState,
    q: &'a QuizText,
    locale: &'a dyn Locale,
}

impl Values<'_> {
    /// What was typed, as it was typed; else what follows from the answers.
    fn of(&self, place: &str) -> Option<String> {
        if let Some(typed) = self.kept.slots.get(place) {
            return Some(typed.clone())
                .filter(|typed| place != SUBJECT || !typed.trim().is_empty());
        }
        let details = &self.interview.details.value;
        match place {
            DAY => details.interview_at.map(|at| self.weekday(at.date())),
            ROLE => Some(details.role.clone()),
            COMPANY => Some(details.company.clone()),
            PROMISED => {
                let promised = self.interview.situation.value.promised_on?;
                Some(self.weekday(promised))
            }
            // Who one is does not change from letter to letter; to whom one writes may.
            OWN_NAME => self.own_name(),
            SUBJECT | ADDRESS | RECIPIENT => None,
            slot => {
                let case = case(self.interview, self.reading);
                filled(self.q.slot_fill(slot, &case)?, &|place| match place {
                    PROMISED => self.of(PROMISED),
                    _ => None,
                })
            }
        }
    }

    /// A day near now; one of another year with its year.
    fn weekday(&self, date: Date) -> String {
        let is_other_year = date.year() != self.state.now.date().year();
        self.locale.weekday(date, is_other_year)
    }

    /// What a note says, where it is short enough for a line of a letter.
    fn note(&self, place: &str) -> Option<String> {
        match self.reading.answers.get(place)? {
            Answer::Text(note) if note.chars().count() <= LONGEST_NOTE => Some(note.clone()),
            _ => None,
        }
    }

    /// The name that was last typed in any letter.
    fn own_name(&self) -> Option<String> {
        let mut latest = None;
        for interview in self.state.interviews.values() {
            for part in interview.letters.values() {
                if let Some(name) = part.value.slots.get(OWN_NAME)
                    && latest.is_none_or(|(stamp, _)| stamp < part.stamp)
                {
                    latest = Some((part.stamp, name));
                }
            }
        }
        latest.map(|(_, name)| name.clone())
    }
}
