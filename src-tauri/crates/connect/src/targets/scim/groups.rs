//! The groups of a target, and how they name their members.

use super::client::Client;
use super::discovery::Discovery;
use super::mapping::text_of;
use super::pages::Pages;
use super::read::first;
use super::versions::Versions;
use crate::ConnectError;
use rolecall_directory::{AccountTable, RowIndex};
use rolecall_scim::{AttrPath, fold, get};
use serde_json::Value;
use std::collections::HashMap;

/// What is known of a target's groups.
#[derive(Debug, Clone, Default)]
pub(super) struct Groups {
    /// The id, by folded name.
    ids: HashMap<String, String>,
    /// What stands for an account in a group, where that is not its key.
    named_as: HashMap<String, String>,
}

impl Groups {
    /// Reads the groups of a target.
    ///
    /// # Errors
    /// When they cannot be read to their end.
    pub async fn read(
        client: &Client,
        known: &Discovery,
        versions: &Versions,
    ) -> Result<Self, ConnectError> {
        let mut all = Self::default();
        let mut pages = Pages::new(client, &known.groups, &known.features);
        while let Some(page) = pages.next().await? {
            page.iter().for_each(|group| all.take(group, known, versions));
        }
        Ok(all)
    }

    /// Takes in a group as it was read.
    pub fn take(&mut self, group: &Value, known: &Discovery, versions: &Versions) {
        if let (Some(name), Some(id)) = (first(group, "displayName"), first(group, "id")) {
            self.ids.insert(fold(&name), id);
        }
        if known.features.etag {
            versions.was_read(&known.groups, group);
        }
    }

    /// The id of the group called `name`.
    pub fn id(&self, name: &str) -> Option<&str> {
        self.ids.get(&fold(name)).map(String::as_str)
    }

    pub fn insert(&mut self, name: &str, id: String) {
        self.ids.insert(fold(name), id);
    }

    /// What stands in a group for the account of that key.
    pub fn member<'a>(&'a self, key: &'a str) -> &'a str {
        self.named_as.get(key).map_or(key, String::as_str)
    }

    /// The rows of the accounts in `group`, found by key, by the end of `$ref`, or by userName.
    pub fn members(
        &mut self,
        group: &Value,
        rows: &RowIndex,
        names: &mut Option<RowIndex>,
        accounts: &AccountTable,
    ) -> Vec<u32> {
        let mut found = Vec::new();
        for member in get(group, &AttrPath::new("members")) {
            let value = text_of(member);
            let by_key = |key: &str| rows.find(key, |row| accounts.key(row));
            let by_reference = || by_key(first(member, "$ref")?.rsplit('/').next()?);
            let known = value.as_deref().and_then(by_key).or_else(by_reference);
            let row = known.or_else(|| {
                let names = names.get_or_insert_with(|| by_name(accounts));
                names.find(value.as_deref()?, |row| accounts.user_name(row))
            });
            let Some(row) = row else { continue };
            if let Some(value) = value.filter(|value| value != accounts.key(row)) {
                self.named_as.insert(accounts.key(row).to_owned(), value);
            }
            found.push(row);
        }
        found
    }
}

fn by_name(accounts: &AccountTable) -> RowIndex {
    let mut names = RowIndex::default();
    for row in accounts.rows() {
        names.insert(row, accounts.user_name(row), |row| accounts.user_name(row));
    }
    names
}
