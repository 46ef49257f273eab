//! Every component by its examples: how it is marked up, and how it looks.
//!
//! One list of examples feeds both: the markup is held by snapshots in `tests/snapshots` (after a
//! change that was meant, `UPDATE_EXPECT=1 cargo test --test components` writes them anew), and the same run
//! writes `target/gallery/components.html`, to be looked at.

// Yew draws to text natively alone.
#![cfg(not(target_arch = "wasm32"))]
// A test that cannot be set up says so by ending.
#![allow(clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::Path;

use expect_test::expect_file;
use interview_hindsight::ui::component::chart::{self, Bar, Point, Scale};
use interview_hindsight::ui::component::field::{self, Area, Checkboxes, Choice, Line, Radios};
use interview_hindsight::ui::component::frame::{self, Tone};
use yew::prelude::*;

#[path = "gallery/mod.rs"]
mod gallery;

/// A component at work: its file, and what each example shows.
type Examples = (&'static str, Vec<(&'static str, fn() -> Html)>);

fn all() -> Vec<Examples> {
    vec![
        (
            "radios",
            vec![
                ("a question that heads its page", || {
                    radios("lean", true, None, true)
                }),
                ("with an answer chosen, without number keys", || {
                    radios("lean-chosen", false, Some("some"), false)
                }),
            ],
        ),
        (
            "short-radios",
            vec![
                (
                    "numbers side by side",
                    || html! { <div class="ih-forecast">{ numbers() }</div> },
                ),
                (
                    "words side by side",
                    || html! { <div class="ih-inline-radios">{ radios("lean-short", false, Some("most"), false) }</div> },
                ),
            ],
        ),
        (
            "checkboxes",
            vec![
                ("any number of answers", checkboxes),
                ("one that stands alone", || {
                    html! { <div class="ih-section">{ field::checkbox("keys", "Number keys choose an answer", true, Callback::noop()) }</div> }
                }),
            ],
        ),
        (
            "line",
            vec![
                ("with a hint", || {
                    line(Some("For example: first talk, final"), None)
                }),
                ("with something wrong", || {
                    line(
                        Some("A whole number"),
                        Some("Write a whole number from 1 to 20."),
                    )
                }),
            ],
        ),
        (
            "area",
            vec![
                ("several lines", || area(4_000)),
                ("near its end", || area(50)),
            ],
        ),
        ("select", vec![("a list that folds out", select)]),
        (
            "buttons",
            vec![("of each kind", || {
                let button = |kind: &'static str| {
                    html! { <button type="button" class="ih-button" data-kind={kind}>{ kind }</button> }
                };
                html! { <div class="ih-actions">{ for ["primary", "secondary", "quiet", "danger"].map(button) }</div> }
            })],
        ),
        (
            "progress",
            vec![("the second of four stages", || {
                let stages = [
                    "Your feeling",
                    "The interviewer",
                    "You on the day",
                    "The end of the talk",
                ];
                frame::progress("How far you are", &stages, 1, 40)
            })],
        ),
        (
            "banner",
            vec![
                ("good to know", || {
                    frame::banner(
                        Tone::Calm,
                        "Nothing is being kept",
                        html! { <p>{ "You asked for that." }</p> },
                    )
                }),
                ("could cost something", || {
                    frame::banner(
                        Tone::Warning,
                        "There is no room left",
                        html! { <p>{ "Save a copy." }</p> },
                    )
                }),
            ],
        ),
        (
            "error-summary",
            vec![("two problems", || {
                let problem = |words: &'static str| html! { <button type="button" class="ih-link">{ words }</button> };
                frame::error_summary(
                    "Please look at this again",
                    vec![problem("No such day."), problem("Too long.")],
                )
            })],
        ),
        (
            "title",
            vec![("the heading of a screen", || {
                frame::title("How did the interview really go?")
            })],
        ),
        (
            "disclosure",
            vec![("why we ask", || {
                frame::disclosure("Why we ask", html! { <p>{ "Feelings change fast." }</p> })
            })],
        ),
        (
            "facts",
            vec![("names and what belongs to them", || {
                frame::facts(vec![
                    ("Company".to_owned(), html! { "Northwind" }),
                    (
                        "Role".to_owned(),
                        html! { <span class="ih-muted">{ "Not said" }</span> },
                    ),
                ])
            })],
        ),
        (
            "pair",
            vec![
                ("felt worse than the signs", || {
                    chart::pair(Some(1), Some(3))
                }),
                ("too little to go on", || chart::pair(Some(2), None)),
            ],
        ),
        (
            "looks",
            vec![("milder a day later", || {
                chart::looks("At first: Awful. Later: OK.", 1, 3)
            })],
        ),
        (
            "scale",
            vec![
                ("felt worse than the signs", || scale(Some(1), Some(3))),
                ("both at the same place", || scale(Some(4), Some(4))),
                ("nothing felt", || scale(None, Some(5))),
                ("too little to go on", || scale(Some(2), None)),
            ],
        ),
        (
            "reasons",
            vec![(
                "in full, half, not counted, and no sign either way",
                reasons,
            )],
        ),
        (
            "over-time",
            vec![
                ("a few results", || over_time(6)),
                ("one result", || over_time(1)),
                ("two thousand results", || over_time(2_000)),
            ],
        ),
    ]
}

