//! Where the program ends: calls that nothing comes back from.
//!
//! A check that fails in Rust calls a function that tells of it and stops the program, for good: it never returns. What
//! such a function is told (which file, which line, which values) is put together at each place that calls it, some
//! hundred times over, and the functions themselves carry the whole machinery of writing numbers and texts. In the half
//! of the code that the first page waits for, each such call is made the end itself, `unreachable`. The program stops in
//! the same places as before, and boot.js says so in the same words; only the line in the console is missing there. The
//! rest of the code keeps it.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use walrus::ir::{self, Instr, InstrSeqId, Value, Visitor, dfs_in_order};
use walrus::{FunctionId, FunctionKind, LocalFunction, Module};

/// What was taken out of a function.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct TakenOut {
    /// The numbers that stood there, addresses among them.
    numbers: BTreeSet<u32>,
    /// Those that still stand in the function.
    left: BTreeSet<u32>,
}

impl TakenOut {
    /// Whether these places of the memory were spoken of in what was taken out, and nowhere else in the function.
    pub fn has_all_of(&self, at: &Range<u32>) -> bool {
        // The end of a constant may stand for it too.
        let around = || at.start..=at.end;
        self.numbers.range(around()).next().is_some() && self.left.range(around()).next().is_none()
    }
}

/// Makes each call that nothing comes back from the end itself. Gives what was taken out, by function.
pub fn cut_short(module: &mut Module) -> HashMap<FunctionId, TakenOut> {
    let ends: HashSet<FunctionId> = module
        .funcs
        .iter_local()
        .filter(|(_, function)| never_returns(function) && !calls_out(function, module))
        .map(|(id, _)| id)
        .collect();
    let mut all = HashMap::new();
    for (id, function) in module.funcs.iter_local_mut() {
        let before = numbers_in(function);
        let mut is_cut = false;
        for sequence in sequences_of(function) {
            let instructions = &mut function.block_mut(sequence).instrs;
            let is_end = |(instruction, _): &(Instr, _)| matches!(instruction, Instr::Call(call) if ends.contains(&call.func));
            let Some(at) = instructions.iter().position(is_end) else {
                continue;
            };
            let told = instructions[..at]
                .iter()
                .rev()
                .take_while(|(instruction, _)| only_prepares(instruction))
                .count();
            let (_, place) = instructions[at];
            instructions.truncate(at - told);
            instructions.push((ir::Unreachable {}.into(), place));
            is_cut = true;
        }
        if is_cut {
            let left = numbers_in(function);
            let numbers = before.difference(&left).copied().collect();
            all.insert(id, TakenOut { numbers, left });
        }
    }
    all
}

/// Whether no way through a function leads to its end.
fn never_returns(function: &LocalFunction) -> bool {
    struct Ways {
        whole: InstrSeqId,
        is_any: bool,
    }
    impl<'i> Visitor<'i> for Ways {
        fn visit_instr(&mut self, instruction: &'i Instr, _: &'i ir::InstrLocId) {
            self.is_any |= match instruction {
                Instr::Return(_)
                | Instr::ReturnCall(_)
                | Instr::ReturnCallIndirect(_)
                | Instr::ReturnCallRef(_) => true,
                Instr::Br(to) => to.block == self.whole,
                Instr::BrIf(to) => to.block == self.whole,
                Instr::BrTable(to) => to.default == self.whole || to.blocks.contains(&self.whole),
                // What the compiler does not write is taken for a way.
                Instr::BrOnNull(_)
                | Instr::BrOnNonNull(_)
                | Instr::BrOnCast(_)
                | Instr::BrOnCastFail(_)
                | Instr::TryTable(_) => true,
                _ => false,
            };
        }
    }
    let whole = function.entry_block();
    let last = function.block(whole).instrs.last();
    if !matches!(last, Some((Instr::Unreachable(_), _))) {
        return false;
    }
    let mut ways = Ways {
        whole,
        is_any: false,
    };
    dfs_in_order(&mut ways, function, whole);
    !ways.is_any
}

/// Whether a function calls the page, as the one does that throws an error there.
fn calls_out(function: &LocalFunction, module: &Module) -> bool {
    struct Calls<'m>(&'m Module, bool);
    impl<'i> Visitor<'i> for Calls<'_> {
        fn visit_function_id(&mut self, id: &FunctionId) {
            self.1 |= matches!(self.0.funcs.get(*id).kind, FunctionKind::Import(_));
        }
    }
    let mut calls = Calls(module, false);
    dfs_in_order(&mut calls, function, function.entry_block());
    calls.1
}

