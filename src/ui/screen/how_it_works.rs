//! Every weight with its reason, source and grade, drawn from the same document that the scorer reads.

use yew::prelude::*;

use crate::app::event::{Event, Target};
use crate::domain::quiz::{Combine, Grade, Limits, QuarterPoints, Question, Quiz, Role, Topic};
use crate::ui::component::frame;
use crate::ui::element::{el, pause, words};
use crate::ui::view::View;
use crate::wire::quiz_document::BUILT_IN;

/// The ids of the sections' headings, in order: how it adds up, the signs of each stage, and the rest.
pub const SECTIONS: [&str; 12] = [
    "section-1",
    "section-2",
    "section-3",
    "section-4",
    "section-5",
    "section-6",
    "section-7",
    "section-8",
    "section-9",
    "section-10",
    "section-11",
    "section-12",
];

/// Draws the screen.
pub fn view(view: &View<'_>) -> Html {
    let (t, q) = (view.t, view.q);
    let quiz = &view.state.quiz;
    let said = q.how_it_works().map(|paragraph| words("p", "", paragraph));
    let said = el("div", "ih-stack", said.collect());
    let mut sections: Vec<(&str, Html)> = vec![(t.how_adds_up(), said)];
    for stage in quiz.stages() {
        let signs = quiz.questions().iter();
        let is_shown = |question: &&Question| {
            question.stage == stage.id && (question.is_sign() || question.role == Role::Neutral)
        };
        let signs: Vec<Html> = signs
            .filter(is_shown)
            .map(|question| sign(view, quiz, question))
            .collect();
        if !signs.is_empty() {
            sections.push((q.stage(&stage.id), el("div", "ih-signs", signs)));
        }
    }
    sections.push((t.how_limits(), limits(view, quiz)));
    sections.push((t.how_bands(), bands(view, quiz)));
    sections.push((t.how_evidence(), evidence(view, quiz)));
    let names: Vec<&str> = sections.iter().map(|(name, _)| *name).collect();
    let contents = contents(view, &names);
    let mut drawn: Vec<Html> = Vec::new();
    for (place, (name, body)) in sections.into_iter().enumerate() {
        drawn.push(html! {
            <section class="ih-section">
                <h2 class="ih-heading" id={SECTIONS.get(place).copied()} tabindex="-1">{ name }</h2>
                { body }
            </section>
        });
    }
    html! {
        <div class="ih-page" data-wide="">
            { frame::title(t.how_title()) }
            { words("p", "ih-lead", t.how_lead()) }
            { contents }
            { for drawn }
            <p class="ih-small">{ t.how_version(quiz.version()) }</p>
        </div>
    }
}

/// What is on the page, each a way there. No links: an address names a screen, not a place on it.
fn contents(view: &View<'_>, names: &[&str]) -> Html {
    // A frame is as high as the page, and what is around it is not ours to scroll.
    if view.embedding().is_some() {
        return Html::default();
    }
    let entry = |(place, name): (usize, &&str)| {
        let jump = view.press(Event::Jumped(Target::Section(place)));
        html! { <li><button type="button" class="ih-link" onclick={jump}>{ *name }</button></li> }
    };
    let entries = names.iter().take(SECTIONS.len()).enumerate().map(entry);
    html! {
        <nav class="ih-contents" aria-label={view.t.how_contents().to_owned()}>
            <h2 class="ih-heading">{ view.t.how_contents() }</h2>
            <ol class="ih-list">{ for entries }</ol>
        </nav>
    }
}

/// One sign: its options with their points, why, and how good the evidence is.
fn sign(view: &View<'_>, quiz: &Quiz, question: &Question) -> Html {
    let (t, q) = (view.t, view.q);
    let option = |option: &crate::domain::quiz::OptionSpec| {
        let points = option.points.unwrap_or_default();
        let points = t.locale().points(points);
        html! { <tr><th scope="row">{ q.option(&question.id, &option.id) }</th><td class="ih-number">{ points }</td></tr> }
    };
    // What an answer does to the points of another question.
    let effects = quiz.draft().modifiers.iter();
    let effects = effects.filter(|modifier| modifier.when.questions().contains(&&*question.id));
    let grades = question
        .grades
        .iter()
        .map(|grade| html! { <li>{ graded(view, *grade) }</li> });
    html! {
        <details class="ih-sign">
            <summary class="ih-disclosure__summary"><h3 class="ih-sign__title">{ q.ask(&question.id) }</h3></summary>
            <div class="ih-sign__body">
            <table class="ih-table ih-sign__points">
                <thead><tr><th scope="col">{ t.how_answer() }</th><th scope="col">{ t.how_points() }</th></tr></thead>
                <tbody>{ for question.options().iter().map(option) }</tbody>
            </table>
            if let Some(why) = q.why(&question.id) {
                <p>{ why }</p>
            }
            { for effects.map(|modifier| html! { <p>{ q.modifier_why(&modifier.id) }</p> }) }
            <ul class="ih-list ih-small">
                { for grades }
                { for question.sentences.iter().map(|id| sentence(view, quiz, id)) }
                { for question.sources.iter().map(|id| html! { <li>{ source(view, quiz, id) }</li> }) }
            </ul>
            </div>
        </details>
    }
}

fn graded(view: &View<'_>, grade: Grade) -> String {
    view.t.how_graded(grade.letter(), view.q.grade(grade))
}

fn sentence(view: &View<'_>, quiz: &Quiz, id: &str) -> Html {
    let speaker = quiz
        .sentence(id)
        .and_then(|sentence| sentence.speaker.as_deref());
    html! { <li>{ view.t.how_sentence(view.q.speaker(speaker), view.q.sentence(id)) }</li> }
}

