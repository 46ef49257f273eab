//! The label of one result, as a form.

use yew::prelude::*;

use crate::app::event::{Event, LabelField, Target};
use crate::app::route::Route;
use crate::app::state::{LabelForm, LabelProblem};
use crate::domain::history::{Details, Format, Interview};
use crate::ui::component::field::{self, Line};
use crate::ui::component::frame;
use crate::ui::screen::question;
use crate::ui::view::{ButtonKind, View};

/// The id of a field on the page.
pub fn id(field: LabelField) -> &'static str {
    match field {
        LabelField::Company => "label-company",
        LabelField::Role => "label-role",
        LabelField::Round => "label-round",
        LabelField::Date => "label-date",
        LabelField::Time => "label-time",
        LabelField::Format => "label-format",
        LabelField::Interviewers => "label-interviewers",
    }
}

/// Draws the screen.
pub fn view(view: &View<'_>, interview: &Interview) -> Html {
    let t = view.t;
    let form = view.state.label.clone().unwrap_or_default();
    let text =
        |at, value: &str, label: &str| line(view, &form, at, "text", value, label, None, "full");
    html! {
        <div class="ih-page">
            { question::back_link(view, Some(Route::Past(interview.id.clone()))) }
            if !form.problems.is_empty() {
                { frame::error_summary(t.label_problems(), form.problems.iter().map(|(at, what)| entry(view, *at, *what)).collect()) }
            }
            { frame::title(t.label_title()) }
            <p class="ih-lead">{ t.label_lead() }</p>
            { text(LabelField::Company, &form.company, t.label_company()) }
            { text(LabelField::Role, &form.role, t.label_role()) }
            { line(view, &form, LabelField::Round, "text", &form.round, t.label_round(), Some(t.label_round_hint()), "full") }
            <div class="ih-pair">
                { line(view, &form, LabelField::Date, "date", &form.date, t.label_date(), None, "half") }
                { line(view, &form, LabelField::Time, "time", &form.time, t.label_time(), None, "half") }
            </div>
            { format(view, &form) }
            { line(view, &form, LabelField::Interviewers, "numeric", &form.interviewers, t.label_interviewers(), Some(t.about_interviewers_hint()), "short") }
            <div class="ih-actions">
                { view.button(Event::LabelSaved(interview.id.clone()), t.label_save(), ButtonKind::Primary) }
                { view.button(Event::LabelCancelled(interview.id.clone()), t.label_cancel(), ButtonKind::Quiet) }
            </div>
        </div>
    }
}

#[allow(
    clippy::too_many_arguments,
    reason = "one call a field; a struct would only name them twice"
)]
fn line(
    view: &View<'_>,
    form: &LabelForm,
    at: LabelField,
    kind: &'static str,
    value: &str,
    label: &str,
    hint: Option<&str>,
    width: &'static str,
) -> Html {
    field::line(Line {
        id: id(at),
        kind,
        label,
        hint,
        problem: form
            .problem(at)
            .map(|problem| words(view, problem))
            .as_deref(),
        value,
        max_chars: None,
        width,
        on_input: view.typed(move |value| Event::LabelEdited { field: at, value }),
    })
}

fn format(view: &View<'_>, form: &LabelForm) -> Html {
    let mut options = vec![(String::new(), view.t.format_unknown().to_owned())];
    options
        .extend(Format::ALL.map(|format| (format.id().to_owned(), view.format(format).to_owned())));
    let changed = view.typed(|value| Event::LabelEdited {
        field: LabelField::Format,
        value,
    });
    field::select(
        id(LabelField::Format),
        view.t.label_format(),
        &options,
        &form.format,
        changed,
    )
}

/// An entry of the error summary: leads to its field without touching the address.
fn entry(view: &View<'_>, at: LabelField, problem: LabelProblem) -> Html {
    html! {
        <button type="button" class="ih-link" onclick={view.press(Event::Jumped(Target::Field(at)))}>
            { words(view, problem) }
        </button>
    }
}

fn words(view: &View<'_>, problem: LabelProblem) -> String {
    let t = view.t;
    let words = match problem {
        LabelProblem::NotADate => t.label_problem_not_a_date(),
        LabelProblem::NotATime => t.label_problem_not_a_time(),
        LabelProblem::TimeWithoutDate => t.label_problem_time_without_date(),
        LabelProblem::InTheFuture => t.label_problem_in_the_future(),
        LabelProblem::NotANumber => {
            return t.label_problem_not_a_number(usize::from(Details::MAX_INTERVIEWERS));
        }
        LabelProblem::TooLong => return t.label_problem_too_long(Details::MAX_CHARS),
    };
    words.to_owned()
}
