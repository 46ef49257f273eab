//! Form fields, each with its label, its hint and what is wrong with it.
//!
//! Native elements throughout: a screen reader, a keyboard and a phone's own pickers know what to do with
//! them.

use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement, KeyboardEvent};
use yew::prelude::*;

/// One option of a group of radios.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// What is sent when it is chosen.
    pub value: String,
    /// What it says.
    pub label: String,
    /// Whether it stands apart from the others, as "I'm not sure" does.
    pub apart: bool,
    /// Whether choosing it asks for a day as well.
    pub asks_date: bool,
}

/// A question with one answer among several.
pub struct Radios<'a> {
    /// What the ids of its parts begin with, unique on the page.
    pub id: &'a str,
    /// The name that its radios share, unique on the page. It has to stay where the page is made another question's
    /// element by element: a radio that is still chosen and gets another name would take the choice from its new group.
    pub name: &'a str,
    /// The question.
    pub legend: &'a str,
    /// Whether the question is the page's heading.
    pub heading: bool,
    /// What helps to answer it.
    pub hint: Option<&'a str>,
    /// The answers, in order.
    pub choices: Vec<Choice>,
    /// The chosen value.
    pub chosen: Option<&'a str>,
    /// Whether the answers are numbers.
    pub is_number: bool,
    /// Whether number keys choose an answer while the focus is in the group.
    pub number_keys: bool,
    /// What the key hint of an answer says, read out with the answer.
    pub on_choose: Callback<String>,
    /// Enter was pressed in the group.
    pub on_enter: Option<Callback<()>>,
}

/// A group of radios.
///
/// Radios take Enter for nothing outside a form that can be sent, and this page's policy lets none be
/// sent (`form-action 'none'`), so Enter is handled here.
pub fn radios(group: Radios<'_>) -> Html {
    let hint_id = [group.id, "-hint"].concat();
    let described = group.hint.map(|_| hint_id.clone());
    let legend = heading(group.id, group.legend, group.heading);
    let keys = group.number_keys;
    let id = group.id.to_owned();
    let values: Vec<String> = group
        .choices
        .iter()
        .map(|choice| choice.value.clone())
        .collect();
    let choose = group.on_choose.clone();
    let enter = group.on_enter.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if event.ctrl_key() || event.alt_key() || event.meta_key() || event.is_composing() {
            return;
        }
        if event.key() == "Enter" {
            if let Some(enter) = &enter {
                event.prevent_default();
                enter.emit(());
            }
            return;
        }
        let number = number_of(&event).filter(|_| keys);
        let place = number.and_then(|number| number.checked_sub(1));
        if let Some((place, value)) = place.and_then(|place| Some((place, values.get(place)?))) {
            event.prevent_default();
            focus(&[&id, "-", &place.to_string()].concat());
            choose.emit(value.clone());
        }
    });
    let radio = |(place, choice): (usize, &Choice)| {
        let id = [group.id, "-", &place.to_string()].concat();
        let value = choice.value.clone();
        let choose = group.on_choose.clone();
        let onchange = Callback::from(move |_: Event| choose.emit(value.clone()));
        html! {
            <div class="ih-choice" data-apart={choice.apart.then_some("")} key={place}>
                <input type="radio" class="ih-choice__input" id={id.clone()} name={group.name.to_owned()} autocomplete="off"
                    data-asks-date={choice.asks_date.then_some("")} data-number={group.is_number.then_some("")}
                    value={choice.value.clone()} checked={group.chosen == Some(&choice.value)} {onchange} />
                <label class="ih-choice__label" for={id}>{ &choice.label }</label>
            </div>
        }
    };
    html! {
        <fieldset class="ih-fieldset" aria-describedby={described} data-keys={keys.then_some("")} {onkeydown}>
            <legend class="ih-legend">{ legend }</legend>
            if let Some(hint) = group.hint {
                <p class="ih-hint" id={hint_id}>{ hint }</p>
            }
            <div class="ih-choices">{ for group.choices.iter().enumerate().map(radio) }</div>
        </fieldset>
    }
}

