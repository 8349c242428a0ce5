//! Subjects: people, and the accounts that no person has, in one numbering, so that what rules
//! want and what a target holds are sets over the same ground.

use roaring::RoaringBitmap;
use rolecall_directory::{AccountTable, Folded, Snapshot};
use std::collections::{BTreeMap, HashMap, HashSet};

/// A key by which accounts are matched to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatchKey {
    /// The account's externalId is the source's stable id.
    ExternalId,
    /// The userNames are equal without case.
    UserName,
    /// The primary e-mails are equal without case.
    Email,
}

const NONE: u32 = u32::MAX;

/// People keep their row; an account without a person follows after all people.
#[derive(Debug, Clone, Default)]
pub struct Subjects {
    people: u32,
    account_of: Vec<u32>,
    subject_of: Vec<u32>,
}

impl Subjects {
    /// Matches accounts to people: remembered links first, then `keys` in order. Rows in `left_out`
    /// (records of people whom another record owns) come after all others by each key.
    #[must_use]
    pub fn new(
        snapshot: &Snapshot,
        table: &AccountTable,
        keys: &[MatchKey],
        left_out: &RoaringBitmap,
    ) -> Self {
        let people = snapshot.people();
        let nobody = RoaringBitmap::new();
        let mut matching = Matching {
            snapshot,
            table,
            left_out,
            account_of: vec![NONE; people as usize],
            person_of: vec![NONE; table.rows.len()],
        };
        matching.by_link();
        for key in keys {
            // Of each key last the records that another one owns: an account that only they
            // explain is explained.
            for left_out in [left_out, &nobody] {
                matching.left_out = left_out;
                matching.by_key(*key);
            }
        }
        let Matching { mut account_of, person_of, .. } = matching;
        let mut subject_of = person_of;
        for (account, subject) in (0u32..).zip(&mut subject_of) {
            if *subject == NONE {
                *subject = account_of.len() as u32;
                account_of.push(account);
            }
        }
        Self { people, account_of, subject_of }
    }

    /// How many people there are; subjects from here on are accounts without a person.
    #[must_use]
    pub fn people(&self) -> u32 {
        self.people
    }

    /// The row of `subject`'s account in the table.
    #[must_use]
    pub fn account(&self, subject: u32) -> Option<u32> {
        self.account_of.get(subject as usize).copied().filter(|&account| account != NONE)
    }

    /// Subjects whose accounts are `accounts`.
    #[must_use]
    pub fn of_accounts(&self, accounts: &RoaringBitmap) -> RoaringBitmap {
        let mut subjects: Vec<u32> =
            accounts.iter().map(|account| self.subject_of[account as usize]).collect();
        subjects.sort_unstable();
        RoaringBitmap::from_sorted_iter(subjects).unwrap_or_default()
    }

    /// What the target holds, over subjects.
    #[must_use]
    pub fn actual(&self, table: &AccountTable) -> Actual {
        let slots = table.slots.iter().map(|(slot, holdings)| {
            let values = holdings.values.iter().map(|(value, holding)| {
                let held = self.of_accounts(&holding.held);
                let managed = self.of_accounts(&holding.managed);
                (value.clone(), Held { held, managed })
            });
            (slot.clone(), values.collect())
        });
        let accounts: RoaringBitmap = (0..table.rows.len() as u32).collect();
        Actual {
            accounts: self.of_accounts(&accounts),
            active: self.of_accounts(&table.active),
            managed: self.of_accounts(&table.managed),
            suspended_here: self.of_accounts(&table.suspended_here),
            slots: slots.collect(),
        }
    }
}

/// What a target holds, over subjects.
#[derive(Debug, Clone, Default)]
pub struct Actual {
    /// Subjects that have an account.
    pub accounts: RoaringBitmap,
    /// Those whose account is active.
    pub active: RoaringBitmap,
    /// Those whose account Rolecall manages.
    pub managed: RoaringBitmap,
    /// Those whose account Rolecall suspended.
    pub suspended_here: RoaringBitmap,
    slots: BTreeMap<String, BTreeMap<String, Held>>,
}

/// Who holds a value.
#[derive(Debug, Clone, Default)]
pub(crate) struct Held {
    pub(crate) held: RoaringBitmap,
    pub(crate) managed: RoaringBitmap,
}

static NOBODY: std::sync::LazyLock<Held> = std::sync::LazyLock::new(Held::default);

impl Actual {
    /// Who holds `value` in `slot`.
    pub(crate) fn held(&self, slot: &str, value: &str) -> &Held {
        self.slots.get(slot).and_then(|values| values.get(value)).unwrap_or(&NOBODY)
    }

    /// The values that somebody holds in `slot`.
    pub(crate) fn values(&self, slot: &str) -> impl Iterator<Item = &str> {
        self.slots.get(slot).into_iter().flat_map(|values| values.keys().map(String::as_str))
    }
}

struct Matching<'a> {
    snapshot: &'a Snapshot,
    table: &'a AccountTable,
    left_out: &'a RoaringBitmap,
    account_of: Vec<u32>,
    person_of: Vec<u32>,
}

impl Matching<'_> {
    fn by_link(&mut self) {
        if self.table.rows.iter().all(|account| account.person.is_none()) {
            return;
        }
        let people = self.free_people(|snapshot, row| Some(Folded::new(snapshot.person(row).id())));
        self.claim(&people, |table, account| {
            table.rows[account as usize].person.as_deref().map(Folded::new)
        });
    }

    fn by_key(&mut self, key: MatchKey) {
        // An e-mail is claimed by the person who has it and an account already.
        let claimed = if key == MatchKey::Email { self.claimed_emails() } else { HashSet::new() };
        let people = self.free_people(|snapshot, row| {
            let person = snapshot.person(row);
            match key {
                MatchKey::ExternalId => Some(Folded::new(person.id())),
                MatchKey::UserName => Some(Folded::new(person.user_name())),
                MatchKey::Email => {
                    person.email().map(Folded::new).filter(|email| !claimed.contains(email))
                }
            }
        });
        self.claim(&people, |table, account| {
            let account = &table.rows[account as usize];
            match key {
                MatchKey::ExternalId => account.external_id.as_deref().map(Folded::new),
                MatchKey::UserName => Some(Folded::new(&account.user_name)),
                MatchKey::Email => account.email.as_deref().map(Folded::new),
            }
        });
    }

    fn claimed_emails(&self) -> HashSet<Folded> {
        let rows = (0u32..).zip(&self.account_of).filter(|(_, account)| **account != NONE);
        rows.filter_map(|(row, _)| self.snapshot.person(row).email().map(Folded::new)).collect()
    }

    /// People without an account by key; of several with one key the first.
    fn free_people(&self, key: impl Fn(&Snapshot, u32) -> Option<Folded>) -> HashMap<Folded, u32> {
        let mut people = HashMap::new();
        for row in 0..self.snapshot.people() {
            let free = self.account_of[row as usize] == NONE && !self.left_out.contains(row);
            if free && let Some(key) = key(self.snapshot, row) {
                people.entry(key).or_insert(row);
            }
        }
        people
    }

    fn claim(
        &mut self,
        people: &HashMap<Folded, u32>,
        key: impl Fn(&AccountTable, u32) -> Option<Folded>,
    ) {
        for account in 0..self.table.rows.len() as u32 {
            if self.person_of[account as usize] != NONE {
                continue;
            }
            let found = key(self.table, account).and_then(|key| people.get(&key).copied());
            if let Some(row) = found.filter(|&row| self.account_of[row as usize] == NONE) {
                self.account_of[row as usize] = account;
                self.person_of[account as usize] = row;
            }
        }
    }
}
