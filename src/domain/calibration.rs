//! How well a person reads interviews: what they felt and what the signs said, held against how it turned out.
//!
//! Owns scoring.md section 10: which results count, the formulas, and how much may be shown for how many outcomes.
//! The last is the type's matter: [`Calibration`] has a level for each amount of evidence, and a level holds nothing
//! that so few outcomes cannot carry. Nothing here changes a score or a band: the signs stay the signs. Must not know
//! how any of it is worded or drawn.
//!
//! Chances are numbers from 0 to 1, shifts are in decibans (10 of them are ten times the odds).

use super::answers::Answer;
use super::history::{Id, Interview, Outcome};
use super::quiz::{QuestionKind, Quiz};
use super::scoring::{Range, probability};
use super::time::Moment;

/// From so many decided outcomes on there are counts.
pub const COUNTS_FROM: usize = 5;
/// From so many on there is a rate of one's own.
pub const BASE_FROM: usize = 10;
/// From so many on felt and signs are compared, and drawn.
pub const PICTURE_FROM: usize = 20;
/// A group of the picture has at least so many.
pub const GROUP_FROM: usize = 4;
/// A slope is fitted from so many outcomes on, with [`SLOPE_OF_EACH`] of either kind.
const SLOPE_FROM: usize = 50;
const SLOPE_OF_EACH: usize = 10;
/// The least lean that is worth a word.
const LEAN_FROM: f64 = 0.10;
/// The standard deviation of the prior of the shift, in decibans.
const SHIFT_SD: f64 = 3.0;
/// The standard deviation of the prior of the slope, whose mean is 1.
const SLOPE_SD: f64 = 0.25;
/// No range is narrower than this at either end, in decibans (scoring.md, H).
const HALF_WIDTH: f64 = 3.0;
/// The ends of an 80 % interval.
const TAILS: [f64; 2] = [0.1, 0.9];
/// How many standard errors a difference has to be from nought: an 80 % interval that leaves nought out.
const CLEAR: f64 = 1.28;

/// A result whose outcome is known, as far as it matters here.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Which.
    pub interview: Id,
    /// The level that was felt first, 1 to 5; that whose chance is nearest, where only a forecast was given.
    pub felt: u8,
    /// The chance that the person gave it.
    pub gut: f64,
    /// The band, 1 to 5.
    pub band: u8,
    /// The chance that the signs gave it at the quiz's own base rate.
    pub signs: f64,
    /// Whether it went on: an offer, or a next round.
    pub yes: bool,
}

/// Why a result does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// There was too little to go on for a band.
    TooLittle,
    /// It was made when the outcome was known, which colours what one remembers.
    KnownBefore,
    /// Nothing was said of how it felt.
    NoGut,
    /// It was made with a version of the quiz that is not here.
    UnknownVersion,
    /// The person round_up_to_step back: that says nothing about the interviewer's answer.
    SteppedBack,
}

/// What a result is to calibration.
#[derive(Clone, Debug, PartialEq)]
pub enum Eligibility {
    /// It counts.
    Decided(Case),
    /// It will count when it is decided.
    Pending,
    /// It does not count.
    LeftOut(LeftOut),
}

/// What a result is to calibration. `quiz` is the version that it was made with, where that is here.
pub fn eligibility(quiz: Option<&Quiz>, interview: &Interview) -> Eligibility {
    let recorded = interview.outcome.value.as_ref();
    let Some(quiz) = quiz else {
        return Eligibility::LeftOut(LeftOut::UnknownVersion);
    };
    if recorded.is_some_and(|recorded| recorded.outcome == Outcome::SteppedBack) {
        return Eligibility::LeftOut(LeftOut::SteppedBack);
    }
    if interview.stored.band == 0 {
        return Eligibility::LeftOut(LeftOut::TooLittle);
    }
    let Some((felt, gut)) = felt(quiz, interview) else {
        return Eligibility::LeftOut(LeftOut::NoGut);
    };
    if known_before(quiz, interview) {
        return Eligibility::LeftOut(LeftOut::KnownBefore);
    }
    let Some(yes) = recorded.and_then(|recorded| recorded.is_yes()) else {
        return Eligibility::Pending;
    };
    let points = interview.stored.total.points();
    Eligibility::Decided(Case {
        interview: interview.id.clone(),
        felt,
        gut,
        band: interview.stored.band,
        signs: probability(quiz.draft().base_one_in, points),
        yes,
    })
}

