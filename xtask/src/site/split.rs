//! The app's code in two: what the first page and the questions need, and the rest.
//!
//! The compiler gives one module. Here it is cut at function level: the rest is what belongs to the
//! modules called `later`, to [`SCREENS`], and what nothing else calls or refers to ([`References`]). Both halves share
//! one memory and one table, so that neither knows of the cut:
//!
//! - A function of the rest that the first half calls directly keeps its place there as a few
//!   instructions that call through the table.
//! - Its place in the table is empty until the rest is instantiated, which fills it. A call before that
//!   ends the program, as every broken promise to WebAssembly does; that none happens is the part of
//!   `app::runtime`, and of the journeys, which all run on the cut program.
//! - Constants that only the rest refers to travel with it; in the first half there are zeros in their place.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use anyhow::{Context, Result, bail};
use walrus::ir::{Value, dfs_in_order};
use walrus::{
    ConstExpr, DataKind, ElementItems, ElementKind, ExportItem, FunctionBuilder, FunctionId,
    FunctionKind, GlobalId, GlobalKind, ImportedFunction, LocalFunction, MemoryId, Module,
    ModuleConfig, TableId,
};

use super::ends::{self, TakenOut};
use super::references::{self, Constant, References};

/// What the compiler puts before the name of each module of the app.
pub const CRATE: &str = "interview_hindsight::";

/// A module of this name, wherever it stands, is of the rest.
const LATER: &str = "later";

/// The screens of the rest, by their modules in `ui::screen`.
///
/// A screen that is missing here is merely heavier to load. None may own a type whose values the first half
/// drops: it would call the rest for that.
pub const SCREENS: [&str; 23] = [
    "answers",
    "builder",
    "calibration",
    "check",
    "compare",
    "embedded",
    "history",
    "how_it_works",
    "label",
    "learn",
    "letter",
    "mock",
    "next",
    "open",
    "past",
    "practice",
    "prepare",
    "quick",
    "reminders",
    "report",
    "result",
    "unknown",
    "your_data",
];

/// What of Yew no screen uses: raw markup, other places in the document, and waiting. The app's pages never have such
/// nodes, but the code that draws any page knows of them.
const UNUSED: [&str; 4] = [
    "yew::dom_bundle::braw",
    "yew::dom_bundle::bportal",
    "yew::dom_bundle::bsuspense",
    "yew::suspense",
];

/// What the rest imports everything from.
const FIRST: &str = "first";

/// How many instructions a function may have for the rest to get a copy of it instead of a way to it. A way costs the
/// first half a name and a number, about three bytes compressed, and keeps wasm-opt from putting the function where it is called.
const COPIED: u64 = 48;

/// The two halves, each a module of its own, with the names of their functions.
pub struct Halves {
    /// What the page starts with.
    pub first: Vec<u8>,
    /// What is instantiated later, with the exports of the first half as its imports under `first`.
    pub rest: Vec<u8>,
}

/// Cuts a module that still has the names of its functions; `references` are those that the linker wrote down.
pub fn split(wasm: &[u8], references: &References) -> Result<Halves> {
    let mut first = read(wasm)?;
    let mut rest = read(wasm)?;
    let table = first
        .tables
        .main_function_table()?
        .context("the module has no table of functions")?;
    // The rest is made of what its functions were before.
    let calls = calls_in(&first);
    let taken_out = ends::cut_short(&mut first);
    let cut = Cut::of(&first, &calls, &taken_out, table, references)?;
    if cut.rest.is_empty() {
        bail!("no function belongs to the rest; are the names of the functions still there?");
    }
    let twins = Twins::of(&first, &rest);
    let slots = cut.empty_places(&mut first, table)?;
    cut.leave_only_the_rest(&mut rest, &mut first, &twins, table, &slots)?;
    move_data(&mut first, &mut rest, &cut.constants)?;
    walrus::passes::gc::run(&mut first);
    walrus::passes::gc::run(&mut rest);
    Ok(Halves {
        first: first.emit_wasm(),
        rest: rest.emit_wasm(),
    })
}

