//! Why a condition concerns somebody, in the fewest words that say it.

use crate::explain::own_value;
use crate::field::Field;
use rolecall_directory::Snapshot;
use rolecall_scim::Filter;

/// What the clause of `conditions` that tells most of the person in `row` says, the first of
/// several: the way into a group before an attribute's value before what is missing. `None` where
/// no clause tells anything, as in a condition that everybody meets.
#[must_use]
pub fn own_words(conditions: &[Filter], snapshot: &Snapshot, row: u32) -> Option<String> {
    let clauses = conditions.iter().flat_map(Filter::clauses);
    let said = clauses.filter_map(|clause| said(clause, snapshot, row));
    said.min_by_key(|(rank, _)| *rank).map(|(_, words)| words)
}

/// What one clause says of the person, and how much that tells: the less the more.
fn said(clause: &Filter, snapshot: &Snapshot, row: u32) -> Option<(u8, String)> {
    let path = clause.path()?;
    let field = Field::of(path, |name| snapshot.column(name).is_some())?;
    let own = own_value(clause, snapshot, row);
    let is_presence = matches!(clause, Filter::Present { .. });
    match field {
        Field::Groups(_) => {
            let is_member = own.starts_with("in ") || own.starts_with("directly in ");
            Some((if is_member { 0 } else { 2 }, own))
        }
        _ if own == "nothing" => Some((3, format!("no {}", path.dotted()))),
        _ if is_presence => None,
        _ => Some((1, format!("{} is {own}", path.dotted()))),
    }
}
