//! The choice of a language. Each is called as it calls itself, since whoever looks for it may read no other.

use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;
use yew::prelude::*;
use yew::virtual_dom::VTag;

use crate::app::event::Event;
use crate::app::route::Route;
use crate::app::state::LanguageChange;
use crate::ui::element::{text, words};
use crate::ui::view::View;
use crate::wire::language::name_of;

/// The id of the list.
const CHOICE: &str = "language";

/// A list of the languages that there are, and what came of the last choice. Nothing where there is no choice.
pub fn choice(view: &View<'_>) -> Html {
    let t = view.t;
    let languages = &view.state.languages;
    if view.is_in_html || view.state.offered_languages().count() < 2 {
        return Html::default();
    }
    let shown = match &languages.change {
        LanguageChange::Asked(tag) => tag,
        LanguageChange::None | LanguageChange::Failed(_) => &view.state.site.language,
    };
    let send = view.send.clone();
    let onchange = Callback::from(move |event: yew::events::Event| {
        let select = event.target();
        if let Some(select) = select.and_then(|one| one.dyn_into::<HtmlSelectElement>().ok()) {
            send.emit(Event::LanguageChosen(select.value()));
        }
    });
    let option = |tag: &str| {
        let mut option = VTag::new("option");
        option.add_attribute("value", tag.to_owned());
        option.add_attribute("lang", tag.to_owned());
        // By its property: browsers look at the attribute no longer once somebody has chosen.
        option.add_property("selected", tag == shown);
        option.add_child(text(name_of(tag)));
        Html::from(option)
    };
    let offered = view.state.offered_languages();
    let problem = match &languages.change {
        LanguageChange::Failed(tag) => words("p", "ih-problem", &t.language_failed(name_of(tag))),
        _ => Html::default(),
    };
    html! {
        <div class="ih-language">
            <label class="ih-label" for={CHOICE}>{ t.language_choice() }</label>
            <select class="ih-input" id={CHOICE} {onchange}>{ for offered.map(|one| option(&one.tag)) }</select>
            { problem }
        </div>
    }
}

/// On the start page, the browser's own language, where the page is in another one that nobody has chosen: one more word
/// behind the main pages. The same stands in the HTML (`browser/language.rs`).
pub fn offer(view: &View<'_>) -> Html {
    let all = view.state.offered_languages();
    let offered = view.state.offered_language().and_then(|tag| {
        let mut all = all.filter(|one| one.tag == tag);
        all.next()
    });
    let Some(language) = offered.filter(|_| view.state.route == Route::Start) else {
        return Html::default();
    };
    let tag = language.tag.clone();
    let send = view.send.clone();
    let chosen = Event::LanguageChosen(tag.clone());
    let onclick = Callback::from(move |press: MouseEvent| {
        press.prevent_default();
        send.emit(chosen.clone());
    });
    let name = name_of(&tag).to_owned();
    html! {
        <li><a class="ih-nav__link" href={language.page.clone()} lang={tag.clone()} hreflang={tag} {onclick}>{ name }</a></li>
    }
}
