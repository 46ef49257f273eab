//! The two commands for people who write a quiz: what the checker says about each kind of mistake, and what
//! scoring says about sheets that are none.

// A test that cannot get what it needs has failed, and says where.
#![allow(clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use interview_hindsight::wire::language::LANGUAGES;
use interview_hindsight::wire::quiz_document;
use interview_hindsight::wire::quiz_text::{self, QuizText};
use serde_json::{Value, json};
use xtask::quiz::{check, score, text};

const SMALL: &str = include_str!("fixtures/small.json");

/// A folder for one test, removed at its end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "quiz-{}-{}",
            std::process::id(),
            NEXT.fetch_add(1, Ordering::Relaxed)
        );
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).expect("a folder for the test");
        Self(path)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, content).expect("a file");
        path
    }

    /// The report without the folder's name.
    fn report(&self, paths: &[PathBuf]) -> (String, bool) {
        let (report, good) = check::report(paths).expect("readable files");
        (report.replace(&format!("{}/", self.0.display()), ""), good)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left in a temporary folder is nobody's loss.
        drop(fs::remove_dir_all(&self.0));
    }
}

/// The small quiz with one thing changed, and the lines that the checker says about it.
#[track_caller]
fn check_structure(find: &str, replace: &str, expected: &[&str]) {
    assert_eq!(
        SMALL.matches(find).count(),
        1,
        "{find} stands once in the small quiz"
    );
    let folder = Folder::new();
    let path = folder.write("q.json", SMALL.replace(find, replace));
    let (report, good) = folder.report(&[path]);
    let mut lines: Vec<&str> = report.lines().collect();
    let last = lines.pop().unwrap_or_default();
    assert_eq!(lines, expected, "{find} -> {replace}");
    let count = if expected.len() == 1 {
        "1 problem".to_owned()
    } else {
        format!("{} problems", expected.len())
    };
    assert_eq!(last, format!("{count} in 1 file."));
    assert!(!good);
}

#[test]
fn a_sound_quiz_is_said_to_be_sound() {
    let folder = Folder::new();
    let structure = folder.write("q.json", SMALL);
    let (report, good) = folder.report(std::slice::from_ref(&structure));
    assert_eq!(
        report,
        "1 file checked, no problems.\nNo text was checked: name the quiz's text files too.\n"
    );
    assert!(good);
    let text = folder.write("text.json", small_text());
    assert_eq!(
        folder.report(&[text, structure]),
        ("2 files checked, no problems.\n".to_owned(), true)
    );
}

#[test]
fn the_built_in_quiz_is_sound_in_every_language() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../quiz/interview");
    let mut expected = Vec::new();
    for language in LANGUAGES {
        let text = folder.join(format!("text/{}.json", language.tag));
        let words = fs::read_to_string(&text).expect("a file of each language");
        let words = QuizText::parse(&words).expect("a text file");
        assert_eq!(words.language(), language.tag, "what a file says it is in");
        let (report, good) =
            check::report(&[folder.join("1.0.0.json"), text]).expect("readable files");
        assert_eq!(
            (report.as_str(), good),
            ("2 files checked, no problems.\n", true)
        );
        let all = std::iter::once(&language.tag).chain(language.spellings);
        expected.extend(all.map(|tag| format!("{tag}.json")));
    }
    let there = fs::read_dir(folder.join("text")).expect("the folder of the texts");
    let mut there: Vec<String> = there
        .flatten()
        .map(|file| file.file_name().to_string_lossy().into_owned())
        .collect();
    there.sort();
    expected.sort();
    assert_eq!(there, expected, "wire/language.rs lists the languages");
}

#[test]
fn fewer_questions_need_fewer_texts_and_nothing_else() {
    let words = quiz_text::built_in(quiz_document::BUILT_IN, "en").expect("the built-in words");
    let words = QuizText::parse(words).expect("they are sound");
    let quiz = quiz_document::current().expect("the built-in quiz");
    assert_eq!(text::check(&words, &[quiz.draft()]), []);
    let reduced = quiz.without_outside_article();
    let missing: Vec<_> = text::check(&words, &[reduced.draft()])
        .into_iter()
        .filter(|problem| problem.message.contains("missing"))
        .collect();
    assert_eq!(missing, []);
}

