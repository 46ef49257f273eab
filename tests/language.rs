//! In which language the page is, who decides that, and what stays when it changes.

// Yew draws to text natively alone.
#![cfg(not(target_arch = "wasm32"))]
// A test that cannot be set up says so by ending.
#![allow(clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::rc::Rc;

use interview_hindsight::app::event::{Effect, Event, LetterChange};
use interview_hindsight::app::state::{LanguageChange, Languages, Notice, Site, State};
use interview_hindsight::domain::history::Id;
use interview_hindsight::ui::app::{App, AppProps};
use interview_hindsight::ui::text::Text;
use interview_hindsight::wire::embed::FromHost;
use interview_hindsight::wire::language::{PageLanguage, WordsFile};
use interview_hindsight::wire::locale::English;
use interview_hindsight::wire::quiz_text::{self, QuizText};
use interview_hindsight::wire::text_catalogue::{self, TextCatalogue};
use yew::Callback;

mod driver;

use driver::{Device, Program};

/// Two that the program knows no words of: they are called as their tags.
const TAGS: [&str; 3] = ["en", "tlh", "pt-XX"];

/// The state of a page in this language, of a site that has all three.
fn page_in(tag: &str) -> State {
    let file = |tag: &str| WordsFile {
        address: format!("https://quiz.example/text-{tag}.json"),
        integrity: "sha256-A".to_owned(),
    };
    let language = |tag: &str| PageLanguage {
        tag: tag.to_owned(),
        page: format!("https://quiz.example/{tag}/"),
        words: file(tag),
        manifest: format!("https://quiz.example/manifest.{tag}.webmanifest"),
        quiz: None,
    };
    let mut state = driver::blank();
    state.site = Rc::new(Site {
        language: tag.to_owned(),
        ..Site::default()
    });
    state.languages = Languages {
        all: Rc::new(TAGS.map(language).into()),
        in_address: tag != TAGS[0],
        of_browser: Some(TAGS[0].to_owned()),
        ..Languages::default()
    };
    state
}

fn opened(device: &Device, tag: &str) -> Program {
    Program::beginning(device, "#/", page_in(tag))
}

fn choose(program: &mut Program, tag: &str) {
    program.send(Event::LanguageChosen(tag.to_owned()));
}

#[track_caller]
fn is_in(program: &Program, tag: &str) {
    assert_eq!(program.state.site.language, tag);
}

fn drawn(program: &Program) -> String {
    let file = text_catalogue::built_in("en").map(TextCatalogue::parse);
    let texts = file.expect("there is English").expect("it has its form");
    let words = quiz_text::built_in("interview", "en").map(QuizText::parse);
    let words = words.expect("there is English").expect("it has its form");
    let props = AppProps {
        state: Rc::new(program.state.clone()),
        feed: Default::default(),
        text: Text::new(texts, Rc::new(English)),
        quiz_text: Rc::new(words),
        send: Callback::noop(),
        set_title: Callback::noop(),
        drawn: Callback::noop(),
    };
    let renderer = yew::LocalServerRenderer::<App>::with_props(props).hydratable(false);
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime
        .expect("a runtime is made")
        .block_on(renderer.render())
}

#[test]
fn the_language_that_i_chose_is_the_one_when_i_come_back_to_an_address_that_names_none() {
    let device = Device::new();
    choose(&mut opened(&device, "en"), "tlh");
    is_in(&opened(&device, "en"), "tlh");
    // An address that names one wins.
    is_in(&opened(&device, "pt-XX"), "pt-XX");
}

#[test]
fn nobody_is_moved_by_force() {
    let device = Device::new();
    let mut blank = page_in("en");
    blank.languages.of_browser = Some("tlh".to_owned());
    let mut program = Program::beginning(&device, "#/", blank);
    is_in(&program, "en");
    assert_eq!(program.state.offered_language(), Some("tlh"));
    let line = r#"hreflang="tlh""#;
    assert!(drawn(&program).contains(line));
    // Who chose the page's own language is asked no more.
    choose(&mut program, "en");
    assert_eq!(program.state.offered_language(), None);
    assert!(!drawn(&program).contains(line));
    is_in(&program, "en");
}

#[test]
fn the_page_around_a_frame_says_the_language_where_nobody_else_has() {
    let framed = |device: &Device, tag: &str| {
        let mut blank = page_in(tag);
        blank.embedding = Some(interview_hindsight::app::embedding::Embedding::new(
            interview_hindsight::wire::embed::Show::Full,
            Default::default(),
            "https://quiz.example/",
            true,
            false,
        ));
        blank.languages.of_host = Some("PT".to_owned());
        Program::beginning(device, "#/", blank)
    };
    let device = Device::new();
    let mut program = framed(&device, "en");
    is_in(&program, "pt-XX");
    program.send(Event::HostSpoke(FromHost::Locale("tlh-001".to_owned())));
    is_in(&program, "tlh");
    // It asks for a language that there is none of: only numbers and days go by it.
    program.send(Event::HostSpoke(FromHost::Locale("xx".to_owned())));
    is_in(&program, "tlh");
    assert!(program.effects.contains(&Effect::WriteAs("xx".to_owned())));
    // The person's own choice comes before it.
    choose(&mut program, "en");
    program.send(Event::HostSpoke(FromHost::Locale("tlh".to_owned())));
    is_in(&program, "en");
    is_in(&framed(&device, "en"), "en");
    is_in(&framed(&Device::new(), "tlh"), "tlh");
}

