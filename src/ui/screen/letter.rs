//! One letter: its text with a field in each place that only the person can fill, and the ways to send it.

use yew::prelude::*;

use crate::app::event::{Event, LetterChange};
use crate::app::letter::{self, LetterReading};
use crate::app::reading;
use crate::app::route::Route;
use crate::app::state::Delivery;
use crate::domain::history::{Interview, LetterState};
use crate::domain::letter::{ADDRESS, Finding, OPEN_MARK, OWN_NAME, Piece, SUBJECT};
use crate::ui::component::field::{self, Area, Blank, Line};
use crate::ui::component::frame::{self, Tone};
use crate::ui::element::{self, actions, el, list, page, section, words};
use crate::ui::screen::{question, unknown};
use crate::ui::view::{ButtonKind, View};
use crate::wire::language::name_of;
use crate::wire::mailto::{Addressee, addressee};

/// The id of the letter on the page, whether it is shown or written in.
pub const LETTER: &str = "letter";

/// Draws the screen.
pub fn view(view: &View<'_>, interview: &Interview, id: &str) -> Html {
    let Some(letter) = read(view, interview, id) else {
        let address = view.state.route.fragment();
        return unknown::view(view, address.trim_start_matches('#'));
    };
    let (t, q) = (view.t, view.q);
    let lead = view
        .is_private()
        .then(|| words("p", "ih-hint", t.letter_lead()));
    let mut parts = vec![
        question::back_link(view, Some(Route::Now(interview.id.clone()))),
        words("p", "ih-eyebrow", &t.letter_for(&letter.recipient)),
        frame::title(q.letter(id)),
        lead.unwrap_or_default(),
    ];
    if letter.for_each {
        parts.push(words("p", "", t.letter_several()));
    }
    parts.push(text(view, interview, &letter));
    parts.push(send(view, interview, &letter));
    page(parts)
}

/// Whether the person has said that a letter was sent.
pub fn is_sent(view: &View<'_>, interview: &Interview, id: &str) -> bool {
    let rule = read(view, interview, id).and_then(|letter| letter.rule);
    rule.is_some_and(|rule| interview.is_done(&rule))
}

fn read(view: &View<'_>, interview: &Interview, id: &str) -> Option<LetterReading> {
    let reading = reading::read(view.state, interview)?;
    let (words, locale) = (view.q, view.t.locale());
    letter::read(view.state, interview, &reading, id, words, &*locale)
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

/// What only the person can say and the text leaves out until they do.
fn apart(view: &View<'_>, interview: &Interview, letter: &LetterReading) -> Html {
    if letter.apart.is_empty() {
        return Html::default();
    }
    let asked = letter.asked.iter();
    let asked = asked.filter(|(slot, _)| letter.apart.contains(slot));
    let field = |(slot, value): &(String, String)| {
        field::area(Area {
            id: &field_id(slot),
            label: view.q.slot(slot),
            heading: false,
            hint: view.q.slot_hint(slot),
            value,
            max_chars: LetterState::MAX_SLOT_CHARS,
            on_input: slot_typed(view, interview, letter, slot),
        })
    };
    el("div", "ih-letter-fields", asked.map(field).collect())
}

/// What the person noted and can put into the letter.
fn offers(view: &View<'_>, interview: &Interview, letter: &LetterReading) -> Html {
    let offer = |(slot, note): &(String, String)| {
        let change = LetterChange::Slot {
            slot: slot.clone(),
            text: note.clone(),
        };
        let event = changed(interview, letter, change);
        let insert = view.button(event, view.t.letter_insert_note(), ButtonKind::Quiet);
        let note = words("blockquote", "ih-quote", note);
        el("div", "ih-stack", vec![note, actions(vec![insert])])
    };
    if letter.offers.is_empty() {
        return Html::default();
    }
    let offers = letter.offers.iter().map(offer);
    el("div", "ih-stack", offers.collect())
}

/// The id of the field of a slot.
fn field_id(slot: &str) -> String {
    ["slot-", slot].concat()
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
            sheet(view, interview, letter, draft)
        }
        None => {
            buttons.push(button(
                LetterChange::DraftAgain(true),
                t.letter_draft_again(),
            ));
            own_words(view, interview, letter)
        }
    };
    let count = letter.is_nearly_too_long().then(|| {
        let count = t.letter_words(letter.words, usize::from(letter.letter.words));
        words("p", "ih-small", &count)
    });
    let is_draft = letter.draft.is_some();
    let around = |part: fn(&View<'_>, &Interview, &LetterReading) -> Html| {
        if is_draft {
            part(view, interview, letter)
        } else {
            Html::default()
        }
    };
    // As many parts whatever there is: Yew matches them by their places, and the focus is in one of them.
    el(
        "div",
        "ih-stack",
        vec![
            sheet,
            around(apart),
            around(offers),
            count.unwrap_or_default(),
            actions(buttons),
            findings(view, letter),
        ],
    )
}

