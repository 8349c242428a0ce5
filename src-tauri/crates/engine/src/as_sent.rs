//! What was sent of people whose attributes a target refused: runs that nobody asked for try
//! them again once that is something else.

use crate::computed::SendMap;
use crate::error::EngineError;
use crate::failures::open_failures;
use crate::planning::Planned;
use crate::retry::Selection;
use rolecall_directory::{Cause, Folded};
use rolecall_store::{FailureRow, Store};
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Causes that end when an attribute changes.
const CAUSES: [Cause; 2] = [Cause::AttributeMissing, Cause::AttributeInvalid];

/// By folded userName, a number for what was sent.
type AsSent = BTreeMap<String, u64>;

fn setting(target: &str) -> String {
    format!("failures.as_sent.{target}")
}

/// Leaves out of an unasked run those whose attributes are what the target refused before.
pub(crate) fn leave_unchanged(
    selection: &mut Selection,
    store: &Store,
    planned: &Planned,
) -> Result<(), EngineError> {
    if selection.is_retry() {
        return Ok(());
    }
    for failure in open_failures(store, None, &CAUSES)? {
        let Some(kind) = failure.kind else { continue };
        let index = planned.targets.iter().position(|one| one.name == failure.target);
        let Some(index) = index else { continue };
        let before: AsSent = store.setting(&setting(&failure.target))?.unwrap_or_default();
        let user = Folded::new(&failure.user);
        let before = before.get(user.as_str()).copied();
        if before.is_some() && before == now(planned, index, &user) {
            selection.leave(&failure.target, user, (kind, failure.slot, failure.value));
        }
    }
    Ok(())
}

/// Remembers what was sent of those in `rows` whose attributes target number `index` refused, and
/// forgets whom it refuses no more.
pub(crate) fn remember(
    store: &Store,
    planned: &Planned,
    index: usize,
    rows: &[FailureRow],
) -> Result<(), EngineError> {
    let target = &planned.targets[index].name;
    let name = setting(target);
    let before: AsSent = store.setting(&name)?.unwrap_or_default();
    let mut after = AsSent::new();
    for failure in open_failures(store, Some(target), &CAUSES)? {
        let user = Folded::new(&failure.user);
        let is_new = rows.iter().any(|row| {
            row.kind.is_some() && CAUSES.contains(&row.cause) && Folded::new(&row.user) == user
        });
        let sent = if is_new { now(planned, index, &user) } else { None };
        if let Some(sent) = sent.or_else(|| before.get(user.as_str()).copied()) {
            after.insert(user.as_str().to_owned(), sent);
        }
    }
    if after != before {
        store.set_setting(&name, &after)?;
    }
    Ok(())
}

/// A number for what would be sent of `user` now.
fn now(planned: &Planned, index: usize, user: &Folded) -> Option<u64> {
    let snapshot = &planned.reading.snapshot;
    let row = *snapshot.rows_named(user.as_str()).first()?;
    let definition = &planned.configuration.targets[index];
    let send = SendMap::new(definition, &planned.configuration, snapshot);
    let person = send.person_to_send(snapshot.person(row));
    let mut hasher = DefaultHasher::new();
    let names = (&person.id, &person.user_name, &person.email);
    (names, &person.given_name, &person.family_name, &person.send).hash(&mut hasher);
    Some(hasher.finish())
}
