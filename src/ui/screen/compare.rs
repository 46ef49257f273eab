//! Two results side by side.

use yew::prelude::*;

use crate::app::listing;
use crate::app::route::Route;
use crate::domain::history::Interview;
use crate::ui::component::frame;
use crate::ui::screen::question;
use crate::ui::view::View;

/// Draws the screen.
pub fn view(view: &View<'_>, a: &Interview, b: &Interview) -> Html {
    let t = view.t;
    let both = [a, b];
    let row = |name: &str, values: [String; 2]| {
        let differs = values[0] != values[1];
        html! {
            <tr data-differs={differs.then_some("")}>
                <th scope="row">
                    { name }
                    if differs {
                        <span class="ih-visually-hidden">{ t.compare_differs() }</span>
                    }
                </th>
                { for values.into_iter().map(|value| html! { <td>{ value }</td> }) }
            </tr>
        }
    };
    let missing = || t.check_not_answered().to_owned();
    let felt = both.map(|one| view.felt(one).unwrap_or_else(missing));
    let signs = both.map(|one| view.q.band_title(one.stored.band).to_owned());
    let outcome = both.map(|one| view.outcome(listing::outcome(one)).to_owned());
    let quiz = view.state.quiz_for(&a.quiz);
    let asked = quiz
        .questions()
        .iter()
        .filter(|question| question.is_sign());
    let answers = asked.filter_map(|question| {
        let words = both.map(|one| view.answer(question, one.current_answers().get(&question.id)));
        let said = words.iter().any(Option::is_some);
        said.then(|| {
            row(
                view.q.ask(&question.id),
                words.map(|words| words.unwrap_or_else(missing)),
            )
        })
    });
    html! {
        <div class="ih-page" data-wide="">
            { question::back_link(view, Some(Route::History)) }
            { frame::title(t.compare_title()) }
            <p class="ih-lead">{ t.compare_lead() }</p>
            <div class="ih-table-wrap" tabindex="0" role="region" aria-label={t.compare_title().to_owned()}>
                <table class="ih-table ih-compare">
                    <thead>
                        <tr>
                            <th scope="col">{ t.compare_answer() }</th>
                            { for both.iter().map(|one| html! {
                                <th scope="col">{ view.link(&Route::Past(one.id.clone()), &view.name(one)) }</th>
                            }) }
                        </tr>
                    </thead>
                    <tbody>
                        { row(t.history_column_day(), both.map(|one| view.day(one))) }
                        { row(t.result_felt(), felt) }
                        { row(t.result_signs(), signs) }
                        { row(t.outcome_title(), outcome) }
                        { for answers }
                    </tbody>
                </table>
            </div>
        </div>
    }
}
