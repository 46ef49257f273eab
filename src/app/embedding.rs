//! The app in a frame: what the page around it is told, and how high the frame is.
//!
//! Owns [`Embedding`], and the rule that no answer may change what the page around could see (design.md
//! section 4). The height of a screen that hangs on an answer, or on anything that is kept, is therefore not its own: it is
//! that of its sort of screen at the width that there is. Of the pages in the HTML, embed/frame.js knows it; of
//! the others, hidden samples are drawn once for each width. What is on the samples is made up here: nothing on them is
//! somebody's own. Must not know a window or a port.

use std::rc::Rc;

use crate::domain::answers::{Answer, AnswerSheet, Answers};
use crate::domain::history::{
    Details, Id, Interview, Label, Outcome, Part, QuizRef, RecordedOutcome, Situation, Stamp,
};
use crate::domain::quiz::{QuestionKind, Quiz};
use crate::domain::scoring::score;
use crate::domain::time::Moment;
use crate::wire::embed::theme::{Scheme, Theme};
use crate::wire::embed::{EarlyFrame, Layout, STEP, SampleHeights, Show, ToHost, round_up_to_step};
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
    /// A result.
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
    /// What is next after a letter.
    Sent,
    /// The notes.
    Notes,
    /// The reminders.
    Reminders,
    /// What is kept, and where.
    Data,
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
            Route::Sent(..) => Self::Sent,
            Route::Notes(_) => Self::Notes,
            Route::Reminders(_) => Self::Reminders,
            Route::YourData => Self::Data,
            _ => return None,
        })
    }

    /// Whether embed/frame.js measures it in the HTML.
    fn is_in_html(self) -> bool {
        matches!(self, Self::Start | Self::Question | Self::List)
    }
}

/// What is added to the samples, in pixels: a hint, or a line that no sample has.
const MARGIN: u32 = 48;

/// From this width on, in pixels, no sample leaves more than a quarter of the frame empty: what is longer scrolls in the
/// frame. In a narrower one two places that scroll would be in each other's way, and the longest page has its room.
const WIDE: u32 = 720;

/// The height of which this many pixels fill three quarters at least; their own, where a step of heights is more than that.
fn mostly_filled(pixels: u32) -> u32 {
    let most = pixels.saturating_mul(4) / 3;
    (most - most % STEP).max(round_up_to_step(pixels))
}

/// Whether a screen is in the frame at all, or on the app's own page.
pub fn is_in_frame(route: &Route) -> bool {
    let is_same_for_all = matches!(
        route,
        Route::Limits(_) | Route::HowItWorks | Route::Unknown(_)
    );
    is_same_for_all || Sort::of_route(route).is_some()
}