/// The felt level and the chance that the person gave it, from the first answers alone.
fn felt(quiz: &Quiz, interview: &Interview) -> Option<(u8, f64)> {
    let gut = quiz.gut()?;
    let chosen = interview.answers.option(&gut.id);
    let chosen = chosen.and_then(|option| gut.option(option));
    let forecast = forecast(quiz, interview);
    let named = chosen.and_then(|option| option.level.zip(option.percent));
    match (named, forecast) {
        (Some((level, _)), Some(forecast)) => Some((level, forecast)),
        (Some((level, percent)), None) => Some((level, f64::from(percent) / 100.0)),
        (None, forecast) => {
            let forecast = forecast?;
            let mut nearest: Option<(f64, u8)> = None;
            for option in gut.options() {
                if let Some((level, percent)) = option.level.zip(option.percent) {
                    let far = (f64::from(percent) / 100.0 - forecast).abs();
                    if nearest.is_none_or(|(other, _)| far < other) {
                        nearest = Some((far, level));
                    }
                }
            }
            nearest.map(|(_, level)| (level, forecast))
        }
    }
}

/// "If ten interviews felt like this one": the number that was given, as a chance.
fn forecast(quiz: &Quiz, interview: &Interview) -> Option<f64> {
    let question = quiz.questions().get(quiz.compiled.forecast?)?;
    let QuestionKind::Number { max, .. } = question.kind else {
        return None;
    };
    match interview.answers.get(&question.id) {
        Some(Answer::Number(number)) if *number <= max => {
            Some(f64::from(*number) / f64::from(max.max(1)))
        }
        _ => None,
    }
}

/// Whether the result was made when the outcome was known: it was heard on an earlier day, or the person ticked that
/// they were told no and had not heard it on a later one. The tick has a day of its own, where no outcome says one.
fn known_before(quiz: &Quiz, interview: &Interview) -> bool {
    let made_on = interview.finished_at.date();
    let said_on = interview.outcome.value.as_ref().and_then(|one| one.on);
    let ticked_at = interview.situation.value.said_no_at;
    let heard_on = said_on.or(ticked_at.map(Moment::date));
    if heard_on.is_some_and(|on| on < made_on) {
        return true;
    }
    let ticked_by = |question: &super::quiz::Question, answer: Option<&Answer>| {
        let Some(Answer::Options(ticked)) = answer else {
            return false;
        };
        let mut options = question.options().iter();
        options.any(|option| option.offers_outcome.is_some() && ticked.contains(&option.id))
    };
    let heard_later = heard_on.is_some_and(|on| on > made_on);
    quiz.questions().iter().any(|question| {
        let later = interview.situation.value.answers.get(&question.id);
        ticked_by(question, interview.answers.get(&question.id))
            || (!heard_later && ticked_by(question, later))
    })
}

/// How many of so many went on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Of how many.
    pub n: usize,
    /// So many.
    pub yes: usize,
}

/// What is shown, by how many outcomes there are. Only [`calibrate`] makes one.
#[derive(Clone, Debug, PartialEq)]
pub enum Calibration {
    /// No outcome yet.
    Nothing,
    /// One to four: what was felt, what the signs said, and how it ended, and nothing made of it.
    Rows(Vec<Case>),
    /// Five to nine, or more where more cannot be said honestly.
    Counts(Counts),
    /// Ten to nineteen: a rate of one's own.
    Base(Base),
    /// Twenty and more: felt and signs compared.
    Picture(Picture),
}

/// Three groups from against to for: levels or bands 1 and 2, 3, and 4 and 5.
pub type Three<T> = [T; 3];

/// The group of a level or band, 0 to 2.
fn group(level: u8) -> usize {
    usize::from(level.max(2) - 2).min(2)
}

/// Nobody outside can put a level together that its numbers do not carry.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Made;

/// Plain counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Counts {
    /// Every result with an outcome, those of an earlier version of the quiz too.
    pub rows: Vec<Case>,
    /// What is counted here.
    pub all: Tally,
    /// By what was felt.
    pub felt: Three<Tally>,
    /// By what the signs said.
    pub signs: Three<Tally>,
    /// Why there is not more, where there are outcomes enough for more.
    pub held_back: Option<HeldBack>,
    _made: Made,
}

/// Why no more than counts are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeldBack {
    /// All outcomes are the same.
    AllSame,
    /// More results wait for an outcome than have one. Silence is usually bad news, so the early answers are too good.
    MorePending,
    /// The version of the quiz is new, and fewer than five outcomes are on it.
    NewVersion,
}

/// A rate of one's own.
#[derive(Clone, Debug, PartialEq)]
pub struct Base {
    /// What it rests on.
    pub counts: Counts,
    /// The rate.
    pub rate: BaseRate,
    /// See [`gut_lean`].
    pub lean: Option<f64>,
}

/// How often a person's interviews go on, with what is known beforehand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BaseRate {
    /// The rate, within 0.10 and 0.60.
    pub rate: f64,
    /// The low end of its 80 % interval.
    pub low: f64,
    /// The high end.
    pub high: f64,
}

/// Felt and signs compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// What it rests on.
    pub counts: Counts,
    /// See [`gut_lean`].
    pub lean: Option<f64>,
    /// By band; a group of fewer than four is not drawn.
    pub groups: Three<Option<Group>>,
    /// How far each was off.
    pub brier: Brier,
    /// Which of felt and signs was nearer.
    pub verdict: Verdict,
    /// What corrects the signs, in decibans.
    pub shift: f64,
    /// What corrects them from fifty outcomes on, in the place of the shift alone.
    pub fit: Option<Fit>,
}

