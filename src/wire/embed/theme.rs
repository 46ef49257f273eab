//! The look that a careers page asks for: a short list of tokens, each parsed, none handed on as it came.
//!
//! Owns [`Theme`], what each token may be, and the contrast that its colours have to have. What comes out
//! is made of our own names and of colours that were read, so no text of a page ever reaches a style sheet.

use crate::wire::json::Reader;

/// What a text has to have against what it stands on (WCAG 2.2, 1.4.3).
const READABLE: f64 = 4.5;

/// What a line or a ring has to have (WCAG 2.2, 1.4.11).
const VISIBLE: f64 = 3.0;

/// Names of fonts; each is a stack of faces that systems have, in the style sheet.
pub const FONTS: [&str; 7] = [
    "default",
    "system",
    "serif",
    "humanist",
    "geometric",
    "rounded",
    "mono",
];

/// The greatest radius, in px.
pub const ROUNDEST: u8 = 24;

/// Light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// A colour: red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour([u8; 3]);

/// What the page stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Background {
    /// A colour.
    Colour(Colour),
    /// Whatever the page around has there.
    Transparent,
}

/// What a page asked for, as far as it can be used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Theme {
    /// Light or dark; `None` as the device says.
    pub mode: Option<Scheme>,
    background: Option<Background>,
    text: Option<Colour>,
    accent: Option<Colour>,
    radius: Option<u8>,
    /// One of the names in [`FONTS`].
    pub font: Option<&'static str>,
    /// Whether everything stands closer together.
    pub compact: bool,
}

/// How a theme is shown: attributes of the page, and custom properties.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThemeStyle {
    /// Light or dark, where that does not hang on the device.
    pub scheme: Option<Scheme>,
    /// Names of custom properties with their values.
    pub properties: Vec<(&'static str, String)>,
    /// Why the colours are not used, in words for the page's owner.
    pub refused: Option<String>,
}

/// Every property that a look may set, to be taken back by the next.
pub const PROPERTIES: [&str; 17] = [
    "--ground",
    "--surface",
    "--sunken",
    "--ink",
    "--ink-soft",
    "--line",
    "--line-strong",
    "--accent",
    "--accent-strong",
    "--accent-wash",
    "--on-accent",
    "--for",
    "--for-wash",
    "--against",
    "--against-wash",
    "--focus",
    "--radius",
];

impl Theme {
    /// Reads the tokens, and adds to the complaints about those that cannot be used.
    pub(super) fn read(
        fields: &Reader<'_, '_>,
        mut complaints: Vec<String>,
    ) -> (Self, Vec<String>) {
        let mut theme = Self::default();
        for (name, raw) in fields.entries() {
            let Some(token) = name.strip_prefix("theme-") else {
                continue;
            };
            // No token that can be used is longer.
            let text = fields.text_in(name, raw, 16);
            if let Some(wanted) = theme.take(token, text.as_deref().unwrap_or_default()) {
                complaints.push(["theme-", token, " is ", wanted, "."].concat());
            }
        }
        (theme, complaints)
    }