fn radios(name: &str, heading: bool, chosen: Option<&str>, number_keys: bool) -> Html {
    let choice = |value: &str, label: &str, apart| Choice {
        value: value.to_owned(),
        label: label.to_owned(),
        apart,
        asks_date: false,
    };
    field::radios(Radios {
        id: name,
        name,
        legend: "Did the interviewer lean in and look interested?",
        heading,
        hint: heading.then_some("Think of how they sat."),
        choices: vec![
            choice("most", "Most of the time", false),
            choice("some", "Now and then", false),
            choice("hardly", "Hardly at all", false),
            choice("unsure", "I'm not sure", true),
        ],
        chosen,
        is_number: false,
        number_keys,
        on_choose: Callback::noop(),
        on_enter: None,
    })
}

fn numbers() -> Html {
    let number = |number: u8| Choice {
        value: number.to_string(),
        label: number.to_string(),
        apart: false,
        asks_date: false,
    };
    let mut choices: Vec<Choice> = (0..=10).map(number).collect();
    choices.push(Choice {
        value: String::new(),
        label: "I'd rather not guess".to_owned(),
        apart: true,
        asks_date: false,
    });
    field::radios(Radios {
        id: "gut10",
        name: "gut10",
        legend: "How many of ten would end in a yes?",
        heading: false,
        hint: None,
        choices,
        chosen: Some("3"),
        is_number: false,
        number_keys: false,
        on_choose: Callback::noop(),
        on_enter: None,
    })
}

fn checkboxes() -> Html {
    let choice = |value: &str, label: &str, on| (value.to_owned(), label.to_owned(), on);
    field::checkboxes(Checkboxes {
        name: "sent",
        legend: "What have you sent or heard so far?",
        hint: Some("Tick all that fit."),
        choices: vec![
            choice("thanks", "A thank-you", true),
            choice("asked", "I asked for a second interview", false),
        ],
        on_tick: Callback::noop(),
    })
}

fn line(hint: Option<&str>, problem: Option<&str>) -> Html {
    field::line(Line {
        id: if problem.is_some() {
            "interviewers"
        } else {
            "round"
        },
        kind: if problem.is_some() { "numeric" } else { "text" },
        label: if problem.is_some() {
            "How many people interviewed you"
        } else {
            "Round"
        },
        hint,
        problem,
        value: if problem.is_some() { "many" } else { "" },
        max_chars: Some(200),
        width: if problem.is_some() { "short" } else { "full" },
        on_input: Callback::noop(),
    })
}

fn area(max_chars: usize) -> Html {
    field::area(Area {
        id: "notes",
        label: "Your notes",
        heading: false,
        hint: Some("Only you can see them."),
        value: "They asked about \"teams\" & <budgets>.",
        max_chars,
        on_input: Callback::noop(),
    })
}

fn select() -> Html {
    let options = [("all", "All"), ("pending", "Not known yet")]
        .map(|(value, label)| (value.to_owned(), label.to_owned()));
    field::select("filter", "Show", &options, "pending", Callback::noop())
}

