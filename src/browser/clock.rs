//! The person's clock and time zone.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

use crate::domain::time::{Date, Moment};

/// Calls once a second, as well as the browser can: a tab in the background may be told less often. Dropping it
/// ends the calls.
#[must_use = "dropping it ends the calls"]
pub struct Seconds {
    number: i32,
    _closure: Closure<dyn FnMut()>,
}

impl Seconds {
    /// Calls `passed` from now on.
    pub fn new(passed: impl FnMut() + 'static) -> Option<Self> {
        let closure = Closure::<dyn FnMut()>::new(passed);
        let call = closure.as_ref().unchecked_ref();
        let window = web_sys::window()?;
        let number = window.set_interval_with_callback_and_timeout_and_arguments_0(call, 1_000);
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

/// Now, by the person's clock, in their time zone. A clock that is set outside of the calendar counts as
/// 1970: nothing about an interview is worth failing over that.
#[must_use]
pub fn now() -> Moment {
    moment(&js_sys::Date::new_0()).unwrap_or(Moment::EPOCH)
}

/// The moment at which the person's clock shows this day and time, summer time included. Where the clock
/// skips that time, the moment after; where it shows it twice, the first.
#[must_use]
pub fn local_moment(date: Date, minute_of_day: u16) -> Option<Moment> {
    if minute_of_day >= 24 * 60 {
        return None;
    }
    let local = js_sys::Date::new_0();
    // Not the constructor: it takes the years 0 to 99 for those of the last century.
    let year = u32::try_from(date.year()).ok()?;
    local.set_full_year_with_month_date(year, i32::from(date.month()) - 1, i32::from(date.day()));
    local.set_hours(u32::from(minute_of_day / 60));
    local.set_minutes(u32::from(minute_of_day % 60));
    local.set_seconds(0);
    local.set_milliseconds(0);
    moment(&local)
}

fn moment(date: &js_sys::Date) -> Option<Moment> {
    // JavaScript counts the offset the other way round. Both casts saturate, and the bounds are checked.
    let offset = -date.get_timezone_offset();
    Moment::new(date.get_time() as i64, offset as i16)
}
