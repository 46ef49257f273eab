//! Conditions as the pages in the HTML have them, for questionnaire.js.
//!
//! Owns their text: `all`, `any` and `not` over answers alone. What hangs on topics, or on what comes after the result,
//! the script cannot know; there the question is left to the program.

use super::json::Fields;
use crate::domain::condition::Condition;

/// The condition as the script reads it.
#[must_use]
pub fn for_the_page(condition: &Condition) -> String {
    let mut text = Fields::default();
    match condition {
        Condition::All(parts) => text.list("all", parts.iter().map(for_the_page)),
        Condition::Any(parts) => text.list("any", parts.iter().map(for_the_page)),
        Condition::Not(part) => text.raw("not", for_the_page(part)),
        Condition::Answer { question, is } => {
            text.text("question", question);
            text.texts("is", is);
        }
        Condition::Ticked { question, option } => {
            text.text("question", question);
            text.texts("is", [option]);
        }
        // Never, as far as the script can tell.
        Condition::Fact(_)
        | Condition::Topic { .. }
        | Condition::BandAtLeast(_)
        | Condition::GutAtMost(_)
        | Condition::Outcome(_)
        | Condition::HoursPassed { .. }
        | Condition::WorkingDaysPassed { .. } => text.raw("any", "[]"),
    }
    text.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_is_written_with_what_a_page_can_know() {
        let answer = |question: &str, is: &[&str]| Condition::Answer {
            question: question.to_owned(),
            is: is.iter().map(|option| (*option).to_owned()).collect(),
        };
        let condition = Condition::Any(vec![
            answer("hard", &["hard", "very"]),
            Condition::Not(Box::new(answer("stuck", &["no"]))),
            Condition::All(Vec::new()),
            Condition::BandAtLeast(3),
        ]);
        assert_eq!(
            for_the_page(&condition),
            r#"{"any":[{"is":["hard","very"],"question":"hard"},{"not":{"is":["no"],"question":"stuck"}},{"all":[]},{"any":[]}]}"#
        );
    }
}
