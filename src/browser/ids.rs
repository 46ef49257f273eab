//! Randomness: ids that nothing else has, and tags that tell two edits apart.
//!
//! From `crypto.getRandomValues` alone. `crypto.randomUUID` is there only on https, and would give the
//! same: one way that works everywhere is a way that is tested.

use crate::domain::history::Id;

/// A new id.
#[must_use]
pub fn fresh_id() -> Id {
    Id::uuid(random_bytes())
}

/// A tag for an edit.
#[must_use]
pub fn fresh_tag() -> u32 {
    u32::from_le_bytes(random_bytes::<4>())
}

fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    let crypto = web_sys::window().and_then(|window| window.crypto().ok());
    let filled = crypto.map(|crypto| crypto.get_random_values_with_u8_array(&mut bytes));
    if !matches!(filled, Some(Ok(_))) {
        // Good enough to tell a person's own records apart, which is all that ids are for here.
        for byte in &mut bytes {
            *byte = (js_sys::Math::random() * 256.0) as u8;
        }
    }
    bytes
}
