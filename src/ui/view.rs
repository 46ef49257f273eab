//! What every screen is given, and the small pieces that all of them use.
//!
//! Owns [`View`], the one argument of a screen. A screen is a plain function from it to markup: it reads
//! the state and sends events; it decides nothing.

use std::cell::RefCell;

use yew::prelude::*;

use crate::app::embedding::Embedding;
use crate::app::event::Event;
use crate::app::learning::{self, Recurring, ResultsCache};
use crate::app::route::Route;
use crate::app::state::State;
use crate::domain::answers::Answer;
use crate::domain::history::{Draft, Format, Interview, Outcome};
use crate::domain::quiz::{Question, UNSURE};
use crate::domain::time::{Date, Moment};
use crate::wire::embed::Show;
use crate::wire::json::{Problem, ProblemKind};
use crate::wire::language::{LANGUAGES, Language};
use crate::wire::link as wire_link;
use crate::wire::quiz_text::QuizText;
use crate::wire::store::StorageState;

use super::link;
use super::text::Text;

/// What a screen is drawn from.
pub struct View<'a> {
    /// Everything that is known.
    pub state: &'a State,
    /// The words of the interface.
    pub t: &'a Text,
    /// The words of the quiz.
    pub q: &'a QuizText,
    /// Takes what the person did.
    pub send: &'a Callback<Event>,
    /// Whether it is drawn into the HTML, for the script and for any answers, and not for a person's own.
    pub is_in_html: bool,
    /// Which lessons each result gives, as far as it was worked out for an earlier drawing.
    pub results_cache: &'a RefCell<ResultsCache>,
}

impl View<'_> {
    /// The same, drawn from another state.
    pub fn of<'b>(&'b self, state: &'b State) -> View<'b> {
        View { state, ..*self }
    }
}

