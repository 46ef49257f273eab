//! Every screen of the app: for pictures to look at, and for the snapshots that tests compare.
//!
//! Owns the one table of screens. A new screen is one line in it.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use xtask::workspace::root;

use crate::{Browser, BrowserOptions, Careers, Engine, Site, many};

/// Who looks at a screen, and what is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Situation {
    /// Nobody was here before.
    New,
    /// An interview is in progress, with the branches that depend on an answer.
    OnTheWay,
    /// Somebody with results, outcomes and things to learn.
    Known,
    /// The same with "Keep nothing on this device".
    KeepsNothing,
    /// The same with a record that cannot be read.
    Damaged,
    /// The same on a device without room.
    Full,
    /// The browser refuses all storage.
    Blocked,
    /// On a careers page.
    Framed,
    /// Somebody who sets a careers page up.
    Owner,
}

impl Situation {
    /// All of them, in the order of the page of pictures.
    pub const ALL: [Self; 9] = [
        Self::New,
        Self::OnTheWay,
        Self::Known,
        Self::KeepsNothing,
        Self::Damaged,
        Self::Full,
        Self::Blocked,
        Self::Framed,
        Self::Owner,
    ];

    /// What it is called on the page of pictures.
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "Somebody new",
            Self::OnTheWay => "On the way through the questions",
            Self::Known => "Somebody who has been here before",
            Self::KeepsNothing => "Keeps nothing on this device",
            Self::Damaged => "A record cannot be read",
            Self::Full => "No room left",
            Self::Blocked => "Storage blocked",
            Self::Framed => "On a careers page",
            Self::Owner => "For owners of careers pages",
        }
    }
}

/// One screen.
pub struct Shot {
    /// Who looks at it.
    pub situation: Situation,
    /// What it is called beside the pictures.
    pub name: &'static str,
    /// Its address. `{result}` stands for a result that was made on the way here, in a frame.
    pub address: &'static str,
    /// What is pressed before the picture, by role and name.
    pub clicks: &'static [(&'static str, &'static str)],
}

