//! Value filters: what stands between the brackets of `emails[type eq "work"]`.
//!
//! A source delivers one e-mail, one address, one number a person; it counts as the primary one
//! and as of type `work`. A group is `direct` or `indirect`.

use crate::matching::Asked;
use crate::text_test::text_matches;
use roaring::RoaringBitmap;
use rolecall_directory::Group;
use rolecall_scim::{AttrPath, Filter, Literal, Op};

/// What is asked of one text.
#[derive(Clone, Copy)]
pub(crate) enum Ask<'a> {
    /// A comparison.
    Compare(Op, &'a Literal),
    /// Whether there is one.
    Present,
    /// Whether it is one of these.
    In(&'a [Literal]),
    /// Whether the pattern is found in it.
    Matches(&'a str),
}

impl<'a> Ask<'a> {
    /// What `clause` asks of its path; `None` when it is no clause on one path.
    pub(crate) fn of(clause: &'a Filter) -> Option<(&'a AttrPath, Self)> {
        Some(match clause {
            Filter::Compare { path, op, value, .. } => (path, Self::Compare(*op, value)),
            Filter::Present { path, .. } => (path, Self::Present),
            Filter::In { path, values, .. } => (path, Self::In(values)),
            Filter::Matches { path, pattern, .. } => (path, Self::Matches(pattern)),
            Filter::And(_) | Filter::Or(_) | Filter::Not(_) | Filter::ValuePath { .. } => {
                return None;
            }
        })
    }
}

/// Whether one value meets `filter`; `part` answers its sub-attributes.
fn meets<'t>(filter: &Filter, now: i64, part: &impl Fn(&AttrPath) -> Option<&'t str>) -> bool {
    match filter {
        Filter::And(clauses) => clauses.iter().all(|clause| meets(clause, now, part)),
        Filter::Or(clauses) => clauses.iter().any(|clause| meets(clause, now, part)),
        Filter::Not(clause) => !meets(clause, now, part),
        clause => Ask::of(clause)
            .is_some_and(|(path, ask)| part(path).is_some_and(|text| text_matches(text, ask, now))),
    }
}

/// The members of `group` for whom it meets `filter`: all, the direct ones, those that inherit
/// it, or nobody.
pub(crate) fn members_meeting(filter: &Filter, group: &Group, now: i64) -> RoaringBitmap {
    let meets_as = |kind: &'static str| {
        meets(filter, now, &|path| match path {
            path if path.is("display") => Some(group.display.as_str()),
            path if path.is("type") => Some(kind),
            _ => None,
        })
    };
    match (meets_as("direct"), meets_as("indirect")) {
        (true, true) => group.all().clone(),
        (true, false) => group.direct().clone(),
        (false, true) => group.all() - group.direct(),
        (false, false) => RoaringBitmap::new(),
    }
}

/// Those `asked` whose one value of `attribute` meets `filter`, absent values left aside.
pub(crate) fn people_meeting(
    filter: &Filter,
    attribute: &AttrPath,
    asked: &Asked<'_>,
) -> RoaringBitmap {
    let inner = |clause: &Filter| people_meeting(clause, attribute, asked);
    match filter {
        Filter::And(clauses) => clauses.iter().map(inner).reduce(|a, b| a & b).unwrap_or_default(),
        Filter::Or(clauses) => clauses.iter().map(inner).reduce(|a, b| a | b).unwrap_or_default(),
        Filter::Not(clause) => asked.all() - inner(clause),
        clause if is_fixed(clause) => {
            let part = |path: &AttrPath| Some(if path.is("primary") { "true" } else { "work" });
            if meets(clause, asked.now, &part) { asked.all() } else { RoaringBitmap::new() }
        }
        clause => asked.filter(&under(clause, attribute)),
    }
}

/// Whether the clause asks for what is the same for every person: `type` or `primary`.
pub(crate) fn is_fixed(clause: &Filter) -> bool {
    clause.path().is_some_and(|path| path.is("type") || path.is("primary"))
}

/// `clause`, its sub-attribute read as one of `attribute`.
pub(crate) fn under(clause: &Filter, attribute: &AttrPath) -> Filter {
    let mut clause = clause.clone();
    if let Filter::Compare { path, .. }
    | Filter::Present { path, .. }
    | Filter::In { path, .. }
    | Filter::Matches { path, .. } = &mut clause
    {
        let sub = std::mem::take(&mut path.name);
        *path = AttrPath { value_filter: None, sub: Some(sub), ..attribute.clone() };
    }
    clause
}
