//! Which function and which constant refers to which others, as the linker knows it.
//!
//! In a finished module an address is a number like any other. The linker is asked to leave its relocations, in
//! custom sections that nobody else reads (`--emit-relocs`): each says of one place in the code or the data which
//! function or constant stands there.

use std::collections::HashMap;
use std::ops::Range;

use anyhow::{Context, Result, bail};
use wasmparser::{
    ConstExpr, DataKind, ElementItems, ElementKind, KnownCustom, Linking, Name, Operator, Parser,
    Payload, RelocationEntry, RelocationType, SymbolInfo, TypeRef,
};

const OF_CODE: &str = "reloc.CODE";
const OF_DATA: &str = "reloc.DATA";

/// The sections that they stand in.
pub const SECTIONS: [&str; 3] = ["linking", OF_CODE, OF_DATA];

/// What a function or a constant refers to, calls aside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Referred {
    /// Functions, by their places in the table.
    pub places: Vec<u32>,
    /// Constants, by their numbers in [`References::constants`].
    pub constants: Vec<usize>,
}

/// A constant, or a static variable with its first value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Constant {
    /// Where it stands in the memory.
    pub at: Range<u32>,
    /// What it refers to.
    pub refers: Referred,
}

/// All references of a module.
#[derive(Clone, Debug, Default)]
pub struct References {
    /// By the name of the function; of those that share one, together.
    pub functions: HashMap<String, Referred>,
    /// The constants.
    pub constants: Vec<Constant>,
    /// All places in the table that the linker knows.
    pub places: Vec<u32>,
}

impl References {
    /// Those of a function, by the name that wasm-bindgen has given it.
    pub fn of(&self, name: &str) -> Option<&Referred> {
        // The second function of a name is `name[1]`, and what a page may call has lost a hash.
        let first = || {
            let (first, number) = name.strip_suffix(']')?.rsplit_once('[')?;
            number.parse::<u32>().ok()?;
            self.functions.get(first)
        };
        let exported = || {
            let mut functions = self.functions.iter();
            let hashed = functions.find(|(other, _)| {
                let hash = other
                    .strip_prefix(name)
                    .and_then(|end| end.strip_prefix('_'));
                hash.is_some_and(|hash| {
                    hash.len() == 16 && hash.chars().all(|c| c.is_ascii_hexdigit())
                })
            });
            hashed.map(|(_, referred)| referred)
        };
        let same = self.functions.get(name);
        same.or_else(first).or_else(exported)
    }

    /// Reads them from a module as the linker wrote it.
    pub fn read(wasm: &[u8]) -> Result<Self> {
        let module = Linked::read(wasm)?;
        if module.of_code.is_empty() || module.of_data.is_empty() {
            bail!("the linker has left no relocations");
        }
        let mut known = Self {
            functions: module
                .names
                .values()
                .map(|name| (name.clone(), Referred::default()))
                .collect(),
            places: module.places.values().copied().collect(),
            ..Self::default()
        };
        known.places.sort_unstable();
        // Constants by the index of their symbol.
        let mut constants = HashMap::new();
        for (index, symbol) in module.symbols.iter().enumerate() {
            if let Symbol::Constant(at) = symbol
                && !at.is_empty()
            {
                constants.insert(index, known.constants.len());
                known.constants.push(Constant {
                    at: at.clone(),
                    refers: Referred::default(),
                });
            }
        }
        // By address, to find whose a place in the data is.
        let mut by_address: Vec<usize> = (0..known.constants.len()).collect();
        by_address.sort_by_key(|&number| known.constants[number].at.start);

        let add = |referred: &mut Referred, entry: &RelocationEntry| -> Result<()> {
            let index = usize::try_from(entry.index)?;
            match (entry.ty, module.symbols.get(index)) {
                (
                    RelocationType::TableIndexSleb | RelocationType::TableIndexI32,
                    Some(Symbol::Function(function)),
                ) => {
                    let place = module.places.get(function);
                    referred.places.extend(place);
                }
                (
                    RelocationType::MemoryAddrLeb
                    | RelocationType::MemoryAddrSleb
                    | RelocationType::MemoryAddrI32,
                    _,
                ) => referred.constants.extend(constants.get(&index)),
                (
                    RelocationType::FunctionIndexLeb
                    | RelocationType::TypeIndexLeb
                    | RelocationType::GlobalIndexLeb
                    | RelocationType::TableNumberLeb,
                    _,
                ) => {}
                (other, _) => bail!("a relocation of an unknown kind, {other:?}"),
            }
            Ok(())
        };
        for entry in &module.of_code {
            let at = usize::try_from(entry.offset)?;
            let after = module.bodies.partition_point(|body| body.start <= at);
            let body = after
                .checked_sub(1)
                .context("a relocation before the first function")?;
            let name = module.names.get(&(module.imported + u32::try_from(body)?));
            let referred = name.and_then(|name| known.functions.get_mut(name));
            add(referred.context("a function has no name")?, entry)?;
        }
        for entry in &module.of_data {
            let at = usize::try_from(entry.offset)?;
            let segment = module
                .segments
                .iter()
                .find(|segment| segment.bytes.contains(&at));
            let segment = segment.context("a relocation outside of the data")?;
            let address = segment.address + u32::try_from(at - segment.bytes.start)?;
            let after =
                by_address.partition_point(|&number| known.constants[number].at.start <= address);
            // Constants may lie in each other.
            let around: Vec<usize> = by_address[..after]
                .iter()
                .copied()
                .filter(|&number| known.constants[number].at.contains(&address))
                .collect();
            for number in around {
                add(&mut known.constants[number].refers, entry)?;
            }
        }
        Ok(known)
    }
}

