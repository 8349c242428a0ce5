//! People and accounts that are never touched.

use crate::subjects::Subjects;
use crate::target_plan::PlanInput;
use roaring::RoaringBitmap;
use rolecall_directory::{AccountTable, Snapshot, SnapshotBuilder};
use rolecall_rules::{Field, matches};
use rolecall_scim::{Dialect, Filter, fold};
use std::collections::{BTreeSet, HashSet};

/// What every account carries, by column.
const OWN: [&str; 4] = ["id", "userName", "email", "active"];

/// People and accounts that match the target's `protect` condition, and the credential's own.
pub(crate) fn protected(input: &PlanInput<'_>, subjects: &Subjects) -> RoaringBitmap {
    let keys: HashSet<&str> = input.untouchable.iter().map(String::as_str).collect();
    let own = (0u32..).zip(&input.table.rows).filter(|(_, one)| keys.contains(one.key.as_str()));
    let mut protected = subjects.of_accounts(&own.map(|(account, _)| account).collect());
    let Some(text) = &input.target.protect else { return protected };
    let Ok(filter) = Filter::parse(text, Dialect::Condition) else { return protected };
    protected |= matches(&filter, input.snapshot, input.now);
    let (accounts, carried) = accounts_asked(&filter, input.table);
    let mut matching = subjects.of_accounts(&matches(&filter, &accounts, input.now));
    if !carried {
        // Of what accounts do not carry, the person alone can tell.
        matching.remove_range(..subjects.people());
    }
    protected | matching
}

/// The accounts as rows of a Snapshot, with the columns that `filter` asks about; and whether
/// accounts carry all of them.
fn accounts_asked(filter: &Filter, table: &AccountTable) -> (Snapshot, bool) {
    let sent = table.rows.iter().flat_map(|account| &account.sent);
    let sent: BTreeSet<String> = sent.map(|(name, _)| fold(name)).collect();
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
    let mut builder = SnapshotBuilder::new(&[]);
    for account in &table.rows {
        let id = account.external_id.as_deref().unwrap_or(&account.key);
        let email = account.email.as_deref().unwrap_or_default();
        let own = [("id", id), ("userName", account.user_name.as_str()), ("email", email)];
        let sent = account.sent.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        let cells = own.into_iter().chain(sent);
        builder.row(account.active, cells.filter(|(name, _)| asked.contains(&fold(name))));
    }
    (builder.finish(), carried)
}