    /// Takes a token; what it may be, where it is something else.
    fn take(&mut self, token: &str, text: &str) -> Option<&'static str> {
        const COLOUR: &str = "a colour such as #67305a";
        match token {
            "mode" => match text {
                "auto" => self.mode = None,
                "light" => self.mode = Some(Scheme::Light),
                "dark" => self.mode = Some(Scheme::Dark),
                _ => return Some("auto, light or dark"),
            },
            "background" => match (text, Colour::parse(text)) {
                ("transparent", _) => self.background = Some(Background::Transparent),
                (_, Some(colour)) => self.background = Some(Background::Colour(colour)),
                _ => return Some("transparent, or a colour such as #67305a"),
            },
            "text" => match Colour::parse(text) {
                None => return Some(COLOUR),
                colour => self.text = colour,
            },
            "accent" => match Colour::parse(text) {
                None => return Some(COLOUR),
                colour => self.accent = colour,
            },
            "radius" => match text.parse() {
                Ok(radius) if radius <= ROUNDEST => self.radius = Some(radius),
                _ => return Some("a whole number from 0 to 24"),
            },
            "font" => match FONTS.iter().find(|font| **font == text) {
                Some(font) => self.font = Some(*font),
                None => {
                    return Some("default, system, serif, humanist, geometric, rounded or mono");
                }
            },
            "density" => match text {
                "comfortable" => self.compact = false,
                "compact" => self.compact = true,
                _ => return Some("comfortable or compact"),
            },
            _ => return Some("not known"),
        }
        None
    }

    /// How it is shown. Colours that cannot be read on each other are refused, all of them.
    pub fn look(&self) -> ThemeStyle {
        let mut look = ThemeStyle {
            scheme: self.mode,
            ..ThemeStyle::default()
        };
        let ground = match self.background {
            Some(Background::Colour(colour)) => Some(colour),
            _ => None,
        };
        let coloured = match (ground, self.text, self.accent) {
            (None, None, None) => Ok(()),
            (None, None, Some(accent)) => self.accented(accent, &mut look),
            _ => self.coloured(ground, &mut look),
        };
        if let Err(why) = coloured {
            look.refused = Some(why);
            look.scheme = self.mode;
            look.properties.clear();
        }
        if self.background == Some(Background::Transparent) {
            look.properties.retain(|(name, _)| *name != "--ground");
            look.properties.push(("--ground", "transparent".to_owned()));
        }
        if let Some(radius) = self.radius {
            look.properties
                .push(("--radius", [&radius.to_string(), "px"].concat()));
        }
        look
    }

    /// An accent alone: our own paper, in light and dark as the device says.
    fn accented(&self, accent: Colour, look: &mut ThemeStyle) -> Result<(), String> {
        let (light, dark) = (Surface::own(Scheme::Light), Surface::own(Scheme::Dark));
        let pairs = match self.mode {
            Some(Scheme::Dark) => {
                readable("theme-accent", accent, dark.sunken)?;
                dark.accents(accent)
                    .map(|(name, colour)| (name, colour.hex()))
            }
            Some(Scheme::Light) => {
                readable("theme-accent", accent, light.sunken)?;
                light
                    .accents(accent)
                    .map(|(name, colour)| (name, colour.hex()))
            }
            None => {
                readable("theme-accent", accent, light.sunken)?;
                // No colour can be read on both; on dark it is made lighter.
                let in_dark = dark.accents(accent.nearest(dark.sunken, READABLE));
                let mut in_dark = in_dark.into_iter();
                light.accents(accent).map(|(name, colour)| {
                    let other = in_dark.next().map_or(colour, |(_, other)| other);
                    (
                        name,
                        ["light-dark(", &colour.hex(), ", ", &other.hex(), ")"].concat(),
                    )
                })
            }
        };
        look.properties.extend(pairs);
        Ok(())
    }

    /// Surface or ink of its own: everything else follows from it, in one scheme.
    fn coloured(&self, ground: Option<Colour>, look: &mut ThemeStyle) -> Result<(), String> {
        let is_dark = match (self.mode, ground, self.text) {
            (Some(mode), ..) => mode == Scheme::Dark,
            // What black cannot be read on so well as white.
            (None, Some(ground), _) => ground.contrast(WHITE) > ground.contrast(BLACK),
            (None, None, text) => {
                text.is_some_and(|text| text.contrast(BLACK) > text.contrast(WHITE))
            }
        };
        let scheme = if is_dark { Scheme::Dark } else { Scheme::Light };
        let own = Surface::own(scheme);
        let paper = Surface::new(
            ground.unwrap_or(own.ground),
            self.text.unwrap_or(own.ink),
            scheme,
        );
        readable("theme-text", paper.ink, paper.sunken)?;
        let accent = match self.accent {
            Some(accent) => {
                readable("theme-accent", accent, paper.sunken)?;
                accent
            }
            None => paper.own_accent().nearest(paper.sunken, READABLE),
        };
        look.scheme = Some(scheme);
        let pairs = paper.colours().into_iter().chain(paper.accents(accent));
        look.properties
            .extend(pairs.map(|(name, colour)| (name, colour.hex())));
        Ok(())
    }
}

