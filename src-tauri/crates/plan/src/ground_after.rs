//! The ground of a target after some people changed.

use crate::ground::Ground;
use crate::pairs::in_halves;
use crate::protection::protected_people;
use crate::subjects::MatchKey;
use crate::target_plan::PlanInput;
use roaring::RoaringBitmap;
use rolecall_directory::Folded;
use std::collections::HashSet;
use std::sync::Arc;

impl Ground {
    /// The same after the people in `rows` changed. Nobody else is looked at, unless accounts
    /// have to be matched anew; then everything is read as by [`Ground::new`], and `false` says
    /// that nothing is shared.
    #[must_use]
    pub fn after(&self, input: &PlanInput<'_>, rows: &RoaringBitmap) -> (Self, bool) {
        if input.snapshot.people() > self.subjects.people() || !self.keeps_matches(input, rows) {
            return (Self::new(input), false);
        }
        let mut ground = self.clone();
        let mut people = &self.protected_people - rows;
        people |= protected_people(input, Some(rows));
        ground.protected = Arc::new(&people | &self.protected_accounts);
        ground.protected_people = people;
        let these = ground.wanted_among(input, rows);
        ground.if_wanted.patch(rows, &these);
        ground.close(input);
        (ground, true)
    }

    /// Whether the people in `rows` are still who their accounts are matched to, and no account
    /// could become theirs.
    fn keeps_matches(&self, input: &PlanInput<'_>, rows: &RoaringBitmap) -> bool {
        // Ids are comparable within one directory only, and links by hand come before all keys.
        if !input.links.is_empty() || input.snapshot.of_directory().len() > 1 {
            return false;
        }
        let first = self.match_keys(input).first().copied();
        let table = input.table;
        let mut without = RoaringBitmap::new();
        for row in rows {
            let Some(account) = self.subjects.account(row) else {
                without.insert(row);
                continue;
            };
            let person = input.snapshot.person(row);
            let same = |ours: &str, theirs: Option<&str>| {
                theirs.is_some_and(|theirs| Folded::new(ours) == Folded::new(theirs))
            };
            let theirs = match (table.person(account), first) {
                (Some(remembered), _) => same(person.id(), Some(remembered)),
                (None, Some(MatchKey::ExternalId)) => same(person.id(), table.external_id(account)),
                (None, Some(MatchKey::UserName)) => {
                    same(person.user_name(), Some(table.user_name(account)))
                }
                (None, Some(MatchKey::Email)) => {
                    person.email().is_some_and(|email| same(email, table.email(account)))
                }
                (None, None) => false,
            };
            if !theirs {
                return false;
            }
        }
        !could_match(input, &without)
    }
}

/// Whether any account has a key of somebody in `rows`.
fn could_match(input: &PlanInput<'_>, rows: &RoaringBitmap) -> bool {
    let mut keys: HashSet<Folded> = HashSet::new();
    for person in rows.iter().map(|row| input.snapshot.person(row)) {
        let texts = [Some(person.user_name()), Some(person.id()), person.email()];
        keys.extend(texts.into_iter().flatten().filter(|text| !text.is_empty()).map(Folded::new));
    }
    if keys.is_empty() {
        return false;
    }
    // Most texts differ in length or first letter from all of them.
    let mut looks = vec![false; 1 << 16];
    for key in &keys {
        looks[look(key.as_str())] = true;
    }
    let table = input.table;
    let meets =
        |text: &str| (looks[look(text)] || !text.is_ascii()) && keys.contains(&Folded::new(text));
    let (ids, persons) = (table.has_external_ids(), table.has_persons());
    let found = in_halves(table.len(), |mut accounts| {
        let met = accounts.any(|account| {
            meets(table.user_name(account))
                || table.email(account).is_some_and(meets)
                || (ids && table.external_id(account).is_some_and(meets))
                || (persons && table.person(account).is_some_and(meets))
        });
        if met { vec![()] } else { Vec::new() }
    });
    !found.is_empty()
}

/// A number that texts of one folded form share, as far as they are ASCII.
fn look(text: &str) -> usize {
    let first = text.as_bytes().first().copied().unwrap_or_default().to_ascii_lowercase();
    (usize::from(first) << 8 | (text.len() & 0xFF)) & 0xFFFF
}