/// The draft as it will be read, each place that only the person can fill a field in it. Its paragraphs run the way that
/// their own words do.
fn sheet(view: &View<'_>, interview: &Interview, letter: &LetterReading, draft: &[Piece]) -> Html {
    let paragraphs = draft.split(|piece| *piece == Piece::Break);
    let paragraph = |(place, pieces): (usize, &[Piece])| {
        let pieces = pieces_of(view, interview, letter, pieces);
        html! { <p dir="auto" key={place}>{ for pieces }</p> }
    };
    html! {
        <div class="ih-letter" id={LETTER} tabindex="-1" role="group" aria-label={view.t.letter_draft().to_owned()}>
            { for paragraphs.enumerate().map(paragraph) }
        </div>
    }
}

/// The pieces of one paragraph. Each has a key: words come and go around a field while somebody types in it.
fn pieces_of(
    view: &View<'_>,
    interview: &Interview,
    letter: &LetterReading,
    pieces: &[Piece],
) -> Vec<Html> {
    let blank = |place: &str| letter.blanks().position(|(slot, _)| slot == place);
    let mut drawn = Vec::new();
    let mut after_blank = 0;
    for (at, piece) in pieces.iter().enumerate() {
        let skipped = std::mem::take(&mut after_blank);
        let html = match piece {
            Piece::Words(said) => element::text(said.get(skipped..).unwrap_or_default()),
            Piece::Filled { place, .. } | Piece::Open(place) if blank(place).is_some() => {
                let after = match pieces.get(at + 1) {
                    Some(Piece::Words(said)) => punctuation(said),
                    _ => "",
                };
                after_blank = after.len();
                field_in_text(view, interview, letter, place, after)
            }
            Piece::Filled { given, .. } => words("bdi", "ih-letter__own", given),
            Piece::Open(place) => {
                let name = [OPEN_MARK[0], view.q.slot(place), OPEN_MARK[1]].concat();
                words("mark", "ih-letter__open", &name)
            }
            Piece::Break => Html::default(),
        };
        let key = match piece {
            Piece::Filled { place, .. } | Piece::Open(place) => field_id(place),
            _ => at.to_string(),
        };
        drawn.push(html! { <key={key}>{ html }</> });
    }
    drawn
}

/// The signs that a text begins with and no line should.
fn punctuation(text: &str) -> &str {
    let end = text.find(|c: char| c.is_alphanumeric() || c.is_whitespace());
    text.get(..end.unwrap_or(text.len())).unwrap_or_default()
}

/// One place of the letter that only the person can fill. Enter goes on to the next one, and from the last to where the
/// letter is sent.
fn field_in_text(
    view: &View<'_>,
    interview: &Interview,
    letter: &LetterReading,
    place: &str,
    after: &str,
) -> Html {
    let mut from_here = letter.blanks().skip_while(|(slot, _)| slot != place);
    let value = from_here.next().map_or("", |(_, value)| value);
    let next = from_here.next().map_or(ADDRESS, |(slot, _)| slot);
    let label = view.q.slot(place);
    field::blank(Blank {
        id: &field_id(place),
        label,
        open: &[OPEN_MARK[0], label, OPEN_MARK[1]].concat(),
        hint: view.q.slot_hint(place),
        value,
        max_chars: LetterState::MAX_SLOT_CHARS,
        after,
        next: &field_id(next),
        autocomplete: if place == OWN_NAME { "name" } else { "off" },
        on_input: slot_typed(view, interview, letter, place),
    })
}

