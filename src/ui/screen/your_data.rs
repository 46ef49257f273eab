//! Where everything is kept, how full that is, and how to take it along or delete it.

use yew::prelude::*;

use crate::app::event::{Event, FileProblem};
use crate::app::state::{Erase, Import};
use crate::domain::history::Id;
use crate::ui::component::field::{self, Checkboxes, Choice, Radios};
use crate::ui::component::frame::{self, Tone};
use crate::ui::element::{actions, section, words};
use crate::ui::screen::{language, question};
use crate::ui::view::{ButtonKind, View};
use crate::wire::csv::Form;
use crate::wire::export::{
    Counts, DeletedHere, DeletedKind, ImportError, ImportPreview, MAX_FILE_BYTES,
};
use crate::wire::record::Theme;
use crate::wire::store::Usage;

/// The id of the field that takes a file for import.
pub const IMPORT_INPUT: &str = "import-file";

/// Draws the screen.
pub fn view(view: &View<'_>) -> Html {
    let t = view.t;
    html! {
        <div class="ih-page">
            { frame::title(t.data_title()) }
            if view.is_private() {
                <p class="ih-lead">{ t.data_lead() }</p>
            }
            { place(view) }
            { kept_aside(view) }
            <section class="ih-section">
                <h2 class="ih-heading">{ t.data_export() }</h2>
                <p>{ t.data_export_body() }</p>
                { view.button(Event::ExportAsked, t.data_export_button(), ButtonKind::Secondary) }
            </section>
            { text_export(view) }
            { import(view) }
            { choices(view) }
            { erase(view) }
        </div>
    }
}

/// Files for other programs, which this one does not read back.
fn text_export(view: &View<'_>) -> Html {
    let t = view.t;
    // A frame has no history that a single result could be taken from.
    let one = match view.embedding() {
        None => words("p", "ih-hint", t.data_along_one()),
        Some(_) => Html::default(),
    };
    let usual = Form::usual(t.locale().has_decimal_comma());
    let other = match usual {
        Form::Commas => t.data_along_semicolons(),
        Form::Semicolons => t.data_along_commas(),
    };
    section(
        t.data_along(),
        vec![
            words("p", "", t.data_along_body()),
            actions(vec![
                view.button(
                    Event::SpreadsheetAsked(usual),
                    t.data_along_sheet(),
                    ButtonKind::Secondary,
                ),
                view.button(
                    Event::SpreadsheetAsked(usual.other()),
                    other,
                    ButtonKind::Quiet,
                ),
                view.button(
                    Event::WordsAsked,
                    t.data_along_words(),
                    ButtonKind::Secondary,
                ),
            ]),
            one,
        ],
    )
}

fn place(view: &View<'_>) -> Html {
    let t = view.t;
    let full = view.state.keeping.usage.map(|usage| how_full(view, usage));
    html! {
        <section class="ih-section">
            <h2 class="ih-heading">{ t.data_where() }</h2>
            <p>{ t.data_where_ready() }</p>
            { full }
            { others(view) }
            <ul class="ih-list">
                <li>{ t.data_where_browser() }</li>
                <li>{ t.data_where_safari() }</li>
                <li>{ t.data_where_private() }</li>
                <li>{ t.data_where_cleared() }</li>
            </ul>
        </section>
    }
}

fn how_full(view: &View<'_>, usage: Usage) -> Html {
    let t = view.t;
    let used = u64::from(usage.ours) + u64::from(usage.others);
    let quota = u64::from(usage.quota).max(1);
    // Anything at all is at least one hundredth, so that the bar is never empty beside a number.
    let percent = (used * 100).div_ceil(quota).min(100);
    html! {
        <p class="ih-meter">
            <label for="usage">{ t.data_used(&percent.to_string(), view.state.interviews.len()) }</label>
            <meter class="ih-bar" id="usage" min="0" max="100" high="90" value={percent.to_string()}></meter>
        </p>
    }
}

