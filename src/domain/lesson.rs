//! What to learn from an interview: lessons, their order, and what came up before.
//!
//! Owns [`Lesson`], which a person words, ticks and moves, and the order of several. Must not know
//! which rules give lessons (that is [`follow_up`](super::follow_up)), what they say, or how they are
//! kept.

use super::history::Id;
use super::quiz::{QuestionKind, Quiz, Role, RulePlace};
use super::time::Moment;

/// Which lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LessonKey {
    /// One that a follow-up rule gives for a result.
    OfRule {
        /// The result.
        interview: Id,
        /// The rule.
        rule: String,
    },
    /// One of the person's own.
    Own(Id),
}

impl LessonKey {
    /// Its name among the lessons of one result: the rule, or the id of an own lesson.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::OfRule { rule, .. } => rule,
            Self::Own(id) => id.as_str(),
        }
    }
}

/// What a person made of a lesson.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lesson {
    /// What to do, in the person's own words, at most [`Lesson::MAX_CHARS`] characters. `None` where the
    /// rule's words stand.
    pub words: Option<String>,
    /// The result that an own lesson was learnt from; `None` for a rule's, which has it in its key.
    pub learnt_from: Option<Id>,
    /// When an own lesson was begun, in milliseconds since 1970; 0 for a rule's.
    pub made_at: i64,
    /// When it was ticked off.
    pub done_at: Option<Moment>,
}

impl Lesson {
    /// The most characters of a lesson's words.
    pub const MAX_CHARS: usize = 1_000;

    /// The person's own words, if there are any to show.
    #[must_use]
    pub fn own_words(&self) -> Option<&str> {
        let words = self.words.as_deref()?;
        (!words.trim().is_empty()).then_some(words)
    }
}

/// The places of `names` in the order that was chosen: those that it names, as it names them, each
/// once. What it does not name comes first, as it stood: it is new, and nothing is ever lost.
#[must_use]
pub fn ordered(names: &[&str], chosen: &[String]) -> Vec<usize> {
    let mut places = Vec::with_capacity(names.len());
    let named = |place: usize| chosen.iter().any(|name| name == names[place]);
    places.extend((0..names.len()).filter(|place| !named(*place)));
    for name in chosen {
        let found = names.iter().position(|other| other == name);
        places.extend(found.filter(|place| !places.contains(place)));
    }
    places
}

/// The order after one entry has changed places with its neighbour; `None` where it has none on that side.
#[must_use]
pub fn moved(shown: &[&str], name: &str, up: bool) -> Option<Vec<String>> {
    let at = shown.iter().position(|other| *other == name)?;
    let to = if up { at.checked_sub(1)? } else { at + 1 };
    shown.get(to)?;
    let mut order: Vec<String> = shown.iter().map(|name| (*name).to_owned()).collect();
    order.swap(at, to);
    Some(order)
}

/// What a note of the quiz is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// A question of the interviewer's that an answer is to be prepared for.
    HardQuestion,
    /// What the interviewer said: advice.
    Advice,
}

/// The notes of a quiz, with what each is about.
///
/// A note that is asked for because of answers that one lesson is about, and of no others, belongs to what that
/// lesson is to be practised with. Any other note holds what somebody said.
pub fn notes(quiz: &Quiz) -> impl Iterator<Item = (&str, NoteKind)> {
    let written = |role: &Role, kind: &QuestionKind| {
        *role == Role::Note && matches!(kind, QuestionKind::Text { .. })
    };
    let notes = quiz.questions().iter();
    let notes = notes.filter(move |question| written(&question.role, &question.kind));
    notes.map(|question| {
        let because = question
            .show_if
            .as_ref()
            .map(|condition| condition.questions());
        let because = because.unwrap_or_default();
        let about_all = |place: &RulePlace| match place {
            RulePlace::Lesson { questions } => because
                .iter()
                .all(|asked| questions.iter().any(|question| question == asked)),
            _ => false,
        };
        let hard = !because.is_empty() && quiz.rules().iter().any(|rule| about_all(&rule.place));
        let kind = if hard {
            NoteKind::HardQuestion
        } else {
            NoteKind::Advice
        };
        (question.id.as_str(), kind)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(names: &[&str], chosen: &[&str], expected: &[&str]) {
        let chosen: Vec<String> = chosen.iter().map(|name| (*name).to_owned()).collect();
        let places = ordered(names, &chosen);
        let shown: Vec<&str> = places.into_iter().map(|place| names[place]).collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn what_was_chosen_counts_and_what_is_new_comes_first() {
        check(&["a", "b", "c"], &[], &["a", "b", "c"]);
        check(&["a", "b", "c"], &["c", "a", "b"], &["c", "a", "b"]);
        check(&["new", "a", "b"], &["b", "a"], &["new", "b", "a"]);
        check(&["a"], &["gone", "a", "a"], &["a"]);
    }

    #[test]
    fn a_lesson_moves_by_one_and_not_beyond_the_ends() {
        let shown = ["a", "b", "c"];
        let joined = |name, up| moved(&shown, name, up).map(|order| order.join(" "));
        assert_eq!(joined("b", true).as_deref(), Some("b a c"));
        assert_eq!(joined("b", false).as_deref(), Some("a c b"));
        assert_eq!(joined("a", true), None);
        assert_eq!(joined("c", false), None);
        assert_eq!(joined("d", false), None);
    }

    proptest! {
        #[test]
        fn whatever_was_chosen_every_lesson_is_shown_once(
            names in prop::collection::btree_set("[a-e]{1,2}", 0..8),
            chosen in prop::collection::vec("[a-e]{1,2}", 0..12),
        ) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let mut places = ordered(&names, &chosen);
            places.sort_unstable();
            prop_assert_eq!(places, (0..names.len()).collect::<Vec<_>>());
        }

        #[test]
        fn up_and_down_again_is_where_it_was(
            names in prop::collection::btree_set("[a-e]{1,2}", 2..8), pick: prop::sample::Index, up: bool,
        ) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let name = names[pick.index(names.len())];
            if let Some(order) = moved(&names, name, up) {
                let after: Vec<&str> = order.iter().map(String::as_str).collect();
                let back = moved(&after, name, !up).unwrap_or_default();
                prop_assert_eq!(back, names);
                let places = ordered(&after, &order);
                prop_assert_eq!(places, (0..after.len()).collect::<Vec<_>>());
            }
        }
    }
}
