//! The app in a frame: what the page around it is told, and how high the frame is.
//!
//! Owns [`Embedding`], and the rule that no answer may change what the page around could see (design.md
//! section 4). The height of a screen with answers on it is therefore not its own: it is that of the tallest
//! screen of its sort, whatever is answered, at the width that there is. To find it, hidden samples of all of
//! them are drawn once for each width. Must not know a window or a port.

use std::rc::Rc;

use crate::domain::answers::{Answer, Answers};
use crate::domain::quiz::{QuestionKind, Quiz};
use crate::wire::embed::theme::{Scheme, Theme};
use crate::wire::embed::{EarlyFrame, Layout, Show, ToHost, round_up_to_step};
use std::collections::BTreeSet;

use super::flow;
use super::route::Route;

/// Screens that ask the page around for the same height.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// The first question and what stands around it, or what somebody sees in its place who was here before.
    Start,
    /// Another question.
    Question,
    /// All answers.
    List,
    /// The beginning of a result.
    Result,
    /// Why it came out like this.
    Why,
    /// What to do now.
    Now,
    /// What to learn from it.
    Learn,
    /// The questions that fit the advice.
    Quick,
    /// A letter.
    Letter,
    /// The reminders.
    Reminders,
}

impl Sort {
    /// The sort of a screen; `None` where nothing on it hangs on an answer, so that it has its own height.
    pub fn of(quiz: &Quiz, route: &Route) -> Option<Self> {
        match route {
            Route::Question(id) | Route::Change(id)
                if quiz.gut().is_some_and(|gut| gut.id == *id) =>
            {
                Some(Self::Start)
            }
            route => Self::of_route(route),
        }
    }

    fn of_route(route: &Route) -> Option<Self> {
        Some(match route {
            Route::Start => Self::Start,
            Route::Question(_) | Route::Change(_) | Route::Correct(..) => Self::Question,
            Route::Check | Route::Answers(_) => Self::List,
            Route::Result(_) => Self::Result,
            Route::Why(_) => Self::Why,
            Route::Now(_) => Self::Now,
            Route::Learn(_) => Self::Learn,
            Route::Quick(_) => Self::Quick,
            Route::Letter(..) => Self::Letter,
            Route::Reminders(_) => Self::Reminders,
            _ => return None,
        })
    }

    /// What is added to the samples, in pixels: a hint, or a line that no sample has. embed/frame.js adds the same.
    fn margin(self) -> u32 {
        match self {
            Self::Start | Self::Question | Self::Result => 48,
            _ => 160,
        }
    }
}

/// Whether a screen is in the frame at all, or on the app's own page.
pub fn is_in_frame(route: &Route) -> bool {
    Sort::of_route(route).is_some()
        || matches!(
            route,
            Route::HowItWorks | Route::YourData | Route::Unknown(_)
        )
}

/// The height of a sort of screen, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Size {
    sort: Sort,
    /// Of the tallest one.
    screen: u32,
    /// Of the tallest part that can be opened on it.
    part: u32,
}

/// Everything that is different in a frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Embedding {
    /// How much is shown.
    pub show: Show,
    /// What it looks like.
    pub theme: Rc<Theme>,
    /// Light or dark, where the theme is made for one of them.
    pub scheme: Option<Scheme>,
    /// The address of the app's own page, without a fragment.
    pub own_page: Rc<str>,
    /// Whether this browser is known to keep what a frame saves.
    pub lasting: bool,
    /// Whether the page around has answered.
    pub connected: bool,
    /// Whether the page around can read what is typed here.
    pub same_origin_host: bool,
    /// Whether the screen is higher than the frame, so that it has to scroll in it.
    pub overflows: bool,
    width: u32,
    /// The width that the sizes were sampled at.
    sampled: u32,
    sizes: Vec<Size>,
    /// What was last asked for.
    height: u32,
    stage: u32,
}

impl Embedding {
    /// A frame that nobody has answered yet.
    pub fn new(
        show: Show,
        theme: Theme,
        own_page: &str,
        lasting: bool,
        same_origin_host: bool,
    ) -> Self {
        Self {
            show,
            scheme: theme.look().scheme,
            theme: Rc::new(theme),
            own_page: own_page.into(),
            lasting,
            connected: false,
            same_origin_host,
            overflows: false,
            width: 0,
            sampled: 0,
            sizes: Vec::new(),
            height: 0,
            stage: 0,
        }
    }

