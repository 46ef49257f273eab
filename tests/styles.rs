//! Holds the style sheets to what they promise: contrast in both themes, no physical directions, no
//! colour outside the tokens, one prefix.

#![allow(
    clippy::expect_used,
    reason = "a test that cannot be set up has failed"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/styles");

/// All sheets, by their path below `styles/`, without comments.
fn sheets() -> BTreeMap<String, String> {
    let mut sheets = BTreeMap::new();
    let mut folders = vec![PathBuf::from(ROOT)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)
            .expect("the folder of styles")
            .flatten()
        {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "css") {
                let name = path
                    .strip_prefix(ROOT)
                    .expect("a path below it")
                    .display()
                    .to_string();
                let text = fs::read_to_string(&path).expect("a sheet");
                sheets.insert(name.replace('\\', "/"), without_comments(&text));
            }
        }
    }
    sheets
}

fn without_comments(text: &str) -> String {
    let mut parts = text.split("/*");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept.push_str(part.split_once("*/").map_or("", |(_, after)| after));
    }
    kept
}

type Rgb = [f64; 3];

/// The colour tokens of one block: name, light, dark.
fn colours(block: &str) -> BTreeMap<String, [Rgb; 2]> {
    let mut colours = BTreeMap::new();
    for declaration in block.split(';') {
        let Some((name, value)) = declaration.split_once(':') else {
            continue;
        };
        let Some(pair) = value
            .trim()
            .strip_prefix("light-dark(")
            .and_then(|rest| rest.strip_suffix(')'))
        else {
            continue;
        };
        let (light, dark) = pair.split_once(',').expect("two colours");
        let name = name.trim().rsplit("--").next().expect("a name").to_owned();
        colours.insert(name, [hex(light), hex(dark)]);
    }
    colours
}

#[track_caller]
fn hex(text: &str) -> Rgb {
    let digits = text
        .trim()
        .strip_prefix('#')
        .expect("a colour in hexadecimal");
    let wide = if digits.len() == 3 {
        digits.chars().flat_map(|digit| [digit, digit]).collect()
    } else {
        digits.to_owned()
    };
    [0, 2, 4].map(|at| f64::from(u8::from_str_radix(&wide[at..at + 2], 16).expect("two digits")))
}

