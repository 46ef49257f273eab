//! A finished result: felt beside signs, the reasons, and what to do now.

use yew::prelude::*;

use crate::app::calibration;
use crate::app::event::Event;
use crate::app::reading::{self, Reading};
use crate::app::route::Route;
use crate::domain::answers::Answer;
use crate::domain::calibration::adjusted;
use crate::domain::explanation::{Reason, Share};
use crate::domain::history::Interview;
use crate::domain::quiz::{QuarterPoints, UNSURE};
use crate::domain::scoring::{Gap, Range};
use crate::ui::component::chart::{self, Bar, Scale};
use crate::ui::component::field::{self, Choice, Radios};
use crate::ui::component::frame::{self, Tone};
use crate::ui::screen::{learn, now};
use crate::ui::view::{ButtonKind, View};

/// Draws the screen.
pub fn view(view: &View<'_>, interview: &Interview) -> Html {
    let Some(reading) = reading::read(view.state, interview) else {
        return not_checked(view, interview);
    };
    html! {
        <div class="ih-page ih-result">
            { verdict(view, interview, &reading, false) }
            { override_question(view, interview, &reading) }
            { reasons(view, interview, &reading, false) }
            { now::section(view, interview, &reading) }
            { learn::section(view, interview, &reading) }
            { does_not_mean(view) }
            { further(view, interview, &reading) }
        </div>
    }
}

/// Why it came out like this, and what it does not mean: a page of its own in a frame. What can be opened on it is there for
/// every result, also for one without a range: the page around sees that something was opened.
pub fn why(view: &View<'_>, interview: &Interview, reading: &Reading) -> Html {
    html! {
        <>
            { reasons(view, interview, reading, false) }
            { override_question(view, interview, reading) }
            { base_question(view, interview, reading) }
            { does_not_mean(view) }
        </>
    }
}

/// The band, the number range and the gap. `plain` is without anything to press.
pub fn verdict(view: &View<'_>, interview: &Interview, reading: &Reading, plain: bool) -> Html {
    let (t, q) = (view.t, view.q);
    let score = &reading.score;
    let felt = view.felt(interview);
    let title = q.band_title(score.band);
    let summary = match &felt {
        Some(felt) if score.band > 0 => t.result_scale_summary(felt, title),
        Some(felt) => t.result_scale_felt_only(felt),
        None => t.result_scale_signs_only(title),
    };
    html! {
        <section class="ih-verdict">
            <p class="ih-eyebrow">{ t.result_title() }</p>
            if is_report(view) {
                <h2 class="ih-heading">{ title }</h2>
            } else {
                { frame::title(title) }
            }
            <p class="ih-lead">{ q.band_body(score.band) }</p>
            if score.band > 0 || felt.is_some() {
                { chart::scale(&Scale {
                    summary: &summary,
                    felt_name: t.result_felt(),
                    signs_name: t.result_signs(),
                    felt: reading.felt,
                    felt_words: felt.as_deref().unwrap_or(t.result_felt_unknown()),
                    signs: (score.band > 0).then_some(score.band),
                    signs_words: title,
                    ends: (t.result_end_low(), t.result_end_high()),
                }) }
            }
            if let Some(reading_of_gap) = score.gap_reading {
                <p class="ih-gap">
                    { q.gap(reading_of_gap) }
                    if reading_of_gap == Gap::Worse && score.comfort {
                        { " " }{ q.gap_comfort() }
                    }
                </p>
            }
            if let Some(range) = &score.range {
                { number_range(view, interview, reading, range, plain) }
            }
        </section>
    }
}