/// A line of the table: situation, name, address, and what is pressed, by role and name.
type Row = (
    Situation,
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

/// Every screen, in the order in which a person meets them.
pub fn shots() -> Vec<Shot> {
    use Situation::*;
    const BEGIN: (&str, &str) = ("button", "Begin with what is due");
    const REVEAL: (&str, &str) = ("button", "Show my answer");
    let table: &[Row] = &[
        (New, "Start", "#/", &[]),
        (New, "History, empty", "#/history", &[]),
        (New, "Before your next interview, empty", "#/next", &[]),
        (New, "Practice, empty", "#/practice", &[]),
        (New, "How the score works", "#/how-it-works", &[]),
        (New, "Your data, empty", "#/your-data", &[]),
        (New, "No such page", "#/nowhere", &[]),
        (New, "A link that is broken", "#/open/v1.e30", &[]),
        (OnTheWay, "The first question", "#/question/gut", &[]),
        (OnTheWay, "A question", "#/question/lean", &[]),
        (OnTheWay, "A branch", "#/question/coach_about", &[]),
        (OnTheWay, "A note", "#/question/coach_notes", &[]),
        (OnTheWay, "Two questions on a page", "#/question/hard", &[]),
        (OnTheWay, "A question with a day", "#/question/next", &[]),
        (OnTheWay, "The last question", "#/question/practical", &[]),
        (OnTheWay, "Check your answers", "#/check", &[]),
        (OnTheWay, "A change", "#/check/lean", &[]),
        (Known, "Start", "#/", &[]),
        (Known, "Result, worst", "#/result/worst", &[]),
        (Known, "Result, best", "#/result/best", &[]),
        (Known, "Result, coached", "#/result/coached", &[]),
        (Known, "Result, too little to go on", "#/result/empty", &[]),
        (Known, "Why", "#/result/worst/why", &[]),
        (Known, "What to do now", "#/result/worst/now", &[]),
        (Known, "What to learn", "#/result/worst/learn", &[]),
        (
            Known,
            "A few more questions",
            "#/result/worst/questions",
            &[],
        ),
        (Known, "A letter", "#/result/worst/letter/E1", &[]),
        (Known, "Another letter", "#/result/best/letter/E1", &[]),
        (Known, "Reminders", "#/result/coached/reminders", &[]),
        (
            Known,
            "The answers of a result",
            "#/result/worst/answers",
            &[],
        ),
        (Known, "A correction", "#/result/worst/answers/lean", &[]),
        (Known, "On paper", "#/result/worst/report", &[]),
        (Known, "History", "#/history", &[]),
        (Known, "One result", "#/history/worst", &[]),
        (Known, "Two results", "#/compare/worst/best", &[]),
        (
            Known,
            "How well do you read interviews",
            "#/calibration",
            &[],
        ),
        (Known, "Before your next interview", "#/next", &[]),
        (Known, "A prepared answer", "#/prepare/written", &[]),
        (Known, "An answer without a word", "#/prepare/open", &[]),
        (Known, "Practice", "#/practice", &[]),
        (Known, "Practice, a question", "#/practice", &[BEGIN]),
        (
            Known,
            "Practice, the answer",
            "#/practice",
            &[BEGIN, REVEAL],
        ),
        (Known, "The sheet for a friend", "#/mock", &[]),
        (Known, "The card", "#/card", &[]),
        (Known, "Your data", "#/your-data", &[]),
        (KeepsNothing, "Start", "#/", &[]),
        (KeepsNothing, "Result", "#/result/worst", &[]),
        (Damaged, "History", "#/history", &[]),
        (Damaged, "Your data", "#/your-data", &[]),
        (
            Full,
            "Something new",
            "#/next",
            &[("button", "Add a question")],
        ),
        (Full, "Your data", "#/your-data", &[]),
        (Blocked, "Start", "#/", &[]),
        (Blocked, "Your data", "#/your-data", &[]),
        (Framed, "Start", "#/", &[]),
        (Framed, "A question", "#/question/lean", &[]),
        (Framed, "Check your answers", "#/check", &[]),
        (Framed, "Result", "#/result/{result}", &[]),
        (Framed, "Why", "#/result/{result}/why", &[]),
        (Framed, "What to do now", "#/result/{result}/now", &[]),
        (Framed, "What to learn", "#/result/{result}/learn", &[]),
        (Framed, "A letter", "#/result/{result}/letter/E1", &[]),
        (Framed, "How the score works", "#/how-it-works", &[]),
        (Framed, "Your data", "#/your-data", &[]),
        (Owner, "The builder", "embed/builder/", &[]),
    ];
    let shot = |&(situation, name, address, clicks)| Shot {
        situation,
        name,
        address,
        clicks,
    };
    table.iter().map(shot).collect()
}

/// A browser in a situation, with what it looks at.
pub struct Scene {
    /// The browser.
    pub browser: Browser,
    situation: Situation,
    site: Where,
    /// The result that was made in a frame.
    result: String,
    /// The day, since 1970, where it is not the browser's.
    today: Option<i64>,
}

enum Where {
    Site(Site),
    Careers(Careers),
}

impl Scene {
    /// Opens a browser, and puts there what the situation needs.
    pub async fn open(situation: Situation) -> Result<Self> {
        let site = match situation {
            Situation::Framed | Situation::Owner => Where::Careers(Careers::start().await?),
            _ => Where::Site(Site::start().await?),
        };
        Self::open_on(situation, site, None).await
    }

    /// The same on a [steady](Site::steady) site, for what is compared with snapshots.
    pub async fn open_steady(situation: Situation) -> Result<Self> {
        let site = match situation {
            Situation::Framed | Situation::Owner => Where::Careers(Careers::steady().await?),
            _ => Where::Site(Site::steady().await?),
        };
        let scene = Self::open_on(situation, site, Some(STEADY_DAY)).await?;
        if scene.browser.engine() == Engine::Chromium {
            let wide = scene.browser.js(WIDTH_OF_FONT).await?;
            ensure!(
                wide == FONT_IS_WIDE,
                "The snapshots are of DejaVu Sans 2.37, which this machine does not have (Debian: fonts-dejavu-core): {wide}"
            );
        }
        Ok(scene)
    }

    async fn open_on(situation: Situation, site: Where, today: Option<i64>) -> Result<Self> {
        let options = BrowserOptions {
            storage_blocked: situation == Situation::Blocked,
            ..BrowserOptions::default()
        };
        let browser = match &site {
            Where::Site(site) => Browser::open_with(site, options).await?,
            Where::Careers(careers) => Browser::open_blank(&careers.app, options).await?,
        };
        let mut scene = Self {
            browser,
            situation,
            site,
            result: String::new(),
            today,
        };
        scene.prepare().await?;
        Ok(scene)
    }

    async fn prepare(&mut self) -> Result<()> {
        match self.situation {
            Situation::New | Situation::Blocked | Situation::Owner => Ok(()),
            Situation::OnTheWay => self.go_on_the_way().await,
            Situation::Framed => self.take_quiz_in_frame().await,
            Situation::Known | Situation::KeepsNothing | Situation::Damaged | Situation::Full => {
                self.fill_store().await
            }
        }
    }

    async fn go_on_the_way(&mut self) -> Result<()> {
        let browser = &mut self.browser;
        browser.begin_interview().await?;
        browser.click("radio", "Not great").await?;
        browser.begin().await?;
        for (question, answer) in [
            ("coach", "Yes, near the end"),
            ("stuck", "Yes, I went blank"),
        ] {
            browser.go(&format!("#/question/{question}")).await?;
            browser.click("radio", answer).await?;
        }
        Ok(())
    }

    async fn take_quiz_in_frame(&mut self) -> Result<()> {
        let Where::Careers(careers) = &self.site else {
            return Ok(());
        };
        let browser = &mut self.browser;
        browser.go(&careers.url()).await?;
        browser.enter_embedded(0).await?;
        browser.click("radio", "Awful").await?;
        browser.click("button", "Continue").await?;
        browser
            .wait_until("the next page", "location.hash === '#/question/lean'")
            .await?;
        for (question, answer) in [
            ("lean", "Hardly at all"),
            ("coach", "Yes, near the end"),
            ("exact", "I often drifted off"),
            ("stuck", "Yes, I went blank"),
        ] {
            let address = json!(format!("#/question/{question}"));
            browser.js(&format!("location.hash = {address}")).await?;
            browser.click("radio", answer).await?;
        }
        browser.js("location.hash = '#/check'").await?;
        browser.click("button", "See my result").await?;
        browser
            .wait_until("the result", "/^#.result/.test(location.hash)")
            .await?;
        let address = browser.js("return location.hash").await?;
        let address = address.as_str().context("there is an address")?;
        self.result = address.trim_start_matches("#/result/").to_owned();
        browser.leave_frame().await
    }

    async fn fill_store(&mut self) -> Result<()> {
        let browser = &self.browser;
        let today = match self.today {
            // Firefox's driver gives scripts a clock of their own.
            Some(day) => day,
            None => {
                let today = browser.js("return Math.floor(Date.now() / 864e5)").await?;
                today.as_i64().context("there is a day")?
            }
        };
        let mut texts = store(today);
        let own = |key: &str| format!("interview-hindsight:{key}");
        match self.situation {
            Situation::KeepsNothing => {
                texts.push((own("prefs"), json!({"keep": false}).to_string()))
            }
            Situation::Damaged => texts.push((own("interview:result:bad"), "{".to_owned())),
            _ => {}
        }
        for (key, text) in &texts {
            browser.set_storage(key, text).await?;
        }
        if self.situation == Situation::Full {
            let fill = "for (let size = 2 ** 22; size; size >>= 1) for (;;) {
                try { localStorage.setItem(`other-${size}-${localStorage.length}`, 'x'.repeat(size)); } catch { break; }
            }";
            browser.js(fill).await?;
        }
        Ok(())
    }

    /// Ends the browser. What it reported is no matter here: a state such as blocked storage is one that reports.
    pub async fn close(mut self) -> Result<()> {
        self.browser.take_seen().await?;
        self.browser.close().await
    }

    /// Shows a screen.
    pub async fn show(&mut self, shot: &Shot) -> Result<()> {
        self.show_in(FIRST_LANGUAGE, shot).await?;
        if self.situation == Situation::Framed {
            self.browser.leave_frame().await?;
        }
        Ok(())
    }

    /// Shows a screen in the language of this tag. Where it is in a frame, the browser is in there afterwards.
    pub async fn show_in(&mut self, tag: &str, shot: &Shot) -> Result<()> {
        let address = shot.address.replace("{result}", &self.result);
        let folder = match tag {
            FIRST_LANGUAGE => String::new(),
            _ => format!("{}/", tag.to_lowercase()),
        };
        let browser = &mut self.browser;
        match (&self.site, self.situation) {
            (Where::Careers(careers), Situation::Framed) => {
                browser.load(&careers.url()).await?;
                let ask = format!(
                    "document.querySelector('interview-hindsight').setAttribute('locale', {})",
                    json!(tag)
                );
                browser.js(&ask).await?;
                browser.enter_embedded(0).await?;
                let fragment = json!(address);
                browser.js(&format!("location.hash = {fragment}")).await?;
                let is_told = format!("document.documentElement.lang === {}", json!(tag));
                browser
                    .wait_until("the frame has the language", &is_told)
                    .await?;
                browser.wait_for_layout().await?;
            }
            _ if address.starts_with('#') => browser.load(&format!("{folder}{address}")).await?,
            _ => browser.load(&format!("{address}{folder}")).await?,
        }
        for (role, name) in shot.clicks {
            browser.click(role, &translated(name, tag)?).await?;
        }
        Ok(())
    }
}

