//! All results: looking for one, comparing two, deleting one and bringing it back.

use std::rc::Rc;

use yew::prelude::*;

use crate::app::calibration;
use crate::app::event::{Event, Order, OutcomeFilter};
use crate::app::listing::{self, Row};
use crate::app::route::Route;
use crate::domain::history::{Interview, Outcome};
use crate::ui::component::chart::{self, Pick, Point};
use crate::ui::component::field::{self, Line};
use crate::ui::component::frame;
use crate::ui::element::text;
use crate::ui::screen::{marks, past};
use crate::ui::view::{ButtonKind, View};

/// Draws the screen.
pub fn view(view: &View<'_>) -> Html {
    let t = view.t;
    let state = view.state;
    if state.interviews.is_empty() && state.deleted.is_empty() {
        return empty(view);
    }
    let rows = listing::listed(state);
    let shown = rows.iter().filter(|row| !row.deleted).count();
    let most = (state.history.more_results + 1).saturating_mul(PAGE);
    html! {
        <div class="ih-page ih-history" data-wide="">
            { frame::title(t.history_title()) }
            <p class="ih-lead">{ t.history_count(shown) }</p>
            <p>{ view.link(&Route::Start, t.history_another()) }</p>
            <p>{ view.link(&Route::Next, t.next_title()) }</p>
            if calibration::is_anything(state) {
                <p>{ view.link(&Route::Calibration, t.calibration_title()) }</p>
            }
            { for listing::to_ask(state).map(|due| past::asks(view, due, true)) }
            { over_time(view, &rows) }
            if state.interviews.len() + state.deleted.len() > 1 {
                { tools(view) }
            }
            if rows.len() > 1 {
                { comparing(view) }
            }
            if rows.is_empty() {
                <p class="ih-empty">{ t.history_none_body() }</p>
            } else {
                <ul class="ih-results">{ for rows.iter().enumerate().take(most).map(|(at, row)| one(view, &rows, row, at)) }</ul>
                { more(view, rows.len(), most, false) }
            }
        </div>
    }
}

/// So many results are listed at first, and so many with each press of the button below them: a list of
/// thousands that nobody scrolls through would cost more than the rest of the page.
const PAGE: usize = 50;

/// The button that shows the next results.
fn more(view: &View<'_>, all: usize, shown: usize, table: bool) -> Html {
    if all <= shown {
        return Html::default();
    }
    let words = view.t.history_more((all - shown).min(PAGE));
    html! { <p>{ view.button(Event::HistoryExtended { table }, &words, ButtonKind::Secondary) }</p> }
}

/// What the focus goes to after that: the first of the results that came with the last press.
fn is_first_of_more(at: usize, more: usize) -> bool {
    more > 0 && at == more * PAGE
}

fn empty(view: &View<'_>) -> Html {
    let t = view.t;
    html! {
        <div class="ih-page">
            { frame::title(t.history_title()) }
            <p class="ih-lead">{ t.history_empty_body() }</p>
            <div class="ih-actions">
                { view.button_link(&Route::Start, t.history_begin(), ButtonKind::Primary) }
                { view.button_link(&Route::YourData, t.history_import(), ButtonKind::Quiet) }
            </div>
        </div>
    }
}

fn tools(view: &View<'_>) -> Html {
    let t = view.t;
    let history = &view.state.history;
    let outcomes = Outcome::ALL.map(|outcome| {
        (
            outcome.id().to_owned(),
            view.outcome(Some(outcome)).to_owned(),
        )
    });
    let mut filters = vec![
        (ALL.to_owned(), t.history_filter_all().to_owned()),
        (PENDING.to_owned(), t.history_filter_pending().to_owned()),
    ];
    filters.extend(outcomes);
    let orders = ORDERS.map(|order| {
        (
            order_name(order).to_owned(),
            order_words(view, order).to_owned(),
        )
    });
    html! {
        <div class="ih-tools" role="search" aria-label={t.history_tools().to_owned()}>
            { field::line(Line {
                id: "search",
                kind: "search",
                label: t.history_search(),
                hint: None,
                problem: None,
                value: &history.search,
                max_chars: Some(200),
                width: "half",
                on_input: view.typed(Event::HistorySearched),
            }) }
            { field::select("filter", t.history_filter(), &filters, filter_name(history.filter),
                view.typed(|name| Event::HistoryFiltered(filter_named(&name)))) }
            { field::select("order", t.history_sort(), &orders, order_name(history.order),
                view.typed(|name| Event::HistorySorted(order_named(&name)))) }
        </div>
    }
}

