//! The words of a quiz in one language, by key.
//!
//! A text file belongs to a quiz, not to one version of it: it holds what any of its versions needs. The
//! views ask for words through the named functions here, so that keys are spelled in one place.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::json::{self, Object};
use crate::domain::answers::{Answer, Answers};
use crate::domain::follow_up::Deadline;
use crate::domain::history::Format;
use crate::domain::letter::Phrases;
use crate::domain::quiz::{Anchor, Grade, Quiz, Recipient, UNSURE, Unsound};
use crate::domain::scoring::{Gap, RangeWords};

/// The built-in quiz's English words, for what runs natively: in the browser no language is part of the program.
#[cfg(not(target_arch = "wasm32"))]
pub fn built_in(quiz: &str, language: &str) -> Option<&'static str> {
    let known = (quiz, language) == (super::quiz_document::BUILT_IN, "en");
    known.then_some(include_str!("../../quiz/interview/text/en.json"))
}

/// In a letter, the day of the interview, the job and the company, each where it is known.
pub const DAY: &str = "day";
/// See [`DAY`].
pub const ROLE: &str = "role";
/// See [`DAY`].
pub const COMPANY: &str = "company";
/// In what a slot is filled with, the day by which they promised to answer.
pub const PROMISED: &str = "promised";

/// The words of one quiz in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuizText {
    quiz: String,
    language: String,
    texts: BTreeMap<String, String>,
}

/// What the words of a letter hang on.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// The quiz.
    pub quiz: &'a Quiz,
    /// The answers.
    pub answers: &'a Answers,
    /// How the interview was held, where that is known.
    pub format: Option<Format>,
}

/// What comes between a key and the case that a variant of its text is for.
pub const VARIANT: &str = ".if.";

/// In a variant, stands for the format of the interview, which is no question.
pub const FORMAT: &str = "format";

impl Case<'_> {
    /// How many pairs of a question and an option a variant names, and the place of the first of these questions;
    /// `None` where one of them does not hold.
    fn fits(&self, variant: &str) -> Option<(usize, usize)> {
        let parts: Vec<&str> = variant.split('.').collect();
        let mut first = usize::MAX;
        for pair in parts.chunks(2) {
            let [question, option] = pair else {
                return None;
            };
            let questions = self.quiz.questions();
            let place = questions.iter().position(|one| one.id == *question);
            let holds = match self.answers.get(question) {
                Some(Answer::Option(chosen)) => chosen == option,
                Some(Answer::Options(ticked)) => ticked.contains(*option),
                _ => {
                    *question == FORMAT && self.format.is_some_and(|format| format.id() == *option)
                }
            };
            if !holds {
                return None;
            }
            first = first.min(place.unwrap_or(usize::MAX));
        }
        Some((parts.len() / 2, first))
    }
}

impl QuizText {
    /// The words that a text file holds.
    ///
    /// # Errors
    /// Where it has not its form.
    pub fn parse(text: &str) -> Result<Self, Unsound> {
        Self::read(text).ok_or(Unsound)
    }

    fn read(text: &str) -> Option<Self> {
        let file = Object::parse(text).ok()?;
        let texts = Object::parse(file.get("texts")?).ok()?;
        let texts = texts
            .iter()
            .map(|(key, raw)| Some((key.to_owned(), owned(raw)?)));
        Some(Self {
            quiz: owned(file.get("quiz")?)?,
            language: owned(file.get("language")?)?,
            texts: texts.collect::<Option<_>>()?,
        })
    }

    /// The id of the quiz that the words belong to.
    pub fn quiz(&self) -> &str {
        &self.quiz
    }

    /// The language, such as `en`.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// Puts the words of another file in place of those with the same keys.
    pub fn replace(&mut self, with: Self) {
        self.texts.extend(with.texts);
    }