/// The number that a key stands for. Where digits need Shift, or are those of another script, by the key's place.
fn number_of(event: &KeyboardEvent) -> Option<usize> {
    let (key, code) = (event.key(), event.code());
    let number = key.parse().ok();
    number.or_else(|| code.strip_prefix("Digit")?.parse().ok())
}

/// A question with any number of answers.
pub struct Checkboxes<'a> {
    /// The group's name, unique on the page.
    pub name: &'a str,
    /// The question.
    pub legend: &'a str,
    /// What helps to answer it.
    pub hint: Option<&'a str>,
    /// The answers and whether each is ticked.
    pub choices: Vec<(String, String, bool)>,
    /// An answer was ticked, or its tick taken back.
    pub on_tick: Callback<(String, bool)>,
}

/// A group of checkboxes.
pub fn checkboxes(group: Checkboxes<'_>) -> Html {
    let hint_id = format!("{}-hint", group.name);
    let described = group.hint.map(|_| hint_id.clone());
    let one = |(value, label, ticked): &(String, String, bool)| {
        let sent = value.clone();
        let on_tick = group.on_tick.reform(move |on| (sent.clone(), on));
        let id = [group.name, "-", value].concat();
        checkbox_of(&id, Some(value.clone()), label, *ticked, on_tick)
    };
    html! {
        <fieldset class="ih-fieldset" aria-describedby={described}>
            <legend class="ih-legend">{ heading(group.name, group.legend, false) }</legend>
            if let Some(hint) = group.hint {
                <p class="ih-hint" id={hint_id}>{ hint }</p>
            }
            <div class="ih-choices">{ for group.choices.iter().map(one) }</div>
        </fieldset>
    }
}

/// One checkbox.
pub fn checkbox(id: &str, label: &str, ticked: bool, on_tick: Callback<bool>) -> Html {
    checkbox_of(id, None, label, ticked, on_tick)
}

/// One checkbox of a group has a value, by which questionnaire.js knows what was ticked.
fn checkbox_of(
    id: &str,
    value: Option<String>,
    label: &str,
    ticked: bool,
    on_tick: Callback<bool>,
) -> Html {
    let onchange = Callback::from(move |event: Event| {
        if let Some(input) = target::<HtmlInputElement>(&event) {
            on_tick.emit(input.checked());
        }
    });
    html! {
        <div class="ih-choice">
            <input type="checkbox" class="ih-choice__input" id={id.to_owned()} {value} checked={ticked} {onchange} />
            <label class="ih-choice__label" for={id.to_owned()}>{ label }</label>
        </div>
    }
}

/// One line of input.
pub struct Line<'a> {
    /// Unique on the page.
    pub id: &'a str,
    /// The kind of input: `text`, `date`, `time`, `search`.
    pub kind: &'static str,
    /// What is asked for.
    pub label: &'a str,
    /// What helps to fill it in.
    pub hint: Option<&'a str>,
    /// What is wrong with it.
    pub problem: Option<&'a str>,
    /// What it holds.
    pub value: &'a str,
    /// The longest that it takes.
    pub max_chars: Option<usize>,
    /// How wide it is: `full`, `half` or `short`.
    pub width: &'static str,
    /// It was changed.
    pub on_input: Callback<String>,
}

/// A field for one line.
pub fn line(field: Line<'_>) -> Html {
    line_left(field, Callback::noop())
}

/// The same, of which it is told when somebody leaves it.
pub fn line_left(field: Line<'_>, onfocusout: Callback<FocusEvent>) -> Html {
    let (oninput, onchange) = typed(field.on_input, field.max_chars);
    let inputmode = (field.kind == "numeric").then_some("numeric");
    let kind = if field.kind == "numeric" {
        "text"
    } else {
        field.kind
    };
    let maxlength = field.max_chars.map(|most| most.to_string());
    html! {
        <div class="ih-field" data-wrong={field.problem.map(|_| "")} data-width={field.width}>
            <label class="ih-label" for={field.id.to_owned()}>{ field.label }</label>
            { about(field.id, field.hint, field.problem) }
            <input class="ih-input" type={kind} dir="auto" id={field.id.to_owned()} value={field.value.to_owned()}
                {inputmode} {maxlength} autocomplete="off" {oninput} {onchange} {onfocusout}
                aria-describedby={described(field.id, field.hint, field.problem)}
                aria-invalid={field.problem.map(|_| "true")} />
        </div>
    }
}

