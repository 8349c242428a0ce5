//! Deleting a person for good: the only deletion there is, by typing the userName.

use super::by_hand::{Rewritten, rewrite};
use super::people::find;
use super::{LifeError, PersonNamed, directory_of};
use crate::engine::Engine;
use crate::planning::Planned;
use rolecall_directory::Configuration;
use rolecall_store::{MarkChange, NewActivity, Store};
use serde_json::json;

/// Whom to delete, and what with.
#[derive(Debug, Clone, Copy)]
pub struct DeletionOrder<'a> {
    /// The person.
    pub person: PersonNamed<'a>,
    /// The userName as somebody typed it, compared to the letter.
    pub typed: &'a str,
    /// Whether accounts are deleted too, where their targets support it.
    pub accounts: bool,
}

/// What deleting a person would mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeletionPreview {
    /// The directory.
    pub directory: String,
    /// The userName as it is to be typed.
    pub user: String,
    /// Whether it may be done now.
    pub allowed: bool,
    /// Whether the source still delivers the person: the next reading brings them back.
    pub comes_back: bool,
    /// The person's accounts in the targets of the plan.
    pub accounts: Vec<DeletableAccount>,
}

/// An account of a person who is to be deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeletableAccount {
    /// The target.
    pub target: String,
    /// The target's own key of it.
    pub key: String,
    /// Its userName.
    pub account: String,
    /// Why it cannot be deleted; `None` where it can.
    pub reason: Option<String>,
}

/// What came of a deletion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deletion {
    /// The directory.
    pub directory: String,
    /// The userName.
    pub user: String,
    /// Whether the next reading brings the person back.
    pub comes_back: bool,
    /// What came of each account.
    pub accounts: Vec<AccountDeletion>,
}

/// What came of an account that was to be deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountDeletion {
    /// The target.
    pub target: String,
    /// Its userName.
    pub account: String,
    /// Why it was not deleted; `None` where it was.
    pub failed: Option<String>,
}

impl Engine {
    /// What deleting a person would mean, with their accounts in `planned` where that is given.
    ///
    /// # Errors
    /// [`LifeError::UnknownPerson`], [`LifeError::InSeveral`]; when the workspace fails.
    pub async fn deletion_preview(
        &self,
        store: &Store,
        configuration: &Configuration,
        person: PersonNamed<'_>,
        planned: Option<&Planned>,
    ) -> Result<DeletionPreview, LifeError> {
        let (directory, record, delivered) = find(store, configuration, person)?;
        let synced = directory_of(configuration, &directory)?.source.is_some();
        let allowed = self.assert_editable(store, configuration, &directory).is_ok();
        let accounts = match planned {
            Some(planned) => {
                self.accounts_of(store, planned, &directory, &record.user_name).await?
            }
            None => Vec::new(),
        };
        Ok(DeletionPreview {
            comes_back: synced
                && delivered
                && store.person_named(&directory, person.user)?.is_some(),
            directory,
            user: record.user_name,
            allowed,
            accounts,
        })
    }

    async fn accounts_of(
        &self,
        store: &Store,
        planned: &Planned,
        directory: &str,
        user: &str,
    ) -> Result<Vec<DeletableAccount>, LifeError> {
        let snapshot = &planned.reading.snapshot;
        let all = planned.configuration.directories.iter();
        let at = all.map(|one| one.name.as_str()).position(|name| name == directory);
        let mut rows = snapshot.rows_named(user).iter().copied();
        let row = rows.find(|&row| Some(snapshot.person(row).directory()) == at);
        let Some(row) = row else { return Ok(Vec::new()) };
        let mut accounts = Vec::new();
        for (index, target) in planned.targets.iter().enumerate() {
            if target.error.is_some() {
                continue;
            }
            let links = store.links(&target.name)?;
            let Some(view) = planned.accounts(index, links).of_person(row) else { continue };
            let definition = &planned.configuration.targets[index];
            let (key, account) = (view.key.to_owned(), view.user_name.to_owned());
            let reason = if !view.managed {
                Some("Rolecall does not manage it".to_owned())
            } else if target.plan.protected.contains(row) {
                Some("it is protected".to_owned())
            } else {
                match self.target_of(definition).await {
                    Ok(target) => target.no_deletion().map(str::to_owned),
                    Err(error) => Some(error.to_string()),
                }
            };
            accounts.push(DeletableAccount { target: target.name.clone(), key, account, reason });
        }
        Ok(accounts)
    }

