//! A finished result: felt beside signs, the reasons, and what to do now.

use yew::prelude::*;

use crate::app::calibration;
use crate::app::event::Event;
use crate::app::reading::{self, Reading};
use crate::app::route::Route;
use crate::domain::answers::Answer;
use crate::domain::calibration::adjusted;
use crate::domain::explanation::{Reason, Share};
use crate::domain::follow_up::Action;
use crate::domain::history::Interview;
use crate::domain::quiz::{QuarterPoints, Question, UNSURE};
use crate::domain::scoring::{Gap, Range};
use crate::ui::component::chart::{self, Bar, Scale};
use crate::ui::component::field::{self, Choice, Radios};
use crate::ui::component::frame::{self, Tone};
use crate::ui::element::{el, words};
use crate::ui::screen::{embedded, learn, now, question};
use crate::ui::view::{ButtonKind, View};

/// Draws the screen: the same at top level and in a frame.
pub fn view(view: &View<'_>, interview: &Interview) -> Html {
    match reading::read(view.state, interview) {
        Some(reading) => read(view, interview, &reading),
        None => not_checked(view, interview),
    }
}

/// A result that could be read. It takes two screens of a phone at most; what is longer has pages of its own.
pub fn read(view: &View<'_>, interview: &Interview, reading: &Reading) -> Html {
    let t = view.t;
    let above = if view.shows_numbers() {
        verdict(view, interview, reading, false)
    } else {
        html! {
            <>
                { frame::title(t.embed_learn_title()) }
                <p class="ih-lead">{ t.embed_learn_left_out() }</p>
            </>
        }
    };
    html! {
        <div class="ih-page ih-result">
            { above }
            <div class="ih-actions">{ next_step(view, interview, reading) }</div>
            { parts(view, interview, reading) }
        </div>
    }
}

/// The first thing to do that is not done, in words that say what it takes; where all of it is done, what comes next.
fn next_step(view: &View<'_>, interview: &Interview, reading: &Reading) -> Html {
    let (t, q) = (view.t, view.q);
    let to_do = reading::to_do(reading, interview);
    let is_open =
        |action: &&Action| reading.is_task(&action.rule) && !interview.is_done(&action.rule);
    let first = to_do.iter().find(is_open);
    let list = Route::Now(interview.id.clone());
    let (route, label) = match first {
        None => (Route::Next, t.next_title()),
        Some(action) => {
            let letter = action.letter.as_ref();
            let route = letter.map(|letter| Route::Letter(interview.id.clone(), letter.clone()));
            (route.unwrap_or(list.clone()), q.rule_start(&action.rule))
        }
    };
    // The page around a frame sees which sort of screen comes after which. So it is the list there, whatever is answered.
    let route = view.embedding().map_or(route, |_| list);
    view.button_link(&route, label, ButtonKind::Primary)
}

/// The pages of a result, with a line about each.
fn parts(view: &View<'_>, interview: &Interview, reading: &Reading) -> Html {
    let t = view.t;
    let id = || interview.id.clone();
    let part = |route: Route, title: &str, line: &str| {
        html! {
            <li class="ih-part-link">
                <a class="ih-link" href={route.fragment()}>{ title }</a>
                <p class="ih-hint">{ line }</p>
            </li>
        }
    };
    let correct = if reading.corrected {
        t.result_corrected()
    } else {
        t.result_correct_line()
    };
    html! {
        <ul class="ih-parts">
            { part(Route::Now(id()), t.result_todo(), t.result_todo_line()) }
            if view.shows_numbers() {
                { part(Route::Why(id()), t.result_reasons(), t.result_reasons_line()) }
            }
            { part(Route::Learn(id()), t.lesson_title(), t.result_learn_line()) }
            { part(Route::Limits(id()), t.result_not_mean(), t.result_not_mean_line()) }
            { part(Route::Answers(id()), t.result_correct(), correct) }
            if let Some(embedding) = view.embedding() {
                <li class="ih-part-link">{ embedded::keep(view, embedding) }</li>
            } else if !view.state.preferences.keep {
                <li class="ih-part-link">
                    { view.button(Event::VisitCleared, t.result_clear(), ButtonKind::Secondary) }
                    <p class="ih-hint">{ t.result_clear_line() }</p>
                </li>
            } else if view.is_kept() {
                { part(Route::Past(id()), t.result_keep(), t.result_kept()) }
            } else {
                { part(Route::Past(id()), t.result_keep(), t.result_not_kept()) }
            }
        </ul>
    }
}

