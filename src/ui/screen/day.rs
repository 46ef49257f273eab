//! A field for a day, as several screens have one.

use yew::prelude::*;

use crate::app::event::DayField;
use crate::app::event::Event;
use crate::domain::time::Date;
use crate::ui::component::field::{self, Line};
use crate::ui::view::View;

/// What a field for a day is drawn from.
pub struct Day<'a> {
    /// Unique on the page.
    pub id: &'a str,
    /// What is asked for.
    pub label: &'a str,
    /// What helps to fill it in.
    pub hint: Option<&'a str>,
    /// The day that is kept.
    pub kept: Option<Date>,
    /// Which field it is.
    pub field: DayField,
}

/// The field, with what was typed into it on this page, or else with what is kept.
pub fn day(view: &View<'_>, day: Day<'_>) -> Html {
    let days = &view.state.typed_days;
    let kept = day.kept.map(|date| date.to_string());
    let value = days.text(&day.field).map(str::to_owned).or(kept);
    let is_in_the_future = days.is_in_the_future(&day.field, view.state.now.date());
    let problem = is_in_the_future.then(|| view.t.day_in_the_future());
    let typed = day.field.clone();
    let left = Event::DayLeft(day.field);
    let line = Line {
        id: day.id,
        kind: "date",
        label: day.label,
        hint: day.hint,
        problem,
        value: &value.unwrap_or_default(),
        max_chars: None,
        width: "half",
        on_input: view.typed(move |text| Event::DayTyped {
            field: typed.clone(),
            text,
        }),
    };
    field::line_left(line, view.leave(left))
}
