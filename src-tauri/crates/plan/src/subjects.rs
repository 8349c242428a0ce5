//! Subjects: people, and the accounts that no person has, in one numbering, so that what rules
//! want and what a target holds are sets over the same ground.

use crate::matching::Matching;
use crate::pairs::{SHARED, in_pairs};
use roaring::RoaringBitmap;
use rolecall_directory::{AccountTable, PersonKeys};
use std::borrow::Cow;
use std::collections::BTreeMap;

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

pub(crate) const NONE: u32 = u32::MAX;
/// The person of an account that is kept from everybody.
pub(crate) const NOBODYS: u32 = u32::MAX - 1;

/// People keep their row; an account without a person follows after all people.
#[derive(Debug, Clone, Default)]
pub struct Subjects {
    people: u32,
    account_of: Vec<u32>,
    subject_of: Vec<u32>,
}

impl Subjects {
    /// Matches accounts to people: links by hand first (account and person, or nobody), then
    /// remembered ones, then `keys` in order. Rows in `left_out` (records of people whom another
    /// record owns) come after all others by each key.
    #[must_use]
    pub fn new(
        people: PersonKeys<'_>,
        count: u32,
        table: &AccountTable,
        links: &[(u32, Option<u32>)],
        keys: &[MatchKey],
        left_out: &RoaringBitmap,
    ) -> Self {
        let mut matching = Matching {
            people,
            table,
            account_of: vec![NONE; count as usize],
            person_of: vec![NONE; table.len() as usize],
            unclaimed: table.len() as usize,
        };
        matching.by_hand(links);
        let nobody = RoaringBitmap::new();
        if table.has_persons() {
            matching.by_id(|row| table.person(row), left_out);
        }
        for key in keys {
            // Of each key last the records that another one owns: an account that only they
            // explain is explained.
            matching.by_key(*key, left_out);
            if !left_out.is_empty() {
                matching.by_key(*key, &nobody);
            }
        }
        if table.has_persons() {
            matching.by_id(|row| table.person(row), &nobody);
        }
        let Matching { mut account_of, person_of, .. } = matching;
        let mut subject_of = person_of;
        for (account, subject) in (0u32..).zip(&mut subject_of) {
            if *subject == NONE || *subject == NOBODYS {
                *subject = account_of.len() as u32;
                account_of.push(account);
            }
        }
        Self { people: count, account_of, subject_of }
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

    /// The subject whose account is in row `account` of the table.
    #[must_use]
    pub fn of_account(&self, account: u32) -> Option<u32> {
        self.subject_of.get(account as usize).copied()
    }

    /// Takes its account from `subject`; answers the subject that the account is by itself.
    pub(crate) fn release(&mut self, subject: u32) -> Option<u32> {
        let account = self.account(subject)?;
        let alone = u32::try_from(self.account_of.len()).ok()?;
        self.account_of[subject as usize] = NONE;
        self.account_of.push(account);
        self.subject_of[account as usize] = alone;
        Some(alone)
    }

    /// Subjects whose accounts are `accounts`.
    #[must_use]
    pub fn of_accounts(&self, accounts: &RoaringBitmap) -> RoaringBitmap {
        let mut subjects = accounts.iter().map(|account| self.subject_of[account as usize]);
        if accounts.len() < self.subject_of.len() as u64 / 1024 {
            let mut subjects: Vec<u32> = subjects.collect();
            subjects.sort_unstable();
            return RoaringBitmap::from_sorted_iter(subjects).unwrap_or_default();
        }
        // A bit each, so that nothing need be sorted.
        let mut bits = vec![0u8; self.account_of.len().div_ceil(8)];
        subjects.all(|subject| {
            bits[subject as usize / 8] |= 1 << (subject % 8);
            true
        });
        RoaringBitmap::from_lsb0_bytes(0, &bits)
    }

    /// What the target holds, over subjects.
    #[must_use]
    pub fn actual(&self, table: &AccountTable) -> Actual {
        let holdings = table.slots.iter().flat_map(|(slot, holdings)| {
            holdings.values.iter().map(move |(value, holding)| (slot, value, holding))
        });
        let holdings: Vec<_> = holdings.collect();
        let active = self.of_accounts(&table.active);
        let subjects = in_pairs(holdings.len(), table.len() >= SHARED, |at| {
            let holding = holdings[at].2;
            let held = self.of_accounts(&holding.held);
            let unmanaged = self.of_accounts(&holding.unmanaged);
            let base = held.intersection_len(&active) - unmanaged.intersection_len(&active);
            Held { held, unmanaged, base }
        });
        let mut slots: BTreeMap<String, BTreeMap<String, Held>> = BTreeMap::new();
        for ((slot, value, _), held) in holdings.into_iter().zip(subjects) {
            slots.entry(slot.clone()).or_default().insert(value.clone(), held);
        }
        let accounts: RoaringBitmap = table.rows().collect();
        Actual {
            accounts: self.of_accounts(&accounts),
            active,
            managed: self.of_accounts(&table.managed),
            suspended_here: self.of_accounts(&table.suspended_here),
            slots,
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
    /// Those of them in whose account it is not managed: mostly nobody.
    pub(crate) unmanaged: RoaringBitmap,
    /// How many active accounts hold it managed.
    pub(crate) base: u64,
}

impl Held {
    /// Those who hold it managed.
    pub(crate) fn managed(&self) -> Cow<'_, RoaringBitmap> {
        match self.unmanaged.is_empty() {
            true => Cow::Borrowed(&self.held),
            false => Cow::Owned(&self.held - &self.unmanaged),
        }
    }
}

static NOBODY: std::sync::LazyLock<Held> = std::sync::LazyLock::new(Held::default);

/// Puts subjects of `rows` that are in `set` under their new numbers; `moves` has all of `rows`.
pub(crate) fn renumber(set: &mut RoaringBitmap, rows: &RoaringBitmap, moves: &[(u32, u32)]) {
    if set.is_disjoint(rows) {
        return;
    }
    for &(from, to) in moves {
        if set.remove(from) {
            set.insert(to);
        }
    }
}

impl Actual {
    /// Puts the subjects `rows` under new numbers.
    pub(crate) fn renumber(&mut self, rows: &RoaringBitmap, moves: &[(u32, u32)]) {
        let all =
            [&mut self.accounts, &mut self.active, &mut self.managed, &mut self.suspended_here];
        let values = self.slots.values_mut().flat_map(BTreeMap::values_mut);
        let values = values.flat_map(|value| [&mut value.held, &mut value.unmanaged]);
        all.into_iter().chain(values).for_each(|set| renumber(set, rows, moves));
    }

    /// Who holds `value` in `slot`.
    pub(crate) fn held(&self, slot: &str, value: &str) -> &Held {
        self.slots.get(slot).and_then(|values| values.get(value)).unwrap_or(&NOBODY)
    }

    /// How many values in `slot` are held managed by active accounts.
    pub(crate) fn base(&self, slot: &str) -> u64 {
        let values = self.slots.get(slot).into_iter().flat_map(BTreeMap::values);
        values.map(|held| held.base).sum()
    }

    /// The values that somebody holds in `slot`.
    pub(crate) fn values(&self, slot: &str) -> impl Iterator<Item = &str> {
        self.slots.get(slot).into_iter().flat_map(|values| values.keys().map(String::as_str))
    }
}
