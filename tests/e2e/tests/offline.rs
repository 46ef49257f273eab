//! The app without a network, and one build taking over from another.

use anyhow::{Context, Result, bail};
use e2e::{Browser, BrowserOptions, Fault, Site};
use interview_hindsight::wire::language::LANGUAGES;
use serde_json::json;
use xtask::site::offline::Offline;
use xtask::workspace::root;

/// The names of the copies that the browser keeps.
async fn copies(browser: &Browser) -> Result<usize> {
    let names = browser.js("return (await caches.keys()).length").await?;
    Ok(names.as_u64().unwrap_or_default() as usize)
}

/// Marks the start script of a build, so that a test can tell which build the page is of. The latest mark
/// comes first, and counts.
fn marked(mark: &str) -> impl Fn(&str, String) -> String {
    move |name, text| match name {
        "boot.js" => format!(
            "document.documentElement.dataset.build ??= {};\n{text}",
            json!(mark)
        ),
        _ => text,
    }
}

/// Puts a script before the start script of a build.
fn with_script(script: &str) -> impl Fn(&str, String) -> String {
    move |name, text| match name {
        "boot.js" => [script, &text].concat(),
        _ => text,
    }
}

#[tokio::test]
async fn the_second_visit_needs_no_network() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    browser.wait_for_copy().await?;
    browser.click("radio", "Awful").await?;
    site.lose_network();

    browser.reload().await?;
    assert_eq!(
        browser
            .js("return document.documentElement.dataset.boot")
            .await?,
        "ready"
    );
    browser.load("#/question/lean").await?;
    browser.click("button", "Continue").await?;
    browser.wait_for_fragment("#/question/distracted").await?;
    browser.load("?from=a-friend#/history").await?;
    assert_eq!(browser.heading().await?, "Your results");
    // The query in the link was ours, and nothing else is worth a word.
    let problems = browser.take_seen().await?;
    assert_eq!(problems.violations, [""; 0]);
    browser.close().await
}

#[tokio::test]
async fn a_new_build_takes_over_when_the_person_agrees_and_only_there() -> Result<()> {
    let site = Site::deployed().await?;
    site.deploy(Offline::Kept, marked("one"))?;
    let mut browser = Browser::open(&site).await?;
    browser.wait_for_copy().await?;
    // From the second visit on a page is served from the copy.
    browser.load("").await?;
    browser.click("radio", "Awful").await?;
    let other = browser.open_tab().await?;
    assert_eq!(build(&browser).await?, "one");

    site.deploy(Offline::Kept, marked("two"))?;
    browser.load("").await?;
    assert_eq!(
        build(&browser).await?,
        "one",
        "the old build is served whole"
    );
    browser.wait_for_text("A new version is ready").await?;
    browser.check_accessibility().await?;
    assert_eq!(copies(&browser).await?, 2);

    browser.switch_tab(0).await?;
    browser.wait_for_text("A new version is ready").await?;
    browser.click("button", "Use the new version").await?;
    browser
        .wait_until(
            "the new build is here",
            "document.documentElement.dataset.build === 'two'",
        )
        .await?;
    assert!(browser.find("radio", "Awful").await?.is_chosen().await?);

    browser.switch_tab(other).await?;
    assert_eq!(
        build(&browser).await?,
        "one",
        "nobody took this tab's page away"
    );
    browser.click("button", "Use the new version").await?;
    browser
        .wait_until(
            "the new build is here",
            "document.documentElement.dataset.build === 'two'",
        )
        .await?;
    browser
        .wait("the old copy is gone", async || {
            Ok(copies(&browser).await? == 1)
        })
        .await?;
    browser.close().await
}

/// Has the page hear of the registration when another build is found already.
const REGISTRATION_LATE: &str = r#"
const register = ServiceWorkerContainer.prototype.register;
ServiceWorkerContainer.prototype.register = async function (...given) {
  const registration = await register.apply(this, given);
  const found = (tell) => registration.addEventListener("updatefound", tell, { once: true });
  if (!registration.installing) await new Promise(found);
  return registration;
};
"#;