/// Reads a module, so that what is made of it has the names of its functions. What the linker wrote down besides is
/// not true of what wasm-bindgen has made of it.
pub fn read(wasm: &[u8]) -> Result<Module> {
    let mut module = ModuleConfig::new()
        .generate_name_section(true)
        .generate_producers_section(false)
        .parse(wasm)?;
    for section in references::SECTIONS {
        module.customs.remove_raw(section);
    }
    Ok(module)
}

/// Whether a function is named for the rest: it stands there itself, or is a closure or a method of what stands there.
/// One that is made for something of the rest and merely names it, as to drop it or to put it into a list, is not: the
/// compiler makes one function of those that are alike, and the first half may have a part in it.
fn is_named_for_the_rest(name: &str) -> bool {
    let plain = without_hashes(name);
    let own = plain.trim_start_matches('<');
    if UNUSED.iter().any(|module| own.starts_with(module)) {
        return true;
    }
    let Some(path) = own.strip_prefix(CRATE) else {
        return false;
    };
    let path: String = path
        .chars()
        .take_while(|&c| c.is_ascii_alphanumeric() || c == '_' || c == ':')
        .collect();
    let is_screen = |screen: &&str| {
        let below = path.strip_prefix("ui::screen::");
        below.and_then(|below| below.split("::").next()) == Some(screen)
    };
    path.split("::").any(|module| module == LATER) || SCREENS.iter().any(is_screen)
}

