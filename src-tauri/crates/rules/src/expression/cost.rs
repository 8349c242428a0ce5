//! What an expression may cost at most, counted before it is evaluated.
//!
//! Sizes are upper bounds: how many elements a value has, how large each is, and all of it
//! together. A loop costs its body once for each element, a call what it reads and makes, so
//! loops within loops and texts that double themselves are refused before they are begun.

use super::Reference;
use cel::common::ast::{
    CallExpr, ComprehensionExpr, EntryExpr, Expr, IdedExpr, LiteralValue, operators,
};
use rolecall_directory::{AttributeType, LIST_SEPARATOR};
use std::collections::HashMap;

/// The cost from which on an expression is refused; a unit is about a byte looked at.
pub(super) const MOST: u64 = 1_000_000;

/// How large a value is at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Size {
    count: u64,
    each: u64,
    total: u64,
}

impl Size {
    const ONE: Self = Self { count: 1, each: 1, total: 1 };

    fn text(length: u64) -> Self {
        let length = length.max(1);
        Self { count: 1, each: length, total: length }
    }

    fn or(self, other: Self) -> Self {
        Self {
            count: self.count.max(other.count),
            each: self.each.max(other.each),
            total: self.total.max(other.total),
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            count: self.count.saturating_add(other.count),
            each: self.each.max(other.each),
            total: self.total.saturating_add(other.total),
        }
    }

    /// As one element of a list.
    fn element(self) -> Self {
        Self { count: 1, each: self.total, total: self.total }
    }
}

/// The size of the text of `reference`.
pub(super) fn size(reference: &Reference, text: Option<&str>) -> Size {
    let Some(text) = text else { return Size::ONE };
    match reference.kind {
        AttributeType::List => text
            .split(LIST_SEPARATOR)
            .fold(Size { count: 0, each: 1, total: 1 }, |list, element| {
                list.and(Size::text(element.len() as u64))
            }),
        AttributeType::Text => Size::text(text.len() as u64),
        _ => Size::ONE,
    }
}

/// The sizes attributes usually have.
pub(super) fn usual(references: &[Reference]) -> Vec<Size> {
    let sizes = references.iter().map(|one| match one.kind {
        AttributeType::List => Size { count: 20, each: 50, total: 1000 },
        AttributeType::Text => Size::text(100),
        _ => Size::ONE,
    });
    sizes.collect()
}

/// How many operations stand within each other in `node`, itself included.
pub(super) fn depth(node: &IdedExpr) -> usize {
    let deepest = |parts: &mut dyn Iterator<Item = &IdedExpr>| parts.map(depth).max().unwrap_or(0);
    1 + match &node.expr {
        Expr::Ident(_) | Expr::Literal(_) | Expr::Unspecified | Expr::Struct(_) => 0,
        Expr::Select(select) => depth(&select.operand),
        Expr::List(list) => deepest(&mut list.elements.iter()),
        Expr::Map(map) => deepest(&mut map.entries.iter().flat_map(|entry| parts(&entry.expr))),
        Expr::Call(call) => deepest(&mut call.target.as_deref().into_iter().chain(&call.args)),
        Expr::Comprehension(each) => {
            let parts =
                [&each.iter_range, &each.accu_init, &each.loop_cond, &each.loop_step, &each.result];
            deepest(&mut parts.into_iter())
        }
    }
}

fn parts(entry: &EntryExpr) -> Vec<&IdedExpr> {
    match entry {
        EntryExpr::StructField(field) => vec![&field.value],
        EntryExpr::MapEntry(entry) => vec![&entry.key, &entry.value],
    }
}

/// What `node` costs at most where the references have `sizes`.
pub(super) fn of(node: &IdedExpr, nodes: &HashMap<u64, usize>, sizes: &[Size]) -> u64 {
    let mut bound = Vec::new();
    let count = Count { nodes, sizes };
    count.expression(node, &mut bound).1
}

struct Count<'a> {
    nodes: &'a HashMap<u64, usize>,
    sizes: &'a [Size],
}

type Bound<'e> = Vec<(&'e str, Size)>;

