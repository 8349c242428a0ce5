//! Conditions to bitmaps.

use crate::field::{Field, Membership, Selected, selected, type_selector};
use crate::typed::{self, Typed};
use roaring::{MultiOps, RoaringBitmap};
use rolecall_directory::{AttributeType, Column, Group, LIST_SEPARATOR, Snapshot, org_unit_path};
use rolecall_scim::{AttrPath, Filter, Literal, Op, compile_pattern, fold};

/// The rows of the people whom `filter` matches, active or not; `now` in seconds since 1970.
///
/// A comparison on something absent matches nobody; so does one on an unknown attribute, which
/// [`crate::check_condition`] reports as an error.
#[must_use]
pub fn matches(filter: &Filter, snapshot: &Snapshot, now: i64) -> RoaringBitmap {
    match filter {
        Filter::And(clauses) => {
            let mut rows: Option<RoaringBitmap> = None;
            for clause in clauses {
                let next = matches(clause, snapshot, now);
                let all = rows.map_or_else(|| next.clone(), |rows| rows & &next);
                if all.is_empty() {
                    return all;
                }
                rows = Some(all);
            }
            rows.unwrap_or_default()
        }
        Filter::Or(clauses) => clauses.iter().map(|clause| matches(clause, snapshot, now)).union(),
        Filter::Not(clause) => snapshot.everyone() - matches(clause, snapshot, now),
        Filter::Compare { path, op, value, .. } => {
            Test { snapshot, now }.field(path, &Ask::Compare(*op, value))
        }
        Filter::Present { path, .. } => Test { snapshot, now }.field(path, &Ask::Present),
        Filter::In { path, values, .. } => Test { snapshot, now }.field(path, &Ask::In(values)),
        Filter::Matches { path, pattern, .. } => match compile_pattern(pattern) {
            Ok(pattern) => Test { snapshot, now }.field(path, &Ask::Matches(&pattern)),
            Err(_) => RoaringBitmap::new(),
        },
        Filter::ValuePath { path, filter, .. } => value_path(path, filter, snapshot, now),
    }
}

/// What is asked of a field.
enum Ask<'a> {
    Compare(Op, &'a Literal),
    Present,
    In(&'a [Literal]),
    Matches(&'a regex::Regex),
}

struct Test<'a> {
    snapshot: &'a Snapshot,
    now: i64,
}

impl Test<'_> {
    fn field(&self, path: &AttrPath, ask: &Ask<'_>) -> RoaringBitmap {
        let is_column = |name: &str| self.snapshot.column(name).is_some();
        match Field::of(path, is_column) {
            Some(Field::Groups(which)) => self.groups(which, ask),
            Some(Field::OrgUnit) => self.org_unit(ask),
            Some(Field::Attribute(name)) => self.attribute(&name, ask),
            Some(Field::Nothing) | None => RoaringBitmap::new(),
        }
    }

    fn groups(&self, which: Membership, ask: &Ask<'_>) -> RoaringBitmap {
        let members = |group: &Group| match which {
            Membership::Any => group.all.clone(),
            Membership::Direct => group.direct.clone(),
            Membership::Inherited => &group.all - &group.direct,
        };
        let named = |value: &Literal| {
            let Some(Typed::Text(name)) = typed::read_literal(AttributeType::Text, value, self.now)
            else {
                return RoaringBitmap::new();
            };
            let found = self.snapshot.groups_named(&name).iter();
            found.map(|&at| members(&self.snapshot.groups()[at as usize])).union()
        };
        let any = |holds: &dyn Fn(&str) -> bool| {
            let chosen = self.snapshot.groups().iter().filter(|group| holds(&group.display));
            chosen.map(members).union()
        };
        match ask {
            Ask::Compare(Op::Eq, value) => named(value),
            Ask::Compare(Op::Ne, value) => any(&|_| true) - named(value),
            Ask::In(values) => values.iter().map(named).union(),
            Ask::Present => any(&|_| true),
            Ask::Compare(op, value) => any(&|name| text_holds(name, *op, value, self.now)),
            Ask::Matches(pattern) => any(&|name| pattern.is_match(name)),
        }
    }

    fn org_unit(&self, ask: &Ask<'_>) -> RoaringBitmap {
        let at = |literal: &Literal, below: bool| {
            let Literal::Text(text) = literal else { return RoaringBitmap::new() };
            let unit = org_unit_path(text)
                .and_then(|path| self.snapshot.org_units().get(&path.as_str().into()));
            unit.map_or_else(RoaringBitmap::new, |unit| {
                if below { unit.below.clone() } else { unit.here.clone() }
            })
        };
        let present = || self.column("orgUnit").map(Column::rows_present).unwrap_or_default();
        match ask {
            Ask::Compare(Op::Eq, value) => at(value, false),
            Ask::Compare(Op::Sw, value) => at(value, true),
            Ask::Compare(Op::Ne, value) => present() - at(value, false),
            Ask::In(values) => values.iter().map(|value| at(value, false)).union(),
            Ask::Present => present(),
            Ask::Compare(..) | Ask::Matches(_) => self.attribute("orgUnit", ask),
        }
    }

    fn attribute(&self, name: &str, ask: &Ask<'_>) -> RoaringBitmap {
        let Some(column) = self.column(name) else { return RoaringBitmap::new() };
        let kind = column_type(self.snapshot, name);
        match ask {
            Ask::Present if matches!(kind, AttributeType::Text | AttributeType::List) => {
                column.rows_present()
            }
            Ask::Present => any_element(column, |text| typed::read(kind, text).is_some()),
            Ask::Compare(Op::Ne, Literal::Null) => self.attribute(name, &Ask::Present),
            Ask::Compare(Op::Eq, Literal::Null) => {
                self.snapshot.everyone() - self.attribute(name, &Ask::Present)
            }
            Ask::Compare(Op::Ne, value) => {
                let equal = self.attribute(name, &Ask::Compare(Op::Eq, value));
                self.attribute(name, &Ask::Present) - equal
            }
            Ask::Compare(op, value) => match op {
                Op::Co | Op::Sw | Op::Ew => {
                    any_element(column, |text| text_holds(text, *op, value, self.now))
                }
                _ => match typed::read_literal(kind, value, self.now) {
                    Some(right) => any_element(column, |text| {
                        typed::read(kind, text).is_some_and(|left| typed::holds(&left, *op, &right))
                    }),
                    None => RoaringBitmap::new(),
                },
            },
            Ask::In(values) => {
                let right: Vec<Typed> = values
                    .iter()
                    .filter_map(|value| typed::read_literal(kind, value, self.now))
                    .collect();
                any_element(column, |text| {
                    typed::read(kind, text).is_some_and(|left| right.contains(&left))
                })
            }
            Ask::Matches(pattern) => any_element(column, |text| pattern.is_match(text)),
        }
    }

    fn column(&self, name: &str) -> Option<&Column> {
        self.snapshot.column(name)
    }
}