/// Several lines of input.
pub struct Area<'a> {
    /// Unique on the page.
    pub id: &'a str,
    /// What is asked for.
    pub label: &'a str,
    /// Whether the label is the page's heading.
    pub heading: bool,
    /// What helps to fill it in.
    pub hint: Option<&'a str>,
    /// What it holds.
    pub value: &'a str,
    /// The longest that it takes.
    pub max_chars: usize,
    /// It was changed.
    pub on_input: Callback<String>,
}

/// From how few characters before the end on a text's length is shown; the live region begins there too.
pub const COUNTED_FROM: usize = 100;

/// A field for several lines.
pub fn area(field: Area<'_>) -> Html {
    area_in(field, None)
}

/// The same, where what it holds is in the language with this tag, and the page in another one.
pub fn area_in(field: Area<'_>, language: Option<&str>) -> Html {
    let lang = language.map(str::to_owned);
    let (oninput, onchange) = typed(field.on_input, Some(field.max_chars));
    // As the browser counts for `maxlength`.
    let used = field.value.encode_utf16().count();
    html! {
        <div class="ih-field" data-width="full">
            <label class="ih-label" data-large={field.heading.then_some("")} for={field.id.to_owned()}>
                { heading(field.id, field.label, field.heading) }
            </label>
            { about(field.id, field.hint, None) }
            <textarea class="ih-input" rows="5" dir="auto" {lang} id={field.id.to_owned()} value={field.value.to_owned()}
                maxlength={field.max_chars.to_string()} autocomplete="off" {oninput} {onchange}
                aria-describedby={described(field.id, field.hint, None)} />
            // The page's live region reads it out.
            if used + COUNTED_FROM >= field.max_chars {
                <p class="ih-count" aria-hidden="true">{ used }{ " / " }{ field.max_chars }</p>
            }
        </div>
    }
}

/// A place in a text that somebody fills in.
pub struct Blank<'a> {
    /// Unique on the page.
    pub id: &'a str,
    /// What is asked for. It stands in the place until that is filled.
    pub label: &'a str,
    /// What stands there on paper until it is filled.
    pub open: &'a str,
    /// What helps to fill it in; shown while somebody does.
    pub hint: Option<&'a str>,
    /// What it holds.
    pub value: &'a str,
    /// The longest that it takes.
    pub max_chars: usize,
    /// The punctuation that follows, which no line begins with.
    pub after: &'a str,
    /// The id of the field that Enter leads to.
    pub next: &'a str,
    /// What the browser may fill in (WCAG 1.3.5): `name` where it is the person's own, else `off`.
    pub autocomplete: &'static str,
    /// It was changed.
    pub on_input: Callback<String>,
}

/// The code of every key that goes to an input method.
const INPUT_METHOD: u32 = 229;

/// A field in the middle of a text, as wide and as high as its words: they stand in it twice, once to be measured and
/// printed, and once to be edited.
pub fn blank(blank: Blank<'_>) -> Html {
    let (oninput, onchange) = typed(blank.on_input, Some(blank.max_chars));
    let next = blank.next.to_owned();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        // Its words are one line of the text, and Enter goes on to what is asked next. Safari tells of the Enter that ends
        // a composition when that is over; its code is still that of an input method.
        let is_of_composition = event.is_composing() || event.key_code() == INPUT_METHOD;
        if event.key() == "Enter" && !is_of_composition {
            event.prevent_default();
            focus(&next);
        }
    });
    let echo = match blank.value.trim() {
        "" => blank.open,
        _ => blank.value,
    };
    let hint_id = [blank.id, "-hint"].concat();
    html! {
        <>
            <span class="ih-blank">
                <span class="ih-blank__field">
                    <bdi class="ih-blank__echo" aria-hidden="true" translate="no">{ echo }</bdi>
                    <textarea class="ih-blank__input" rows="1" dir="auto" id={blank.id.to_owned()} value={blank.value.to_owned()}
                        maxlength={blank.max_chars.to_string()} autocomplete={blank.autocomplete} enterkeyhint="next" {oninput} {onchange} {onkeydown}
                        placeholder={blank.label.to_owned()} aria-label={blank.label.to_owned()}
                        aria-describedby={blank.hint.map(|_| hint_id.clone())} />
                </span>
                { blank.after }
            </span>
            if let Some(hint) = blank.hint {
                <span class="ih-hint ih-blank__hint" id={hint_id}>{ hint }</span>
            }
        </>
    }
}

