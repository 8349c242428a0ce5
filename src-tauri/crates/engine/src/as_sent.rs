//! What was sent of people whose attributes a target refused: runs that nobody asked for try
//! them again once that is something else.

use crate::computed::SendMap;
use crate::error::EngineError;
use crate::failures::open_failures;
use crate::planning::Planned;
use crate::retry::Selection;
use rolecall_directory::{Cause, Folded, Snapshot};
use rolecall_store::{FailureRow, Store};
use std::collections::{BTreeMap, BTreeSet};
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
    for (index, target) in planned.targets.iter().enumerate() {
        let before: AsSent = store.setting(&setting(&target.name))?.unwrap_or_default();
        if before.is_empty() {
            continue;
        }
        let people = People::of(planned, index);
        for failure in open_failures(store, Some(&target.name), &CAUSES)? {
            let Some(kind) = failure.kind else { continue };
            let user = Folded::new(&failure.user);
            let sent = before.get(user.as_str()).copied();
            if sent.is_some() && sent == people.now(&user) {
                selection.leave(&target.name, user, (kind, failure.slot, failure.value));
            }
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
    let refused = rows.iter().filter(|row| row.kind.is_some() && CAUSES.contains(&row.cause));
    let refused: BTreeSet<Folded> = refused.map(|row| Folded::new(&row.user)).collect();
    if before.is_empty() && refused.is_empty() {
        return Ok(());
    }
    let people = People::of(planned, index);
    let mut after = AsSent::new();
    for failure in open_failures(store, Some(target), &CAUSES)? {
        let user = Folded::new(&failure.user);
        let is_new = failure.kind.is_some() && refused.contains(&user);
        let sent = if is_new { people.now(&user) } else { None };
        if let Some(sent) = sent.or_else(|| before.get(user.as_str()).copied()) {
            after.insert(user.as_str().to_owned(), sent);
        }
    }
    if after != before {
        store.set_setting(&name, &after)?;
    }
    Ok(())
}

/// The people of a plan, as they are sent to one target.
struct People<'a> {
    snapshot: &'a Snapshot,
    send: SendMap,
}

impl<'a> People<'a> {
    fn of(planned: &'a Planned, index: usize) -> Self {
        let snapshot = &planned.reading.snapshot;
        let definition = &planned.configuration.targets[index];
        Self { snapshot, send: SendMap::new(definition, &planned.configuration, snapshot) }
    }

    /// A number for what would be sent of `user` now.
    fn now(&self, user: &Folded) -> Option<u64> {
        let row = *self.snapshot.rows_named(user.as_str()).first()?;
        let person = self.send.person_to_send(self.snapshot.person(row));
        let mut hasher = DefaultHasher::new();
        let names = (&person.id, &person.user_name, &person.email);
        (names, &person.given_name, &person.family_name, &person.send).hash(&mut hasher);
        Some(hasher.finish())
    }
}
