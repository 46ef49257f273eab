//! The label of one result, edited where it stands.

use yew::prelude::*;

use crate::app::event::{Event, LabelField};
use crate::app::route::Route;
use crate::app::state::{LabelForm, LabelProblem};
use crate::domain::history::{Details, Format};
use crate::ui::component::field::{self, Line};
use crate::ui::element::{el, section, words};
use crate::ui::view::View;

/// The id of a field on the page.
fn id(field: LabelField) -> &'static str {
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

/// Draws the fields.
pub fn fields(view: &View<'_>) -> Html {
    let t = view.t;
    let Some(form) = &view.state.label else {
        return Html::default();
    };
    let text = |at, value: &str, label: &str, hint| {
        line(view, form, at, "text", value, label, hint, "full")
    };
    let day = [
        line(
            view,
            form,
            LabelField::Date,
            "date",
            &form.date,
            t.label_date(),
            None,
            "half",
        ),
        line(
            view,
            form,
            LabelField::Time,
            "time",
            &form.time,
            t.label_time(),
            None,
            "half",
        ),
    ];
    let people = line(
        view,
        form,
        LabelField::Interviewers,
        "numeric",
        &form.interviewers,
        t.label_interviewers(),
        Some(t.about_interviewers_hint()),
        "short",
    );
    section(
        t.label_title(),
        vec![
            words("p", "ih-hint", t.label_lead()),
            text(LabelField::Company, &form.company, t.label_company(), None),
            text(LabelField::Role, &form.role, t.label_role(), None),
            text(
                LabelField::Round,
                &form.round,
                t.label_round(),
                Some(t.label_round_hint()),
            ),
            el("div", "ih-pair", day.into()),
            format(view, form),
            people,
        ],
    )
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
    let problem = form.problem(at).map(|problem| said(view, problem));
    let line = Line {
        id: id(at),
        kind,
        label,
        hint,
        problem: problem.as_deref(),
        value,
        max_chars: None,
        width,
        on_input: view.typed(move |value| Event::LabelEdited { field: at, value }),
    };
    field::line_left(line, view.leave(Event::LabelLeft))
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

/// What is said at the fields of the page, for the live region: each of it once.
pub fn problems(view: &View<'_>) -> Vec<String> {
    let mut all = Vec::new();
    if let (Route::Past(_), Some(form)) = (&view.state.route, &view.state.label) {
        for (field, _) in &form.problems {
            let problem = form.problem(*field).map(|problem| said(view, problem));
            all.extend(problem.filter(|problem| !all.contains(problem)));
        }
    }
    all
}

fn said(view: &View<'_>, problem: LabelProblem) -> String {
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