const ALL: &str = "all";
const PENDING: &str = "pending";
const ORDERS: [Order; 5] = [
    Order::Newest,
    Order::Oldest,
    Order::Signs,
    Order::Gap,
    Order::Company,
];

fn filter_name(filter: OutcomeFilter) -> &'static str {
    match filter {
        OutcomeFilter::All => ALL,
        OutcomeFilter::Pending => PENDING,
        OutcomeFilter::Only(outcome) => outcome.id(),
    }
}

fn filter_named(name: &str) -> OutcomeFilter {
    match name {
        PENDING => OutcomeFilter::Pending,
        other => Outcome::from_id(other).map_or(OutcomeFilter::All, OutcomeFilter::Only),
    }
}

fn order_name(order: Order) -> &'static str {
    match order {
        Order::Newest => "newest",
        Order::Oldest => "oldest",
        Order::Signs => "signs",
        Order::Gap => "gap",
        Order::Company => "company",
    }
}

fn order_named(name: &str) -> Order {
    ORDERS
        .into_iter()
        .find(|order| order_name(*order) == name)
        .unwrap_or_default()
}

fn order_words<'t>(view: &View<'t>, order: Order) -> &'t str {
    match order {
        Order::Newest => view.t.history_sort_newest(),
        Order::Oldest => view.t.history_sort_oldest(),
        Order::Signs => view.t.history_sort_signs(),
        Order::Gap => view.t.history_sort_gap(),
        Order::Company => view.t.history_sort_company(),
    }
}

/// What is picked for a comparison, and the link that compares.
fn comparing(view: &View<'_>) -> Html {
    let t = view.t;
    match view.state.history.picked.as_slice() {
        [] => Html::default(),
        [_] => html! { <p class="ih-comparing">{ t.history_compare_hint() }</p> },
        [a, b, ..] => {
            let route = Route::Compare(a.clone(), b.clone());
            html! { <p class="ih-comparing">{ view.button_link(&route, t.history_compare(), ButtonKind::Secondary) }</p> }
        }
    }
}

fn one(view: &View<'_>, rows: &[Row], row: &Row, at: usize) -> Html {
    let t = view.t;
    let before = at.checked_sub(1).and_then(|before| rows.get(before));
    let joined = before.is_some_and(|before| before.application == row.application);
    let interview = &row.interview;
    let name = view.name(interview);
    if row.deleted {
        return html! {
            <li class="ih-result-row" data-deleted="" id="undo" tabindex="-1" key={interview.id.to_string()}>
                <p>{ t.history_deleted(&name) }</p>
                { view.button(Event::DeleteUndone(interview.id.clone()), t.history_undo(), ButtonKind::Secondary) }
            </li>
        };
    }
    let id = interview.id.clone();
    let picked = view.state.history.picked.contains(&id);
    let pick = view.ticked(move |picked| Event::ComparePicked {
        interview: id.clone(),
        picked,
    });
    let read_only = view.state.keeping.read_only.contains(&interview.id);
    let (at_round, rounds) = row.round;
    let round = match rounds {
        0 | 1 => String::new(),
        _ => t.history_round(at_round, rounds),
    };
    let first = is_first_of_more(at, view.state.history.more_results);
    html! {
        <li class="ih-result-row" key={interview.id.to_string()} id={first.then_some("more-results")}
            tabindex={first.then_some("-1")} data-joined={joined.then_some("")}>
            <div class="ih-result-row__main">
                <h2 class="ih-result-row__name">{ view.link(&Route::Past(interview.id.clone()), &name) }</h2>
                <p class="ih-result-row__when">
                    { view.below_name(interview, [interview.details.value.round.clone(), round]) }
                </p>
            </div>
            { marks::marks(view, interview) }
            { came(view, interview) }
            <div class="ih-result-row__tools">
                if rows.len() > 1 {
                    { field::checkbox(&["pick-", interview.id.as_str()].concat(), t.history_pick(), picked, pick) }
                }
                if !read_only {
                    <button type="button" class="ih-button" data-kind="quiet" aria-label={t.history_delete_what(&name)}
                        onclick={view.press(Event::Deleted(interview.id.clone()))}>{ t.history_delete() }</button>
                }
            </div>
        </li>
    }
}

/// How it turned out.
pub fn came(view: &View<'_>, interview: &Interview) -> Html {
    html! {
        <p class="ih-result-row__outcome">
            <span class="ih-small">{ view.t.outcome_title() }</span>
            <span class="ih-tag">{ view.outcome(listing::outcome(interview)) }</span>
        </p>
    }
}

