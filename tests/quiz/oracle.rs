//! The scoring model once more, written down from its prose with every id and weight spelled out, to be
//! compared with the interpreter on sheets of all kinds.

use std::collections::BTreeMap;

use interview_hindsight::domain::answers::{Answer, Answers};

/// What the model says about a sheet, in points.
#[derive(Debug, PartialEq)]
pub struct Says {
    pub total: f64,
    pub band: u8,
    pub unsure: u8,
    pub half_width: f64,
    pub topics: [f64; 6],
    pub own_side: f64,
    pub gap: Option<i8>,
    pub rules: Vec<&'static str>,
    pub letters: Vec<&'static str>,
}

const SCORED: [&str; 12] = [
    "lean",
    "distracted",
    "click",
    "coach",
    "exact",
    "stuck",
    "examples",
    "late",
    "nerves",
    "ideal",
    "next",
    "practical",
];

fn points(question: &str, option: &str) -> f64 {
    match (question, option) {
        ("lean", "most") => 2.0,
        ("lean", "hardly") => -2.0,
        ("distracted", "no") => 1.0,
        ("distracted", "often") => -2.0,
        ("distracted", "whole") => -3.0,
        ("click", "easy") => 2.0,
        ("click", "stiff") => -1.0,
        ("click", "cold") => -2.0,
        ("coach", "end") => -5.0,
        ("coach", "large") => -6.0,
        ("coach_about", "here") => 6.0,
        ("coach_about", "elsewhere") => -3.0,
        ("exact", "always") => 1.0,
        ("exact", "drifted") => -2.0,
        ("stuck", "no") => 1.0,
        ("stuck", "weak") => -2.0,
        ("stuck", "blank") => -3.0,
        ("examples", "most") => 1.0,
        ("examples", "hardly") => -1.0,
        ("late", "little") => -1.0,
        ("late", "told") => -2.0,
        ("late", "untold") => -3.0,
        ("nerves", "lost") => -1.0,
        ("nerves", "froze") => -2.0,
        ("ideal", "linked") => 1.0,
        ("next", "set") => 4.0,
        ("next", "process") => 1.0,
        ("next", "hint") => -5.0,
        ("practical", "yes") => 2.0,
        ("practical", "little") => 1.0,
        _ => 0.0,
    }
}

fn strongest(weights: &[f64], low: f64, high: f64) -> f64 {
    let sum: f64 = weights.iter().sum();
    let most = weights.iter().fold(0.0_f64, |most, w| most.max(*w));
    let least = weights.iter().fold(0.0_f64, |least, w| least.min(*w));
    (0.5 * sum + 0.5 * (most + least)).clamp(low, high)
}

