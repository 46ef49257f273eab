//! What a person does with this app again and again, in one line each.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::json;

use crate::Browser;

/// The address of every screen, for two results.
pub fn screens(id: &str, other: &str) -> Vec<String> {
    let result = format!("#/result/{id}");
    let past = format!("#/history/{id}");
    [
        "#/",
        "#/question/lean",
        "#/question/coach_about",
        "#/check",
        "#/history",
        "#/next",
        "#/prepare/nothing",
        "#/practice",
        "#/mock",
        "#/card",
        "#/how-it-works",
        "#/your-data",
        "#/calibration",
        "#/open/v1.e30",
        "#/nowhere",
        &result,
        &format!("{result}/why"),
        &format!("{result}/now"),
        &format!("{result}/learn"),
        &format!("{result}/limits"),
        &format!("{result}/questions"),
        &format!("{result}/answers"),
        &format!("{result}/report"),
        &format!("{result}/answers/lean"),
        &past,
        &format!("#/compare/{id}/{other}"),
    ]
    .map(str::to_owned)
    .into()
}

impl Browser {
    /// Takes the quiz with the first answer of each question, and gives the address of the result, such as
    /// `#/result/1234`. The gut is "Awful" and the signs are strong, so that the two differ.
    pub async fn take_quiz(&mut self) -> Result<String> {
        self.begin_interview().await?;
        self.click("radio", "Awful").await?;
        self.click("button", "Continue").await?;
        self.wait_for_fragment("#/question/lean").await?;
        let mut here = "#/question/lean".to_owned();
        while here != "#/check" {
            self.find_css(".ih-choice__input").await?.click().await?;
            self.find_css(".ih-choice__input:checked")
                .await
                .context(here.clone())?;
            self.click("button", "Continue").await?;
            here = self.moved_on(&here).await?;
        }
        self.click("button", "See my result").await?;
        self.moved_on(&here).await
    }

    /// Goes to the first question: of the start, or, for somebody who has been here, behind "Look back on another interview".
    pub async fn begin_interview(&mut self) -> Result<()> {
        self.load("").await?;
        self.wait_for_start().await?;
        if self
            .all("button", "Look back on another interview")
            .await?
            .len()
            == 1
        {
            self.click("button", "Look back on another interview")
                .await?;
            self.wait_for_fragment("#/question/gut").await?;
        }
        Ok(())
    }

    /// Goes on from the first question, after which each question has an address of its own.
    pub async fn begin(&self) -> Result<()> {
        self.click("button", "Continue").await?;
        self.wait_for_fragment("#/question/lean").await
    }

    /// Makes a result of these answers alone, each the id of a question and the name of an answer, and gives
    /// its id.
    pub async fn result_of(&mut self, answers: &[(&str, &str)]) -> Result<String> {
        self.begin_interview().await?;
        self.begin().await?;
        for (question, answer) in answers {
            self.go(&format!("#/question/{question}")).await?;
            self.click("radio", answer).await?;
        }
        self.go("#/check").await?;
        self.click("button", "See my result").await?;
        let address = self.moved_on("#/check").await?;
        Ok(address.trim_start_matches("#/result/").to_owned())
    }

    /// Waits until the browser keeps a copy of the build, whole.
    pub async fn wait_for_copy(&self) -> Result<()> {
        self.wait("the browser keeps the build", async || {
            let state = self
                .js("return (await navigator.serviceWorker.getRegistration())?.active?.state ?? 'none'")
                .await?;
            Ok(state == "activated")
        })
        .await
    }

    /// Waits until the address is another one, and gives it.
    pub async fn moved_on(&self, from: &str) -> Result<String> {
        let mut now = String::new();
        self.wait(&format!("the address is no longer {from}"), async || {
            now = self.fragment().await?;
            Ok(now != from)
        })
        .await?;
        Ok(now)
    }

    /// Moves the focus on with Tab until it is on what has this role and name.
    pub async fn tab_to(&self, role: &str, name: &str) -> Result<()> {
        for _ in 0..40 {
            let focused = self.focused().await?;
            if focused.role().await? == role && focused.name().await? == name {
                return Ok(());
            }
            self.press("Tab").await?;
        }
        bail!("Tab never reached the {role} \"{name}\"")
    }

    /// The same for something that a selector means.
    pub async fn tab_until(&self, selector: &str) -> Result<()> {
        let is_there = format!("return document.activeElement.matches({})", json!(selector));
        for _ in 0..60 {
            self.press("Tab").await?;
            if self.js(&is_there).await? == true {
                return Ok(());
            }
        }
        bail!("Tab never reached {selector}")
    }

    /// Answers each question from this one on with its first answer by Tab, a number key and Enter, as far as the list of answers.
    pub async fn answer_by_keyboard(&self, from: &str) -> Result<()> {
        let mut here = from.to_owned();
        while here != "#/check" {
            self.wait("the focus is on the question", async || {
                Ok(self.focused().await?.role().await? == "heading")
            })
            .await?;
            // From the question on, Tab leads to its first answer.
            self.wait("the focus is on an answer", async || {
                self.press("Tab").await?;
                Ok(self.focused().await?.role().await? == "radio")
            })
            .await?;
            self.press("1").await?;
            self.find_css(".ih-choice__input:checked").await?;
            self.press("Enter").await?;
            here = self.moved_on(&here).await?;
        }
        Ok(())
    }

    /// Fills a field in, in place of what it holds.
    pub async fn fill(&self, role: &str, name: &str, text: &str) -> Result<()> {
        self.find(role, name).await?.type_text(text).await
    }

    /// Begins an answer on the page before the next interview: the first one, or another one.
    pub async fn begin_an_answer(&self) -> Result<()> {
        const ANOTHER: &str = "Write an answer to another question";
        self.wait_for_text("Answers to practi").await?;
        let has_one = self.text().await?.contains(ANOTHER);
        let name = if has_one { ANOTHER } else { "Write an answer" };
        self.click("button", name).await
    }

    /// Saves a copy of everything, on the page about the data, and gives the file.
    pub async fn save_copy(&self) -> Result<PathBuf> {
        self.click("button", "Save a copy").await?;
        self.saved_copy().await
    }

    /// Waits until a copy is saved, and gives the file.
    pub async fn saved_copy(&self) -> Result<PathBuf> {
        self.wait_for_text("The file is in your downloads").await?;
        let day = self
            .js("const now = new Date(); return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10)")
            .await?;
        let day = day.as_str().context("there is a day")?.to_owned();
        self.downloaded(&format!("interview-hindsight-{day}.json"))
            .await
    }

    /// Reads a copy in, on the same page.
    pub async fn read_in(&self, copy: &Path) -> Result<()> {
        let field = self.find_css("#import-file").await?;
        field.choose_file(copy).await?;
        self.click("button", "Import").await?;
        self.wait_for_text("The copy is imported").await
    }

    /// The results in the browser's store, each by its key.
    pub async fn kept_results(&self) -> Result<Vec<(String, String)>> {
        let storage = self.storage().await?;
        let results = storage.into_iter();
        Ok(results
            .filter(|(key, _)| key.contains(":result:"))
            .collect())
    }
}