/// A link to a source. It opens beside this page, which it learns nothing of.
fn source(view: &View<'_>, quiz: &Quiz, id: &str) -> Html {
    let url = quiz
        .source(id)
        .map(|source| source.url.clone())
        .filter(|url| url.starts_with("https://"));
    let name = view.q.source(id).to_owned();
    match url {
        Some(url) => {
            // Of another quiz's links, a person sees where they lead.
            let name = match quiz.id() {
                BUILT_IN => name,
                _ => view.t.with_more(&name, host(&url)),
            };
            html! { <a class="ih-link" href={url} rel="noopener noreferrer external" target="_blank">{ name }</a> }
        }
        None => html! { name },
    }
}

/// The host that an address leads to: what stands before the `@` of an address is not where it leads.
fn host(url: &str) -> &str {
    let after = url.trim_start_matches("https://");
    let authority = after.split(['/', '?', '#', '\\']).next();
    authority
        .unwrap_or_default()
        .rsplit('@')
        .next()
        .unwrap_or_default()
}

/// The least and the most of everything that is added up, and where the numbers come from.
fn limits(view: &View<'_>, quiz: &Quiz) -> Html {
    let (t, q) = (view.t, view.q);
    let draft = quiz.draft();
    let points = |points| t.locale().points(points);
    let row = |name: &str, how: &str, limits: &str| {
        html! {
            <tr>
                <th scope="row">{ name }{ pause() }<span class="ih-small ih-table__more">{ how }</span></th>
                <td class="ih-number">{ limits }</td>
            </tr>
        }
    };
    let both = |low, high| t.how_from_to(&points(low), &points(high));
    let topic = |topic: &Topic| {
        let how = match topic.combine {
            Combine::Sum => t.how_combine_sum(),
            Combine::Strongest => t.how_combine_strongest(),
        };
        let Limits { low, high } = topic.limits;
        row(q.topic(&topic.id), how, &both(low, high))
    };
    let own_side = draft.own_side.as_ref().map(|own_side| {
        let names: Vec<&str> = own_side.topics.iter().map(|id| q.topic(id)).collect();
        let name = t.how_own_side(&t.list(&names));
        row(&name, "", &t.how_from(&points(own_side.low)))
    });
    let total = row(t.how_total(), "", &both(draft.total.low, draft.total.high));
    let amount = |points: QuarterPoints| t.locale().points(points).replace('+', "");
    let (fixed, more) = (draft.half_width.fixed, draft.half_width.per_unsure);
    let base = quiz.questions().iter().filter(|one| one.role == Role::Base);
    let base = base.flat_map(|question| question.options().iter().map(move |one| (question, one)));
    let base = base.filter_map(|(question, option)| {
        let people = q.option(&question.id, &option.id);
        let one_in = usize::from(option.one_in?);
        Some(html! { <li>{ t.how_base_row(people, one_in) }</li> })
    });
    html! {
        <>
            <table class="ih-table">
                <thead><tr><th scope="col">{ t.how_topic() }</th><th scope="col">{ t.how_points() }</th></tr></thead>
                <tbody>{ for quiz.topics().iter().map(topic) }{ own_side }{ total }</tbody>
            </table>
            <p>{ t.how_enough(usize::from(quiz.enough_answered())) }</p>
            <p>{ t.how_half_width(&amount(fixed), &amount(more)) }</p>
            <p>{ t.how_base(usize::from(draft.base_one_in)) }</p>
            <ul class="ih-list">{ for base }</ul>
        </>
    }
}

fn bands(view: &View<'_>, quiz: &Quiz) -> Html {
    let (t, q) = (view.t, view.q);
    let row = |level: u8, score: &str| {
        html! {
            <tr>
                <th scope="row">{ q.band_title(level) }if !score.is_empty() {{ pause() }<span class="ih-small ih-table__more">{ score }</span>}</th>
                <td>{ q.band_body(level) }</td>
            </tr>
        }
    };
    let band = |band: &crate::domain::quiz::Band| {
        let [from, to] = [band.from, band.to].map(|points| t.locale().points(points));
        row(band.level, &t.how_band_score(&from, &to))
    };
    html! {
        <table class="ih-table">
            <thead><tr><th scope="col">{ t.how_band() }</th><th scope="col">{ t.how_band_means() }</th></tr></thead>
            <tbody>{ for quiz.bands().iter().map(band) }{ row(0, "") }</tbody>
        </table>
    }
}

fn evidence(view: &View<'_>, quiz: &Quiz) -> Html {
    let q = view.q;
    let rows = &quiz.draft().evidence;
    let mut groups: Vec<&str> = rows.iter().map(|row| row.group.as_str()).collect();
    groups.dedup();
    let row = |row: &crate::domain::quiz::Evidence| {
        let (found, used) = q.evidence(&row.id);
        let sources = row
            .sources
            .iter()
            .map(|id| html! { <>{ " " }{ source(view, quiz, id) }</> });
        html! { <li>{ found }{ " " }<em>{ used }</em><span class="ih-small">{ for sources }</span></li> }
    };
    let group = |group: &&str| {
        let rows = rows.iter().filter(|row| row.group == **group).map(row);
        let body = html! { <ul class="ih-list">{ for rows }</ul> };
        frame::disclosure(q.evidence_group(group), body)
    };
    html! { <>{ for groups.iter().map(group) }</> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_where_an_address_leads() {
        for (url, expected) in [
            ("https://www.example.org/a?b#c", "www.example.org"),
            ("https://example.org", "example.org"),
            ("https://bank.example@example.org/x", "example.org"),
            ("https://example.org?bank.example/", "example.org"),
            ("https://example.org\\@bank.example/", "example.org"),
        ] {
            assert_eq!(host(url), expected, "{url}");
        }
    }
}
