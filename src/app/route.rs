//! The screens' addresses: what stands behind the `#`, and which screen it means.
//!
//! Owns the one table of addresses. Must not know how the address bar is written or read: that is the
//! runtime's. Addresses hold ids alone; never a name, a score or a note (design.md section 2), but for `open`, whose link a
//! person makes to carry one result without names and notes.

use crate::domain::history::Id;
use crate::wire::link::MAX_LINK;

/// One screen, with what it needs to find its content again after a reload.
///
/// Ids are syntactically sound but need not exist: a screen whose content is gone says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// What this is, and the first question.
    Start,
    /// One question of the interview in progress.
    Question(String),
    /// One question, opened from the list of answers, and leading back to it.
    Change(String),
    /// All answers of the interview in progress, with links to change them.
    Check,
    /// A finished result: felt beside signs, and the next step. What is longer has pages of its own.
    Result(Id),
    /// Why a result came out like this.
    Why(Id),
    /// What to do now.
    Now(Id),
    /// What to learn.
    Learn(Id),
    /// What a result does not mean.
    Limits(Id),
    /// The few questions after a result that sharpen the advice.
    Quick(Id),
    /// All answers of a finished result.
    Answers(Id),
    /// One letter of a finished result, by its kind.
    Letter(Id, String),
    /// A letter that was sent, by its kind: what is next, and when.
    Sent(Id, String),
    /// The notes on the interview, to be written right after it.
    Notes(Id),
    /// The reminders of a finished result.
    Reminders(Id),
    /// One answer of a finished result, to be corrected.
    Correct(Id, String),
    /// A finished result on paper.
    Report(Id),
    /// All results.
    History,
    /// One result as it was kept: label, outcome, notes.
    Past(Id),
    /// Two results side by side.
    Compare(Id, Id),
    /// How well a person reads interviews.
    Calibration,
    /// A result that a link carries: what stands behind `#/open/`.
    Open(String),
    /// Before your next interview: what to learn, over all results.
    Next,
    /// An answer that is prepared for a hard question.
    Prepare(Id),
    /// The practice run.
    Practice,
    /// A sheet for a friend who plays the interviewer.
    Mock,
    /// The questions to ask, on a card.
    Card,
    /// Every weight with its reason, source and grade.
    HowItWorks,
    /// Where everything is kept; export, import, delete.
    YourData,
    /// An address that no screen has. Kept as it was, so that the page can show it.
    Unknown(String),
}

