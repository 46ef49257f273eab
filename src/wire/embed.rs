//! What a careers page and the frame in it say to each other (design.md section 4).
//!
//! Owns every message: which there are, what they may hold, and how much of what the page says is believed.
//! A message to the page holds whole numbers alone, and none that an answer could change; there is no
//! message that could carry a text. Must not know a window, a port or a screen.

use std::cell::RefCell;

use super::json::{Object, Reader};
use theme::Theme;

pub mod theme;

/// What marks a message as one of ours, and a frame's name as one that tells what to show.
pub const NAMESPACE: &str = "interview-hindsight";

/// The version of the protocol.
const VERSION: i64 = 1;

/// Heights come in steps of this many pixels, so that a line more or less is not told.
pub const STEP: u32 = 160;

/// The greatest height, in pixels. More than this scrolls in the frame.
pub const TALLEST: u32 = 60 * STEP;

/// No message from a page is longer, in bytes. Ours have some 200.
const MAX_BYTES: usize = 4_096;

/// How much of the quiz is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Show {
    /// Everything.
    #[default]
    Full,
    /// Without verdict, numbers and the letters that ask for something.
    Learn,
}

/// What a page wants of the frame from the start.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// Names the element in every message; empty where the page made the frame by hand.
    pub id: String,
    /// The language's tag.
    pub locale: Option<String>,
    /// How much is shown.
    pub show: Show,
    /// What it looks like.
    pub theme: Theme,
    /// What could not be used, in words for the page's owner.
    pub complaints: Vec<String>,
}

impl Settings {
    /// Reads a frame's name. What it does not know, or cannot use, is left out.
    pub fn parse(name: &str) -> Self {
        let mut settings = Self::default();
        let Some(json) = name.strip_prefix(NAMESPACE) else {
            return settings;
        };
        let Some(fields) = fields(json) else {
            return settings;
        };
        let problems = RefCell::default();
        let reader = Reader::new(fields, &problems);
        let text = |name: &str| {
            Some(
                reader
                    .raw(name)
                    .and_then(|_| reader.text(name, 64))?
                    .into_owned(),
            )
        };
        settings.id = text("id").unwrap_or_default();
        settings.locale = text("locale");
        match text("show").as_deref() {
            Some("learn") => settings.show = Show::Learn,
            None | Some("full") => {}
            Some(_) => settings
                .complaints
                .push("show is \"full\" or \"learn\".".to_owned()),
        }
        (settings.theme, settings.complaints) =
            Theme::read(&reader, std::mem::take(&mut settings.complaints));
        settings
    }
}

/// The name of a frame that wants these settings, as the element writes it.
pub fn frame_name(settings: &[(&str, &str)]) -> String {
    let mut name = [NAMESPACE, " {"].concat();
    for (place, (key, value)) in settings.iter().enumerate() {
        if place > 0 {
            name.push(',');
        }
        let value = serde_json::Value::from(*value).to_string();
        name.extend(["\"", key, "\":", &value]);
    }
    name.push('}');
    name
}

/// What a page says over the port.
#[derive(Clone, Debug, PartialEq)]
pub enum FromHost {
    /// Another language.
    Locale(String),
    /// Another look, and what of it could not be used.
    Theme(Theme, Vec<String>),
    /// The focus is wanted in the frame.
    Focus,
}

/// What the page is told over the port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToHost {
    /// The quiz can be used.
    Ready,
    /// The height that the frame needs, in pixels: a multiple of [`STEP`].
    Resize(u32),
    /// Another stage of the way through was reached.
    Step {
        /// Counted from 0.
        stage: u32,
        /// The last one; always the same.
        of: u32,
    },
    /// A result is on the screen.
    Complete,
    /// The top of what is shown now, in pixels below the top of the frame. Only after a person did something.
    Scroll(u32),
}

impl ToHost {
    /// The type of the message, and its data as JSON. embed/frame.js puts the rest around them.
    pub fn write(self) -> (&'static str, String) {
        let (kind, data) = match self {
            Self::Ready => ("ready", String::new()),
            Self::Complete => ("complete", String::new()),
            Self::Resize(h) => ("resize", ["\"h\":", &h.to_string()].concat()),
            Self::Scroll(y) => ("scroll", ["\"y\":", &y.to_string()].concat()),
            Self::Step { stage, of } => (
                "step",
                [
                    "\"stage\":",
                    &stage.to_string(),
                    ",\"of\":",
                    &of.to_string(),
                ]
                .concat(),
            ),
        };
        (kind, ["{", &data, "}"].concat())
    }
}

