//! The page for owners of careers pages: choices, a live preview, and the HTML that comes of them.

use yew::prelude::*;
use yew::virtual_dom::VTag;

use crate::app::builder::{Builder, Field, Place, SANDBOX};
use crate::ui::app;
use crate::ui::component::field::{self, Line};
use crate::ui::component::frame::{self, Tone};
use crate::ui::element::{actions, el, section, words};
use crate::ui::text::Text;
use crate::ui::translated::translatable;
use crate::wire::embed::theme::{FONTS, ROUNDEST};
use crate::wire::language::LANGUAGES;
use crate::wire::quiz_document::BUILT_IN;

/// What can be copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The element.
    Element,
    /// The style that reserves its room.
    Style,
    /// The frame.
    Frame,
    /// The link.
    Link,
    /// The policy.
    Policy,
    /// The sandbox.
    Sandbox,
}

/// What the owner did.
pub enum Message {
    /// Chose.
    Set(Field, String),
    /// Typed; nothing is said of it yet.
    Typed(Field, String),
    /// Left a field.
    Left,
    /// Wants the loader pinned, or not.
    Pinned(bool),
    /// Wants to copy a part.
    Copy(Part),
    /// Whether it is in the clipboard.
    Copied(Part, bool),
}

/// What the page is drawn from, and what it can ask for.
#[derive(Clone, Properties)]
pub struct Props {
    /// The words of the interface.
    pub text: Text,
    /// The site.
    pub place: Place,
    /// Puts a text into the clipboard, and tells whether it is there.
    pub copy: Callback<(String, Callback<bool>)>,
}

/// Nothing of it changes.
impl PartialEq for Props {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// The page.
pub struct Page {
    builder: Builder,
    /// What was copied last, and whether that went well.
    copied: Option<(Part, bool)>,
    /// Whether a field is being typed into.
    is_typing: bool,
}

impl Component for Page {
    type Message = Message;
    type Properties = Props;

    fn create(_: &Context<Self>) -> Self {
        Self {
            builder: Builder::default(),
            copied: None,
            is_typing: false,
        }
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Set(field, value) => self.builder.set(field, &value),
            Message::Typed(field, value) => {
                self.builder.set(field, &value);
                self.is_typing = true;
            }
            Message::Left => self.is_typing = false,
            Message::Pinned(on) => self.builder.is_pinned = on,
            Message::Copy(part) => {
                let code = self.code(ctx, part);
                let told = ctx.link().callback(move |done| Message::Copied(part, done));
                ctx.props().copy.emit((code, told));
                return false;
            }
            Message::Copied(part, done) => self.copied = Some((part, done)),
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let t = &ctx.props().text;
        translatable(html! {
            <div class="ih-app">
                <header class="ih-header">
                    { app::brand(t, ctx.props().place.app.clone()) }
                </header>
                <main class="ih-main" id="main" tabindex="-1">
                    <div class="ih-page ih-builder" data-wide="">
                        { frame::title(t.builder_title()) }
                        <p class="ih-lead">{ t.builder_lead() }</p>
                        <div class="ih-builder__sides">
                            <div>{ self.choices(ctx) }</div>
                            <div>{ self.preview(ctx) }</div>
                        </div>
                        { self.codes(ctx) }
                        { facts(t) }
                    </div>
                </main>
                <footer class="ih-footer"><p>{ t.builder_documentation() }</p></footer>
                <div class="ih-visually-hidden" role="status" aria-live="polite">{ self.said(t) }</div>
            </div>
        })
    }
}

impl Page {
    /// What the live region says.
    fn said(&self, t: &Text) -> Html {
        let words = match self.copied {
            Some((_, true)) => t.builder_copied(),
            Some((_, false)) => t.builder_not_copied(),
            None => return Html::default(),
        };
        html! { <p>{ words }</p> }
    }

