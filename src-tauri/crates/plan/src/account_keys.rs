//! The keys of a target's accounts, to tell at once that none of them has one.

use crate::pairs::in_halves;
use rolecall_directory::{AccountTable, Folded};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Hashes of every userName, e-mail, externalId and remembered person, without case, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct AccountKeys {
    hashes: Vec<u64>,
}

impl AccountKeys {
    pub(crate) fn new(table: &AccountTable) -> Self {
        let (ids, persons) = (table.has_external_ids(), table.has_persons());
        let mut hashes = in_halves(table.len(), |accounts| {
            let keys = accounts.flat_map(|account| {
                let user_name = table.user_name(account);
                let others = [
                    table.email(account),
                    ids.then(|| table.external_id(account)).flatten(),
                    persons.then(|| table.person(account)).flatten(),
                ];
                let others = others.into_iter().flatten().filter(move |text| *text != user_name);
                std::iter::once(user_name).chain(others)
            });
            keys.map(hash).collect()
        });
        hashes.sort_unstable();
        Self { hashes }
    }

    /// Whether an account may have the key `text`; `false` is sure.
    pub(crate) fn may_have(&self, text: &str) -> bool {
        self.hashes.binary_search(&hash(text)).is_ok()
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    Folded::new(text).hash(&mut hasher);
    hasher.finish()
}