impl View<'_> {
    /// The lessons over all results.
    pub fn recurring(&self) -> Vec<Recurring> {
        let now = ResultsCache::of(self.state, &self.results_cache.take());
        let lessons = learning::recurring(self.state, &now);
        self.results_cache.replace(now);
        lessons
    }

    /// The language of the quiz's words where it is another one than the page's: an own quiz may not have every language.
    pub fn language_of_quiz(&self) -> Option<&'static Language> {
        let (of_page, of_quiz) = (&self.state.site.language, self.q.language());
        let mut languages = LANGUAGES.iter();
        languages.find(|language| language.tag == of_quiz && of_quiz != of_page)
    }

    /// What is different in a frame, if this is one.
    pub fn embedding(&self) -> Option<&Embedding> {
        self.state.embedding.as_ref()
    }

    /// Whether verdict and numbers are shown, and the letters that ask for something.
    pub fn shows_numbers(&self) -> bool {
        self.embedding()
            .is_none_or(|embedding| embedding.show == Show::Full)
    }

    /// The fragment that carries a result to the app's own page; `None` where none can.
    pub fn carried(&self, interview: &Interview) -> Option<String> {
        wire_link::write(interview).map(|link| Route::Open(link).fragment())
    }

    /// The same for an interview in progress.
    pub fn carried_draft(&self, draft: &Draft) -> Option<String> {
        wire_link::write_draft(draft).map(|link| Route::Open(link).fragment())
    }

    /// Sends an event when something is pressed.
    pub fn press(&self, event: Event) -> Callback<MouseEvent> {
        let send = self.send.clone();
        Callback::from(move |_| send.emit(event.clone()))
    }

    /// Sends the event that is made of what was typed or chosen.
    pub fn typed(&self, event: impl Fn(String) -> Event + 'static) -> Callback<String> {
        let send = self.send.clone();
        Callback::from(move |text| send.emit(event(text)))
    }

    /// Sends an event when the focus leaves a field.
    pub fn leave(&self, event: Event) -> Callback<FocusEvent> {
        let send = self.send.clone();
        Callback::from(move |_| send.emit(event.clone()))
    }

    /// Sends the event that is made of a tick.
    pub fn ticked(&self, event: impl Fn(bool) -> Event + 'static) -> Callback<bool> {
        let send = self.send.clone();
        Callback::from(move |on| send.emit(event(on)))
    }

    /// A link to another screen.
    pub fn link(&self, route: &Route, label: &str) -> Html {
        link::to(route, label, self.embedding())
    }

    /// A link that looks like a button, since it is a thing to do.
    pub fn button_link(&self, route: &Route, label: &str, kind: ButtonKind) -> Html {
        html! { <a class="ih-button" data-kind={kind.name()} href={route.fragment()}>{ label }</a> }
    }

    /// A button.
    pub fn button(&self, event: Event, label: &str, kind: ButtonKind) -> Html {
        button(self.press(event), label, kind)
    }

    /// A button of the way through, which questionnaire.js does the work of until the program is there. It knows it by
    /// this name.
    pub fn step(&self, event: Event, label: &str, kind: ButtonKind, name: &'static str) -> Html {
        let onclick = self.press(event);
        html! { <button type="button" class="ih-button" data-kind={kind.name()} data-do={name} {onclick}>{ label }</button> }
    }

    /// How an interview was held.
    pub fn format(&self, format: Format) -> &str {
        match format {
            Format::InPerson => self.t.format_in_person(),
            Format::Video => self.t.format_video(),
            Format::Phone => self.t.format_phone(),
            Format::Recorded => self.t.format_recorded(),
        }
    }

    /// How it turned out.
    pub fn outcome(&self, outcome: Option<Outcome>) -> &str {
        match outcome {
            None => self.t.outcome_open(),
            Some(Outcome::Offer) => self.t.outcome_offer(),
            Some(Outcome::NextRound) => self.t.outcome_next_round(),
            Some(Outcome::No) => self.t.outcome_no(),
            Some(Outcome::NoReply) => self.t.outcome_no_reply(),
            Some(Outcome::SteppedBack) => self.t.outcome_stepped_back(),
        }
    }

    /// What a result is called: its label, or where it has none when it was, to the minute as far as that is known: two
    /// of one day are told apart by it.
    pub fn name(&self, interview: &Interview) -> String {
        self.named(interview, false)
    }

    /// The same in a file or on paper, which is read in other years too.
    pub fn lasting_name(&self, interview: &Interview) -> String {
        self.named(interview, true)
    }

    fn named(&self, interview: &Interview, with_year: bool) -> String {
        let details = &interview.details.value;
        let locale = self.t.locale();
        let moment =
            |at: Moment| locale.weekday_time(at, with_year || self.is_other_year(at.date()));
        match (details.company.as_str(), details.role.as_str()) {
            ("", "") => match details.interview_at {
                Some(at) if details.day_only => {
                    let with_year = with_year || self.is_other_year(at.date());
                    self.t.result_of(&locale.weekday(at.date(), with_year))
                }
                Some(at) => self.t.result_of(&moment(at)),
                None => self.t.result_finished(&moment(interview.finished_at)),
            },
            ("", only) | (only, "") => only.to_owned(),
            (company, role) => self.t.result_name(company, role),
        }
    }

    /// The day of an interview; where it is not known, on which day the questions were finished, and that it is that.
    pub fn day(&self, interview: &Interview) -> String {
        self.dated(interview, false)
    }

    /// The same in a file or on paper.
    pub fn lasting_day(&self, interview: &Interview) -> String {
        self.dated(interview, true)
    }

    fn dated(&self, interview: &Interview, with_year: bool) -> String {
        let day = |at: Moment| {
            let with_year = with_year || self.is_other_year(at.date());
            self.t.locale().weekday(at.date(), with_year)
        };
        match interview.details.value.interview_at {
            Some(at) => day(at),
            None => self.t.finished_on(&day(interview.finished_at)),
        }
    }

    /// What stands below the name in a list: the day, unless the name is made of it, and what else there is to say.
    pub fn below_name(
        &self,
        interview: &Interview,
        more: impl IntoIterator<Item = String>,
    ) -> String {
        let details = &interview.details.value;
        let has_label = !(details.company.is_empty() && details.role.is_empty());
        let day = has_label.then(|| self.day(interview));
        let all = day.into_iter().chain(more);
        all.filter(|one| !one.is_empty())
            .collect::<Vec<_>>()
            .join(" · ")
    }

    /// The same as short as it can be, for the ends of a chart.
    pub fn short_day(&self, interview: &Interview) -> String {
        let at = interview.details.value.interview_at;
        let date = at.unwrap_or(interview.finished_at).date();
        let is_other_year = self.is_other_year(date);
        self.t.locale().day_of_year(date, is_other_year)
    }

    fn is_other_year(&self, date: Date) -> bool {
        date.year() != self.state.now.date().year()
    }

    /// A day with its weekday, and with its year where it is not in this one.
    pub fn weekday(&self, date: Date) -> String {
        self.t.locale().weekday(date, self.is_other_year(date))
    }

    /// A moment, to the minute, with its weekday, and with its year where it is not in this one.
    pub fn moment(&self, at: Moment) -> String {
        let is_other_year = self.is_other_year(at.date());
        self.t.locale().weekday_time(at, is_other_year)
    }

    /// The level that was felt first, 1 to 5.
    pub fn felt_level(&self, interview: &Interview) -> Option<u8> {
        let quiz = self.state.quiz_for(&interview.quiz);
        let gut = quiz.gut()?;
        let chosen = interview
            .answers
            .option(&gut.id)
            .filter(|option| *option != UNSURE)?;
        gut.option(chosen)?.level
    }

    /// What a felt level is called; the gut question's own words.
    pub fn felt(&self, interview: &Interview) -> Option<String> {
        let (gut, chosen) = self.felt_option(interview)?;
        Some(self.q.option(&gut, chosen).to_owned())
    }

    /// How it felt, as a sentence.
    pub fn felt_sentence(&self, interview: &Interview) -> Option<&str> {
        let (_, chosen) = self.felt_option(interview)?;
        Some(self.q.felt(chosen))
    }

    /// The gut question's id, and what was chosen there.
    fn felt_option<'i>(&self, interview: &'i Interview) -> Option<(String, &'i str)> {
        let quiz = self.state.quiz_for(&interview.quiz);
        let gut = quiz.gut()?.id.clone();
        let chosen = interview.answers.option(&gut)?;
        (chosen != UNSURE).then_some((gut, chosen))
    }

    /// Whether what is saved outlives this tab.
    pub fn is_kept(&self) -> bool {
        matches!(
            self.state.keeping.state,
            StorageState::Ready | StorageState::Full
        )
    }

    /// What is wrong with a stored or imported text.
    pub fn stored_problem(&self, problem: &Problem) -> String {
        let t = self.t;
        let what = match problem.what {
            ProblemKind::NotJson { line, column } => t.stored_not_json(line, column),
            ProblemKind::Missing => t.stored_missing().to_owned(),
            ProblemKind::Not(_) => t.stored_not_kind().to_owned(),
            ProblemKind::LongerThan(most) => t.stored_longer(most),
            ProblemKind::Outside(low, high) => {
                t.stored_outside(&low.to_string(), &high.to_string())
            }
            ProblemKind::NotATime => t.stored_not_a_time().to_owned(),
            ProblemKind::NotAnId => t.stored_not_an_id().to_owned(),
            ProblemKind::UnknownWord => t.stored_unknown_word().to_owned(),
            ProblemKind::NotTheKey => t.stored_not_the_key().to_owned(),
            ProblemKind::TooLarge => t.stored_too_large().to_owned(),
            ProblemKind::Newer => t.stored_newer().to_owned(),
            ProblemKind::NotText => t.stored_not_text().to_owned(),
        };
        match problem.field.as_str() {
            "" => what,
            field => t.stored_problem(field, &what),
        }
    }

    /// Whether what is typed here is this browser's alone. It is not where the page around a frame can read along, and
    /// then no sentence may say that it is.
    pub fn is_private(&self) -> bool {
        let mut embedding = self.embedding().into_iter();
        embedding.all(|embedding| !embedding.same_origin_host)
    }

    /// An answer in words; `None` where nothing is said.
    pub fn answer(&self, question: &Question, answer: Option<&Answer>) -> Option<String> {
        match answer? {
            Answer::Option(option) => Some(self.q.option(&question.id, option).to_owned()),
            Answer::Options(options) => {
                let named = question
                    .options()
                    .iter()
                    .filter(|option| options.contains(&option.id));
                let words: Vec<&str> = named
                    .map(|option| self.q.option(&question.id, &option.id))
                    .collect();
                (!words.is_empty()).then(|| words.join(" · "))
            }
            Answer::Number(number) => Some(number.to_string()),
            Answer::Text(text) => (!text.trim().is_empty()).then(|| text.clone()),
        }
    }
}

fn button(onclick: Callback<MouseEvent>, label: &str, kind: ButtonKind) -> Html {
    html! {
        <button type="button" class="ih-button" data-kind={kind.name()} {onclick}>{ label }</button>
    }
}

/// How much a button asks to be pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one main thing to do on the page.
    Primary,
    /// Something else that can be done.
    Secondary,
    /// Something small, in the flow of the text.
    Quiet,
    /// Something that takes away.
    Danger,
}

impl ButtonKind {
    /// Its name in the style sheet.
    pub fn name(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Quiet => "quiet",
            Self::Danger => "danger",
        }
    }
}
