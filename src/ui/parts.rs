//! A long page comes in parts, each drawn in a task of its own.
//!
//! Whoever presses something while a page is drawn waits until it is. The longest pages took 40 to 55 ms at once, and
//! several times that on a slow phone; what is on top of them is there a good deal sooner by itself.

use std::cell::Cell;

use yew::Html;

/// How many parts of the page are drawn now. A screen that is not long takes no notice of it.
#[derive(Debug)]
pub struct Parts {
    drawn: usize,
    is_more: Cell<bool>,
}

impl Parts {
    /// All that there are.
    pub const ALL: usize = usize::MAX;

    /// So many of them, or all that there are.
    #[must_use]
    pub fn new(drawn: usize) -> Self {
        let is_more = Cell::new(false);
        Self { drawn, is_more }
    }

    /// What belongs to that part, counted from 0, or an empty place where it is not its turn yet.
    pub fn part(&self, number: usize, draw: impl FnOnce() -> Html) -> Html {
        if number < self.drawn {
            return draw();
        }
        self.is_more.set(true);
        Html::default()
    }

    /// The same, and one more.
    #[must_use]
    pub fn and_one(&self) -> Self {
        Self::new(self.drawn.saturating_add(1))
    }

    /// Whether something was left out.
    pub fn is_more(&self) -> bool {
        self.is_more.get()
    }
}
