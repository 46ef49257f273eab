//! One letter: what only the person can say, the draft with what is still open, and the ways to send it.

use yew::prelude::*;

use crate::app::event::{Event, LetterChange};
use crate::app::letter::{self, LetterReading};
use crate::app::reading;
use crate::app::route::Route;
use crate::app::state::Delivery;
use crate::domain::history::{Interview, LetterState};
use crate::domain::letter::{ADDRESS, Finding, OPEN_MARK, OWN_NAME, Piece, RECIPIENT, SUBJECT};
use crate::ui::component::field::{self, Area, Line};
use crate::ui::component::frame::{self, Tone};
use crate::ui::element::{self, actions, el, list, page, section, words};
use crate::ui::screen::{question, unknown};
use crate::ui::view::{ButtonKind, View};
use crate::wire::mailto::{Addressee, addressee};

/// The id of the letter on the page, whether it is shown or written in.
pub const LETTER: &str = "letter";

/// Draws the screen.
pub fn view(view: &View<'_>, interview: &Interview, id: &str) -> Html {
    let read = reading::read(view.state, interview).and_then(|reading| {
        let (words, locale) = (view.q, view.t.locale());
        letter::read(view.state, interview, &reading, id, words, &*locale)
    });
    let Some(letter) = read else {
        let address = view.state.route.fragment();
        return unknown::view(view, address.trim_start_matches('#'));
    };
    let (t, q) = (view.t, view.q);
    let lead = view
        .is_private()
        .then(|| words("p", "ih-lead", t.letter_lead()));
    let mut parts = vec![
        question::back_link(view, Some(Route::Result(interview.id.clone()))),
        words("p", "ih-eyebrow", &t.letter_for(&letter.recipient)),
        frame::title(q.letter(id)),
        lead.unwrap_or_default(),
    ];
    if letter.for_each {
        parts.push(words("p", "", t.letter_several()));
    }
    // Where the words are the person's own, there is nothing left to fill in.
    if letter.draft.is_some() {
        parts.push(details(view, interview, &letter));
    }
    parts.push(text(view, interview, &letter));
    parts.push(send(view, interview, &letter));
    page(parts)
}

/// An event that changes this letter.
fn changed(interview: &Interview, letter: &LetterReading, change: LetterChange) -> Event {
    Event::LetterChanged {
        interview: interview.id.clone(),
        letter: letter.letter.id.clone(),
        change,
    }
}

/// Keeps what is typed for a slot.
fn slot_typed(
    view: &View<'_>,
    interview: &Interview,
    letter: &LetterReading,
    slot: &str,
) -> Callback<String> {
    let (id, kind, slot) = (
        interview.id.clone(),
        letter.letter.id.clone(),
        slot.to_owned(),
    );
    view.typed(move |text| Event::LetterChanged {
        interview: id.clone(),
        letter: kind.clone(),
        change: LetterChange::Slot {
            slot: slot.clone(),
            text,
        },
    })
}

/// What only the person can say.
fn details(view: &View<'_>, interview: &Interview, letter: &LetterReading) -> Html {
    let field = |(slot, value): &(String, String)| {
        let on_input = slot_typed(view, interview, letter, slot);
        let id = ["slot-", slot].concat();
        let (label, hint) = (view.q.slot(slot), view.q.slot_hint(slot));
        let offered = letter.offers.iter().find(|(of, _)| of == slot);
        let field = if matches!(slot.as_str(), RECIPIENT | OWN_NAME) {
            let width = "half";
            line(&id, "text", label, hint, value, width, on_input)
        } else {
            field::area(Area {
                id: &id,
                label,
                heading: false,
                hint,
                value,
                max_chars: LetterState::MAX_SLOT_CHARS,
                on_input,
            })
        };
        match offered {
            Some((slot, note)) => {
                let change = LetterChange::Slot {
                    slot: slot.clone(),
                    text: note.clone(),
                };
                let event = changed(interview, letter, change);
                let insert = view.button(event, view.t.letter_insert_note(), ButtonKind::Quiet);
                let note = words("blockquote", "ih-quote", note);
                let offer = el("div", "ih-stack", vec![note, actions(vec![insert])]);
                el("div", "ih-stack", vec![field, offer])
            }
            None => field,
        }
    };
    let mut fields = vec![words("h2", "ih-heading", view.t.letter_details())];
    fields.extend(letter.asked.iter().map(field));
    el("section", "ih-section ih-letter-fields", fields)
}

