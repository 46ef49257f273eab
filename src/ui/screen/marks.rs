//! What an interview felt like and what the signs said, wherever one is listed.

use yew::prelude::*;

use crate::domain::history::Interview;
use crate::ui::component::chart;
use crate::ui::element::pause;
use crate::ui::view::View;

/// Felt and signs in words, and as the two marks on one line.
pub fn marks(view: &View<'_>, interview: &Interview) -> Html {
    let t = view.t;
    let felt = view.felt(interview);
    let felt = felt.unwrap_or_else(|| t.result_felt_unknown().to_owned());
    let band = interview.stored.band;
    let signs = (band > 0).then_some(band);
    html! {
        <div class="ih-marks">
            <p class="ih-marks__words"><span data-mark="felt">{ t.result_felt() }</span>{ pause() }{ " " }{ felt }</p>
            { chart::pair(view.felt_level(interview), signs) }
            <p class="ih-marks__words"><span data-mark="signs">{ t.result_signs() }</span>{ pause() }{ " " }{ view.q.band_title(band) }</p>
        </div>
    }
}