/// What is kept of other quizzes, with the ways to their pages.
fn others(view: &View<'_>) -> Html {
    let t = view.t;
    let other = |(quiz, results): &(Id, usize)| {
        let quiz = quiz.as_str();
        let link = view.state.site.page(quiz).map(|page| {
            html! { <>{ " " }<a class="ih-link" href={page}>{ t.data_others_open() }</a></> }
        });
        html! { <li>{ t.data_others_of(*results, quiz) }{ link }</li> }
    };
    let others = &view.state.others;
    if others.is_empty() {
        return Html::default();
    }
    html! {
        <>
            <p>{ t.data_others() }</p>
            <ul class="ih-list">{ for others.iter().map(other) }</ul>
        </>
    }
}

/// What could not be read: it is not thrown away, and can be taken out.
fn kept_aside(view: &View<'_>) -> Html {
    let t = view.t;
    let aside = &view.state.keeping.quarantined;
    if aside.is_empty() {
        return Html::default();
    }
    let names = aside
        .iter()
        .take(MOST_NAMED)
        .map(|one| html! { <li><code class="ih-code">{ &one.key }</code></li> });
    let body = html! {
        <>
            <p>{ t.data_aside_body(aside.len()) }</p>
            if aside.len() > MOST_NAMED {
                <p>{ t.data_import_first(MOST_NAMED) }</p>
            }
            <ul class="ih-list">{ for names }</ul>
            { view.button(Event::QuarantineAsked, t.data_aside_button(), ButtonKind::Secondary) }
        </>
    };
    frame::banner(Tone::Warning, t.storage_aside_title(), body)
}

fn import(view: &View<'_>) -> Html {
    let t = view.t;
    let send = view.send.clone();
    let onchange = Callback::from(move |_: yew::events::Event| send.emit(Event::ImportPicked));
    html! {
        <section class="ih-section">
            <h2 class="ih-heading">{ t.data_import() }</h2>
            <p id="import-hint">{ t.data_import_body() }</p>
            <div class="ih-field">
                <label class="ih-label" for={IMPORT_INPUT}>{ t.data_import_pick() }</label>
                <input class="ih-input" type="file" id={IMPORT_INPUT} accept=".json,application/json"
                    aria-describedby="import-hint" {onchange} />
            </div>
            { report(view) }
        </section>
    }
}

fn report(view: &View<'_>) -> Html {
    let t = view.t;
    match &view.state.import {
        Import::Idle => Html::default(),
        Import::Reading(progress) => {
            let words = match progress {
                None => t.data_import_reading().to_owned(),
                Some(progress) => t.data_import_progress(progress.done, progress.of),
            };
            html! {
                <div class="ih-card" id="import-reading">
                    <p>{ words }</p>
                    { actions(vec![view.button(Event::ImportDismissed, t.data_import_stop(), ButtonKind::Secondary)]) }
                </div>
            }
        }
        Import::Refused(problem) => {
            frame::error_summary(t.import_refused(), vec![html! { refusal(view, problem) }])
        }
        Import::Previewed(preview) => html! {
            <div class="ih-card" id="import-report" tabindex="-1">
                <h3 class="ih-heading">{ t.data_import_preview() }</h3>
                { counts(view, preview) }
                { deleted_here(view, preview) }
                <div class="ih-actions">
                    { view.button(Event::ImportAgreed, t.data_import_agree(), ButtonKind::Primary) }
                    { view.button(Event::ImportDismissed, t.data_import_cancel(), ButtonKind::Quiet) }
                </div>
            </div>
        },
        Import::Done(preview) => html! {
            <div class="ih-card" id="import-report" tabindex="-1">
                <h3 class="ih-heading">{ t.data_import_done() }</h3>
                { counts(view, preview) }
                <div class="ih-actions">{ view.button(Event::ImportUndone, t.data_import_undo(), ButtonKind::Secondary) }</div>
            </div>
        },
        Import::Undone => html! {
            <div class="ih-card" id="import-report" tabindex="-1"><p>{ t.data_import_undone() }</p></div>
        },
    }
}

