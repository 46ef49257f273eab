//! How easy the English is to read: grade 8 or lower in each text, 6 or lower over all, by the measure of Flesch and
//! Kincaid (1975): 0.39 words a sentence + 11.8 syllables a word - 15.59, in years of school in the United States.
//!
//! Owns the measure. What the owner of a careers page reads, and what is said of broken files, is left out: it has words
//! of its trade.

#![allow(
    clippy::expect_used,
    reason = "a test that cannot be set up has failed"
)]

use interview_hindsight::wire::quiz_document::BUILT_IN;
use interview_hindsight::wire::quiz_text::{self, QuizText};
use interview_hindsight::wire::text_catalogue::{self, TextCatalogue};

/// The highest grade of one text, and of all of them on average.
const HARDEST: f64 = 8.0;
const AVERAGE: f64 = 6.0;

/// With fewer words than this, one long word that has no shorter one would decide.
const FEWEST_WORDS: usize = 9;

/// Parts of the catalogues that are not for the candidate, or only name something.
const LEFT_OUT: [&str; 9] = [
    "builder.",
    "stored.",
    "data.file",
    "embed.",
    "lint.",
    "source.",
    "speaker.",
    "grade.",
    "open.",
];

/// How many syllables an English word has, near enough: its groups of vowels, without a silent ending.
fn syllables(word: &str) -> usize {
    let word = word.to_lowercase();
    if word.chars().all(|c| c.is_ascii_digit()) {
        return 1;
    }
    let silent = ["es", "ed", "e"].iter().find_map(|ending| {
        let stem = word.strip_suffix(ending)?;
        let before = stem.chars().last()?;
        // "ended" and "pages" keep theirs.
        let spoken = match *ending {
            "ed" => "aeioutdy".contains(before),
            "es" => "aeiouylscxzg".contains(before),
            _ => "aeiouyl".contains(before),
        };
        (!spoken && stem.len() > 1).then_some(stem.len())
    });
    let spoken = &word[..silent.unwrap_or(word.len())];
    let mut count = 0;
    let mut in_vowels = false;
    for letter in spoken.chars() {
        let vowel = "aeiouy".contains(letter);
        count += usize::from(vowel && !in_vowels);
        in_vowels = vowel;
    }
    count.max(1)
}

/// The grade of a text; `None` where it is too short to have one.
fn grade(text: &str) -> Option<f64> {
    let text = in_words(text);
    let is_word = |word: &&str| word.contains(char::is_alphanumeric);
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .filter(is_word)
        .collect();
    if words.len() < FEWEST_WORDS {
        return None;
    }
    let sentences = text
        .split(['.', '!', '?', ':', ';', '\n'])
        .filter(is_word)
        .count()
        .max(1);
    let all: usize = words.iter().map(|word| syllables(word)).sum();
    let (words, sentences) = (words.len() as f64, sentences as f64);
    Some(0.39 * words / sentences + 11.8 * all as f64 / words - 15.59)
}

/// The text with a short word in each place that it leaves open, and without marks of its own.
fn in_words(text: &str) -> String {
    let mut read = String::new();
    for (at, part) in text.split('{').enumerate() {
        match part.split_once('}') {
            Some(("p", rest)) if at > 0 => {
                read.push('\n');
                read.push_str(rest);
            }
            Some((_, rest)) if at > 0 => {
                read.push_str("word");
                read.push_str(rest);
            }
            _ => read.push_str(part),
        }
    }
    read.replace(['[', ']'], "")
}

fn texts() -> Vec<(String, String)> {
    let interface = text_catalogue::built_in("en").expect("the texts are part of the program");
    let interface = TextCatalogue::parse(interface).expect("the texts can be read");
    let quiz = quiz_text::built_in(BUILT_IN, "en").expect("the words are part of the program");
    let quiz = QuizText::parse(quiz).expect("the words can be read");
    let all = interface.iter().chain(quiz.iter());
    all.filter(|(key, _)| !LEFT_OUT.iter().any(|left_out| key.starts_with(left_out)))
        .map(|(key, text)| (key.to_owned(), text.to_owned()))
        .collect()
}

#[test]
fn every_text_can_be_read_by_somebody_of_fourteen() {
    let graded: Vec<_> = texts()
        .into_iter()
        .filter_map(|(key, text)| Some((grade(&text)?, key, text)))
        .collect();
    let hard: Vec<String> = graded
        .iter()
        .filter(|(grade, ..)| *grade > HARDEST)
        .map(|(grade, key, text)| format!("{grade:.1} {key}: {text}"))
        .collect();
    assert!(
        hard.is_empty(),
        "harder than {HARDEST}:\n{}",
        hard.join("\n")
    );
    let mean = graded.iter().map(|(grade, ..)| grade).sum::<f64>() / graded.len() as f64;
    assert!(mean <= AVERAGE, "{mean:.1} on average");
    assert!(graded.len() > 500, "only {} texts were read", graded.len());
}

#[test]
fn the_measure_tells_easy_from_hard() {
    for (word, expected) in [
        ("cat", 1),
        ("asked", 1),
        ("ended", 2),
        ("pages", 2),
        ("people", 2),
        ("table", 2),
        ("interview", 3),
        ("recruiter", 3),
        ("12", 1),
    ] {
        assert_eq!(syllables(word), expected, "{word}");
    }
    let easy = grade("The cat sat on the mat. It was a big cat.").expect("it is long enough");
    let hard = grade("Organisational considerations necessitate comprehensive deliberation concerning institutional responsibilities, obligations and priorities.")
        .expect("it is long enough");
    assert!(easy < 2.0 && hard > 20.0, "{easy} {hard}");
    assert_eq!(grade("Two words"), None);
}