/// The number range in words, with what it is worth, and the question that its base hangs on.
fn number_range(
    view: &View<'_>,
    interview: &Interview,
    reading: &Reading,
    range: &Range,
    plain: bool,
) -> Html {
    let (t, q) = (view.t, view.q);
    let base = reading.quiz.base();
    let chosen = base
        .and_then(|base| reading.answers.option(&base.id))
        .filter(|option| *option != UNSURE);
    // What one's own outcomes make of it, where the person asked for that.
    let own = calibration::adjustment(view.state).map(|adjustment| {
        let points = reading.score.total.points();
        let base_one_in = reading.quiz.draft().base_one_in;
        adjusted(range, points, base_one_in, chosen.is_some(), adjustment)
    });
    let words = own.as_ref().unwrap_or(range).words();
    // With few others in the running, a good interview is often a yes.
    let given = base
        .zip(chosen)
        .and_then(|(base, chosen)| base.option(chosen)?.one_in);
    let is_crowded = given.is_some_and(|one_in| one_in > reading.quiz.draft().base_one_in);
    html! {
        <div class="ih-range">
            { chart::tenths(words) }
            <p class="ih-range__words">
                if let Some(other_side) = q.range_other_side(words) {
                    { t.result_range_both(&q.range(words), &other_side) }
                } else {
                    { t.result_range_sentence(&q.range(words)) }
                }
            </p>
            <p class="ih-small">{ q.range_note() }</p>
            if own.is_some() {
                <p class="ih-small">
                    { t.result_own_rate() }
                    // Not in a frame: only some results have it, and the page around would see that it was followed.
                    if view.embedding().is_none() {
                        { " " }{ view.link(&Route::Calibration, t.calibration_title()) }
                    }
                </p>
            }
            if is_crowded {
                <p class="ih-small">{ q.range_base_note() }</p>
            }
            if !plain {
                { base_question(view, interview, reading) }
            }
        </div>
    }
}

/// How many others are in the running: the question that the base of the range hangs on.
fn base_question(view: &View<'_>, interview: &Interview, reading: &Reading) -> Html {
    let (t, q) = (view.t, view.q);
    let Some(base) = reading.quiz.base() else {
        return Html::default();
    };
    let chosen = reading.answers.option(&base.id);
    let (id, question) = (interview.id.clone(), base.id.clone());
    let choice = |value: &str| Choice {
        value: value.to_owned(),
        label: q.option(&base.id, value).to_owned(),
        apart: value == UNSURE,
        asks_date: false,
    };
    let options = base.options().iter().map(|option| option.id.as_str());
    let group = field::radios(Radios {
        id: &base.id,
        name: &base.id,
        legend: q.ask(&base.id),
        heading: false,
        hint: q.hint(&base.id),
        choices: options.chain([UNSURE]).map(choice).collect(),
        chosen: chosen.filter(|option| *option != UNSURE),
        is_number: false,
        number_keys: false,
        on_choose: view.typed(move |option| Event::SituationAnswered {
            interview: id.clone(),
            question: question.clone(),
            answer: Answer::Option(option),
        }),
        on_enter: None,
    });
    frame::disclosure(
        t.result_field(),
        html! { <div class="ih-inline-radios">{ group }</div> },
    )
}

/// Where friendly signs were left out, the answers that this hangs on, one tap from changing them.
fn override_question(view: &View<'_>, interview: &Interview, reading: &Reading) -> Html {
    let (t, q) = (view.t, view.q);
    let Some(applied) = reading.score.override_applied(&reading.quiz) else {
        return Html::default();
    };
    let may_change = interview.outcome.value.is_none();
    let answer = |id: &String| {
        let question = reading.quiz.question(id)?;
        let words = view.answer(question, reading.answers.get(id))?;
        // In a frame, the way to a question leads over the list of answers, as it does for everybody: the page around
        // must not learn that there is a shorter one here.
        let change = match view.embedding() {
            Some(_) => Route::Answers(interview.id.clone()),
            None => Route::Correct(interview.id.clone(), id.clone()),
        };
        Some(html! {
            <li>
                <span>{ q.ask(id) }</span>{ " " }<strong>{ words }</strong>
                if may_change {
                    { " " }<a class="ih-link" href={change.fragment()} aria-label={t.check_change_what(q.ask(id))}>{ t.check_change() }</a>
                }
            </li>
        })
    };
    let body = html! {
        <>
            <p>{ q.override_why(&applied.id) }</p>
            <ul class="ih-list">{ for applied.because.iter().filter_map(answer) }</ul>
        </>
    };
    frame::banner(Tone::Calm, q.override_ask(&applied.id), body)
}

/// Whether this is the page on paper, which has a heading of its own.
fn is_report(view: &View<'_>) -> bool {
    matches!(view.state.route, Route::Report(_))
}

