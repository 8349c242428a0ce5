//! Groups and org units that conditions name.

use crate::field::Field;
use crate::value_filter::under;
use rolecall_directory::{Snapshot, org_unit_path};
use rolecall_scim::{Filter, Literal, Op, Span};

/// A group or org unit that a condition names and the source lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnknownName {
    /// No group of that name.
    Group {
        /// The name as written.
        name: String,
        /// Where.
        span: Span,
    },
    /// No org unit of that path.
    OrgUnit {
        /// The path as written.
        path: String,
        /// Where.
        span: Span,
    },
}

impl UnknownName {
    /// The name or path as written.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Group { name, .. } => name,
            Self::OrgUnit { path, .. } => path,
        }
    }
}

/// The groups (named by `eq`, `ne`, `in`) and org units (by `eq`, `sw`) of `filter` that
/// `snapshot` lacks.
#[must_use]
pub fn unknown_names(filter: &Filter, snapshot: &Snapshot) -> Vec<UnknownName> {
    let mut found = Vec::new();
    visit(filter, snapshot, &mut found);
    found
}

fn visit(filter: &Filter, snapshot: &Snapshot, found: &mut Vec<UnknownName>) {
    match filter {
        Filter::And(clauses) | Filter::Or(clauses) => {
            for clause in clauses {
                visit(clause, snapshot, found);
            }
        }
        Filter::Not(clause) => visit(clause, snapshot, found),
        Filter::Compare { path, op, value, span } => match Field::of(path, |_| false) {
            Some(Field::Groups(_)) if matches!(op, Op::Eq | Op::Ne) => {
                group(value, *span, snapshot, found);
            }
            Some(Field::OrgUnit) if matches!(op, Op::Eq | Op::Sw) => {
                org_unit(value, *span, snapshot, found);
            }
            _ => {}
        },
        Filter::In { path, values, span } => {
            if let Some(Field::Groups(_)) = Field::of(path, |_| false) {
                for value in values {
                    group(value, *span, snapshot, found);
                }
            }
        }
        Filter::ValuePath { path, filter, .. } if path.is("groups") => {
            for clause in filter.clauses() {
                visit(&under(clause, path), snapshot, found);
            }
        }
        Filter::Present { .. } | Filter::Matches { .. } | Filter::ValuePath { .. } => {}
    }
}

fn group(value: &Literal, span: Span, snapshot: &Snapshot, found: &mut Vec<UnknownName>) {
    if let Literal::Text(name) = value
        && snapshot.groups_named(name).is_empty()
    {
        found.push(UnknownName::Group { name: name.clone(), span });
    }
}

fn org_unit(value: &Literal, span: Span, snapshot: &Snapshot, found: &mut Vec<UnknownName>) {
    if let Literal::Text(text) = value
        && let Some(path) = org_unit_path(text)
        && !snapshot.org_units().contains_key(&path.as_str().into())
    {
        found.push(UnknownName::OrgUnit { path: text.clone(), span });
    }
}