/// Has the page hear of another build when it is kept already, as in a tab that is not shown.
const FOUND_LATE: &str = r#"
const { addEventListener: listen } = EventTarget.prototype;
ServiceWorkerRegistration.prototype.addEventListener = function (kind, hear) {
  const late = () => {
    if (this.installing) this.installing.addEventListener("statechange", hear, { once: true });
    else hear();
  };
  listen.call(this, kind, kind === "updatefound" ? late : hear);
};
"#;

#[tokio::test]
async fn a_new_build_is_told_of_however_late_the_page_hears_of_it() -> Result<()> {
    for late in [REGISTRATION_LATE, FOUND_LATE] {
        let site = Site::deployed().await?;
        site.deploy(Offline::Kept, with_script(late))?;
        let mut browser = Browser::open(&site).await?;
        browser.wait_for_copy().await?;
        site.deploy(Offline::Kept, marked("two"))?;
        browser.load("").await?;
        let told = browser.wait_for_text("A new version is ready").await;
        told.with_context(|| late.to_owned())?;
        browser.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_tab_of_the_old_build_still_gets_a_file_that_it_has_not_loaded_yet() -> Result<()> {
    let site = Site::deployed().await?;
    let only_in_one = site.dist().join("only-in-one.txt");
    std::fs::write(&only_in_one, "a later screen")?;
    site.deploy(Offline::Kept, marked("one"))?;
    let mut browser = Browser::open(&site).await?;
    browser.wait_for_copy().await?;
    browser.load("").await?;
    let other = browser.open_tab().await?;
    assert_eq!(build(&browser).await?, "one");

    std::fs::remove_file(&only_in_one)?;
    site.deploy(Offline::Kept, marked("two"))?;
    browser.switch_tab(0).await?;
    browser.load("").await?;
    browser.wait_for_text("A new version is ready").await?;
    browser.click("button", "Use the new version").await?;
    browser
        .wait_until(
            "the new build is here",
            "document.documentElement.dataset.build === 'two'",
        )
        .await?;

    // The host has only the new build now, and this tab is still of the old one.
    browser.switch_tab(other).await?;
    assert_eq!(build(&browser).await?, "one");
    for (file, text) in [
        ("only-in-one.txt", "a later screen"),
        // A file that has one name in both builds is the old build's for this tab.
        (
            "boot.js",
            "document.documentElement.dataset.build ??= \"one\"",
        ),
    ] {
        let arrived = browser
            .js(&format!("return (await fetch('./{file}')).text()"))
            .await?;
        let arrived = arrived.as_str().unwrap_or_default();
        assert!(arrived.starts_with(text), "{file}: {arrived:.80}");
    }
    assert_eq!(copies(&browser).await?, 2);

    // Nobody needs the old copy once this tab has loaded the new build as well.
    browser.load("").await?;
    assert_eq!(build(&browser).await?, "two");
    browser
        .wait("the old copy is gone", async || {
            Ok(copies(&browser).await? == 1)
        })
        .await?;
    browser.close().await
}

async fn build(browser: &Browser) -> Result<String> {
    let build = browser
        .js("return document.documentElement.dataset.build ?? ''")
        .await?;
    Ok(build.as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn a_build_that_does_not_arrive_whole_is_not_kept() -> Result<()> {
    let page = b"<!doctype html><title>Sign in</title>".to_vec();
    for fault in [Fault::Status(404), Fault::Content(page)] {
        let site = Site::start_with(|options| {
            options
                .faults
                .push(("icon-512.png".to_owned(), fault.clone()));
        })
        .await?;
        let mut browser = Browser::open_blank(&site, BrowserOptions::default()).await?;
        browser.load("").await?;
        browser
            .wait("the attempt is over", async || {
                let asked = site
                    .asked()
                    .iter()
                    .any(|asked| asked.path == "/icon-512.png");
                let registered = browser
                    .js("return !!(await navigator.serviceWorker.getRegistration())")
                    .await?;
                Ok(asked && registered == false)
            })
            .await?;
        assert_eq!(copies(&browser).await?, 0, "{fault:?}");
        browser.load("#/how-it-works").await?;
        assert_eq!(browser.heading().await?, "How the score works");
        browser.take_seen().await?;
        browser.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn the_switch_removes_every_copy_and_no_result() -> Result<()> {
    let site = Site::deployed().await?;
    let mut browser = Browser::open(&site).await?;
    browser.wait_for_copy().await?;
    browser.load("").await?;
    browser.click("radio", "Awful").await?;
    site.deploy(Offline::Removed, marked("three"))?;
    browser.load("").await?;
    browser
        .wait("nothing is kept", async || {
            // The last page of the old worker has to go before its registration does.
            let registered = browser
                .js("return !!(await navigator.serviceWorker.getRegistration())")
                .await?;
            Ok(registered == false && copies(&browser).await? == 0)
        })
        .await?;
    browser.load("").await?;
    assert_eq!(build(&browser).await?, "three");
    assert!(browser.find("radio", "Awful").await?.is_chosen().await?);
    browser.close().await
}

/// Loads the page again as soon as the worker that it registers is at work or gone; the second time, says so.
const LOADED_AGAIN: &str = r#"
const register = ServiceWorkerContainer.prototype.register;
ServiceWorkerContainer.prototype.register = async function (...given) {
  const registration = await register.apply(this, given);
  const worker = registration.installing ?? registration.waiting ?? registration.active;
  const look = () => {
    if (worker && !/activ|redundant/.test(worker.state)) return;
    const isAgain = performance.getEntriesByType("navigation")[0].type === "reload";
    if (isAgain) document.documentElement.dataset.again = "";
    else location.reload();
  };
  worker?.addEventListener("statechange", look);
  look();
  return registration;
};
"#;

#[tokio::test]
async fn a_site_that_keeps_no_copies_tells_of_no_new_version() -> Result<()> {
    let site = Site::deployed().await?;
    site.deploy(Offline::Removed, with_script(LOADED_AGAIN))?;
    let mut browser = Browser::open_blank(&site, BrowserOptions::default()).await?;
    browser.visit("").await?;
    browser
        .wait_until(
            "the page was loaded again",
            "'again' in document.documentElement.dataset",
        )
        .await?;
    let announced = "return 'newVersion' in document.documentElement.dataset";
    assert_eq!(browser.js(announced).await?, false);
    browser.close().await
}

#[tokio::test]
async fn nothing_is_kept_by_a_page_in_a_frame() -> Result<()> {
    let site = Site::framed(360, 640).await?;
    let mut browser = Browser::open_blank(&site, BrowserOptions::default()).await?;
    browser.load("frame.html").await?;
    browser.find_css("iframe").await?.enter_frame().await?;
    browser.wait_for_start().await?;
    // The copy would be begun right after the start; a later request proves that its time has come.
    browser.js("await fetch('./boot.js')").await?;
    let asked = site.asked();
    let last = asked.iter().rposition(|asked| asked.path == "/boot.js");
    assert!(last.is_some());
    assert!(
        !asked.iter().any(|asked| asked.path == "/sw.js"),
        "{asked:?}"
    );
    browser.close().await
}

#[tokio::test]
async fn an_old_build_on_the_device_only_reads_what_a_newer_one_has_saved() -> Result<()> {
    let site = Site::start().await?;
    let mut browser = Browser::open(&site).await?;
    browser.wait_for_copy().await?;
    browser.result_of(&[("lean", "Most of the time")]).await?;
    // Another tab has loaded a newer build, which raised the store; this device still has the old one.
    let newer = r#"{"build":"9.0.0","min_writer":99,"schema":99}"#;
    browser
        .set_storage("interview-hindsight:meta", newer)
        .await?;
    let before = browser.storage().await?;
    site.lose_network();
    browser.load("").await?;
    browser.wait_for_text("newer version of this page").await?;
    browser
        .click("button", "Look back on another interview")
        .await?;
    browser.click("radio", "Good").await?;
    browser.wait_for_text("only in this tab").await?;
    browser.go("#/history").await?;
    browser.wait_for_text("1 result").await?;
    assert_eq!(before, browser.storage().await?, "nothing is written");
    browser.close().await
}

/// Waits until the page has heard that its language needs no network; gives all that do not.
async fn wait_for_language(browser: &Browser, tag: &str) -> Result<Vec<String>> {
    let mut kept = Vec::new();
    browser
        .wait(&format!("{tag} is kept"), async || {
            let tags = browser
                .js("return document.documentElement.dataset.kept ?? ''")
                .await?;
            let tags = tags.as_str().unwrap_or_default().split(' ');
            kept = tags.map(str::to_owned).collect();
            Ok(kept.iter().any(|kept| kept == tag))
        })
        .await?;
    kept.sort();
    Ok(kept)
}

/// The language and the direction that the page says it has, and how far its program is.
async fn spoken(browser: &Browser) -> Result<String> {
    let said = browser
        .js("const { lang, dir, dataset } = document.documentElement; return `${lang} ${dir} ${dataset.boot}`")
        .await?;
    Ok(said.as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn each_language_that_was_visited_opens_without_a_network() -> Result<()> {
    let site = Site::start_with(|options| options.prefix = "/a/b/".to_owned()).await?;
    let mut browser = Browser::open(&site).await?;
    browser.wait_for_copy().await?;
    let mut visited = vec!["en".to_owned()];
    browser.load("#/how-it-works").await?;
    // What nobody has asked for is not kept, and the page knows it.
    assert_eq!(wait_for_language(&browser, "en").await?, visited);
    for language in &LANGUAGES[1..] {
        browser
            .load(&format!("{}#/how-it-works", language.path()))
            .await?;
        visited.push(language.tag.to_owned());
        visited.sort();
        assert_eq!(wait_for_language(&browser, language.tag).await?, visited);
    }
    site.lose_network();

    for language in LANGUAGES {
        browser
            .load(&format!("{}#/history", language.path()))
            .await?;
        browser.wait_for_start().await?;
        let direction = match language.path().is_empty() {
            true => "",
            false => language.direction(),
        };
        let expected = format!("{} {direction} ready", language.tag);
        assert_eq!(spoken(&browser).await?, expected);
        let title = words(language.tag, "history.title")?;
        assert_eq!(browser.heading().await?, title, "{}", language.tag);
    }
    let problems = browser.take_seen().await?;
    assert_eq!(problems.violations, [""; 0]);
    browser.close().await
}

/// A text of the interface in a language.
fn words(tag: &str, key: &str) -> Result<String> {
    let file = std::fs::read_to_string(root().join(format!("text/{tag}.json")))?;
    let texts: serde_json::Value = serde_json::from_str(&file)?;
    Ok(texts[key].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn a_new_build_waits_until_the_languages_in_use_are_there() -> Result<()> {
    let Some(language) = LANGUAGES.get(1) else {
        bail!("there is one language alone");
    };
    let site = Site::deployed().await?;
    site.deploy(Offline::Kept, marked("one"))?;
    let mut browser = Browser::open_blank(&site, BrowserOptions::default()).await?;
    browser.load(&language.path()).await?;
    browser.wait_for_copy().await?;
    wait_for_language(&browser, language.tag).await?;

    // The page of the language does not arrive as it was built: the old build goes on, whole.
    site.deploy(Offline::Kept, marked("two"))?;
    let page = site.dist().join(language.path()).join("index.html");
    let built = std::fs::read_to_string(&page)?;
    std::fs::write(&page, "<!doctype html><title>Sign in</title>")?;
    let update = "const found = await navigator.serviceWorker.getRegistration();
        try { await found.update(); } catch {}
        await new Promise((over) => {
            const { installing } = found;
            if (!installing || installing.state === 'redundant') return over();
            installing.onstatechange = () => over();
        });
        return (found.waiting ?? {}).state ?? 'none'";
    assert_eq!(browser.js(update).await?, "none");
    browser.load(&language.path()).await?;
    assert_eq!(build(&browser).await?, "one");

    std::fs::write(&page, built)?;
    assert_eq!(browser.js(update).await?, "installed");
    site.lose_network();
    browser
        .js("(await navigator.serviceWorker.getRegistration()).waiting.postMessage('take over')")
        .await?;
    browser
        .wait_until(
            "the new build has taken over",
            "(await navigator.serviceWorker.getRegistration()).waiting === null",
        )
        .await?;
    browser.load(&language.path()).await?;
    assert_eq!(build(&browser).await?, "two");
    browser.take_seen().await?;
    browser.close().await
}
