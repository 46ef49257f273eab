//! The charts, all in one style.
//!
//! Geometry stands in SVG attributes, since the page's policy blocks inline styles. A chart is a picture
//! beside a table or a sentence that says the same: assistive technology reads that, and passes the
//! picture over. No meaning is told by colour alone: the side, the sign or the shape tells it too.

use web_sys::HtmlInputElement;
use yew::prelude::*;

/// How many steps the scale of feeling and signs has.
pub const STEPS: u8 = 5;

/// How it felt and what the signs say, as two marks on one line.
pub struct Scale<'a> {
    /// Where the marks are, in one sentence.
    pub summary: &'a str,
    /// The felt level, from 1 to [`STEPS`], and what its mark is called.
    pub felt: Option<(u8, &'a str)>,
    /// The band, likewise.
    pub signs: Option<(u8, &'a str)>,
    /// What the two ends of the line mean.
    pub ends: (&'a str, &'a str),
}

/// Where a level lies on the line of five steps.
fn level_x(level: u8) -> f32 {
    (f32::from(level) - 0.5) * 64.0
}

/// The five steps of the line, and what lies between two marks on it.
fn steps(between: Option<(u8, u8)>) -> Html {
    let step = |level: u8| {
        html! {
            <rect class="ih-chart__step" data-level={level.to_string()} x={(level_x(level) - 30.0).to_string()} y="22"
                width="60" height="8" rx="4" />
        }
    };
    let distance = between.map(|(one, other)| {
        let (from, to) = (level_x(one.min(other)), level_x(one.max(other)));
        html! {
            <line class="ih-chart__gap" x1={from.to_string()} x2={to.to_string()} y1="26" y2="26" />
        }
    });
    html! { <>{ for (1..=STEPS).map(step) }{ distance }</> }
}

fn felt_mark(level: u8) -> Html {
    html! { <path class="ih-chart__felt" d={format!("M{0} 18 l-9 -15 h18 z", level_x(level))} /> }
}

fn signs_mark(level: u8) -> Html {
    html! { <path class="ih-chart__signs" d={format!("M{0} 34 l9 15 h-18 z", level_x(level))} /> }
}

/// Felt, signs, and how it came out, on one line beside words that say the same: a full dot beyond the right end of the
/// line where it went on, a hollow one beyond the left where it did not.
pub fn trio(felt: u8, signs: u8, went_on: bool) -> Html {
    let (x, kind) = if went_on { (340, "yes") } else { (-20, "no") };
    html! {
        <svg class="ih-chart ih-trio" viewBox="-32 0 384 52" aria-hidden="true">
            { steps(Some((felt, signs))) }
            { felt_mark(felt) }
            { signs_mark(signs) }
            <circle class="ih-chart__end" data-kind={kind} cx={x.to_string()} cy="26" r="9" />
        </svg>
    }
}

/// Felt and signs on one line, beside words that say the same.
pub fn pair(felt: Option<u8>, signs: Option<u8>) -> Html {
    html! {
        <svg class="ih-chart ih-duo" viewBox="0 0 320 52" aria-hidden="true">
            { steps(felt.zip(signs)) }
            { felt.map(felt_mark) }
            { signs.map(signs_mark) }
        </svg>
    }
}

/// The first feeling above the line, and the later one below it; both hollow, since both were felt.
pub fn looks(summary: &str, first: u8, later: u8) -> Html {
    html! {
        <svg class="ih-chart" viewBox="0 0 320 52" role="img" aria-label={summary.to_owned()}>
            { steps(Some((first, later))) }
            { felt_mark(first) }
            <path class="ih-chart__felt" d={format!("M{0} 34 l9 15 h-18 z", level_x(later))} />
        </svg>
    }
}

/// Draws the line. What the marks stand for is said in words beside it, so it has no words but their names.
pub fn scale(scale: &Scale<'_>) -> Html {
    let felt = scale.felt.map(|(level, _)| level);
    let signs = scale.signs.map(|(level, _)| level);
    html! {
        <figure class="ih-scale">
            <div class="ih-legend-row" aria-hidden="true">
                if let Some((_, name)) = scale.felt {
                    <span data-mark="felt">{ name }</span>
                }
                if let Some((_, name)) = scale.signs {
                    <span data-mark="signs">{ name }</span>
                }
            </div>
            <svg class="ih-chart" viewBox="0 0 320 52" role="img" aria-label={scale.summary.to_owned()}>
                { steps(felt.zip(signs)) }
                { felt.map(felt_mark) }
                { signs.map(signs_mark) }
            </svg>
            <p class="ih-scale__ends" aria-hidden="true"><span>{ scale.ends.0 }</span><span>{ scale.ends.1 }</span></p>
        </figure>
    }
}

/// One row of the chart of reasons.
pub struct Bar {
    /// What was asked.
    pub question: String,
    /// What was answered.
    pub answer: String,
    /// What it added, in quarter-points.
    pub quarters: i32,
    /// What its answer is worth by itself, in quarter-points: an outline around the bar, where it differs.
    pub alone: i32,
    /// The same in words, with its sign.
    pub added: String,
    /// How it counted.
    pub share: String,
}

/// The reasons, one row an answer: a bar to the right speaks for a yes, one to the left against.
///
/// It is a table with a picture in each row, so that what is seen and what is read out cannot differ. The
/// roles are spelled out because on a phone its rows are laid out as small cards, and a table that is not
/// laid out as one has been taken for none by browsers.
pub fn reasons(names: [&str; 4], rows: &[Bar], total: &str, total_name: &str) -> Html {
    let widest = |row: &Bar| row.quarters.abs().max(row.alone.abs());
    let most = rows.iter().map(widest).max().unwrap_or(0).max(NARROWEST);
    let bar = |row: &Bar| {
        let side = match row.quarters.signum() {
            1 => "for",
            -1 => "against",
            _ => "none",
        };
        html! {
            <tr class="ih-reasons__row" role="row">
                <th class="ih-reasons__what" scope="row" role="rowheader">
                    <span class="ih-reasons__question">{ &row.question }</span>
                    <span class="ih-reasons__answer">{ &row.answer }</span>
                </th>
                <td class="ih-reasons__bar" aria-hidden="true">
                    <svg class="ih-chart" viewBox="0 0 120 20" preserveAspectRatio="none">
                        <line class="ih-chart__axis" x1="60" x2="60" y1="0" y2="20" />
                        { block(row.quarters, most, 4, "ih-chart__bar", side) }
                        if row.alone != row.quarters {
                            { block(row.alone, most, 2, "ih-chart__alone", side) }
                        }
                    </svg>
                </td>
                <td class="ih-reasons__added" role="cell" data-side={side}>{ &row.added }</td>
                <td class="ih-reasons__share" role="cell">{ &row.share }</td>
            </tr>
        }
    };
    html! {
        <table class="ih-reasons" role="table">
            <thead role="rowgroup">
                <tr role="row">
                    <th scope="col" role="columnheader">{ names[0] }</th>
                    <td aria-hidden="true" class="ih-reasons__sides">{ names[1] }</td>
                    <th scope="col" role="columnheader" class="ih-reasons__points">{ names[2] }</th>
                    <th scope="col" role="columnheader">{ names[3] }</th>
                </tr>
            </thead>
            // The sum is no foot: a browser prints that at the end of each page, over what stands there (seen in Chromium 156).
            <tbody role="rowgroup">
                { for rows.iter().map(bar) }
                <tr class="ih-reasons__sum" role="row">
                    <th scope="row" role="rowheader">{ total_name }</th>
                    <td aria-hidden="true"></td>
                    <td class="ih-reasons__added" role="cell">{ total }</td>
                    <td role="cell"></td>
                </tr>
            </tbody>
        </table>
    }
}

/// Half the width of the chart of reasons stands for at least so many quarter-points: a lone small sign must
/// not look like a large one.
const NARROWEST: i32 = 12;

/// So many quarter-points to the side of the axis that they speak for.
fn block(quarters: i32, most: i32, inset: i32, class: &'static str, side: &'static str) -> Html {
    if quarters == 0 {
        return Html::default();
    }
    // In tenths of a unit, so that the markup stays short.
    let width = f64::from(quarters.abs() * 580 / most) / 10.0;
    let x = if quarters < 0 { 60.0 - width } else { 60.0 };
    html! {
        <rect {class} data-side={side} x={x.to_string()} width={width.to_string()} y={inset.to_string()}
            height={(20 - 2 * inset).to_string()} />
    }
}

/// One group of the picture that holds what was said against what came.
pub struct ComparedGroup {
    /// What the group is.
    pub name: String,
    /// How many of it came, in words.
    pub came: String,
    /// What was said of it, in words.
    pub said: String,
    /// Within what the truth may lie, in words; or why there is no picture.
    pub range: String,
    /// The same as chances, 0 to 1: what came, what was said, and the two ends. None where there are too few.
    pub drawn: Option<[f32; 4]>,
}

/// What was said against what came, one row a group: a bar as wide as what the truth may lie within, with a tick at what
/// came, and the mark of the signs below at what was said.
///
/// A table with a picture in each row, as the chart of reasons is.
pub fn compared_groups(names: [&str; 5], rows: &[ComparedGroup]) -> Html {
    let x = |chance: f32| ((chance * 2000.0).round() / 10.0).to_string();
    let picture = |drawn: [f32; 4]| {
        let [came, said, low, high] = drawn;
        html! {
            <>
                <rect class="ih-chart__span" x={x(low)} width={x(high - low)} y="6" height="8" rx="4" />
                <line class="ih-chart__came" x1={x(came)} x2={x(came)} y1="2" y2="18" />
                <path class="ih-chart__signs" d={["M", &x(said), " 20 l5 9 h-10 z"].concat()} />
            </>
        }
    };
    let tenth = |place: u8| {
        let x = (u32::from(place) * 20).to_string();
        html! { <line class="ih-chart__grid" x1={x.clone()} x2={x} y1="0" y2="30" /> }
    };
    let row = |row: &ComparedGroup| {
        html! {
            <tr class="ih-held__row" role="row">
                <th scope="row" role="rowheader">{ &row.name }</th>
                <td class="ih-held__picture" aria-hidden="true">
                    <svg class="ih-chart" viewBox="-6 0 212 30">
                        { for (0..=10).map(tenth) }
                        { row.drawn.map(picture) }
                    </svg>
                </td>
                <td role="cell">{ &row.came }</td>
                <td role="cell">{ &row.range }</td>
                <td role="cell">{ &row.said }</td>
            </tr>
        }
    };
    html! {
        <table class="ih-held" role="table">
            <thead role="rowgroup">
                <tr role="row">
                    <th scope="col" role="columnheader">{ names[0] }</th>
                    <td class="ih-held__ends" aria-hidden="true">{ names[1] }</td>
                    <th scope="col" role="columnheader">{ names[2] }</th>
                    <th scope="col" role="columnheader">{ names[3] }</th>
                    <th scope="col" role="columnheader">{ names[4] }</th>
                </tr>
            </thead>
            <tbody role="rowgroup">{ for rows.iter().map(row) }</tbody>
        </table>
    }
}

/// One result in the chart over time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// When, in any unit that grows.
    pub at: i64,
    /// The felt level, 1 to 5.
    pub felt: Option<u8>,
    /// The band, 1 to 5.
    pub signs: Option<u8>,
    /// Whether it went on; `None` while that is not known.
    pub went_on: Option<bool>,
}

