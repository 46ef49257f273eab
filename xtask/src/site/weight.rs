//! What each crate and each screen weighs in the app's code, held against a committed report.
//!
//! Counted in the code as it is delivered, by the names that its functions had until then: a function belongs to
//! the module of the app that its name mentions first, else to its crate. Bytes are those before compression; how
//! well a function is compressed depends on what stands around it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use wasmparser::{BinaryReader, BinaryReaderError, KnownCustom, Name, Parser, Payload, TypeRef};

use super::split::{CRATE, without_hashes};
use crate::workspace::{root, staging};

/// The committed report.
const REPORT: &str = "docs/weight.txt";

/// What stands above the lines of the report.
const TITLE: &str = "\
What the code weighs, in bytes before compression: by screen, by module of the app, by crate.
`cargo xtask size` holds a build against it, `cargo xtask size --update` writes it.
";

/// What weighs less has no line of its own.
const SMALL: usize = 1_500;

/// By how much a line may grow unnoticed: compilers differ from version to version, and a function goes now here,
/// now there.
const GROWTH_PER_CENT: usize = 8;
const GROWTH_BYTES: usize = 3_000;

/// One of the two halves of the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Half {
    /// What the page starts with.
    First,
    /// What follows.
    Rest,
}

impl Half {
    const BOTH: [Self; 2] = [Self::First, Self::Rest];

    fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Rest => "rest",
        }
    }

    /// Where a build leaves this half with the names of its functions. Good for other tools as well.
    pub fn named(self) -> PathBuf {
        staging().join(format!("{}.named.wasm", self.name()))
    }
}

/// Bytes by half and by whom they belong to.
type Weights = BTreeMap<(String, String), usize>;

/// Prints what the built code weighs. Fails where a part has grown over what the report says, unless that is to be
/// written anew.
pub fn report(update: bool) -> Result<()> {
    let mut now = Weights::new();
    for half in Half::BOTH {
        let path = half.named();
        let wasm = fs::read(&path)
            .with_context(|| format!("could not read {}; build with --clean", path.display()))?;
        for (owner, bytes) in weigh(&wasm)? {
            now.insert((half.name().to_owned(), owner), bytes);
        }
    }
    let path = root().join(REPORT);
    if update {
        fs::write(&path, written(&now)).context("could not write the report")?;
        println!("{REPORT} says what the code weighs now.");
        return Ok(());
    }
    print!("{}", written(&now));
    let before = fs::read_to_string(&path).context("could not read the report")?;
    let grown = grown(&read(&before), &now);
    if !grown.is_empty() {
        bail!(
            "The code has grown:\n{}\nIf that is meant, `cargo xtask size --update` writes it down.",
            grown.join("\n")
        );
    }
    Ok(())
}

/// What has grown by more than goes unnoticed.
fn grown(before: &Weights, now: &Weights) -> Vec<String> {
    now.iter()
        .filter_map(|((half, owner), &bytes)| {
            let old = before.get(&(half.clone(), owner.clone())).copied();
            let old = old.unwrap_or_default();
            let most = old + GROWTH_BYTES.max(old * GROWTH_PER_CENT / 100);
            (bytes > most).then(|| format!("{half}  {owner}: {old} to {bytes}"))
        })
        .collect()
}

/// The report's text: each half with its heaviest first.
fn written(weights: &Weights) -> String {
    let mut text = TITLE.to_owned();
    for half in Half::BOTH {
        let name = half.name();
        let mut lines: Vec<(&str, usize)> = weights
            .iter()
            .filter(|((of, _), _)| of == name)
            .map(|((_, owner), bytes)| (owner.as_str(), *bytes))
            .collect();
        lines.sort_by_key(|(owner, bytes)| (usize::MAX - bytes, *owner));
        let all: usize = lines.iter().map(|(_, bytes)| bytes).sum();
        // Writing to a string does not fail.
        write!(text, "\n{all:>7}  {name}\n").ok();
        for (owner, bytes) in lines {
            writeln!(text, "{bytes:>7}  {name}  {owner}").ok();
        }
    }
    text
}

/// The lines of a report; what is no line of that form is left out.
fn read(text: &str) -> Weights {
    let line = |line: &str| {
        let mut words = line.split_whitespace();
        let bytes = words.next()?.parse().ok()?;
        let half = words.next()?.to_owned();
        let owner: Vec<_> = words.collect();
        (!owner.is_empty()).then(|| ((half, owner.join(" ")), bytes))
    };
    text.lines().filter_map(line).collect()
}