/// Where the pages of the HTML have come to, as embed/frame.js gives them over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EarlyFrame {
    /// Whether the page around has answered.
    pub connected: bool,
    /// Whether the person has come to the program's first screen by a step.
    pub is_step: bool,
    /// The stage that was told last.
    pub stage: u32,
    /// The sort of page that was shown last, by its name there.
    pub sort: String,
    /// The height that was asked for, in pixels; 0 before any was.
    pub height: u32,
}

impl EarlyFrame {
    /// Reads what frame.js gives over. A field that is missing is not known there yet.
    pub fn parse(json: &str) -> Self {
        let Some(fields) = fields(json) else {
            return Self::default();
        };
        let problems = RefCell::default();
        let reader = Reader::new(fields, &problems);
        let text = |name: &str| Some(reader.text(name, 16)?.into_owned());
        Self {
            connected: false,
            is_step: false,
            stage: text("stage")
                .and_then(|stage| stage.parse().ok())
                .unwrap_or(0),
            sort: text("sort").unwrap_or_default(),
            height: pixels(&reader, "height"),
        }
    }
}

/// The heights of the pages that stand in the HTML, in pixels, as embed/frame.js measures them at the width that there
/// is. They come from the HTML as it was built.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PageHeights {
    /// Of what stands around every screen.
    pub around: u32,
    /// Of the start.
    pub start: u32,
    /// Of the tallest page with a question.
    pub question: u32,
    /// Of the list of answers.
    pub list: u32,
    /// Of the tallest part that can be opened.
    pub part: u32,
}

impl PageHeights {
    /// Reads what frame.js gives.
    pub fn parse(json: &str) -> Self {
        let Some(fields) = fields(json) else {
            return Self::default();
        };
        let problems = RefCell::default();
        let reader = Reader::new(fields, &problems);
        Self {
            around: pixels(&reader, "around"),
            start: pixels(&reader, "start"),
            question: pixels(&reader, "question"),
            list: pixels(&reader, "list"),
            part: pixels(&reader, "part"),
        }
    }
}

fn pixels(reader: &Reader<'_, '_>, name: &str) -> u32 {
    reader.number::<u32>(name, 0, 1_000_000).unwrap_or(0)
}

/// What the browser says of the frame's layout, in whole pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The width that there is, scrollbar and all.
    pub width: u32,
    /// The height of the screen, without what stands around it.
    pub screen: u32,
    /// Whether anything on it that can be opened is open.
    pub is_open: bool,
    /// What the pages of the HTML measure at this width.
    pub pages: PageHeights,
    /// The hidden samples, where some are drawn.
    pub samples: Option<SampleHeights>,
}

/// How high hidden samples are, in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SampleHeights {
    /// The shortest one.
    pub shortest: u32,
    /// The tallest one.
    pub tallest: u32,
    /// The tallest part that can be opened on any of them.
    pub part: u32,
}

/// The height that is asked for where this many pixels are needed.
pub fn round_up_to_step(needed: u32) -> u32 {
    needed
        .div_ceil(STEP)
        .saturating_mul(STEP)
        .clamp(STEP, TALLEST)
}

/// Whether this is the page's answer to our hello. `json` may be anything.
pub fn is_init(json: &str, id: &str) -> bool {
    envelope(json, id, &mut |kind, _| (kind == "init").then_some(())).is_some()
}

/// What the page says. `None` for what is no message for us, of a type that we do not know, or of another
/// version.
pub fn read(json: &str, id: &str) -> Option<FromHost> {
    envelope(json, id, &mut |kind, data| match kind {
        "locale" => Some(FromHost::Locale(data.text("tag", 64)?.into_owned())),
        "theme" => {
            let (theme, complaints) = Theme::read(data, Vec::new());
            Some(FromHost::Theme(theme, complaints))
        }
        "focus" => Some(FromHost::Focus),
        _ => None,
    })
}

/// Opens a message: namespace, version and id have to be right before its type and data are looked at.
fn envelope<T>(
    json: &str,
    id: &str,
    open: &mut dyn FnMut(&str, &Reader<'_, '_>) -> Option<T>,
) -> Option<T> {
    let problems = RefCell::default();
    let message = Reader::new(fields(json)?, &problems);
    let ours = message.text("ns", 64)? == NAMESPACE
        && message.number::<i64>("v", VERSION, VERSION).is_some()
        && message.text("id", 64)? == id;
    if !ours {
        return None;
    }
    let kind = message.text("type", 64)?;
    open(&kind, &message.object("data")?)
}