/// One group of the reliability picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Group {
    /// How many went on.
    pub tally: Tally,
    /// What the signs said, on average.
    pub said: f64,
    /// The low end of the Jeffreys 80 % interval of how many went on.
    pub low: f64,
    /// The high end.
    pub high: f64,
}

/// The mean squared distance from what came; lower is better.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Brier {
    /// The gut.
    pub gut: f64,
    /// The signs.
    pub signs: f64,
    /// "Always the base rate".
    pub base: f64,
}

/// Whether the gut or the signs were nearer to what came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The gut was.
    Gut,
    /// The signs were.
    Signs,
    /// It cannot be told yet.
    TooClose,
}

/// A line that corrects the signs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// What is added, in decibans.
    pub shift: f64,
    /// What the decibans of the signs' chance are multiplied by.
    pub slope: f64,
}

/// What may be made of these results. `present` are those made with the present version of the quiz, `earlier` those of
/// other versions; `pending` of the present version have no outcome yet. `base_one_in` is the quiz's own base rate.
pub fn calibrate(
    present: Vec<Case>,
    earlier: Vec<Case>,
    pending: usize,
    base_one_in: u8,
) -> Calibration {
    let n = present.len();
    let is_new = !earlier.is_empty() && n < COUNTS_FROM;
    let mut rows = present.clone();
    rows.extend(earlier);
    if rows.is_empty() {
        return Calibration::Nothing;
    }
    if rows.len() < COUNTS_FROM {
        return Calibration::Rows(rows);
    }
    // With too few on the new version, the counts (which no version changes the meaning of) are of all.
    let cases = if is_new { rows.clone() } else { present };
    let mut counts = count(&cases, rows);
    let yes = counts.all.yes;
    let held_back = if yes == 0 || yes == cases.len() {
        Some(HeldBack::AllSame)
    } else if is_new {
        Some(HeldBack::NewVersion)
    } else if pending > n {
        Some(HeldBack::MorePending)
    } else {
        None
    };
    if held_back.is_some() || n < BASE_FROM {
        counts.held_back = held_back.filter(|_| cases.len() >= BASE_FROM);
        return Calibration::Counts(counts);
    }
    let lean = gut_lean(&cases);
    if n < PICTURE_FROM {
        let rate = base_rate(yes, n);
        return Calibration::Base(Base { counts, rate, lean });
    }
    Calibration::Picture(Picture {
        lean,
        groups: [0, 1, 2].map(|which| reliability(&cases, which)),
        brier: brier(&cases, base_one_in),
        verdict: verdict(&cases),
        shift: shift(&cases),
        fit: fit(&cases),
        counts,
    })
}

fn count(cases: &[Case], rows: Vec<Case>) -> Counts {
    let mut counts = Counts {
        rows,
        all: Tally::default(),
        felt: Default::default(),
        signs: Default::default(),
        held_back: None,
        _made: Made,
    };
    for case in cases {
        let of = [
            &mut counts.all,
            &mut counts.felt[group(case.felt)],
            &mut counts.signs[group(case.band)],
        ];
        for tally in of {
            tally.n += 1;
            tally.yes += usize::from(case.yes);
        }
    }
    counts
}

impl Calibration {
    /// Every result with an outcome.
    pub fn rows(&self) -> &[Case] {
        match self {
            Self::Nothing => &[],
            Self::Rows(rows) => rows,
            Self::Counts(counts) => &counts.rows,
            Self::Base(base) => &base.counts.rows,
            Self::Picture(picture) => &picture.counts.rows,
        }
    }

    /// The counts, where there are any.
    pub fn counts(&self) -> Option<&Counts> {
        match self {
            Self::Nothing | Self::Rows(_) => None,
            Self::Counts(counts) => Some(counts),
            Self::Base(base) => Some(&base.counts),
            Self::Picture(picture) => Some(&picture.counts),
        }
    }

    /// What can correct the number range: the base rate or the shift, never both, since they correct the same thing.
    pub fn adjustment(&self) -> Option<Adjustment> {
        match self {
            Self::Nothing | Self::Rows(_) | Self::Counts(_) => None,
            Self::Base(base) => Some(Adjustment::Base(base.rate.rate)),
            Self::Picture(picture) => Some(Adjustment::Signs(picture.fit.unwrap_or(Fit {
                shift: picture.shift,
                slope: 1.0,
            }))),
        }
    }
}

/// What corrects the number range of a result. It changes neither score nor band.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Adjustment {
    /// A rate of one's own in the place of the usual one.
    Base(f64),
    /// What the signs have been worth so far.
    Signs(Fit),
}

