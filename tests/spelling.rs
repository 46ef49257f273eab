//! British and American spelling: the small files of what Americans spell otherwise have all of it and nothing else.

use std::collections::BTreeMap;

use interview_hindsight::wire::quiz_document::BUILT_IN;
use interview_hindsight::wire::quiz_text::{self, QuizText};
use interview_hindsight::wire::spelling::american;
use interview_hindsight::wire::text_catalogue::{self, TextCatalogue};

/// Texts that name a word in both spellings, because they are searched for and not read.
const BOTH: [&str; 1] = ["lint.blame"];

/// The texts that differ, as they should stand in the file for Americans.
fn differing<'a>(texts: impl Iterator<Item = (&'a str, &'a str)>) -> BTreeMap<&'a str, String> {
    texts
        .filter(|(key, _)| !BOTH.contains(key))
        .map(|(key, text)| (key, american(text), text))
        .filter(|(_, american, british)| american != british)
        .map(|(key, american, _)| (key, american))
        .collect()
}

#[test]
fn the_interface_is_whole_in_both_spellings() -> Result<(), String> {
    let parse = |text: Option<&str>| TextCatalogue::parse(text.unwrap_or_default());
    let (all, respelled) = (
        parse(text_catalogue::built_in("en"))?,
        parse(Some(include_str!("../text/en-US.json")))?,
    );
    let found: BTreeMap<_, _> = respelled.iter().map(|(k, v)| (k, v.to_owned())).collect();
    assert_eq!(found, differing(all.iter()));
    assert!(!found.is_empty());
    Ok(())
}

#[test]
fn the_quiz_and_its_letters_are_whole_in_both_spellings() -> Result<(), String> {
    let parse = |text: Option<&str>| {
        QuizText::parse(text.unwrap_or_default()).map_err(|problem| format!("{problem:?}"))
    };
    let (all, respelled) = (
        parse(quiz_text::built_in(BUILT_IN, "en"))?,
        parse(Some(include_str!("../quiz/interview/text/en-US.json")))?,
    );
    let found: BTreeMap<_, _> = respelled.iter().map(|(k, v)| (k, v.to_owned())).collect();
    assert_eq!(found, differing(all.iter()));
    let mut read = all.clone();
    read.replace(respelled);
    let future = "letter.E5.future.short";
    assert_eq!(
        [all.get(future), read.get(future)],
        [
            Some("{p}I would be honoured to interview with you again."),
            Some("{p}I would be honored to interview with you again."),
        ]
    );
    Ok(())
}