/// 10 June 2026, the day of a steady site.
const STEADY_DAY: i64 = 20_614;

/// Gives how wide some words are in the one font of a steady site, at 100 pixels: in Latin and in Arabic letters.
const WIDTH_OF_FONT: &str = "
return ['Hamburgefonstiv', 'مقابلة'].map((words) => {
  const pen = document.createElement('canvas').getContext('2d');
  pen.font = '100px \"DejaVu Sans\"';
  return Math.round(pen.measureText(words).width);
}).join();
";

/// What that gives where the font is there.
const FONT_IS_WIDE: &str = "863,249";

/// The language of the site's own address, in which the table names what is pressed.
const FIRST_LANGUAGE: &str = "en";

/// The interface's text that is this in English, in the language of this tag.
fn translated(text: &str, tag: &str) -> Result<String> {
    if tag == FIRST_LANGUAGE {
        return Ok(text.to_owned());
    }
    let read = |tag: &str| -> Result<BTreeMap<String, Value>> {
        let file = root().join(format!("text/{tag}.json"));
        Ok(serde_json::from_str(&std::fs::read_to_string(file)?)?)
    };
    let english = read(FIRST_LANGUAGE)?;
    let mut keys = english.iter().filter(|(_, english)| *english == text);
    let (key, _) = keys
        .next()
        .with_context(|| format!("no text of the interface is \"{text}\""))?;
    let translated = read(tag)?.remove(key);
    let translated = translated.and_then(|text| text.as_str().map(str::to_owned));
    translated.with_context(|| format!("{tag} has no {key}"))
}