    /// Takes up what the pages of the HTML have measured and told, at the screen that the program begins with. Gives
    /// what that screen has the page around told, where the person has come to it by a step.
    pub fn adopt(&mut self, quiz: &Quiz, route: &Route, before: &EarlyFrame) -> Vec<ToHost> {
        self.connected = before.connected;
        self.stage = before.stage;
        self.height = before.height;
        if before.width > 0 {
            (self.width, self.sampled) = (before.width, before.width);
            let sizes = [
                (Sort::Start, before.start),
                (Sort::Question, before.question),
                (Sort::List, before.list),
            ];
            self.sizes = Vec::from(sizes.map(|(sort, screen)| Size {
                sort,
                screen,
                part: before.part,
            }));
        }
        if !before.is_step {
            return Vec::new();
        }
        let sort = match before.sort.as_str() {
            "start" => Some(Sort::Start),
            "question" => Some(Sort::Question),
            "list" => Some(Sort::List),
            _ => None,
        };
        self.moved(quiz, sort, route)
    }

    /// Takes another theme.
    pub fn apply_theme(&mut self, theme: Theme) {
        self.scheme = theme.look().scheme;
        self.theme = Rc::new(theme);
    }

    /// The sort of screen that samples have to be drawn of, to learn its height.
    pub fn wanted(&self, quiz: &Quiz, route: &Route) -> Option<Sort> {
        let sort = Sort::of(quiz, route)?;
        let known = self.sizes.iter().any(|size| size.sort == sort);
        (!known && self.width > 0).then_some(sort)
    }

    /// Takes what the browser says of the layout. Gives the height to ask for, if that is another one.
    pub fn laid_out(&mut self, quiz: &Quiz, route: &Route, layout: Layout) -> Option<ToHost> {
        if layout.width != self.width {
            // A scrollbar that a new height brings or takes must not set off another height: nearly the
            // same width has the same heights, and the margins are for that too.
            self.width = layout.width;
            if layout.width.abs_diff(self.sampled) >= 24 {
                self.sampled = layout.width;
                self.sizes.clear();
            }
            // What was sampled was sampled at the other width.
            if self.wanted(quiz, route).is_some() {
                return None;
            }
        }
        let needed = match Sort::of(quiz, route) {
            None => layout.whole,
            Some(sort) => {
                if let (Some((screen, part)), Some(sort)) =
                    (layout.samples, self.wanted(quiz, route))
                {
                    let screen = screen + sort.margin();
                    self.sizes.push(Size { sort, screen, part });
                }
                let size = self.sizes.iter().find(|size| size.sort == sort)?;
                let around = layout.whole.saturating_sub(layout.screen);
                around + size.screen + layout.open * size.part
            }
        };
        let height = round_up_to_step(needed);
        self.overflows = layout.whole > height;
        let is_new = height != self.height;
        self.height = height;
        (is_new && self.connected).then_some(ToHost::Resize(height))
    }

    /// What the page around is told as soon as it has answered.
    pub fn connect(&mut self) -> Vec<ToHost> {
        if self.connected {
            return Vec::new();
        }
        self.connected = true;
        let mut told = vec![ToHost::Ready];
        if self.height > 0 {
            told.push(ToHost::Resize(self.height));
        }
        told
    }

    /// What the page around is told of a new screen. Branches have pages of their own and are not told: only
    /// another stage, or another sort of screen, is.
    pub fn moved(&mut self, quiz: &Quiz, from: Option<Sort>, to: &Route) -> Vec<ToHost> {
        let (stage, of) = stage(quiz, to, self.stage);
        let mut told = Vec::new();
        if stage != self.stage {
            self.stage = stage;
            told.push(ToHost::Step { stage, of });
        }
        if !told.is_empty() || from != Sort::of(quiz, to) {
            told.push(ToHost::Scroll(0));
        }
        told
    }
}

