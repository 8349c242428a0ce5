//! The names in an expression: attributes, functions, patterns.

use super::rename::{Form, Mention, selected};
use super::{ExpressionError, ExpressionFor, Reference};
use crate::{Field, KnownAttributes};
use cel::Program;
use cel::common::ast::{
    CallExpr, EntryExpr, Expr, IdedExpr, LiteralValue, SelectExpr, SourceInfo, operators,
};
use regex::Regex;
use rolecall_directory::scim_column;
use rolecall_scim::{AttrPath, Dialect, Position, compile_pattern, fold};
use std::collections::HashMap;

/// What the person is called in expressions.
const USER: &str = "user";

/// The functions there are. What is missing on purpose: `format`, whose width can be anything,
/// and `dyn`, `type`, `bytes` and `uint`, which nobody needs for an attribute.
const FUNCTIONS: [&str; 34] = [
    "contains",
    "startsWith",
    "endsWith",
    "matches",
    "size",
    "string",
    "int",
    "double",
    "bool",
    "timestamp",
    "duration",
    "charAt",
    "indexOf",
    "lastIndexOf",
    "join",
    "lowerAscii",
    "upperAscii",
    "trim",
    "replace",
    "split",
    "substring",
    "reverse",
    "getDate",
    "getDayOfMonth",
    "getDayOfWeek",
    "getDayOfYear",
    "getFullYear",
    "getHours",
    "getMilliseconds",
    "getMinutes",
    "getMonth",
    "getSeconds",
    operators::NOT_STRICTLY_FALSE,
    operators::IN,
];

/// Functions that loop over a list; the parser has taken those that are written rightly.
const LOOPS: [&str; 7] = ["map", "filter", "exists", "exists_one", "existsOne", "all", "has"];

/// What was found in an expression.
#[derive(Default)]
pub(super) struct Found {
    pub references: Vec<Reference>,
    /// Which reference each node is.
    pub nodes: HashMap<u64, usize>,
    pub patterns: HashMap<String, Regex>,
}

/// Checks every name in `program`, which was read from `text`.
pub(super) fn check(
    program: &Program,
    text: &str,
    known: &KnownAttributes,
    purpose: ExpressionFor,
) -> Result<Found, ExpressionError> {
    let (bound, found) = (Vec::new(), Found::default());
    let info = program.source_info();
    let mut walk = Walk { text, info, known, purpose, bound, found };
    walk.expression(program.expression())?;
    Ok(walk.found)
}

struct Walk<'a> {
    text: &'a str,
    info: &'a SourceInfo,
    known: &'a KnownAttributes,
    purpose: ExpressionFor,
    /// The names that loops around this place have given.
    bound: Vec<String>,
    found: Found,
}

type Checked = Result<(), ExpressionError>;

