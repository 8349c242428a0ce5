//! Accounts that someone else deactivated, taken on as ours to reactivate.

use crate::engine::Engine;
use crate::links::LinkError;
use crate::planning::Planned;
use rolecall_directory::{AccountTable, Folded};
use rolecall_store::{AccountMark, MarkChange, Store};
use std::collections::BTreeSet;

impl Engine {
    /// Remembers that the inactive accounts of `users` in `target`, as `planned` found them, are
    /// to be reactivated like those that Rolecall suspended; answers how many there are.
    ///
    /// # Errors
    /// When there is no such target, it could not be read, or the workspace cannot be written.
    pub fn own_deactivated(
        &self,
        store: &Store,
        planned: &Planned,
        target: &str,
        users: &BTreeSet<Folded>,
    ) -> Result<usize, LinkError> {
        let unknown = || LinkError::UnknownTarget { target: target.to_owned() };
        let index = planned.targets.iter().position(|one| one.name == target);
        let index = index.ok_or_else(unknown)?;
        let found = &planned.targets[index];
        if let Some(error) = &found.error {
            let (target, reason) = (target.to_owned(), error.to_string());
            return Err(LinkError::Unread { target, reason });
        }
        let snapshot = &planned.reading.snapshot;
        let rows = users.iter().flat_map(|user| snapshot.rows_named(user.as_str()));
        let accounts = rows.filter_map(|row| found.plan.subjects.account(*row));
        let inactive = accounts.filter(|account| !found.table.active.contains(*account));
        let changes: Vec<_> = inactive
            .map(|account| MarkChange::Suspend {
                target: target.to_owned(),
                account: found.table.key(account).to_owned(),
                suspended: true,
            })
            .collect();
        store.change_marks(&changes)?;
        Ok(changes.len())
    }
}

/// Lays what was taken on over the accounts of a target that otherwise remembers itself.
pub(crate) fn lay_taken_on_over(accounts: &mut AccountTable, marks: &[AccountMark]) {
    let taken: Vec<_> = marks.iter().filter(|mark| mark.suspended_here && !mark.managed).collect();
    if taken.is_empty() {
        return;
    }
    let rows = accounts.rows_by_key();
    for mark in taken {
        let Some(row) = rows.find(&mark.account, |row| accounts.key(row)) else { continue };
        if !accounts.active.contains(row) {
            accounts.suspended_here.insert(row);
        }
    }
}
