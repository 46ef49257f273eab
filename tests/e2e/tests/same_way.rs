//! Made-up interviews, answered on the pages of the HTML without the program, lead the same way as [`flow`] does.
//!
//! A script inside the page presses the real controls. What it sees is compared line by line with what the program's own
//! functions come to for the same sheet of answers.

use std::rc::Rc;

use anyhow::{Context, Result, ensure};
use e2e::{Browser, BrowserOptions, Fault, Framing, Gate, Need, Site, left_out};
use fastrand::Rng;
use interview_hindsight::app::event::{Action, DayField, Event};
use interview_hindsight::app::flow;
use interview_hindsight::app::route::Route;
use interview_hindsight::app::state::State;
use interview_hindsight::app::update::update;
use interview_hindsight::domain::answers::{self, Answer};
use interview_hindsight::domain::history::{Draft, Id};
use interview_hindsight::domain::quiz::{Question, QuestionKind, Quiz, Role, UNSURE};
use interview_hindsight::domain::scoring::score;
use interview_hindsight::domain::time::{Date, Moment};
use interview_hindsight::wire::notes::CarriedOver;
use interview_hindsight::wire::quiz_document;
use interview_hindsight::wire::quiz_text::{self, QuizText};
use serde_json::{Value, json};
use xtask::process::{command, output};
use xtask::workspace::root;

/// The built-in quiz in a frame, and the example.
const PAGE: &str = "built-in.html";
const OWN_PAGE: &str = "own.html";

/// How many the page answers before it tells.
const BATCH: usize = 40;

/// Walks through the page. Each line says where it is and what is seen there.
const WALKER: &str = include_str!("same_way/walker.js");

/// What is said and done in one interview.
#[derive(Debug)]
struct Sheet {
    /// What is answered when a question comes up, as its control's value.
    answers: Vec<(String, Value)>,
    /// What is answered instead when it is changed from the list.
    others: Vec<(String, Value)>,
    /// The promised day, where one is asked for.
    day: Option<String>,
    /// After which pages one goes back and on again.
    backs: Vec<usize>,
    /// Which questions are changed from the list.
    changes: Vec<String>,
    /// How often Back is pressed from there, at the most.
    returns: usize,
    /// Which addresses are gone to in the end, whether they are asked or not.
    unasked: Vec<String>,
}

impl Sheet {
    fn made_up(quiz: &Quiz, rng: &mut Rng) -> Self {
        let with_a_page: Vec<String> = flow::with_a_page(quiz).map(|one| one.id.clone()).collect();
        let some = |rng: &mut Rng, count: usize| {
            let picked = (0..count).filter_map(|_| rng.choice(&with_a_page).cloned());
            picked.collect()
        };
        Self {
            answers: made_up_answers(quiz, rng),
            others: made_up_answers(quiz, rng),
            day: rng
                .bool()
                .then(|| format!("2026-{:02}-{:02}", rng.u8(1..=12), rng.u8(1..=28))),
            backs: (0..2).map(|_| rng.usize(0..20)).collect(),
            changes: some(rng, 2),
            // Each way back is a task of the browser's own, which takes its time.
            returns: if rng.u8(0..10) == 0 {
                99
            } else {
                rng.usize(0..4)
            },
            unasked: some(rng, 2),
        }
    }

    fn for_the_page(&self) -> Value {
        let object = |answers: &[(String, Value)]| Value::Object(answers.iter().cloned().collect());
        json!({
            "answers": object(&self.answers),
            "others": object(&self.others),
            "day": self.day,
            "backs": self.backs,
            "changes": self.changes,
            "returns": self.returns,
            "unasked": self.unasked,
        })
    }
}

