//! What is optionally said about the interview itself: when, how, and with how many.

use yew::prelude::*;

use crate::app::event::DayField;
use crate::app::event::{Event, WhenChoice};
use crate::domain::history::{Details, Format, Id, Interview};
use crate::domain::time::Moment;
use crate::ui::component::field::{self, Choice, Radios};
use crate::ui::screen::day::{self, Day};
use crate::ui::view::View;

/// The fields, for a result: when, how, and with how many.
pub fn fields(view: &View<'_>, interview: &Interview) -> Html {
    let about = About {
        view,
        id: &interview.id,
        details: &interview.details.value,
    };
    html! {
        <>
            { when(&about) }
            { date(&about) }
            { how(&about) }
            { how_many(&about) }
        </>
    }
}

/// The day of the interview alone.
pub fn day(view: &View<'_>, interview: &Interview) -> Html {
    let about = About {
        view,
        id: &interview.id,
        details: &interview.details.value,
    };
    html! { <>{ when(&about) }{ date(&about) }</> }
}

/// What the fields are drawn from.
struct About<'a> {
    view: &'a View<'a>,
    id: &'a Id,
    details: &'a Details,
}

impl About<'_> {
    fn field(&self) -> DayField {
        DayField::Interview(self.id.clone())
    }
}

/// Sends the label with one thing changed.
fn changed(about: &About<'_>, change: impl Fn(&mut Details, String) + 'static) -> Callback<String> {
    let (interview, details) = (about.id.clone(), about.details.clone());
    about.view.typed(move |text| {
        let mut details = details.clone();
        change(&mut details, text);
        Event::InterviewDetailed {
            interview: interview.clone(),
            details,
        }
    })
}

/// One of a few answers, all of them told with what they say.
fn one_of(
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
        asks_date: false,
    };
    field::radios(Radios {
        id: name,
        name,
        legend,
        heading: false,
        hint,
        choices: choices.iter().map(choice).collect(),
        chosen,
        is_number: false,
        number_keys: false,
        on_choose,
        on_enter: None,
    })
}

/// Which of the ways to say when it was is chosen.
fn chosen_day(about: &About<'_>) -> Option<&'static str> {
    let About { view, details, .. } = *about;
    // What is typed may be today for a moment.
    if view.state.typed_days.text(&about.field()).is_some() {
        return Some("date");
    }
    let today = view.state.now.date();
    details.interview_at.map(|at| match at.date() {
        _ if !details.day_only => "now",
        date if date == today => "today",
        date if date == today.plus_days(-1) => "yesterday",
        _ => "date",
    })
}

fn when(about: &About<'_>) -> Html {
    let t = about.view.t;
    let id = about.id.clone();
    let on_choose = about.view.typed(move |value| Event::WhenChosen {
        interview: id.clone(),
        when: match value.as_str() {
            "now" => WhenChoice::Now,
            "today" => WhenChoice::Today,
            "yesterday" => WhenChoice::Yesterday,
            _ => WhenChoice::OnDay,
        },
    });
    let choices = [
        ("now", t.about_when_now()),
        ("today", t.about_when_today()),
        ("yesterday", t.about_when_yesterday()),
        ("date", t.about_when_date()),
    ];
    let chosen = chosen_day(about);
    one_of("when", t.about_when(), None, &choices, chosen, on_choose)
}

/// The day itself, where it is none of the last two.
fn date(about: &About<'_>) -> Html {
    if chosen_day(about) != Some("date") {
        return Html::default();
    }
    day::day(
        about.view,
        Day {
            id: "about-date",
            label: about.view.t.about_date(),
            hint: None,
            kept: about.details.interview_at.map(Moment::date),
            field: about.field(),
        },
    )
}

fn how(about: &About<'_>) -> Html {
    let About { view, details, .. } = *about;
    let choices = Format::ALL.map(|format| (format.id(), view.format(format)));
    let chosen = details.format.map(Format::id);
    let on_choose = changed(about, |details, value| {
        details.format = Format::from_id(&value);
    });
    let legend = view.t.about_format();
    one_of("format", legend, None, &choices, chosen, on_choose)
}

fn how_many(about: &About<'_>) -> Html {
    let About { view, details, .. } = *about;
    let t = view.t;
    let choices = [
        ("1", t.about_interviewers_one()),
        ("2", t.about_interviewers_two()),
        ("3", t.about_interviewers_three()),
        ("4", t.about_interviewers_more()),
    ];
    let chosen = details.interviewers.map(|count| count.min(4).to_string());
    let on_choose = changed(about, |details, value| {
        details.interviewers = value.parse().ok();
    });
    one_of(
        "interviewers",
        t.about_interviewers(),
        Some(t.about_interviewers_hint()),
        &choices,
        chosen.as_deref(),
        on_choose,
    )
}