/// How far a screen is along the way, counted from 0, and where the way ends. A stage that some answers leave out counts
/// to the one before it.
pub fn stage(quiz: &Quiz, route: &Route, before: u32) -> (u32, u32) {
    let (stages, at) = flow::progress(quiz, route);
    let is_always_asked = |stage: &&String| {
        let mut asked = quiz.questions().iter();
        asked.any(|question| question.stage == **stage && question.show_if.is_none())
    };
    let behind = |place: usize| {
        let ahead = stages.iter().skip(1).take(place);
        u32::try_from(ahead.filter(is_always_asked).count()).unwrap_or(u32::MAX)
    };
    let list = behind(stages.len()).saturating_add(1);
    let of = list.saturating_add(1);
    let stage = match route {
        Route::Check => list,
        Route::Start | Route::Question(_) | Route::Change(_) => behind(at),
        route if route.interviews()[0].is_some() => of,
        // A look at another page is not a step back.
        _ => before,
    };
    (stage, of)
}

/// How many ways there are to fill a sheet in for samples.
pub const SAMPLES: usize = 7;

/// A sheet that is filled in for a sample: the first six with the first, second, ... option of each
/// question, the last with the longest words.
pub fn sampled(quiz: &Quiz, which: usize, length: &dyn Fn(&str, &str) -> usize) -> Answers {
    let mut answers = Answers::new();
    for question in quiz.questions() {
        let options = question.options();
        let longest = || {
            options
                .iter()
                .max_by_key(|option| length(&question.id, &option.id))
        };
        let dated = options.iter().find(|option| option.asks_date);
        let picked = match which {
            _ if dated.is_some() => dated,
            which if which + 1 >= SAMPLES => longest(),
            which => options.get(which).or_else(|| options.last()),
        };
        let answer = match (&question.kind, picked) {
            (QuestionKind::One { .. }, Some(option)) => Answer::Option(option.id.clone()),
            (QuestionKind::Many { .. }, _) => Answer::Options(
                options
                    .iter()
                    .map(|option| option.id.clone())
                    .collect::<BTreeSet<_>>(),
            ),
            _ => continue,
        };
        answers.set(&*question.id, answer);
    }
    answers
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::quiz_document;

    fn quiz() -> Quiz {
        match quiz_document::current() {
            Ok(quiz) => quiz,
            Err(problems) => panic!("{problems:?}"),
        }
    }

    fn question() -> Route {
        Route::Question("lean".to_owned())
    }

    fn embedding() -> Embedding {
        Embedding::new(Show::Full, Theme::default(), "https://app/", true, false)
    }

    fn layout(width: u32, whole: u32, screen: u32, samples: Option<(u32, u32)>) -> Layout {
        Layout {
            width,
            whole,
            screen,
            open: 0,
            samples,
        }
    }

    #[test]
    fn a_question_asks_for_the_height_of_the_tallest_one() {
        let mut frame = embedding();
        frame.connect();
        assert_eq!(
            frame.laid_out(&quiz(), &question(), layout(700, 600, 400, None)),
            None
        );
        assert_eq!(
            frame.wanted(&quiz(), &question()),
            Some(Sort::Question),
            "samples first"
        );
        let told = frame.laid_out(
            &quiz(),
            &question(),
            layout(700, 600, 400, Some((900, 200))),
        );
        assert_eq!(told, Some(ToHost::Resize(round_up_to_step(200 + 900 + 48))));
        assert_eq!(frame.wanted(&quiz(), &question()), None);
        // Another one, of another height: the page is told nothing.
        let other = Route::Question("coach".to_owned());
        assert_eq!(
            frame.laid_out(&quiz(), &other, layout(700, 1_000, 800, None)),
            None
        );
        assert!(!frame.overflows);
        // What is opened costs as much as the tallest that could be.
        let open = Layout {
            open: 1,
            ..layout(700, 650, 450, None)
        };
        let told = frame.laid_out(&quiz(), &question(), open);
        assert_eq!(told, Some(ToHost::Resize(round_up_to_step(1_148 + 200))));
    }

    #[test]
    fn a_scrollbar_more_or_less_sets_off_no_other_height() {
        let mut frame = embedding();
        frame.connect();
        frame.laid_out(&quiz(), &question(), layout(700, 600, 400, None));
        frame.laid_out(
            &quiz(),
            &question(),
            layout(700, 600, 400, Some((900, 200))),
        );
        for width in [685, 700, 685, 700] {
            assert_eq!(
                frame.laid_out(&quiz(), &question(), layout(width, 620, 420, None)),
                None
            );
        }
        frame.laid_out(&quiz(), &question(), layout(360, 900, 700, None));
        assert_eq!(frame.wanted(&quiz(), &question()), Some(Sort::Question));
    }

    #[test]
    fn the_program_goes_on_where_the_pages_of_the_html_have_come_to() {
        let before = EarlyFrame {
            connected: true,
            is_step: true,
            sort: "question".to_owned(),
            height: 1_280,
            width: 700,
            start: 1_200,
            question: 1_000,
            list: 2_000,
            part: 100,
            ..EarlyFrame::default()
        };
        let mut frame = embedding();
        let told = frame.adopt(&quiz(), &question(), &before);
        let of = stage(&quiz(), &question(), 0).1;
        assert_eq!(told, [ToHost::Step { stage: 1, of }, ToHost::Scroll(0)]);
        assert_eq!(
            frame.wanted(&quiz(), &question()),
            None,
            "nothing is measured again"
        );
        let other = layout(700, 600, 400, None);
        assert_eq!(
            frame.laid_out(&quiz(), &question(), other),
            None,
            "as high as it was"
        );
        let list = frame.laid_out(&quiz(), &Route::Check, other);
        assert_eq!(list, Some(ToHost::Resize(round_up_to_step(200 + 2_000))));
        let first = Route::Question("gut".to_owned());
        for start in [Route::Start, first] {
            let told = frame.laid_out(&quiz(), &start, other);
            assert_eq!(
                told,
                Some(ToHost::Resize(round_up_to_step(200 + 1_200))),
                "{start:?}"
            );
            frame.laid_out(&quiz(), &Route::Check, other);
        }
        // Where it was no step, the page around has heard all of it.
        let told = embedding().adopt(
            &quiz(),
            &Route::Check,
            &EarlyFrame {
                is_step: false,
                ..before
            },
        );
        assert_eq!(told, []);
    }

    #[test]
    fn what_is_higher_than_the_frame_scrolls_in_it() {
        let mut frame = embedding();
        frame.laid_out(&quiz(), &Route::YourData, layout(700, 20_000, 19_000, None));
        assert!(frame.overflows);
    }

    #[test]
    fn nobody_is_told_a_height_before_the_page_around_has_answered() {
        let mut frame = embedding();
        assert_eq!(
            frame.laid_out(&quiz(), &Route::YourData, layout(700, 900, 800, None)),
            None
        );
        assert_eq!(frame.connect(), [ToHost::Ready, ToHost::Resize(960)]);
        assert_eq!(frame.connect(), [], "a second answer changes nothing");
    }

    #[test]
    fn a_stage_that_some_answers_leave_out_is_not_told() {
        let document = include_str!("../../examples/phone-screen/1.0.0.json");
        // All of its last stage hangs on an answer.
        let document = document.replace(
            r#""id": "next",
      "stage""#,
            r#""id": "next", "show_if": { "answer": { "question": "must", "is": ["all"] } }, "stage""#,
        );
        let quiz =
            quiz_document::parse(&document).unwrap_or_else(|problems| panic!("{problems:?}"));
        let at = |id: &str| stage(&quiz, &Route::Question(id.to_owned()), 0);
        assert_eq!([at("line"), at("must_notes"), at("next")], [(1, 3); 3]);
        assert_eq!(stage(&quiz, &Route::Check, 0), (2, 3));
    }

    #[test]
    fn a_page_more_of_the_same_stage_is_not_told() {
        let (quiz, mut frame) = (quiz(), embedding());
        let pages = flow::pages(&quiz, &sampled(&quiz, 0, &|_, _| 0));
        let mut told = Vec::new();
        for pair in pages.windows(2) {
            told.extend(frame.moved(&quiz, Sort::of(&quiz, &pair[0]), &pair[1]));
        }
        let stages = quiz.stages().iter().filter(|stage| !stage.after_result);
        let of = stages.count() as u32 + 1;
        let steps: Vec<_> = told
            .iter()
            .filter(|message| matches!(message, ToHost::Step { .. }))
            .collect();
        let expected: Vec<_> = (1..of).map(|stage| ToHost::Step { stage, of }).collect();
        assert_eq!(steps, expected.iter().collect::<Vec<_>>());
        let scrolls = told.len() - steps.len();
        assert!(scrolls < pages.len(), "{scrolls}");
    }
}
