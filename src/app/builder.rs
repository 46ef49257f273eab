//! What the owner of a careers page chooses, and the HTML that comes of it.
//!
//! Owns the builder page's state and everything that it says in code: the element, the frame, the link, the
//! policy. What a choice may be is known to [`crate::wire::embed`], which the frame reads it with, so that the
//! page refuses here what the frame would refuse there. Must not know how any of it looks.

use crate::wire::embed::theme::{Colour, Scheme, own_colours};
use crate::wire::embed::{Settings, frame_name};
use crate::wire::locale::with_plain_digits;
use crate::wire::quiz_document::BUILT_IN;

/// What can be chosen, in the order of the attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The id of the quiz.
    Quiz,
    /// How much is shown.
    Show,
    /// The language.
    Locale,
    /// Light or dark.
    Mode,
    /// A colour.
    Background,
    /// A colour.
    Text,
    /// A colour.
    Accent,
    /// Of corners, in px.
    Radius,
    /// One of the stacks of fonts.
    Font,
    /// How close together everything stands.
    Density,
    /// The reserved height, in px.
    Height,
    /// What the frame is called for people who do not see it.
    Title,
}

impl Field {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Quiz,
        Self::Show,
        Self::Locale,
        Self::Mode,
        Self::Background,
        Self::Text,
        Self::Accent,
        Self::Radius,
        Self::Font,
        Self::Density,
        Self::Height,
        Self::Title,
    ];

    /// The element's attribute.
    pub fn attribute(self) -> &'static str {
        match self {
            Self::Quiz => "quiz",
            Self::Show => "show",
            Self::Locale => "locale",
            Self::Mode => "theme-mode",
            Self::Background => "theme-background",
            Self::Text => "theme-text",
            Self::Accent => "theme-accent",
            Self::Radius => "theme-radius",
            Self::Font => "theme-font",
            Self::Density => "theme-density",
            Self::Height => "height",
            Self::Title => "title",
        }
    }

    /// Whether it is a whole number.
    pub fn is_number(self) -> bool {
        matches!(self, Self::Radius | Self::Height)
    }

    /// Whether the frame's name says it. Its address says which quiz, and the rest is the element's own.
    fn is_for_the_frame(self) -> bool {
        !matches!(self, Self::Quiz | Self::Height | Self::Title)
    }
}

/// The site that the page belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Its address, with a `/` at the end.
    pub app: String,
    /// Scheme, host and port.
    pub origin: String,
    /// The loader's file under the name that changes with its content, and its hash.
    pub pinned: Option<(String, String)>,
    /// The quizzes besides the built-in one.
    pub own_quizzes: Vec<String>,
}

/// What was chosen. What was not is as the element has it without the attribute.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Builder {
    /// As typed: between two words, a text ends in a space.
    typed: [String; Field::ALL.len()],
    /// The same as the element takes it.
    chosen: [String; Field::ALL.len()],
    /// Whether the page pins the loader by its hash.
    pub is_pinned: bool,
}

/// The element's own reserved height on a wide page, in px.
const RESERVED: u32 = 1_600;

impl Builder {
    /// What was chosen; empty where nothing was.
    pub fn get(&self, field: Field) -> &str {
        &self.chosen[field as usize]
    }

    /// The same as it was typed.
    pub fn typed(&self, field: Field) -> &str {
        &self.typed[field as usize]
    }

    /// Chooses; nothing with an empty text. A number may be typed in the digits of any script.
    pub fn set(&mut self, field: Field, value: &str) {
        self.typed[field as usize] = value.to_owned();
        let value = value.trim();
        self.chosen[field as usize] = match field.is_number() {
            true => with_plain_digits(value),
            false => value.to_owned(),
        };
    }

    /// The colour that a field comes to, as `#rrggbb`: what was chosen, or our own where nothing or no colour was.
    pub fn colour(&self, field: Field) -> String {
        let scheme = match self.get(Field::Mode) {
            "dark" => Scheme::Dark,
            _ => Scheme::Light,
        };
        let [background, text, accent] = own_colours(scheme);
        let own = match field {
            Field::Background => background,
            Field::Text => text,
            _ => accent,
        };
        Colour::parse(self.get(field)).unwrap_or(own).hex()
    }

    /// The element's attributes.
    pub fn attributes(&self) -> Vec<(&'static str, &str)> {
        let chosen = Field::ALL.into_iter();
        chosen
            .map(|field| (field.attribute(), self.get(field)))
            .filter(|(_, value)| !value.is_empty())
            .collect()
    }