/// `app[4e81]::ui` as `app::ui`: compilers write a crate's name with or without its hash.
pub fn without_hashes(name: &str) -> String {
    let mut depth = 0_u32;
    name.chars()
        .filter(|&c| {
            match c {
                '[' => depth += 1,
                ']' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect()
}

/// What is the same in the two halves: both were read from the same bytes, so that the order is the same.
struct Twins {
    functions: HashMap<FunctionId, FunctionId>,
    tables: HashMap<TableId, TableId>,
    memories: HashMap<MemoryId, MemoryId>,
    globals: HashMap<GlobalId, GlobalId>,
}

impl Twins {
    /// From an id in the first module to the same in the second.
    fn of(first: &Module, second: &Module) -> Self {
        Self {
            functions: first
                .funcs
                .iter()
                .map(|one| one.id())
                .zip(second.funcs.iter().map(|one| one.id()))
                .collect(),
            tables: first
                .tables
                .iter()
                .map(|one| one.id())
                .zip(second.tables.iter().map(|one| one.id()))
                .collect(),
            memories: first
                .memories
                .iter()
                .map(|one| one.id())
                .zip(second.memories.iter().map(|one| one.id()))
                .collect(),
            globals: first
                .globals
                .iter()
                .map(|one| one.id())
                .zip(second.globals.iter().map(|one| one.id()))
                .collect(),
        }
    }

    fn function(&self, id: FunctionId) -> Result<FunctionId> {
        let twin = self.functions.get(&id).copied();
        twin.context("a function of the rest was made up here")
    }
}

/// Where a module is cut.
struct Cut {
    /// The functions of the rest.
    rest: HashSet<FunctionId>,
    /// Those among them that the first half calls by themselves, or hands to the browser.
    called: Vec<FunctionId>,
    /// The functions of the first half that the rest calls.
    lent: Vec<FunctionId>,
    /// Where the constants stand that go with the rest.
    constants: Vec<Range<u32>>,
}

impl Cut {
    /// `before` says who called whom before the ends were cut short.
    fn of(
        module: &Module,
        before: &Calls,
        taken_out: &HashMap<FunctionId, TakenOut>,
        table: TableId,
        references: &References,
    ) -> Result<Self> {
        let calls = calls_in(module);
        let exported = || {
            module
                .exports
                .iter()
                .filter_map(|export| match export.item {
                    ExportItem::Function(id) => Some(id),
                    _ => None,
                })
        };
        let stays = Staying::of(module, &calls, taken_out, exported(), table, references)?;
        let rest: HashSet<_> = calls
            .keys()
            .copied()
            .filter(|id| !stays.functions.contains(id))
            .collect();
        let from_first = calls
            .iter()
            .filter(|(id, _)| !rest.contains(id))
            .flat_map(|(_, calls)| calls.iter().copied());
        let called = in_order(from_first.chain(exported()).filter(|id| rest.contains(id)));
        let from_rest = rest.iter().flat_map(|id| before[id].iter().copied());
        let lent = in_order(from_rest.filter(|id| !rest.contains(id)));
        let lent = without_copied(module, before, &rest, lent);
        let constants = stays.without(&references.constants);
        Ok(Self {
            rest,
            called,
            lent,
            constants,
        })
    }

    /// Takes the functions of the rest out of the first half. Gives the places in the table that the rest
    /// is to fill.
    fn empty_places(&self, first: &mut Module, table: TableId) -> Result<Vec<(u32, FunctionId)>> {
        let mut slots: Vec<(u32, FunctionId)> = in_table(first, table)?
            .into_iter()
            .filter(|(_, id)| self.rest.contains(id))
            .collect();
        let mut next = u32::try_from(first.tables.get(table).initial)?;
        for id in &self.called {
            if !slots.iter().any(|(_, other)| other == id) {
                slots.push((next, *id));
                next += 1;
            }
        }
        let grown = first.tables.get_mut(table);
        grown.initial = next.into();
        grown.maximum = grown.maximum.map(|most| most.max(next.into()));

        // Whoever calls too early meets this.
        let mut missing = FunctionBuilder::new(&mut first.types, &[], &[]);
        missing.name("the_rest_is_not_here".to_owned());
        missing.func_body().unreachable();
        let missing = missing.finish(Vec::new(), &mut first.funcs);
        for element in first.elements.iter_mut() {
            if let ElementItems::Functions(ids) = &mut element.items {
                for id in ids.iter_mut().filter(|id| self.rest.contains(id)) {
                    *id = missing;
                }
            }
        }
        for id in &self.called {
            let slot = slots.iter().find(|(_, other)| other == id);
            let (slot, _) = slot.context("a function of the rest has no place")?;
            call_through_table(first, *id, table, *slot)?;
        }
        Ok(slots)
    }

    /// Makes a whole module the rest: everything else becomes an import from the first half, which lends it.
    fn leave_only_the_rest(
        &self,
        rest: &mut Module,
        first: &mut Module,
        twins: &Twins,
        table: TableId,
        slots: &[(u32, FunctionId)],
    ) -> Result<()> {
        let exports: Vec<_> = rest.exports.iter().map(|export| export.id()).collect();
        for id in exports {
            rest.exports.delete(id);
        }
        rest.start = None;
        let elements: Vec<_> = rest.elements.iter().map(|element| element.id()).collect();
        for id in elements {
            rest.elements.delete(id);
        }
        for table in rest.tables.iter_mut() {
            table.elem_segments = Default::default();
        }
        let data: Vec<_> = rest.data.iter().map(|data| data.id()).collect();
        for id in data {
            rest.data.delete(id);
        }
        for memory in rest.memories.iter_mut() {
            memory.data_segments = Default::default();
        }

        let mut names = short_names();
        let mut lend = |first: &mut Module, item: ExportItem| {
            let name = names.next().unwrap_or_default();
            first.exports.add(&name, item);
            name
        };
        for id in &self.lent {
            let name = lend(first, ExportItem::Function(*id));
            let id = twins.function(*id)?;
            let ty = rest.funcs.get(id).ty();
            if let FunctionKind::Import(import) = &rest.funcs.get(id).kind {
                let import = rest.imports.get_mut(import.import);
                import.module = FIRST.to_owned();
                import.name = name;
            } else {
                let import = rest.imports.add(FIRST, &name, id);
                rest.funcs.get_mut(id).kind = FunctionKind::Import(ImportedFunction { import, ty });
            }
        }
        for (id, twin) in in_pairs(&twins.memories) {
            let name = lend(first, ExportItem::Memory(id));
            rest.memories.get_mut(twin).import = Some(rest.imports.add(FIRST, &name, twin));
        }
        for (id, twin) in in_pairs(&twins.tables) {
            let name = lend(first, ExportItem::Table(id));
            let size = first.tables.get(id);
            let (initial, maximum) = (size.initial, size.maximum);
            let import = rest.imports.add(FIRST, &name, twin);
            let table = rest.tables.get_mut(twin);
            (table.initial, table.maximum) = (initial, maximum);
            table.import = Some(import);
        }
        for (id, twin) in in_pairs(&twins.globals) {
            let name = lend(first, ExportItem::Global(id));
            let import = rest.imports.add(FIRST, &name, twin);
            rest.globals.get_mut(twin).kind = GlobalKind::Import(import);
        }
        let table = twins.tables.get(&table).copied();
        let table = table.context("the table of functions is gone")?;
        for (at, run) in runs(slots) {
            let offset = ConstExpr::Value(Value::I32(i32::try_from(at)?));
            let run = run.into_iter().map(|id| twins.function(id));
            let run = run.collect::<Result<Vec<_>>>()?;
            let kind = ElementKind::Active { table, offset };
            let element = rest.elements.add(kind, ElementItems::Functions(run));
            rest.tables.get_mut(table).elem_segments.insert(element);
        }
        Ok(())
    }
}

/// What is lent, less what the rest gets copies of: small functions that call nothing but what it has anyway.
fn without_copied(
    module: &Module,
    calls: &Calls,
    rest: &HashSet<FunctionId>,
    mut lent: Vec<FunctionId>,
) -> Vec<FunctionId> {
    let has: HashSet<FunctionId> = lent.iter().chain(rest).copied().collect();
    lent.retain(|id| {
        let is_small = match &module.funcs.get(*id).kind {
            FunctionKind::Local(function) => function.size() <= COPIED,
            _ => false,
        };
        let is_closed = calls
            .get(id)
            .is_some_and(|calls| calls.iter().all(|called| has.contains(called)));
        !(is_small && is_closed)
    });
    lent
}

/// What can be reached without going through a function that is named for the rest.
#[derive(Default)]
struct Staying {
    functions: HashSet<FunctionId>,
    /// By their numbers in [`References::constants`].
    constants: HashSet<usize>,
}

impl Staying {
    fn of(
        module: &Module,
        calls: &Calls,
        taken_out: &HashMap<FunctionId, TakenOut>,
        exported: impl Iterator<Item = FunctionId>,
        table: TableId,
        references: &References,
    ) -> Result<Self> {
        let places: HashMap<u32, FunctionId> = in_table(module, table)?.into_iter().collect();
        let mut called: Vec<FunctionId> = exported.chain(module.start).collect();
        // What came into the table after the linker: nobody knows who refers to it.
        let known: HashSet<_> = references.places.iter().copied().collect();
        let unknown = places.iter().filter(|(at, _)| !known.contains(at));
        called.extend(unknown.map(|(_, id)| *id));
        // What stands in the table for something that stays, stays whatever its name is: the compiler makes one function
        // of several that are alike, and gives it the name of any of them.
        let mut functions: Vec<FunctionId> = Vec::new();
        // wasm-bindgen makes up some functions; most are what they were.
        let names = calls
            .keys()
            .filter_map(|id| module.funcs.get(*id).name.as_deref());
        let found = names.filter(|name| references.of(name).is_some()).count();
        if found * 10 < calls.len() * 9 {
            bail!(
                "the linker knows only {found} of the {} functions by their names",
                calls.len()
            );
        }
        let mut constants: Vec<usize> = Vec::new();
        let mut stays = Self::default();
        loop {
            let mut taken = None;
            let by_call = || called.pop().map(|id| (id, true));
            let next = functions.pop().map(|id| (id, false)).or_else(by_call);
            let referred = if let Some((id, is_called)) = next {
                let name = module.funcs.get(id).name.as_deref().unwrap_or_default();
                let is_import = !calls.contains_key(&id);
                let is_of_the_rest = is_called && !is_import && is_named_for_the_rest(name);
                if is_of_the_rest || !stays.functions.insert(id) {
                    continue;
                }
                called.extend(calls.get(&id).into_iter().flatten());
                taken = taken_out.get(&id);
                references.of(name)
            } else if let Some(number) = constants.pop() {
                if !stays.constants.insert(number) {
                    continue;
                }
                references
                    .constants
                    .get(number)
                    .map(|constant| &constant.refers)
            } else {
                return Ok(stays);
            };
            if let Some(referred) = referred {
                functions.extend(referred.places.iter().filter_map(|at| places.get(at)));
                let is_gone = |number: &usize| {
                    let constant = references.constants.get(*number);
                    taken
                        .zip(constant)
                        .is_some_and(|(taken, constant)| taken.has_all_of(&constant.at))
                };
                constants.extend(referred.constants.iter().filter(|&number| !is_gone(number)));
            }
        }
    }

    /// Where no constant stands that stays, but one does that does not. Neighbours are one.
    fn without(&self, constants: &[Constant]) -> Vec<Range<u32>> {
        // They may lie in each other, so it goes by bytes.
        let mut bytes: BTreeMap<u32, bool> = BTreeMap::new();
        for (number, constant) in constants.iter().enumerate() {
            let stays = self.constants.contains(&number);
            for at in constant.at.clone() {
                *bytes.entry(at).or_default() |= stays;
            }
        }
        let mut ranges: Vec<Range<u32>> = Vec::new();
        for (at, _) in bytes.into_iter().filter(|(_, stays)| !stays) {
            match ranges.last_mut() {
                Some(last) if last.end == at => last.end += 1,
                _ => ranges.push(at..at + 1),
            }
        }
        ranges
    }
}

/// In the order of the first module, so that the same sources give the same bytes.
fn in_pairs<T: Copy + Ord>(twins: &HashMap<T, T>) -> Vec<(T, T)> {
    let mut pairs: Vec<_> = twins.iter().map(|(one, other)| (*one, *other)).collect();
    pairs.sort();
    pairs
}

/// Sorted and each once, so that the same sources give the same bytes.
fn in_order(ids: impl Iterator<Item = FunctionId>) -> Vec<FunctionId> {
    let mut ids: Vec<_> = ids.collect();
    ids.sort();
    ids.dedup();
    ids
}

/// Who calls whom.
type Calls = HashMap<FunctionId, Vec<FunctionId>>;

fn calls_in(module: &Module) -> Calls {
    let functions = module.funcs.iter_local();
    functions
        .map(|(id, function)| (id, called_by(function)))
        .collect()
}

/// The functions that a function calls directly, and any that it takes a reference to.
fn called_by(function: &LocalFunction) -> Vec<FunctionId> {
    struct Calls(Vec<FunctionId>);
    impl<'i> walrus::ir::Visitor<'i> for Calls {
        fn visit_function_id(&mut self, id: &FunctionId) {
            self.0.push(*id);
        }
    }
    let mut calls = Calls(Vec::new());
    dfs_in_order(&mut calls, function, function.entry_block());
    calls.0
}

/// Every function in the table with its place.
fn in_table(module: &Module, table: TableId) -> Result<Vec<(u32, FunctionId)>> {
    let mut found = Vec::new();
    for element in module.elements.iter() {
        let (of, at) = match &element.kind {
            ElementKind::Active {
                table,
                offset: ConstExpr::Value(Value::I32(at)),
            } => (*table, u32::try_from(*at)?),
            ElementKind::Active { .. } => bail!("an element segment begins at no fixed place"),
            ElementKind::Passive | ElementKind::Declared => continue,
        };
        let ElementItems::Functions(ids) = &element.items else {
            bail!("an element segment holds expressions");
        };
        if of == table {
            found.extend((at..).zip(ids.iter().copied()));
        }
    }
    Ok(found)
}

/// Places that follow on each other, together.
fn runs(slots: &[(u32, FunctionId)]) -> Vec<(u32, Vec<FunctionId>)> {
    let mut slots = slots.to_vec();
    slots.sort();
    let mut runs: Vec<(u32, Vec<FunctionId>)> = Vec::new();
    for (at, id) in slots {
        match runs.last_mut() {
            Some((begin, run)) if *begin as usize + run.len() == at as usize => run.push(id),
            _ => runs.push((at, vec![id])),
        }
    }
    runs
}

/// Makes a function one that calls what stands at a place of the table.
fn call_through_table(
    module: &mut Module,
    id: FunctionId,
    table: TableId,
    slot: u32,
) -> Result<()> {
    let ty = module.funcs.get(id).ty();
    let (params, results) = module.types.params_results(ty);
    let (params, results) = (params.to_vec(), results.to_vec());
    let args: Vec<_> = params.iter().map(|ty| module.locals.add(*ty)).collect();
    let mut builder = FunctionBuilder::new(&mut module.types, &params, &results);
    let mut body = builder.func_body();
    for arg in &args {
        body.local_get(*arg);
    }
    body.i32_const(i32::try_from(slot)?)
        .call_indirect(ty, table);
    module.funcs.get_mut(id).kind = FunctionKind::Local(builder.local_func(args));
    Ok(())
}

/// Names for what is lent, as short as they can be; none is a name that the first half has already.
fn short_names() -> impl Iterator<Item = String> {
    (0_u32..).map(|number| format!("{number:x}"))
}

/// Moves what stands at these places of the memory from the first half's data to the rest's.
fn move_data(first: &mut Module, rest: &mut Module, moved: &[Range<u32>]) -> Result<()> {
    let memory = rest.get_memory_id()?;
    let ids: Vec<_> = first.data.iter().map(|data| data.id()).collect();
    for id in ids {
        let data = first.data.get_mut(id);
        let DataKind::Active {
            offset: ConstExpr::Value(Value::I32(at)),
            ..
        } = data.kind
        else {
            continue;
        };
        let at = u32::try_from(at)?;
        let end = at + u32::try_from(data.value.len())?;
        for range in moved {
            // Neighbours may lie in two segments.
            let range = range.start.max(at)..range.end.min(end);
            if range.is_empty() {
                continue;
            }
            let from = usize::try_from(range.start - at)?;
            let bytes = &mut data.value[from..from + range.len()];
            let kind = DataKind::Active {
                memory,
                offset: ConstExpr::Value(Value::I32(i32::try_from(range.start)?)),
            };
            let moved = rest.data.add(kind, bytes.to_vec());
            rest.memories.get_mut(memory).data_segments.insert(moved);
            bytes.fill(0);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::references::Referred;
    use super::*;

    #[test]
    fn functions_of_the_rest_are_known_by_name_however_the_compiler_writes_it() {
        for (name, expected) in [
            ("interview_hindsight::ui::screen::letter::view", true),
            (
                "interview_hindsight[4e81]::ui::screen::letter::view::{closure#0}",
                true,
            ),
            (
                "interview_hindsight::app::update::later::event::h0123456789abcdef",
                true,
            ),
            (
                "<alloc[7a]::vec::Vec<yew[1]::VNode> as X<interview_hindsight[4e]::ui::screen::past::rows::{closure#2}>>::from_iter",
                false,
            ),
            (
                "<interview_hindsight[4e]::ui::screen::past::Row as core[2]::clone::Clone>::clone",
                true,
            ),
            (
                "yew::dom_bundle::braw::<impl yew::dom_bundle::traits::Reconcilable for yew::virtual_dom::vraw::VRaw>::attach",
                true,
            ),
            ("interview_hindsight::ui::screen::question::view", false),
            ("interview_hindsight::ui::screen::pastime::view", false),
            ("interview_hindsight::app::update::update", false),
            ("interview_hindsight::domain::later_on::x", false),
            (
                "<interview_hindsight[1]::app::learning::LookedOver as core[2]::clone::Clone>::clone",
                false,
            ),
            (
                "core::ptr::drop_in_place::<interview_hindsight::app::learning::LookedOver>",
                false,
            ),
            (
                "core::ptr::drop_in_place<interview_hindsight::ui::screen::letter::view::{{closure}}>",
                false,
            ),
            ("core::fmt::write", false),
        ] {
            assert_eq!(is_named_for_the_rest(name), expected, "{name}");
        }
    }

    /// Functions of the rest: one that is called, one that stands in the table, one that only they call. A closure in the
    /// table that only the rest hands on, one that nobody knows of, and constants of both halves.
    const WHOLE: &str = r#"(module
        (import "env" "log" (func $log (param i32)))
        (memory (export "memory") 1)
        (table 4 4 funcref)
        (global $stack (mut i32) (i32.const 64))
        (elem (i32.const 1) $app $closure $unknown)
        (data (i32.const 100) "firstlaterbothafter")
        (func $"interview_hindsight::app::update::later::event" (param i32)
            (call $log (local.get 0)) (call $helper))
        (func $helper (global.set $stack (i32.const 1)) (call $shared))
        (func $shared)
        (func $closure (call $"interview_hindsight::ui::screen::letter::view::{closure#0}"))
        (func $unknown)
        (func $"interview_hindsight::ui::screen::letter::view::{closure#0}")
        (func $app (export "begin")
            (call $"interview_hindsight::app::update::later::event" (i32.const 7)) (call $shared)))"#;

    /// What the linker would have said of that.
    fn references() -> References {
        let constant = |at: Range<u32>, places: &[u32]| Constant {
            at,
            refers: Referred {
                places: places.to_vec(),
                constants: Vec::new(),
            },
        };
        let refers = |constants: &[usize]| Referred {
            places: Vec::new(),
            constants: constants.to_vec(),
        };
        let closures = "interview_hindsight::ui::screen::letter::view::{closure#0}";
        let event = "interview_hindsight::app::update::later::event";
        let without = ["shared", "closure", "unknown", closures, event];
        let without = without.map(|name| (name.to_owned(), Referred::default()));
        let with = [
            ("app".to_owned(), refers(&[0, 2])),
            ("helper".to_owned(), refers(&[1, 2])),
        ];
        References {
            functions: with.into_iter().chain(without).collect(),
            // The second is a closure's table of functions; it lies around the third, which stays.
            constants: vec![
                constant(100..105, &[1]),
                constant(105..114, &[2]),
                constant(110..114, &[]),
            ],
            places: vec![1, 2],
        }
    }

    fn names(wasm: &[u8]) -> Result<Vec<String>> {
        let module = read(wasm)?;
        let own = module.funcs.iter_local();
        let mut names: Vec<_> = own
            .filter_map(|(id, _)| module.funcs.get(id).name.clone())
            .map(|name| name.rsplit("::").next().unwrap_or_default().to_owned())
            .collect();
        names.sort();
        Ok(names)
    }

    #[test]
    fn a_module_is_cut_where_the_names_say() -> Result<()> {
        let halves = split(&wat::parse_str(WHOLE)?, &references())?;
        // Of what is called directly, the first half keeps a way through the table; for a place in it that it gives to the
        // rest, an end. What is small, and calls nothing that the rest has not, is in both.
        assert_eq!(
            names(&halves.first)?,
            ["app", "event", "shared", "the_rest_is_not_here", "unknown"]
        );
        assert_eq!(
            names(&halves.rest)?,
            ["closure", "event", "helper", "shared", "{closure#0}"]
        );
        let rest = read(&halves.rest)?;
        assert!(rest.imports.iter().all(|import| import.module == "first"));
        let data: Vec<_> = rest.data.iter().map(|data| data.value.clone()).collect();
        assert_eq!(data, [b"later".to_vec()]);
        let first = read(&halves.first)?;
        let data: Vec<_> = first.data.iter().map(|data| data.value.clone()).collect();
        assert_eq!(data, [b"first\0\0\0\0\0bothafter".to_vec()]);
        // What the one lends is what the other imports.
        for import in rest.imports.iter() {
            assert!(
                first
                    .exports
                    .iter()
                    .any(|export| export.name == import.name)
            );
        }
        Ok(())
    }

    #[test]
    fn a_module_without_names_is_refused() -> Result<()> {
        let nameless = wat::parse_str("(module (table 1 funcref) (func (export \"begin\")))")?;
        assert!(split(&nameless, &References::default()).is_err());
        Ok(())
    }
}
