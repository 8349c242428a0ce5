//! People and accounts that are never touched.

use crate::subjects::Subjects;
use crate::target_plan::PlanInput;
use roaring::RoaringBitmap;
use rolecall_directory::{AccountTable, Snapshot, SnapshotBuilder};
use rolecall_rules::{Field, matches, matches_among};
use rolecall_scim::{Dialect, Filter, fold};
use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

/// How many accounts are looked at at a time: all of them would be many megabytes.
const AT_ONCE: usize = 1 << 15;

/// What every account carries, by column.
const OWN: [&str; 4] = ["id", "userName", "email", "active"];

/// People who match the target's `protect` condition, all or among `rows`.
pub(crate) fn protected_people(
    input: &PlanInput<'_>,
    rows: Option<&RoaringBitmap>,
) -> RoaringBitmap {
    let filter = input.target.protect.as_deref().map(|one| Filter::parse(one, Dialect::Condition));
    let Some(Ok(filter)) = filter else { return RoaringBitmap::new() };
    match rows {
        Some(rows) => matches_among(&filter, input.snapshot, input.now, rows),
        None => matches(&filter, input.snapshot, input.now),
    }
}

/// The credential's own account, and accounts that match the target's `protect` condition by
/// what they carry.
pub(crate) fn protected_accounts(input: &PlanInput<'_>, subjects: &Subjects) -> RoaringBitmap {
    let keys: HashSet<&str> = input.untouchable.iter().map(String::as_str).collect();
    let mut protected = RoaringBitmap::new();
    if !keys.is_empty() {
        let own = input.table.rows().filter(|&row| keys.contains(input.table.key(row)));
        protected = subjects.of_accounts(&own.collect());
    }
    let Some(text) = &input.target.protect else { return protected };
    let Ok(filter) = Filter::parse(text, Dialect::Condition) else { return protected };
    let (asked, carried) = asked_of_accounts(&filter, input.table);
    let mut matching = RoaringBitmap::new();
    for start in (0..input.table.len()).step_by(AT_ONCE) {
        let end = start.saturating_add(AT_ONCE as u32).min(input.table.len());
        let accounts = accounts_asked(&asked, input.table, start..end);
        let found = matches(&filter, &accounts, input.now);
        matching.extend(found.into_iter().map(|row| start + row));
    }
    let mut matching = subjects.of_accounts(&matching);
    if !carried {
        // Of what accounts do not carry, the person alone can tell.
        matching.remove_range(..subjects.people());
    }
    protected | matching
}

/// Whether accounts carry all that the target's `protect` condition asks about, so that an
/// account is protected or not whoever's it is.
pub(crate) fn accounts_tell_all(input: &PlanInput<'_>) -> bool {
    let filter = input.target.protect.as_deref().map(|one| Filter::parse(one, Dialect::Condition));
    match filter {
        Some(Ok(filter)) => asked_of_accounts(&filter, input.table).1,
        Some(Err(_)) | None => true,
    }
}

/// The columns that `filter` asks about, folded, and whether accounts carry all of them.
fn asked_of_accounts(filter: &Filter, table: &AccountTable) -> (BTreeSet<String>, bool) {
    let sent: BTreeSet<String> = table.sent_columns().map(|(name, _)| fold(name)).collect();
    let mut asked: BTreeSet<String> = BTreeSet::new();
    let mut carried = true;
    for path in filter.clauses().into_iter().filter_map(Filter::path) {
        match Field::of(path, |name| sent.contains(&fold(name))) {
            Some(Field::Attribute(name)) => {
                let name = fold(&name);
                let own = OWN.iter().any(|one| fold(one) == name);
                carried &= own || sent.contains(&name);
                asked.insert(name);
            }
            Some(Field::Groups(_) | Field::OrgUnit) | None => carried = false,
        }
    }
    (asked, carried)
}

/// The accounts in `rows` as a Snapshot, with the columns `asked`.
fn accounts_asked(asked: &BTreeSet<String>, table: &AccountTable, rows: Range<u32>) -> Snapshot {
    let mut builder = SnapshotBuilder::new(&[]);
    let own = ["id", "userName", "email"];
    let [id, user_name, email] =
        own.map(|name| asked.contains(&fold(name)).then(|| builder.column(name)));
    let sent = table.sent_columns().filter(|(name, _)| asked.contains(&fold(name)));
    let sent: Vec<_> = sent.map(|(name, column)| (builder.column(name), column)).collect();
    for row in rows {
        let own = [
            id.map(|at| (at, table.external_id(row).unwrap_or_else(|| table.key(row)))),
            user_name.map(|at| (at, table.user_name(row))),
            email.map(|at| (at, table.email(row).unwrap_or_default())),
        ];
        let sent = sent.iter().filter_map(|(at, column)| Some((*at, column.get(row)?)));
        builder.row(table.active.contains(row), own.into_iter().flatten().chain(sent));
    }
    builder.finish()
}
