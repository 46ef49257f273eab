//! Pages that a browser translates.
//!
//! A translator takes a text node out of the page and puts elements of its own in the place. Yew 0.23 goes on to change
//! the node that it has made, which nobody sees any more, and panics where something is inserted before it. So no text
//! node is ever changed, and nothing is inserted before one: an element that holds nothing but text is made anew when the
//! text changes, and any other text gets an element of its own. Authors of screens need not know of it.

use std::rc::Rc;

use yew::prelude::*;
use yew::virtual_dom::{Key, VList, VNode, VTag};

/// The same page, in which text may be replaced by others.
pub fn translatable(mut page: Html) -> Html {
    visit(&mut page, 0);
    page
}

/// Prepares a node that stands in this place among its siblings.
fn visit(node: &mut VNode, place: usize) {
    match node {
        VNode::VTag(tag) => visit_tag(Rc::make_mut(tag), place),
        VNode::VList(list) => visit_list(Rc::make_mut(list)),
        _ => {}
    }
}

fn visit_list(list: &mut VList) {
    for (place, child) in list.iter_mut().enumerate() {
        visit(child, place);
    }
}

fn visit_tag(tag: &mut VTag, place: usize) {
    // A picture's words are left alone by translators, and other elements are nothing to it.
    if tag.tag() == "svg" {
        return;
    }
    let takes_focus = takes_focus(tag);
    let Some(children) = tag.children_mut() else {
        return;
    };
    let mut text = String::new();
    let is_text_alone = collect_text(children, &mut text);
    if is_text_alone && text.is_empty() {
        return;
    }
    if is_text_alone && !takes_focus {
        let before = tag.key.take().unwrap_or_else(|| Key::from(place));
        tag.key = Some(Key::from([&before, ":", &text].concat()));
        return;
    }
    wrap_text(children);
    visit(children, 0);
}

/// What would lose the focus if it were made anew.
fn takes_focus(tag: &VTag) -> bool {
    let is_native = matches!(tag.tag(), "a" | "button" | "summary");
    is_native || tag.attributes.iter().any(|(name, _)| name == "tabindex")
}

/// Adds the text up; gives whether there is nothing else.
fn collect_text(node: &VNode, text: &mut String) -> bool {
    match node {
        VNode::VText(words) => {
            text.push_str(&words.text);
            true
        }
        VNode::VList(list) => list.iter().all(|child| collect_text(child, text)),
        _ => false,
    }
}

/// Puts each text that stands in a list into an element.
fn wrap_text(node: &mut VNode) {
    match node {
        VNode::VText(_) => {
            let mut own = VTag::new("span");
            own.add_child(std::mem::take(node));
            *node = own.into();
        }
        VNode::VList(list) => {
            for child in Rc::make_mut(list).iter_mut() {
                wrap_text(child);
            }
        }
        _ => {}
    }
}