/// What of the file was deleted here, each with a tick that brings it back.
fn deleted_here(view: &View<'_>, preview: &ImportPreview) -> Html {
    let t = view.t;
    let deleted = &preview.deleted_here;
    if deleted.is_empty() {
        return Html::default();
    }
    let choice = |(place, one): (usize, &DeletedHere)| {
        let name = match &one.what {
            DeletedKind::Result(interview) => view.name(interview),
            DeletedKind::Draft => t.import_deleted_draft().to_owned(),
            DeletedKind::Item => t.import_deleted_item().to_owned(),
        };
        (place.to_string(), name, one.bring_back)
    };
    let marks: Vec<_> = deleted.iter().map(|one| one.mark.clone()).collect();
    let send = view.send.clone();
    let on_tick = Callback::from(move |(place, on): (String, bool)| {
        let place: Option<usize> = place.parse().ok();
        if let Some(mark) = place.and_then(|place| marks.get(place)) {
            let mark = Some(mark.clone());
            send.emit(Event::DeletedTicked { mark, on });
        }
    });
    let all = Event::DeletedTicked {
        mark: None,
        on: true,
    };
    html! {
        <>
            { field::checkboxes(Checkboxes {
                name: "bring-back",
                legend: t.import_bring_back(),
                hint: Some(t.import_bring_back_hint()),
                choices: deleted.iter().enumerate().map(choice).collect(),
                on_tick,
            }) }
            if deleted.len() > 1 {
                { actions(vec![view.button(all, t.import_bring_all_back(), ButtonKind::Secondary)]) }
            }
        </>
    }
}

/// So many of the things that cannot be read are named.
const MOST_NAMED: usize = 50;

fn counts(view: &View<'_>, preview: &ImportPreview) -> Html {
    let t = view.t;
    let deleted = preview.deleted_here.iter();
    let stay_away = deleted.filter(|one| !one.bring_back).count();
    let line = |shown: bool, words: String| {
        if shown {
            html! { <li>{ words }</li> }
        } else {
            Html::default()
        }
    };
    let of = |name: &str, counts: Counts| {
        let any = counts.new + counts.updated + counts.unchanged > 0;
        line(
            any,
            t.import_counts(name, counts.new, counts.updated, counts.unchanged),
        )
    };
    // A damaged file can have a hundred thousand of them.
    let unreadable = preview.unreadable.iter().take(MOST_NAMED).map(|one| {
        let problems: Vec<String> = one
            .problems
            .iter()
            .map(|problem| view.stored_problem(problem))
            .collect();
        html! { <li><code class="ih-code">{ &one.key }</code>{ " " }{ problems.join(" ") }</li> }
    });
    html! {
        <>
            <ul class="ih-list">
                { of(t.import_results(), preview.results) }
                { of(t.import_drafts(), preview.drafts) }
                { of(t.import_items(), preview.items) }
                { line(preview.deleted_elsewhere > 0, t.data_import_deleted_elsewhere(preview.deleted_elsewhere)) }
                { line(stay_away > 0, t.data_import_deleted_here(stay_away)) }
                { line(preview.lesser > 0, t.data_import_lesser(preview.lesser)) }
                { line(preview.rescored > 0, t.data_import_rescored(preview.rescored)) }
                { line(preview.unchecked > 0, t.data_import_unchecked(preview.unchecked)) }
                { line(preview.set_aside > 0, t.import_set_aside(preview.set_aside)) }
            </ul>
            if !preview.unreadable.is_empty() {
                <p>{ t.data_import_unreadable(preview.unreadable.len()) }</p>
                if preview.unreadable.len() > MOST_NAMED {
                    <p>{ t.data_import_first(MOST_NAMED) }</p>
                }
                <ul class="ih-list">{ for unreadable }</ul>
            }
        </>
    }
}

fn refusal(view: &View<'_>, problem: &FileProblem) -> String {
    let t = view.t;
    let words = match problem {
        FileProblem::Missing => t.data_file_missing(),
        FileProblem::Unreadable => t.data_file_unreadable(),
        FileProblem::Refused(ImportError::TooLarge) => {
            return t.data_file_too_large(MAX_FILE_BYTES / 1024 / 1024);
        }
        FileProblem::Refused(ImportError::NotUtf8) => t.data_file_not_text(),
        FileProblem::Refused(ImportError::NotOurs) => t.data_file_not_ours(),
        FileProblem::Refused(ImportError::Newer) => t.data_file_newer(),
        FileProblem::Refused(ImportError::NotJson { line, column }) => {
            return t.data_file_not_json(*line, *column);
        }
        FileProblem::Refused(ImportError::Damaged(problems)) => {
            let named = problems.iter().map(|problem| view.stored_problem(problem));
            return std::iter::once(t.import_damaged().to_owned())
                .chain(named)
                .collect::<Vec<_>>()
                .join(" ");
        }
    };
    words.to_owned()
}

