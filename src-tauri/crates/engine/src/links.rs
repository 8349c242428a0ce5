//! Links by hand: accounts of a target with whose they are, and saying whose one is.

use crate::engine::Engine;
use crate::error::EngineError;
use crate::planning::{Planned, PlannedTarget};
use rolecall_directory::{Configuration, Folded};
use rolecall_plan::{HandLink, PlanInput, linked_rows};
use rolecall_store::{Link, LinkAnswer, LinkedPerson, NewActivity, Store, StoreError};
use std::collections::{HashMap, HashSet};

/// Why an account could not be linked or unlinked.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// The configuration has no such target.
    #[error("there is no target \"{target}\"; look at the names of the targets")]
    UnknownTarget {
        /// The name.
        target: String,
    },
    /// The target could not be read.
    #[error("target \"{target}\" could not be read: {reason}")]
    Unread {
        /// The target.
        target: String,
        /// What it said.
        reason: String,
    },
    /// The target has no such account.
    #[error("target \"{target}\" has no account with the key \"{account}\"; list its accounts")]
    UnknownAccount {
        /// The target.
        target: String,
        /// The key.
        account: String,
    },
    /// No directory has such a person.
    #[error("nobody is called \"{user}\"; look for the userName among the people")]
    UnknownPerson {
        /// The userName.
        user: String,
    },
    /// The person has another account there by hand.
    #[error(
        "{user} has the account \"{other}\" in {target} by hand already; unlink that one first"
    )]
    HasAnother {
        /// The person.
        user: String,
        /// The target.
        target: String,
        /// The key of the other account.
        other: String,
    },
    /// The workspace failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl LinkError {
    /// A stable word for it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownTarget { .. }
            | Self::UnknownAccount { .. }
            | Self::UnknownPerson { .. } => "not_found",
            Self::Unread { .. } => "target_unreadable",
            Self::HasAnother { .. } => "person_has_account",
            Self::Store(error) => error.code(),
        }
    }
}

/// Which accounts are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhichAccounts {
    /// All of them.
    All,
    /// Those that no person explains.
    Unlinked,
    /// Those that Rolecall does not manage.
    Unmanaged,
}

/// The accounts of one target, with whose they are.
#[derive(Debug)]
pub struct TargetAccounts<'a> {
    planned: &'a Planned,
    target: &'a PlannedTarget,
    /// By row of the table: whose it is by hand.
    by_hand: HashMap<u32, Option<u32>>,
    /// People who have an account by hand.
    settled: HashSet<u32>,
}

/// An account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccountView<'a> {
    /// The target's own key.
    pub key: &'a str,
    /// The userName there.
    pub user_name: &'a str,
    /// The e-mail there.
    pub email: Option<&'a str>,
    /// Whether it is active.
    pub active: bool,
    /// Whether Rolecall manages it.
    pub managed: bool,
    /// The userName of the person whose it is.
    pub user: Option<&'a str>,
    /// Whether an administrator said whose it is.
    pub by_hand: bool,
}

impl Planned {
    /// The accounts of target number `index` as they were planned on, and whose they are by
    /// `links`, which may be newer than the plan.
    #[must_use]
    pub fn accounts(&self, index: usize, links: Vec<Link>) -> TargetAccounts<'_> {
        let links = hand_links(links, &self.configuration);
        let input = PlanInput { links: &links, ..self.input(index) };
        let by_hand: HashMap<u32, Option<u32>> = linked_rows(&input).into_iter().collect();
        let settled = by_hand.values().filter_map(|person| *person).collect();
        TargetAccounts { planned: self, target: &self.targets[index], by_hand, settled }
    }
}

impl<'a> TargetAccounts<'a> {
    /// The rows of the accounts that are wanted and whose userName or e-mail contains `text`,
    /// by userName.
    #[must_use]
    pub fn rows(&self, which: WhichAccounts, text: &str) -> Vec<u32> {
        let table = &self.target.table;
        let text = Folded::new(text.trim());
        let found = |row: &u32| {
            let holds = |one: &str| Folded::new(one).as_str().contains(text.as_str());
            text.as_str().is_empty()
                || holds(table.user_name(*row))
                || table.email(*row).is_some_and(holds)
        };
        let wanted = |row: &u32| match which {
            WhichAccounts::All => true,
            WhichAccounts::Unlinked => self.person(*row).is_none(),
            WhichAccounts::Unmanaged => !table.managed.contains(*row),
        };
        let mut rows: Vec<u32> = table.rows().filter(wanted).filter(found).collect();
        if !rows.is_sorted_by_key(|row| table.user_name(*row)) {
            rows.sort_by(|a, b| table.user_name(*a).cmp(table.user_name(*b)));
        }
        rows
    }