    fn choices(&self, ctx: &Context<Self>) -> Html {
        let t = &ctx.props().text;
        let own_quizzes = &ctx.props().place.own_quizzes;
        let own = |value: &str| (value.to_owned(), value.to_owned());
        let named = |value: &str, label: &str| (value.to_owned(), label.to_owned());
        let left = || named("", t.builder_as_it_is());
        let mut quizzes = vec![named("", BUILT_IN)];
        quizzes.extend(own_quizzes.iter().map(|id| own(id)));
        let mut languages = vec![named("", t.builder_locale_auto())];
        languages.extend(LANGUAGES.iter().map(|one| named(one.tag, one.name)));
        let shown = vec![
            if own_quizzes.is_empty() {
                Html::default()
            } else {
                self.select(ctx, Field::Quiz, t.builder_quiz(), &quizzes)
            },
            self.select(
                ctx,
                Field::Show,
                t.builder_show(),
                &[
                    named("", t.builder_show_full()),
                    named("learn", t.builder_show_learn()),
                ],
            ),
            self.select(ctx, Field::Locale, t.builder_locale(), &languages),
        ];
        let looks = vec![
            self.select(
                ctx,
                Field::Mode,
                t.app_theme(),
                &[
                    named("", t.builder_mode_auto()),
                    named("light", t.app_theme_light()),
                    named("dark", t.app_theme_dark()),
                ],
            ),
            self.colour(
                ctx,
                Field::Background,
                t.builder_background(),
                t.builder_background_hint(),
            ),
            self.colour(ctx, Field::Text, t.builder_text(), t.builder_colour_hint()),
            self.colour(
                ctx,
                Field::Accent,
                t.builder_accent(),
                t.builder_colour_hint(),
            ),
            self.line(
                ctx,
                Field::Radius,
                t.builder_radius(),
                &t.builder_radius_hint(usize::from(ROUNDEST)),
                None,
            ),
            self.fonts(ctx),
            self.select(
                ctx,
                Field::Density,
                t.builder_density(),
                &[left(), named("compact", t.builder_density_compact())],
            ),
        ];
        // What is still being typed is not judged.
        let problem =
            (!self.is_typing && !self.builder.is_height_sound()).then(|| t.builder_height_wrong());
        let place = vec![
            self.line(
                ctx,
                Field::Height,
                t.builder_height(),
                t.builder_height_hint(),
                problem,
            ),
            self.line(
                ctx,
                Field::Title,
                t.builder_name(),
                t.builder_name_hint(),
                None,
            ),
        ];
        let problems = self.builder.problems();
        let is_refused = !self.is_typing && !problems.is_empty();
        let problems: Html = problems
            .iter()
            .map(|problem| words("p", "", problem))
            .collect();
        html! {
            <>
                { section(t.builder_shows(), shown) }
                { section(t.builder_looks(), looks) }
                <div role="status" aria-live="polite">
                    if is_refused {
                        { frame::banner(Tone::Warning, t.builder_refused(), problems) }
                    }
                </div>
                { section(t.builder_room(), place) }
            </>
        }
    }

    fn set(&self, ctx: &Context<Self>, field: Field) -> Callback<String> {
        ctx.link().callback(move |value| Message::Set(field, value))
    }

    fn select(
        &self,
        ctx: &Context<Self>,
        field: Field,
        label: &str,
        options: &[(String, String)],
    ) -> Html {
        let chosen = self.builder.get(field);
        field::select(
            field.attribute(),
            label,
            options,
            chosen,
            self.set(ctx, field),
        )
    }

    fn line(
        &self,
        ctx: &Context<Self>,
        field: Field,
        label: &str,
        hint: &str,
        problem: Option<&str>,
    ) -> Html {
        let typed = ctx
            .link()
            .callback(move |value| Message::Typed(field, value));
        let line = Line {
            id: field.attribute(),
            kind: if field.is_number() { "numeric" } else { "text" },
            label,
            hint: Some(hint),
            problem,
            value: self.builder.typed(field),
            max_chars: Some(64),
            width: "full",
            on_input: typed,
        };
        field::line_left(line, ctx.link().callback(|_| Message::Left))
    }

    /// A colour: to be typed, or picked by the browser's own picker.
    fn colour(&self, ctx: &Context<Self>, field: Field, label: &str, hint: &str) -> Html {
        let value = self.builder.colour(field);
        let set = self.set(ctx, field);
        let oninput = Callback::from(move |event: InputEvent| {
            let input = event.target_dyn_into::<web_sys::HtmlInputElement>();
            input.into_iter().for_each(|input| set.emit(input.value()));
        });
        let name = ctx.props().text.builder_pick(label);
        html! {
            <div class="ih-builder__colour">
                { self.line(ctx, field, label, hint, None) }
                <input type="color" class="ih-builder__picker" aria-label={name} {value} {oninput} />
            </div>
        }
    }

