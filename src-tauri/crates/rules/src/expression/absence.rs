//! Whether an expression selects something absent on its way.
//!
//! CEL lets the other side of `&&` and `||` make up for a side that fails. Here an expression
//! over something absent is absent, so what is selected on the way from left to right counts;
//! what `&&`, `||` and `?:` do not reach, and what `has()` asks for, does not. Within loops CEL's
//! own way holds.

use cel::common::ast::{CallExpr, EntryExpr, Expr, IdedExpr, operators};
use cel::{Context, Value};
use std::collections::HashMap;

/// The nodes that select an attribute, by the number of the attribute, and which are absent.
pub(super) struct Absence<'a> {
    pub(super) nodes: &'a HashMap<u64, usize>,
    pub(super) lacking: &'a [bool],
    pub(super) context: &'a Context<'a, 'a>,
}

impl Absence<'_> {
    /// Whether evaluating `node` from left to right selects an absent attribute.
    pub(super) fn is_selected(&self, node: &IdedExpr) -> bool {
        let selects = |node: &IdedExpr| self.is_selected(node);
        match &node.expr {
            Expr::Select(select) => match self.attribute(node) {
                Some(lacks) => lacks && !select.test,
                None => selects(&select.operand),
            },
            Expr::Call(call) => match self.attribute(node) {
                Some(lacks) => lacks && call.func_name == operators::INDEX,
                None => self.call(call),
            },
            Expr::Comprehension(each) => selects(&each.iter_range),
            Expr::List(list) => list.elements.iter().any(selects),
            Expr::Map(map) => map.entries.iter().any(|entry| match &entry.expr {
                EntryExpr::StructField(field) => selects(&field.value),
                EntryExpr::MapEntry(entry) => selects(&entry.key) || selects(&entry.value),
            }),
            Expr::Ident(_) | Expr::Literal(_) | Expr::Struct(_) | Expr::Unspecified => false,
        }
    }

    /// Whether the attribute that `node` selects is absent; `None` where it selects none.
    fn attribute(&self, node: &IdedExpr) -> Option<bool> {
        let reference = *self.nodes.get(&node.id)?;
        self.lacking.get(reference).copied()
    }

    fn call(&self, call: &CallExpr) -> bool {
        let selects = |node: &IdedExpr| self.is_selected(node);
        match (call.func_name.as_str(), call.args.as_slice()) {
            (operators::LOGICAL_AND, [left, right]) => {
                selects(left) || (self.truth(left) != Some(false) && selects(right))
            }
            (operators::LOGICAL_OR, [left, right]) => {
                selects(left) || (self.truth(left) != Some(true) && selects(right))
            }
            (operators::CONDITIONAL, [condition, then, otherwise]) => {
                selects(condition)
                    || match self.truth(condition) {
                        Some(true) => selects(then),
                        Some(false) => selects(otherwise),
                        None => false,
                    }
            }
            (_, arguments) => {
                call.target.as_deref().is_some_and(selects) || arguments.iter().any(selects)
            }
        }
    }

    fn truth(&self, node: &IdedExpr) -> Option<bool> {
        match Value::resolve(node, self.context) {
            Ok(Value::Bool(truth)) => Some(truth),
            _ => None,
        }
    }
}