/// Fails where one colour cannot be read on the other; says which pair, and what could be.
fn readable(token: &str, colour: Colour, on: Colour) -> Result<(), String> {
    let contrast = colour.contrast(on);
    if contrast >= READABLE {
        return Ok(());
    }
    // Rounded down, so that 4.49 does not read as 4.5. Both numbers are small and not negative.
    let tenths = (contrast * 10.0) as u32;
    Err([
        "The theme's colours are not used: ",
        token,
        " ",
        &colour.hex(),
        " on its background (",
        &on.hex(),
        " in boxes) has a contrast of ",
        &(tenths / 10).to_string(),
        ".",
        &(tenths % 10).to_string(),
        ":1, and needs 4.5:1. The nearest that has it is ",
        &colour.nearest(on, READABLE).hex(),
        ".",
    ]
    .concat())
}

const WHITE: Colour = Colour([255; 3]);
const BLACK: Colour = Colour([0; 3]);

/// Surface and ink, with what follows from them.
struct Surface {
    scheme: Scheme,
    ground: Colour,
    ink: Colour,
    /// Of what lies lower, and the hardest to read on.
    sunken: Colour,
}

impl Surface {
    fn new(ground: Colour, ink: Colour, scheme: Scheme) -> Self {
        Self {
            scheme,
            ground,
            ink,
            sunken: ground.mixed(ink, 6),
        }
    }

    /// Our own, as `styles/token.css` has it.
    fn own(scheme: Scheme) -> Self {
        match scheme {
            Scheme::Light => Self::new(
                Colour([0xfa, 0xf7, 0xf2]),
                Colour([0x2b, 0x26, 0x22]),
                scheme,
            ),
            Scheme::Dark => Self::new(
                Colour([0x1b, 0x1a, 0x18]),
                Colour([0xec, 0xe5, 0xda]),
                scheme,
            ),
        }
    }

    /// Our own colours for the accent, for and against a yes, and the focus, in this scheme.
    fn marks(&self) -> [Colour; 4] {
        match self.scheme {
            Scheme::Light => [
                Colour([0x67, 0x30, 0x5a]),
                Colour([0x17, 0x67, 0x6c]),
                Colour([0xa3, 0x47, 0x0f]),
                Colour([0x1d, 0x4f, 0x91]),
            ],
            Scheme::Dark => [
                Colour([0xdf, 0xb3, 0xd3]),
                Colour([0x79, 0xc7, 0xc5]),
                Colour([0xf0, 0xa6, 0x73]),
                Colour([0x9c, 0xc4, 0xff]),
            ],
        }
    }

    fn own_accent(&self) -> Colour {
        self.marks()[0]
    }

    /// A wash of a colour on the paper, unless something could not be read on it.
    fn wash(&self, of: Colour) -> Colour {
        let wash = self.ground.mixed(of, 9);
        let fits = wash.contrast(self.ink) >= READABLE && wash.contrast(of) >= READABLE;
        if fits { wash } else { self.ground }
    }