    /// Deletes a person from their directory for good and, where that is asked and the target
    /// supports it, the accounts that Rolecall manages. It cannot be undone.
    ///
    /// # Errors
    /// [`LifeError::EditWindowClosed`], [`LifeError::TypedOtherwise`], and as
    /// [`Engine::deletion_preview`]; what a target refuses is in the answer.
    pub async fn delete_person(
        &self,
        store: &Store,
        configuration: &Configuration,
        (order, planned): (DeletionOrder<'_>, Option<&Planned>),
        who: &str,
    ) -> Result<Deletion, LifeError> {
        let preview = self.deletion_preview(store, configuration, order.person, planned).await?;
        self.assert_editable(store, configuration, &preview.directory)?;
        if order.typed != preview.user {
            return Err(LifeError::TypedOtherwise { user: preview.user });
        }
        let (_, record, _) = find(store, configuration, order.person)?;
        let mut accounts = Vec::new();
        if order.accounts {
            for account in &preview.accounts {
                let failed = self.delete_account(store, configuration, account, who).await?;
                let (target, account) = (account.target.clone(), account.account.clone());
                accounts.push(AccountDeletion { target, account, failed });
            }
        }
        rewrite(store, &preview.directory, self.now(), &Rewritten::default(), |one| {
            (one.id != record.id || one.user_name != record.user_name).then_some(one)
        })?;
        store.forget_known(&preview.directory, (&record.user_name, &record.id))?;
        store.forget_edits(&preview.directory, std::slice::from_ref(&record.id), &[])?;
        let detail = json!({
            "directory": preview.directory,
            "comesBack": preview.comes_back,
            "accounts": accounts.iter().map(|one| json!({
                "target": one.target, "account": one.account, "failed": one.failed,
            })).collect::<Vec<_>>(),
        });
        store.append(&[self.life_entry("person_deleted", who, Some(&record.user_name), detail)])?;
        Ok(Deletion {
            directory: preview.directory,
            user: record.user_name,
            comes_back: preview.comes_back,
            accounts,
        })
    }

    /// Deletes one account; answers why not, where it was not. Activity is told before and after.
    async fn delete_account(
        &self,
        store: &Store,
        configuration: &Configuration,
        account: &DeletableAccount,
        who: &str,
    ) -> Result<Option<String>, LifeError> {
        if account.reason.is_some() {
            return Ok(account.reason.clone());
        }
        let Some(definition) = configuration.target(&account.target) else {
            return Ok(Some("its target is not configured any more".to_owned()));
        };
        let entry = |status: &str, message: Option<&str>| NewActivity {
            at: self.now(),
            who: who.to_owned(),
            kind: "account_deleted".to_owned(),
            status: status.to_owned(),
            person: Some(account.account.clone()),
            rule: None,
            target: Some(account.target.clone()),
            run: None,
            cause: None,
            detail: json!({"account": account.key, "message": message}),
        };
        store.append(&[entry("sending", None)])?;
        let answer = match self.target_of(definition).await {
            Ok(target) => target.delete_account(&account.key).await,
            Err(error) => Err(error),
        };
        match answer {
            Ok(()) => {
                store.append(&[entry("ok", None)])?;
                let (target, account) = (account.target.clone(), account.key.clone());
                store.change_marks(&[MarkChange::Forget { target, account }])?;
                Ok(None)
            }
            Err(error) => {
                let message = error.to_string();
                store.append(&[entry("failed", Some(&message))])?;
                Ok(Some(message))
            }
        }
    }
}