fn scale(felt: Option<u8>, signs: Option<u8>) -> Html {
    chart::scale(&Scale {
        summary: "On 5 steps from a no to a yes, the signs are on step 3.",
        felt: felt.map(|level| (level, "It felt")),
        signs: signs.map(|band| (band, "The signs")),
        ends: ("towards a no", "towards a yes"),
    })
}

fn reasons() -> Html {
    let row =
        |question: &str, answer: &str, quarters: i32, alone: i32, added: &str, share: &str| Bar {
            question: question.to_owned(),
            answer: answer.to_owned(),
            quarters,
            alone,
            added: added.to_owned(),
            share: share.to_owned(),
        };
    let rows = [
        row(
            "Did they start to coach you?",
            "Yes, near the end",
            -20,
            -20,
            "−5",
            "in full",
        ),
        row(
            "Did you get stuck?",
            "Yes, and my answer was weak",
            -4,
            -8,
            "−1",
            "half: the questions were hard",
        ),
        row(
            "What about the next step?",
            "They told me when I will hear",
            4,
            4,
            "+1",
            "in full",
        ),
        row(
            "Did you click?",
            "Yes, easy to talk",
            0,
            8,
            "0",
            "not counted: coaching",
        ),
        row(
            "Were you on time?",
            "On time",
            0,
            0,
            "0",
            "no sign either way",
        ),
    ];
    chart::reasons(
        ["Your answer", "Against or for", "Points", "How it counted"],
        &rows,
        "−5",
        "Together",
    )
}

fn over_time(count: i64) -> Html {
    let level = |at: i64, step: i64| u8::try_from((at * step).rem_euclid(5) + 1).ok();
    let point = |at: i64| Point {
        at,
        felt: level(at, 2),
        signs: level(at, 3).filter(|_| at % 4 != 3),
        went_on: (at % 3 != 0).then_some(at % 2 == 0),
    };
    let points: Vec<Point> = (0..count).map(point).collect();
    chart::over_time(
        "Felt and signs over time.",
        &points,
        ("towards a no", "towards a yes"),
        ("2 March", "9 March"),
        &chart::Pick {
            place: 0,
            label: "Interview in the chart",
            said: "Northwind, 2 March",
            on_choose: Callback::noop(),
        },
    )
}

#[test]
fn each_component_is_marked_up_as_its_snapshot_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots");
    let mut known: Vec<String> = Vec::new();
    for (component, examples) in all() {
        let drawn = examples.iter().map(|(shows, draw)| {
            format!(
                "<!-- {shows} -->\n{}",
                gallery::broken(&gallery::drawn(draw()))
            )
        });
        expect_file![folder.join(format!("{component}.html"))]
            .assert_eq(&drawn.collect::<Vec<_>>().join("\n"));
        known.push(format!("{component}.html"));
    }
    let left = fs::read_dir(&folder).into_iter().flatten().flatten();
    let left = left
        .map(|file| file.file_name().to_string_lossy().into_owned())
        .filter(|name| !known.contains(name));
    assert_eq!(
        left.collect::<Vec<_>>(),
        Vec::<String>::new(),
        "snapshots of components that there are not"
    );
}

#[test]
fn no_component_needs_what_the_pages_policy_blocks() {
    for (component, examples) in all() {
        for (shows, draw) in examples {
            let html = gallery::drawn(draw());
            for blocked in [
                " style=",
                " onclick=",
                " onchange=",
                "javascript:",
                "<style",
                "<script",
            ] {
                assert!(!html.contains(blocked), "{component}, {shows}: {blocked}");
            }
        }
    }
}

#[test]
fn the_gallery_shows_all_of_them() {
    let section = |(component, examples): &Examples| {
        let examples = examples.iter().map(|(shows, draw)| {
            format!(
                "<p class=\"ih-eyebrow\">{shows}</p><div>{}</div>",
                gallery::drawn(draw())
            )
        });
        format!(
            "<section class=\"ih-section\"><h2 class=\"ih-heading\">{component}</h2>{}</section>",
            examples.collect::<String>()
        )
    };
    let sections: String = all().iter().map(section).collect();
    let body = format!(
        "<div class=\"ih-app\"><main class=\"ih-main\"><div class=\"ih-page\">{sections}</div></main></div>"
    );
    gallery::page("components", &body);
}
