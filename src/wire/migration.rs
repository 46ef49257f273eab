//! Bringing the text of a record from an older version of the program to this one's.
//!
//! Owns the version number and the numbered steps between versions. A step is a pure function from
//! one stored form to the next, and knows nothing of today's types: those will change, the step will
//! not. Must not know where texts are kept; the order of writes that loses nothing is `store`'s.
//!
//! A step changes the fields that it knows and leaves all others as they are. Each record carries its
//! own version, so that a migration that was cut off goes on where it stopped.

use super::json::{Fields, Object, Problem, ProblemKind};
use super::key::Key;

/// The version of the stored form that this program reads and writes.
pub const SCHEMA: u32 = 1;

/// Brings the text of a record from one version to the next; its `v` is raised by [`migrate`].
pub type Step = fn(&Key, &str) -> Result<String, Problem>;

/// The steps from older versions to this one, the last of which leads to [`SCHEMA`]. There is no older version yet.
pub const STEPS: &[Step] = &[];

/// How the version of a text stands to this program's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Migrated {
    /// It has this version.
    Current,
    /// It had an older version; here it is in this one.
    Older(String),
    /// It has a newer version, which this program must not touch.
    Newer,
}

/// Brings a record to this version.
///
/// # Errors
/// When it is not what its version says it is, or no step leads on from there.
pub(crate) fn migrate(
    key: &Key,
    record: &Object<'_>,
    steps: &[Step],
) -> Result<Migrated, Vec<Problem>> {
    let problem = |what| {
        vec![Problem {
            field: "v".to_owned(),
            what,
        }]
    };
    let Some(found) = version(record) else {
        return Err(problem(match record.get("v") {
            Some(_) => ProblemKind::Not("number"),
            None => ProblemKind::Missing,
        }));
    };
    if found > SCHEMA {
        return Ok(Migrated::Newer);
    }
    if found == SCHEMA {
        return Ok(Migrated::Current);
    }
    let to_go = (SCHEMA - found) as usize;
    let Some(done) = steps.len().checked_sub(to_go) else {
        let oldest = i64::from(SCHEMA) - steps.len() as i64;
        return Err(problem(ProblemKind::Outside(oldest, i64::from(SCHEMA))));
    };
    let mut text = Fields::from(record).finish();
    for (to, step) in (found + 1..).zip(&steps[done..]) {
        let migrated = step(key, &text).map_err(|problem| vec![problem])?;
        let mut fields = Fields::over(&migrated);
        fields.number("v", to);
        text = fields.finish();
    }
    Ok(Migrated::Older(text))
}

/// The version of a record, which stands in the record itself. `None` when what stands there is no version.
pub(crate) fn version(record: &Object<'_>) -> Option<u32> {
    record.get("v")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> Key {
        Key::parse_short("how-it-went:result:r1").expect("a key")
    }

    fn migrate(text: &str, steps: &[Step]) -> Result<Migrated, Vec<Problem>> {
        super::migrate(&key(), &Object::parse(text).expect("an object"), steps)
    }

    /// A step of a version made up here: a field is moved, and one that has to be there is asked for.
    fn renamed(_: &Key, text: &str) -> Result<String, Problem> {
        let mut fields = Fields::over(text);
        let name = fields.take("name").ok_or_else(|| Problem {
            field: "name".to_owned(),
            what: ProblemKind::Missing,
        })?;
        fields.raw("title", name);
        Ok(fields.finish())
    }

    #[test]
    fn a_step_leaves_what_it_does_not_know_and_is_taken_once() {
        let after = r#"{"mood":{"x": 1.50},"title":"A","v":1}"#;
        assert_eq!(
            migrate(r#"{"v":0,"mood":{"x": 1.50},"name":"A"}"#, &[renamed]),
            Ok(Migrated::Older(after.to_owned()))
        );
        assert_eq!(migrate(after, &[renamed]), Ok(Migrated::Current));
    }

    #[test]
    fn of_several_steps_those_are_taken_that_lead_on_from_the_records_version() {
        fn not_taken(_: &Key, _: &str) -> Result<String, Problem> {
            Ok("{}".to_owned())
        }
        assert_eq!(
            migrate(r#"{"v":0,"name":"A"}"#, &[not_taken, renamed]),
            Ok(Migrated::Older(r#"{"title":"A","v":1}"#.to_owned()))
        );
    }

    #[test]
    fn a_newer_record_is_left_alone() {
        assert_eq!(migrate(r#"{"v":2,"id":7}"#, STEPS), Ok(Migrated::Newer));
    }

    #[test]
    fn what_is_not_a_record_of_its_version_is_said_to_be_so() {
        for (text, field, what) in [
            ("{}", "v", ProblemKind::Missing),
            (r#"{"v":"1"}"#, "v", ProblemKind::Not("number")),
            (r#"{"v":-1}"#, "v", ProblemKind::Not("number")),
            (r#"{"v":0}"#, "name", ProblemKind::Missing),
        ] {
            let field = field.to_owned();
            assert_eq!(
                migrate(text, &[renamed]),
                Err(vec![Problem { field, what }]),
                "{text}"
            );
        }
        let problems = migrate(r#"{"v":0}"#, &[]).expect_err("no step leads on from there");
        assert_eq!(problems[0].what, ProblemKind::Outside(1, 1));
    }
}