/// WCAG 2.2: (lighter + 0.05) / (darker + 0.05).
fn contrast(a: Rgb, b: Rgb) -> f64 {
    let luminance = |rgb: Rgb| {
        let linear = rgb.map(|channel| {
            let part = channel / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// What is written on what.
const TEXT: &[(&str, &[&str])] = &[
    (
        "ink",
        &[
            "ground",
            "surface",
            "sunken",
            "accent-wash",
            "for-wash",
            "against-wash",
        ],
    ),
    (
        "ink-soft",
        &["ground", "surface", "sunken", "accent-wash", "against-wash"],
    ),
    (
        "accent",
        &["ground", "surface", "sunken", "accent-wash", "against-wash"],
    ),
    (
        "accent-strong",
        &["ground", "surface", "sunken", "accent-wash", "against-wash"],
    ),
    ("on-accent", &["accent", "accent-strong"]),
    ("for", &["ground", "surface"]),
    ("against", &["ground", "surface", "against-wash"]),
];

/// What is drawn on what: the edges of controls, marks, bars, the ring around what has the focus.
const MARKS: &[(&str, &[&str])] = &[
    ("line-strong", &["ground", "surface", "sunken"]),
    ("accent", &["ground", "surface", "sunken", "line"]),
    ("ink", &["surface", "line"]),
    ("for", &["ground", "surface", "line"]),
    ("against", &["ground", "surface", "line"]),
    ("focus", &["ground", "surface", "sunken"]),
];

fn too_weak(
    colours: &BTreeMap<String, [Rgb; 2]>,
    pairs: &[(&str, &[&str])],
    least: f64,
) -> Vec<String> {
    let mut weak = Vec::new();
    for (on, grounds) in pairs {
        for ground in *grounds {
            for (theme, at) in [("light", 0), ("dark", 1)] {
                let (Some(a), Some(b)) = (colours.get(*on), colours.get(*ground)) else {
                    weak.push(format!("{on} or {ground} is no token"));
                    continue;
                };
                let got = contrast(a[at], b[at]);
                if got < least {
                    weak.push(format!("{on} on {ground}, {theme}: {got:.2}, not {least}"));
                }
            }
        }
    }
    weak
}

#[test]
fn every_pair_of_colours_that_meets_can_be_read_in_both_themes() {
    let tokens = sheets().remove("token.css").expect("the tokens");
    let blocks: Vec<&str> = tokens
        .split(":root {")
        .skip(1)
        .map(|rest| rest.split('}').next().unwrap_or_default())
        .filter(|block| block.contains("--"))
        .collect();
    let [usual, more] = blocks.as_slice() else {
        panic!("one block of tokens, and one for more contrast")
    };
    let usual = colours(usual);
    let mut strong = usual.clone();
    strong.extend(colours(more));

    let mut weak = too_weak(&usual, TEXT, 4.5);
    weak.extend(too_weak(&usual, MARKS, 3.0));
    assert!(weak.is_empty(), "too little contrast:\n{}", weak.join("\n"));

    let on_paper: &[(&str, &[&str])] = &[
        ("ink", &["ground"]),
        ("ink-soft", &["ground"]),
        ("accent", &["ground"]),
    ];
    let weak = too_weak(&strong, on_paper, 7.0);
    assert!(
        weak.is_empty(),
        "too little where more contrast is asked for:\n{}",
        weak.join("\n")
    );
}

#[test]
fn a_browser_without_two_colours_in_one_has_the_light_ones() {
    let sheets = sheets();
    let values = |sheet: &str| -> BTreeMap<String, String> {
        let text = sheets.get(sheet).expect("a sheet");
        // What is said of more contrast comes later, and is left to browsers that have it.
        let first = text.split_once("--ground").expect("a colour").1;
        let block = first.split('}').next().unwrap_or_default();
        let declarations = ["--ground", block].concat();
        let declarations = declarations
            .split(';')
            .filter_map(|one| one.split_once(':'));
        declarations
            .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
            .collect()
    };
    let light_of = |value: &str| {
        let mut parts = value.split("light-dark(");
        let mut light = parts.next().unwrap_or_default().to_owned();
        for pair in parts {
            let end = pair
                .find(", #")
                .or_else(|| pair.find(", rgb"))
                .expect("two");
            light.push_str(&pair[..end]);
            let after = pair[end..].find(')').expect("an end") + end + 1;
            light.push_str(pair[after..].trim_start_matches(')'));
        }
        light
    };
    let both = values("token.css");
    let two = both
        .iter()
        .filter(|(_, value)| value.contains("light-dark("));
    let expected = two.map(|(name, value)| (name.clone(), light_of(value)));
    let found = values("token-without-light-dark.css");
    assert_eq!(found, expected.collect::<BTreeMap<_, _>>());
    assert!(found.len() > 15, "{found:?}");
}

#[test]
fn the_check_of_contrast_can_fail() {
    let grey = hex("#999");
    let colours = BTreeMap::from([
        ("a".to_owned(), [grey, grey]),
        ("b".to_owned(), [hex("#fff"), hex("#000000")]),
    ]);
    assert_eq!(
        too_weak(&colours, &[("a", &["b"])], 4.5),
        ["a on b, light: 2.85, not 4.5"]
    );
}

/// Towards a yes and away from it stay apart for every kind of colour blindness.
#[test]
fn the_two_sides_stay_apart_without_red_green_or_blue_sight() {
    // Viénot, Brettel and Mollon 1999 for red and green; a plain projection for blue. Linear light.
    const SIGHTS: [(&str, [[f64; 3]; 3]); 3] = [
        (
            "protan",
            [
                [0.11238, 0.88762, 0.0],
                [0.11238, 0.88762, 0.0],
                [0.00401, -0.00401, 1.0],
            ],
        ),
        (
            "deutan",
            [
                [0.29275, 0.70725, 0.0],
                [0.29275, 0.70725, 0.0],
                [-0.02234, 0.02234, 1.0],
            ],
        ),
        (
            "tritan",
            [
                [1.0, 0.1273, -0.1273],
                [0.0, 0.8739, 0.1261],
                [0.0, 0.8739, 0.1261],
            ],
        ),
    ];
    let tokens = sheets().remove("token.css").expect("the tokens");
    let colours = colours(
        tokens
            .split(":root {")
            .nth(1)
            .and_then(|rest| rest.split('}').next())
            .expect("tokens"),
    );
    let linear = |rgb: Rgb| rgb.map(|channel| (channel / 255.0).powf(2.2));
    for theme in [0, 1] {
        for (sight, matrix) in SIGHTS {
            let seen = |name: &str| {
                let rgb = linear(colours[name][theme]);
                matrix.map(|row| {
                    row.iter()
                        .zip(rgb)
                        .map(|(a, b)| a * b)
                        .sum::<f64>()
                        .clamp(0.0, 1.0)
                        .powf(1.0 / 2.2)
                        * 255.0
                })
            };
            let (a, b) = (seen("for"), seen("against"));
            let distance = a
                .iter()
                .zip(b)
                .map(|(a, b)| (a - b).powi(2))
                .sum::<f64>()
                .sqrt();
            assert!(distance > 60.0, "{sight}, theme {theme}: {distance:.0}");
        }
    }
}

/// What a declaration says of left and right, which change places where words run from right to left.
fn physical_value(property: &str, line: &str) -> Option<String> {
    let value = line.split_once(':')?.1.trim().trim_end_matches(';');
    let mut words = value.split([' ', ',', '(', ')']);
    let names_a_side = words.any(|word| ["left", "right", "translateX", "ltr"].contains(&word));
    let sides: Vec<&str> = value.split_whitespace().collect();
    let of_four = [
        "margin",
        "padding",
        "inset",
        "border-width",
        "border-radius",
    ];
    let is_lopsided = match sides.as_slice() {
        // Clockwise from the top, and corners from the one at its left.
        [_, right, _, left] if property != "border-radius" => right != left,
        [a, b, c, d] => a != b || c != d,
        _ => false,
    };
    let is_lopsided = of_four.contains(&property) && !value.contains('(') && is_lopsided;
    (names_a_side || is_lopsided).then(|| format!("{property}: {value} is physical"))
}

#[test]
fn a_value_that_names_a_side_is_found() {
    let check = |property: &str, value: &str, expected: bool| {
        let found = physical_value(property, &format!("  {property}: {value};"));
        assert_eq!(found.is_some(), expected, "{property}: {value}");
    };
    check("text-align", "left", true);
    check("text-align", "start", false);
    check("background-position", "right 1em center", true);
    check("transform", "translateX(4px)", true);
    check("background", "linear-gradient(to right, red, blue)", true);
    check("margin", "0 1em 0 2em", true);
    check("margin", "0 1em 2em 1em", false);
    check("border-radius", "4px 0 0 4px", true);
    check("border-radius", "4px 4px 0 0", false);
    check("padding", "0 1em", false);
}

#[test]
fn colours_are_named_once_and_directions_are_logical() {
    let mut wrong = Vec::new();
    for (name, text) in sheets() {
        // The sheet of the page before the app uses no token, so that it works whatever else is broken.
        if name == "boot.css" {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            let property = line
                .split_once(':')
                .map_or("", |(property, _)| property.trim());
            let physical = [
                "left",
                "right",
                "top",
                "bottom",
                "width",
                "height",
                "min-width",
                "max-width",
                "min-height",
                "max-height",
            ]
            .contains(&property)
                || ["-left", "-right", "-top", "-bottom"]
                    .iter()
                    .any(|side| property.ends_with(side));
            if physical {
                wrong.push(format!(
                    "{name}:{number}: {property} is physical; use the logical one"
                ));
            }
            if let Some(why) = physical_value(property, line) {
                wrong.push(format!("{name}:{number}: {why}"));
            }
            let literal = line.contains('#')
                && line.split('#').skip(1).any(|rest| {
                    let digits = rest.chars().take_while(char::is_ascii_hexdigit).count();
                    digits == 3 || digits == 6
                });
            let outside = !name.starts_with("token") && name != "print.css";
            // A mask's colour is only there or not.
            if literal && outside && !line.contains("mask") {
                wrong.push(format!(
                    "{name}:{number}: a colour that is no token: {}",
                    line.trim()
                ));
            }
            if line.contains("!important") || line.contains("url(") {
                wrong.push(format!("{name}:{number}: {}", line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// WCAG 1.4.13 and 1.3.4: a pointer that rests on something changes its look alone, and no way of holding the device is asked for.
#[test]
fn nothing_appears_on_hover_and_no_orientation_is_asked_for() {
    let mut changed = 0;
    for (name, text) in sheets() {
        assert!(!text.contains("orientation"), "{name}");
        for rule in without_comments(&text).split('}') {
            let Some((selector, body)) = rule.rsplit_once('{') else {
                continue;
            };
            if !selector.contains(":hover") {
                continue;
            }
            for line in body.lines().filter(|line| line.contains(':')) {
                let property = line.trim().split(':').next().unwrap_or_default();
                let is_look = property.contains("color")
                    || property.starts_with("text-decoration")
                    || ["background", "box-shadow"].contains(&property);
                assert!(is_look, "{name}: {selector} changes {property}");
                changed += 1;
            }
        }
    }
    assert!(changed > 5, "{changed} looks change");
    let manifest = include_str!("../offline/manifest.webmanifest");
    assert!(!manifest.contains("orientation"));
}

#[test]
fn every_sheet_is_bundled_every_class_has_the_prefix_and_every_token_exists() {
    let sheets = sheets();
    let lists = ["index.css", "later.css"];
    let imported: BTreeSet<String> = lists
        .iter()
        .flat_map(|list| sheets.get(*list).expect("a list of sheets").lines())
        .filter_map(|line| line.split('"').nth(1))
        .map(|path| path.trim_start_matches("./").to_owned())
        .collect();
    let there: BTreeSet<String> = sheets
        .keys()
        .filter(|name| !lists.contains(&name.as_str()))
        .cloned()
        .collect();
    assert_eq!(imported, there);

    let tokens = sheets.get("token.css").expect("the tokens");
    let mut wrong = Vec::new();
    for (name, text) in sheets.iter().filter(|(name, _)| *name != "boot.css") {
        for used in text.split("var(").skip(1) {
            let token = used.split([')', ',']).next().unwrap_or_default();
            let local = text.contains(&format!("{token}:"));
            if !tokens.contains(&format!("{token}:")) && !local {
                wrong.push(format!("{name}: {token} is no token"));
            }
        }
        for selector in text.split('.').skip(1) {
            let class: String = selector
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c))
                .collect();
            let is_class = class.starts_with(|c: char| c.is_ascii_lowercase()) && class != "css";
            if is_class && !class.starts_with("ih-") {
                wrong.push(format!("{name}: .{class} lacks the prefix"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(Path::new(ROOT).is_dir());
}
