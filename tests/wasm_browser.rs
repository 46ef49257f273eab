//! In a real browser: what the app counts on is there, and fails the way the app expects.

#![cfg(target_arch = "wasm32")]

use std::rc::Rc;

use interview_hindsight::browser::locale::IntlLocale;
use interview_hindsight::domain::time::Date;
use interview_hindsight::ui::text::Text;
use interview_hindsight::wire::language::LANGUAGES;
use interview_hindsight::wire::locale::{Locale, Plural};
use interview_hindsight::wire::text_catalogue::TextCatalogue;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn global(path: &[&str]) -> JsValue {
    let mut value = JsValue::from(js_sys::global());
    for name in path {
        value =
            js_sys::Reflect::get(&value, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED);
    }
    value
}

#[wasm_bindgen_test]
fn dates_plurals_and_ids_come_from_the_browser() {
    for path in [
        &["Intl", "DateTimeFormat"][..],
        &["Intl", "PluralRules"],
        &["Intl", "NumberFormat"],
        &["crypto", "getRandomValues"],
    ] {
        assert!(global(path).is_function(), "{}", path.join("."));
    }
}

#[wasm_bindgen_test]
fn texts_are_sorted_and_searched_as_the_language_does() {
    let locale = |tag| IntlLocale::new(tag).expect("the browser knows the language");
    let names = ["Zoo", "Östra", "Oak", "Ost"];
    assert_eq!(locale("en").places(&names), [3, 2, 0, 1]);
    assert_eq!(locale("sv").places(&names), [2, 3, 0, 1]);
    let check = |text: &str, expected: &str| assert_eq!(locale("en").folded(text), expected);
    check("Ñandú", "nandu");
    check("Straße in Łódź", "strasse in lodz");
    check("Ёлка", "елка");
    check("שָׁלוֹם", "שלום");
}

#[wasm_bindgen_test]
fn each_number_takes_the_form_that_its_language_has_for_it() {
    use Plural::{Few, Many, One, Other, Two, Zero};
    let check = |tag: &str, numbers: &[(usize, Plural)]| {
        let locale = IntlLocale::new(tag).expect("the browser knows the language");
        for (number, kind) in numbers {
            assert_eq!(locale.plural(*number), *kind, "{tag}: {number}");
        }
    };
    check(
        "en",
        &[(0, Other), (1, One), (2, Other), (1_000_000, Other)],
    );
    check(
        "de",
        &[(0, Other), (1, One), (2, Other), (1_000_000, Other)],
    );
    check("es", &[(0, Other), (1, One), (2, Other), (1_000_000, Many)]);
    check("fr", &[(0, One), (1, One), (2, Other), (1_000_000, Many)]);
    check(
        "pt-BR",
        &[(0, One), (1, One), (2, Other), (1_000_000, Many)],
    );
    check("ar", &[(0, Zero), (1, One), (2, Two), (3, Few), (10, Few)]);
    check("ar", &[(11, Many), (99, Many), (100, Other), (103, Few)]);
    for language in LANGUAGES {
        let locale = IntlLocale::new(language.tag).expect("the browser knows the language");
        let (there, wanted) = (locale.plurals(), language.plurals);
        let has_all = wanted.iter().all(|kind| there.contains(kind));
        assert!(has_all && there.len() == wanted.len(), "{}", language.tag);
    }
}

#[wasm_bindgen_test]
fn a_counted_text_has_all_six_forms_of_arabic() {
    let json = r#"{"history.count.zero": "zero {n}", "history.count.one": "one {n}", "history.count.two": "two {n}",
        "history.count.few": "few {n}", "history.count.many": "many {n}", "history.count.other": "other {n}"}"#;
    let texts = TextCatalogue::parse(json).expect("a catalogue");
    let arabic = IntlLocale::new("ar-EG").expect("the browser knows the language");
    let text = Text::new(texts, Rc::new(arabic));
    let said = [0, 1, 2, 7, 11, 100].map(|count| text.history_count(count));
    assert_eq!(
        said,
        ["zero 0", "one 1", "two 2", "few 7", "many 11", "other 100"]
    );
}

#[wasm_bindgen_test]
fn days_are_those_of_the_fields_in_digits_of_the_words() {
    // Their own calendars and digits are others, which no field for a day has.
    let date = Date::new(2026, 3, 12).expect("a day");
    for tag in ["ar-SA", "ar-EG", "fa-IR", "th-TH"] {
        let locale = IntlLocale::new(tag).expect("the browser knows the language");
        let written = locale.day_of_year(date, true);
        assert!(
            written.contains("12") && written.contains("2026"),
            "{tag}: {written}"
        );
    }
}

#[wasm_bindgen_test]
fn a_full_store_keeps_the_old_value() {
    let storage = web_sys::window()
        .and_then(|window| window.local_storage().ok().flatten())
        .expect("the test page has storage");
    let key = "interview-hindsight:test:full";
    storage
        .set_item(key, "old")
        .expect("there is room for three letters");
    // The limit is 5 Mi UTF-16 units for all keys and values together.
    let error = storage
        .set_item(key, &"x".repeat(6 * 1024 * 1024))
        .expect_err("there is no room for six million");
    let name = js_sys::Reflect::get(&error, &JsValue::from_str("name"))
        .ok()
        .and_then(|name| name.as_string());
    assert_eq!(name.as_deref(), Some("QuotaExceededError"));
    assert_eq!(storage.get_item(key).ok().flatten().as_deref(), Some("old"));
    storage.remove_item(key).expect("a key can be removed");
}