    /// The same keys with other texts, made of these.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn map(&self, other: impl Fn(&str, &str) -> String) -> Self {
        let texts = self.iter();
        Self {
            quiz: self.quiz.clone(),
            language: self.language.clone(),
            texts: texts
                .map(|(key, text)| (key.to_owned(), other(key, text)))
                .collect(),
        }
    }

    /// All keys and their texts.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let texts = self.texts.iter();
        texts.map(|(key, text)| (key.as_str(), text.as_str()))
    }

    /// The text of a key, where there is one.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.texts.get(key).map(String::as_str)
    }

    /// The text of a key. What a checked file lacks is an empty text, not the end of the program.
    fn text(&self, key: &[&str]) -> &str {
        self.get(&key.join(".")).unwrap_or_default()
    }

    /// The text of a key with its placeholders filled in; one that has no value here is left out.
    fn fill(&self, key: &[&str], values: &[(&str, &str)]) -> String {
        let mut parts = self.text(key).split('{');
        let mut filled = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (name, rest) = part.split_once('}').unwrap_or(("", part));
            let value = values.iter().find(|(known, _)| *known == name);
            filled.push_str(value.map_or("", |(_, value)| value));
            filled.push_str(rest);
        }
        filled
    }

    /// The quiz's title.
    pub fn title(&self) -> &str {
        self.text(&["quiz", "title"])
    }

    /// A stage's name.
    pub fn stage(&self, stage: &str) -> &str {
        self.text(&["stage", stage])
    }

    /// The question.
    pub fn ask(&self, question: &str) -> &str {
        self.text(&["question", question, "ask"])
    }

    /// What helps to understand the question, where it needs help.
    pub fn hint(&self, question: &str) -> Option<&str> {
        self.get(&["question", question, "hint"].join("."))
    }

    /// Why we ask.
    pub fn why(&self, question: &str) -> Option<&str> {
        self.get(&["question", question, "why"].join("."))
    }

    /// An option of a question; `unsure` is one of each.
    pub fn option(&self, question: &str, option: &str) -> &str {
        match self.get(&["option", question, option].join(".")) {
            None if option == UNSURE => self.text(&["option", UNSURE]),
            text => text.unwrap_or_default(),
        }
    }

    /// How it felt, as a sentence, by the option of the first question.
    pub fn felt(&self, option: &str) -> &str {
        self.text(&["felt", option])
    }

    /// A topic's name.
    pub fn topic(&self, topic: &str) -> &str {
        self.text(&["topic", topic])
    }

    /// A band's title; band 0 is "not enough".
    pub fn band_title(&self, level: u8) -> &str {
        self.text(&["band", &level.to_string(), "title"])
    }

    /// What a band says.
    pub fn band_body(&self, level: u8) -> &str {
        self.text(&["band", &level.to_string(), "body"])
    }

    /// The number range in words.
    pub fn range(&self, words: RangeWords) -> String {
        match words {
            RangeWords::FewerThanOneInTen => self.text(&["range", "fewer"]).to_owned(),
            RangeWords::AboutOrFewer { k } => {
                self.fill(&["range", "or_fewer"], &[("k", &k.to_string())])
            }
            RangeWords::About { k, .. } => self.fill(&["range", "about"], &[("k", &k.to_string())]),
            RangeWords::AboutTo { low, high, .. } => self.fill(
                &["range", "about_to"],
                &[("low", &low.to_string()), ("high", &high.to_string())],
            ),
        }
    }

    /// The other side of the range, where it is said: how many would be a no.
    pub fn range_other_side(&self, words: RangeWords) -> Option<String> {
        match words {
            RangeWords::FewerThanOneInTen | RangeWords::AboutOrFewer { .. } => None,
            RangeWords::About { no, .. } => {
                Some(self.fill(&["range", "other_side_one"], &[("k", &no.to_string())]))
            }
            RangeWords::AboutTo {
                no_low, no_high, ..
            } => Some(self.fill(
                &["range", "other_side"],
                &[("low", &no_low.to_string()), ("high", &no_high.to_string())],
            )),
        }
    }

    /// "Rough guide": what goes with every range.
    pub fn range_note(&self) -> &str {
        self.text(&["range", "note"])
    }

    /// What goes with the range when it is said how many are in the running.
    pub fn range_base_note(&self) -> &str {
        self.text(&["range", "base_note"])
    }

    /// How the feeling and the signs compare.
    pub fn gap(&self, gap: Gap) -> &str {
        let name = match gap {
            Gap::Worse => "worse",
            Gap::Agree => "agree",
            Gap::Better => "better",
        };
        self.text(&["gap", name])
    }

    /// The sentence of comfort that may go with [`Gap::Worse`].
    pub fn gap_comfort(&self) -> &str {
        self.text(&["gap", "comfort"])
    }

    /// That a modifier halves, in a few words: the share of a reason.
    pub fn modifier_share(&self, modifier: &str) -> &str {
        self.text(&["modifier", modifier, "share"])
    }

    /// Why a modifier halves.
    pub fn modifier_why(&self, modifier: &str) -> &str {
        self.text(&["modifier", modifier, "why"])
    }

    /// Why an override leaves a reason out, in a few words: the share of a reason.
    pub fn override_share(&self, id: &str) -> &str {
        self.text(&["override", id, "share"])
    }

    /// What is said beside the answers that an override hangs on.
    pub fn override_ask(&self, id: &str) -> &str {
        self.text(&["override", id, "ask"])
    }

    /// Why an override applies.
    pub fn override_why(&self, id: &str) -> &str {
        self.text(&["override", id, "why"])
    }

    /// A rule's title.
    pub fn rule_title(&self, rule: &str) -> &str {
        self.text(&["rule", rule, "title"])
    }

    /// What the button says that begins it, and how long it takes; where that is not said, the rule's title.
    pub fn rule_start(&self, rule: &str) -> &str {
        let start = self.get(&["rule", rule, "start"].join("."));
        start.unwrap_or_else(|| self.rule_title(rule))
    }

    /// What to do: for a lesson, its one concrete action.
    pub fn rule_body(&self, rule: &str) -> &str {
        self.text(&["rule", rule, "body"])
    }

    /// That a question is not from the article.
    pub fn outside_article(&self) -> &str {
        self.text(&["origin", "outside_article"])
    }

    /// Why, and who says so.
    pub fn rule_why(&self, rule: &str) -> &str {
        self.text(&["rule", rule, "why"])
    }

    /// A kind of letter, by its plain name.
    pub fn letter(&self, letter: &str) -> &str {
        self.text(&["letter", letter])
    }

    /// Why a letter is left out where only learning is shown: it asks for something. `None` for the others.
    pub fn asks(&self, letter: &str) -> Option<&str> {
        self.get(&["letter.", letter, ".asks"].concat())
    }

    /// What a slot of a letter asks for.
    pub fn slot(&self, slot: &str) -> &str {
        self.text(&["slot", slot])
    }

    /// What helps to fill a slot in.
    pub fn slot_hint(&self, slot: &str) -> Option<&str> {
        self.get(&["slot", slot, "hint"].join("."))
    }

    /// What a slot is filled with as long as nothing else is given: a template, where these answers lead to
    /// one. Its place is the promised day.
    pub fn slot_fill(&self, slot: &str, case: &Case<'_>) -> Option<&str> {
        self.said(&["slot.", slot, ".fill"].concat(), case)
    }

    /// What a press can put into a slot: a template whose places are notes, which stay private until then.
    pub fn slot_offer(&self, slot: &str) -> Option<&str> {
        self.get(&["slot.", slot, ".offer"].concat())
    }

    /// The words that stand for a slot in a letter.
    pub fn passage(&self, letter: &str, slot: &str, short: bool, case: &Case<'_>) -> &str {
        let key = ["letter.", letter, ".", slot].concat();
        let shorter = || self.said(&[&key, ".short"].concat(), case);
        let short = short.then(shorter).flatten();
        let words = short.or_else(|| self.said(&key, case));
        words.unwrap_or_default()
    }

    /// The subject of a letter.
    pub fn letter_subject(&self, letter: &str) -> &str {
        self.text(&["letter", letter, "subject"])
    }

    /// How every letter begins.
    pub fn greeting(&self) -> &str {
        self.text(&["mail", "greeting"])
    }

    /// How every letter ends.
    pub fn close(&self) -> &str {
        self.text(&["mail", "close"])
    }

    /// What the linter of letters looks for.
    pub fn phrases(&self) -> Phrases<'_> {
        Phrases {
            apology: self.text(&["lint", "apology"]),
            blame: self.text(&["lint", "blame"]),
        }
    }

    /// The words of the link to a letter that a rule leaves open beside its advice.
    pub fn offered(&self, rule: &str, letter: &str) -> &str {
        self.text(&["rule", rule, "offers", letter])
    }

    /// What is said with a rule where another one fires as well: in each case, or in some.
    pub fn rule_with(&self, rule: &str, other: &str, case: &Case<'_>) -> Option<&str> {
        self.said(&["rule", rule, "with", other].join("."), case)
    }

    /// The text of the key for this case. Beside the key itself there may be texts of
    /// `key.if.<question>.<option>`, with any number of such pairs: the one with the most pairs that all hold is
    /// said, and of several the first in the order of the questions.
    fn said(&self, key: &str, case: &Case<'_>) -> Option<&str> {
        let prefix = [key, VARIANT].concat();
        let variants = self.texts.range(prefix.clone()..);
        let mut best: Option<(usize, Reverse<usize>, &str)> = None;
        for (variant, text) in variants.take_while(|(variant, _)| variant.starts_with(&prefix)) {
            let Some((pairs, first)) = case.fits(&variant[prefix.len()..]) else {
                continue;
            };
            let rank = (pairs, Reverse(first));
            if best.is_none_or(|(pairs, first, _)| (pairs, first) < rank) {
                best = Some((rank.0, rank.1, text));
            }
        }
        best.map(|(_, _, text)| text).or_else(|| self.get(key))
    }

    /// Whom a letter is for.
    pub fn recipient(&self, recipient: Recipient, case: &Case<'_>) -> &str {
        let key = ["recipient.", recipient_name(recipient)].concat();
        self.said(&key, case).unwrap_or_default()
    }

    /// By when. A known moment is written by whoever knows the person's calendar, and handed in.
    pub fn deadline(&self, deadline: Deadline, moment: &str) -> String {
        match deadline {
            Deadline::By(_) | Deadline::ByDay(_) => {
                self.fill(&["deadline", "by"], &[("when", moment)])
            }
            Deadline::WithinHours { hours, after } => self.fill(
                &["deadline", "hours", anchor_name(after)],
                &[("hours", &hours.to_string())],
            ),
            Deadline::AtOnce => self.text(&["deadline", "at_once"]).to_owned(),
            Deadline::Today => self.text(&["deadline", "today"]).to_owned(),
            Deadline::ThisWeek => self.text(&["deadline", "this_week"]).to_owned(),
            Deadline::BeforeNextInterview => {
                self.text(&["deadline", "before_next_interview"]).to_owned()
            }
            Deadline::NextTime => self.text(&["deadline", "next_time"]).to_owned(),
            Deadline::TodayAndBefore { days } => self.fill(
                &["deadline", "today_and_before"],
                &[("days", &days.to_string())],
            ),
        }
    }

    /// That doing it late is still fine.
    pub fn late_is_fine(&self) -> &str {
        self.text(&["deadline", "late_is_fine"])
    }

    /// What a grade of evidence means.
    pub fn grade(&self, grade: Grade) -> &str {
        self.text(&["grade", grade.letter()])
    }

    /// Who says a sentence of the article, in a few words; its writer where nobody is named.
    pub fn speaker(&self, speaker: Option<&str>) -> &str {
        self.text(&["speaker", speaker.unwrap_or("writer")])
    }

    /// What a sentence of the article says, in our words.
    pub fn sentence(&self, sentence: &str) -> &str {
        self.text(&["sentence", sentence])
    }

    /// A source's short name.
    pub fn source(&self, source: &str) -> &str {
        self.text(&["source", source])
    }

    /// What a row of the evidence found, and what we make of it.
    pub fn evidence(&self, id: &str) -> (&str, &str) {
        (
            self.text(&["evidence", id, "found"]),
            self.text(&["evidence", id, "use"]),
        )
    }

    /// The heading of a group of evidence.
    pub fn evidence_group(&self, group: &str) -> &str {
        self.text(&["evidence_group", group])
    }

    /// What the result does not mean, line by line.
    pub fn does_not_mean(&self) -> impl Iterator<Item = &str> {
        self.lines("does_not_mean")
    }

    /// How the score is made, paragraph by paragraph.
    pub fn how_it_works(&self) -> impl Iterator<Item = &str> {
        self.lines("how_it_works")
    }

    /// Texts that are numbered from 1 up.
    fn lines<'t>(&'t self, name: &'t str) -> impl Iterator<Item = &'t str> {
        (1..).map_while(move |number: u8| self.get(&format!("{name}.{number}")))
    }
}

fn owned(raw: &str) -> Option<String> {
    json::text(raw).map(Cow::into_owned)
}

fn recipient_name(recipient: Recipient) -> &'static str {
    match recipient {
        Recipient::Manager => "manager",
        Recipient::Hr => "hr",
        Recipient::ManagerOrHr => "manager_or_hr",
        Recipient::WhoNamedTheDate => "who_named_the_date",
    }
}

fn anchor_name(anchor: Anchor) -> &'static str {
    match anchor {
        Anchor::Interview => "interview",
        Anchor::RefusalOrInterview => "refusal_or_interview",
        Anchor::Refusal => "refusal",
    }
}