impl Route {
    /// Reads what stands behind the `#`, with or without it. Never fails: what it does not know is
    /// [`Route::Unknown`].
    pub fn parse(fragment: &str) -> Self {
        let path = fragment.strip_prefix('#').unwrap_or(fragment);
        let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
        let route = match parts.as_slice() {
            [""] => Some(Self::Start),
            ["question", question] if is_name(question) => {
                Some(Self::Question((*question).to_owned()))
            }
            ["check"] => Some(Self::Check),
            ["check", question] if is_name(question) => Some(Self::Change((*question).to_owned())),
            ["result", id] => Id::new(id).map(Self::Result),
            ["result", id, "why"] => Id::new(id).map(Self::Why),
            ["result", id, "now"] => Id::new(id).map(Self::Now),
            ["result", id, "learn"] => Id::new(id).map(Self::Learn),
            ["result", id, "limits"] => Id::new(id).map(Self::Limits),
            ["result", id, "questions"] => Id::new(id).map(Self::Quick),
            ["result", id, "answers"] => Id::new(id).map(Self::Answers),
            ["result", id, "answers", question] if is_name(question) => {
                Id::new(id).map(|id| Self::Correct(id, (*question).to_owned()))
            }
            ["result", id, "letter", letter] => Id::new(id)
                .filter(|_| Id::is_one(letter))
                .map(|id| Self::Letter(id, (*letter).to_owned())),
            ["result", id, "sent", letter] => Id::new(id)
                .filter(|_| Id::is_one(letter))
                .map(|id| Self::Sent(id, (*letter).to_owned())),
            ["result", id, "notes"] => Id::new(id).map(Self::Notes),
            ["result", id, "reminders"] => Id::new(id).map(Self::Reminders),
            ["result", id, "report"] => Id::new(id).map(Self::Report),
            ["history"] => Some(Self::History),
            ["history", id] => Id::new(id).map(Self::Past),
            ["compare", a, b] => Id::new(a).zip(Id::new(b)).map(|(a, b)| Self::Compare(a, b)),
            ["calibration"] => Some(Self::Calibration),
            // One character more than a link may have, so that a longer one is known for it.
            ["open", data] => Some(Self::Open(data.chars().take(MAX_LINK + 1).collect())),
            ["next"] => Some(Self::Next),
            ["prepare", id] => Id::new(id).map(Self::Prepare),
            ["practice"] => Some(Self::Practice),
            ["mock"] => Some(Self::Mock),
            ["card"] => Some(Self::Card),
            ["how-it-works"] => Some(Self::HowItWorks),
            ["your-data"] => Some(Self::YourData),
            _ => None,
        };
        // A link in a text is opened with the end of its sentence, or with the bracket that it stands in.
        let sound = path.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '>', '"', '\'']);
        let is_longer = sound.len() < path.len();
        let route = route.or_else(|| is_longer.then(|| Self::parse(sound)));
        let route = route.filter(|route| !matches!(route, Self::Unknown(_)));
        route.unwrap_or_else(|| Self::Unknown(path.chars().take(LONGEST_SHOWN).collect()))
    }

    /// The address of this screen, with the `#`. [`Route::parse`] reads it back.
    pub fn fragment(&self) -> String {
        match self {
            Self::Start => "#/".to_owned(),
            Self::Question(question) => ["#/question/", question].concat(),
            Self::Check => "#/check".to_owned(),
            Self::Change(question) => ["#/check/", question].concat(),
            Self::Result(id) => ["#/result/", id.as_str()].concat(),
            Self::Why(id) => ["#/result/", id.as_str(), "/why"].concat(),
            Self::Now(id) => ["#/result/", id.as_str(), "/now"].concat(),
            Self::Learn(id) => ["#/result/", id.as_str(), "/learn"].concat(),
            Self::Limits(id) => ["#/result/", id.as_str(), "/limits"].concat(),
            Self::Quick(id) => ["#/result/", id.as_str(), "/questions"].concat(),
            Self::Answers(id) => ["#/result/", id.as_str(), "/answers"].concat(),
            Self::Correct(id, question) => {
                ["#/result/", id.as_str(), "/answers/", question].concat()
            }
            Self::Letter(id, letter) => ["#/result/", id.as_str(), "/letter/", letter].concat(),
            Self::Sent(id, letter) => ["#/result/", id.as_str(), "/sent/", letter].concat(),
            Self::Notes(id) => ["#/result/", id.as_str(), "/notes"].concat(),
            Self::Reminders(id) => ["#/result/", id.as_str(), "/reminders"].concat(),
            Self::History => "#/history".to_owned(),
            Self::Past(id) => ["#/history/", id.as_str()].concat(),
            Self::Compare(a, b) => ["#/compare/", a.as_str(), "/", b.as_str()].concat(),
            Self::Report(id) => ["#/result/", id.as_str(), "/report"].concat(),
            Self::Calibration => "#/calibration".to_owned(),
            Self::Open(data) => ["#/open/", data].concat(),
            Self::Next => "#/next".to_owned(),
            Self::Prepare(id) => ["#/prepare/", id.as_str()].concat(),
            Self::Practice => "#/practice".to_owned(),
            Self::Mock => "#/mock".to_owned(),
            Self::Card => "#/card".to_owned(),
            Self::HowItWorks => "#/how-it-works".to_owned(),
            Self::YourData => "#/your-data".to_owned(),
            Self::Unknown(path) => ["#", path].concat(),
        }
    }

    /// The results that this screen is about: none, one or two.
    pub fn interviews(&self) -> [Option<&Id>; 2] {
        match self {
            Self::Result(id)
            | Self::Why(id)
            | Self::Now(id)
            | Self::Learn(id)
            | Self::Limits(id)
            | Self::Quick(id)
            | Self::Answers(id)
            | Self::Correct(id, _)
            | Self::Letter(id, _)
            | Self::Sent(id, _)
            | Self::Notes(id)
            | Self::Reminders(id)
            | Self::Report(id)
            | Self::Past(id) => [Some(id), None],
            Self::Compare(a, b) => [Some(a), Some(b)],
            _ => [None, None],
        }
    }
}