/// One part of a result, with the way back to it.
pub fn part(view: &View<'_>, interview: &Interview) -> Html {
    let Some(reading) = reading::read(view.state, interview) else {
        return not_checked(view, interview);
    };
    let t = view.t;
    let (title, body) = match &view.state.route {
        Route::Now(_) => (t.result_todo(), now::section(view, interview, &reading)),
        Route::Learn(_) => (t.lesson_title(), learn::section(view, interview, &reading)),
        Route::Limits(_) => {
            let lines = view.q.does_not_mean().map(|line| words("li", "", line));
            (t.result_not_mean(), el("ul", "ih-list", lines.collect()))
        }
        _ if view.shows_numbers() => (t.result_reasons(), why(view, interview, &reading)),
        _ => (
            t.embed_learn_title(),
            words("p", "", t.embed_learn_left_out()),
        ),
    };
    let back = Route::Result(interview.id.clone());
    el(
        "div",
        "ih-page ih-part",
        vec![
            question::back_link(view, Some(back)),
            frame::title(title),
            body,
        ],
    )
}

/// Why it came out like this.
fn why(view: &View<'_>, interview: &Interview, reading: &Reading) -> Html {
    let (t, q) = (view.t, view.q);
    let applied = reading.score.override_applied(&reading.quiz);
    html! {
        <section class="ih-section">
            if reading.score.band == LOWEST {
                <p class="ih-lead">{ t.result_reasons_lowest() }</p>
            }
            { reasons(view, reading, view.embedding().is_some()) }
            if let Some(applied) = applied {
                <p>{ q.override_why(&applied.id) }</p>
            }
            <p class="ih-small">{ t.result_reasons_points() }{ " " }{ view.link(&Route::HowItWorks, t.app_nav_how()) }</p>
            <p>{ view.link(&Route::Answers(interview.id.clone()), t.result_answers()) }</p>
        </section>
    }
}

/// The lowest band: strong signs of a no (scoring.md section 6).
const LOWEST: u8 = 1;

/// No band: too little to go on.
const TOO_LITTLE: u8 = 0;
/// So many questions are named that would help then.
const MOST_MISSING: usize = 3;

