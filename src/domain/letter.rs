//! Letters: the words of a quiz with a person's own put in, and what is wrong with the outcome.
//!
//! Owns how a draft is put together of [`Piece`]s, how its words are counted, and the linter. Nothing is
//! invented: each piece is the quiz's own words, what the person gave, or a place that is shown as open.
//! Must not know any language: words, phrases to look for and names of places are arguments.

/// The place for the name of whoever the letter is for.
pub const RECIPIENT: &str = "recipient";
/// The place for the person's own name.
pub const OWN_NAME: &str = "me";
/// Filled in where the subject is changed by hand.
pub const SUBJECT: &str = "subject";
/// Filled in with the recipient's e-mail address.
pub const ADDRESS: &str = "address";

/// In a passage, the place for the words of its own slot.
pub const OWN_WORDS: &str = "words";
/// In a passage, the beginning of a paragraph.
pub const PARAGRAPH: &str = "p";
/// A passage that says nothing.
pub const NOTHING: &str = "-";

/// What an open place begins and ends with in the text of a letter: nothing that is meant to be sent looks
/// like it.
pub const OPEN_MARK: [&str; 2] = ["[[", "]]"];

/// A part of a letter: a slot and the words that stand there.
///
/// In the words, `{words}` is what the person gives for the slot, `{p}` begins a paragraph, and any other
/// `{name}` is a place of that name. What stands between `[` and `]` is left out unless all places within
/// are filled. [`NOTHING`] leaves the whole passage out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passage<'a> {
    /// The slot.
    pub slot: &'a str,
    /// Its words.
    pub words: &'a str,
}

/// A piece of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words of the quiz.
    Words(String),
    /// A place and what it was filled with, on one line.
    Filled {
        /// The place.
        place: String,
        /// What was given for it.
        given: String,
    },
    /// A place for which nothing was given, by its name.
    Open(String),
    /// The end of a paragraph.
    Break,
}

/// Gives what a place holds; blank is the same as nothing.
pub type Values<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Puts a letter together.
#[must_use]
pub fn compose(passages: &[Passage<'_>], value: Values<'_>) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for passage in passages.iter().filter(|one| one.words != NOTHING) {
        let mut own = Vec::new();
        let mut rest = passage.words;
        while !rest.is_empty() {
            let (always, after) = rest.split_once('[').unwrap_or((rest, ""));
            let (perhaps, after) = after.split_once(']').unwrap_or((after, ""));
            own.extend(fill(always, passage.slot, value));
            let optional = fill(perhaps, passage.slot, value);
            if open(&optional) == 0 {
                own.extend(optional);
            }
            rest = after;
        }
        // Sentences of one paragraph stand side by side.
        let joined = [own.first(), pieces.last()]
            .iter()
            .all(|piece| !matches!(piece, None | Some(Piece::Break)));
        if joined {
            pieces.push(Piece::Words(" ".to_owned()));
        }
        pieces.append(&mut own);
    }
    normalize(pieces)
}

/// A template with all its places filled; nothing where one of them has nothing.
#[must_use]
pub fn filled(template: &str, value: Values<'_>) -> Option<String> {
    let pieces = fill(template, "", value);
    (open(&pieces) == 0).then(|| text(&normalize(pieces), &|_| String::new()))
}

/// The slots whose passage asks for the person's own words, in order.
#[must_use]
pub fn asking<'a>(passages: &[Passage<'a>]) -> Vec<&'a str> {
    let asks = |passage: &&Passage<'_>| {
        let own = Piece::Open(passage.slot.to_owned());
        fill(passage.words, passage.slot, &|_| None).contains(&own)
    };
    let asking = passages.iter().filter(asks);
    asking.map(|passage| passage.slot).collect()
}

/// How many places are open.
#[must_use]
pub fn open(pieces: &[Piece]) -> usize {
    let is_open = |piece: &&Piece| matches!(piece, Piece::Open(_));
    pieces.iter().filter(is_open).count()
}

/// The pieces as plain text. An open place is its name between [`OPEN_MARK`]s.
#[must_use]
pub fn text(pieces: &[Piece], name: &dyn Fn(&str) -> String) -> String {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Words(words) | Piece::Filled { given: words, .. } => text.push_str(words),
            Piece::Open(slot) => text.push_str(&[OPEN_MARK[0], &name(slot), OPEN_MARK[1]].concat()),
            Piece::Break => text.push_str("\n\n"),
        }
    }
    text
}

/// A text on one line: without white space at its ends, and a single space for any within.
#[must_use]
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// The pieces of a template. A brace that opens no place stands for itself.
fn fill(template: &str, slot: &str, value: Values<'_>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        pieces.push(Piece::Words(before.to_owned()));
        pieces.push(if name == PARAGRAPH {
            Piece::Break
        } else {
            let name = if name == OWN_WORDS { slot } else { name };
            let given = value(name).map(|given| one_line(&given));
            match given.filter(|given| !given.is_empty()) {
                Some(given) => Piece::Filled {
                    place: name.to_owned(),
                    given,
                },
                None => Piece::Open(name.to_owned()),
            }
        });
        rest = after;
    }
    pieces.push(Piece::Words(rest.to_owned()));
    pieces.retain(|piece| *piece != Piece::Words(String::new()));
    pieces
}