    /// The account in `row`.
    #[must_use]
    pub fn view(&self, row: u32) -> AccountView<'a> {
        let table = &self.target.table;
        let snapshot = &self.planned.reading.snapshot;
        AccountView {
            key: table.key(row),
            user_name: table.user_name(row),
            email: table.email(row),
            active: table.active.contains(row),
            managed: table.managed.contains(row),
            user: self.person(row).map(|person| snapshot.person(person).user_name()),
            by_hand: self.by_hand.contains_key(&row),
        }
    }

    /// The account of the person in `row` of the Snapshot.
    #[must_use]
    pub fn of_person(&self, row: u32) -> Option<AccountView<'a>> {
        let by_hand = self.by_hand.iter().find(|(_, person)| **person == Some(row));
        let by_hand = by_hand.map(|(account, _)| *account);
        let planned = self.target.plan.subjects.account(row);
        let account = by_hand.or(planned.filter(|one| self.person(*one) == Some(row)))?;
        Some(self.view(account))
    }

    fn person(&self, account: u32) -> Option<u32> {
        if let Some(person) = self.by_hand.get(&account) {
            return *person;
        }
        let subject = self.target.plan.subjects.of_account(account)?;
        let is_person = subject < self.planned.reading.snapshot.people();
        (is_person && !self.settled.contains(&subject)).then_some(subject)
    }
}

impl Engine {
    /// Gives an account to the person called `user`, and enters it in Activity.
    ///
    /// # Errors
    /// When there is no such target, account or person, or the person has another account by hand.
    pub fn link_account(
        &self,
        store: &Store,
        planned: &Planned,
        (target, account, user): (&str, &str, &str),
        who: &str,
    ) -> Result<(), LinkError> {
        let read = read_target(planned, target)?;
        has_account(read, account)?;
        let snapshot = &planned.reading.snapshot;
        let unknown = || LinkError::UnknownPerson { user: user.to_owned() };
        let &row = snapshot.rows_named(user).first().ok_or_else(unknown)?;
        let directories = snapshot.of_directory().iter().zip(&planned.configuration.directories);
        let directory = directories.into_iter().find(|(rows, _)| rows.contains(row));
        let (_, directory) = directory.ok_or_else(unknown)?;
        let person = snapshot.person(row);
        let link = Link {
            target: target.to_owned(),
            account: account.to_owned(),
            person: Some(LinkedPerson {
                directory: directory.name.clone(),
                id: person.id().to_owned(),
            }),
            who: who.to_owned(),
            at: self.now(),
        };
        if let LinkAnswer::HasAnother(other) = store.link(&link)? {
            if has_account(read, &other).is_ok() {
                let (user, target) = (person.user_name().to_owned(), target.to_owned());
                return Err(LinkError::HasAnother { user, target, other });
            }
            // That account is gone from the target, and its link with it.
            store.forget_link(target, &other)?;
            store.link(&link)?;
        }
        let entry = self.link_entry("account_linked", &link, Some(person.user_name()));
        Ok(store.append(&[entry]).map(drop)?)
    }

    /// Keeps an account from being anyone's, and enters it in Activity.
    ///
    /// # Errors
    /// When there is no such target or account.
    pub fn unlink_account(
        &self,
        store: &Store,
        planned: &Planned,
        (target, account): (&str, &str),
        who: &str,
    ) -> Result<(), LinkError> {
        has_account(read_target(planned, target)?, account)?;
        let (target, account) = (target.to_owned(), account.to_owned());
        let link = Link { target, account, person: None, who: who.to_owned(), at: self.now() };
        store.link(&link)?;
        Ok(store.append(&[self.link_entry("account_unlinked", &link, None)]).map(drop)?)
    }

    fn link_entry(&self, kind: &str, link: &Link, user: Option<&str>) -> NewActivity {
        NewActivity {
            at: self.now(),
            who: link.who.clone(),
            kind: kind.to_owned(),
            status: "ok".to_owned(),
            person: user.map(str::to_owned),
            rule: None,
            target: Some(link.target.clone()),
            run: None,
            cause: None,
            detail: serde_json::json!({"account": link.account}),
        }
    }
}

fn read_target<'a>(planned: &'a Planned, name: &str) -> Result<&'a PlannedTarget, LinkError> {
    let target = planned.targets.iter().find(|target| target.name == name);
    let target = target.ok_or_else(|| LinkError::UnknownTarget { target: name.to_owned() })?;
    match &target.error {
        None => Ok(target),
        Some(error) => {
            Err(LinkError::Unread { target: name.to_owned(), reason: error.to_string() })
        }
    }
}

fn has_account(target: &PlannedTarget, account: &str) -> Result<(), LinkError> {
    let known = target.table.rows().any(|row| target.table.key(row) == account);
    let unknown =
        || LinkError::UnknownAccount { target: target.name.clone(), account: account.to_owned() };
    known.then_some(()).ok_or_else(unknown)
}

/// The links by hand in `target`.
pub(crate) fn links(
    store: Option<&Store>,
    configuration: &Configuration,
    target: &str,
) -> Result<Vec<HandLink>, EngineError> {
    let Some(store) = store else { return Ok(Vec::new()) };
    Ok(hand_links(store.links(target)?, configuration))
}

/// One to a directory that the configuration has no more keeps the account from everybody.
fn hand_links(links: Vec<Link>, configuration: &Configuration) -> Vec<HandLink> {
    let place = |name: &str| configuration.directories.iter().position(|one| one.name == name);
    let links = links.into_iter().map(|link| HandLink {
        account: link.account,
        person: link.person.and_then(|person| Some((place(&person.directory)?, person.id))),
    });
    links.collect()
}