/// The feeling and the band in one sentence, both as marks on one line, what the gap between them means, and the number
/// range. `plain` is without anything to press.
pub fn verdict(view: &View<'_>, interview: &Interview, reading: &Reading, plain: bool) -> Html {
    let (t, q) = (view.t, view.q);
    let score = &reading.score;
    let band = q.band_title(score.band);
    let felt = view.felt_sentence(interview);
    let headline = match felt {
        Some(felt) => t.result_headline(felt, band),
        None => band.to_owned(),
    };
    let signs = (score.band > 0).then_some(score.band);
    let steps = usize::from(chart::STEPS);
    let summary = match (reading.felt.map(usize::from), signs.map(usize::from)) {
        (Some(felt), Some(signs)) => t.result_scale_both(felt, signs, steps),
        (Some(felt), None) => t.result_scale_felt(felt, steps),
        (None, signs) => t.result_scale_signs(signs.unwrap_or_default(), steps),
    };
    // Beside the gap's sentence, the band's would say its words once more. The lowest band is not left without it.
    let says_band = score.band == LOWEST;
    html! {
        <section class="ih-verdict">
            <p class="ih-eyebrow">{ t.result_title() }</p>
            if is_report(view) {
                <h2 class="ih-heading">{ headline }</h2>
            } else {
                { frame::title(&headline) }
            }
            if signs.is_some() || reading.felt.is_some() {
                { chart::scale(&Scale {
                    summary: &summary,
                    felt: reading.felt.map(|level| (level, t.result_felt())),
                    signs: signs.map(|band| (band, t.result_signs())),
                    ends: (t.result_end_low(), t.result_end_high()),
                }) }
            }
            if let Some(reading_of_gap) = score.gap_reading {
                <p>
                    { q.gap(reading_of_gap) }
                    if reading_of_gap == Gap::Worse && score.comfort {
                        { " " }{ q.gap_comfort() }
                    }
                    if says_band {
                        { " " }{ q.band_body(score.band) }
                    }
                </p>
            } else {
                <p>{ q.band_body(score.band) }</p>
            }
            if let Some(range) = &score.range {
                { number_range(view, reading, range) }
            }
            if score.band == TOO_LITTLE && !plain {
                { missing(view, interview, reading) }
            }
            if !plain {
                // Before what only moves the numbers: a wrong answer here has changed the whole result.
                { override_question(view, interview, reading) }
            }
            // In a frame also without a range: the page around sees that something was opened.
            if !plain && (score.range.is_some() || view.embedding().is_some()) {
                { base_question(view, interview, reading) }
            }
        </section>
    }
}

/// What it takes for a result where there is too little to go on, and some of the questions that would help: those that are not answered first.
fn missing(view: &View<'_>, interview: &Interview, reading: &Reading) -> Html {
    let (t, q) = (view.t, view.q);
    let quiz = &reading.quiz;
    let (unsure, open): (Vec<&Question>, Vec<&Question>) = quiz
        .questions()
        .iter()
        .filter(|question| quiz.counts(&question.id))
        .filter(|question| {
            let option = reading.answers.option(&question.id);
            option.is_none_or(|option| option == UNSURE)
        })
        .partition(|question| reading.answers.get(&question.id).is_some());
    let one = |question: &Question| {
        let change = change_route(view, interview, &question.id);
        html! { <li><a class="ih-link" href={change.fragment()}>{ q.ask(&question.id) }</a></li> }
    };
    let open = open.into_iter().chain(unsure).take(MOST_MISSING).map(one);
    html! {
        <div class="ih-card">
            <h2 class="ih-heading">{ t.result_missing() }</h2>
            <p>{ t.how_enough(usize::from(quiz.enough_answered())) }</p>
            if interview.outcome.value.is_none() {
                <p>{ t.result_missing_lead() }</p>
                { el("ul", "ih-list", open.collect()) }
            }
        </div>
    }
}

/// The page on which an answer is corrected. In a frame, the way to it leads over the list of answers, as it does for
/// everybody: the page around must not learn that there is a shorter one here.
fn change_route(view: &View<'_>, interview: &Interview, question: &str) -> Route {
    match view.embedding() {
        Some(_) => Route::Answers(interview.id.clone()),
        None => Route::Correct(interview.id.clone(), question.to_owned()),
    }
}

/// The number range in words, with what it is worth.
fn number_range(view: &View<'_>, reading: &Reading, range: &Range) -> Html {
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
            <p>
                if let Some(other_side) = q.range_other_side(words) {
                    { t.result_range_both(&q.range(words), &other_side) }
                } else {
                    { t.result_range_sentence(&q.range(words)) }
                }
                { " " }{ q.range_note() }
            </p>
            if own.is_some() {
                <p>
                    { t.result_own_rate() }
                    // Not in a frame: only some results have it, and the page around would see that it was followed.
                    if view.embedding().is_none() {
                        { " " }{ view.link(&Route::Calibration, t.calibration_title()) }
                    }
                </p>
            }
            if is_crowded {
                <p>{ q.range_base_note() }</p>
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
        let change = change_route(view, interview, id);
        Some(html! {
            <li>
                <span>{ q.ask(id) }</span>{ " " }<strong>{ words }</strong>
                if may_change {
                    { " " }<a class="ih-link" href={change.fragment()} aria-label={t.check_change_what(q.ask(id))}>{ t.check_change() }</a>
                }
            </li>
        })
    };
    let body = html! { <ul class="ih-list">{ for applied.because.iter().filter_map(answer) }</ul> };
    frame::banner(Tone::Calm, q.override_ask(&applied.id), body)
}