impl Count<'_> {
    /// The size of what `node` comes to, and what it costs.
    fn expression<'e>(&self, node: &'e IdedExpr, bound: &mut Bound<'e>) -> (Size, u64) {
        if let Some(reference) = self.nodes.get(&node.id) {
            return (self.sizes.get(*reference).copied().unwrap_or(Size::ONE), 1);
        }
        match &node.expr {
            Expr::Ident(name) => {
                let found = bound.iter().rev().find(|(bound, _)| bound == name);
                (found.map_or(Size::ONE, |(_, size)| *size), 1)
            }
            Expr::Literal(LiteralValue::String(text)) => (Size::text(text.len() as u64), 1),
            Expr::Literal(LiteralValue::Bytes(bytes)) => {
                (Size::text(bytes.inner().len() as u64), 1)
            }
            Expr::Literal(_) | Expr::Unspecified | Expr::Struct(_) => (Size::ONE, 1),
            Expr::Select(select) => self.expression(&select.operand, bound),
            Expr::List(list) => self.all(list.elements.iter(), bound),
            Expr::Map(map) => {
                self.all(map.entries.iter().flat_map(|entry| parts(&entry.expr)), bound)
            }
            Expr::Call(call) => self.call(call, bound),
            Expr::Comprehension(each) => self.comprehension(each, bound),
        }
    }

    fn all<'e>(
        &self,
        parts: impl Iterator<Item = &'e IdedExpr>,
        bound: &mut Bound<'e>,
    ) -> (Size, u64) {
        let (mut list, mut cost) = (Size { count: 0, each: 1, total: 0 }, 1u64);
        for part in parts {
            let (size, more) = self.expression(part, bound);
            list = list.and(size.element());
            cost = cost.saturating_add(more).saturating_add(size.total);
        }
        (list, cost)
    }

    fn call<'e>(&self, call: &'e CallExpr, bound: &mut Bound<'e>) -> (Size, u64) {
        let target = call.target.as_deref().into_iter();
        let mut sizes = Vec::new();
        let mut cost = 1u64;
        for part in target.chain(&call.args) {
            let (size, more) = self.expression(part, bound);
            cost = cost.saturating_add(more).saturating_add(size.total);
            sizes.push(size);
        }
        let made = made(&call.func_name, &sizes);
        (made, cost.saturating_add(made.total))
    }

    fn comprehension<'e>(&self, each: &'e ComprehensionExpr, bound: &mut Bound<'e>) -> (Size, u64) {
        let (range, before) = self.expression(&each.iter_range, bound);
        let (first, start) = self.expression(&each.accu_init, bound);
        bound.push((&each.iter_var, range.element_of()));
        // The result grows by what one turn adds to nothing.
        bound.push((&each.accu_var, Size { count: 0, each: 1, total: 0 }));
        let (step, turn) = self.expression(&each.loop_step, bound);
        let (_, test) = self.expression(&each.loop_cond, bound);
        let grown = Size {
            count: first.count.saturating_add(step.count.saturating_mul(range.count)),
            each: first.each.max(step.each),
            total: first.total.saturating_add(step.total.saturating_mul(range.count)),
        };
        bound.pop();
        bound.push((&each.accu_var, grown));
        let (result, after) = self.expression(&each.result, bound);
        bound.truncate(bound.len() - 2);
        let turns = turn.saturating_add(test).saturating_add(1).saturating_mul(range.count);
        let cost = [before, start, turns, after].into_iter().fold(0u64, u64::saturating_add);
        (result, cost)
    }
}

impl Size {
    /// The largest element.
    fn element_of(self) -> Self {
        Self::text(self.each)
    }
}

/// The size of what the function `name` makes of its arguments.
fn made(name: &str, sizes: &[Size]) -> Size {
    let first = sizes.first().copied().unwrap_or(Size::ONE);
    let second = sizes.get(1).copied().unwrap_or(Size::ONE);
    let third = sizes.get(2).copied().unwrap_or(Size::ONE);
    match name {
        // A text as long as both, or a list of the elements of both: the larger counts.
        operators::ADD => {
            let sum = first.and(second);
            Size { each: sum.total, ..sum }
        }
        operators::CONDITIONAL => second.or(third),
        operators::INDEX => first.element_of(),
        // Between any two letters, and at both ends, the new text may come.
        "replace" => Size::text(
            first.total.saturating_add(1).saturating_mul(third.total).saturating_add(first.total),
        ),
        "split" => Size {
            count: first.total.saturating_add(1),
            each: first.total,
            total: first.total.saturating_mul(2).saturating_add(1),
        },
        "join" => Size::text(first.total.saturating_add(first.count.saturating_mul(second.total))),
        "trim" | "lowerAscii" | "upperAscii" | "substring" | "charAt" | "reverse" => {
            Size::text(first.total)
        }
        "string" | "timestamp" | "duration" => Size::text(first.total.saturating_add(40)),
        _ => Size::ONE,
    }
}
