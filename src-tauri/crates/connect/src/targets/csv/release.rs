//! Making accounts unmanaged again, and values of theirs.

use super::{CsvTarget, rewrite};
use crate::{ConnectError, ReleasedAccount};
use rolecall_directory::Folded;
use std::collections::HashMap;
use std::sync::PoisonError;

impl CsvTarget {
    /// Reads the file afresh, makes unmanaged what `accounts` names, and writes it once. What is
    /// not there any more, or not managed, stays as it is.
    pub(super) fn write_released(&self, accounts: &[ReleasedAccount]) -> Result<(), ConnectError> {
        let _one = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let slots = self.slot_names();
        let released: HashMap<Folded, &ReleasedAccount> =
            accounts.iter().map(|account| (Folded::new(&account.key), account)).collect();
        let (mut table, rest) =
            rewrite::read(&self.path, &slots, |name| released.contains_key(name))?;
        let mut changed = false;
        for row in &mut table.rows {
            let Some(account) = released.get(&Folded::new(&row.user_name)) else { continue };
            if !row.managed {
                continue;
            }
            changed = true;
            if account.whole {
                row.managed = false;
                row.unmanaged.clear();
            } else {
                row.unmanaged.extend(account.values.iter().cloned());
            }
        }
        if changed { rewrite::write(&self.path, &slots, &mut table, &rest) } else { Ok(()) }
    }
}

impl CsvTarget {
    /// Reads the file afresh and writes it without the row of the account called `key`.
    pub(super) fn write_without(&self, key: &str) -> Result<(), ConnectError> {
        let _one = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let slots = self.slot_names();
        let folded = Folded::new(key);
        let (mut table, rest) = rewrite::read(&self.path, &slots, |name| *name == folded)?;
        let before = table.rows.len();
        table.rows.retain(|row| Folded::new(&row.user_name) != folded);
        if table.rows.len() == before {
            return Ok(());
        }
        rewrite::write(&self.path, &slots, &mut table, &rest)
    }
}

#[cfg(test)]
mod tests {
    use crate::{ApplyTarget, CsvTarget, ReleasedAccount};
    use rolecall_directory::SlotDefinition;

    const FILE: &str = "userName,email,active,managed,unmanaged,products\n\
        ann,ann@a.b,true,true,,Connect;Webinar\n\
        bob,bob@a.b,true,true,products=Webinar,Connect;Webinar\n\
        cat,cat@a.b,true,false,,Connect\n";

    #[tokio::test]
    async fn an_account_is_deleted_with_its_row() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("accounts.csv");
        std::fs::write(
            &path,
            "userName,email,active,managed,unmanaged,note\na,,true,true,,x\nb,,true,true,,y\n",
        )
        .unwrap();
        let target = CsvTarget::new(path.clone(), Vec::new());
        assert_eq!(target.no_deletion(), None);
        target.delete_account("B").await.unwrap();
        target.delete_account("nobody").await.unwrap();
        let left = std::fs::read_to_string(&path).unwrap();
        assert_eq!(left, "userName,email,active,managed,unmanaged,note\na,,true,true,,x\n");
    }

    #[tokio::test]
    async fn accounts_and_values_are_unmanaged_again() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("accounts.csv");
        std::fs::write(&path, FILE).unwrap();
        let slot = SlotDefinition {
            name: "products".into(),
            many: true,
            create_values: false,
            grace_days: 0,
            values: Vec::new(),
            administrators: Vec::new(),
            bind: None,
        };
        let target = CsvTarget::new(path.clone(), vec![slot]);
        let value = |value: &str| ("products".to_owned(), value.to_owned());
        let released = |key: &str, whole| ReleasedAccount {
            key: key.to_owned(),
            whole,
            values: vec![value("Connect")],
        };
        let all = [released("ANN", false), released("bob", true), released("cat", true)];
        target.release(&all).await.unwrap();
        let expected = FILE
            .replace("ann@a.b,true,true,,", "ann@a.b,true,true,products=Connect,")
            .replace("bob@a.b,true,true,products=Webinar,", "bob@a.b,true,false,,");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), expected);
        target.release(&all).await.unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), expected, "twice is once");
        target.release(&[released("dan", true)]).await.unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), expected, "who is not there");
    }
}