pub fn says(answers: &Answers) -> Says {
    let given: BTreeMap<&str, &Answer> = answers.iter().collect();
    let option = |question: &str| match given.get(question) {
        Some(Answer::Option(option)) => option.as_str(),
        _ => "unsure",
    };
    let is = |question: &str, options: &[&str]| options.contains(&option(question));
    let about = if is("coach", &["no", "unsure"]) {
        "unsure"
    } else {
        option("coach_about")
    };
    let w = |question: &str| points(question, option(question));
    let stuck = w("stuck")
        * if is("hard", &["hard", "very"]) && w("stuck") < 0.0 {
            0.5
        } else {
            1.0
        };

    let acted = strongest(&[w("lean"), w("distracted"), w("click")], -4.0, 3.0);
    let coaching = (w("coach") + points("coach_about", about)).clamp(-9.0, 1.0);
    let answered = strongest(&[w("exact"), stuck, w("examples")], -4.0, 2.0);
    let day = strongest(&[w("late"), w("nerves")], -4.0, 0.0);
    let ask = w("ideal").clamp(0.0, 1.0);
    let closing = strongest(&[w("next"), w("practical")], -5.0, 4.0);

    let polite = |value: f64| {
        if coaching <= -5.0 {
            value.min(0.0)
        } else {
            value
        }
    };
    let topics = [
        polite(acted),
        coaching,
        polite(answered),
        day,
        polite(ask),
        closing,
    ];
    let own_side = (topics[2] + day).max(-5.0);
    let total = (topics[0] + coaching + own_side + topics[4] + closing).clamp(-12.0, 8.0);
    let unsure = SCORED
        .iter()
        .filter(|question| is(question, &["unsure", "na"]))
        .count() as u8;
    let enough = 12 - unsure >= 5 || coaching <= -5.0 || closing >= 4.0 || closing <= -5.0;
    let band = match total {
        _ if !enough => 0,
        s if s <= -8.0 => 1,
        s if s <= -3.0 => 2,
        s if s < 2.0 => 3,
        s if s < 5.0 => 4,
        _ => 5,
    };
    let levels = ["awful", "not_great", "ok", "good", "great"];
    let level = levels
        .iter()
        .position(|level| *level == option("gut"))
        .map(|at| at as i8 + 1);
    let gap = level.filter(|_| band > 0).map(|level| band as i8 - level);

    let ticks: Vec<&str> = match given.get("sent") {
        Some(Answer::Options(ticks)) if !ticks.contains("nothing") => {
            ticks.iter().map(String::as_str).collect()
        }
        _ => Vec::new(),
    };
    let sent = |tick: &str| ticks.contains(&tick);
    let outside = is(
        "off_reason",
        &["traffic", "ill", "bad_news", "tech", "other"],
    );
    let own_off = outside || answered <= -2.0 || day <= -2.0;
    let coached = coaching <= -5.0;
    let felt_off = level.is_some_and(|level| level <= 2);
    let closed = sent("they_said_no");
    let may_ask = !closed && !is("next", &["set"]) && !is("want", &["no"]) && !coached;
    let (hr, manager) = (
        is("contact", &["hr", "both"]),
        is("contact", &["manager", "both"]),
    );
    let bad = ["exact", "stuck", "examples", "late", "nerves"]
        .iter()
        .any(|question| w(question) < 0.0);

    let fires = [
        ("R01", !sent("thanks") && !closed),
        (
            "R02",
            may_ask && own_off && hr && !sent("asked") && !sent("refused"),
        ),
        (
            "R03",
            may_ask && own_off && manager && !sent("apology") && (sent("refused") || !hr),
        ),
        // Without times, no two working days have gone by, and no promised day has passed.
        ("R04", false),
        (
            "R05",
            felt_off && !own_off && !closed && !coached && !is("want", &["no"]),
        ),
        ("R06", coached),
        ("R07", is("want", &["no"]) && !closed),
        ("R08", is("contact", &["neither"])),
        ("R09", closed),
        ("R10", false),
        ("R11", true),
        ("R12", bad || coached),
        (
            "R13",
            !is("stuck", &["no", "unsure"])
                || is("hard", &["hard", "very"])
                || is("examples", &["hardly"]),
        ),
        ("R14", is("nerves", &["lost", "froze"])),
        ("R15", is("exact", &["drifted"])),
        ("R16", is("ideal", &["no"])),
        (
            "R17",
            is("lean", &["hardly"]) || is("distracted", &["often", "whole"]),
        ),
        ("R18", !is("late", &["on_time", "unsure"])),
        ("R19", is("click", &["stiff", "cold"])),
        ("R20", band >= 4 && !closed),
    ];
    let rules: Vec<&str> = fires
        .iter()
        .filter(|(_, fires)| *fires)
        .map(|(rule, _)| *rule)
        .collect();
    let thanks = match () {
        () if coached => "E6",
        () if is("want", &["no"]) => "E1",
        () if own_off => "E2",
        () => "E1",
    };
    let letter = |rule: &&str| match *rule {
        "R01" => Some(thanks),
        "R02" => Some("E3"),
        "R03" => Some("E4"),
        "R09" => Some("E5"),
        _ => None,
    };
    let letters = if closed {
        vec!["E5"]
    } else {
        rules.iter().filter_map(letter).collect()
    };
    Says {
        total,
        band,
        unsure,
        half_width: 3.0 + 0.25 * f64::from(unsure),
        topics,
        own_side,
        gap,
        rules,
        letters,
    }
}