/// Four of five questions are answered, each answer as often as any other.
fn made_up_answers(quiz: &Quiz, rng: &mut Rng) -> Vec<(String, Value)> {
    let mut answers = Vec::new();
    for question in quiz.questions() {
        if rng.u8(0..5) == 0 {
            continue;
        }
        let texts = [
            "",
            "  ",
            "Bring a number.",
            "„Größe“ & <b>Maß</b>\nzwei",
            "🙂",
        ];
        let value = match &question.kind {
            QuestionKind::One { options } => {
                let ids = options.iter().map(|option| option.id.as_str());
                let ids: Vec<&str> = ids.chain([UNSURE]).collect();
                json!(rng.choice(&ids))
            }
            QuestionKind::Many { options } => {
                let ticked = options.iter().filter(|_| rng.bool());
                json!(ticked.map(|option| &option.id).collect::<Vec<_>>())
            }
            QuestionKind::Number { min, max } => match rng.u8(*min..=max + 1) {
                number if number <= *max => json!(number.to_string()),
                _ => json!(""),
            },
            QuestionKind::Text { .. } => json!(rng.choice(texts)),
        };
        answers.push((question.id.clone(), value));
    }
    answers
}

/// The same interview by the program's own functions.
struct Walk<'a> {
    state: State,
    words: &'a QuizText,
    lines: Vec<String>,
    /// As it is before addresses are gone to.
    draft: Option<Rc<Draft>>,
}

impl<'a> Walk<'a> {
    fn new(quiz: &Quiz, words: &'a QuizText, without_outside: bool) -> Result<Self> {
        let state =
            State::new(quiz.clone(), Route::Start, moment()?).context("the quiz has an id")?;
        let mut walk = Self {
            state,
            words,
            lines: Vec::new(),
            draft: None,
        };
        walk.send(Event::OutsideQuestionsChosen {
            on: !without_outside,
        })?;
        walk.send(Event::StartedAnew)?;
        Ok(walk)
    }

    fn send(&mut self, event: Event) -> Result<()> {
        let action = Action {
            at: moment()?,
            fresh: Id::new("a1").context("an id")?,
            tag: 0,
            event,
        };
        self.state = update(&self.state, action).0;
        Ok(())
    }

    fn quiz(&self) -> Rc<Quiz> {
        self.state.quiz_of_draft()
    }

    fn is_frozen(&self, question: &Question) -> bool {
        let draft = self.state.draft.as_ref();
        draft.is_some_and(|draft| flow::is_frozen(question, draft))
    }

    /// The question that the page hangs on.
    fn here(&self) -> Option<&str> {
        match &self.state.route {
            Route::Question(id) | Route::Change(id) => Some(id),
            _ => None,
        }
    }

    fn back(&self) -> Option<Route> {
        flow::previous(&self.quiz(), &self.state.draft_answers(), &self.state.route)
    }

    /// The questions of the page, in order.
    fn page(&self) -> Vec<String> {
        let quiz = self.quiz();
        let page = flow::page(
            &quiz,
            &self.state.draft_answers(),
            self.here().unwrap_or_default(),
        );
        page.iter().map(|question| question.id.clone()).collect()
    }

    fn day(&self) -> Option<Date> {
        let draft = self.state.draft.as_ref()?;
        draft.situation.value.promised_on
    }

    /// Whether a day is asked for, since one of the answers on the page says that there is one.
    fn asks_day(&self) -> bool {
        let (quiz, answers) = (self.quiz(), self.state.draft_answers());
        self.page().iter().any(|id| {
            let chosen = answers.option(id);
            let option = quiz.question(id).zip(chosen);
            option
                .and_then(|(question, chosen)| question.option(chosen))
                .is_some_and(|option| option.asks_date)
        })
    }

    fn note_page(&mut self) {
        let (quiz, answers) = (self.quiz(), self.state.draft_answers());
        let mut parts = vec![self.state.route.fragment()];
        for id in self.page() {
            let Some(question) = quiz.question(&id) else {
                continue;
            };
            let answer = answers.get(&id);
            let said = if self.is_frozen(question) {
                let words = self.words_of(question);
                let words = if words.is_empty() {
                    "You left this out."
                } else {
                    &words
                };
                format!("frozen {words}")
            } else if let QuestionKind::Text { .. } = question.kind {
                let text = match answer {
                    Some(Answer::Text(text)) => text.as_str(),
                    _ => "",
                };
                json!(text).to_string()
            } else {
                value(question, answer)
            };
            parts.push(format!("{id}={said}"));
        }
        if self.asks_day() {
            let day = self.day().map(|day| day.to_string());
            parts.push(format!("day={}", day.unwrap_or_default()));
        }
        // The first page and the list of answers offer no early result.
        let is_first = self.state.route == flow::first(&quiz);
        // The page counts what is answered; that one sign decides it alone, only the program knows.
        let (sheet, _) = answers::AnswerSheet::new(&quiz, &answers);
        let answered = quiz.scored() - score(&quiz, &sheet).unsure;
        let enough = answered >= quiz.enough_answered() && !is_first;
        parts.push(format!("enough={enough}"));
        parts.push(format!(
            "back={}",
            self.back().map(|back| back.fragment()).unwrap_or_default()
        ));
        self.lines.push(parts.join(" | "));
    }

