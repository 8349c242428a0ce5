//! Names that change inside a condition's text, all else to the letter.

use crate::field::Field;
use crate::value_filter::under;
use rolecall_scim::{Dialect, Filter, Literal, Op, Span, fold};
use std::collections::BTreeMap;
use std::ops::Range;

/// The names of groups that the condition `text` names by `eq`, `ne` or `in`, as written; none
/// when it cannot be read.
#[must_use]
pub fn named_groups(text: &str) -> Vec<String> {
    group_literals(text).into_iter().map(|(_, name)| name).collect()
}

/// The condition `text` with the groups in `renamed` (folded old name, new name) called by their
/// new names, all at once; `None` when it names none of them.
#[must_use]
pub fn rename_groups(text: &str, renamed: &BTreeMap<String, String>) -> Option<String> {
    let literals = group_literals(text).into_iter().filter_map(|(range, name)| {
        let new = renamed.get(&fold(&name))?;
        Some((range, Literal::Text(new.clone()).to_string()))
    });
    written(text, literals.collect())
}

/// The condition `text` with the attribute `old`, compared without case, called `new`; `None`
/// when it does not name it.
#[must_use]
pub fn rename_attribute(text: &str, old: &str, new: &str) -> Option<String> {
    let filter = Filter::parse(text, Dialect::Condition).ok()?;
    let wanted = fold(old);
    let named = filter.clauses().into_iter().filter_map(|clause| {
        let is_custom = |name: &str| fold(name) == wanted;
        let field = Field::of(clause.path()?, is_custom)?;
        let named = matches!(field, Field::Attribute(column) if fold(&column) == wanted);
        named.then(|| (path_at(text, clause.span()), new.to_owned()))
    });
    written(text, named.collect())
}

/// The bytes of the path that the clause at `span` begins with.
fn path_at(text: &str, span: Span) -> Range<usize> {
    let clause = span.of(text).unwrap_or_default();
    let ends = |c: char| c.is_whitespace() || "()[],\"=<>!&|~;".contains(c);
    span.start..span.start + clause.find(ends).unwrap_or(clause.len())
}

fn written(text: &str, mut changes: Vec<(Range<usize>, String)>) -> Option<String> {
    if changes.is_empty() {
        return None;
    }
    changes.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    let mut text = text.to_owned();
    for (range, new) in changes {
        text.replace_range(range, &new);
    }
    Some(text)
}

/// The texts in `text` that are names of groups: their bytes with quotes, and what they say.
fn group_literals(text: &str) -> Vec<(Range<usize>, String)> {
    let mut spans = Vec::new();
    if let Ok(filter) = Filter::parse(text, Dialect::Condition) {
        visit(&filter, &mut spans);
    }
    spans.into_iter().flat_map(|span| literals(text, span)).collect()
}

fn visit(filter: &Filter, spans: &mut Vec<Span>) {
    let of_groups = |path| matches!(Field::of(path, |_| false), Some(Field::Groups(_)));
    match filter {
        Filter::And(clauses) | Filter::Or(clauses) => {
            clauses.iter().for_each(|clause| visit(clause, spans));
        }
        Filter::Not(clause) => visit(clause, spans),
        Filter::Compare { path, op: Op::Eq | Op::Ne, span, .. } if of_groups(path) => {
            spans.push(*span);
        }
        Filter::In { path, span, .. } if of_groups(path) => spans.push(*span),
        Filter::ValuePath { path, filter, .. } if path.is("groups") => {
            for clause in filter.clauses() {
                visit(&under(clause, path), spans);
            }
        }
        _ => {}
    }
}

/// The texts in quotes in the clause at `span`; those in brackets say which groups are meant.
fn literals(text: &str, span: Span) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    let clause = span.of(text).unwrap_or_default();
    let (mut open, mut escaped, mut depth) = (None, false, 0usize);
    for (at, letter) in clause.char_indices() {
        match (open, letter) {
            _ if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (None, '"') => open = Some(at),
            (None, '[') => depth += 1,
            (None, ']') => depth = depth.saturating_sub(1),
            (Some(begin), '"') => {
                open = None;
                if depth == 0
                    && let Some(name) = read(&clause[begin..=at])
                {
                    found.push((span.start + begin..span.start + at + 1, name));
                }
            }
            _ => {}
        }
    }
    found
}

/// What a text in quotes says.
fn read(quoted: &str) -> Option<String> {
    match Filter::parse(&format!("a eq {quoted}"), Dialect::Condition) {
        Ok(Filter::Compare { value: Literal::Text(text), .. }) => Some(text),
        _ => None,
    }
}
