//! How well do you read interviews? What was felt and what the signs said, held against how it turned out, and never
//! more than the numbers allow.

use yew::prelude::*;

use crate::app::calibration::{OwnCalibration, REASONS, own_calibration};
use crate::app::event::Event;
use crate::app::listing;
use crate::app::route::Route;
use crate::domain::calibration::{
    BASE_FROM, Base, COUNTS_FROM, Calibration, Case, Counts, GROUP_FROM, Group, HeldBack, LeftOut,
    PICTURE_FROM, Picture, Tally, Verdict,
};
use crate::domain::history::Interview;
use crate::domain::quiz::QuarterPoints;
use crate::domain::scoring::Range;
use crate::ui::component::chart::{self, ComparedGroup};
use crate::ui::component::{field, frame};
use crate::ui::element::{el, list, section, text, words};
use crate::ui::screen::question;
use crate::ui::view::View;

/// A table of thousands of rows that nobody reads would cost more than the page.
const MOST_ROWS: usize = 100;

/// More rows than these are folded: what comes below them must stay within reach.
const MOST_OPEN: usize = 12;

/// Draws the screen.
pub fn view(view: &View<'_>) -> Html {
    let t = view.t;
    let reckoned = own_calibration(view.state);
    let mut page = vec![
        question::back_link(view, Some(Route::History)),
        frame::title(t.calibration_title()),
        words("p", "ih-lead", t.calibration_lead()),
    ];
    match &reckoned.calibration {
        Calibration::Nothing => page.push(words("p", "ih-empty", t.calibration_nothing())),
        Calibration::Rows(rows) => {
            let missing = COUNTS_FROM.saturating_sub(rows.len()).max(1);
            page.push(words("p", "", &t.calibration_few(missing)));
        }
        Calibration::Counts(counts) => page.push(counted(view, counts, &reckoned)),
        Calibration::Base(base) => {
            page.push(counted(view, &base.counts, &reckoned));
            page.push(rate(view, base));
        }
        Calibration::Picture(picture) => {
            page.push(counted(view, &picture.counts, &reckoned));
            page.push(reliability(view, picture));
            page.push(nearer(view, picture));
            page.push(shift(view, picture));
        }
    }
    page.push(rows(view, &reckoned.calibration));
    page.push(left_out(view, &reckoned));
    page.push(frame::disclosure(
        t.calibration_steps(),
        list(
            "ul",
            "ih-list",
            &[
                &t.calibration_step_rows(COUNTS_FROM),
                &t.calibration_step_counts(COUNTS_FROM),
                &t.calibration_step_base(BASE_FROM),
                &t.calibration_step_picture(PICTURE_FROM),
                t.calibration_step_same(),
                t.calibration_step_never(),
            ],
        ),
    ));
    el("div", "ih-page", page)
}

/// A sentence about so many.
type Count<'a> = dyn Fn(usize) -> String + 'a;
/// A sentence about so many, and how many of them.
type Share<'a> = dyn Fn(usize, usize) -> String + 'a;