/// Whether this is the page on paper, which has a heading of its own.
fn is_report(view: &View<'_>) -> bool {
    matches!(view.state.route, Route::Report(_))
}

/// What each answer added, and in one sentence those that added nothing. `unfolded` shows these as well, with nothing to
/// open.
pub fn reasons(view: &View<'_>, reading: &Reading, unfolded: bool) -> Html {
    let t = view.t;
    let bars = reading.explanation.by_weight().into_iter();
    let (nothing, rows): (Vec<Bar>, Vec<Bar>) = bars
        .map(|reason| bar(view, reading, reason))
        .partition(|bar| bar.quarters == 0);
    let total = points(view, reading.score.total);
    html! {
        <>
            if !rows.is_empty() {
                <p>{ t.result_reasons_lead() }</p>
                { chart::reasons(
                    [t.result_reasons_question(), t.result_reasons_sides(), t.result_reasons_added(), t.result_reasons_share()],
                    &rows,
                    &total,
                    t.result_reasons_total(),
                ) }
            }
            { added_nothing(view, &nothing, unfolded) }
        </>
    }
}

/// The answers that added nothing: how many and why in one sentence, and below it which.
fn added_nothing(view: &View<'_>, rows: &[Bar], unfolded: bool) -> Html {
    let t = view.t;
    if rows.is_empty() {
        return Html::default();
    }
    // How it counted, and how many times, in the order of the rows.
    let mut shares: Vec<(&str, usize)> = Vec::new();
    for row in rows {
        match shares.iter_mut().find(|(share, _)| *share == row.share) {
            Some((_, times)) => *times += 1,
            None => shares.push((&row.share, 1)),
        }
    }
    let shares: Vec<String> = shares
        .into_iter()
        .map(|(share, times)| t.result_nothing_share(share, times))
        .collect();
    let shares: Vec<&str> = shares.iter().map(String::as_str).collect();
    let sentence = t.result_nothing(rows.len(), &t.list(&shares));
    let row = |row: &Bar| {
        let answer = match row.share == row.answer {
            true => row.answer.clone(),
            false => t.with_more(&row.answer, &row.share),
        };
        html! { <li><span class="ih-muted">{ &row.question }</span>{ " " }{ answer }</li> }
    };
    let list = html! { <ul class="ih-list ih-small">{ for rows.iter().map(row) }</ul> };
    if unfolded {
        return html! { <><p>{ sentence }</p>{ list }</> };
    }
    frame::disclosure(&sentence, list)
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
    }
}

/// Points with their sign, so that the side does not hang on colour.
fn points(view: &View<'_>, points: QuarterPoints) -> String {
    view.t.locale().points(points)
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
    // After a reload of a page that was to keep nothing, this is why.
    let (title, body, to, label) = if view.state.preferences.keep {
        let history = (Route::History, t.app_nav_history());
        (
            t.result_gone_title(),
            t.result_gone_body(),
            history.0,
            history.1,
        )
    } else {
        let start = (Route::Start, t.unknown_home());
        (
            t.start_kept_nothing(),
            t.result_gone_unkept(),
            start.0,
            start.1,
        )
    };
    html! {
        <div class="ih-page">
            { frame::title(title) }
            <p class="ih-lead">{ body }</p>
            <div class="ih-actions">{ view.button_link(&to, label, ButtonKind::Primary) }</div>
        </div>
    }
}