fn line(
    id: &str,
    kind: &'static str,
    label: &str,
    hint: Option<&str>,
    value: &str,
    width: &'static str,
    on_input: Callback<String>,
) -> Html {
    field::line(Line {
        id,
        kind,
        label,
        hint,
        problem: None,
        value,
        max_chars: Some(LetterState::MAX_SLOT_CHARS),
        width,
        on_input,
    })
}

/// The letter as it stands, and what can be done to its words.
fn text(view: &View<'_>, interview: &Interview, letter: &LetterReading) -> Html {
    let t = view.t;
    let button = |change: LetterChange, label: &str| {
        view.button(changed(interview, letter, change), label, ButtonKind::Quiet)
    };
    let kept = interview.letters.get(&letter.letter.id);
    let kept = kept.map(|part| &part.value);
    let is_short = kept.is_some_and(|kept| kept.short);
    let own = kept.and_then(|kept| kept.text.as_ref());
    let mut buttons = Vec::new();
    let sheet = match &letter.draft {
        Some(draft) => {
            let by_hand = LetterChange::OwnText(letter.text.clone());
            buttons.push(button(by_hand, t.letter_by_hand()));
            if letter.can_shorten {
                let label = if is_short {
                    t.letter_longer()
                } else {
                    t.letter_shorter()
                };
                buttons.push(button(LetterChange::Short(!is_short), label));
            }
            if own.is_some() {
                buttons.push(button(
                    LetterChange::DraftAgain(false),
                    t.letter_own_again(),
                ));
            }
            preview(view, draft)
        }
        None => {
            buttons.push(button(
                LetterChange::DraftAgain(true),
                t.letter_draft_again(),
            ));
            own_words(view, interview, letter)
        }
    };
    let count = t.letter_words(letter.words, usize::from(letter.letter.words));
    section(
        t.letter_draft(),
        vec![
            sheet,
            words("p", "ih-small", &count),
            actions(buttons),
            findings(view, letter),
        ],
    )
}

/// The draft, with each open place marked. Its paragraphs run the way that their own words do.
fn preview(view: &View<'_>, draft: &[Piece]) -> Html {
    let piece = |piece: &Piece| match piece {
        Piece::Words(said) => element::text(said),
        Piece::Filled(given) => words("bdi", "ih-letter__own", given),
        Piece::Open(slot) => {
            let name = [OPEN_MARK[0], view.q.slot(slot), OPEN_MARK[1]].concat();
            words("mark", "ih-letter__open", &name)
        }
        Piece::Break => Html::default(),
    };
    let paragraphs = draft.split(|piece| *piece == Piece::Break);
    let paragraph = |pieces: &[Piece]| html! { <p dir="auto">{ for pieces.iter().map(piece) }</p> };
    html! {
        <div class="ih-letter" id={LETTER} tabindex="-1">{ for paragraphs.map(paragraph) }</div>
    }
}

fn own_words(view: &View<'_>, interview: &Interview, letter: &LetterReading) -> Html {
    let (id, kind) = (interview.id.clone(), letter.letter.id.clone());
    let area = field::area(Area {
        id: LETTER,
        label: view.t.letter_own(),
        heading: false,
        hint: Some(view.t.letter_own_hint()),
        value: &letter.text,
        max_chars: LetterState::MAX_TEXT_CHARS,
        on_input: view.typed(move |text| Event::LetterChanged {
            interview: id.clone(),
            letter: kind.clone(),
            change: LetterChange::OwnText(text),
        }),
    });
    el("div", "ih-letter-own", vec![area])
}

/// What is to be looked at before it is sent.
fn findings(view: &View<'_>, letter: &LetterReading) -> Html {
    let t = view.t;
    if letter.findings.is_empty() {
        return Html::default();
    }
    let said = |finding: &Finding| match finding {
        Finding::Open { names } => t.letter_open(names.len()),
        Finding::Apologies { count } => t.letter_apologies(*count),
        Finding::Blame { words } => t.letter_blame(words),
        Finding::TooLong { over } => t.letter_too_long(*over),
    };
    // A draft that is not filled in yet is no mistake.
    let only_open = letter
        .findings
        .iter()
        .all(|finding| matches!(finding, Finding::Open { .. }));
    let tone = if only_open { Tone::Calm } else { Tone::Warning };
    let lines: Vec<String> = letter.findings.iter().map(said).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    frame::banner(tone, t.letter_look(), list("ul", "ih-list", &lines))
}

