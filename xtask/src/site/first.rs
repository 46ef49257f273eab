//! The questions in the HTML, so that they can be read and answered before the app has arrived.

use anyhow::{Context, Result, bail};
use interview_hindsight::domain::quiz::Quiz;
use interview_hindsight::ui::pages;
use interview_hindsight::wire::quiz_document;
use interview_hindsight::wire::quiz_text::QuizText;

use super::page::marked;
use super::words::Spoken;

/// The app's place in the page, as Trunk's minifier writes it.
const PLACE: &str = "<div id=app></div>";
/// The same in a page that is not made small.
const PLACE_AS_WRITTEN: &str = "<div id=\"app\"></div>";

/// The page with the questions of the built-in quiz in the app's place. For a frame, `own_page` is the address of the
/// quiz's own page.
pub fn of_the_built_in(page: &str, spoken: &Spoken, own_page: Option<&str>) -> Result<String> {
    let Ok(quiz) = quiz_document::current() else {
        bail!("the built-in quiz is not sound; `cargo xtask quiz check` says why");
    };
    filled(page, quiz, &spoken.words.quiz, spoken, own_page)
}

/// The same with another quiz, and the words of that one.
pub fn filled(
    page: &str,
    quiz: Quiz,
    words: &QuizText,
    spoken: &Spoken,
    own_page: Option<&str>,
) -> Result<String> {
    let Some(place) = [PLACE, PLACE_AS_WRITTEN]
        .into_iter()
        .find(|place| page.contains(place))
    else {
        bail!("index.html has no {PLACE_AS_WRITTEN}");
    };
    let version = quiz.version().to_owned();
    let drawn = drawn(quiz, words, spoken, own_page)?;
    let filled = place.replacen("></div>", &format!(">{drawn}</div>"), 1);
    let page = page.replacen(place, &filled, 1);
    // The script writes down which version was answered.
    Ok(marked(&page, &format!("data-version={version}")))
}

/// The questions, drawn by the app's own views.
fn drawn(quiz: Quiz, words: &QuizText, spoken: &Spoken, own_page: Option<&str>) -> Result<String> {
    // Yew draws on a runtime of one thread.
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let interface = spoken.words.interface.clone();
    let language = &spoken.language;
    let drawing = pages::draw(quiz, words.clone(), interface, language, own_page);
    let page = tokio::task::LocalSet::new().block_on(&runtime, drawing);
    page.context("the quiz's name cannot stand in a key of the store")
}

#[cfg(test)]
mod tests {
    use interview_hindsight::wire::language::LANGUAGES;
    use interview_hindsight::wire::spelling::SPELLED_IN_TWO_WAYS;

    use super::super::words;
    use super::*;

    fn english(page: &str, own_page: Option<&str>) -> Result<String> {
        of_the_built_in(page, &words::read(LANGUAGES[0])?, own_page)
    }

    /// It is drawn for everybody, and the program that takes it over knows how its reader spells.
    #[test]
    fn no_page_before_the_result_has_a_word_that_is_spelled_in_two_ways() -> Result<()> {
        let page = english(PLACE_AS_WRITTEN, None)?;
        assert!(page.contains("Check your answers"), "all pages are drawn");
        let words = page.to_lowercase();
        // `practice` is a noun in both spellings.
        let found = SPELLED_IN_TWO_WAYS
            .iter()
            .flat_map(|(british, american)| [british, american])
            .filter(|word| !matches!(**word, "practice" | "program" | "center" | "gray"))
            .filter(|word| words.contains(**word));
        assert_eq!(found.collect::<Vec<_>>(), Vec::<&&str>::new());
        Ok(())
    }

    #[test]
    fn the_first_question_is_drawn_whole_and_without_what_the_policy_stops() -> Result<()> {
        for own_page in [None, Some("../")] {
            let page = english(PLACE, own_page)?;
            assert!(page.contains("id=\"go-on\""), "{page}");
            assert!(page.matches("type=\"radio\"").count() > 5, "{page}");
            for forbidden in [" style=", "<script", "<style", " onclick=", "<!--"] {
                assert!(!page.contains(forbidden), "{forbidden} in {page}");
            }
        }
        Ok(())
    }

    #[test]
    fn in_a_frame_each_page_says_its_height_and_its_stage_and_nothing_is_promised_unseen()
    -> Result<()> {
        let page = english(PLACE, Some("../"))?;
        let pages = page.matches(" data-page=").count();
        let sorted = |sort: &str| page.matches(&format!(" data-sort=\"{sort}\"")).count();
        let few = ["start", "list", "none"].map(sorted);
        assert_eq!(few, [2, 1, 1], "there are two starts");
        assert_eq!(sorted("question"), pages - 4, "{page}");
        assert_eq!(page.matches(" data-at=").count(), pages - 1, "{page}");
        assert!(page.contains("href=\"../#/\""), "the way to its own page");
        assert!(!page.contains("href=\"#/history\""), "it is not in a frame");
        for case in ["same-origin-host", "private", "kept", "passing"] {
            assert!(page.contains(&format!("data-only=\"{case}\"")), "{case}");
        }
        let plain = english(PLACE, None)?;
        for mark in ["data-sort", "data-only", "data-longest"] {
            assert!(!plain.contains(mark), "{mark} outside of frames");
        }
        Ok(())
    }
}