/// The most results that are drawn one by one. More would lie upon each other: they are averaged in groups
/// of neighbours.
pub const MOST_POINTS: usize = 60;

/// Felt against signs over time, the earliest on the left, and how it came out: a dot at the end that it came to, where
/// each result is drawn by itself. `points` are in the order of time, `days` the first and the last of them.
pub fn over_time(
    summary: &str,
    points: &[Point],
    ends: (&str, &str),
    days: (&str, &str),
    pick: &Pick<'_>,
) -> Html {
    let groups = grouped(points);
    let last = groups.len().saturating_sub(1).max(1);
    // Evenly spaced: interviews come in bursts, and a true time axis would pile them up.
    let x = |place: usize| {
        if groups.len() == 1 {
            160.0
        } else {
            14.0 + place as f32 * 292.0 / last as f32
        }
    };
    let y = |level: f32| 134.0 - (level - 1.0) * 29.0;
    let line = |level: u8| {
        let y = y(f32::from(level)).to_string();
        html! { <line class="ih-chart__grid" x1="4" x2="316" y1={y.clone()} y2={y} /> }
    };
    let pair = |(place, group): (usize, &(Option<f32>, Option<f32>))| {
        let x = x(place);
        let between = group.0.zip(group.1).map(|(felt, signs)| {
            html! {
                <line class="ih-chart__gap" x1={x.to_string()} x2={x.to_string()} y1={y(felt).to_string()}
                    y2={y(signs).to_string()} />
            }
        });
        html! {
            <>
                { between }
                if let Some(signs) = group.1 {
                    <path class="ih-chart__signs" d={format!("M{x} {} l5 8 h-10 z", y(signs) + 1.0)} />
                }
                if let Some(felt) = group.0 {
                    <path class="ih-chart__felt" d={format!("M{x} {} l-5 -8 h10 z", y(felt) - 1.0)} />
                }
            </>
        }
    };
    let chosen = x(pick.place).to_string();
    let is_each_drawn = group_size(points.len()) == 1;
    let came = |(place, point): (usize, &Point)| {
        let end = if point.went_on? { 4.0 } else { 151.0 };
        let (x, end) = (x(place).to_string(), end.to_string());
        Some(html! { <circle class="ih-chart__outcome" cx={x} cy={end} r="3" /> })
    };
    let came = points.iter().enumerate().filter_map(came);
    html! {
        <figure class="ih-over-time">
            <p class="ih-over-time__end" aria-hidden="true">{ ends.1 }</p>
            <div class="ih-over-time__plot">
                <svg class="ih-chart" viewBox="0 0 320 156" role="img" aria-label={summary.to_owned()}>
                    { for (1..=5).map(line) }
                    <line class="ih-chart__chosen" x1={chosen.clone()} x2={chosen} y1="0" y2="156" />
                    { for groups.iter().enumerate().map(pair) }
                    { for came.filter(|_| is_each_drawn) }
                </svg>
                { slider(pick, groups.len()) }
            </div>
            <p class="ih-over-time__end" aria-hidden="true">{ ends.0 }</p>
            <p class="ih-over-time__days" aria-hidden="true"><span>{ days.0 }</span><span>{ days.1 }</span></p>
        </figure>
    }
}

