//! What stands around the content of a screen: progress, banners, boxes, lists of facts.

use yew::prelude::*;

/// The stages of the way through, which of them one is in, and how much of it is behind, in percent. The bar is drawn, since
/// the page's policy lets no element have a style of its own.
pub fn progress(label: &str, stages: &[&str], at: usize, share: usize) -> Html {
    let stage = |(place, name): (usize, &&str)| {
        let full = match place.cmp(&at) {
            std::cmp::Ordering::Less => 100,
            std::cmp::Ordering::Equal => share,
            std::cmp::Ordering::Greater => 0,
        };
        let full = [&full.to_string(), "%"].concat();
        html! {
            <li class="ih-progress__stage" aria-current={(place == at).then_some("step")}>
                <svg class="ih-progress__bar" aria-hidden="true"><rect width={full} height="9" /></svg>
                <span class="ih-progress__name">{ *name }</span>
            </li>
        }
    };
    html! {
        <nav class="ih-progress" aria-label={label.to_owned()}>
            <ol class="ih-progress__list">{ for stages.iter().enumerate().map(stage) }</ol>
        </nav>
    }
}

/// How much a box wants to be noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something good to know.
    Calm,
    /// Something that could cost the person something.
    Warning,
}

impl Tone {
    fn name(self) -> &'static str {
        match self {
            Self::Calm => "calm",
            Self::Warning => "warning",
        }
    }
}

/// A box that says something about the whole page, with what can be done about it.
pub fn banner(tone: Tone, title: &str, body: Html) -> Html {
    html! {
        <section class="ih-banner" data-tone={tone.name()} aria-label={title.to_owned()}>
            <p class="ih-banner__title">{ title }</p>
            <div class="ih-banner__body">{ body }</div>
        </section>
    }
}

/// What is wrong with a form: takes the focus, and leads to each field.
pub fn error_summary(title: &str, problems: Vec<Html>) -> Html {
    html! {
        <div class="ih-error-summary" id="problems" tabindex="-1" role="alert" aria-labelledby="problems-title">
            <h2 class="ih-error-summary__title" id="problems-title">{ title }</h2>
            <ul class="ih-list">{ for problems.into_iter().map(|problem| html! { <li>{ problem }</li> }) }</ul>
        </div>
    }
}

/// The heading of a screen. It takes the focus when the screen is shown.
pub fn title(words: &str) -> Html {
    html! { <h1 class="ih-title" id="heading" tabindex="-1">{ words }</h1> }
}

/// Something that can be opened.
pub fn disclosure(summary: &str, body: Html) -> Html {
    html! {
        <details class="ih-disclosure">
            <summary class="ih-disclosure__summary">{ summary }</summary>
            <div class="ih-disclosure__body">{ body }</div>
        </details>
    }
}

/// Names and what belongs to them.
pub fn facts(rows: Vec<(String, Html)>) -> Html {
    let row = |(name, value): (String, Html)| {
        html! { <div class="ih-facts__row"><dt>{ name }</dt><dd>{ value }</dd></div> }
    };
    html! { <dl class="ih-facts">{ for rows.into_iter().map(row) }</dl> }
}