/// What somebody has who uses the app for a while.
fn store(today: i64) -> Vec<(String, String)> {
    // Worked examples of the scoring model, and what came of them.
    const BEST: &str = "gut=great lean=most distracted=no click=easy coach=no hard=easy exact=always stuck=no \
                        examples=most late=on_time nerves=hardly ideal=linked next=set practical=yes";
    const WORST: &str = "gut=awful lean=hardly distracted=whole click=cold coach=large coach_about=elsewhere hard=easy \
                         exact=drifted stuck=blank examples=hardly late=untold nerves=froze ideal=no next=hint practical=no";
    const COACHED: &str = "gut=great lean=most distracted=no click=easy coach=end coach_about=elsewhere hard=easy \
                           exact=always stuck=no examples=most late=on_time nerves=hardly ideal=linked next=touch practical=no";
    const MIXED: &str = "gut=awful lean=some distracted=once click=fine coach=no hard=very exact=mostly stuck=weak \
                         examples=some late=on_time nerves=lost ideal=no next=process practical=no";
    let results = [
        ("worst", "Northwind", "Nurse", 1, WORST, ""),
        ("best", "Contoso", "Designer", 3, BEST, ""),
        (
            "coached",
            "The Bakery at the Bridge",
            "Baker",
            9,
            COACHED,
            "",
        ),
        ("empty", "", "", 12, "gut=ok", ""),
        ("r5", "Fabrikam", "Data analyst", 20, MIXED, "next_round"),
        ("r6", "Fabrikam", "Data analyst", 30, BEST, "offer"),
        ("r7", "Tailspin Toys", "Teacher", 41, MIXED, "no"),
        ("r8", "Northwind", "Teacher", 55, COACHED, "no"),
        ("r9", "Contoso", "Nurse", 62, WORST, "no_reply"),
        ("r10", "Contoso", "Nurse", 75, MIXED, "offer"),
    ];
    let mut texts = vec![(
        "interview-hindsight:meta".to_owned(),
        json!({"build": "shots", "min_writer": 1, "schema": 1}).to_string(),
    )];
    let mut put = |place: String, value: Value| {
        texts.push((
            format!("interview-hindsight:interview:{place}"),
            value.to_string(),
        ));
    };
    for (id, company, role, days, answers, outcome) in results {
        put(
            format!("result:{id}"),
            result(id, [company, role], today - days, answers, outcome),
        );
    }
    let at = today * DAY_MS;
    let items = [
        (
            "prepared:written",
            json!({
                "question": "How do you deal with a customer who does not listen?",
                "situation": "At the counter, on a Saturday, with eleven people waiting.",
                "task": "I had to calm one of them down without keeping the others.",
                "action": "I took him aside, repeated what he had said, and offered two ways out.",
                "result": "He came back the week after, and asked for me.",
                "made_at": at,
            }),
        ),
        (
            "prepared:open",
            json!({"question": "Why did you leave your last job?", "made_at": at + 1}),
        ),
        (
            "ask:q1",
            json!({"words": "Who would I work with most?", "made_at": at}),
        ),
        (
            "lesson:l1",
            json!({"words": "Take a breath before each answer.", "learnt_from": "worst", "made_at": at}),
        ),
        (
            "friend:f1",
            json!({
                "answered": ["How do you deal with a customer who does not listen?", "Tell me a bit about yourself."],
                "short": ["Tell me a bit about yourself."],
                "best": "The story about the Saturday. You smiled.",
                "change": "Stop after the result; you went on for a minute.",
                "made_at": at,
            }),
        ),
    ];
    for (place, value) in items {
        put(
            format!("item:{place}"),
            json!({"v": 1, "at": at, "tag": 1, "value": value}),
        );
    }
    texts
}