/// The ways to send it, and the tick that it was.
fn send(view: &View<'_>, interview: &Interview, letter: &LetterReading) -> Html {
    let t = view.t;
    let typed = |slot| slot_typed(view, interview, letter, slot);
    let mail = letter.mailto();
    let opened = Event::LetterMailed {
        rest: (!mail.whole).then(|| letter.text.clone()),
    };
    let copied = Event::LetterCopied {
        text: letter.text.clone(),
    };
    let shared = Event::LetterShared {
        title: letter.subject.clone(),
        text: letter.text.clone(),
    };
    let mut ways = vec![
        view.button(copied, t.letter_copy(), ButtonKind::Primary),
        html! {
            <a class="ih-button" data-kind="secondary" href={mail.href} onclick={view.press(opened)}>{ t.letter_mail() }</a>
        },
    ];
    if view.state.can_share {
        ways.push(view.button(shared, t.letter_share(), ButtonKind::Secondary));
    }
    let (subject, address) = (typed(SUBJECT), typed(ADDRESS));
    let is_empty = letter.subject_typed.trim().is_empty();
    let emptied = is_empty.then(|| t.letter_subject_empty(&letter.subject));
    let hint = address_hint(view, &letter.address);
    let long = match mail.has_subject {
        true => t.letter_mail_long(),
        false => t.letter_mail_too_long(),
    };
    let mail_long = (!mail.whole).then(|| words("p", "ih-hint", long));
    let outcome = view
        .state
        .handed
        .map(|handed| outcome(view, letter, handed));
    let sent = letter
        .rule
        .as_deref()
        .map(|rule| sent(view, interview, rule));
    // As many parts whatever there is: Yew matches them by their places, and the focus is in one of them.
    let parts = vec![
        line(
            "slot-subject",
            "text",
            t.letter_subject(),
            emptied.as_deref(),
            &letter.subject_typed,
            "full",
            subject,
        ),
        line(
            "slot-address",
            "email",
            t.letter_address(),
            Some(&hint),
            &letter.address,
            "full",
            address,
        ),
        actions(ways),
        mail_long.unwrap_or_default(),
        outcome.unwrap_or_default(),
        sent.unwrap_or_default(),
    ];
    section(t.letter_send(), parts)
}

/// What goes to the mail program of the address as typed, and what is left out of it.
fn address_hint(view: &View<'_>, typed: &str) -> String {
    let t = view.t;
    let Addressee { address, left_out } = addressee(typed);
    let left_out: String = left_out.chars().take(MAX_LEFT_OUT).collect();
    match address {
        _ if left_out.is_empty() => t.letter_address_hint().to_owned(),
        Some(address) => t.letter_address_taken(&address, &left_out),
        None => t.letter_address_none().to_owned(),
    }
}

/// The most characters that are named of what is left out.
const MAX_LEFT_OUT: usize = 80;

/// What became of it. A letter with open places is not let go without a word.
fn outcome(view: &View<'_>, letter: &LetterReading, handed: Delivery) -> Html {
    let t = view.t;
    let (title, body) = match handed {
        Delivery::Copied => (t.letter_copied(), t.letter_copied_body()),
        Delivery::NotCopied => (t.letter_not_copied(), t.letter_not_copied_body()),
        Delivery::Mailed => (t.letter_mailed(), t.letter_mailed_body()),
        Delivery::MailedWithoutText => (t.letter_mailed(), t.letter_mailed_paste()),
        Delivery::Shared => (t.letter_shared(), t.letter_shared_body()),
        Delivery::NotShared => (t.letter_not_shared(), t.letter_not_shared_body()),
    };
    let open = letter.open();
    let failed = matches!(handed, Delivery::NotCopied | Delivery::NotShared);
    let tone = if failed || open > 0 {
        Tone::Warning
    } else {
        Tone::Calm
    };
    let mut lines = vec![words("p", "", body)];
    if open > 0 {
        lines.push(words("strong", "", &t.letter_still_open(open)));
    } else if !failed {
        lines.push(words("p", "", t.letter_sent_hint()));
    }
    frame::banner(tone, title, lines.into_iter().collect())
}

fn sent(view: &View<'_>, interview: &Interview, rule: &str) -> Html {
    let done = interview.is_done(rule);
    let (id, rule) = (interview.id.clone(), rule.to_owned());
    let tick = view.ticked(move |done| Event::ActionTicked {
        interview: id.clone(),
        rule: rule.clone(),
        done,
    });
    field::checkbox("letter-sent", view.t.letter_sent(), done, tick)
}