/// The number range with the adjustment. `points` is the score, `base_one_in` the quiz's own base rate. `field_given` says
/// that the range rests on the number of people in the running: then no other rate takes its place.
pub fn adjusted(
    range: &Range,
    points: f64,
    base_one_in: u8,
    field_given: bool,
    adjustment: Adjustment,
) -> Range {
    let usual = decibans(probability(base_one_in, 0.0));
    // What the number of people in the running has added to the usual rate.
    let field = decibans(range.middle) - points - usual;
    let moved = |chance: f64| {
        let from = decibans(chance);
        chance_of(match adjustment {
            Adjustment::Base(_) if field_given => from,
            Adjustment::Base(rate) => from - usual + decibans(rate),
            Adjustment::Signs(fit) => fit.slope * (from - field) + fit.shift + field,
        })
    };
    // A slope must not say that more is known than the base rate is.
    let middle = moved(range.middle);
    let at_least = |side: f64| chance_of(decibans(middle) + side * HALF_WIDTH);
    Range {
        low: moved(range.low).min(at_least(-1.0)),
        middle,
        high: moved(range.high).max(at_least(1.0)),
    }
}

/// How far the gut lies below what came (above nought) or above it, drawn towards nought while there are few; none
/// where it is less than a tenth.
fn gut_lean(cases: &[Case]) -> Option<f64> {
    let n = cases.len() as f64;
    let lean = n / (n + 10.0) * (mean(cases, &came) - mean(cases, &|case| case.gut));
    (lean.abs() >= LEAN_FROM).then_some(lean)
}

/// The rate after so many outcomes, beginning with two of six.
fn base_rate(yes: usize, n: usize) -> BaseRate {
    let (yes, n) = (yes as f64, n as f64);
    let [low, high] = TAILS.map(|tail| beta_quantile(tail, 2.0 + yes, 4.0 + n - yes));
    BaseRate {
        rate: ((2.0 + yes) / (6.0 + n)).clamp(0.10, 0.60),
        low,
        high,
    }
}

/// The Jeffreys interval, 80 %, of a rate that was seen.
fn jeffreys(tally: Tally) -> [f64; 2] {
    let (yes, no) = (tally.yes as f64, (tally.n - tally.yes) as f64);
    TAILS.map(|tail| beta_quantile(tail, yes + 0.5, no + 0.5))
}

fn reliability(cases: &[Case], which: usize) -> Option<Group> {
    let (mut tally, mut said) = (Tally::default(), 0.0);
    for case in cases.iter().filter(|case| group(case.band) == which) {
        tally.n += 1;
        tally.yes += usize::from(case.yes);
        said += case.signs;
    }
    let [low, high] = jeffreys(tally);
    (tally.n >= GROUP_FROM).then_some(Group {
        tally,
        said: said / tally.n as f64,
        low,
        high,
    })
}

fn brier(cases: &[Case], base_one_in: u8) -> Brier {
    let base = probability(base_one_in, 0.0);
    Brier {
        gut: mean(cases, &|case| miss(case, case.gut)),
        signs: mean(cases, &|case| miss(case, case.signs)),
        base: mean(cases, &|case| miss(case, base)),
    }
}

fn verdict(cases: &[Case]) -> Verdict {
    let n = cases.len() as f64;
    // Above nought where the gut was further off.
    let difference = |case: &Case| miss(case, case.gut) - miss(case, case.signs);
    let middle = mean(cases, &difference);
    let squares = mean(cases, &|case| (difference(case) - middle).powi(2));
    let sd = (squares * n / (n - 1.0)).sqrt();
    let clear = middle.abs() > CLEAR * sd / n.sqrt();
    match (cases.len() >= PICTURE_FROM && clear, middle > 0.0) {
        (false, _) => Verdict::TooClose,
        (true, true) => Verdict::Signs,
        (true, false) => Verdict::Gut,
    }
}

fn came(case: &Case) -> f64 {
    f64::from(u8::from(case.yes))
}

fn miss(case: &Case, chance: f64) -> f64 {
    (chance - came(case)).powi(2)
}

fn mean(cases: &[Case], of: &dyn Fn(&Case) -> f64) -> f64 {
    cases.iter().map(of).sum::<f64>() / cases.len() as f64
}

/// Decibans in one unit of natural log odds.
const DB: f64 = 10.0 / std::f64::consts::LN_10;

fn decibans(chance: f64) -> f64 {
    DB * (chance / (1.0 - chance)).ln()
}

fn chance_of(decibans: f64) -> f64 {
    1.0 / (1.0 + (-decibans / DB).exp())
}

/// What has to be added to every chance of the signs, in decibans, so that they fit what came: the mode of a logistic
/// model with an intercept alone, which is believed to be near nought at first.
fn shift(cases: &[Case]) -> f64 {
    // The slope of the log posterior falls steadily, so its root is found by halving. It lies within the sum of all
    // pulls: 90 decibans are a billion to one.
    let (mut low, mut high) = (-90.0, 90.0);
    for _ in 0..60 {
        let at = (low + high) / 2.0;
        let pull = |case: &Case| came(case) - chance_of(decibans(case.signs) + at);
        let slope = cases.iter().map(pull).sum::<f64>() / DB - at / SHIFT_SD.powi(2);
        if slope > 0.0 {
            low = at;
        } else {
            high = at;
        }
    }
    (low + high) / 2.0
}