    /// An answer as the list shows it; nothing where there is none.
    fn words_of(&self, question: &Question) -> String {
        match self.state.draft_answers().get(&question.id) {
            Some(Answer::Option(option)) => self.words.option(&question.id, option).to_owned(),
            Some(Answer::Options(options)) => {
                let named = question
                    .options()
                    .iter()
                    .filter(|one| options.contains(&one.id));
                let words = named.map(|one| self.words.option(&question.id, &one.id));
                words.collect::<Vec<_>>().join(" · ")
            }
            Some(Answer::Number(number)) => number.to_string(),
            Some(Answer::Text(text)) if !text.trim().is_empty() => text.clone(),
            _ => String::new(),
        }
    }

    fn note_check(&mut self) {
        let (quiz, answers) = (self.quiz(), self.state.draft_answers());
        let mut parts = vec![self.state.route.fragment()];
        let mut open = false;
        let asked = quiz.visible_questions(&answers);
        for stage in quiz.stages().iter().filter(|stage| !stage.after_result) {
            let of_stage = asked.iter().filter(|one| one.stage == stage.id);
            for question in of_stage.filter(|one| one.role != Role::Base) {
                open |= question.is_sign() && answers.get(&question.id).is_none();
                let page = question.page_with.as_ref().unwrap_or(&question.id);
                let change = match self.is_frozen(question) {
                    true => "locked".to_owned(),
                    false => Route::Change(page.clone()).fragment(),
                };
                let words = json!(self.words_of(question));
                parts.push(format!("{} {}={words} {change}", stage.id, question.id));
            }
        }
        parts.push(format!("open={open}"));
        parts.push(format!(
            "back={}",
            self.back().map(|back| back.fragment()).unwrap_or_default()
        ));
        self.lines.push(parts.join(" | "));
    }

    fn note(&mut self) {
        match self.state.route {
            Route::Check => self.note_check(),
            _ => self.note_page(),
        }
    }

    fn answer(&mut self, given: &[(String, Value)], day: Option<&str>) -> Result<()> {
        let quiz = self.quiz();
        for question in quiz.questions() {
            // What is asked beside it follows from the answers before it.
            let is_here = self.page().contains(&question.id) && !self.is_frozen(question);
            let Some((_, said)) = given.iter().find(|(id, _)| is_here && *id == question.id) else {
                continue;
            };
            let id = question.id.clone();
            let text = said.as_str().unwrap_or_default().to_owned();
            let answer = match &question.kind {
                QuestionKind::One { .. } => Answer::Option(text),
                QuestionKind::Text { .. } => Answer::Text(text),
                QuestionKind::Number { .. } => match text.parse() {
                    Ok(number) => Answer::Number(number),
                    Err(_) => {
                        self.send(Event::AnswerCleared { question: id })?;
                        continue;
                    }
                },
                QuestionKind::Many { .. } => {
                    let ticked = said.as_array().into_iter().flatten();
                    Answer::Options(
                        ticked
                            .filter_map(|one| one.as_str().map(str::to_owned))
                            .collect(),
                    )
                }
            };
            self.send(Event::AnswerChosen {
                question: id,
                answer,
            })?;
        }
        if let Some(day) = day.filter(|_| self.asks_day()) {
            self.send(Event::DayTyped {
                field: DayField::Promised,
                text: day.to_owned(),
            })?;
        }
        Ok(())
    }

    fn go_back(&mut self) -> Result<bool> {
        let Some(back) = self.back() else {
            return Ok(false);
        };
        self.send(Event::AddressChanged(back))?;
        self.note();
        Ok(true)
    }

