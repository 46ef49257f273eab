//! Two results side by side.

use yew::prelude::*;

use crate::app::route::Route;
use crate::domain::history::Interview;
use crate::ui::component::frame;
use crate::ui::element::text;
use crate::ui::screen::{history, marks, question};
use crate::ui::view::View;

/// Draws the screen.
pub fn view(view: &View<'_>, a: &Interview, b: &Interview) -> Html {
    let t = view.t;
    let both = [a, b];
    let row = |(name, values): &(&str, [String; 2])| {
        html! {
            <tr role="row">
                <th scope="row" role="rowheader">{ name }</th>
                { for values.iter().map(|value| html! { <td role="cell">{ value }</td> }) }
            </tr>
        }
    };
    let missing = || t.check_not_answered().to_owned();
    let quiz = view.state.quiz_for(&a.quiz);
    let signs = quiz
        .questions()
        .iter()
        .filter(|question| question.is_sign());
    let answers = signs.filter_map(|question| {
        let words = both.map(|one| view.answer(question, one.current_answers().get(&question.id)));
        let said = words.iter().any(Option::is_some);
        let words = words.map(|words| words.unwrap_or_else(missing));
        said.then(|| (view.q.ask(&question.id), words))
    });
    let (differing, same): (Vec<_>, Vec<_>) = answers.partition(|(_, [of_a, of_b])| of_a != of_b);
    // The roles are spelled out because on a phone the rows are laid out otherwise than a table's.
    html! {
        <div class="ih-page" data-wide="">
            { question::back_link(view, Some(Route::History)) }
            { frame::title(t.compare_title()) }
            <div class="ih-compared">{ for both.iter().map(|one| card(view, one)) }</div>
            if !differing.is_empty() {
                <div class="ih-table-wrap" tabindex="0" role="region" aria-label={t.compare_title().to_owned()}>
                    <table class="ih-table ih-compare" role="table">
                        <thead role="rowgroup">
                            <tr role="row">
                                <th scope="col" role="columnheader">{ t.compare_answer() }</th>
                                { for both.iter().map(|one| html! {
                                    <th scope="col" role="columnheader">{ view.name(one) }</th>
                                }) }
                            </tr>
                        </thead>
                        <tbody role="rowgroup">{ for differing.iter().map(row) }</tbody>
                    </table>
                </div>
            }
            if !same.is_empty() {
                { frame::disclosure(&t.compare_same(same.len()), frame::facts(once(same))) }
            }
        </div>
    }
}

/// Answers that both have, each said once.
fn once(same: Vec<(&str, [String; 2])>) -> Vec<(String, Html)> {
    let one = |(name, [answer, _]): (&str, [String; 2])| (name.to_owned(), text(&answer));
    same.into_iter().map(one).collect()
}

/// One of the two, with its marks and how it turned out.
fn card(view: &View<'_>, one: &Interview) -> Html {
    html! {
        <section class="ih-card">
            <div>
                <h2 class="ih-result-row__name">{ view.link(&Route::Past(one.id.clone()), &view.name(one)) }</h2>
                <p class="ih-result-row__when">{ view.below_name(one, []) }</p>
            </div>
            { marks::marks(view, one) }
            { history::came(view, one) }
        </section>
    }
}