/// A choice from a list that folds out.
pub fn select(
    id: &str,
    label: &str,
    options: &[(String, String)],
    chosen: &str,
    on_choose: Callback<String>,
) -> Html {
    let onchange = Callback::from(move |event: Event| {
        if let Some(select) = target::<HtmlSelectElement>(&event) {
            on_choose.emit(select.value());
        }
    });
    let option = |(value, label): &(String, String)| {
        html! { <option value={value.clone()} selected={value == chosen}>{ label }</option> }
    };
    html! {
        <div class="ih-field" data-width="half">
            <label class="ih-label" for={id.to_owned()}>{ label }</label>
            <select class="ih-input" id={id.to_owned()} {onchange}>
                { for options.iter().map(option) }
            </select>
        </div>
    }
}

/// A question as the page's heading, or as a plain one. The heading takes the focus when its page is shown, and is made
/// anew for that: one that has the focus already would not be read out again.
fn heading(id: &str, words: &str, is_heading: bool) -> Html {
    if is_heading {
        html! { <h1 class="ih-title" id="heading" tabindex="-1" key={id}>{ words }</h1> }
    } else {
        html! { <span class="ih-question-title">{ words }</span> }
    }
}

fn about(id: &str, hint: Option<&str>, problem: Option<&str>) -> Html {
    html! {
        <>
            if let Some(hint) = hint {
                <p class="ih-hint" id={format!("{id}-hint")}>{ hint }</p>
            }
            if let Some(problem) = problem {
                <p class="ih-problem" id={format!("{id}-problem")}>{ problem }</p>
            }
        </>
    }
}

fn described(id: &str, hint: Option<&str>, problem: Option<&str>) -> Option<String> {
    let ids = [
        hint.map(|_| format!("{id}-hint")),
        problem.map(|_| format!("{id}-problem")),
    ];
    let ids: Vec<String> = ids.into_iter().flatten().collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

/// Sends what is typed. A text that is too long by a word that is still being composed is sent when the field is left or
/// the next key is pressed: cut at once, it would lose the word in the middle. `maxlength` does not hold while composing.
fn typed(
    on_input: Callback<String>,
    most: Option<usize>,
) -> (Callback<InputEvent>, Callback<Event>) {
    let left = on_input.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        let Some(text) = typed_text(&event) else {
            return;
        };
        let is_too_long = most.is_some_and(|most| text.encode_utf16().count() > most);
        if !(is_too_long && event.is_composing()) {
            on_input.emit(text);
        }
    });
    let onchange = Callback::from(move |event: Event| {
        if let Some(text) = typed_text(&event) {
            left.emit(text);
        }
    });
    (oninput, onchange)
}

fn typed_text(event: &web_sys::Event) -> Option<String> {
    let input = target::<HtmlInputElement>(event).map(|input| input.value());
    input.or_else(|| target::<HtmlTextAreaElement>(event).map(|area| area.value()))
}

fn target<T: JsCast>(event: &web_sys::Event) -> Option<T> {
    event.target().and_then(|target| target.dyn_into().ok())
}

/// Moves the focus to an element of this page, and shows it.
pub fn focus(id: &str) {
    focus_in(id, false);
}

/// Moves the focus to an element of this page. `stays` leaves the page, and those around it, where they are.
pub fn focus_in(id: &str, stays: bool) {
    let document = web_sys::window().and_then(|window| window.document());
    let element = document.and_then(|document| document.get_element_by_id(id));
    if let Some(element) =
        element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
    {
        // An element that cannot take the focus leaves it where it is, which is the best that can be done.
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(stays);
        drop(element.focus_with_options(&options));
    }
}
