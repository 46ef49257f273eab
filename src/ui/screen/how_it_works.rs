//! Every weight with its reason, source and grade, drawn from the same document that the scorer reads.

use yew::prelude::*;

use crate::domain::quiz::{Grade, Question, Quiz};
use crate::ui::component::frame;
use crate::ui::view::View;
use crate::wire::quiz_document::BUILT_IN;

/// Draws the screen.
pub fn view(view: &View<'_>) -> Html {
    let (t, q) = (view.t, view.q);
    let quiz = &view.state.quiz;
    let signs = quiz.questions().iter();
    let signs = signs.filter(|question| question.is_sign());
    html! {
        <div class="ih-page" data-wide="">
            { frame::title(t.how_title()) }
            { for q.how_it_works().map(|paragraph| html! { <p>{ paragraph }</p> }) }
            <section class="ih-section">
                <h2 class="ih-heading">{ t.how_signs() }</h2>
                <p>{ t.how_lead() }</p>
                { for signs.map(|question| sign(view, quiz, question)) }
            </section>
            { below_signs(view, quiz) }
        </div>
    }
}

/// The bands, and what is known about the signs.
fn below_signs(view: &View<'_>, quiz: &Quiz) -> Html {
    let t = view.t;
    html! {
        <>
            <section class="ih-section">
                <h2 class="ih-heading">{ t.how_bands() }</h2>
                { bands(view, quiz) }
            </section>
            <section class="ih-section">
                <h2 class="ih-heading">{ t.how_evidence() }</h2>
                { evidence(view, quiz) }
            </section>
            <p class="ih-small">{ t.how_version(quiz.version()) }</p>
        </>
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
    let grades = question
        .grades
        .iter()
        .map(|grade| html! { <li>{ graded(view, *grade) }</li> });
    html! {
        <article class="ih-sign">
            <h3 class="ih-sign__title">{ q.ask(&question.id) }</h3>
            <table class="ih-table ih-sign__points">
                <thead><tr><th scope="col">{ t.how_answer() }</th><th scope="col">{ t.how_points() }</th></tr></thead>
                <tbody>{ for question.options().iter().map(option) }</tbody>
            </table>
            if let Some(why) = q.why(&question.id) {
                <p>{ why }</p>
            }
            <ul class="ih-list ih-small">
                { for grades }
                { for question.sentences.iter().map(|id| sentence(view, quiz, id)) }
                { for question.sources.iter().map(|id| html! { <li>{ source(view, quiz, id) }</li> }) }
            </ul>
        </article>
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
            let host = (quiz.id() != BUILT_IN).then(|| [" (", host(&url), ")"].concat());
            html! { <a class="ih-link" href={url} rel="noopener noreferrer external" target="_blank">{ name }{ host }</a> }
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

fn bands(view: &View<'_>, quiz: &Quiz) -> Html {
    let (t, q) = (view.t, view.q);
    let band = |band: &crate::domain::quiz::Band| {
        html! { <tr><th scope="row">{ q.band_title(band.level) }</th><td>{ q.band_body(band.level) }</td></tr> }
    };
    html! {
        <table class="ih-table">
            <thead><tr><th scope="col">{ t.how_band() }</th><th scope="col">{ t.how_band_means() }</th></tr></thead>
            <tbody>
                { for quiz.bands().iter().map(band) }
                <tr><th scope="row">{ q.band_title(0) }</th><td>{ q.band_body(0) }</td></tr>
            </tbody>
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