const DAY_MS: i64 = 86_400_000;

fn result(id: &str, label: [&str; 2], day: i64, answers: &str, outcome: &str) -> Value {
    let at = day * DAY_MS;
    let moment = |hour: usize| format!("{}T{hour:02}:00:00+00:00", many::date(day));
    let mut given = json!({});
    let mut times = json!({});
    for (place, answer) in answers.split_whitespace().enumerate() {
        let (question, option) = answer.split_once('=').unwrap_or((answer, ""));
        given[question] = json!(option);
        times[question] = json!(at + place as i64 * 9_000);
    }
    if answers.contains("stuck=blank") {
        given["hard_notes"] = json!({"text": "Where do you see yourself in five years?"});
    }
    let part = |value: Value| json!({"at": at + 600_000, "tag": 1, "value": value});
    let [company, role] = label;
    let mut result = json!({
        "v": 1,
        "id": id,
        "first": {
            "quiz": {"id": "interview", "version": "1.0.0"},
            "started_at": moment(10),
            "finished_at": moment(11),
            "answers": given,
            "answered_at": times,
        },
        // Worked out anew from the answers wherever it is shown.
        "score": {"total": 0, "half_width": 12, "band": 3, "unsure": 0, "low": 166, "high": 442, "gap": 0},
        "details": {
            "company": part(json!(company)),
            "role": part(json!(role)),
            "day": part(json!(moment(9))),
            "format": part(json!("in_person")),
            "interviewers": part(json!(2)),
        },
    });
    if !outcome.is_empty() {
        let on = many::date(day + 6);
        result["outcome"] = part(json!({"is": outcome, "on": on, "closed": outcome == "no_reply"}));
    }
    result
}
