//! Whose account is whose.

use crate::pairs::in_halves;
use crate::subjects::{MatchKey, NOBODYS, NONE};
use roaring::RoaringBitmap;
use rolecall_directory::{AccountTable, KeyColumn, PersonKeys};

/// People and accounts while they are being matched: each to one of the others at most.
pub(crate) struct Matching<'a> {
    pub(crate) people: PersonKeys<'a>,
    pub(crate) table: &'a AccountTable,
    /// By person.
    pub(crate) account_of: Vec<u32>,
    /// By account.
    pub(crate) person_of: Vec<u32>,
    /// How many accounts have no person yet.
    pub(crate) unclaimed: usize,
}

impl<'a> Matching<'a> {
    /// Does as administrators said: an account is a person's, or nobody's. A person has one of
    /// them; a second one is kept from everybody.
    pub(crate) fn by_hand(&mut self, links: &[(u32, Option<u32>)]) {
        for &(account, person) in links {
            if self.person_of[account as usize] != NONE {
                continue;
            }
            match person.filter(|&row| self.account_of[row as usize] == NONE) {
                Some(row) => self.claim(account, row),
                None => {
                    self.person_of[account as usize] = NOBODYS;
                    self.unclaimed -= 1;
                }
            }
        }
    }

    /// Matches by one key all people who have no account yet, but for those in `left_out`; of
    /// several with one key the first.
    pub(crate) fn by_key(&mut self, key: MatchKey, left_out: &RoaringBitmap) {
        match key {
            MatchKey::ExternalId if !self.table.has_external_ids() => {}
            MatchKey::ExternalId => {
                let table = self.table;
                self.by_id(|row| table.external_id(row), left_out);
            }
            MatchKey::UserName => {
                let people = self.people.user_name;
                let table = self.table;
                self.by_text(people, left_out, |row| Some(table.user_name(row)), &[]);
            }
            MatchKey::Email => {
                let people = self.people.email;
                let claimed = self.claimed_emails();
                let table = self.table;
                self.by_text(people, left_out, |row| table.email(row), &claimed);
            }
        }
    }

    /// Matches by the source's stable id, which several directories may use for different
    /// people: such an account goes to the one it also shares userName or e-mail with, and only
    /// then to the first.
    pub(crate) fn by_id(
        &mut self,
        text: impl Fn(u32) -> Option<&'a str>,
        left_out: &RoaringBitmap,
    ) {
        if self.unclaimed == 0 {
            return;
        }
        let keys = self.people.id;
        let mut rows: Vec<(u32, u32)> = self.free(keys, left_out).collect();
        rows.sort_unstable();
        for sure in [true, false] {
            for account in self.table.rows() {
                if self.person_of[account as usize] != NONE {
                    continue;
                }
                let Some(key) = text(account).and_then(|text| keys.find(text)) else { continue };
                let start = rows.partition_point(|(other, _)| *other < key);
                let same = rows[start..].iter().take_while(|(other, _)| *other == key);
                let same: Vec<u32> = same.map(|(_, row)| *row).collect();
                let free = |row: &u32| self.account_of[*row as usize] == NONE;
                let found = match same.as_slice() {
                    [alone] => Some(*alone),
                    several if sure => {
                        several.iter().copied().find(|&row| self.agree(account, row))
                    }
                    several => several.iter().copied().find(free),
                };
                if let Some(row) = found.filter(free) {
                    self.claim(account, row);
                }
            }
        }
    }

    fn by_text(
        &mut self,
        keys: KeyColumn<'a>,
        left_out: &RoaringBitmap,
        text: impl Fn(u32) -> Option<&'a str> + Sync,
        claimed: &[bool],
    ) {
        if self.unclaimed == 0 {
            return;
        }
        let mut first = vec![NONE; keys.len()];
        for (key, row) in self.free(keys, left_out) {
            if first[key as usize] == NONE && !claimed.get(key as usize).is_some_and(|c| *c) {
                first[key as usize] = row;
            }
        }
        let person_of = &self.person_of;
        let found = in_halves(self.table.len(), |accounts| {
            let free = accounts.filter(|account| person_of[*account as usize] == NONE);
            let keyed = free.filter_map(|one| Some((one, keys.find(text(one)?)?)));
            keyed.map(|(account, key)| (account, first[key as usize])).collect()
        });
        for (account, row) in found {
            if row != NONE && self.account_of[row as usize] == NONE {
                self.claim(account, row);
            }
        }
    }

    /// People without an account who are not left out: key and row, by row.
    fn free(
        &self,
        keys: KeyColumn<'a>,
        left_out: &RoaringBitmap,
    ) -> impl Iterator<Item = (u32, u32)> {
        let people = (0u32..).zip(&self.account_of).filter(|(_, account)| **account == NONE);
        let people = people.filter(|(row, _)| !left_out.contains(*row));
        people.filter_map(move |(row, _)| Some((keys.of(row)?, row)))
    }

    /// An e-mail is claimed by the person who has it and an account already.
    fn claimed_emails(&self) -> Vec<bool> {
        let keys = self.people.email;
        let mut claimed = vec![false; keys.len()];
        for (row, account) in (0u32..).zip(&self.account_of) {
            if let Some(key) = keys.of(row).filter(|_| *account != NONE) {
                claimed[key as usize] = true;
            }
        }
        claimed
    }

    fn agree(&self, account: u32, row: u32) -> bool {
        let same = |keys: KeyColumn<'a>, text: &str| {
            keys.of(row).is_some_and(|key| keys.find(text) == Some(key))
        };
        same(self.people.user_name, self.table.user_name(account))
            || self.table.email(account).is_some_and(|email| same(self.people.email, email))
    }

    fn claim(&mut self, account: u32, row: u32) {
        self.account_of[row as usize] = account;
        self.person_of[account as usize] = row;
        self.unclaimed -= 1;
    }
}