fn own_words(view: &View<'_>, interview: &Interview, letter: &LetterReading) -> Html {
    let (id, kind) = (interview.id.clone(), letter.letter.id.clone());
    let language = letter.own_language.as_deref();
    let hint = match language {
        Some(tag) => &view.t.letter_own_language(name_of(tag)),
        None => view.t.letter_own_hint(),
    };
    let own = Area {
        id: LETTER,
        label: view.t.letter_own(),
        heading: false,
        hint: Some(hint),
        value: &letter.text,
        max_chars: LetterState::MAX_TEXT_CHARS,
        on_input: view.typed(move |text| Event::LetterChanged {
            interview: id.clone(),
            letter: kind.clone(),
            change: LetterChange::OwnText(text),
        }),
    };
    el("div", "ih-letter-own", vec![field::area_in(own, language)])
}

/// What is to be looked at before it is sent. Open places are marked where they are, and no mistake.
fn findings(view: &View<'_>, letter: &LetterReading) -> Html {
    let t = view.t;
    let said = |finding: &Finding| match finding {
        Finding::Open { .. } => None,
        Finding::Apologies { count } => Some(t.letter_apologies(*count)),
        Finding::Blame { words } => Some(t.letter_blame(words)),
        Finding::TooLong { over } => Some(t.letter_too_long(*over)),
    };
    let lines: Vec<String> = letter.findings.iter().filter_map(said).collect();
    if lines.is_empty() {
        return Html::default();
    }
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    frame::banner(
        Tone::Warning,
        t.letter_look(),
        list("ul", "ih-list", &lines),
    )
}

/// The ways to send it, and to say that it was sent.
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
        .map(|rule| sent(view, interview, letter, rule));
    let open = letter.open();
    let still_open = (open > 0).then(|| words("p", "ih-small", &t.letter_open(open)));
    // As many parts whatever there is: Yew matches them by their places, and the focus is in one of them.
    let parts = vec![
        line(
            "slot-address",
            "email",
            t.letter_address(),
            Some(&hint),
            &letter.address,
            "full",
            address,
        ),
        line(
            "slot-subject",
            "text",
            t.letter_subject(),
            emptied.as_deref(),
            &letter.subject_typed,
            "full",
            subject,
        ),
        still_open.unwrap_or_default(),
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
    if handed == Delivery::NotCopied {
        // In one piece, since a browser leaves out the fields of the letter above when it is selected.
        lines.push(html! { <p class="ih-letter-plain" dir="auto">{ &letter.text }</p> });
    }
    if open > 0 {
        lines.push(words("strong", "", &t.letter_still_open(open)));
    } else if !failed {
        lines.push(words("p", "", t.letter_sent_hint()));
    }
    frame::banner(tone, title, lines.into_iter().collect())
}

/// Says that it was sent, which leads to what is next; or takes that back.
fn sent(view: &View<'_>, interview: &Interview, letter: &LetterReading, rule: &str) -> Html {
    let t = view.t;
    let (id, rule) = (interview.id.clone(), rule.to_owned());
    if !interview.is_done(&rule) {
        let then = Route::Sent(id.clone(), letter.letter.id.clone());
        let event = Event::ActionFinished {
            interview: id,
            rule,
            then,
        };
        return actions(vec![view.button(
            event,
            t.letter_sent(),
            ButtonKind::Secondary,
        )]);
    }
    let event = Event::ActionTicked {
        interview: id,
        rule,
        done: false,
    };
    let not_sent = view.button(event, t.letter_not_sent(), ButtonKind::Quiet);
    let said = words("p", "ih-small", t.letter_is_sent());
    el("div", "ih-stack", vec![said, actions(vec![not_sent])])
}