enum Symbol {
    Function(u32),
    Constant(Range<u32>),
    Other,
}

/// A piece of the data.
struct Segment {
    /// Its bytes, counted from the begin of the section.
    bytes: Range<usize>,
    /// Where they go in the memory.
    address: u32,
}

/// A module as the linker wrote it.
#[derive(Default)]
struct Linked {
    imported: u32,
    names: HashMap<u32, String>,
    /// Where each function's code is, counted from the begin of the section.
    bodies: Vec<Range<usize>>,
    segments: Vec<Segment>,
    /// The place in the table by function.
    places: HashMap<u32, u32>,
    symbols: Vec<Symbol>,
    of_code: Vec<RelocationEntry>,
    of_data: Vec<RelocationEntry>,
}

impl Linked {
    fn read(wasm: &[u8]) -> Result<Self> {
        let mut linked = Self::default();
        let mut code = 0;
        for payload in Parser::new(0).parse_all(wasm) {
            match payload? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        linked.imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::ElementSection(elements) => {
                    for element in elements {
                        let element = element?;
                        let (
                            ElementKind::Active { offset_expr, .. },
                            ElementItems::Functions(functions),
                        ) = (element.kind, element.items)
                        else {
                            continue;
                        };
                        for (place, function) in (constant(&offset_expr)?..).zip(functions) {
                            linked.places.insert(function?, place);
                        }
                    }
                }
                Payload::CodeSectionStart { range, .. } => code = range.start,
                Payload::CodeSectionEntry(body) => {
                    let range = body.range();
                    linked.bodies.push(range.start - code..range.end - code);
                }
                Payload::DataSection(data) => {
                    let begin = data.range().start;
                    for segment in data {
                        let segment = segment?;
                        let address = match segment.kind {
                            DataKind::Active { offset_expr, .. } => constant(&offset_expr)?,
                            DataKind::Passive => bail!("the data has no fixed place"),
                        };
                        let end = segment.range.end - begin;
                        linked.segments.push(Segment {
                            bytes: end - segment.data.len()..end,
                            address,
                        });
                    }
                }
                Payload::CustomSection(section) => linked.read_custom(&section)?,
                _ => {}
            }
        }
        Ok(linked)
    }

    fn read_custom(&mut self, section: &wasmparser::CustomSectionReader<'_>) -> Result<()> {
        match section.as_known() {
            KnownCustom::Name(subsections) => {
                for subsection in subsections {
                    if let Name::Function(names) = subsection? {
                        for named in names {
                            let named = named?;
                            // As wasm-bindgen writes it.
                            let name = rustc_demangle::demangle(named.name).to_string();
                            self.names.insert(named.index, name);
                        }
                    }
                }
            }
            KnownCustom::Linking(subsections) => {
                for subsection in subsections {
                    if let Linking::SymbolTable(symbols) = subsection? {
                        for symbol in symbols {
                            let symbol = self.symbol(&symbol?);
                            self.symbols.push(symbol);
                        }
                    }
                }
            }
            KnownCustom::Reloc(relocations) => {
                let entries = relocations.entries().into_iter();
                let entries = entries.collect::<Result<Vec<_>, _>>()?;
                match section.name() {
                    OF_CODE => self.of_code = entries,
                    OF_DATA => self.of_data = entries,
                    _ => {}
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn symbol(&self, symbol: &SymbolInfo<'_>) -> Symbol {
        match symbol {
            SymbolInfo::Func { index, .. } => Symbol::Function(*index),
            SymbolInfo::Data {
                symbol: Some(of), ..
            } => {
                // What is all zeros stands in no segment.
                let segment = usize::try_from(of.index)
                    .ok()
                    .and_then(|index| self.segments.get(index));
                segment.map_or(Symbol::Other, |segment| {
                    let begin = segment.address + of.offset;
                    Symbol::Constant(begin..begin + of.size)
                })
            }
            _ => Symbol::Other,
        }
    }
}

fn constant(expression: &ConstExpr<'_>) -> Result<u32> {
    match expression.get_operators_reader().read()? {
        Operator::I32Const { value } => Ok(u32::try_from(value)?),
        _ => bail!("an offset is no plain number"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_is_found_by_what_wasm_bindgen_calls_it() {
        let mut known = References::default();
        for (place, name) in [
            (1, "begin_82bd0a083592b54f"),
            (2, "core::f::<T>"),
            (3, "begins"),
        ] {
            let referred = Referred {
                places: vec![place],
                constants: Vec::new(),
            };
            known.functions.insert(name.to_owned(), referred);
        }
        for (name, place) in [
            ("begin", Some(1)),
            ("core::f::<T>", Some(2)),
            ("core::f::<T>[1]", Some(2)),
            ("core::f::<T> externref shim", None),
            ("beg", None),
        ] {
            let found = known.of(name).map(|referred| referred.places[0]);
            assert_eq!(found, place, "{name}");
        }
    }

    #[test]
    fn a_module_without_relocations_is_refused() -> Result<()> {
        let wasm = wat::parse_str("(module (func $f (export \"begin\")))")?;
        assert!(References::read(&wasm).is_err());
        Ok(())
    }
}
