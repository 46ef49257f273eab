//! Translators and extensions change the page under the app's hands, which goes on to show what is true.
//!
//! The same way is walked through an untouched page and through one that is meddled with, and at each step both have to
//! show the same words, and the same fields with the same labels and values.

use anyhow::{Context, Result, bail, ensure};
use e2e::{Browser, BrowserOptions, Gate, Site};
use serde_json::json;
use tokio::sync::OnceCell;

const CLOCK: &str = include_str!("meddled/clock.js");
const MEDDLER: &str = include_str!("meddled/meddler.js");
const SEEN: &str = include_str!("meddled/seen.js");

/// The main button of the page that is shown.
const CONTINUE: &str = ".ih-screen:not([hidden]) [data-do=continue]";
const BACK: &str = ".ih-screen:not([hidden]) [data-do=back]";

/// What is done on a page before Continue: a field's selector, and the text for one that is typed into.
const ANSWERS: [(&str, &[(&str, &str)]); 16] = [
    ("lean", &[("#lean-0", "")]),
    (
        "distracted",
        &[("#distracted-2", ""), ("#distracted-1", "")],
    ),
    ("click", &[("#click-1", "")]),
    ("coach", &[("#coach-2", "")]),
    (
        "coach_about",
        &[("#coach_about-1", ""), ("#coach_notes", "Name a number.")],
    ),
    ("hard", &[("#hard-3", "")]),
    ("exact", &[("#exact-1", "")]),
    ("stuck", &[("#stuck-3", "")]),
    ("hard_notes", &[("#hard_notes", "What is a lattice?")]),
    ("examples", &[("#examples-0", "")]),
    ("late", &[("#late-2", "")]),
    ("nerves", &[("#nerves-1", "")]),
    ("ideal", &[("#ideal-2", "")]),
    ("next", &[("#next-1", "")]),
    ("practical", &[("#practical-0", "")]),
    ("check", &[]),
];

/// What was seen at each step of a walk.
type Seen = Vec<(String, Vec<String>)>;

struct Walk {
    browser: Browser,
    seen: Seen,
}

impl Walk {
    async fn note(&mut self, step: &str) -> Result<()> {
        self.browser.wait_for_layout().await?;
        let boot = self
            .browser
            .js("return document.documentElement.dataset.boot")
            .await?;
        if boot == "dead" {
            let errors = self.browser.js("return errors.join('\\n')").await?;
            let errors = errors.as_str().unwrap_or_default();
            bail!("the program has died at: {step}\n{errors}");
        }
        let seen: Vec<String> = serde_json::from_value(self.browser.js(SEEN).await?)?;
        self.seen.push((step.to_owned(), seen));
        Ok(())
    }

    async fn press(&mut self, selector: &str) -> Result<()> {
        let element = self.browser.find_css(selector).await?;
        element
            .click()
            .await
            .with_context(|| format!("pressing {selector}"))?;
        self.note(&format!("{selector} was pressed")).await
    }

    async fn fill(&mut self, selector: &str, text: &str) -> Result<()> {
        let field = self.browser.find_css(selector).await?;
        field
            .type_text(text)
            .await
            .with_context(|| format!("typing into {selector}"))?;
        self.note(&format!("{selector} was filled in")).await
    }

    async fn go(&mut self, address: &str) -> Result<()> {
        self.browser
            .js(&format!("location.hash = '{address}'"))
            .await?;
        self.note(address).await
    }

    /// From the first question to the list of answers; the program comes on the way.
    async fn questions(&mut self, gate: &Gate) -> Result<()> {
        self.press("#gut-0").await?;
        self.press("details:has(#gut10-7) > summary").await?;
        self.press("#gut10-7").await?;
        self.press(CONTINUE).await?;
        for (page, answers) in ANSWERS {
            let address = match page {
                "check" => "#/check".to_owned(),
                page => format!("#/question/{page}"),
            };
            self.browser.wait_for_fragment(&address).await?;
            for (field, text) in answers {
                match *text {
                    "" => self.press(field).await?,
                    text => self.fill(field, text).await?,
                }
            }
            if page == "coach_about" {
                gate.open();
                self.browser.wait_for_start().await?;
                self.note("the program has arrived").await?;
            }
            if page == "next" {
                self.browser
                    .type_day("#promised-next", "2027-01-20")
                    .await?;
                self.note("the day was typed").await?;
            }
            if page != "check" {
                self.press(CONTINUE).await?;
            }
        }
        Ok(())
    }

    /// Rows of the list vanish and come back with other words.
    async fn changes(&mut self) -> Result<()> {
        self.press(BACK).await?;
        self.press(BACK).await?;
        self.press("#next-3").await?;
        self.press(CONTINUE).await?;
        self.press(CONTINUE).await?;
        for (question, answer) in [
            ("coach", 0),
            ("stuck", 0),
            ("hard", 1),
            ("coach", 1),
            ("click", 4),
        ] {
            self.press(&format!("a[href='#/check/{question}']")).await?;
            self.press(&format!("#{question}-{answer}")).await?;
            self.press(CONTINUE).await?;
            self.browser.wait_for_fragment("#/check").await?;
        }
        Ok(())
    }

