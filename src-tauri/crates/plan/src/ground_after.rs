//! The ground of a target after some people changed.

use crate::account_keys::AccountKeys;
use crate::ground::Ground;
use crate::protection::{accounts_tell_all, protected_people};
use crate::subjects::{MatchKey, renumber};
use crate::target_plan::PlanInput;
use roaring::RoaringBitmap;
use rolecall_directory::Folded;
use std::sync::Arc;

impl Ground {
    /// The same after the people in `rows` changed, and the subjects for whom anything may be
    /// different: `rows`, and accounts that lost their person. Nobody else is looked at, unless
    /// accounts have to be matched anew; then everything is read as by [`Ground::new`], and
    /// `None` says that nothing is shared.
    #[must_use]
    pub(crate) fn after(
        mut self,
        input: &PlanInput<'_>,
        rows: &RoaringBitmap,
    ) -> (Self, Option<RoaringBitmap>) {
        let fits = input.snapshot.people() <= self.subjects.people();
        let released = fits.then(|| self.released(input, rows)).flatten();
        let Some(released) = released else { return (Self::new(input), None) };
        let mut moved = rows.clone();
        if !released.is_empty() {
            moved |= self.release(&released);
        }
        self.protected_people -= rows;
        self.protected_people |= protected_people(input, Some(rows));
        self.protected = Arc::new(&self.protected_people | &self.protected_accounts);
        let these = self.wanted_among(input, rows);
        self.if_wanted.patch(rows, &these);
        self.close(input);
        (self, Some(moved))
    }

    /// Those of `rows` who are not the people of their accounts any more; `None` where these, or
    /// any other account, could be somebody else's now.
    fn released(&self, input: &PlanInput<'_>, rows: &RoaringBitmap) -> Option<RoaringBitmap> {
        // Ids are comparable within one directory only, and links by hand come before all keys.
        if !input.links.is_empty() || input.snapshot.of_directory().len() > 1 {
            return None;
        }
        let first = self.match_keys(input).first().copied();
        let mut released = RoaringBitmap::new();
        let mut without = RoaringBitmap::new();
        for row in rows {
            match self.subjects.account(row) {
                Some(account) if is_of(input, account, row, first) => {}
                Some(account) => {
                    if is_anybodys(input, account) {
                        return None;
                    }
                    released.insert(row);
                    without.insert(row);
                }
                None => _ = without.insert(row),
            }
        }
        let kept = released.is_empty() || accounts_tell_all(input);
        (kept && !self.could_match(input, &without)).then_some(released)
    }

    /// Takes their accounts from the people in `rows`; answers the subjects that these are now.
    fn release(&mut self, rows: &RoaringBitmap) -> RoaringBitmap {
        let subjects = Arc::make_mut(&mut self.subjects);
        let moves = rows.iter().filter_map(|row| Some((row, subjects.release(row)?)));
        let moves: Vec<(u32, u32)> = moves.collect();
        Arc::make_mut(&mut self.actual).renumber(rows, &moves);
        renumber(&mut self.protected_accounts, rows, &moves);
        moves.into_iter().map(|(_, subject)| subject).collect()
    }

    /// Whether any account may have a key of somebody in `rows`.
    fn could_match(&self, input: &PlanInput<'_>, rows: &RoaringBitmap) -> bool {
        let people = rows.iter().map(|row| input.snapshot.person(row));
        let texts = people.flat_map(|one| [Some(one.user_name()), Some(one.id()), one.email()]);
        let mut texts = texts.flatten().filter(|text| !text.is_empty()).peekable();
        if texts.peek().is_none() {
            return false;
        }
        let known = self.account_keys.get_or_init(|| AccountKeys::new(input.table));
        texts.any(|text| known.may_have(text))
    }
}

/// Whether the person in `row` has the key by which `account` is matched first.
fn is_of(input: &PlanInput<'_>, account: u32, row: u32, first: Option<MatchKey>) -> bool {
    let (table, person) = (input.table, input.snapshot.person(row));
    let same = |ours: &str, theirs: Option<&str>| {
        theirs.is_some_and(|theirs| Folded::new(ours) == Folded::new(theirs))
    };
    match (table.person(account), first) {
        (Some(remembered), _) => same(person.id(), Some(remembered)),
        (None, Some(MatchKey::ExternalId)) => same(person.id(), table.external_id(account)),
        (None, Some(MatchKey::UserName)) => {
            same(person.user_name(), Some(table.user_name(account)))
        }
        (None, Some(MatchKey::Email)) => {
            person.email().is_some_and(|email| same(email, table.email(account)))
        }
        (None, None) => false,
    }
}

/// Whether anybody has a key of `account`.
fn is_anybodys(input: &PlanInput<'_>, account: u32) -> bool {
    let table = input.table;
    let texts = [
        Some(table.user_name(account)),
        table.email(account),
        table.external_id(account),
        table.person(account),
    ];
    texts.into_iter().flatten().any(|text| input.snapshot.has_key(text))
}