/// How much of an unknown address is shown, in characters: enough to see a typing mistake.
const LONGEST_SHOWN: usize = 80;

/// Whether this can be the id of a question: the characters that quiz documents allow in ids.
fn is_name(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_' || byte == b'-'
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(fragment: &str, expected: &str) {
        let route = Route::parse(fragment);
        assert_eq!(format!("{route:?}"), expected, "for {fragment}");
        assert_eq!(
            Route::parse(&route.fragment()),
            route,
            "the address of {fragment} reads back"
        );
    }

    #[test]
    fn every_address_names_its_screen_and_reads_back() {
        check("", "Start");
        check("#", "Start");
        check("#/", "Start");
        check("#/question/lean", "Question(\"lean\")");
        check("#/check/lean", "Change(\"lean\")");
        check("#/check", "Check");
        check("#/result/a1", "Result(Id(\"a1\"))");
        check("#/result/a1/why", "Why(Id(\"a1\"))");
        check("#/result/a1/now", "Now(Id(\"a1\"))");
        check("#/result/a1/learn", "Learn(Id(\"a1\"))");
        check("#/result/a1/limits", "Limits(Id(\"a1\"))");
        check("#/result/a1/questions", "Quick(Id(\"a1\"))");
        check("#/result/a1/answers", "Answers(Id(\"a1\"))");
        check(
            "#/result/a1/answers/coach",
            "Correct(Id(\"a1\"), \"coach\")",
        );
        check("#/result/a1/letter/E1", "Letter(Id(\"a1\"), \"E1\")");
        check("#/result/a1/sent/E1", "Sent(Id(\"a1\"), \"E1\")");
        check("#/result/a1/notes", "Notes(Id(\"a1\"))");
        check("#/result/a1/reminders", "Reminders(Id(\"a1\"))");
        check("#/history/", "History");
        check("#/history/a1", "Past(Id(\"a1\"))");
        check("#/compare/a1/b2", "Compare(Id(\"a1\"), Id(\"b2\"))");
        check("#/result/a1/report", "Report(Id(\"a1\"))");
        check("#/calibration", "Calibration");
        check("#/open/v1.e30", "Open(\"v1.e30\")");
        check("#/next", "Next");
        check("#/prepare/p1", "Prepare(Id(\"p1\"))");
        check("#/practice", "Practice");
        check("#/mock", "Mock");
        check("#/card", "Card");
        check("#/how-it-works", "HowItWorks");
        check("#/your-data", "YourData");
    }

    #[test]
    fn a_link_opens_with_the_end_of_its_sentence_behind_it() {
        check("#/history.", "History");
        check("#/how-it-works).", "HowItWorks");
        check("#/calibration\">", "Calibration");
        check("#/nowhere).", "Unknown(\"/nowhere).\")");
    }

    #[test]
    fn an_address_that_no_screen_has_is_kept_as_it_was() {
        check("#/nowhere", "Unknown(\"/nowhere\")");
        check("#/question/Lean<b>", "Unknown(\"/question/Lean<b>\")");
        check("#/question", "Unknown(\"/question\")");
        check("#/result/../x", "Unknown(\"/result/../x\")");
        check(
            "#/result/a1/letter/<b>",
            "Unknown(\"/result/a1/letter/<b>\")",
        );
    }

    #[test]
    fn a_very_long_address_is_cut_not_kept() {
        let Route::Unknown(shown) = Route::parse(&format!("#/{}", "é".repeat(5_000))) else {
            panic!("such an address is not known")
        };
        assert_eq!(shown.chars().count(), LONGEST_SHOWN);
    }
}