/// Whether an instruction does nothing but what somebody may look at later, in a program that has none.
fn only_prepares(instruction: &Instr) -> bool {
    matches!(
        instruction,
        Instr::LocalGet(_)
            | Instr::LocalSet(_)
            | Instr::LocalTee(_)
            | Instr::GlobalGet(_)
            | Instr::GlobalSet(_)
            | Instr::Const(_)
            | Instr::Binop(_)
            | Instr::Unop(_)
            | Instr::Select(_)
            | Instr::Drop(_)
            | Instr::Load(_)
            | Instr::Store(_)
    )
}

/// Every sequence of instructions of a function, each once.
fn sequences_of(function: &LocalFunction) -> Vec<InstrSeqId> {
    struct Sequences(Vec<InstrSeqId>);
    impl<'i> Visitor<'i> for Sequences {
        fn start_instr_seq(&mut self, sequence: &'i ir::InstrSeq) {
            self.0.push(sequence.id());
        }
    }
    let mut sequences = Sequences(Vec::new());
    dfs_in_order(&mut sequences, function, function.entry_block());
    sequences.0
}

/// Every number in a function that can be an address.
fn numbers_in(function: &LocalFunction) -> BTreeSet<u32> {
    struct Numbers(BTreeSet<u32>);
    impl<'i> Visitor<'i> for Numbers {
        fn visit_const(&mut self, constant: &ir::Const) {
            if let Value::I32(number) = constant.value {
                self.0.insert(number.cast_unsigned());
            }
        }
        fn visit_load(&mut self, load: &ir::Load) {
            self.0.extend(u32::try_from(load.arg.offset));
        }
        fn visit_store(&mut self, store: &ir::Store) {
            self.0.extend(u32::try_from(store.arg.offset));
        }
    }
    let mut numbers = Numbers(BTreeSet::new());
    dfs_in_order(&mut numbers, function, function.entry_block());
    numbers.0
}

#[cfg(test)]
mod tests {
    use anyhow::{Context, Result};

    use super::super::split::read;
    use super::*;

    /// One that tells and ends, one that throws in the page and ends, one that may come back; and who calls them all.
    const WHOLE: &str = r#"(module
        (import "env" "throw" (func $throw (param i32)))
        (memory 1)
        (func $tells (param i32 i32) (call $writes (local.get 0)) unreachable)
        (func $writes (param i32) (i32.store (i32.const 4) (local.get 0)))
        (func $throws (param i32) (call $throw (local.get 0)) unreachable)
        (func $may_return (param i32) (br_if 0 (local.get 0)) unreachable)
        (func $checks (export "checks") (param i32) (result i32)
            (if (i32.eqz (local.get 0)) (then
                (call $writes (i32.const 40))
                (i32.store offset=8 (local.get 0) (i32.const 100))
                (call $tells (local.get 0) (i32.const 200))
                unreachable))
            (call $may_return (i32.const 104))
            (if (local.get 0) (then (call $throws (i32.const 300)) unreachable))
            (i32.const 1)))"#;

    fn taken_out() -> Result<(Module, TakenOut)> {
        let mut module = read(&wat::parse_str(WHOLE)?)?;
        let mut all = cut_short(&mut module);
        let checks = module.funcs.by_name("checks");
        let taken = checks.and_then(|checks| all.remove(&checks));
        let taken = taken.context("nothing was cut")?;
        assert!(all.is_empty(), "{all:?}");
        Ok((module, taken))
    }

    #[test]
    fn what_never_returns_is_not_called_any_more() -> Result<()> {
        let (mut module, _) = taken_out()?;
        // It is still valid, and nobody calls the one that tells.
        wasmparser::validate(&module.emit_wasm())?;
        walrus::passes::gc::run(&mut module);
        let mut names: Vec<&str> = module
            .funcs
            .iter()
            .filter_map(|function| function.name.as_deref())
            .collect();
        names.sort_unstable();
        assert_eq!(names, ["checks", "may_return", "throw", "throws", "writes"]);
        Ok(())
    }

    #[test]
    fn a_constant_is_gone_that_was_spoken_of_there_alone() -> Result<()> {
        let (_, taken) = taken_out()?;
        for (at, expected) in [
            (100..103, true),
            // Its end is the beginning of another one, of which is still spoken.
            (100..104, false),
            (200..216, true),
            (300..301, false),
            (40..44, false),
            (500..504, false),
        ] {
            assert_eq!(taken.has_all_of(&at), expected, "{at:?}");
        }
        Ok(())
    }
}
