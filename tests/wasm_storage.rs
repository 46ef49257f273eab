//! The browser's own store and the other adapters, in a real browser.
#![cfg(target_arch = "wasm32")]
// A test may end at the first thing that is not as it should be, its helpers too.
#![allow(clippy::expect_used, clippy::panic)]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use interview_hindsight::browser::clipboard::copy;
use interview_hindsight::browser::clock::{BrowserZones, now};
use interview_hindsight::browser::file::{ReadError, download, read_text};
use interview_hindsight::browser::ids::{fresh_id, fresh_tag};
use interview_hindsight::browser::storage::LocalStore;
use interview_hindsight::browser::watch::{media, on_return, store_changed};
use interview_hindsight::domain::answers::{Answer, Answers};
use interview_hindsight::domain::history::{Id, Interview, Part, QuizRef, StoredScore};
use interview_hindsight::domain::quiz::QuarterPoints;
use interview_hindsight::domain::time::{Date, Moment};
use interview_hindsight::domain::zone::{TimeZones, ZoneName, Zones};
use interview_hindsight::wire::export::{Import, ImportError, MAX_FILE_BYTES, export_json};
use interview_hindsight::wire::port::{KeyValue, PREFIX, QUOTA_UNITS, StorageError, units};
use interview_hindsight::wire::record::{encode_interview, interview_key};
use interview_hindsight::wire::store::{Loaded, SaveError, StorageState, Store};
use js_sys::{Array, Function, Promise, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

// The tests share one store, and the runner runs them one after another; each begins with it empty.

fn empty_store() {
    run("localStorage.clear()");
}

/// Runs a line of JavaScript, and gives what it returns.
fn run(line: &str) -> JsValue {
    Function::new_no_args(line)
        .call0(&JsValue::NULL)
        .expect("a line that works")
}

fn full(key: &str) -> String {
    format!("{PREFIX}{key}")
}

fn open() -> (Store, Loaded) {
    let mut store = Store::new(Box::new(LocalStore), "test");
    let loaded = store.open(now());
    (store, loaded)
}

/// An ordinary result: as many answers as the built-in quiz asks for.
fn interview(id: Id) -> Interview {
    let questions = [
        "gut",
        "lean",
        "distracted",
        "click",
        "coach",
        "coach_about",
        "hard",
        "exact",
        "stuck",
        "examples",
        "late",
        "nerves",
        "ideal",
        "next",
        "practical",
        "field",
    ];
    let sheet: Answers = questions
        .iter()
        .map(|q| (*q, Answer::Option("mostly".to_owned())))
        .collect();
    let at = now();
    let details = interview_hindsight::domain::history::Details {
        company: "Acme and Daughters".to_owned(),
        role: "Baker".to_owned(),
        interview_at: Some(at),
        ..Default::default()
    };
    Interview {
        id,
        quiz: QuizRef {
            id: Id::new("how-it-went").expect("an id"),
            version: Id::new("1.0.0").expect("an id"),
            without_outside: false,
        },
        started_at: at,
        started_zone: None,
        finished_at: at,
        finished_zone: None,
        answered_at: questions
            .iter()
            .map(|q| ((*q).to_owned(), at.unix_ms()))
            .collect(),
        answers: sheet,
        stored: StoredScore {
            total: QuarterPoints::new(-4),
            half_width: QuarterPoints::new(12),
            band: 3,
            unsure: 0,
            range: Some((166, 442)),
            gap: Some(2),
        },
        corrected: Part::default(),
        situation: Part::default(),
        details: interview_hindsight::domain::history::Label::new(details, Default::default()),
        outcome: Part::default(),
        notes: Part::default(),
        second_look: Part::default(),
        actions: BTreeMap::new(),
        letters: BTreeMap::new(),
        calendar: Part::default(),
    }
}

/// Waits for a condition, for at most two seconds.
async fn wait_for(what: &str, mut condition: impl FnMut() -> bool) {
    for _ in 0..100 {
        if condition() {
            return;
        }
        sleep(20).await;
    }
    panic!("waited in vain for {what}");
}

async fn sleep(ms: i32) {
    let promise = Promise::new(&mut |done, _| {
        let window = web_sys::window().expect("a window");
        window
            .set_timeout_with_callback_and_timeout_and_arguments_0(&done, ms)
            .expect("a timer");
    });
    JsFuture::from(promise).await.expect("a timer");
}

/// Puts another getter in the place of one of the window's properties, as long as it lives.
struct Replaced(&'static str);

impl Replaced {
    fn new(property: &'static str, getter: &str) -> Self {
        run(&format!(
            "window.replaced = Object.getOwnPropertyDescriptor(window, '{property}');
            Object.defineProperty(window, '{property}', {{ configurable: true, get: {getter} }})"
        ));
        Self(property)
    }
}

impl Drop for Replaced {
    fn drop(&mut self) {
        run(&format!(
            "Object.defineProperty(window, '{}', window.replaced)",
            self.0
        ));
    }
}

#[wasm_bindgen_test]
fn values_come_back_and_only_our_own_keys_are_listed() {
    empty_store();
    run("localStorage.setItem('theirs', '12345'); localStorage.setItem('getItem', 'x')");
    let key = full("a");
    assert_eq!(LocalStore.get(&key), Ok(None));
    assert_eq!(LocalStore.set(&key, "é🙂\u{fffd}\n\0"), Ok(()));
    assert_eq!(LocalStore.get(&key), Ok(Some("é🙂\u{fffd}\n\0".to_owned())));
    assert_eq!(LocalStore.keys(), Ok(vec![key.clone()]));
    assert_eq!(LocalStore.foreign_units(), Ok(6 + 5 + 7 + 1));
    assert_eq!(LocalStore.remove(&key), Ok(()));
    assert_eq!(LocalStore.remove(&key), Ok(()));
    assert_eq!(LocalStore.keys(), Ok(vec![]));
    empty_store();
}

#[wasm_bindgen_test]
fn a_blocked_store_is_a_named_failure_and_not_the_end() {
    empty_store();
    for getter in [
        "() => { throw new DOMException('no', 'SecurityError') }",
        "() => null",
        "() => undefined",
    ] {
        let _blocked = Replaced::new("localStorage", getter);
        assert_eq!(LocalStore.get("a"), Err(StorageError::Blocked), "{getter}");
        assert_eq!(LocalStore.set("a", "b"), Err(StorageError::Blocked));
        assert_eq!(LocalStore.remove("a"), Err(StorageError::Blocked));
        assert_eq!(LocalStore.keys(), Err(StorageError::Blocked));
        assert_eq!(LocalStore.foreign_units(), Err(StorageError::Blocked));
        let (mut store, loaded) = open();
        assert_eq!(loaded.state, StorageState::Blocked);
        let interview = interview(fresh_id());
        store.save_interview(&interview).expect("in memory");
        assert!(export_json(&store, now()).contains(interview.id.as_str()));
    }
    assert_eq!(
        LocalStore.keys(),
        Ok(vec![]),
        "and it is found again when it is back"
    );
}

#[wasm_bindgen_test]
fn a_store_that_is_blocked_while_the_page_is_open_is_noticed() {
    empty_store();
    let (mut store, _) = open();
    store.save_interview(&interview(fresh_id())).expect("saved");
    let _blocked = Replaced::new(
        "localStorage",
        "() => { throw new DOMException('no', 'SecurityError') }",
    );
    store
        .save_interview(&interview(fresh_id()))
        .expect("in memory");
    assert_eq!(
        (store.state(), store.snapshot().in_memory),
        (StorageState::Blocked, 1)
    );
}

#[wasm_bindgen_test]
fn a_full_store_keeps_the_old_value() {
    empty_store();
    let (mut store, _) = open();
    let kept = interview(fresh_id());
    store.save_interview(&kept).expect("saved");
    let usage = store.usage().expect("usage");
    let room = QUOTA_UNITS - usage.ours - units("filler");
    run(&format!(
        "localStorage.setItem('filler', '-'.repeat({room}))"
    ));
    assert_eq!(
        store.usage().map(|usage| usage.ours + usage.others),
        Ok(QUOTA_UNITS)
    );
    // To the last unit: the quota counts as we count.
    assert_eq!(LocalStore.set(&full("x"), ""), Err(StorageError::Full));
    let key = interview_key(&kept).full();
    let before = LocalStore.get(&key);
    let mut edited = kept.clone();
    edited
        .notes
        .set("More words than fit.".to_owned(), now(), 1);
    store.save_interview(&edited).expect("in memory");
    assert_eq!(
        (store.state(), store.snapshot().in_memory),
        (StorageState::Full, 1)
    );
    assert_eq!(LocalStore.get(&key), before);
    run("localStorage.removeItem('filler')");
    store.save_interview(&interview(fresh_id())).expect("saved");
    assert_eq!(
        (store.state(), store.snapshot().in_memory),
        (StorageState::Ready, 0)
    );
    empty_store();
}

#[wasm_bindgen_test]
fn an_import_that_does_not_fit_leaves_the_store_as_it_was() {
    empty_store();
    let (mut store, _) = open();
    for _ in 0..20 {
        store.save_interview(&interview(fresh_id())).expect("saved");
    }
    let file = export_json(&store, now());
    let import = Import::parse(&file, &|interview| Some(interview.stored)).expect("our own file");
    empty_store();
    let (mut store, _) = open();
    run(&format!(
        "localStorage.setItem('filler', '-'.repeat({}))",
        QUOTA_UNITS - 10_000
    ));
    let full = Err(SaveError::Device(StorageError::Full));
    assert_eq!(import.apply(&mut store).map(drop), full);
    assert!(store.snapshot().interviews.is_empty());
    run("localStorage.removeItem('filler')");
    assert_eq!(
        import.apply(&mut store).map(|preview| preview.results.new),
        Ok(20)
    );
    assert_eq!(open().1.interviews.len(), 20);
    empty_store();
}

#[wasm_bindgen_test]
fn what_is_not_text_is_named_and_not_changed() {
    empty_store();
    let key = full("how-it-went:result:a");
    run(&format!("localStorage.setItem('{key}', '{{\\ud800')"));
    assert_eq!(LocalStore.get(&key), Err(StorageError::NotText));
    let (_, loaded) = open();
    assert_eq!(
        (loaded.quarantined.len(), loaded.quarantined[0].at),
        (1, None)
    );
    let same = run(&format!(
        "return localStorage.getItem('{key}') === '{{\\ud800'"
    ));
    assert_eq!(same.as_bool(), Some(true));
    empty_store();
}

#[wasm_bindgen_test]
fn a_damaged_record_is_put_aside_and_the_rest_is_shown() {
    empty_store();
    let (mut store, _) = open();
    store.save_interview(&interview(fresh_id())).expect("saved");
    let key = full("how-it-went:result:a");
    run(&format!("localStorage.setItem('{key}', '{{\"v\":1,')"));
    let (store, loaded) = open();
    assert_eq!((loaded.interviews.len(), loaded.quarantined.len()), (1, 1));
    assert_eq!(
        store.quarantined_texts().into_values().collect::<Vec<_>>(),
        ["{\"v\":1,"]
    );
    assert_eq!(LocalStore.get(&key), Ok(None));
    empty_store();
}

#[wasm_bindgen_test]
fn a_newer_version_is_only_read() {
    empty_store();
    let meta = full("meta");
    run(&format!(
        r#"localStorage.setItem('{meta}', '{{"schema":9,"min_writer":9}}')"#
    ));
    let (mut store, loaded) = open();
    assert_eq!(loaded.state, StorageState::ReadOnlyNewer);
    store
        .save_interview(&interview(fresh_id()))
        .expect("in memory");
    assert_eq!(LocalStore.keys(), Ok(vec![meta]));
    empty_store();
}

#[wasm_bindgen_test]
fn nothing_is_kept_when_nothing_is_to_be_kept() {
    empty_store();
    let (mut store, _) = open();
    store.set_keep(false, None);
    store
        .save_interview(&interview(fresh_id()))
        .expect("in memory");
    let mut keys = LocalStore.keys().expect("keys");
    keys.sort();
    assert_eq!(keys, [full("meta"), full("prefs")]);
    assert_eq!(open().1.state, StorageState::Temporary);
    empty_store();
}

/// A document of the same origin beside this one, as another tab is. Removed when dropped.
struct OtherTab(web_sys::Element);

impl OtherTab {
    fn open() -> Self {
        let document = web_sys::window()
            .and_then(|window| window.document())
            .expect("a document");
        let frame = document.create_element("iframe").expect("a frame");
        frame.set_id("other-tab");
        document
            .body()
            .expect("a body")
            .append_child(&frame)
            .expect("in the page");
        Self(frame)
    }

    fn run(&self, line: &str) {
        run(&format!(
            "const localStorage = document.getElementById('other-tab').contentWindow.localStorage; {line}"
        ));
    }
}

impl Drop for OtherTab {
    fn drop(&mut self) {
        self.0.remove();
    }
}

#[wasm_bindgen_test]
async fn what_another_tab_writes_is_heard_and_read() {
    empty_store();
    let (mut store, _) = open();
    let heard = Rc::new(RefCell::new(Vec::new()));
    let listener = store_changed({
        let heard = Rc::clone(&heard);
        move |key| heard.borrow_mut().push(key)
    });
    assert!(listener.is_some());
    let tab = OtherTab::open();
    let theirs = interview(fresh_id());
    let key = interview_key(&theirs).full();
    let text = encode_interview(&theirs, "");
    tab.run(&format!("localStorage.setItem({key:?}, {text:?})"));
    wait_for("the other tab", || !heard.borrow().is_empty()).await;
    assert_eq!(heard.borrow_mut().pop(), Some(Some(key.clone())));
    let loaded = store.refresh(Some(&key)).expect("something new");
    assert_eq!(*loaded.interviews[0], theirs);
    tab.run("localStorage.clear()");
    wait_for("the other tab", || !heard.borrow().is_empty()).await;
    assert_eq!(heard.borrow_mut().pop(), Some(None));
    assert!(
        store
            .refresh(None)
            .expect("something new")
            .interviews
            .is_empty()
    );
    // Dropped, it hears nothing more.
    drop(listener);
    tab.run("localStorage.setItem('x', 'y')");
    sleep(200).await;
    assert!(heard.borrow().is_empty());
    drop(tab);
    empty_store();
}

/// The shortest time that something took, in milliseconds.
fn best_of(times: usize, mut what: impl FnMut()) -> f64 {
    let performance = web_sys::window()
        .and_then(|window| window.performance())
        .expect("a clock");
    let time = |_| {
        let start = performance.now();
        what();
        performance.now() - start
    };
    (0..times).map(time).fold(f64::INFINITY, f64::min)
}

#[wasm_bindgen_test]
fn two_thousand_results_fit_and_are_all_read() {
    empty_store();
    let (mut store, _) = open();
    let text = encode_interview(&interview(fresh_id()), "");
    // The first by the front door, the others without its checks, which are not what is timed.
    store.save_interview(&interview(fresh_id())).expect("saved");
    for _ in 0..1_999 {
        let interview = interview(fresh_id());
        let text = encode_interview(&interview, "");
        assert_eq!(
            LocalStore.set(&interview_key(&interview).full(), &text),
            Ok(())
        );
    }
    let (mut store, loaded) = open();
    assert_eq!(
        (loaded.interviews.len(), loaded.state),
        (2_000, StorageState::Ready)
    );
    assert_eq!(store.refresh(None), None);
    // The best of several, since the machine has other things to do.
    let opened = best_of(8, || drop(open()));
    let refreshed = best_of(8, || drop(store.refresh(None)));
    // What the browser's own reader takes for the same texts, as a measure of the machine.
    let parse =
        "for (const key of Object.keys(localStorage)) JSON.parse(localStorage.getItem(key))";
    let parsed = best_of(8, || drop(run(parse)));
    web_sys::console::log_1(
        &format!(
            "2,000 results of {} units: opened in {opened:.0} ms, read again in {refreshed:.0} ms; \
            the browser's own reader: {parsed:.0} ms",
            units(&text)
        )
        .into(),
    );
    empty_store();
}

#[wasm_bindgen_test]
fn the_clock_is_the_persons() {
    let now = now();
    let there = js_sys::Date::now();
    assert!((now.unix_ms() as f64 - there).abs() < 5_000.0);
    let zone = js_sys::Date::new_0().get_timezone_offset();
    assert_eq!(f64::from(now.offset_minutes()), -zone);
    let date = Date::parse("2026-07-14").expect("a date");
    let zones = Zones::new(BrowserZones);
    let local = zones.moment(None, date, 9 * 60 + 30).expect("a moment");
    assert_eq!((local.date(), local.minute_of_day()), (date, 9 * 60 + 30));
    assert_eq!(
        zones.shown(None, now).offset_minutes(),
        now.offset_minutes()
    );
    let early = Date::parse("0033-03-31").expect("a date");
    let midnight = zones.moment(None, early, 0);
    assert_eq!(midnight.map(Moment::date), Some(early));
    assert_eq!(zones.moment(None, date, 24 * 60), None);
}

/// What the browser's own data says of a zone at an instant.
#[track_caller]
fn check_zone(zone: &str, at: &str, expected: Option<i16>) {
    let name = ZoneName::new(zone).expect("a name");
    let at = Moment::parse_rfc3339(at).expect("a moment");
    let offset = BrowserZones.offset_minutes(Some(&name), at.unix_ms());
    assert_eq!(offset, expected, "{zone}");
}

#[wasm_bindgen_test]
fn the_browser_knows_the_clocks_of_other_places() {
    check_zone("Europe/Berlin", "2026-10-25T00:59:59Z", Some(120));
    check_zone("Europe/Berlin", "2026-10-25T01:00:00Z", Some(60));
    check_zone("America/New_York", "2026-03-08T06:59:59Z", Some(-300));
    check_zone("America/New_York", "2026-03-08T07:00:00Z", Some(-240));
    check_zone("Asia/Kolkata", "2026-01-01T00:00:00Z", Some(330));
    check_zone("Australia/Lord_Howe", "2026-07-01T13:30:00Z", Some(630));
    check_zone("Pacific/Chatham", "2026-01-01T00:00:00Z", Some(825));
    check_zone("America/St_Johns", "2026-01-01T00:00:00Z", Some(-210));
    check_zone("Nowhere/At_All", "2026-01-01T00:00:00Z", None);
}

#[wasm_bindgen_test]
fn ids_and_tags_are_random() {
    let (a, b) = (fresh_id(), fresh_id());
    assert_ne!(a, b);
    assert_eq!((a.as_str().len(), a.as_str().as_bytes()[14]), (36, b'4'));
    assert!((0..4).any(|_| fresh_tag() != fresh_tag()));
}

#[wasm_bindgen_test]
fn ids_are_found_without_the_browsers_randomness() {
    let getter = "() => ({ getRandomValues() { throw new Error('no') } })";
    let _without = Replaced::new("crypto", getter);
    let (a, b) = (fresh_id(), fresh_id());
    assert_ne!(a, b);
}

fn file(bytes: &[u8]) -> web_sys::File {
    let parts = Array::of1(&Uint8Array::from(bytes));
    web_sys::File::new_with_u8_array_sequence(&parts, "export.json").expect("a file")
}

#[wasm_bindgen_test]
async fn a_file_is_read_as_strict_text() {
    assert_eq!(
        read_text(&file("{\"é\":\"🙂\"}".as_bytes())).await,
        Ok("{\"é\":\"🙂\"}".to_owned())
    );
    assert_eq!(
        read_text(&file(b"\xef\xbb\xbf{}")).await,
        Ok("{}".to_owned())
    );
    let not_utf8 = Err(ReadError::Content(ImportError::NotUtf8));
    assert_eq!(read_text(&file(b"{\xff}")).await, not_utf8);
    let large = vec![b' '; MAX_FILE_BYTES + 1];
    assert_eq!(
        read_text(&file(&large)).await,
        Err(ReadError::Content(ImportError::TooLarge))
    );
}

#[wasm_bindgen_test]
fn a_text_is_offered_as_a_file() {
    assert_eq!(download("export.json", "application/json", "{}"), Ok(()));
}

#[wasm_bindgen_test]
async fn a_missing_clipboard_is_a_named_failure() {
    run(
        "Object.defineProperty(navigator, 'clipboard', { configurable: true, get: () => undefined })",
    );
    let missing = copy("x").await;
    run(
        "Object.defineProperty(navigator, 'clipboard', { configurable: true, get: () => ({ writeText: () => Promise.reject(new DOMException('no', 'NotAllowedError')) }) })",
    );
    let refused = copy("x").await;
    run("delete navigator.clipboard");
    use interview_hindsight::browser::clipboard::ClipboardError;
    assert_eq!(missing, Err(ClipboardError::Missing));
    assert_eq!(
        refused,
        Err(ClipboardError::Refused("NotAllowedError".to_owned()))
    );
}

#[wasm_bindgen_test]
fn a_media_query_is_read() {
    assert_eq!(media("(min-width: 1px)"), Some(true));
    assert_eq!(media("(min-width: 99999px)"), Some(false));
}

#[wasm_bindgen_test]
fn coming_back_to_the_tab_is_heard() {
    let count = Rc::new(RefCell::new(0));
    let listener = on_return({
        let count = Rc::clone(&count);
        move || *count.borrow_mut() += 1
    });
    run("document.dispatchEvent(new Event('visibilitychange'))");
    assert_eq!(*count.borrow(), 1);
    drop(listener);
    run("document.dispatchEvent(new Event('visibilitychange'))");
    assert_eq!(*count.borrow(), 1);
}

#[wasm_bindgen_test]
fn languages_are_written_as_the_browser_knows_them() {
    use interview_hindsight::browser::locale::{IntlLocale, preferred_languages};
    use interview_hindsight::wire::locale::{English, Locale, Plural};

    let at = Moment::parse_rfc3339("2026-03-01T23:05:00+02:00").expect("a moment");
    let points = QuarterPoints::new(-6);
    let english = IntlLocale::new("en-GB").expect("a language");
    for count in [0, 1, 2, 1_234_567] {
        assert_eq!(english.plural(count), English.plural(count));
        assert_eq!(english.number(count), English.number(count));
    }
    assert_eq!(english.points(points), English.points(points));
    assert_eq!(
        english.points(QuarterPoints::new(8)),
        English.points(QuarterPoints::new(8))
    );
    assert_eq!(
        english.points(QuarterPoints::ZERO),
        English.points(QuarterPoints::ZERO)
    );
    for with_year in [false, true] {
        assert_eq!(
            english.weekday(at.date(), with_year).replace(',', ""),
            English.weekday(at.date(), with_year)
        );
    }
    let date_time = english.weekday_time(at, true);
    assert!(
        date_time.contains("1 March 2026") && date_time.contains("23:05"),
        "{date_time}"
    );

    let polish = IntlLocale::new("pl").expect("a language");
    let kinds = [1, 2, 5, 22].map(|count| polish.plural(count));
    assert_eq!(kinds, [Plural::One, Plural::Few, Plural::Many, Plural::Few]);
    assert!(polish.plurals().contains(&Plural::Few));
    assert_eq!(polish.weekday(at.date(), true), "niedziela, 1 marca 2026");

    assert!(IntlLocale::new("no such tag!").is_none());
    assert!(
        IntlLocale::new("tlh").is_none(),
        "a language that no browser writes"
    );
    assert!(!preferred_languages().is_empty());
}
