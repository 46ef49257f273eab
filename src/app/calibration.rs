//! Which results count for "How well do you read interviews?", and what they come to.
//!
//! Owns the way from the state to [`Calibration`]. Derived anew each time; the rules are the domain's.

use crate::domain::calibration::{
    Adjustment, Calibration, Eligibility, LeftOut, calibrate, eligibility,
};
use crate::domain::history::Interview;

use super::listing;
use super::state::State;

/// What the results come to, and what became of the others.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnCalibration {
    /// What may be shown.
    pub calibration: Calibration,
    /// How many wait for an outcome, and would count.
    pub pending: usize,
    /// How many do not count, by the order of [`REASONS`].
    pub left_out: [usize; REASONS.len()],
}

/// Why results do not count, in the order in which it is said.
pub const REASONS: [LeftOut; 5] = [
    LeftOut::TooLittle,
    LeftOut::NoGut,
    LeftOut::KnownBefore,
    LeftOut::SteppedBack,
    LeftOut::UnknownVersion,
];

/// Reckons with all results of the present quiz, the latest first. Results of another quiz have a history of their
/// own.
pub fn own_calibration(state: &State) -> OwnCalibration {
    let made_with = state.reference_of_new();
    let mut own = listing::latest_first(state);
    own.retain(|interview| interview.quiz.id == made_with.id);
    let (mut present, mut earlier) = (Vec::new(), Vec::new());
    let (mut pending, mut left_out) = (0, [0; REASONS.len()]);
    for interview in own {
        let is_present = interview.quiz.is_version_of(&made_with);
        match eligibility_of(state, interview) {
            Eligibility::Decided(case) if is_present => present.push(case),
            Eligibility::Decided(case) => earlier.push(case),
            Eligibility::Pending => pending += usize::from(is_present),
            Eligibility::LeftOut(why) => {
                for (count, reason) in left_out.iter_mut().zip(REASONS) {
                    *count += usize::from(reason == why);
                }
            }
        }
    }
    OwnCalibration {
        calibration: calibrate(present, earlier, pending, base_one_in(state)),
        pending,
        left_out,
    }
}

/// What one result is to calibration.
pub fn eligibility_of(state: &State, interview: &Interview) -> Eligibility {
    let quiz = state.quiz_made_with(&interview.quiz);
    eligibility(quiz.as_deref(), interview)
}

/// The base rate of the quiz: one in so many.
pub fn base_one_in(state: &State) -> u8 {
    state.quiz.draft().base_one_in
}

/// What the number range of a result goes by besides the signs: nothing, unless the person asked for it and there are
/// outcomes enough.
pub fn adjustment(state: &State) -> Option<Adjustment> {
    if !state.preferences.own_rate {
        return None;
    }
    own_calibration(state).calibration.adjustment()
}

/// Whether there is any outcome, so that the page has something to say.
pub fn is_anything(state: &State) -> bool {
    let mut all = state.interviews.values();
    all.any(|interview| interview.outcome.value.is_some())
}