#[test]
fn unknown_ids_are_named_with_those_that_there_are() {
    check_structure(
        r#""stage": "talk", "role": {"sign": {"topic": "them"}},
      "kind": {"one": {"options": [
        {"id": "warm""#,
        r#""stage": "talks", "role": {"sign": {"topic": "then"}},
      "kind": {"one": {"options": [
        {"id": "warm""#,
        &[
            r#"q.json:7:30: there is no stage "talks"; use one of: talk"#,
            r#"q.json:7:66: there is no topic "then"; use one of: them"#,
        ],
    );
    check_structure(
        r#"{"question": "mood", "is": ["warm"]}"#,
        r#"{"question": "mode", "is": ["warm"]}"#,
        &[r#"q.json:20:42: there is no question "mode"; use one of: mood, tips, done"#],
    );
    check_structure(
        r#""is": ["warm"]"#,
        r#""is": ["hot"]"#,
        &[r#"q.json:20:57: there is no option of "mood" "hot"; use one of: warm, cold"#],
    );
    check_structure(
        r#"{"fact": "sad"}"#,
        r#"{"fact": "mad"}"#,
        &[
            r#"q.json:38:13: nothing uses the fact "sad"; remove it, or use it"#,
            r#"q.json:42:48: there is no fact listed before this "mad"; use one of: sad"#,
        ],
    );
    check_structure(
        r#"[{"letter": "thanks"}]"#,
        r#"[{"letter": "thank"}]"#,
        &[
            r#"q.json:39:15: no rule recommends the letter "thanks"; remove it, or use it"#,
            r#"q.json:43:49: there is no letter "thank"; use one of: thanks"#,
        ],
    );
    check_structure(
        r#""screen_order": ["write"]"#,
        r#""screen_order": ["rite"]"#,
        &[
            r#"q.json:41:5: the action "write" has no place on the screen; add it to "screen_order""#,
            r#"q.json:46:20: there is no rule "rite"; use one of: write"#,
        ],
    );
    check_structure(
        r#""sources": ["study"]"#,
        r#""sources": ["studies"]"#,
        &[
            r#"q.json:12:36: there is no source "studies"; use one of: study"#,
            r#"q.json:48:15: nothing names the source "study"; remove it, or name it"#,
        ],
    );
}

#[test]
fn bands_meet_and_cover_the_score() {
    check_structure(
        r#""from": 0, "to": 2"#,
        r#""from": 0.25, "to": 2"#,
        &[
            "q.json:35:26: there is a gap between this band and the one below it, which ends at -0.25; write 0 here",
        ],
    );
    check_structure(
        r#""from": 0, "to": 2"#,
        r#""from": -0.25, "to": 1"#,
        &[
            "q.json:35:26: there is an overlap of this band and the one below it, which ends at -0.25; write 0 here",
            "q.json:35:39: the highest band ends where the score does; write 2",
        ],
    );
    check_structure(
        r#"{"level": 1, "from": -2, "#,
        r#"{"level": 0, "from": -1, "#,
        &[
            "q.json:34:15: bands are listed from level 1 up, without a gap; this is level 1",
            "q.json:34:26: the lowest band begins where the score does; write -2",
        ],
    );
}

#[test]
fn caps_can_be_reached() {
    check_structure(
        r#""limits": {"low": -2, "high": 2}"#,
        r#""limits": {"low": -4, "high": 3}"#,
        &[
            "q.json:28:71: this limit is never reached: the lowest is -2; write that",
            "q.json:28:83: this limit is never reached: the highest is 2; write that",
        ],
    );
    check_structure(
        r#""total": {"low": -2, "high": 2}"#,
        r#""total": {"low": -2, "high": 3}"#,
        &[
            "q.json:29:32: this limit is never reached: the highest is 2; write that",
            "q.json:35:35: the highest band ends where the score does; write 3",
        ],
    );
    check_structure(
        r#""limits": {"low": -2, "high": 2}"#,
        r#""limits": {"low": 1, "high": 2}"#,
        &[
            "q.json:28:63: nought must lie within the limits: write a low of 0 or less and a high of 0 or more",
        ],
    );
}

#[test]
fn points_are_there_where_they_belong_and_whole_quarters() {
    check_structure(
        r#"{"id": "cold", "points": -2}"#,
        r#"{"id": "cold"}"#,
        &[r#"q.json:10:9: the option "cold" has no points; add "points""#],
    );
    check_structure(
        r#"{"id": "cold", "points": -2}"#,
        r#"{"id": "cold", "points": -2.1}"#,
        &[
            "q.json:10:34: points are whole quarters from -1000 to 1000; write a number that ends in .0, .25, .5 or .75",
        ],
    );
    check_structure(
        r#"{"id": "cold", "points": -2}"#,
        r#"{"id": "cold", "points": -2.25}"#,
        &[
            "q.json:10:34: these points can be halved until they are no whole quarter; use half points",
        ],
    );
    check_structure(
        r#"{"id": "thanks"}]"#,
        r#"{"id": "thanks", "points": 1}]"#,
        &[r#"q.json:25:98: "points" means nothing for this question's role; remove it"#],
    );
}

#[test]
fn branches_can_show_and_look_back() {
    check_structure(
        r#"{"answer": {"question": "mood", "is": ["warm"]}}"#,
        r#"{"all": [{"answer": {"question": "mood", "is": ["warm"]}}, {"answer": {"question": "mood", "is": ["cold"]}}]}"#,
        &[
            "q.json:20:18: no answers lead here, so this question is never asked; correct the condition",
        ],
    );
    check_structure(
        r#"{"answer": {"question": "mood", "is": ["warm"]}}"#,
        r#"{"answer": {"question": "mood", "is": ["warm", "cold", "unsure"]}}"#,
        &[r#"q.json:20:18: this always holds; remove "show_if", or correct the condition"#],
    );
    check_structure(
        r#"{"answer": {"question": "mood", "is": ["warm"]}}"#,
        r#"{"ticked": {"question": "done", "option": "thanks"}}"#,
        &[
            r#"q.json:20:42: the branch looks at "done", which is asked later; move that question up, or look at an earlier one"#,
        ],
    );
    check_structure(
        r#"{"answer": {"question": "mood", "is": ["warm"]}}"#,
        r#"{"fact": "sad"}"#,
        &[r#"q.json:20:27: the fact "sad" looks at what is not known or not allowed here"#],
    );
}

#[test]
fn conditions_are_known_and_say_something() {
    check_structure(
        r#"{"not": {"ticked""#,
        r#"{"nor": {"ticked""#,
        &[concat!(
            r#"q.json:42:56: "nor" is not known here; use one of: all, any, not, fact, answer, ticked, topic, "#,
            "band_at_least, gut_at_most, outcome, hours_passed, working_days_passed"
        )],
    );
    check_structure(
        r#""is": ["warm"]"#,
        r#""is": []"#,
        &[
            "q.json:20:18: no answers lead here, so this question is never asked; correct the condition",
            "q.json:20:56: no answer is among none; list at least one option",
        ],
    );
    check_structure(
        r#""or": {"any": []}"#,
        r#""or": {"band_at_least": 1}"#,
        &[
            "q.json:32:53: the band is not known yet where this condition is asked; use answers instead",
        ],
    );
}

/// Each fact uses the one before it twice: a hundred of them would be more parts than fit in any memory.
#[test]
fn facts_within_facts_do_not_grow_without_bound() {
    let folder = Folder::new();
    let more: String = (1..100)
        .map(|n| {
            let before = if n == 1 { "sad".to_owned() } else { format!("f{}", n - 1) };
            format!(r#", {{"id": "f{n}", "is": {{"all": [{{"fact": "{before}"}}, {{"fact": "{before}"}}]}}}}"#)
        })
        .collect();
    let facts = r#""at_most": -1}}}"#;
    let (report, good) =
        folder.report(&[folder.write("q.json", SMALL.replace(facts, &(facts.to_owned() + &more)))]);
    assert!(
        report.contains("this condition is too large with its facts written out; make it simpler"),
        "{report}"
    );
    assert!(!good);
}

#[test]
fn ids_and_keys_are_given_once() {
    check_structure(
        r#""id": "tips", "stage""#,
        r#""id": "mood", "stage""#,
        &[r#"q.json:15:13: the id "mood" is used twice; give each its own"#],
    );
    check_structure(
        r#"{"id": "many", "points": -4}"#,
        r#"{"id": "no", "points": -4}"#,
        &[r#"q.json:18:16: the id "no" is used twice; give each its own"#],
    );
    check_structure(
        r#""base_one_in": 3,"#,
        r#""base_one_in": 3, "base_one_in": 4,"#,
        &[
            r#"q.json:30:21: the key "base_one_in" is given twice, and only this one would count; keep one"#,
        ],
    );
    check_structure(
        r#"{"id": "many", "points": -4}"#,
        r#"{"id": "unsure", "points": -4}"#,
        &[r#"q.json:18:16: the id "unsure" stands for "I'm not sure" everywhere; choose another"#],
    );
    check_structure(
        r#"{"id": "many", "points": -4}"#,
        r#"{"id": "too many", "points": -4}"#,
        &[r#"q.json:18:16: "too many" is no id: use at most 64 of a-z, A-Z, 0-9, _, - and +"#],
    );
}

#[test]
fn fields_are_known_there_and_of_the_right_kind() {
    check_structure(
        r#""lessons_shown": 3"#,
        r#""lessons_shown": -1"#,
        &["q.json:47:20: this must be a whole number from 0 to 255, and is a number"],
    );
    check_structure(
        r#""version": "1.0.0""#,
        r#""version": "1.0", "versions": 1"#,
        &[
            "q.json:3:14: a version is three numbers, such as 1.0.0",
            concat!(
                r#"q.json:3:33: there is no field "versions" here; remove it, or use one of: id, version, stages, "#,
                "questions, topics, modifiers, overrides, own_side, total, base_one_in, half_width, enough, bands, ",
                "gap, facts, letters, rules, screen_order, lessons_shown, speakers, sentences, sources, evidence"
            ),
        ],
    );
    check_structure(
        r#""stages": [{"id": "talk"}],"#,
        "",
        &[
            r#"q.json:1:1: the field "stages" is missing; add it"#,
            r#"q.json:7:30: there is no stage "talk"; there are none at all"#,
            r#"q.json:15:30: there is no stage "talk"; there are none at all"#,
            r#"q.json:24:30: there is no stage "talk"; there are none at all"#,
        ],
    );
    check_structure(
        r#""url": "https://example.org/study""#,
        r#""url": "http://example.org/study""#,
        &["q.json:48:38: a source's address begins with https:// and has no blanks; correct it"],
    );
    check_structure(
        r#""deadline": "today""#,
        r#""deadline": {"today": 1}"#,
        &[r#"q.json:43:73: "today" has no content; write just the text "today""#],
    );
    check_structure(
        r#""deadline": "today""#,
        r#""deadline": "hours""#,
        &[r#"q.json:43:73: "hours" needs content; write {"hours": ...}"#],
    );
}

#[test]
fn what_is_no_json_is_said_with_its_place() {
    check_structure(
        r#""id": "small","#,
        r#""id": "smäll" 1"#,
        &["q.json:2:17: this is not JSON: expected `,` or `}`; correct it, and check again"],
    );
    check_structure(
        r#"{"id": "thanks"}]"#,
        r#"{"id": "thanks"},]"#,
        &["q.json:25:88: this is not JSON: trailing comma; correct it, and check again"],
    );
    let folder = Folder::new();
    let files = [
        folder.write("latin.json", b"{\n  \"id\": \"sm\xE4ll\"\n}"),
        folder.write("mark.json", format!("\u{FEFF}{SMALL}")),
        folder.write("empty.json", ""),
    ];
    let (report, good) = folder.report(&files);
    assert_eq!(
        report,
        "latin.json:2:12: this byte is not UTF-8; save the file as UTF-8\n\
         mark.json:1:1: the file begins with a byte order mark; save it as UTF-8 without one\n\
         empty.json:1:1: this is not JSON: EOF while parsing a value; correct it, and check again\n\
         3 problems in 3 files.\n"
    );
    assert!(!good);
}

#[test]
fn several_mistakes_are_all_named_in_order() {
    let folder = Folder::new();
    let broken = SMALL
        .replace(r#""points": 2"#, r#""points": "two""#)
        .replace(r#""words": 90"#, r#""words": true"#)
        .replace(r#""at_most": -1"#, r#""at_least": -1"#)
        .replace(r#""from": 0, "#, r#""from": 1, "#);
    let (report, _) = folder.report(&[folder.write("q.json", broken)]);
    assert_eq!(
        report,
        r#"q.json:9:34: this must be a number of points, and is a text
q.json:35:26: there is a gap between this band and the one below it, which ends at -0.25; write 0 here
q.json:38:43: the field "at_most" is missing; add it
q.json:38:73: there is no field "at_least" here; remove it, or use one of: topic, at_most
q.json:39:58: this must be a whole number from 0 to 65535, and is true or false
5 problems in 1 file.
"#
    );
}

/// Each part of the small quiz is replaced by other things, one at a time. Where the program refuses the document, the
/// checker says why.
#[test]
fn what_the_program_refuses_the_checker_can_explain() {
    fn pointers(value: &Value, here: &str, all: &mut Vec<String>) {
        let parts: Vec<(String, &Value)> = match value {
            Value::Object(object) => object
                .iter()
                .map(|(name, part)| (name.clone(), part))
                .collect(),
            Value::Array(list) => list
                .iter()
                .enumerate()
                .map(|(n, part)| (n.to_string(), part))
                .collect(),
            _ => Vec::new(),
        };
        for (name, part) in parts {
            let pointer = format!("{here}/{name}");
            pointers(part, &pointer, all);
            all.push(pointer);
        }
    }
    let small: Value = serde_json::from_str(SMALL).expect("JSON");
    let mut all = Vec::new();
    pointers(&small, "", &mut all);
    let others = [
        json!(""),
        json!("mood"),
        json!("cold"),
        json!("sad"),
        json!("unsure"),
        json!("gut"),
        json!(0),
        json!(-1),
        json!(0.25),
        json!([]),
        json!({ "all": [] }),
        json!({ "band_at_least": 1 }),
        json!({ "fact": "sad" }),
        json!({ "ticked": { "question": "done", "option": "thanks" } }),
        json!({ "number": { "min": 2, "max": 1 } }),
        json!({ "text": { "max_chars": 9 } }),
    ];
    let folder = Folder::new();
    let (mut files, mut refused) = (Vec::new(), Vec::new());
    for pointer in &all {
        for other in &others {
            let mut changed = small.clone();
            *changed.pointer_mut(pointer).expect("a part") = other.clone();
            let text = changed.to_string();
            refused.push(quiz_document::parse(&text).is_err());
            files.push(folder.write(&format!("{}.json", files.len()), text));
        }
    }
    let (report, _) = folder.report(&files);
    assert!(!report.contains("cannot be scored"), "{report}");
    let found: BTreeSet<&str> = report
        .lines()
        .filter_map(|line| line.split('.').next())
        .collect();
    for (index, refused) in refused.iter().enumerate() {
        let is_found = found.contains(index.to_string().as_str());
        let (pointer, other) = (&all[index / others.len()], &others[index % others.len()]);
        assert!(is_found || !refused, "{pointer} as {other}");
    }
}

/// A text for each key that the small quiz needs.
fn small_text() -> String {
    let quiz = quiz_document::parse(SMALL).expect("it is sound");
    let lines: BTreeSet<String> = text::wanted(quiz.draft())
        .into_iter()
        .filter(|wanted| !wanted.optional)
        .map(|wanted| {
            let open: Vec<String> = wanted
                .placeholders
                .iter()
                .map(|name| format!("{{{name}}}"))
                .collect();
            format!("    \"{}\": \"Words {}\"", wanted.key, open.join(" "))
        })
        .collect();
    let lines: Vec<String> = lines.into_iter().collect();
    format!(
        "{{\n  \"quiz\": \"small\",\n  \"language\": \"en\",\n  \"texts\": {{\n{}\n  }}\n}}\n",
        lines.join(",\n")
    )
}

#[track_caller]
fn check_words(find: &str, replace: &str, expected: &[&str]) {
    let folder = Folder::new();
    let text = small_text();
    assert_eq!(
        text.matches(find).count(),
        1,
        "{find} stands once in the text"
    );
    let files = [
        folder.write("q.json", SMALL),
        folder.write("t.json", text.replace(find, replace)),
    ];
    let (report, good) = folder.report(&files);
    let lines: Vec<&str> = report.lines().collect();
    let (_, lines) = lines.split_last().expect("a count");
    let messages: Vec<&str> = lines
        .iter()
        .map(|line| line.split_once(": ").expect("a place").1)
        .collect();
    assert_eq!(messages, expected, "{report}");
    assert!(!good);
}

#[test]
fn texts_are_complete_used_and_filled_in() {
    check_words(
        r#""question.mood.ask": "Words ""#,
        r#""question.mode.ask": "Words ""#,
        &[
            r#"the text "question.mood.ask" is missing; add it"#,
            r#"nothing uses the text "question.mode.ask"; remove it, or correct its key"#,
        ],
    );
    check_words(
        r#""range.or_fewer": "Words {k}""#,
        r#""range.or_fewer": "Words {n}""#,
        &[
            "the placeholder {k} is missing; write it where the value goes",
            "there is no placeholder {n} here; use: {k}",
        ],
    );
    check_words(
        r#""topic.them": "Words ""#,
        r#""topic.them": "Words {all}""#,
        &["this text has no placeholders; remove the braces"],
    );
    check_words(
        r#""topic.them": "Words ""#,
        r#""topic.them": " ""#,
        &[
            r#"the text "topic.them" is missing; add it"#,
            "this text is empty; write it, or remove the key if nothing needs it",
        ],
    );
    check_words(
        r#""topic.them": "Words ""#,
        r#""topic.them": "Words", "topic.them": "Words""#,
        &[r#"the key "topic.them" is given twice, and only this one would count; keep one"#],
    );
    check_words(
        r#""quiz": "small""#,
        r#""quiz": "tiny""#,
        &[concat!(
            r#"this text belongs to the quiz "tiny", and the structure given is that of "small"; "#,
            "give the two that belong together"
        )],
    );
    check_words(
        r#""language": "en","#,
        r#""language": 1, "author": "me","#,
        &[
            "this must be a text",
            r#"there is no field "author" here; remove it, or use one of: quiz, language, texts"#,
        ],
    );
}

#[test]
fn a_text_alone_is_compared_with_the_structures_beside_it() {
    let folder = Folder::new();
    let text = folder.write("small/text/en.json", small_text());
    let (report, good) = folder.report(std::slice::from_ref(&text));
    assert!(!good);
    assert!(
        report.starts_with("small/text/en.json:2:11: no structure of the quiz \"small\" was given"),
        "{report}"
    );
    folder.write("small/1.0.0.json", SMALL);
    assert_eq!(
        folder.report(&[text]),
        ("1 file checked, no problems.\n".to_owned(), true)
    );
}

#[test]
fn the_schemas_are_as_the_types_have_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../quiz");
    for (name, text) in xtask::quiz::schemas().expect("schemas") {
        let committed = fs::read_to_string(folder.join(name)).expect("a committed schema");
        assert_eq!(
            committed, text,
            "run `cargo xtask quiz schema` to write {name} again"
        );
    }
}

#[track_caller]
fn check_lines(input: &[u8], expected: &[&str], good: bool) {
    let text = quiz_document::built_in(quiz_document::BUILT_IN, quiz_document::CURRENT_VERSION);
    let quiz = quiz_document::parse(text.expect("the built-in quiz")).expect("it is sound");
    let mut output = Vec::new();
    let seen_good =
        score::score_lines(&quiz, false, input, &mut output).expect("no fault in memory");
    let output = String::from_utf8(output).expect("UTF-8");
    let lines: Vec<&str> = output.lines().collect();
    assert_eq!(lines.len(), expected.len(), "{output}");
    for (line, expected) in lines.iter().zip(expected) {
        assert!(
            line.starts_with(expected),
            "{line} should begin with {expected}"
        );
    }
    assert_eq!(seen_good, good);
}

#[test]
fn a_result_has_its_fields_in_order_and_form() {
    check_lines(
        br#"{"gut":"awful","gut10":2,"lean":"some","distracted":"once","click":"fine","coach":"no","hard":"very","exact":"mostly","stuck":"weak","examples":"some","late":"on_time","nerves":"lost","ideal":"no","next":"process","practical":"no","off_reason":"none","want":"yes","contact":"hr"}"#,
        &[concat!(
            r#"{"score":-1.0,"band":3,"low":0.166,"high":0.442,"unsure":0,"half_width":3.0,"#,
            r#""topics":{"acted":0,"coaching":0,"answers":-1,"day":-1,"ask":0,"closing":1},"own_side":-2.0,"gap":2,"#,
            r#""rules":["R01","R05","R11","R12","R13","R14","R16"],"letters":["E1"]}"#
        )],
        true,
    );
    check_lines(
        b"{}",
        &[concat!(
            r#"{"score":0.0,"band":0,"low":null,"high":null,"unsure":12,"half_width":6.0,"#,
            r#""topics":{"acted":0,"coaching":0,"answers":0,"day":0,"ask":0,"closing":0},"own_side":0.0,"gap":null,"#,
            r#""rules":["R01","R11"],"letters":["E1"]}"#
        )],
        true,
    );
}

#[test]
fn lines_are_counted_from_one_and_blank_ones_are_skipped() {
    let error = r#"{"error":"line 4: \"lean\" has no option \"x\"; use one of: most, some, hardly, na, unsure"}"#;
    check_lines(
        b"{}\r\n\r\n  \t\n{\"lean\":\"x\"}\r\n{}",
        &[r#"{"score""#, error, r#"{"score""#],
        false,
    );
    check_lines(b"", &[], true);
    check_lines(b"\n\n", &[], true);
    check_lines(b"\xEF\xBB\xBF{}\n", &[r#"{"score""#], true);
}

#[test]
fn a_sheet_that_is_none_says_all_that_is_wrong_with_it() {
    for (sheet, error) in [
        (
            r#"{"lean":1}"#,
            r#"\"lean\" takes the id of one option, as a text"#,
        ),
        (
            r#"{"lean":["some"]}"#,
            r#"\"lean\" takes the id of one option, as a text"#,
        ),
        (
            r#"{"gut10":11}"#,
            r#"\"gut10\" takes a whole number from 0 to 10"#,
        ),
        (
            r#"{"gut10":-1}"#,
            r#"\"gut10\" takes a whole number from 0 to 10"#,
        ),
        (
            r#"{"gut10":2.5}"#,
            r#"\"gut10\" takes a whole number from 0 to 10"#,
        ),
        (
            r#"{"gut10":"2"}"#,
            r#"\"gut10\" takes a whole number from 0 to 10"#,
        ),
        (
            r#"{"gut10":1e99}"#,
            r#"\"gut10\" takes a whole number from 0 to 10"#,
        ),
        (
            r#"{"field":2}"#,
            r#"\"field\" takes the id of one option, as a text"#,
        ),
        (
            r#"{"field":"3"}"#,
            r#"\"field\" has no option \"3\"; use one of: 2, 3-4, 5-9, 10+, unsure"#,
        ),
        (r#"{"sent":"thanks"}"#, r#"\"sent\" takes a list of ids"#),
        (
            r#"{"sent":["thanks",1]}"#,
            r#"\"sent\" takes a list of ids, each a text"#,
        ),
        (
            r#"{"sent":["thank"]}"#,
            r#"\"sent\" has no option \"thank\"; use one of: nothing, thanks, asked, refused, apology, they_said_no, unsure"#,
        ),
        (r#"{"coach_notes":1}"#, r#"\"coach_notes\" takes a text"#),
        (
            r#"{"outcome":"hired"}"#,
            r#"\"outcome\" has no option \"hired\"; use one of: offer, next_round, no, no_reply, stepped_back"#,
        ),
        (
            r#"{"format":"letter"}"#,
            r#"\"format\" has no option \"letter\"; use one of: in_person, video, phone, recorded"#,
        ),
        (r#"{"now":5}"#, r#"\"now\" takes a text"#),
        (
            r#"{"now":"2026-03-01"}"#,
            r#"\"now\" takes a time such as 2026-03-01T14:30:00+01:00, and \"2026-03-01\" is none"#,
        ),
        (
            r#"{"promised_on":"2026-02-30"}"#,
            r#"\"promised_on\" takes a date such as 2026-03-01, and \"2026-02-30\" is none"#,
        ),
        (
            r#"{"lean":"some","lean":"some"}"#,
            r#"\"lean\" is given twice; keep one"#,
        ),
        (
            r#"{"Lean":"some"}"#,
            r#"\"Lean\" is not known; use one of: gut, gut10, lean, "#,
        ),
        (
            r#"{"lean":"x","gut10":99}"#,
            r#"\"lean\" has no option \"x\"; use one of: most, some, hardly, na, unsure; \"gut10\" takes"#,
        ),
        (
            "[]",
            "invalid type: sequence, expected an object with answers",
        ),
        (
            "null",
            "invalid type: null, expected an object with answers",
        ),
        (
            "{",
            "this is not JSON: EOF while parsing an object at column 1",
        ),
        ("{} {}", "this is not JSON: trailing characters at column 4"),
        (
            "{'lean':'some'}",
            "this is not JSON: key must be a string at column 2",
        ),
    ] {
        check_lines(
            sheet.as_bytes(),
            &[&format!(r#"{{"error":"line 1: {error}"#)],
            false,
        );
    }
    check_lines(
        b"{\"lean\":\"\xFF\"}\n{}",
        &[
            r#"{"error":"line 1: this line is not UTF-8"}"#,
            r#"{"score""#,
        ],
        false,
    );
}

#[test]
fn null_and_unsure_are_the_same_as_nothing() {
    let nothing = r#"{"score":0.0,"band":0,"low":null,"high":null,"unsure":12"#;
    for sheet in [
        r#"{"lean":null,"gut10":null,"sent":null,"now":null,"field":null,"outcome":null,"coach_notes":null}"#,
        r#"{"lean":"unsure","gut":"unsure","sent":["unsure"],"field":"unsure","want":"unsure"}"#,
        r#"{"sent":"unsure","gut10":"unsure","format":"unsure","outcome":"unsure","sent":[]}"#,
    ] {
        let sheet = sheet.replace(r#","sent":[]}"#, "}");
        check_lines(sheet.as_bytes(), &[nothing], true);
    }
    check_lines(
        br#"{"gut10":2,"sent":["thanks","thanks"],"coach_notes":"","hard_notes":"a","format":"phone","outcome":"no_reply","promised_on":"2026-03-01"}"#,
        &[nothing],
        true,
    );
}