    fn walk(mut self, sheet: &Sheet) -> Result<Self> {
        for step in 0.. {
            if self.state.route == Route::Check {
                break;
            }
            self.note();
            self.answer(&sheet.answers, sheet.day.as_deref())?;
            self.note();
            if sheet.backs.contains(&step) && self.go_back()? {
                self.send(Event::Continued)?;
                self.note();
            }
            self.send(Event::Continued)?;
        }
        self.note();
        for question in &sheet.changes {
            let (quiz, answers) = (self.quiz(), self.state.draft_answers());
            let asked = quiz.visible_questions(&answers);
            let Some(asked) = asked.into_iter().find(|one| one.id == *question) else {
                continue;
            };
            let page = asked.page_with.as_ref().unwrap_or(&asked.id);
            self.send(Event::AddressChanged(Route::Change(page.clone())))?;
            self.note();
            self.answer(&sheet.others, None)?;
            self.note();
            self.send(Event::Continued)?;
            self.note();
        }
        for _ in 0..sheet.returns {
            if !self.go_back()? {
                break;
            }
        }
        if sheet.returns > 0 {
            self.send(Event::Continued)?;
        }
        self.note();
        self.draft = self.state.draft.clone();
        for question in &sheet.unasked {
            self.send(Event::AddressChanged(Route::Question(question.clone())))?;
            if self.page().is_empty() {
                self.send(Event::Continued)?;
            }
            self.note();
        }
        Ok(self)
    }
}

/// The value of the control that is chosen.
fn value(question: &Question, answer: Option<&Answer>) -> String {
    match answer {
        Some(Answer::Option(option)) => option.clone(),
        Some(Answer::Number(number)) => number.to_string(),
        Some(Answer::Options(ticked)) => {
            let options = question.options().iter().map(|option| option.id.as_str());
            let ticked = options.filter(|id| ticked.contains(*id));
            ticked.collect::<Vec<_>>().join(" ")
        }
        Some(Answer::Text(_)) | None => String::new(),
    }
}

fn moment() -> Result<Moment> {
    Moment::new(1_800_000_000_000, 0).context("a time")
}

/// A new one for each commit, and the same when it is run again.
fn seed() -> u64 {
    let head = output(
        command("git")
            .args(["rev-parse", "HEAD"])
            .current_dir(root()),
    );
    let id = head.unwrap_or_default();
    u64::from_str_radix(id.get(..16).unwrap_or_default(), 16).unwrap_or(20_260_301)
}

/// A page with another one in a frame: each new address in a tab's own page costs the browser four times as much work.
fn framing(src: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Frame</title><link rel=\"icon\" href=\"data:,\">\
         <iframe title=\"App\" src=\"{src}\"></iframe></html>"
    )
}

async fn enter(browser: &mut Browser, page: &str) -> Result<()> {
    browser.visit(page).await?;
    browser.find_css("iframe").await?.enter_frame().await?;
    browser
        .wait_until("the page is read", "document.getElementById('waiting')")
        .await
}