/// Puts neighbouring words into one piece, leaves out empty paragraphs, and takes away the full stop after
/// words that end in one.
fn normalize(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut settled: Vec<Piece> = Vec::new();
    for mut piece in pieces {
        match (settled.last_mut(), &mut piece) {
            (Some(Piece::Words(before)), Piece::Words(words)) => {
                before.push_str(words);
                continue;
            }
            (Some(Piece::Filled { given, .. }), Piece::Words(words))
                if given.ends_with(['.', '!', '?', '…', '؟', '。', '！', '？'])
                    && words.starts_with('.') =>
            {
                words.remove(0);
            }
            _ => {}
        }
        let is_nothing = match &piece {
            Piece::Words(words) => words.is_empty(),
            Piece::Break => matches!(settled.last(), None | Some(Piece::Break)),
            _ => false,
        };
        if !is_nothing {
            settled.push(piece);
        }
    }
    settled.pop_if(|last| *last == Piece::Break);
    settled
}

/// How many words a letter's text has. Open places count for none, nor do signs that stand alone.
#[must_use]
pub fn words(text: &str) -> usize {
    let mut count = 0;
    for (words, _) in around_marks(text) {
        let is_word = |word: &&str| word.chars().any(char::is_alphanumeric);
        count += words.split_whitespace().filter(is_word).count();
    }
    count
}

/// What stands before each open place, and what the place is called; at the end, what stands after the last.
/// A mark of which the end is gone reaches to the end of its line: half a mark is no finished letter either.
fn around_marks(text: &str) -> Vec<(&str, Option<&str>)> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OPEN_MARK[0]) {
        let (line, below) = after.split_at(after.find('\n').unwrap_or(after.len()));
        let (name, _) = line.split_once(OPEN_MARK[1]).unwrap_or((line, ""));
        parts.push((before, Some(name)));
        let beside = after.get(name.len() + OPEN_MARK[1].len()..);
        rest = beside.filter(|_| name.len() < line.len()).unwrap_or(below);
    }
    parts.push((rest, None));
    parts
}

/// The phrases that the linter looks for: one after the other, with `;` between. A word may end in `*`,
/// which stands for any ending.
#[derive(Clone, Copy, Debug, Default)]
pub struct Phrases<'a> {
    /// Ways to say sorry.
    pub apology: &'a str,
    /// Ways to blame.
    pub blame: &'a str,
}

/// Something that a letter should not have (scoring.md section 7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Places are open.
    Open {
        /// What they are called, in order.
        names: Vec<String>,
    },
    /// It says sorry more than once.
    Apologies {
        /// How often.
        count: usize,
    },
    /// It blames somebody.
    Blame {
        /// In which words.
        words: String,
    },
    /// It has more words than it should.
    TooLong {
        /// How many more.
        over: usize,
    },
}

/// What is wrong with a letter's text, which should have at most so many words.
#[must_use]
pub fn lint(text: &str, most: usize, phrases: Phrases<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let marks = around_marks(text).into_iter();
    let names: Vec<String> = marks
        .filter_map(|(_, name)| name.map(str::to_owned))
        .collect();
    if !names.is_empty() {
        findings.push(Finding::Open { names });
    }
    let spoken = spoken(text);
    let apologies = said(&spoken, phrases.apology);
    if apologies.len() > 1 {
        let count = apologies.len();
        findings.push(Finding::Apologies { count });
    }
    let mut blames = said(&spoken, phrases.blame);
    if !blames.is_empty() {
        let words = blames.swap_remove(0);
        findings.push(Finding::Blame { words });
    }
    let over = words(text).saturating_sub(most);
    if over > 0 {
        findings.push(Finding::TooLong { over });
    }
    findings
}

/// The words of a text in small letters, without signs but for apostrophes.
fn spoken(text: &str) -> Vec<String> {
    let text = text.replace('’', "'").to_lowercase();
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '\'');
    let words = words.map(|word| word.trim_matches('\''));
    let words = words.filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// Each place where one of the phrases stands, in the words of the text.
fn said(spoken: &[String], phrases: &str) -> Vec<String> {
    let mut said = Vec::new();
    for phrase in phrases.split(';') {
        let phrase: Vec<&str> = phrase.split_whitespace().collect();
        if phrase.is_empty() {
            continue;
        }
        for here in spoken.windows(phrase.len()) {
            let mut pairs = phrase.iter().zip(here);
            let fits = pairs.all(|(wanted, word)| match wanted.strip_suffix('*') {
                Some(stem) => word.starts_with(stem),
                None => word == wanted,
            });
            if fits {
                said.push(here.join(" "));
            }
        }
    }
    said
}