    /// The result, a letter that is typed into, and what sharpens the advice.
    async fn result(&mut self) -> Result<()> {
        self.browser
            .find_css("[data-do=result]")
            .await?
            .click()
            .await?;
        self.browser
            .wait_until(
                "the result is there",
                "location.hash.startsWith('#/result/')",
            )
            .await?;
        self.note("the result").await?;
        let result = self.browser.fragment().await?;
        let list = format!("{result}/now");
        self.go(&list).await?;
        self.press("a[href$='/questions']").await?;
        for option in [
            "#off_reason-1",
            "#contact-0",
            "#off_reason-4",
            "#sent-thanks",
        ] {
            self.press(option).await?;
        }
        self.go(&list).await?;
        self.press("a[href*='/letter/']").await?;
        let fields = self.browser.all_css(".ih-letter textarea").await?;
        ensure!(!fields.is_empty(), "the letter has blanks");
        for field in 1..=fields.len() {
            let selector = format!(
                "#{}",
                fields[field - 1].attribute("id").await?.unwrap_or_default()
            );
            for text in ["Dana", " and more"] {
                self.fill(&selector, text).await?;
            }
        }
        // By hand: the words become a field.
        self.press(".ih-letter ~ .ih-actions [data-kind=quiet]")
            .await?;
        self.fill(".ih-letter-own textarea", "I am sorry. I am sorry.")
            .await?;
        self.press("[data-kind=primary]").await?;
        self.go(&format!("{result}/report")).await?;
        self.go(&format!("{result}/reminders")).await?;
        self.go(&format!("{result}/answers")).await?;
        self.press("a[href$='/answers/lean']").await?;
        self.press("#lean-2").await?;
        self.go(&result).await
    }

    /// Outcome, notes, label; with a second result, search and comparison.
    async fn history(&mut self) -> Result<()> {
        self.press(".ih-nav a[href='#/history']").await?;
        self.press(".ih-results a").await?;
        for option in ["#outcome-1", "#outcome-3"] {
            self.press(option).await?;
        }
        self.fill("#notes", "They were kind.").await?;
        self.fill("#label-company", "Acme").await?;
        for address in [
            "#/calibration",
            "#/next",
            "#/your-data",
            "#/how-it-works",
            "#/nowhere",
            "#/",
        ] {
            self.go(address).await?;
        }
        // Results are listed by when they were, and of two at one moment only their ids would say which comes first.
        self.browser.js("anHourLater()").await?;
        self.press("[data-do=new]").await?;
        self.press("#gut-3").await?;
        self.go("#/check").await?;
        self.press("[data-do=result]").await?;
        self.browser
            .wait_until(
                "the second result is there",
                "location.hash.startsWith('#/result/')",
            )
            .await?;
        self.go("#/history").await?;
        self.fill("#search", "acme").await?;
        self.browser.find_css("#search").await?.clear().await?;
        self.fill("#search", " ").await?;
        for _ in 0..2 {
            self.press("input[id^=pick-]:not(:checked)").await?;
        }
        self.press(".ih-comparing a").await
    }
}

/// A walk through a page that nobody touches, made once.
static UNTOUCHED: OnceCell<Seen> = OnceCell::const_new();

/// Walks through a page with which somebody meddles in this way.
async fn walk(how: Option<&str>) -> Result<Seen> {
    let meddler = how.map(|how| format!("const HOW = {};\n{MEDDLER}", json!(how)));
    let script = format!("{CLOCK}\n{}", meddler.unwrap_or_default());
    let (site, gate) = Site::start_held_with_script(&script).await?;
    let options = BrowserOptions {
        at_once: true,
        ..BrowserOptions::default()
    };
    let mut browser = Browser::open_blank(&site, options).await?;
    browser.visit("").await?;
    browser.wait_for_later_sheet().await?;
    let mut walk = Walk {
        browser,
        seen: Vec::new(),
    };
    walk.note("the start").await?;
    walk.questions(&gate).await?;
    walk.changes().await?;
    walk.result().await?;
    walk.history().await?;
    let own = match how {
        Some("rewrites") => "x-extension",
        Some(_) => "font font",
        None => "h1",
    };
    let count = walk.browser.all_css(own).await?.len();
    ensure!(count > 0, "nobody has meddled with the page");
    walk.browser.close().await?;
    Ok(walk.seen)
}

/// Fails at the first step that looks different.
async fn looks_untouched(how: &str) -> Result<()> {
    let plain = UNTOUCHED.get_or_try_init(|| walk(None)).await?;
    let meddled = walk(Some(how)).await?;
    for ((step, plain), (_, meddled)) in plain.iter().zip(&meddled) {
        let differs = plain
            .iter()
            .zip(meddled)
            .find(|(plain, meddled)| plain != meddled);
        ensure!(
            plain == meddled,
            "{step}: {differs:?}\nas it is: {plain:#?}\nmeddled with: {meddled:#?}"
        );
    }
    ensure!(plain.len() == meddled.len());
    Ok(())
}

#[tokio::test]
async fn a_translator_that_replaces_every_text_leaves_each_label_with_its_value() -> Result<()> {
    looks_untouched("replaces").await
}

#[tokio::test]
async fn a_translator_that_wraps_every_text_again_and_again_breaks_nothing() -> Result<()> {
    looks_untouched("wraps").await
}

#[tokio::test]
async fn an_extension_that_rewrites_texts_and_adds_elements_breaks_nothing() -> Result<()> {
    looks_untouched("rewrites").await
}