/// Bytes by owner, with what is small as one.
fn weigh(wasm: &[u8]) -> Result<BTreeMap<String, usize>> {
    let mut weights: BTreeMap<String, usize> = BTreeMap::new();
    let mut sum = |owner: String, bytes| *weights.entry(owner).or_default() += bytes;
    let mut names = BTreeMap::new();
    let mut bodies: Vec<usize> = Vec::new();
    let mut imported = 0_u32;
    for payload in Parser::new(0).parse_all(wasm) {
        match payload.context("a half of the code cannot be read")? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.range().len()),
            Payload::DataSection(data) => sum("(constants)".to_owned(), data.range().len()),
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(subsections) = section.as_known() {
                    for subsection in subsections {
                        if let Name::Function(of_functions) = subsection? {
                            let named = of_functions.into_iter();
                            let named = named.map(|one| one.map(|one| (one.index, one.name)));
                            names.extend(named.collect::<Result<Vec<_>, BinaryReaderError>>()?);
                        }
                    }
                }
            }
            _ => {}
        }
    }
    if names.is_empty() {
        bail!("the functions of the code have no names");
    }
    for (index, bytes) in (imported..).zip(bodies) {
        sum(
            names
                .get(&index)
                .map_or(NAMELESS.to_owned(), |name| owner(name)),
            bytes,
        );
    }
    let mut listed = BTreeMap::new();
    for (owner, bytes) in weights {
        let owner = if bytes < SMALL {
            "(all the others)".to_owned()
        } else {
            owner
        };
        *listed.entry(owner).or_default() += bytes;
    }
    Ok(listed)
}

const NAMELESS: &str = "(without a name)";

/// Whom a function belongs to: a module of the app, or a crate.
fn owner(name: &str) -> String {
    let plain = without_hashes(name);
    if let Some(at) = plain.find(CRATE) {
        let path: String = plain[at + CRATE.len()..]
            .chars()
            .take_while(|&c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == ':')
            .collect();
        let modules: Vec<&str> = path.split("::").filter(|part| !part.is_empty()).collect();
        let depth = match modules.as_slice() {
            ["ui", "screen" | "component", ..] => 3,
            _ => 2,
        };
        return modules[..modules.len().min(depth)].join("::");
    }
    // `<&mut dyn core::fmt::Write as ...>`: what stands before the first `::`.
    let before = plain.split_once("::").map_or("", |(before, _)| before);
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    match before.rsplit(|c| !is_name(c)).next() {
        Some(name) if !name.is_empty() => format!("crate {name}"),
        _ => NAMELESS.to_owned(),
    }
}

/// The module without the names of its functions, which nobody needs in a browser.
pub fn without_names(wasm: &[u8]) -> Result<Vec<u8>> {
    const HEADER: usize = 8;
    const CUSTOM: u8 = 0;
    let (header, sections) = wasm.split_at_checked(HEADER).context("this is no wasm")?;
    let mut bare = header.to_vec();
    let mut reader = BinaryReader::new(sections, 0);
    while !reader.eof() {
        let begin = reader.original_position();
        let kind = reader.read_u8()?;
        let mut content = reader.read_reader()?;
        if kind != CUSTOM || content.read_string()? != "name" {
            bare.extend_from_slice(&sections[begin..reader.original_position()]);
        }
    }
    Ok(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_belongs_to_the_module_that_its_name_mentions_first() {
        for (name, expected) in [
            (
                "interview_hindsight[1]::ui::screen::question::first",
                "ui::screen::question",
            ),
            ("interview_hindsight::app::update::update", "app::update"),
            (
                "<interview_hindsight[1]::wire::store::Store>::open",
                "wire::store",
            ),
            (
                "<interview_hindsight[1]::ui::app::App as yew[2]::Component>::view",
                "ui::app",
            ),
            (
                "<alloc[7]::vec::Vec<yew[1]::VNode> as X<interview_hindsight[4]::ui::screen::past::rows::{closure#2}>>::f",
                "ui::screen::past",
            ),
            (
                "<&mut dyn core[3]::fmt::Write as core[3]::fmt::Write>::write_str",
                "crate core",
            ),
            ("<[u8]>::to_vec", NAMELESS),
            (
                "core::ptr::drop_in_place::<alloc::string::String>",
                "crate core",
            ),
            ("__wbindgen_malloc", NAMELESS),
        ] {
            assert_eq!(owner(name), expected, "{name}");
        }
    }

    #[test]
    fn names_are_read_and_then_taken_out() -> Result<()> {
        let wasm = wat::parse_str(
            r#"(module (import "env" "log" (func $log)) (memory 1) (data (i32.const 0) "abc")
                (func $"interview_hindsight::app::update::update" (call $log))
                (func $"core::fmt::write" (export "write")))"#,
        )?;
        let all = weigh(&wasm)?;
        assert_eq!(all.keys().collect::<Vec<_>>(), ["(all the others)"]);
        let bare = without_names(&wasm)?;
        assert!(bare.len() < wasm.len());
        assert!(weigh(&bare).is_err());
        wasmparser::validate(&bare)?;
        Ok(())
    }

    #[test]
    fn a_part_that_has_grown_by_more_than_a_little_is_named() {
        let report = "Words.\n\n 60000  first\n 50000  first  ui::app\n 10000  first  crate core\n  9000  rest  crate core\n";
        let before = read(report);
        assert_eq!(before.len(), 3);
        assert_eq!(grown(&before, &before), [""; 0]);
        let now = read(
            " 53900  first  ui::app\n 13100  first  crate core\n 11900  rest  crate core\n 3001  rest  crate new\n",
        );
        assert_eq!(
            grown(&before, &now),
            [
                "first  crate core: 10000 to 13100",
                "rest  crate new: 0 to 3001"
            ]
        );
        assert_eq!(read(&written(&now)), now);
    }
}
