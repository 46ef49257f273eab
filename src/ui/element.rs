//! Elements without attributes but for a class, built by functions.
//!
//! `html!` writes every element out where it stands, 100 to 300 bytes of code each. A screen that is mostly words in
//! boxes costs the first visit a third of that when it is put together by calls. `html!` stays right for what has
//! attributes or listeners.

use yew::prelude::*;
use yew::virtual_dom::{AttributeOrProperty, Attributes, Key, VNode, VTag, VText};

/// An element with a class (none where it is empty) and what is in it.
///
/// What may be there or not leaves an empty place: Yew matches children without keys by their places, from the last
/// one on, and makes anew whatever is not where it was; a field in it loses the focus.
pub fn el(tag: &'static str, class: &'static str, children: Vec<Html>) -> Html {
    let mut element = VTag::new(tag);
    if !class.is_empty() {
        // Not `AttributeOrProperty::Static`: Yew 0.23 leaves that out of a dynamic list where it draws to text.
        let class = Some(AttributeOrProperty::Attribute(AttrValue::Static(class)));
        element.set_attributes(Attributes::Dynamic {
            keys: &["class"],
            values: Box::new([class]),
        });
    }
    element.add_children(children);
    element.into()
}

/// An element with nothing but words in it.
pub fn words(tag: &'static str, class: &'static str, words: &str) -> Html {
    el(tag, class, vec![text(words)])
}

/// A pause in speech where the eye sees two sizes or two lines: "Coaching: all of it in full".
pub fn pause() -> Html {
    words("span", "ih-visually-hidden", ":")
}

/// Words by themselves.
pub fn text(words: &str) -> Html {
    VText::new(words.to_owned()).into()
}

/// The same element, known by a key among its neighbours.
pub fn keyed(key: &str, html: Html) -> Html {
    match html {
        VNode::VTag(element) => {
            let mut element = VTag::clone(&element);
            element.key = Some(Key::from(key));
            element.into()
        }
        other => other,
    }
}

/// A screen: one column.
pub fn page(children: Vec<Html>) -> Html {
    el("div", "ih-page", children)
}

/// A part of a screen with its heading.
pub fn section(heading: &str, mut children: Vec<Html>) -> Html {
    children.insert(0, words("h2", "ih-heading", heading));
    el("section", "ih-section", children)
}

/// Buttons side by side.
pub fn actions(children: Vec<Html>) -> Html {
    el("div", "ih-actions", children)
}

/// A list of words.
pub fn list(tag: &'static str, class: &'static str, items: &[&str]) -> Html {
    let items = items.iter().map(|item| words("li", "", item));
    el(tag, class, items.collect())
}