/// The same with a slope, by Newton's steps: a logistic model with an intercept and a slope (Platt), each with its
/// prior. None where there is too little for a slope.
fn fit(cases: &[Case]) -> Option<Fit> {
    let yes = cases.iter().filter(|case| case.yes).count();
    let of_each = yes.min(cases.len() - yes);
    if cases.len() < SLOPE_FROM || of_each < SLOPE_OF_EACH {
        return None;
    }
    let (shift_variance, slope_variance) = ((SHIFT_SD / DB).powi(2), SLOPE_SD.powi(2));
    let mut at = [shift(cases) / DB, 1.0];
    for _ in 0..100 {
        let mut pull = [-at[0] / shift_variance, (1.0 - at[1]) / slope_variance];
        let mut bend = [1.0 / shift_variance, 0.0, 1.0 / slope_variance];
        for case in cases {
            let x = decibans(case.signs) / DB;
            let p = chance_of((at[0] + at[1] * x) * DB);
            let (off, weight) = (came(case) - p, p * (1.0 - p));
            pull = [pull[0] + off, pull[1] + off * x];
            bend = [
                bend[0] + weight,
                bend[1] + weight * x,
                bend[2] + weight * x * x,
            ];
        }
        let area = bend[0] * bend[2] - bend[1] * bend[1];
        let step = [
            (bend[2] * pull[0] - bend[1] * pull[1]) / area,
            (bend[0] * pull[1] - bend[1] * pull[0]) / area,
        ];
        // No step longer than one: the model is flat far from its mode, and a full step could leap over it.
        let length = step[0].abs().max(step[1].abs()).max(1.0);
        at = [at[0] + step[0] / length, at[1] + step[1] / length];
        if step[0].abs() + step[1].abs() < 1e-12 {
            break;
        }
    }
    Some(Fit {
        shift: at[0] * DB,
        slope: at[1],
    })
}

/// The value below which a Beta(a, b) lies with the probability `p`, for `a` and `b` of at least one half.
fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    // Halved until two neighbouring numbers are left, nearly: the curve is steep where `a` or `b` is one half.
    for _ in 0..60 {
        let at = (low + high) / 2.0;
        if beta_cdf(at, a, b) < p {
            low = at;
        } else {
            high = at;
        }
    }
    (low + high) / 2.0
}

/// The regularised incomplete beta function, by its continued fraction (NIST DLMF 8.17.22, by Lentz's method).
fn beta_cdf(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return x.clamp(0.0, 1.0);
    }
    // The fraction closes in quickly on this side of the mean alone.
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - beta_cdf(1.0 - x, b, a);
    }
    let front = a * x.ln() + b * (1.0 - x).ln() - ln_beta(a, b);
    let mut c = 1.0;
    let mut d = 1.0 / (1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for m in 1..300 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut change = 1.0;
        for term in [even, odd] {
            d = 1.0 / (1.0 + term * d);
            c = 1.0 + term / c;
            change = c * d;
            fraction *= change;
        }
        if (change - 1.0).abs() < 1e-15 {
            break;
        }
    }
    front.exp() * fraction / a
}

fn ln_beta(a: f64, b: f64) -> f64 {
    ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b)
}