/// What stands at one place of the chart: in one sentence, and as what is shown below it.
fn at_place(view: &View<'_>, there: &[&Rc<Interview>]) -> (String, Html) {
    let t = view.t;
    let (title, told) = match there {
        [one] => {
            let felt = view.felt(one);
            let felt = felt.as_deref().unwrap_or(t.result_felt_unknown());
            let signs = view.q.band_title(one.stored.band);
            let told = t.story_round(felt, signs, view.outcome(listing::outcome(one)));
            let name = view.name(one);
            let day = view.day(one);
            // An interview without a label is called by its day.
            let title = match name.contains(&day) {
                true => name,
                false => [&name, " · ", &day].concat(),
            };
            (title, told)
        }
        [first, .., last] => (
            t.history_chart_group(&view.day(first), &view.day(last)),
            String::new(),
        ),
        [] => Default::default(),
    };
    let said = [&title, ". ", &told].concat();
    let title = match there {
        [one] => view.link(&Route::Past(one.id.clone()), &title),
        _ => text(&title),
    };
    let named = html! {
        <div class="ih-over-time__named">
            <p>{ title }</p>
            if !told.is_empty() {
                <p class="ih-small">{ told }</p>
            }
            <p class="ih-hint">{ t.history_chart_pick_hint() }</p>
        </div>
    };
    (said, named)
}

/// Felt against signs over time, and the same as a table.
fn over_time(view: &View<'_>, rows: &[Row]) -> Html {
    let t = view.t;
    let mut shown: Vec<&Rc<Interview>> = rows
        .iter()
        .filter(|row| !row.deleted)
        .map(|row| &row.interview)
        .collect();
    if shown.len() < 2 {
        return Html::default();
    }
    shown.sort_by_key(|interview| listing::took_place(interview));
    let point = |interview: &&Rc<Interview>| Point {
        at: listing::took_place(interview),
        felt: view.felt_level(interview),
        signs: (interview.stored.band > 0).then_some(interview.stored.band),
        went_on: listing::went_on(interview),
    };
    let points: Vec<Point> = shown.iter().map(point).collect();
    let days = [shown.first(), shown.last()]
        .map(|end| end.map_or_else(String::new, |end| view.short_day(end)));
    let size = chart::group_size(points.len());
    let places = points.len().div_ceil(size);
    let place = view.state.history.point.unwrap_or(places).min(places - 1);
    let there = &shown[place * size..shown.len().min((place + 1) * size)];
    let (said, named) = at_place(view, there);
    let pick = Pick {
        place,
        label: t.history_chart_pick(),
        said: &said,
        on_choose: view.typed(|place| Event::PointChosen(place.parse().unwrap_or(usize::MAX))),
    };
    let most = (view.state.history.more_rows + 1).saturating_mul(PAGE);
    let row = |(at, interview): (usize, &&Rc<Interview>)| {
        let first = is_first_of_more(at, view.state.history.more_rows);
        html! {
            <tr id={first.then_some("more-rows")} tabindex={first.then_some("-1")}>
                <th scope="row">{ view.day(interview) }</th>
                <td>{ view.name(interview) }</td>
                <td>{ view.felt(interview).unwrap_or_default() }</td>
                <td>{ view.q.band_title(interview.stored.band) }</td>
                <td>{ view.outcome(listing::outcome(interview)) }</td>
            </tr>
        }
    };
    let table = html! {
        <>
            <div class="ih-table-wrap" tabindex="0" role="region" aria-label={t.history_chart_table().to_owned()}>
                <table class="ih-table">
                    <thead>
                        <tr>
                            <th scope="col">{ t.history_column_day() }</th>
                            <th scope="col">{ t.history_column_interview() }</th>
                            <th scope="col">{ t.result_felt() }</th>
                            <th scope="col">{ t.result_signs() }</th>
                            <th scope="col">{ t.outcome_title() }</th>
                        </tr>
                    </thead>
                    <tbody>{ for shown.iter().rev().enumerate().take(most).map(row) }</tbody>
                </table>
            </div>
            { more(view, shown.len(), most, true) }
        </>
    };
    html! {
        <section class="ih-card" aria-label={t.history_chart().to_owned()}>
            <div class="ih-legend-row" aria-hidden="true">
                <span data-mark="felt">{ t.result_felt() }</span>
                <span data-mark="signs">{ t.result_signs() }</span>
                if points.iter().any(|point| point.went_on.is_some()) {
                    <span data-mark="came">{ t.outcome_title() }</span>
                }
            </div>
            { chart::over_time(&t.history_chart_summary(shown.len()), &points, (t.result_end_low(), t.result_end_high()), (&days[0], &days[1]), &pick) }
            { named }
            if size > 1 {
                <p class="ih-small">{ t.history_chart_averages(size) }</p>
            }
            { frame::disclosure(t.history_chart_table(), table) }
        </section>
    }
}