/// Which place of the chart is chosen, and what chooses another.
pub struct Pick<'a> {
    /// Counted from the earliest.
    pub place: usize,
    /// What is chosen with it.
    pub label: &'a str,
    /// What stands at the chosen place, in words.
    pub said: &'a str,
    /// Another place was chosen, as the digits of its number.
    pub on_choose: Callback<String>,
}

/// A slider that lies over the chart: its thumb is at the chosen place. So a tap on a mark chooses it, and the arrow keys
/// go from one to the next.
fn slider(pick: &Pick<'_>, places: usize) -> Html {
    let on_choose = pick.on_choose.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(slider) = event.target_dyn_into::<HtmlInputElement>() {
            on_choose.emit(slider.value());
        }
    });
    html! {
        <input class="ih-over-time__pick" type="range" id="chart-pick" min="0" max={places.saturating_sub(1).to_string()}
            step="1" value={pick.place.to_string()} aria-label={pick.label.to_owned()} aria-valuetext={pick.said.to_owned()}
            {oninput} />
    }
}

/// How many results that follow each other are one mark in the chart over time.
pub fn group_size(points: usize) -> usize {
    points.div_ceil(MOST_POINTS).max(1)
}

/// The means of felt and signs, for groups of neighbours where there are too many to draw.
fn grouped(points: &[Point]) -> Vec<(Option<f32>, Option<f32>)> {
    let size = group_size(points.len());
    let mean = |levels: Vec<u8>| {
        let sum: u32 = levels.iter().copied().map(u32::from).sum();
        (!levels.is_empty()).then(|| sum as f32 / levels.len() as f32)
    };
    let group = |group: &[Point]| {
        let felt = group.iter().filter_map(|point| point.felt).collect();
        let signs = group.iter().filter_map(|point| point.signs).collect();
        (mean(felt), mean(signs))
    };
    points.chunks(size).map(group).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_thousand_results_are_drawn_as_a_few_groups_of_neighbours() {
        let point = |at: i64| Point {
            at,
            felt: Some(2),
            signs: (at % 2 == 0).then_some(4),
            went_on: None,
        };
        let points: Vec<Point> = (0..2000).map(point).collect();
        let groups = grouped(&points);
        assert!(groups.len() <= MOST_POINTS, "{}", groups.len());
        assert!(groups.iter().all(|group| *group == (Some(2.0), Some(4.0))));
        assert_eq!(grouped(&points[1..2]), [(Some(2.0), None)]);
        assert_eq!(grouped(&[]), []);
    }
}