/// Answers so many sheets on the page at that address and by the program's functions, and compares the two.
async fn compare(
    browser: &mut Browser,
    page: &str,
    quiz: &Quiz,
    words: &QuizText,
    without_outside: bool,
    sheets: usize,
) -> Result<()> {
    browser.leave().await?;
    enter(browser, page).await?;
    // The script reads what is kept when it starts.
    let preferences = json!({ "outside_questions": !without_outside }).to_string();
    browser.js("localStorage.clear()").await?;
    browser
        .set_storage("interview-hindsight:prefs", &preferences)
        .await?;
    browser.leave().await?;
    enter(browser, page).await?;
    browser.find_css("#waiting").await?;
    browser.js(WALKER).await?;
    let seed = seed();
    let mut rng = Rng::with_seed(seed);
    let asked = match without_outside {
        true => &quiz.without_outside_article(),
        false => quiz,
    };
    for batch in 0..sheets / BATCH {
        let sheets: Vec<Sheet> = (0..BATCH)
            .map(|_| Sheet::made_up(asked, &mut rng))
            .collect();
        let told: Vec<Value> = sheets.iter().map(Sheet::for_the_page).collect();
        let script = format!(
            "const seen = []; for (const sheet of {}) seen.push(await window.walker.walk(sheet)); return seen",
            json!(told)
        );
        let seen = browser.js(&script).await?;
        let seen = seen.as_array().context("the page tells of each sheet")?;
        ensure!(seen.len() == sheets.len());
        for (number, (sheet, seen)) in sheets.iter().zip(seen).enumerate() {
            let of = || {
                let number = batch * BATCH + number;
                format!(
                    "seed {seed}, sheet {number} of {page:?}: {}",
                    sheet.for_the_page()
                )
            };
            let walk = Walk::new(quiz, words, without_outside)?
                .walk(sheet)
                .with_context(of)?;
            let lines: Vec<&str> = seen["lines"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .collect();
            for (at, (seen, wanted)) in lines.iter().zip(&walk.lines).enumerate() {
                ensure!(
                    seen == wanted,
                    "line {at}:\n  page {seen}\n  flow {wanted}\n{}",
                    of()
                );
            }
            ensure!(
                lines.len() == walk.lines.len(),
                "{lines:?}\n{:?}\n{}",
                walk.lines,
                of()
            );
            let notes = seen["notes"].as_str().unwrap_or_default();
            check_notes(&walk, notes).with_context(of)?;
        }
    }
    Ok(())
}

/// What goes over to the program is the draft that it would have made itself.
fn check_notes(walk: &Walk<'_>, notes: &str) -> Result<()> {
    let handed = CarriedOver::parse(notes, walk.state.quiz_id(), &walk.state.zones);
    let page = handed.draft.context("the notes are sound")?;
    let own = walk.draft.as_ref().context("there is a draft")?;
    // An empty text and none are the same.
    let said = |answers: &answers::Answers| {
        let answers = answers
            .iter()
            .filter(|(_, answer)| **answer != Answer::Text(String::new()));
        format!("{:?}", answers.collect::<Vec<_>>())
    };
    let (page_said, own_said) = (said(&page.answers), said(&own.answers));
    ensure!(
        page_said == own_said,
        "\n  page {page_said}\n  flow {own_said}"
    );
    ensure!(
        page.gut_frozen == own.gut_frozen,
        "frozen: {}",
        page.gut_frozen
    );
    let (day, own_day) = (
        page.situation.value.promised_on,
        own.situation.value.promised_on,
    );
    ensure!(day == own_day, "{day:?}, {own_day:?}");
    ensure!(page.quiz.without_outside == own.quiz.without_outside);
    ensure!(
        page.position == own.position,
        "{:?}, {:?}",
        page.position,
        own.position
    );
    Ok(())
}

fn without_program(gate: &Gate) -> (String, Fault) {
    (".wasm".to_owned(), Fault::Held(gate.clone()))
}

fn at_once() -> BrowserOptions<'static> {
    BrowserOptions {
        at_once: true,
        ..BrowserOptions::default()
    }
}

#[tokio::test]
async fn each_made_up_interview_goes_the_same_way_as_in_the_program() -> Result<()> {
    if left_out(Need::ManyAddresses)? {
        return Ok(());
    }
    let gate = Gate::default();
    let site = Site::with_own_quiz_and(|options| {
        options.framing = Framing::SameOrigin;
        for (name, src) in [(PAGE, "./"), (OWN_PAGE, "quiz/phone-screen/")] {
            options.pages.push((name.to_owned(), framing(src)));
        }
        options.faults.push(without_program(&gate));
    })
    .await?;
    let mut browser = Browser::open_blank(&site, at_once()).await?;
    let quiz = quiz_document::current().ok().context("the quiz is sound")?;
    let words = quiz_text::built_in(quiz.id(), "en").and_then(|text| QuizText::parse(text).ok());
    let words = words.context("it has words")?;
    compare(&mut browser, PAGE, &quiz, &words, false, 500).await?;
    compare(&mut browser, PAGE, &quiz, &words, true, 200).await?;
    let example = root().join("examples/phone-screen");
    let quiz = quiz_document::parse(&std::fs::read_to_string(example.join("1.0.0.json"))?);
    let words = QuizText::parse(&std::fs::read_to_string(example.join("text/en.json"))?);
    let (quiz, words) = quiz.ok().zip(words.ok()).context("the example is sound")?;
    compare(&mut browser, OWN_PAGE, &quiz, &words, false, 1_300).await?;
    gate.open();
    browser.close().await
}