/// The height of a sort of screen, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Size {
    sort: Sort,
    samples: SampleHeights,
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
    /// The width that the sizes were sampled at.
    width: u32,
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
            width: 0,
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
        // Another font has other heights.
        self.measure_anew();
    }

    /// Forgets all heights: the same screens are higher or lower now.
    pub fn measure_anew(&mut self) {
        self.sizes.clear();
    }

    /// The sort of screen that samples have to be drawn of, to learn its height. Of those that stand in the HTML,
    /// embed/frame.js knows it.
    pub fn wanted(&self, quiz: &Quiz, route: &Route) -> Option<Sort> {
        let sort = Sort::of(quiz, route)?;
        if sort.is_in_html() {
            return None;
        }
        let known = self.sizes.iter().any(|size| size.sort == sort);
        (!known).then_some(sort)
    }

    /// Takes what the browser says of the layout. Gives the height to ask for, if that is another one.
    ///
    /// It follows from the sort of screen and the width, and from whether anything is open: that of the tallest screen of
    /// its sort, but in a wide frame not so much that the shortest leaves more than a quarter empty. Where there is more
    /// than that on the screen, it scrolls in the frame.
    pub fn laid_out(&mut self, quiz: &Quiz, route: &Route, layout: Layout) -> Option<ToHost> {
        if layout.width != self.width {
            self.width = layout.width;
            self.sizes.clear();
        }
        let pages = layout.pages;
        let (needed, part) = match Sort::of(quiz, route) {
            // As high as it is, with what is open on it.
            None => (pages.around + layout.screen, 0),
            Some(Sort::Start) => (pages.around + pages.start, pages.part),
            Some(Sort::Question) => (pages.around + pages.question, pages.part),
            Some(Sort::List) => (pages.around + pages.list, pages.part),
            Some(sort) => {
                if let (Some(samples), Some(sort)) = (layout.samples, self.wanted(quiz, route)) {
                    self.sizes.push(Size { sort, samples });
                }
                let known = self.sizes.iter().find(|size| size.sort == sort)?;
                let SampleHeights {
                    shortest,
                    tallest,
                    part,
                } = known.samples;
                let needed = pages.around + tallest + MARGIN;
                let most = mostly_filled(pages.around + shortest);
                let is_wide = layout.width >= WIDE;
                (if is_wide { needed.min(most) } else { needed }, part)
            }
        };
        // One is like many: how many there are hangs on answers.
        let opened = if layout.is_open { part } else { 0 };
        let height = round_up_to_step(needed + opened);
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

/// Finished interviews for samples: with every sheet while nothing has come of it, and with the longest words each way
/// that it can turn out. Every day is known, and something is written wherever it can be.
pub fn sample_interviews(
    quiz: &Quiz,
    made_with: &QuizRef,
    length: &dyn Fn(&str, &str) -> usize,
) -> Option<Vec<Interview>> {
    let pending = (0..SAMPLES).map(|which| (which, None));
    let turned_out = Outcome::ALL.into_iter();
    let turned_out = turned_out.map(|outcome| (SAMPLES - 1, Some(outcome)));
    let all = pending.chain(turned_out).map(|(which, outcome)| {
        let mut answers = sampled(quiz, which, length);
        for question in quiz.questions() {
            if matches!(question.kind, QuestionKind::Text { .. }) {
                answers.set(&*question.id, Answer::Text("Words ".repeat(40)));
            }
        }
        let at = sample_moment(0)?;
        let later = sample_moment(7)?.date();
        let situation = Situation {
            answers: answers.clone(),
            asked_at: Some(at),
            refused_at: Some(at),
            said_no_at: Some(at),
            promised_on: Some(later),
            next_on: Some(later),
            ..Situation::default()
        };
        let details = Details {
            interview_at: Some(at),
            interviewers: Some(3),
            ..Details::default()
        };
        let outcome = outcome.map(|outcome| RecordedOutcome {
            outcome,
            on: Some(at.date()),
            note: String::new(),
            closed: false,
        });
        let (sheet, _) = AnswerSheet::new(quiz, &answers);
        Some(Interview {
            id: Id::new("sample")?,
            quiz: made_with.clone(),
            started_at: at,
            started_zone: None,
            finished_at: at,
            finished_zone: None,
            stored: score(quiz, &sheet).stored(),
            answers,
            answered_at: Default::default(),
            corrected: Part::default(),
            situation: Part::new(situation, Stamp::default()),
            details: Label::new(details, Stamp::default()),
            outcome: Part::new(outcome, Stamp::default()),
            notes: Part::default(),
            second_look: Part::default(),
            actions: Default::default(),
            calendar: Part::default(),
            letters: Default::default(),
        })
    });
    all.collect()
}

/// A day with a long name: Wednesday, 23 September 2026, at noon UTC, and so many days after it.
pub fn sample_moment(days: i64) -> Option<Moment> {
    Moment::new(1_790_164_800_000 + days * 86_400_000, 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::embed::PageHeights;
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

    const PAGES: PageHeights = PageHeights {
        around: 200,
        start: 1_248,
        question: 948,
        list: 2_000,
        part: 100,
    };

    fn layout(width: u32, screen: u32) -> Layout {
        Layout {
            width,
            screen,
            pages: PAGES,
            ..Layout::default()
        }
    }

    fn now() -> Route {
        Route::Now(Id::new("a").unwrap_or_else(|| panic!("an id")))
    }

    #[test]
    fn a_question_asks_for_the_height_of_the_tallest_one() {
        let mut frame = embedding();
        frame.connect();
        let told = frame.laid_out(&quiz(), &question(), layout(700, 400));
        assert_eq!(told, Some(ToHost::Resize(1_280)));
        assert_eq!(frame.wanted(&quiz(), &question()), None, "no samples");
        // Another one, of another height: the page is told nothing.
        let other = Route::Question("coach".to_owned());
        assert_eq!(
            frame.laid_out(&quiz(), &other, layout(700, 1_800)),
            None,
            "it scrolls in the frame"
        );
        let list = frame.laid_out(&quiz(), &Route::Check, layout(700, 100));
        assert_eq!(list, Some(ToHost::Resize(round_up_to_step(200 + 2_000))));
        let first = Route::Question("gut".to_owned());
        for start in [Route::Start, first] {
            let told = frame.laid_out(&quiz(), &start, layout(700, 100));
            let expected = ToHost::Resize(round_up_to_step(200 + 1_248));
            assert_eq!(told, Some(expected), "{start:?}");
            frame.laid_out(&quiz(), &Route::Check, layout(700, 100));
        }
    }

    #[test]
    fn a_screen_after_the_result_asks_for_the_height_of_the_tallest_sample() {
        let mut frame = embedding();
        frame.connect();
        let sampled = Layout {
            samples: Some(SampleHeights {
                shortest: 300,
                tallest: 900,
                part: 250,
            }),
            ..layout(700, 400)
        };
        assert_eq!(frame.laid_out(&quiz(), &now(), layout(700, 400)), None);
        assert_eq!(
            frame.wanted(&quiz(), &now()),
            Some(Sort::Now),
            "samples first"
        );
        let told = frame.laid_out(&quiz(), &now(), sampled);
        assert_eq!(
            told,
            Some(ToHost::Resize(round_up_to_step(200 + 900 + MARGIN)))
        );
        assert_eq!(frame.wanted(&quiz(), &now()), None);
        let long = frame.laid_out(&quiz(), &now(), layout(700, 5_000));
        assert_eq!(long, None, "whatever is on it");
        // What is opened costs as much as the tallest that could be, once.
        let open = Layout {
            is_open: true,
            ..layout(700, 450)
        };
        let told = frame.laid_out(&quiz(), &now(), open);
        let expected = round_up_to_step(200 + 900 + MARGIN + 250);
        assert_eq!(told, Some(ToHost::Resize(expected)));
        // At another width, samples again; so in another font.
        assert_eq!(frame.laid_out(&quiz(), &now(), layout(699, 400)), None);
        assert_eq!(frame.wanted(&quiz(), &now()), Some(Sort::Now));
        frame.laid_out(
            &quiz(),
            &now(),
            Layout {
                width: 699,
                ..sampled
            },
        );
        frame.apply_theme(Theme::default());
        assert_eq!(frame.wanted(&quiz(), &now()), Some(Sort::Now));
    }

    #[test]
    fn a_wide_frame_leaves_no_more_than_a_quarter_empty() {
        for (width, shortest, tallest, expected) in [
            (WIDE, 1_000, 3_000, 1_600),
            (WIDE - 1, 1_000, 3_000, 3_360),
            (WIDE, 1_000, 1_100, 1_440),
            // A step of heights is more than a quarter of little.
            (WIDE, 0, 600, 320),
        ] {
            let mut frame = embedding();
            frame.connect();
            let samples = Some(SampleHeights {
                shortest,
                tallest,
                part: 0,
            });
            let told = frame.laid_out(
                &quiz(),
                &now(),
                Layout {
                    samples,
                    ..layout(width, 400)
                },
            );
            let expected = Some(ToHost::Resize(expected));
            assert_eq!(told, expected, "{width}: {shortest} to {tallest}");
        }
    }

    #[test]
    fn a_result_in_a_wide_frame_leaves_no_more_than_a_quarter_of_it_empty() {
        let result = Route::Result(Id::new("r1").expect("a sound id"));
        for (tallest, expected) in [(1_360, 1_440), (1_900, 1_440), (1_000, 1_280)] {
            let mut frame = embedding();
            frame.connect();
            let samples = Some(SampleHeights {
                shortest: 900,
                tallest,
                part: 0,
            });
            let laid_out = Layout {
                samples,
                ..layout(WIDE, 400)
            };
            let told = frame.laid_out(&quiz(), &result, laid_out);
            assert_eq!(told, Some(ToHost::Resize(expected)), "{tallest}");
        }
    }

    #[test]
    fn the_program_goes_on_where_the_pages_of_the_html_have_come_to() {
        let before = EarlyFrame {
            connected: true,
            is_step: true,
            sort: "question".to_owned(),
            height: 1_280,
            ..EarlyFrame::default()
        };
        let mut frame = embedding();
        let told = frame.adopt(&quiz(), &question(), &before);
        let of = stage(&quiz(), &question(), 0).1;
        assert_eq!(told, [ToHost::Step { stage: 1, of }, ToHost::Scroll(0)]);
        assert_eq!(
            frame.laid_out(&quiz(), &question(), layout(700, 400)),
            None,
            "as high as it was"
        );
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
    fn nobody_is_told_a_height_before_the_page_around_has_answered() {
        let mut frame = embedding();
        assert_eq!(
            frame.laid_out(&quiz(), &Route::HowItWorks, layout(700, 700)),
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
