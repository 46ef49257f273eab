//! What a person did on the first page before the program was there.
//!
//! The first question stands in the HTML and can be answered while the program is still on its way. boot.js
//! notes what was chosen, by the names that the page's own fields have; here that becomes the events that
//! the fields would have sent. Pure: where the notes stand is known to `browser`.

use crate::domain::answers::Answer;
use crate::domain::quiz::{Kind, Quiz};

use super::event::Event;

/// The name under which the choice to keep nothing is noted.
const KEEP: &str = "keep";
/// The name under which Continue is noted.
const GO_ON: &str = "go";

/// The events for what was noted, in the order in which they have to come: what may be kept, the answers,
/// and last the step to the next page. What no field of the page could have said is left out.
pub fn events(quiz: &Quiz, notes: &[(String, String)]) -> Vec<Event> {
    let noted = |wanted: &str| notes.iter().find(|(name, _)| name == wanted);
    let mut events = Vec::new();
    if let Some((_, keep)) = noted(KEEP) {
        events.push(Event::KeepingChosen { keep: keep != "no" });
    }
    for (name, value) in notes {
        let Some(question) = quiz.question(name) else {
            continue;
        };
        let answer = match question.kind {
            Kind::One { .. } => Some(Answer::Option(value.clone())),
            // The answer "I'd rather not guess" has no number, and is the one that stands there anyway.
            Kind::Number { .. } => value.parse().ok().map(Answer::Number),
            Kind::Many { .. } | Kind::Text { .. } => None,
        };
        events.extend(answer.map(|answer| Event::AnswerChosen {
            question: name.clone(),
            answer,
        }));
    }
    events.extend(noted(GO_ON).map(|_| Event::Continued));
    events
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::quiz_document;

    #[track_caller]
    fn check(notes: &[(&str, &str)], expected: &[Event]) {
        let quiz = quiz_document::current().expect("the built-in quiz can be read");
        let notes: Vec<_> = notes
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        assert_eq!(events(&quiz, &notes), expected);
    }

    fn chosen(question: &str, answer: Answer) -> Event {
        Event::AnswerChosen {
            question: question.to_owned(),
            answer,
        }
    }

    #[test]
    fn notes_become_what_the_fields_would_have_sent() {
        check(&[], &[]);
        let awful = chosen("gut", Answer::Option("awful".to_owned()));
        check(&[("gut", "awful")], std::slice::from_ref(&awful));
        check(&[("gut10", "7")], &[chosen("gut10", Answer::Number(7))]);
        check(&[("gut10", "")], &[]);
        check(
            &[("go", ""), ("gut", "awful"), ("keep", "no")],
            &[
                Event::KeepingChosen { keep: false },
                awful,
                Event::Continued,
            ],
        );
        check(&[("keep", "yes")], &[Event::KeepingChosen { keep: true }]);
        check(
            &[("nonsense", "1"), ("sent", "thanks"), ("hard_notes", "x")],
            &[],
        );
    }
}
