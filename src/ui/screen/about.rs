//! The optional page about the interview: when, how, and with how many.

use yew::prelude::*;

use crate::app::event::Event;
use crate::app::flow;
use crate::domain::history::{Details, Format};
use crate::domain::time::{Date, Moment};
use crate::ui::component::field::{self, Choice, Line, Radios};
use crate::ui::component::frame;
use crate::ui::element::{self, words};
use crate::ui::screen::question;
use crate::ui::view::{Kind, View};

/// Draws the screen.
pub fn view(view: &View<'_>) -> Html {
    let t = view.t;
    let quiz = view.state.quiz_of_draft();
    let answers = view.state.draft_answers();
    let back = flow::previous(&quiz, &answers, &view.state.route);
    let details = view
        .state
        .draft
        .as_ref()
        .map(|draft| draft.details.value.clone())
        .unwrap_or_default();
    let next = view.button(Event::Continued, t.question_continue(), Kind::Primary);
    element::page(vec![
        question::back_link(view, back),
        question::progress(view, &quiz),
        frame::title(t.about_title()),
        words("p", "ih-lead", t.about_lead()),
        when(view, &details),
        date(view, &details),
        how(view, &details),
        how_many(view, &details),
        element::actions(vec![next]),
    ])
}

/// What is asked here, and what was said, in words.
pub fn said<'v>(view: &'v View<'_>, details: Option<&Details>) -> [(&'v str, Option<String>); 3] {
    let t = view.t;
    let at = details.and_then(|details| Some((details.interview_at?, details.day_only)));
    let when = at.map(|(at, day_only)| {
        if day_only {
            t.locale().date(at.date())
        } else {
            view.moment(at)
        }
    });
    let format = details.and_then(|details| details.format);
    let count = details.and_then(|details| details.interviewers);
    let count = count.map(|count| match count {
        0 | 1 => t.about_interviewers_one(),
        2 => t.about_interviewers_two(),
        3 => t.about_interviewers_three(),
        _ => t.about_interviewers_more(),
    });
    [
        (t.about_when(), when),
        (
            t.about_format(),
            format.map(|format| view.format(format).to_owned()),
        ),
        (t.about_interviewers(), count.map(str::to_owned)),
    ]
}

/// Sends the label with one thing changed.
fn changed(
    view: &View<'_>,
    details: &Details,
    change: impl Fn(&mut Details, String) + 'static,
) -> Callback<String> {
    let details = details.clone();
    view.typed(move |text| {
        let mut details = details.clone();
        change(&mut details, text);
        Event::DraftDetailed(details)
    })
}

/// One of a few answers, all of them told with what they say.
fn one_of(
    view: &View<'_>,
    name: &str,
    legend: &str,
    hint: Option<&str>,
    choices: &[(&str, &str)],
    chosen: Option<&str>,
    on_choose: Callback<String>,
) -> Html {
    let choice = |(value, label): &(&str, &str)| Choice {
        value: (*value).to_owned(),
        label: (*label).to_owned(),
        apart: false,
    };
    field::radios(Radios {
        id: name,
        name,
        legend,
        heading: false,
        hint,
        choices: choices.iter().map(choice).collect(),
        chosen,
        number_keys: false,
        on_choose,
        on_enter: Some(view.send.reform(|()| Event::Continued)),
    })
}

/// Which of the ways to say when it was is chosen.
fn chosen_day(view: &View<'_>, details: &Details) -> Option<&'static str> {
    let today = view.state.now.date();
    details.interview_at.map(|at| match at.date() {
        _ if !details.day_only => "now",
        date if date == today => "today",
        date if date == today.plus_days(-1) => "yesterday",
        _ => "date",
    })
}

fn when(view: &View<'_>, details: &Details) -> Html {
    let t = view.t;
    let now = view.state.now;
    let on_choose = changed(view, details, move |details, value| {
        details.day_only = value != "now";
        let days = match value.as_str() {
            "now" => {
                details.interview_at = Some(now);
                return;
            }
            "today" => 0,
            "yesterday" => -1,
            // Two days ago stands there until another day is picked.
            _ => -2,
        };
        details.interview_at = noon(now.date().plus_days(days), now);
    });
    let choices = [
        ("now", t.about_when_now()),
        ("today", t.about_when_today()),
        ("yesterday", t.about_when_yesterday()),
        ("date", t.about_when_date()),
    ];
    let chosen = chosen_day(view, details);
    one_of(
        view,
        "when",
        t.about_when(),
        None,
        &choices,
        chosen,
        on_choose,
    )
}

/// The day itself, where it is none of the last two.
fn date(view: &View<'_>, details: &Details) -> Html {
    if chosen_day(view, details) != Some("date") {
        return Html::default();
    }
    let now = view.state.now;
    let date = details.interview_at.map(|at| at.date().to_string());
    field::line(Line {
        id: "about-date",
        kind: "date",
        label: view.t.about_date(),
        hint: None,
        problem: None,
        value: &date.unwrap_or_default(),
        max_chars: None,
        width: "half",
        on_input: changed(view, details, move |details, text| {
            // A half-typed date changes nothing; nor does one that is yet to come.
            let date = Date::parse(&text).ok().filter(|date| *date <= now.date());
            if let Some(at) = date.and_then(|date| noon(date, now)) {
                details.interview_at = Some(at);
            }
        }),
    })
}

fn noon(date: Date, now: Moment) -> Option<Moment> {
    Moment::at(date, 12 * 60, now.offset_minutes())
}

fn how(view: &View<'_>, details: &Details) -> Html {
    let choices = Format::ALL.map(|format| (format.id(), view.format(format)));
    let chosen = details.format.map(Format::id);
    let on_choose = changed(view, details, |details, value| {
        details.format = Format::from_id(&value);
    });
    let legend = view.t.about_format();
    one_of(view, "format", legend, None, &choices, chosen, on_choose)
}

fn how_many(view: &View<'_>, details: &Details) -> Html {
    let t = view.t;
    let choices = [
        ("1", t.about_interviewers_one()),
        ("2", t.about_interviewers_two()),
        ("3", t.about_interviewers_three()),
        ("4", t.about_interviewers_more()),
    ];
    let chosen = details.interviewers.map(|count| count.min(4).to_string());
    let on_choose = changed(view, details, |details, value| {
        details.interviewers = value.parse().ok();
    });
    one_of(
        view,
        "interviewers",
        t.about_interviewers(),
        Some(t.about_interviewers_hint()),
        &choices,
        chosen.as_deref(),
        on_choose,
    )
}
