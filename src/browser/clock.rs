//! The person's clock and time zone.

use js_sys::Promise;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::locale::{offset_in, own_zone};
use crate::domain::time::Moment;
use crate::domain::zone::{TimeZones, ZoneName};

/// Calls again and again, once a second or less often, as well as the browser can: a tab in the background may be told less
/// often. Dropping it ends the calls.
#[must_use = "dropping it ends the calls"]
pub struct Seconds {
    number: i32,
    _closure: Closure<dyn FnMut()>,
}

impl Seconds {
    /// Calls `passed` from now on, each time that so many seconds have gone by.
    pub fn every(seconds: i32, passed: impl FnMut() + 'static) -> Option<Self> {
        let closure = Closure::<dyn FnMut()>::new(passed);
        let call = closure.as_ref().unchecked_ref();
        let window = web_sys::window()?;
        let wait = seconds.saturating_mul(1_000);
        let number = window.set_interval_with_callback_and_timeout_and_arguments_0(call, wait);
        Some(Self {
            // It refuses nothing but what is no function.
            number: number.ok()?,
            _closure: closure,
        })
    }
}

impl Drop for Seconds {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            window.clear_interval_with_handle(self.number);
        }
    }
}

impl std::fmt::Debug for Seconds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Seconds").field(&self.number).finish()
    }
}

/// Does something in a task of its own, when the browser has drawn what was changed until now: after a press, browsers
/// draw first.
pub fn soon(act: impl FnOnce() + 'static) {
    let act = Closure::once_into_js(act);
    if let Some(window) = web_sys::window() {
        // It refuses nothing but what is no function.
        window.set_timeout_with_callback(act.unchecked_ref()).ok();
    }
}

/// Lets the browser draw, and answer what was pressed, before the work goes on.
pub async fn next_task() {
    let next = Promise::new(&mut |resolve, _| {
        soon(move || {
            // The function that settles a promise never throws.
            resolve.call0(&JsValue::NULL).ok();
        });
    });
    // It is never refused.
    JsFuture::from(next).await.ok();
}

/// Now, by the person's clock, in their time zone. A clock that is set outside of the calendar counts as
/// 1970: nothing about an interview is worth failing over that.
#[must_use]
pub fn now() -> Moment {
    moment(&js_sys::Date::new_0()).unwrap_or(Moment::EPOCH)
}

/// The time zones as the browser knows them.
#[derive(Clone, Copy, Debug, Default)]
pub struct BrowserZones;

impl TimeZones for BrowserZones {
    fn own(&self) -> Option<ZoneName> {
        own_zone().as_deref().and_then(ZoneName::new)
    }

    fn offset_minutes(&self, zone: Option<&ZoneName>, unix_ms: i64) -> Option<i16> {
        match zone {
            None => offset(&js_sys::Date::new(&(unix_ms as f64).into())),
            Some(zone) => offset_in(zone, unix_ms),
        }
    }
}

fn moment(date: &js_sys::Date) -> Option<Moment> {
    // The cast saturates, and the bounds are checked.
    Moment::new(date.get_time() as i64, offset(date)?)
}

fn offset(date: &js_sys::Date) -> Option<i16> {
    // JavaScript counts it the other way round, and has none for a date outside of its calendar.
    let offset = -date.get_timezone_offset();
    offset.is_finite().then_some(offset as i16)
}