/// Every answer and what it added. `plain` is without links.
pub fn reasons(view: &View<'_>, interview: &Interview, reading: &Reading, plain: bool) -> Html {
    let t = view.t;
    let rows: Vec<Bar> = reading
        .explanation
        .by_weight()
        .into_iter()
        .map(|reason| bar(view, reading, reason))
        .collect();
    let total = points(view, reading.score.total);
    html! {
        <section class="ih-section">
            <h2 class="ih-heading">{ t.result_reasons() }</h2>
            <p>{ t.result_reasons_lead() }</p>
            { chart::reasons(
                [t.result_reasons_question(), t.result_reasons_sides(), t.result_reasons_added(), t.result_reasons_share()],
                &rows,
                &total,
                t.result_reasons_total(),
            ) }
            <p class="ih-small">
                { t.result_reasons_points() }
                if !plain {
                    { " " }{ view.link(&Route::HowItWorks, t.app_nav_how()) }
                }
            </p>
            if !plain {
                <p>{ view.link(&Route::Answers(interview.id.clone()), t.result_answers()) }</p>
            }
        </section>
    }
}

fn bar(view: &View<'_>, reading: &Reading, reason: &Reason) -> Bar {
    let (t, q) = (view.t, view.q);
    let option = reason.option.as_deref().unwrap_or(UNSURE);
    let softened = reason.softened_by.as_deref();
    let softened = softened.map(|modifier| q.modifier_share(modifier));
    let counted = match &reason.share {
        Share::InFull => t.result_share_full().to_owned(),
        Share::Half => t.result_share_half().to_owned(),
        Share::Softened => softened.unwrap_or_default().to_owned(),
        Share::NotCounted { .. } => {
            let applied = reading.score.override_applied(&reading.quiz);
            applied
                .map_or("", |applied| q.override_share(&applied.id))
                .to_owned()
        }
        Share::LimitReached => t.result_share_limit().to_owned(),
        Share::Unsure => t.result_share_unsure().to_owned(),
        Share::NotSeen => t.result_share_not_seen().to_owned(),
        Share::Neutral => t.result_share_neutral().to_owned(),
    };
    let share = match softened {
        Some(why) if reason.share != Share::Softened => t.share_both(&counted, why),
        _ => counted,
    };
    Bar {
        question: q.ask(&reason.question).to_owned(),
        answer: q.option(&reason.question, option).to_owned(),
        quarters: reason.added.quarters(),
        alone: reason.points.quarters(),
        added: points(view, reason.added),
        share,
        quiet: reason.added == QuarterPoints::ZERO,
    }
}

/// Points with their sign, so that the side does not hang on colour.
fn points(view: &View<'_>, points: QuarterPoints) -> String {
    view.t.locale().points(points)
}

fn does_not_mean(view: &View<'_>) -> Html {
    let lines = view
        .q
        .does_not_mean()
        .map(|line| html! { <li>{ line }</li> });
    html! {
        <section class="ih-section">
            <h2 class="ih-heading">{ view.t.result_not_mean() }</h2>
            <ul class="ih-list">{ for lines }</ul>
        </section>
    }
}

fn further(view: &View<'_>, interview: &Interview, reading: &Reading) -> Html {
    let t = view.t;
    let kept = if view.is_kept() {
        t.result_kept()
    } else {
        t.result_not_kept()
    };
    html! {
        <section class="ih-section">
            if reading.corrected {
                <p class="ih-small">{ t.result_corrected() }</p>
            }
            <p class="ih-small">{ kept }</p>
            <div class="ih-actions">
                { view.button_link(&Route::Past(interview.id.clone()), t.result_label_and_outcome(), ButtonKind::Secondary) }
                { view.button_link(&Route::History, t.app_nav_history(), ButtonKind::Quiet) }
            </div>
        </section>
    }
}

/// A result of a quiz version that is not here: as it was scored then.
pub fn not_checked(view: &View<'_>, interview: &Interview) -> Html {
    let (t, q) = (view.t, view.q);
    html! {
        <div class="ih-page">
            { frame::title(q.band_title(interview.stored.band)) }
            { frame::banner(Tone::Calm, t.history_unchecked(), html! { <p>{ t.result_not_checked() }</p> }) }
            <p class="ih-lead">{ q.band_body(interview.stored.band) }</p>
            <div class="ih-actions">
                { view.button_link(&Route::Past(interview.id.clone()), t.result_label_and_outcome(), ButtonKind::Secondary) }
            </div>
        </div>
    }
}

/// A result that is not in this browser.
pub fn gone(view: &View<'_>) -> Html {
    let t = view.t;
    html! {
        <div class="ih-page">
            { frame::title(t.result_gone_title()) }
            <p class="ih-lead">{ t.result_gone_body() }</p>
            <div class="ih-actions">{ view.button_link(&Route::History, t.app_nav_history(), ButtonKind::Primary) }</div>
        </div>
    }
}
