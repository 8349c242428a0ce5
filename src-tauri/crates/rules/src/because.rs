//! Why a condition concerns somebody, in the fewest words that say it.

use crate::explain::own_value;
use crate::field::Field;
use crate::own::{Own, in_english};
use rolecall_directory::Snapshot;
use rolecall_scim::Filter;
use std::fmt;

/// What a clause says of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnWords {
    /// The attribute it asks for; `None` for groups.
    pub attribute: Option<String>,
    /// What the person has there.
    pub has: Vec<Own>,
}

impl fmt::Display for OwnWords {
    /// It in English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let own = in_english(&self.has);
        match &self.attribute {
            None => f.write_str(&own),
            Some(name) if self.has == [Own::Nothing] => write!(f, "no {name}"),
            Some(name) => write!(f, "{name} is {own}"),
        }
    }
}

/// What the clause of `conditions` that tells most of the person in `row` says, the first of
/// several: the way into a group before an attribute's value before what is missing. `None` where
/// no clause tells anything, as in a condition that everybody meets.
#[must_use]
pub fn own_words(conditions: &[Filter], snapshot: &Snapshot, row: u32) -> Option<OwnWords> {
    let clauses = conditions.iter().flat_map(Filter::clauses);
    let said = clauses.filter_map(|clause| said(clause, snapshot, row));
    said.min_by_key(|(rank, _)| *rank).map(|(_, words)| words)
}

/// What one clause says of the person, and how much that tells: the less the more.
fn said(clause: &Filter, snapshot: &Snapshot, row: u32) -> Option<(u8, OwnWords)> {
    let path = clause.path()?;
    let field = Field::of(path, |name| snapshot.column(name).is_some())?;
    let has = own_value(clause, snapshot, row);
    let is_presence = matches!(clause, Filter::Present { .. });
    let rank = match field {
        Field::Groups(_) if has.iter().any(Own::is_member) => 0,
        Field::Groups(_) => 2,
        _ if has == [Own::Nothing] => 3,
        _ if is_presence => return None,
        _ => 1,
    };
    let attribute = (!matches!(field, Field::Groups(_))).then(|| path.dotted());
    Some((rank, OwnWords { attribute, has }))
}
