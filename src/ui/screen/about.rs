//! The optional page about the interview: when, how, and with how many.

use yew::prelude::*;

use crate::app::event::Event;
use crate::app::flow;
use crate::domain::history::{Details, Format};
use crate::domain::time::{Date, Moment};
use crate::ui::component::field::{self, Choice, Line, Radios};
use crate::ui::component::frame;
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
    html! {
        <div class="ih-page">
            { question::back_link(view, back) }
            { question::progress(view, &quiz) }
            { frame::title(t.about_title()) }
            <p class="ih-lead">{ t.about_lead() }</p>
            { when(view, &details) }
            { how(view, &details) }
            { how_many(view, &details) }
            <div class="ih-actions">{ view.button(Event::Continued, t.question_continue(), Kind::Primary) }</div>
        </div>
    }
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

fn when(view: &View<'_>, details: &Details) -> Html {
    let t = view.t;
    let now = view.state.now;
    let today = now.date();
    let yesterday = today.plus_days(-1);
    let chosen = details.interview_at.map(|at| match at.date() {
        _ if !details.day_only => "now",
        date if date == today => "today",
        date if date == yesterday => "yesterday",
        _ => "date",
    });
    let choice = |value: &str, label: &str| Choice {
        value: value.to_owned(),
        label: label.to_owned(),
        apart: false,
    };
    let on_choose = changed(view, details, move |details, value| {
        details.day_only = value != "now";
        details.interview_at = match value.as_str() {
            "now" => Some(now),
            "today" => noon(today, now),
            "yesterday" => noon(yesterday, now),
            // Two days ago stands there until another day is picked.
            _ => noon(today.plus_days(-2), now),
        };
    });
    let date = details
        .interview_at
        .map(|at| at.date().to_string())
        .unwrap_or_default();
    html! {
        <>
            { field::radios(Radios {
                name: "when",
                legend: t.about_when(),
                heading: false,
                hint: None,
                choices: vec![
                    choice("now", t.about_when_now()),
                    choice("today", t.about_when_today()),
                    choice("yesterday", t.about_when_yesterday()),
                    choice("date", t.about_when_date()),
                ],
                chosen,
                number_keys: false,
                on_choose,
                on_enter: Some(view.send.reform(|()| Event::Continued)),
            }) }
            if chosen == Some("date") {
                { field::line(Line {
                    id: "about-date",
                    kind: "date",
                    label: t.about_date(),
                    hint: None,
                    problem: None,
                    value: &date,
                    max_chars: None,
                    width: "half",
                    on_input: changed(view, details, move |details, text| {
                        // A half-typed date changes nothing; nor does one that is yet to come.
                        let date = Date::parse(&text).ok().filter(|date| *date <= today);
                        if let Some(at) = date.and_then(|date| noon(date, now)) {
                            details.interview_at = Some(at);
                        }
                    }),
                }) }
            }
        </>
    }
}

fn noon(date: Date, now: Moment) -> Option<Moment> {
    Moment::at(date, 12 * 60, now.offset_minutes())
}

fn how(view: &View<'_>, details: &Details) -> Html {
    let choice = |format: &Format| Choice {
        value: format.id().to_owned(),
        label: view.format(*format).to_owned(),
        apart: false,
    };
    field::radios(Radios {
        name: "format",
        legend: view.t.about_format(),
        heading: false,
        hint: None,
        choices: Format::ALL.iter().map(choice).collect(),
        chosen: details.format.map(Format::id),
        number_keys: false,
        on_choose: changed(view, details, |details, value| {
            details.format = Format::from_id(&value)
        }),
        on_enter: Some(view.send.reform(|()| Event::Continued)),
    })
}

fn how_many(view: &View<'_>, details: &Details) -> Html {
    let count = |value: &str, label: &str| Choice {
        value: value.to_owned(),
        label: label.to_owned(),
        apart: false,
    };
    let chosen = details.interviewers.map(|count| count.min(4).to_string());
    field::radios(Radios {
        name: "interviewers",
        legend: view.t.about_interviewers(),
        heading: false,
        hint: Some(view.t.about_interviewers_hint()),
        choices: vec![
            count("1", view.t.about_interviewers_one()),
            count("2", view.t.about_interviewers_two()),
            count("3", view.t.about_interviewers_three()),
            count("4", view.t.about_interviewers_more()),
        ],
        chosen: chosen.as_deref(),
        number_keys: false,
        on_choose: changed(view, details, |details, value| {
            details.interviewers = value.parse().ok()
        }),
        on_enter: Some(view.send.reform(|()| Event::Continued)),
    })
}