/// Plain counts, both ways round: those of the bad feelings first, and the others folded.
fn counted(view: &View<'_>, counts: &Counts, reckoned: &OwnCalibration) -> Html {
    let t = view.t;
    let [bad, fair, good] = counts.felt;
    let [against, mixed, favour] = counts.signs;
    let all = counts.all;
    // The other way round: of what came, how much had been felt.
    let came = Tally {
        n: all.yes,
        yes: bad.yes,
    };
    let did_not = Tally {
        n: all.n - all.yes,
        yes: good.n - good.yes,
    };
    let first = [
        say(
            bad,
            &|n| t.calibration_felt_bad_none(n),
            &|n| t.calibration_felt_bad_all(n),
            &|n, yes| t.calibration_felt_bad(n, yes),
        ),
        say(
            came,
            &|n| t.calibration_came_none(n),
            &|n| t.calibration_came_all(n),
            &|n, yes| t.calibration_came(n, yes),
        ),
    ];
    let first: Vec<String> = first.into_iter().flatten().collect();
    let others = [
        say(
            fair,
            &|n| t.calibration_felt_fair_none(n),
            &|n| t.calibration_felt_fair_all(n),
            &|n, yes| t.calibration_felt_fair(n, yes),
        ),
        say(
            good,
            &|n| t.calibration_felt_good_none(n),
            &|n| t.calibration_felt_good_all(n),
            &|n, yes| t.calibration_felt_good(n, yes),
        ),
        say(
            against,
            &|n| t.calibration_signs_bad_none(n),
            &|n| t.calibration_signs_bad_all(n),
            &|n, yes| t.calibration_signs_bad(n, yes),
        ),
        say(
            mixed,
            &|n| t.calibration_signs_fair_none(n),
            &|n| t.calibration_signs_fair_all(n),
            &|n, yes| t.calibration_signs_fair(n, yes),
        ),
        say(
            favour,
            &|n| t.calibration_signs_good_none(n),
            &|n| t.calibration_signs_good_all(n),
            &|n, yes| t.calibration_signs_good(n, yes),
        ),
        say(
            did_not,
            &|n| t.calibration_did_not_none(n),
            &|n| t.calibration_did_not_all(n),
            &|n, yes| t.calibration_did_not(n, yes),
        ),
    ];
    let others: Vec<String> = others.into_iter().flatten().collect();
    let others: Vec<&str> = others.iter().map(String::as_str).collect();
    let so_far = match all.yes {
        0 => t.calibration_all_none(all.n),
        yes if yes == all.n => t.calibration_all_all(all.n),
        yes => t.calibration_all(all.n, yes),
    };
    let held_back = counts.held_back.map(|why| {
        let why = match why {
            HeldBack::AllSame => t.calibration_all_same().to_owned(),
            HeldBack::MorePending => t.calibration_more_pending(reckoned.pending, all.n),
            HeldBack::NewVersion => t.calibration_new_version(COUNTS_FROM),
        };
        words("p", "ih-hint", &why)
    });
    section(
        t.calibration_counts(),
        vec![
            words("p", "", &so_far),
            words("p", "ih-range__words", &first.join(" ")),
            held_back.unwrap_or_default(),
            frame::disclosure(
                t.calibration_counts_others(),
                list("ul", "ih-list", &others),
            ),
        ],
    )
}

/// What is said of none, of some, and of all of so many; nothing of none at all.
fn say(tally: Tally, none: &Count<'_>, all: &Count<'_>, some: &Share<'_>) -> Option<String> {
    match (tally.n, tally.yes) {
        (0, _) => None,
        (n, 0) => Some(none(n)),
        (n, yes) if n == yes => Some(all(n)),
        (n, yes) => Some(some(n, yes)),
    }
}

/// "about K in 10", as the number range is put.
fn in_ten(view: &View<'_>, chance: f64) -> String {
    let range = Range {
        low: chance,
        middle: chance,
        high: chance,
    };
    view.q.range(range.words())
}

fn between(view: &View<'_>, low: f64, high: f64) -> String {
    let range = Range {
        low,
        middle: low,
        high,
    };
    view.q.range(range.words())
}

/// A rate of one's own, and whether the number range goes by it.
fn rate(view: &View<'_>, base: &Base) -> Html {
    let t = view.t;
    let rate = &base.rate;
    let said = t.calibration_rate(
        &in_ten(view, rate.rate),
        &between(view, rate.low, rate.high),
    );
    section(
        t.calibration_rate_title(),
        vec![
            words("p", "", &said),
            lean(view, base.lean),
            opt_in(
                view,
                t.calibration_own_rate(),
                t.calibration_own_rate_hint(),
            ),
        ],
    )
}

/// The choice whether results go by one's own outcomes.
fn opt_in(view: &View<'_>, label: &str, hint: &str) -> Html {
    let on = view.state.preferences.own_rate;
    let tick = view.ticked(|on| Event::OwnRateChosen { on });
    el(
        "div",
        "ih-stack",
        vec![
            field::checkbox("own-rate", label, on, tick),
            words("p", "ih-hint", hint),
        ],
    )
}