/// The type a column is compared as; `active` is yes/no.
pub(crate) fn column_type(snapshot: &Snapshot, name: &str) -> AttributeType {
    if name.eq_ignore_ascii_case("active") {
        AttributeType::Boolean
    } else {
        snapshot.column_type(name)
    }
}

fn any_element(column: &Column, holds: impl Fn(&str) -> bool) -> RoaringBitmap {
    column.rows_where(|text| text.split(LIST_SEPARATOR).any(&holds))
}

fn text_holds(text: &str, op: Op, value: &Literal, now: i64) -> bool {
    let right = typed::read_literal(AttributeType::Text, value, now);
    right.is_some_and(|right| typed::holds(&Typed::Text(fold(text)), op, &right))
}

/// `emails[type eq "work" and value co "x"]`, `groups[type eq "direct" and display eq "x"]`: the
/// one value a person carries meets every clause.
fn value_path(path: &AttrPath, filter: &Filter, snapshot: &Snapshot, now: i64) -> RoaringBitmap {
    let clauses = match filter {
        Filter::And(clauses) => clauses.as_slice(),
        single => std::slice::from_ref(single),
    };
    let (selectors, rest): (Vec<&Filter>, Vec<&Filter>) = clauses
        .iter()
        .partition(|clause| type_selector(clause).is_some() || clause_is_primary(clause));
    let mut inner = path.clone();
    inner.value_filter = None;
    if path.is("groups") {
        inner.value_filter = selectors.first().map(|filter| Box::new((*filter).clone()));
    } else if selectors.iter().any(|filter| matches!(selected(filter), Selected::Other)) {
        return RoaringBitmap::new();
    }
    let mut rows = matches(&present(&inner), snapshot, now);
    for clause in rest {
        rows &= matches(&under(clause, &inner), snapshot, now);
    }
    rows
}

fn clause_is_primary(clause: &Filter) -> bool {
    matches!(clause, Filter::Compare { path, .. } if path.is("primary"))
}

fn present(path: &AttrPath) -> Filter {
    Filter::Present { path: path.clone(), span: Default::default() }
}

/// `clause`, its sub-attributes read as those of `path`.
fn under(clause: &Filter, path: &AttrPath) -> Filter {
    let join = |sub: &AttrPath| {
        let mut full = path.clone();
        full.sub = Some(sub.name.clone());
        full
    };
    let mut clause = clause.clone();
    match &mut clause {
        Filter::And(clauses) | Filter::Or(clauses) => {
            for clause in clauses {
                *clause = under(clause, path);
            }
        }
        Filter::Not(inner) => **inner = under(inner, path),
        Filter::Compare { path: own, .. }
        | Filter::Present { path: own, .. }
        | Filter::In { path: own, .. }
        | Filter::Matches { path: own, .. } => *own = join(own),
        Filter::ValuePath { .. } => {}
    }
    clause
}
