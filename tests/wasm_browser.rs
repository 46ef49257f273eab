//! In a real browser: what the app counts on is there, and fails the way the app expects.

#![cfg(target_arch = "wasm32")]

use interview_hindsight::browser::locale::IntlLocale;
use interview_hindsight::wire::locale::Locale;
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
