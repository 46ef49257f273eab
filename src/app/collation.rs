//! How texts are sorted and searched in the language of the page.

use std::fmt;
use std::rc::Rc;

use crate::wire::locale::{English, Locale};

/// The language of the page, as far as lists go by it.
#[derive(Clone)]
pub struct Collation(pub Rc<dyn Locale>);

impl Default for Collation {
    fn default() -> Self {
        Self(Rc::new(English))
    }
}

impl PartialEq for Collation {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Collation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Collation").field(&self.0.tag()).finish()
    }
}