#[test]
fn a_language_changes_in_the_middle_of_an_interview_and_everything_stays() {
    let mut program = opened(&Device::new(), "en");
    program.send(Event::StartedAnew).answer("gut", "awful");
    program.send(Event::Continued).answer("lean", "most");
    let before = program.state.clone();
    choose(&mut program, "tlh");
    is_in(&program, "tlh");
    let after = &program.state;
    assert_eq!((&after.draft, &after.route), (&before.draft, &before.route));
    assert_eq!(after.focus, before.focus, "the focus stays where it is");
    let (_, notice) = after.notice.clone().expect("it is said");
    assert_eq!(notice, Notice::LanguageChanged);
}

#[test]
fn nothing_is_kept_and_the_language_changes_all_the_same() {
    let device = Device::new();
    let mut program = opened(&device, "en");
    program.send(Event::KeepingChosen { keep: false });
    choose(&mut program, "tlh");
    is_in(&program, "tlh");
    assert!(
        !device
            .kept
            .snapshot()
            .iter()
            .any(|(_, value)| value.contains("tlh"))
    );
    is_in(&opened(&device, "en"), "en");
}

#[test]
fn words_that_do_not_come_change_nothing_and_it_is_said() {
    let device = Device::new();
    let mut program = opened(&device, "en");
    program.words_come = Some(false);
    choose(&mut program, "tlh");
    is_in(&program, "en");
    assert!(drawn(&program).contains("tlh: the words did not arrive"));
    // It is no choice that is kept, and it can be tried again.
    is_in(&opened(&device, "en"), "en");
    program.words_come = Some(true);
    choose(&mut program, "tlh");
    is_in(&program, "tlh");
    assert_eq!(program.state.languages.change, LanguageChange::None);
    assert!(!drawn(&program).contains("did not arrive"));
}

#[test]
fn who_chooses_twice_gets_the_second_language() {
    let mut program = opened(&Device::new(), "en");
    program.words_come = None;
    choose(&mut program, "tlh");
    choose(&mut program, "pt-XX");
    // The first one's words fail, which nobody waits for any more.
    program.send(Event::LanguageFailed("tlh".to_owned()));
    let asked = LanguageChange::Asked("pt-XX".to_owned());
    assert_eq!(program.state.languages.change, asked);
    program.words_come = Some(true);
    program.speak("pt-XX");
    is_in(&program, "pt-XX");
}

#[test]
fn without_a_network_only_languages_on_the_device_are_offered() {
    let mut program = opened(&Device::new(), "tlh");
    let offered = |program: &Program| -> Vec<String> {
        let offered = program.state.offered_languages();
        offered.map(|one| one.tag.clone()).collect()
    };
    assert_eq!(offered(&program), TAGS);
    let kept: BTreeSet<String> = ["en".to_owned()].into();
    program.send(Event::LanguagesOnDevice(Some(kept)));
    assert_eq!(offered(&program), ["en", "tlh"], "that of the page is here");
    program.send(Event::LanguagesOnDevice(Some(BTreeSet::new())));
    assert!(!drawn(&program).contains("<select"), "there is no choice");
    program.send(Event::LanguagesOnDevice(None));
    assert_eq!(offered(&program), TAGS);
}

#[test]
fn a_letter_that_i_changed_by_hand_stays_in_its_language_and_says_so() {
    let device = Device::new();
    let mut program = opened(&device, "en");
    let id = program.finish("gut=awful lean=hardly stuck=blank next=hint");
    let change = |program: &mut Program, change| {
        program.send(Event::LetterChanged {
            interview: id.clone(),
            letter: "E1".to_owned(),
            change,
        });
    };
    program.go(&format!("#/result/{id}/letter/E1"));
    let own = "Hello Dana, thank you for your time.";
    change(&mut program, LetterChange::OwnText(own.to_owned()));
    let says_so = "in another language";
    assert!(!drawn(&program).contains(says_so));
    choose(&mut program, "tlh");
    change(&mut program, LetterChange::OwnText(format!("{own} Bye.")));
    let language = |program: &Program| program.interview(&id).letters["E1"].value.language.clone();
    assert_eq!(
        language(&program),
        Id::new("en"),
        "the one that it was begun in"
    );
    let page = drawn(&program);
    assert!(
        page.contains(says_so) && page.contains("(English)"),
        "{page}"
    );
    assert!(page.contains(r#"lang="en""#) && page.contains(own));
    // The draft follows the page, and a reload knows as much.
    change(&mut program, LetterChange::DraftAgain(true));
    assert!(!drawn(&program).contains(says_so));
    change(&mut program, LetterChange::DraftAgain(false));
    program.reload();
    assert_eq!(language(&program), Id::new("en"));
    choose(&mut program, "en");
    assert!(!drawn(&program).contains(says_so));
}

#[test]
fn a_result_and_its_export_are_the_same_in_every_language() {
    let device = Device::new();
    let mut program = opened(&device, "en");
    let id = program.finish("gut=awful lean=most");
    let before = (program.interview(&id).clone(), program.export());
    choose(&mut program, "tlh");
    assert_eq!(*program.interview(&id), before.0);
    // The file has what was said and done, and no word of the page's language.
    let results = |file: &str| {
        let (_, results) = file.split_once("\"records\"").expect("it has results");
        results.to_owned()
    };
    assert_eq!(results(&program.export()), results(&before.1));
}