/// The logarithm of the gamma function from one half on: Stirling's series, after steps up to where it is exact to
/// fifteen digits.
fn ln_gamma(x: f64) -> f64 {
    let (mut at, mut steps) = (x, 1.0);
    while at < 10.0 {
        steps *= at;
        at += 1.0;
    }
    let square = 1.0 / (at * at);
    let series = [-1.0 / 1680.0, 1.0 / 1260.0, -1.0 / 360.0, 1.0 / 12.0];
    let series = series.iter().fold(0.0, |sum, term| sum * square + term) / at;
    (at - 0.5) * at.ln() - at + 0.5 * std::f64::consts::TAU.ln() + series - f64::ln(steps)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    // The independent reading of the beta distribution.
    use statrs::distribution::{Beta, ContinuousCDF};

    fn case(gut: f64, signs: f64, yes: bool) -> Case {
        Case {
            interview: Id::uuid([1; 16]),
            felt: 2,
            gut,
            band: 2,
            signs,
            yes,
        }
    }

    /// So many outcomes, so many of them a yes, all with signs of one in three.
    fn thirds(n: usize, yes: usize) -> Vec<Case> {
        let one = |place| case(0.2, 1.0 / 3.0, place < yes);
        (0..n).map(one).collect()
    }

    fn calibrated(n: usize, yes: usize) -> Calibration {
        calibrate(thirds(n, yes), Vec::new(), 0, 3)
    }

    #[track_caller]
    fn near(value: f64, expected: f64, digits: i32) {
        let most = 0.5 * 10f64.powi(-digits) + 1e-9;
        assert!(
            (value - expected).abs() <= most,
            "{value} is not {expected}"
        );
    }

    /// The table of scoring.md section 10, column by column.
    #[test]
    fn the_numbers_are_those_of_the_table() {
        for (n, yes, base, range) in [
            (1, 1, 0.43, [0.20, 0.67]),
            (1, 0, 0.29, [0.09, 0.51]),
            (5, 0, 0.18, [0.05, 0.34]),
            (5, 1, 0.27, [0.12, 0.45]),
            (5, 3, 0.45, [0.27, 0.65]),
            (20, 5, 0.27, [0.16, 0.38]),
            (20, 12, 0.54, [0.41, 0.66]),
        ] {
            let rate = base_rate(yes, n);
            near(rate.rate, base, 2);
            near(rate.low, range[0], 2);
            near(rate.high, range[1], 2);
        }
        near(base_rate(0, 0).rate, 1.0 / 3.0, 9);
        for (n, yes, db) in [
            (0, 0, 0.00),
            (1, 1, 1.24),
            (1, 0, -0.63),
            (5, 1, -0.91),
            (5, 3, 1.77),
            (20, 5, -1.14),
            (20, 12, 3.35),
        ] {
            near(shift(&thirds(n, yes)), db, 2);
        }
        for (n, yes, range) in [
            (1, 1, [0.35, 0.99]),
            (1, 0, [0.01, 0.65]),
            (5, 0, [0.00, 0.23]),
            (5, 1, [0.06, 0.48]),
            (5, 3, [0.33, 0.83]),
            (20, 5, [0.15, 0.39]),
            (20, 12, [0.46, 0.73]),
        ] {
            let [low, high] = jeffreys(Tally { n, yes });
            near(low, range[0], 2);
            near(high, range[1], 2);
        }
        assert_eq!(base_rate(0, 100).rate, 0.10);
        assert_eq!(base_rate(100, 100).rate, 0.60);
    }

    #[test]
    fn the_worked_brier_scores_come_out() {
        let guts = [0.11, 0.20, 0.33, 0.11, 0.44];
        let signs = [0.28, 0.20, 0.33, 0.07, 0.44];
        let outcomes = [true, false, false, false, true];
        let one = |at: usize| case(guts[at], signs[at], outcomes[at]);
        let cases: Vec<Case> = (0..5).map(one).collect();
        let scores = brier(&cases, 3);
        near(scores.gut, 0.2533, 4);
        near(scores.signs, 0.1972, 4);
        near(scores.base, 0.2444, 4);
        // With five outcomes it must not be shown, nor anybody win.
        assert_eq!(verdict(&cases), Verdict::TooClose);
        let shown = calibrate(cases, Vec::new(), 0, 3);
        assert!(matches!(shown, Calibration::Counts(_)), "{shown:?}");
    }

    fn level(calibration: &Calibration) -> &'static str {
        match calibration {
            Calibration::Nothing => "nothing",
            Calibration::Rows(_) => "rows",
            Calibration::Counts(_) => "counts",
            Calibration::Base(_) => "base",
            Calibration::Picture(_) => "picture",
        }
    }

    #[test]
    fn the_steps_are_climbed_one_by_one() {
        for (n, expected) in [
            (0, "nothing"),
            (1, "rows"),
            (4, "rows"),
            (5, "counts"),
            (9, "counts"),
            (10, "base"),
            (19, "base"),
            (20, "picture"),
            (500, "picture"),
        ] {
            let shown = calibrated(n, n / 3);
            assert_eq!(level(&shown), expected, "of {n}");
            assert_eq!(shown.rows().len(), n);
            let fewer = calibrated(n, 0);
            assert_eq!(level(&fewer), if n < 5 { expected } else { "counts" });
        }
        assert_eq!(calibrated(5, 0).adjustment(), None);
        let base = Adjustment::Base(7.0 / 21.0);
        assert_eq!(calibrated(15, 5).adjustment(), Some(base));
        let Some(Adjustment::Signs(fit)) = calibrated(20, 5).adjustment() else {
            panic!("a shift from 20 on")
        };
        near(fit.shift, -1.14, 2);
        assert_eq!(fit.slope, 1.0);
    }

    #[test]
    fn no_more_than_counts_where_more_would_mislead() {
        let held_back = |calibration: Calibration| match calibration {
            Calibration::Counts(counts) => counts.held_back,
            other => panic!("{other:?}"),
        };
        let same = |yes| held_back(calibrated(30, yes));
        assert_eq!(same(0), Some(HeldBack::AllSame));
        assert_eq!(same(30), Some(HeldBack::AllSame));
        // With fewer than ten there is nothing to hold back.
        assert_eq!(held_back(calibrated(9, 0)), None);
        let pending = |pending| calibrate(thirds(20, 5), Vec::new(), pending, 3);
        assert_eq!(level(&pending(20)), "picture");
        assert_eq!(held_back(pending(21)), Some(HeldBack::MorePending));
        let new =
            |present, earlier| calibrate(thirds(present, 1), thirds(earlier, earlier / 2), 0, 3);
        assert_eq!(held_back(new(4, 20)), Some(HeldBack::NewVersion));
        assert_eq!(new(4, 20).counts().map(|counts| counts.all.n), Some(24));
        let few = new(5, 20);
        assert_eq!((level(&few), few.rows().len()), ("counts", 25));
        assert_eq!(few.counts().map(|counts| counts.all.n), Some(5));
        assert_eq!(level(&new(1, 3)), "rows");
        assert_eq!(level(&new(0, 1)), "rows");
    }

    #[test]
    fn counts_are_by_what_was_felt_and_by_the_signs() {
        let mut cases = thirds(6, 2);
        cases[0].felt = 1;
        cases[1].felt = 5;
        cases[2].felt = 3;
        cases[3].band = 3;
        cases[4].band = 5;
        let counts = calibrate(cases, Vec::new(), 0, 3);
        let counts = counts.counts().expect("six are counted");
        let tally = |n, yes| Tally { n, yes };
        assert_eq!(counts.all, tally(6, 2));
        assert_eq!(counts.felt, [tally(4, 1), tally(1, 0), tally(1, 1)]);
        assert_eq!(counts.signs, [tally(4, 2), tally(1, 0), tally(1, 0)]);
    }

    #[test]
    fn a_group_of_the_picture_has_at_least_four() {
        let mut cases = thirds(20, 8);
        for (place, case) in cases.iter_mut().enumerate() {
            case.band = if place < 3 { 5 } else { 1 + (place % 2) as u8 };
        }
        let Calibration::Picture(picture) = calibrate(cases, Vec::new(), 0, 3) else {
            panic!("twenty make a picture")
        };
        let [low, middle, high] = picture.groups;
        assert_eq!((middle, high), (None, None));
        let low = low.expect("17 are enough");
        assert_eq!(low.tally, Tally { n: 17, yes: 5 });
        near(low.said, 1.0 / 3.0, 9);
        assert!(low.low < 5.0 / 17.0 && 5.0 / 17.0 < low.high);
    }

    #[test]
    fn the_gut_leans_where_it_is_a_tenth_off() {
        // 10 of 20 came, and 0.2 was felt: 20/30 of 0.3.
        near(gut_lean(&thirds(20, 10)).unwrap_or_default(), 0.2, 9);
        assert_eq!(gut_lean(&thirds(20, 6)), None);
        near(gut_lean(&thirds(100, 0)).unwrap_or_default(), -0.2 / 1.1, 9);
    }

    #[test]
    fn a_winner_is_named_when_the_numbers_allow_it() {
        let both = |gut: f64, signs: f64, n: usize| {
            let one = |at: usize| {
                // A little unevenness, so that the differences have a spread.
                let off = if at.is_multiple_of(2) { 0.05 } else { 0.0 };
                let yes = at.is_multiple_of(3);
                let towards = |near: f64| if yes { near } else { 1.0 - near };
                case(towards(gut + off), towards(signs), yes)
            };
            verdict(&(0..n).map(one).collect::<Vec<_>>())
        };
        assert_eq!(both(0.4, 0.7, 20), Verdict::Signs);
        assert_eq!(both(0.7, 0.4, 20), Verdict::Gut);
        assert_eq!(both(0.7, 0.4, 19), Verdict::TooClose);
        assert_eq!(both(0.475, 0.5, 20), Verdict::TooClose);
        // All the same: nobody was nearer.
        assert_eq!(verdict(&thirds(20, 20)[..0]), Verdict::TooClose);
        let equal: Vec<Case> = (0..30)
            .map(|at: usize| case(0.3, 0.3, at.is_multiple_of(2)))
            .collect();
        assert_eq!(verdict(&equal), Verdict::TooClose);
    }

    #[test]
    fn a_slope_needs_fifty_outcomes_and_ten_of_each() {
        assert_eq!(fit(&thirds(49, 20)), None);
        assert_eq!(fit(&thirds(60, 9)), None);
        assert!(fit(&thirds(50, 10)).is_some());
        // Signs that say too much: what came moves half as far. The fit leans back from them.
        let loud = |at: usize| {
            let (signs, yes) = match at % 4 {
                0 | 1 => (0.9, at % 8 < 5),
                _ => (0.1, at % 8 > 5),
            };
            case(0.5, signs, yes)
        };
        let cases: Vec<Case> = (0..200).map(loud).collect();
        let fitted = fit(&cases).expect("there are enough");
        assert!(fitted.slope < 0.6, "{fitted:?}");
        // It is the mode: a step to any side is less likely.
        let likely = |fit: Fit| {
            let one = |case: &Case| {
                let p = chance_of(fit.shift + fit.slope * decibans(case.signs));
                if case.yes { p.ln() } else { (1.0 - p).ln() }
            };
            cases.iter().map(one).sum::<f64>()
                - (fit.shift / SHIFT_SD).powi(2) / 2.0
                - ((fit.slope - 1.0) / SLOPE_SD).powi(2) / 2.0
        };
        for (shift, slope) in [(0.01, 0.0), (-0.01, 0.0), (0.0, 0.01), (0.0, -0.01)] {
            let beside = Fit {
                shift: fitted.shift + shift,
                slope: fitted.slope + slope,
            };
            assert!(likely(beside) < likely(fitted), "{beside:?}");
        }
    }

    #[test]
    fn the_range_is_moved_and_never_beyond_its_ends() {
        let range = Range {
            low: probability(3, -4.5),
            middle: probability(3, -1.0),
            high: probability(3, 2.0),
        };
        let usual = Adjustment::Base(1.0 / 3.0);
        let same = adjusted(&range, -1.0, 3, false, usual);
        near(same.low, range.low, 9);
        near(same.high, range.high, 9);
        // Half as good odds from one in five: the odds of every end are halved.
        let lower = adjusted(&range, -1.0, 3, false, Adjustment::Base(0.2));
        let odds = |chance: f64| chance / (1.0 - chance);
        near(odds(lower.low), odds(range.low) / 2.0, 9);
        // The number of people in the running says more about this opening than a rate over all.
        let field = adjusted(&range, -1.0, 3, true, Adjustment::Base(0.2));
        near(field.low, range.low, 9);
        let ten = Adjustment::Signs(Fit {
            shift: 10.0,
            slope: 1.0,
        });
        let moved = adjusted(&range, -1.0, 3, false, ten);
        near(odds(moved.low), odds(range.low) * 10.0, 9);
        // The slope works on what the signs say at the usual rate; that of the field is put back.
        let flat = Adjustment::Signs(Fit {
            shift: 0.0,
            slope: 0.0,
        });
        let crowded = Range {
            low: probability(10, -4.0),
            middle: probability(10, -1.0),
            high: probability(10, 2.0),
        };
        let flat = adjusted(&crowded, -1.0, 3, true, flat);
        let middle = decibans(0.1) - decibans(1.0 / 3.0);
        near(decibans(flat.middle), middle, 9);
        // And never narrower than the base rate is known.
        near(decibans(flat.low), middle - 3.0, 9);
        near(decibans(flat.high), middle + 3.0, 9);
    }

    proptest! {
        #[test]
        fn beta_is_read_as_an_independent_library_reads_it(
            p in 0.001..0.999_f64, yes in 0u16..400, no in 0u16..400, half: bool, x in 0.0..1.0_f64,
        ) {
            let (a, b) = if half {
                (f64::from(yes) + 0.5, f64::from(no) + 0.5)
            } else {
                (f64::from(yes) + 1.0, f64::from(no) + 1.0)
            };
            let other = Beta::new(a, b).expect("a distribution");
            prop_assert!((beta_cdf(x, a, b) - other.cdf(x)).abs() < 1e-9);
            let quantile = beta_quantile(p, a, b);
            prop_assert!((other.cdf(quantile) - p).abs() < 1e-8, "{quantile}");
        }

        #[test]
        fn nothing_that_can_be_kept_makes_a_number_that_is_none(
            cases in prop::collection::vec((0u8..=10, -14i32..=13, any::<bool>(), 1u8..=5, 1u8..=5), 0..80),
            pending in 0usize..50,
        ) {
            let cases: Vec<Case> = cases.into_iter().map(|(gut, points, yes, felt, band)| Case {
                interview: Id::uuid([0; 16]),
                gut: f64::from(gut) / 10.0,
                signs: probability(3, f64::from(points)),
                felt, band, yes,
            }).collect();
            let yes = cases.iter().filter(|case| case.yes).count();
            let n = cases.len();
            let shown = calibrate(cases, Vec::new(), pending, 3);
            let mixed = yes > 0 && yes < n && pending <= n;
            let most = match n {
                0 => "nothing",
                1..=4 => "rows",
                _ if !mixed => "counts",
                5..=9 => "counts",
                10..=19 => "base",
                _ => "picture",
            };
            prop_assert_eq!(level(&shown), most);
            if let Calibration::Picture(picture) = &shown {
                for group in picture.groups.iter().flatten() {
                    prop_assert!(0.0 <= group.low && group.low < group.high && group.high <= 1.0);
                }
                prop_assert!(picture.shift.is_finite());
                prop_assert!(picture.fit.is_none_or(|fit| fit.shift.is_finite() && fit.slope.is_finite()));
                prop_assert!([picture.brier.gut, picture.brier.signs].iter().all(|score| (0.0..=1.0).contains(score)));
            }
        }
    }
}