fn lean(view: &View<'_>, lean: Option<f64>) -> Html {
    let t = view.t;
    let Some(lean) = lean else {
        return Html::default();
    };
    // At least a tenth, and at most ten.
    let tenths = (lean.abs() * 10.0).round().clamp(1.0, 10.0) as usize;
    let said = if lean > 0.0 {
        t.calibration_lean_low(tenths)
    } else {
        t.calibration_lean_high(tenths)
    };
    words("p", "", &said)
}

/// What the signs said against what came, in three groups.
fn reliability(view: &View<'_>, picture: &Picture) -> Html {
    let t = view.t;
    let names = [
        t.calibration_group_bad(),
        t.calibration_group_fair(),
        t.calibration_group_good(),
    ];
    let row = |(name, (group, tally)): (&str, (&Option<Group>, &Tally))| {
        let (said, range, drawn) = match group {
            Some(group) => {
                let came = group.tally.yes as f64 / group.tally.n.max(1) as f64;
                let drawn = [came, group.said, group.low, group.high].map(|end| end as f32);
                (
                    t.calibration_said(&in_ten(view, group.said)),
                    t.calibration_may(&between(view, group.low, group.high)),
                    Some(drawn),
                )
            }
            None => (String::new(), t.calibration_too_few(GROUP_FROM), None),
        };
        ComparedGroup {
            name: name.to_owned(),
            came: t.calibration_of(tally.yes, tally.n),
            said,
            range,
            drawn,
        }
    };
    let groups = picture.groups.iter().zip(&picture.counts.signs);
    let rows: Vec<ComparedGroup> = names.into_iter().zip(groups).map(row).collect();
    section(
        t.calibration_picture(),
        vec![
            words("p", "", t.calibration_picture_lead()),
            chart::compared_groups(
                [
                    t.calibration_column_group(),
                    t.calibration_column_ends(),
                    t.calibration_column_came(),
                    t.calibration_column_range(),
                    t.calibration_column_said(),
                ],
                &rows,
            ),
        ],
    )
}

/// The Brier scores, and a winner where the numbers allow one.
fn nearer(view: &View<'_>, picture: &Picture) -> Html {
    let t = view.t;
    let row = |name: &str, score: f64| {
        let score = t.locale().decimal((score * 1000.0).round() as usize);
        html! { <tr><th scope="row">{ name }</th><td>{ score }</td></tr> }
    };
    let verdict = match picture.verdict {
        Verdict::Gut => t.calibration_gut_nearer(),
        Verdict::Signs => t.calibration_signs_nearer(),
        Verdict::TooClose => t.calibration_too_close(),
    };
    let table = html! {
        <table class="ih-table">
            <thead><tr><th scope="col">{ t.calibration_guess() }</th><th scope="col">{ t.calibration_brier() }</th></tr></thead>
            <tbody>
                { row(t.calibration_brier_gut(), picture.brier.gut) }
                { row(t.calibration_brier_signs(), picture.brier.signs) }
                { row(t.calibration_brier_base(), picture.brier.base) }
            </tbody>
        </table>
    };
    section(
        t.calibration_nearer(),
        vec![
            words("p", "ih-range__words", verdict),
            lean(view, picture.lean),
            frame::disclosure(
                t.calibration_brier(),
                html! { <>{ words("p", "", t.calibration_brier_lead()) }{ table }</> },
            ),
        ],
    )
}