    fn colours(&self) -> [(&'static str, Colour); 12] {
        let [_, for_yes, against, focus] =
            self.marks().map(|mark| mark.nearest(self.sunken, READABLE));
        let soft = self.ink.mixed(self.ground, 25);
        [
            ("--ground", self.ground),
            ("--surface", self.ground),
            ("--sunken", self.sunken),
            ("--ink", self.ink),
            ("--ink-soft", soft.nearest(self.sunken, READABLE)),
            ("--line", self.ground.mixed(self.ink, 16)),
            (
                "--line-strong",
                self.ground
                    .mixed(self.ink, 50)
                    .nearest(self.sunken, VISIBLE),
            ),
            ("--for", for_yes),
            ("--for-wash", self.wash(for_yes)),
            ("--against", against),
            ("--against-wash", self.wash(against)),
            ("--focus", focus),
        ]
    }

    fn accents(&self, accent: Colour) -> [(&'static str, Colour); 4] {
        let on = if accent.contrast(WHITE) >= accent.contrast(BLACK) {
            WHITE
        } else {
            BLACK
        };
        let strong = accent.mixed(self.ink, 30);
        [
            ("--accent", accent),
            ("--accent-strong", strong.nearest(self.sunken, READABLE)),
            ("--accent-wash", self.wash(accent)),
            ("--on-accent", on),
        ]
    }
}

/// Our own background, text and accent, as `styles/token.css` has them.
pub fn own_colours(scheme: Scheme) -> [Colour; 3] {
    let surface = Surface::own(scheme);
    [surface.ground, surface.ink, surface.own_accent()]
}

impl Colour {
    /// Reads `#rgb` and `#rrggbb`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?.as_bytes();
        let digit = |at: usize| char::from(*digits.get(at)?).to_digit(16);
        let channel = |at: usize| {
            let (high, low) = match digits.len() {
                3 => (digit(at)?, digit(at)?),
                6 => (digit(2 * at)?, digit(2 * at + 1)?),
                _ => return None,
            };
            u8::try_from(16 * high + low).ok()
        };
        Some(Self([channel(0)?, channel(1)?, channel(2)?]))
    }

    /// As `#rrggbb`.
    pub fn hex(self) -> String {
        let mut text = String::from("#");
        for byte in self.0 {
            for half in [byte >> 4, byte & 15] {
                text.extend(char::from_digit(u32::from(half), 16));
            }
        }
        text
    }

    /// This colour with so many hundredths of another in it.
    fn mixed(self, other: Self, hundredths: u32) -> Self {
        let mut mixed = self;
        for (own, other) in mixed.0.iter_mut().zip(other.0) {
            let sum = u32::from(*own) * (100 - hundredths) + u32::from(other) * hundredths;
            // A mean of two bytes is a byte.
            *own = ((sum + 50) / 100) as u8;
        }
        mixed
    }

    /// How bright it is, from 0 to 1 (WCAG 2.2, relative luminance).
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// From 1 to 21.
    fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        let (high, low) = if one > two { (one, two) } else { (two, one) };
        (high + 0.05) / (low + 0.05)
    }

    /// The colour nearest to this one, towards black or white, that has this contrast against another.
    fn nearest(self, on: Self, contrast: f64) -> Self {
        let end = if on.contrast(WHITE) > on.contrast(BLACK) {
            WHITE
        } else {
            BLACK
        };
        let mut hundredths = 0..=100;
        let found = hundredths.find(|part| self.mixed(end, *part).contrast(on) >= contrast);
        found.map_or(end, |part| self.mixed(end, part))
    }
}