    /// The fonts, each name in its own.
    fn fonts(&self, ctx: &Context<Self>) -> Html {
        let t = &ctx.props().text;
        let chosen = self.builder.get(Field::Font);
        let set = self.set(ctx, Field::Font);
        // The first one is ours, which is what an element has that says nothing.
        let others = FONTS.into_iter().skip(1).map(|font| (font, font));
        let named = [("", t.builder_as_it_is())].into_iter().chain(others);
        let one = |(font, name): (&'static str, &str)| {
            let id = ["font-", font].concat();
            let onchange = set.reform(move |_: Event| font.to_owned());
            html! {
                <div class="ih-choice">
                    <input type="radio" class="ih-choice__input" id={id.clone()} name="theme-font" autocomplete="off"
                        value={font} checked={font == chosen} {onchange} />
                    <label class="ih-choice__label" for={id} data-font={font}>{ name.to_owned() }</label>
                </div>
            }
        };
        html! {
            <fieldset class="ih-fieldset ih-builder__fonts">
                <legend class="ih-label">{ t.builder_font() }</legend>
                <div class="ih-choices">{ for named.map(one) }</div>
            </fieldset>
        }
    }

    /// The element itself, as it will be, on the app's own origin.
    fn preview(&self, ctx: &Context<Self>) -> Html {
        let t = &ctx.props().text;
        let mut element = VTag::new("interview-hindsight");
        for (name, value) in self.builder.attributes() {
            element.add_attribute(name, value.to_owned());
        }
        section(
            t.builder_preview(),
            vec![
                words("p", "ih-hint", t.builder_preview_hint()),
                // It scrolls, which a keyboard can do only where the focus can go.
                html! {
                    <div class="ih-builder__preview" tabindex="0" role="region" aria-label={t.builder_preview().to_owned()}>{ Html::from(element) }</div>
                },
            ],
        )
    }

    fn code(&self, ctx: &Context<Self>, part: Part) -> String {
        let Props { place, text: t, .. } = ctx.props();
        match part {
            Part::Element => self.builder.element(place, t.builder_link_words()),
            Part::Style => self.builder.style(),
            Part::Frame => self.builder.frame(place),
            Part::Link => self.builder.link(place, t.builder_link_words()),
            Part::Policy => place.policy(),
            Part::Sandbox => SANDBOX.to_owned(),
        }
    }

    fn codes(&self, ctx: &Context<Self>) -> Html {
        let Props { place, text: t, .. } = ctx.props();
        let pin = place.pinned.as_ref().map(|_| {
            let on_tick = ctx.link().callback(Message::Pinned);
            let label = t.builder_pin();
            html! {
                <>
                    { field::checkbox("pin", label, self.builder.is_pinned, on_tick) }
                    <p class="ih-hint">{ t.builder_pin_hint() }</p>
                </>
            }
        });
        let part = |part, heading: &str, hint: &str, more: Option<Html>| {
            let copied = self.copied.filter(|(which, _)| *which == part);
            let copied = copied.map(|(_, done)| {
                if done {
                    t.builder_copied()
                } else {
                    t.builder_not_copied()
                }
            });
            let onclick = ctx
                .link()
                .callback(move |_: MouseEvent| Message::Copy(part));
            let named = t.said_of(t.builder_copy(), heading);
            let copy = html! {
                <button type="button" class="ih-button" data-kind="secondary" aria-label={named} {onclick}>
                    { t.builder_copy() }
                </button>
            };
            let code = html! {
                // Long lines scroll, which a keyboard can do only where the focus can go.
                <pre class="ih-builder__code" dir="ltr" tabindex="0" role="region" aria-label={heading.to_owned()}><code>{ self.code(ctx, part) }</code></pre>
            };
            // There is always something beside the button: Yew matches by place, and the focus is on the button.
            let said = copied.map_or_else(Html::default, |said| words("span", "ih-hint", said));
            section(
                heading,
                [Some(words("p", "", hint)), more, Some(code)]
                    .into_iter()
                    .flatten()
                    .chain([actions(vec![copy, said])])
                    .collect(),
            )
        };
        html! {
            <>
                { part(Part::Element, t.builder_element(), t.builder_element_hint(), pin) }
                { part(Part::Style, t.builder_style(), t.builder_style_hint(), None) }
                { part(Part::Policy, t.builder_policy(), t.builder_policy_hint(), None) }
                { part(Part::Frame, t.builder_frame(), t.builder_frame_hint(), None) }
                { part(Part::Sandbox, t.builder_sandbox(), t.builder_sandbox_hint(), None) }
                { part(Part::Link, t.builder_link(), t.builder_link_hint(), None) }
            </>
        }
    }
}

/// What goes where.
fn facts(t: &Text) -> Html {
    let facts = [
        t.builder_data_answers(),
        t.builder_data_events(),
        t.builder_data_kept(),
        t.builder_data_requests(),
        t.builder_data_trust(),
        t.builder_data_left(),
    ];
    let facts = facts.iter().map(|fact| words("li", "", fact));
    section(t.builder_data(), vec![el("ul", "ih-list", facts.collect())])
}