fn fields(json: &str) -> Option<Object<'_>> {
    if json.len() > MAX_BYTES {
        return None;
    }
    Object::parse(json).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(kind: &str, data: &str) -> String {
        format!(
            r#"{{"ns":"interview-hindsight","v":1,"id":"a","type":"{kind}","seq":1,"data":{data}}}"#
        )
    }

    #[test]
    fn what_the_page_is_told_holds_numbers_alone() {
        for (told, kind, data) in [
            (ToHost::Ready, "ready", "{}"),
            (ToHost::Resize(480), "resize", r#"{"h":480}"#),
            (
                ToHost::Step { stage: 1, of: 6 },
                "step",
                r#"{"stage":1,"of":6}"#,
            ),
            (ToHost::Complete, "complete", "{}"),
            (ToHost::Scroll(0), "scroll", r#"{"y":0}"#),
        ] {
            assert_eq!(told.write(), (kind, data.to_owned()));
        }
    }

    #[test]
    fn what_was_before_the_program_is_read_as_far_as_it_is_known() {
        let known = r#"{"stage":"2","sort":"list","height":1280}"#;
        let expected = EarlyFrame {
            stage: 2,
            sort: "list".to_owned(),
            height: 1_280,
            ..EarlyFrame::default()
        };
        assert_eq!(EarlyFrame::parse(known), expected);
        let nothing_yet = r#"{"stage":"0","height":0}"#;
        assert_eq!(EarlyFrame::parse(nothing_yet), EarlyFrame::default());
        assert_eq!(EarlyFrame::parse("null"), EarlyFrame::default());
        let heights = PageHeights {
            around: 200,
            start: 950,
            question: 900,
            list: 1_200,
            part: 80,
        };
        let measured = r#"{"around":200,"start":950,"question":900,"list":1200,"part":80}"#;
        assert_eq!(PageHeights::parse(measured), heights);
        assert_eq!(PageHeights::parse("null"), PageHeights::default());
    }

    #[test]
    fn heights_are_whole_steps_within_bounds() {
        let check = |needed, expected| assert_eq!(round_up_to_step(needed), expected);
        check(0, 160);
        check(160, 160);
        check(161, 320);
        check(u32::MAX, TALLEST);
    }

    #[test]
    fn only_a_message_of_ours_is_opened() {
        assert!(is_init(&message("init", "{}"), "a"));
        for other in [
            message("hello", "{}"),
            message("init", "{}").replace("\"a\"", "\"b\""),
            message("init", "{}").replace("-hindsight", ""),
            message("init", "{}").replace("\"v\":1", "\"v\":2"),
            message("init", "[]"),
            message("__proto__", "{}"),
            "null".to_owned(),
            "[]".to_owned(),
            "7".to_owned(),
            String::new(),
            "{".repeat(5_000),
            "[".repeat(4_000),
        ] {
            assert!(!is_init(&other, "a"), "{other}");
            assert_eq!(read(&other, "a"), None, "{other}");
        }
    }

    #[test]
    fn unknown_types_are_ignored() {
        for kind in ["init", "resize", "constructor", "toString", "", "eval"] {
            assert_eq!(read(&message(kind, "{}"), "a"), None, "{kind}");
        }
        assert_eq!(read(&message("focus", "{}"), "a"), Some(FromHost::Focus));
        assert_eq!(
            read(&message("locale", r#"{"tag":"en-GB"}"#), "a"),
            Some(FromHost::Locale("en-GB".to_owned()))
        );
        assert_eq!(read(&message("locale", r#"{"tag":7}"#), "a"), None);
        let long = format!(r#"{{"tag":"{}"}}"#, "x".repeat(65));
        assert_eq!(read(&message("locale", &long), "a"), None);
    }

    #[test]
    fn a_frames_name_says_what_to_show() {
        let settings = Settings::parse(
            r#"interview-hindsight {"id":"1,2","show":"learn","locale":"en-GB","else":7}"#,
        );
        assert_eq!(settings.id, "1,2");
        assert_eq!(settings.show, Show::Learn);
        assert_eq!(settings.locale.as_deref(), Some("en-GB"));
        assert!(settings.complaints.is_empty());
    }

    #[test]
    fn a_name_that_is_not_ours_or_is_wrong_says_nothing() {
        for name in [
            "",
            "main",
            "interview-hindsight",
            "interview-hindsight {",
            "interview-hindsight []",
        ] {
            assert_eq!(Settings::parse(name), Settings::default(), "{name}");
        }
        let odd = Settings::parse(r#"interview-hindsight {"show":"all","id":7}"#);
        assert_eq!((odd.show, odd.id.as_str()), (Show::Full, ""));
        assert_eq!(odd.complaints.len(), 1);
    }

    #[test]
    fn a_name_that_was_written_can_be_read() {
        let name = frame_name(&[("locale", "en-GB"), ("show", "learn"), ("id", "a\"b")]);
        let read = Settings::parse(&name);
        assert_eq!(read.locale.as_deref(), Some("en-GB"));
        assert_eq!((read.show, read.id.as_str()), (Show::Learn, "a\"b"));
        assert_eq!(Settings::parse(&frame_name(&[])), Settings::default());
    }
}