    fn for_the_frame(&self) -> Vec<(&'static str, &str)> {
        let fields = Field::ALL
            .into_iter()
            .filter(|field| field.is_for_the_frame());
        fields
            .map(|field| (field.attribute(), self.get(field)))
            .filter(|(_, value)| !value.is_empty())
            .collect()
    }

    /// What the frame would not use, in its own words.
    pub fn problems(&self) -> Vec<String> {
        let settings = Settings::parse(&frame_name(&self.for_the_frame()));
        let refused = settings.theme.look().refused;
        settings.complaints.into_iter().chain(refused).collect()
    }

    /// Whether the height is one, or left to the element.
    pub fn is_height_sound(&self) -> bool {
        let height = self.get(Field::Height);
        height.is_empty() || self.height().is_some()
    }

    fn height(&self) -> Option<u32> {
        let height: u32 = self.get(Field::Height).parse().ok()?;
        (160..=9_600).contains(&height).then_some(height)
    }

    /// The lines for a page that allows a script of the site.
    pub fn element(&self, place: &Place, link: &str) -> String {
        let script = match (&place.pinned, self.is_pinned) {
            (Some((file, integrity)), true) => [
                &place.app,
                file,
                "\" integrity=\"",
                integrity,
                "\" crossorigin=\"anonymous",
            ]
            .concat(),
            _ => [&place.app, "embed.js"].concat(),
        };
        let mut html = [
            "<script type=\"module\" src=\"",
            &script,
            "\"></script>\n<interview-hindsight",
        ]
        .concat();
        for (name, value) in self.attributes() {
            html.extend([" ", name, "=\"", &escaped(value), "\""]);
        }
        html.extend([">", &self.link(place, link), "</interview-hindsight>"]);
        html
    }

    /// The style that reserves the element's room before its script has come, and gives it up where it does not come.
    pub fn style(&self) -> String {
        let height = self.height().unwrap_or(RESERVED).to_string();
        [
            "interview-hindsight:not(:defined) { display: block; min-height: ",
            &height,
            "px; animation: interview-hindsight 0s 8s forwards }\n@keyframes interview-hindsight { to { min-height: 0 } }",
        ]
        .concat()
    }

    /// The frame alone, for a page that allows no script of another site.
    pub fn frame(&self, place: &Place) -> String {
        let title = match self.get(Field::Title) {
            "" => "Interview Hindsight",
            title => title,
        };
        let height = self.height().unwrap_or(RESERVED).to_string();
        let quiz = match self.get(Field::Quiz) {
            "" | BUILT_IN => String::new(),
            own => ["quiz/", own, "/"].concat(),
        };
        let mut html = [
            "<iframe src=\"",
            &place.app,
            "embed/",
            &quiz,
            "\" title=\"",
            &escaped(title),
            "\" width=\"100%\" height=\"",
            &height,
            "\" frameborder=\"0\"\n  loading=\"lazy\" allow=\"clipboard-write; web-share\" referrerpolicy=\"strict-origin\"",
        ]
        .concat();
        let settings = self.for_the_frame();
        if !settings.is_empty() {
            let name = frame_name(&settings);
            html.extend(["\n  name=\"", &escaped(&name), "\""]);
        }
        html.push_str("></iframe>");
        html
    }

    /// The link, for a page that allows nothing else.
    pub fn link(&self, place: &Place, words: &str) -> String {
        let page = match self.get(Field::Quiz) {
            "" | BUILT_IN => place.app.clone(),
            own => [&place.app, "quiz/", own, "/"].concat(),
        };
        [
            "<a href=\"",
            &escaped(&page),
            "\">",
            &escaped(words),
            "</a>",
        ]
        .concat()
    }
}

impl Place {
    /// What a page's policy has to allow, beyond what it allows already.
    pub fn policy(&self) -> String {
        ["script-src ", &self.origin, "; frame-src ", &self.origin].concat()
    }
}

/// The tokens under which everything works in a frame with a sandbox.
pub const SANDBOX: &str = "sandbox=\"allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-downloads\"";