/// The light of one channel. `powf` would bring a mathematical library with it; the exponent 2.4 is a
/// square and some square roots, since 0.4 is 0.0110011001100110 in binary.
fn linear(byte: u8) -> f64 {
    let value = f64::from(byte) / 255.0;
    if value <= 0.040_45 {
        return value / 12.92;
    }
    let base = (value + 0.055) / 1.055;
    let mut root = base;
    let mut power = base * base;
    for place in (0..16).rev() {
        root = root.sqrt();
        if 0b0110_0110_0110_0110_u16 >> place & 1 == 1 {
            power *= root;
        }
    }
    power
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::embed::Settings;

    fn theme(tokens: &[(&str, &str)]) -> (Theme, Vec<String>) {
        let fields: serde_json::Map<String, serde_json::Value> = tokens
            .iter()
            .map(|(name, value)| (format!("theme-{name}"), (*value).into()))
            .collect();
        let name = format!("interview-hindsight {}", serde_json::Value::from(fields));
        let settings = Settings::parse(&name);
        (settings.theme, settings.complaints)
    }

    fn look(tokens: &[(&str, &str)]) -> ThemeStyle {
        theme(tokens).0.look()
    }

    fn property(look: &ThemeStyle, wanted: &str) -> Option<Colour> {
        let (_, value) = look.properties.iter().find(|(name, _)| *name == wanted)?;
        Colour::parse(value)
    }

    #[test]
    fn the_contrast_is_that_of_the_guidelines() {
        let check = |one: &str, two: &str, expected: f64| {
            let (Some(one), Some(two)) = (Colour::parse(one), Colour::parse(two)) else {
                panic!("both are colours")
            };
            let got = one.contrast(two);
            assert!((got - expected).abs() < 0.005, "{got} is not {expected}");
        };
        check("#000", "#fff", 21.0);
        check("#777777", "#ffffff", 4.478);
        check("#767676", "#ffffff", 4.542);
        check("#ff0000", "#ffffff", 3.998);
    }

    #[test]
    fn the_light_of_each_channel_is_exact_enough() {
        for byte in 0..=255_u8 {
            let value = f64::from(byte) / 255.0;
            let exact = if value <= 0.040_45 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            };
            assert!((linear(byte) - exact).abs() < 1e-4, "{byte}");
        }
    }

    #[test]
    fn paper_and_ink_are_those_of_the_style_sheet() {
        let sheet = include_str!("../../../styles/token.css");
        let (light, dark) = (Surface::own(Scheme::Light), Surface::own(Scheme::Dark));
        let ([a, b, c, d], [e, f, g, h]) = (light.marks(), dark.marks());
        for (name, one, two) in [
            ("ground", light.ground, dark.ground),
            ("ink", light.ink, dark.ink),
            ("accent", a, e),
            ("for", b, f),
            ("against", c, g),
            ("focus", d, h),
        ] {
            let line = format!("--{name}: light-dark({}, {});", one.hex(), two.hex());
            assert!(sheet.contains(&line), "{line}");
        }
    }

    #[test]
    fn colours_that_cannot_be_read_are_refused_with_the_pair_and_the_nearest() {
        let refused = look(&[("background", "#fff"), ("text", "#999"), ("radius", "8")]);
        assert_eq!(
            refused.refused.as_deref(),
            Some(
                "The theme's colours are not used: theme-text #999999 on its background (#f9f9f9 in boxes) has a contrast of 2.7:1, and needs 4.5:1. The nearest that has it is #737373."
            )
        );
        assert_eq!(refused.properties, [("--radius", "8px".to_owned())]);
        let accent = look(&[("accent", "#ffcc00")]).refused.unwrap_or_default();
        assert!(accent.contains("theme-accent #ffcc00"), "{accent}");
    }

    #[test]
    fn whatever_is_accepted_can_be_read() {
        let steps = ["00", "33", "66", "99", "cc", "ff"];
        let mut accepted = 0;
        for red in steps {
            for green in steps {
                for blue in steps {
                    let ground = format!("#{red}{green}{blue}");
                    for (text, accent) in [
                        ("#000", "#67305a"),
                        ("#fff", "#ffdd88"),
                        ("#222", "#004488"),
                    ] {
                        let look =
                            look(&[("background", &ground), ("text", text), ("accent", accent)]);
                        if look.refused.is_some() {
                            assert!(look.properties.is_empty());
                            continue;
                        }
                        accepted += 1;
                        let get = |name| property(&look, name).unwrap_or(BLACK);
                        for (ink, on) in [
                            ("--ink", "--ground"),
                            ("--ink", "--sunken"),
                            ("--ink-soft", "--surface"),
                            ("--ink-soft", "--sunken"),
                            ("--ink", "--accent-wash"),
                            ("--accent", "--sunken"),
                            ("--accent-strong", "--sunken"),
                            ("--accent", "--accent-wash"),
                            ("--on-accent", "--accent"),
                            ("--for", "--for-wash"),
                            ("--against", "--against-wash"),
                        ] {
                            let contrast = get(ink).contrast(get(on));
                            assert!(
                                contrast >= READABLE,
                                "{ink} on {on}, {ground} {text} {accent}: {contrast}"
                            );
                        }
                    }
                }
            }
        }
        assert!(accepted > 100, "{accepted}");
    }

    /// How bright embed/frame.js takes a colour to be.
    fn early_light(colour: Colour) -> f64 {
        let weighed = [21.0, 72.0, 7.0].into_iter().zip(colour.0);
        let sum: f64 = weighed
            .map(|(weight, byte)| weight * f64::from(byte).powi(2))
            .sum();
        (6e5 + sum).ln()
    }

    #[test]
    fn what_a_frame_shows_before_the_program_is_there_can_be_read() {
        let script = include_str!("../../../embed/frame.js");
        for part in ["[21, 72, 7]", "6e5)", "> 1.5;"] {
            assert!(script.contains(part), "frame.js has another {part}");
        }
        let sheet = include_str!("../../../styles/component/embed.css");
        for line in [
            "--sunken: color-mix(in srgb, var(--ink) 6%, var(--ground));",
            "--line-strong: color-mix(in srgb, var(--ink) 75%, var(--ground));",
            "--ink-soft: var(--ink);",
            "--on-accent: var(--ground);",
        ] {
            assert!(sheet.contains(line), "{line}");
        }
        let bytes = [0x00, 0x2a, 0x55, 0x80, 0xaa, 0xd5, 0xff];
        let mut colours = Vec::new();
        for red in bytes {
            for green in bytes {
                colours.extend(bytes.map(|blue| Colour([red, green, blue])));
            }
        }
        let mut shown = 0;
        for ground in &colours {
            let stands_apart =
                |colour: &&Colour| (early_light(**colour) - early_light(*ground)).abs() > 1.5;
            let apart: Vec<&Colour> = colours.iter().filter(stands_apart).collect();
            for ink in &apart {
                let sunken = ground.mixed(**ink, 6);
                let line = ground.mixed(**ink, 75);
                assert!(ink.contrast(sunken) >= READABLE, "{ink:?} on {ground:?}");
                assert!(line.contrast(sunken) >= VISIBLE, "{ink:?} on {ground:?}");
                for accent in &apart {
                    shown += 1;
                    assert!(accent.contrast(*ground) >= READABLE);
                    assert!(
                        accent.contrast(sunken) >= READABLE,
                        "{accent:?} on {ground:?} with {ink:?}"
                    );
                }
            }
        }
        assert!(shown > 10_000, "{shown}");
    }

    #[test]
    fn an_accent_alone_is_made_lighter_where_it_is_dark() {
        let look = look(&[("accent", "#00558b")]);
        let accent = look.properties.iter().find(|(name, _)| *name == "--accent");
        let accent = accent.map(|(_, value)| value.as_str()).unwrap_or_default();
        assert!(accent.starts_with("light-dark(#00558b, #"), "{accent}");
        assert_eq!(look.scheme, None);
    }

    #[test]
    fn a_dark_paper_is_a_dark_page() {
        let look = look(&[("background", "#101820")]);
        assert_eq!((look.scheme, look.refused), (Some(Scheme::Dark), None));
    }

    #[test]
    fn what_is_no_token_changes_nothing_and_is_named() {
        let long = "#".repeat(1_000);
        for (token, value) in [
            ("background", "url(https://example.com/)"),
            ("text", "red;}body{display:none"),
            ("accent", "expression(alert(1))"),
            ("accent", "#12345g"),
            ("accent", "#1234"),
            ("accent", "var(--x)"),
            ("accent", &long),
            ("radius", "1e3"),
            ("radius", "-1"),
            ("radius", "25"),
            ("font", "Comic Sans MS"),
            ("font", "\"; src: url(x)"),
            ("density", "none"),
            ("mode", "blue"),
            ("__proto__", "#000"),
            ("constructor", "#000"),
        ] {
            let (theme, complaints) = theme(&[(token, value)]);
            assert_eq!(theme, Theme::default(), "{token} {value}");
            assert_eq!(theme.look(), ThemeStyle::default(), "{token} {value}");
            assert_eq!(complaints.len(), 1, "{token}");
        }
    }

    #[test]
    fn every_property_of_a_look_is_known_to_be_taken_back() {
        let look = look(&[
            ("background", "#fff"),
            ("text", "#000"),
            ("accent", "#00558b"),
            ("radius", "3"),
        ]);
        assert_eq!(look.properties.len(), PROPERTIES.len());
        for (name, _) in look.properties {
            assert!(PROPERTIES.contains(&name), "{name}");
        }
    }
}