/// What corrects the number range from twenty outcomes on.
fn shift(view: &View<'_>, picture: &Picture) -> Html {
    let t = view.t;
    let shift = picture.fit.map_or(picture.shift, |fit| fit.shift);
    // A point of the signs is a deciban.
    let quarters = (shift * 4.0).round().clamp(-400.0, 400.0) as i32;
    let points = t.locale().points(QuarterPoints::new(quarters));
    let said = if let Some(fit) = picture.fit {
        let tenths = (fit.slope * 10.0).round().clamp(0.0, 100.0) as usize;
        t.calibration_fit(tenths, &points)
    } else if quarters > 0 {
        t.calibration_shift_up(&points)
    } else if quarters < 0 {
        t.calibration_shift_down(&points)
    } else {
        t.calibration_shift_none().to_owned()
    };
    section(
        t.calibration_shift(),
        vec![
            words("p", "", &said),
            opt_in(
                view,
                t.calibration_own_shift(),
                t.calibration_own_rate_hint(),
            ),
        ],
    )
}

/// Each result with an outcome: felt, signs, and how it ended.
fn rows(view: &View<'_>, calibration: &Calibration) -> Html {
    let t = view.t;
    let all = calibration.rows();
    if all.is_empty() {
        return Html::default();
    }
    let row = |case: &Case| {
        let Some(interview) = view.state.interviews.get(&case.interview) else {
            return Html::default();
        };
        html! {
            <tr role="row">
                <th scope="row" role="rowheader">
                    { view.link(&Route::Past(interview.id.clone()), &view.name(interview)) }
                    <p>{ view.outcome(listing::outcome(interview)) }</p>
                </th>
                <td class="ih-pair-cell" role="cell">
                    { chart::trio(case.felt, case.band, case.yes) }
                    <span class="ih-visually-hidden">{ marks_in_words(view, interview) }</span>
                </td>
            </tr>
        }
    };
    let table = html! {
        <div class="ih-table-wrap" tabindex="0" role="region" aria-label={t.calibration_rows().to_owned()}>
            // The roles are spelled out because on a phone the rows are laid out otherwise than a table's.
            <table class="ih-table ih-cases" role="table">
                <thead role="rowgroup">
                    <tr role="row">
                        <th scope="col" role="columnheader">{ t.history_column_interview() }</th>
                        <th scope="col" role="columnheader">
                            <span data-mark="felt">{ t.result_felt() }</span>{ " " }<span data-mark="signs">{ t.result_signs() }</span>
                            { " " }<span data-mark="came">{ t.outcome_title() }</span>
                        </th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{ for all.iter().take(MOST_ROWS).map(row) }</tbody>
            </table>
        </div>
    };
    let cut = if all.len() > MOST_ROWS {
        words("p", "ih-small", &t.calibration_rows_cut(MOST_ROWS))
    } else {
        Html::default()
    };
    if all.len() <= MOST_OPEN {
        return section(t.calibration_rows(), vec![table]);
    }
    frame::disclosure(t.calibration_rows(), html! { <>{ table }{ cut }</> })
}

/// What the marks of a row show, for somebody who hears it: as short as the row looks.
fn marks_in_words(view: &View<'_>, interview: &Interview) -> String {
    let t = view.t;
    let felt = view.felt(interview);
    let felt = felt.as_deref().unwrap_or(t.result_felt_unknown());
    t.share_both(felt, view.q.band_title(interview.stored.band))
}

/// What is not counted, and why.
fn left_out(view: &View<'_>, reckoned: &OwnCalibration) -> Html {
    let t = view.t;
    let mut lines = Vec::new();
    if reckoned.pending > 0 {
        lines.push(t.calibration_pending(reckoned.pending));
    }
    for (reason, count) in REASONS.into_iter().zip(reckoned.left_out) {
        if count > 0 {
            lines.push(match reason {
                LeftOut::TooLittle => t.calibration_left_too_little(count),
                LeftOut::NoGut => t.calibration_left_no_gut(count),
                LeftOut::KnownBefore => t.calibration_left_known(count),
                LeftOut::SteppedBack => t.calibration_left_stepped_back(count),
                LeftOut::UnknownVersion => t.calibration_left_version(count),
            });
        }
    }
    if lines.is_empty() {
        return text("");
    }
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    section(t.calibration_left(), vec![list("ul", "ih-list", &lines)])
}