/// A text between quotes, or between tags.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> Place {
        Place {
            app: "https://app.example/".to_owned(),
            origin: "https://app.example".to_owned(),
            pinned: Some(("embed-1.js".to_owned(), "sha384-A".to_owned())),
            own_quizzes: Vec::new(),
        }
    }

    fn built(chosen: &[(Field, &str)]) -> Builder {
        let mut builder = Builder::default();
        for (field, value) in chosen {
            builder.set(*field, value);
        }
        builder
    }

    #[test]
    fn without_choices_it_is_the_one_line_of_the_documentation() {
        let builder = built(&[]);
        assert_eq!(
            builder.element(&place(), "Go"),
            "<script type=\"module\" src=\"https://app.example/embed.js\"></script>\n<interview-hindsight><a href=\"https://app.example/\">Go</a></interview-hindsight>"
        );
        assert!(builder.problems().is_empty());
        assert!(!builder.frame(&place()).contains("name="));
    }

    #[test]
    fn what_is_chosen_stands_in_every_form_of_it() {
        let mut builder = built(&[
            (Field::Quiz, "phone-screen"),
            (Field::Mode, " dark "),
            (Field::Height, "900"),
            (Field::Title, "\"Us\" & <you>"),
        ]);
        builder.is_pinned = true;
        let element = builder.element(&place(), "Go & see");
        assert_eq!(
            element,
            "<script type=\"module\" src=\"https://app.example/embed-1.js\" integrity=\"sha384-A\" crossorigin=\"anonymous\"></script>\n<interview-hindsight quiz=\"phone-screen\" theme-mode=\"dark\" height=\"900\" title=\"&quot;Us&quot; &amp; &lt;you&gt;\"><a href=\"https://app.example/quiz/phone-screen/\">Go &amp; see</a></interview-hindsight>"
        );
        let frame = builder.frame(&place());
        assert!(
            frame.contains("title=\"&quot;Us&quot; &amp; &lt;you&gt;\""),
            "{frame}"
        );
        assert!(frame.contains("height=\"900\""), "{frame}");
        let address = "<iframe src=\"https://app.example/embed/quiz/phone-screen/\"";
        assert!(frame.starts_with(address), "{frame}");
        let name = "name=\"interview-hindsight {&quot;theme-mode&quot;:&quot;dark&quot;}\"";
        assert!(frame.contains(name), "{frame}");
        assert!(builder.style().contains("min-height: 900px"));
    }

    #[test]
    fn the_page_refuses_what_the_frame_would() {
        for (field, value, says) in [
            (Field::Accent, "purple", "theme-accent is a colour such as"),
            (
                Field::Accent,
                "#eeeeee",
                "contrast of 1.0:1, and needs 4.5:1",
            ),
            (Field::Radius, "99", "theme-radius is"),
            (Field::Show, "all", "show is \"full\" or \"learn\""),
        ] {
            let problems = built(&[(field, value)]).problems();
            let found = problems.iter().any(|problem| problem.contains(says));
            assert!(found, "{value}: {problems:?}");
        }
        for (height, sound) in [
            ("", true),
            ("160", true),
            ("9600", true),
            ("159", false),
            ("1e9", false),
            ("-1", false),
        ] {
            assert_eq!(
                built(&[(Field::Height, height)]).is_height_sound(),
                sound,
                "{height}"
            );
        }
    }

    #[test]
    fn numbers_in_the_digits_of_another_script_are_numbers() {
        for (typed, plain) in [("١٢٠٠", "1200"), (" ۱۲۰۰ ", "1200"), ("१२००", "1200")]
        {
            let builder = built(&[(Field::Height, typed), (Field::Radius, "٨")]);
            assert_eq!(builder.typed(Field::Height), typed, "nothing is rewritten");
            assert!(builder.is_height_sound(), "{typed}");
            assert_eq!(builder.problems(), [""; 0]);
            let element = builder.element(&place(), "Go");
            let expected = format!("theme-radius=\"8\" height=\"{plain}\"");
            assert!(element.contains(&expected), "{element}");
            let style = builder.style();
            assert!(style.contains("min-height: 1200px"), "{style}");
        }
    }

    #[test]
    fn a_swatch_shows_the_colour_that_the_quiz_will_have() {
        for (field, typed, mode, shown) in [
            (Field::Background, "", "", "#faf7f2"),
            (Field::Text, "", "", "#2b2622"),
            (Field::Accent, "", "", "#67305a"),
            (Field::Accent, "", "dark", "#dfb3d3"),
            (Field::Background, "transparent", "", "#faf7f2"),
            (Field::Accent, "#0b57d0", "", "#0b57d0"),
            (Field::Accent, "#FA0", "", "#ffaa00"),
            (Field::Accent, "#0b5", "dark", "#00bb55"),
            (Field::Accent, "#0b57d", "", "#67305a"),
        ] {
            let builder = built(&[(Field::Mode, mode), (field, typed)]);
            assert_eq!(builder.colour(field), shown, "{field:?} {typed} {mode}");
        }
    }

    #[test]
    fn fields_and_their_places_agree() {
        for (place, field) in Field::ALL.into_iter().enumerate() {
            assert_eq!(field as usize, place);
        }
        assert_eq!(
            place().policy(),
            "script-src https://app.example; frame-src https://app.example"
        );
    }
}