fn choices(view: &View<'_>) -> Html {
    let t = view.t;
    let prefs = &view.state.preferences;
    let questions = view.state.quiz.questions().iter();
    let outside = questions
        .filter(|question| question.can_be_switched_off())
        .count();
    let theme = |theme: Theme, label: &str| Choice {
        value: theme_name(theme).to_owned(),
        label: label.to_owned(),
        apart: false,
        asks_date: false,
    };
    html! {
        <section class="ih-section">
            <h2 class="ih-heading">{ t.data_settings() }</h2>
            { question::keep_nothing(view) }
            <p class="ih-hint">{ t.data_keep_nothing_hint() }</p>
            if !prefs.keep && !view.state.interviews.is_empty() {
                <p class="ih-hint">{ t.data_earlier_stay() }</p>
            }
            { field::checkbox("number-keys", t.data_keys(), prefs.number_keys, view.ticked(|on| Event::NumberKeysChosen { on })) }
            if outside > 0 {
                { field::checkbox("outside-questions", &t.how_outside(outside), prefs.outside_questions, view.ticked(|on| Event::OutsideQuestionsChosen { on })) }
                <p class="ih-hint">{ t.data_outside_questions_hint(outside) }</p>
            }
            if view.embedding().is_some() {
                { language::choice(view) }
            }
            <div class="ih-inline-radios">
                { field::radios(Radios {
                    id: "theme",
                    name: "theme",
                    legend: t.app_theme(),
                    heading: false,
                    hint: None,
                    choices: vec![
                        theme(Theme::Auto, t.app_theme_auto()),
                        theme(Theme::Light, t.app_theme_light()),
                        theme(Theme::Dark, t.app_theme_dark()),
                    ],
                    chosen: Some(theme_name(prefs.theme)),
                    is_number: false,
        number_keys: false,
                    on_choose: view.typed(|name| Event::ThemeChosen(theme_named(&name))),
                    on_enter: None,
                }) }
            </div>
        </section>
    }
}

/// A theme's name, in the page and in its style sheet.
pub fn theme_name(theme: Theme) -> &'static str {
    match theme {
        Theme::Auto => "auto",
        Theme::Light => "light",
        Theme::Dark => "dark",
    }
}

fn theme_named(name: &str) -> Theme {
    match name {
        "light" => Theme::Light,
        "dark" => Theme::Dark,
        _ => Theme::Auto,
    }
}

/// Deleting everything takes two buttons, with an export between them.
fn erase(view: &View<'_>) -> Html {
    let t = view.t;
    let body = match view.state.erase {
        Erase::Idle => html! {
            <>
                <p>{ t.data_erase_body() }</p>
                { view.button(Event::EraseAsked, t.data_erase_ask(), ButtonKind::Danger) }
            </>
        },
        Erase::Asked => html! {
            <div class="ih-card" id="erase" tabindex="-1">
                <p>{ t.erase_sure(view.state.interviews.len()) }</p>
                <div class="ih-actions">
                    { view.button(Event::ExportAsked, t.data_export_button(), ButtonKind::Secondary) }
                    { view.button(Event::EraseCancelled, t.data_erase_cancel(), ButtonKind::Secondary) }
                    { view.button(Event::EraseAgreed, t.data_erase_agree(), ButtonKind::Danger) }
                </div>
            </div>
        },
        Erase::Failed => html! {
            <div class="ih-card" id="erase" tabindex="-1">
                <p>{ t.data_erase_failed() }</p>
                { view.button(Event::EraseAsked, t.data_erase_ask(), ButtonKind::Danger) }
            </div>
        },
        Erase::Done => {
            html! { <p class="ih-card" id="erase" tabindex="-1">{ t.data_erase_done() }</p> }
        }
    };
    html! {
        <section class="ih-section">
            <h2 class="ih-heading">{ t.data_erase() }</h2>
            { body }
        </section>
    }
}
