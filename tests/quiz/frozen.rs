//! Released versions of a quiz never change: an old result is explained by the version it was made with.

use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::quiz;

/// `quiz/frozen.sha256` lists every released structure, in the form that `sha256sum --check` reads. A change
/// to one is a new version in a new file; only texts may be corrected.
#[test]
fn released_structures_are_as_they_were_released() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("quiz");
    let list =
        fs::read_to_string(folder.join("frozen.sha256")).expect("the list of released versions");
    let mut names = Vec::new();
    for line in list.lines() {
        let (hash, name) = line.split_once("  ").expect("a hash and a name");
        let bytes = fs::read(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        let seen: String = Sha256::digest(&bytes)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(
            seen, hash,
            "{name} was released and must not change: make a new version"
        );
        names.push(name.to_owned());
    }
    let current = format!("{}/{}.json", quiz().id(), quiz().version());
    assert!(
        names.contains(&current),
        "{current} is used and not listed as released"
    );
}