impl Walk<'_> {
    fn at(&self, id: u64) -> Position {
        let offset = self.info.offset_for(id).map_or(0, |(start, _)| start as usize);
        Position::of(self.text, offset)
    }

    fn expression(&mut self, node: &IdedExpr) -> Checked {
        match &node.expr {
            Expr::Ident(name) => self.identifier(node.id, name),
            Expr::Select(select) => match self.chain(select) {
                Some((user, path)) => {
                    let form = if select.test { Form::Tested } else { Form::Selected };
                    self.selection(node.id, user, path, form)
                }
                None => self.expression(&select.operand),
            },
            Expr::Call(call) => self.call(node.id, call),
            Expr::Comprehension(each) => {
                self.expression(&each.iter_range)?;
                self.bound.push(each.iter_var.clone());
                let parts = [&each.accu_init, &each.loop_cond, &each.loop_step, &each.result];
                let checked = parts.into_iter().try_for_each(|part| self.expression(part));
                self.bound.pop();
                checked
            }
            Expr::List(list) => list.elements.iter().try_for_each(|one| self.expression(one)),
            Expr::Map(map) => map.entries.iter().try_for_each(|entry| self.entry(&entry.expr)),
            Expr::Struct(_) | Expr::Unspecified => Err(ExpressionError::NotAllowed {
                at: self.at(node.id),
                message: "records are not to be had; write a text, a number or a list".to_owned(),
            }),
            Expr::Literal(_) => Ok(()),
        }
    }

    fn entry(&mut self, entry: &EntryExpr) -> Checked {
        match entry {
            EntryExpr::StructField(field) => self.expression(&field.value),
            EntryExpr::MapEntry(entry) => {
                self.expression(&entry.key)?;
                self.expression(&entry.value)
            }
        }
    }

    fn identifier(&mut self, id: u64, name: &str) -> Checked {
        if name.starts_with('@') || self.bound.iter().any(|bound| bound == name) {
            return Ok(());
        }
        let at = self.at(id);
        if name == USER {
            let message = "user is the whole person; name an attribute, such as user.department";
            return Err(ExpressionError::NotAllowed { at, message: message.to_owned() });
        }
        let suggestion = match self.attribute(name) {
            Some(Field::Attribute(_) | Field::OrgUnit) => Some(format!("{USER}.{name}")),
            _ => nearest(name, self.bound.iter().map(String::as_str).chain([USER])),
        };
        Err(ExpressionError::UnknownName { at, name: name.to_owned(), suggestion })
    }

    fn is_user(&self, node: &IdedExpr) -> bool {
        let shadowed = self.bound.iter().any(|bound| bound == USER);
        matches!(&node.expr, Expr::Ident(name) if name == USER) && !shadowed
    }

    /// The names selected one after the other below `user`, where it is that.
    fn chain(&self, select: &SelectExpr) -> Option<(u64, Vec<String>)> {
        let mut path = vec![select.field.clone()];
        let mut operand = &select.operand;
        while let Expr::Select(outer) = &operand.expr {
            if outer.test {
                return None;
            }
            path.push(outer.field.clone());
            operand = &outer.operand;
        }
        path.reverse();
        self.is_user(operand).then_some((operand.id, path))
    }

    fn selection(&mut self, id: u64, user: u64, path: Vec<String>, form: Form) -> Checked {
        let end = self.info.offset_for(user).map_or(0, |(_, stop)| stop as usize + 1);
        let range = selected(self.text, end, &path).unwrap_or(end..end);
        self.reference(id, path, Mention { form, range })
    }

    fn call(&mut self, id: u64, call: &CallExpr) -> Checked {
        let quoted = match (call.func_name.as_str(), call.args.as_slice()) {
            (operators::INDEX, [whole, name]) if self.is_user(whole) => literal(name),
            (operators::IN, [name, whole]) if self.is_user(whole) => literal(name),
            _ => None,
        };
        if let Some((node, name)) = quoted {
            let range = self.info.offset_for(node);
            let range = range.map_or(0..0, |(start, stop)| start as usize..stop as usize + 1);
            return self.reference(id, vec![name], Mention { form: Form::Quoted, range });
        }
        self.function(id, call)?;
        if let Some(target) = &call.target {
            self.expression(target)?;
        }
        call.args.iter().try_for_each(|argument| self.expression(argument))
    }

    fn function(&mut self, id: u64, call: &CallExpr) -> Checked {
        let name = call.func_name.as_str();
        let at = self.at(id);
        if LOOPS.contains(&name) {
            let message = if name == "has" {
                "has() asks for one attribute, as in has(user.department)".to_owned()
            } else {
                format!(
                    "{name} wants a name for each element and what to do with it, as in \
                     user.list.{name}(one, one != \"\")"
                )
            };
            return Err(ExpressionError::NotAllowed { at, message });
        }
        let is_operator = name.contains('_') && !name.contains(char::is_alphanumeric);
        if !is_operator && !FUNCTIONS.contains(&name) {
            let usual = FUNCTIONS.iter().chain(&LOOPS).copied();
            let usual = usual.filter(|known| known.chars().all(char::is_alphanumeric));
            let suggestion = nearest(name, usual);
            return Err(ExpressionError::UnknownFunction { at, name: name.to_owned(), suggestion });
        }
        if name == "matches" { self.pattern(at, call) } else { Ok(()) }
    }

    /// A pattern is compiled once, so it must be written out.
    fn pattern(&mut self, at: Position, call: &CallExpr) -> Checked {
        let Some((_, pattern)) = call.args.last().and_then(literal) else {
            let message = "matches wants its pattern written out, as in \
                           user.title.matches(\"^Head of\")";
            return Err(ExpressionError::NotAllowed { at, message: message.to_owned() });
        };
        match compile_pattern(&pattern) {
            Ok(compiled) => {
                self.found.patterns.insert(pattern, compiled);
                Ok(())
            }
            Err(error) => {
                let message = format!("the pattern cannot be used: {error}");
                Err(ExpressionError::NotAllowed { at, message })
            }
        }
    }

    fn attribute(&self, name: &str) -> Option<Field> {
        let path = AttrPath::parse(name, Dialect::Condition).ok();
        let plain = path.filter(|path| path.value_filter.is_none());
        let field = plain.and_then(|path| Field::of(&path, |name| self.known.contains(name)));
        field.or_else(|| scim_column(name).map(|column| Field::Attribute(column.to_owned())))
    }

    fn reference(&mut self, id: u64, path: Vec<String>, mention: Mention) -> Checked {
        let name = path.join(".");
        let skipped = usize::from(mention.form != Form::Quoted);
        let at = Position::of(self.text, mention.range.start + skipped);
        let column = match self.attribute(&name) {
            Some(Field::Attribute(column)) => column,
            Some(Field::OrgUnit) => "orgUnit".to_owned(),
            Some(Field::Groups(_)) => {
                let message = "groups are not to be had in expressions; use them in a rule's \
                               condition";
                return Err(ExpressionError::NotAllowed { at, message: message.to_owned() });
            }
            None => {
                let suggestion = self.known.nearest(&name).filter(|near| near != "groups.display");
                let suggestion = suggestion.map(|near| format!("{USER}.{near}"));
                return Err(ExpressionError::UnknownAttribute { at, name, suggestion });
            }
        };
        if self.purpose == ExpressionFor::Attribute && self.known.is_computed(&column) {
            let message = format!(
                "{name} is computed itself; an expression names attributes that sources deliver"
            );
            return Err(ExpressionError::NotAllowed { at, message });
        }
        let kind = self.known.kind(&column);
        self.found.nodes.insert(id, self.found.references.len());
        self.found.references.push(Reference { column, kind, path, mention });
        Ok(())
    }
}

fn literal(node: &IdedExpr) -> Option<(u64, String)> {
    match &node.expr {
        Expr::Literal(LiteralValue::String(text)) => Some((node.id, text.inner().to_owned())),
        _ => None,
    }
}

fn nearest<'k>(name: &str, known: impl Iterator<Item = &'k str>) -> Option<String> {
    let wanted = fold(name);
    let scored = known.map(|known| (strsim::damerau_levenshtein(&fold(known), &wanted), known));
    let (distance, best) = scored.min_by_key(|(distance, _)| *distance)?;
    (distance <= 1 + wanted.chars().count() / 4).then(|| best.to_owned())
}
