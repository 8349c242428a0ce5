//! Who goes without: products of which too few seats were bought.

use std::collections::BTreeSet;

use super::outcome::Outcome;
use super::people::Person;
use super::{Organization, PRODUCTS, is_scarce, seats_bought};

/// The people whom rules give a scarce product, with the rank of the rule.
#[derive(Debug)]
pub(super) struct Seats {
    wanted: Vec<Vec<(u32, u32)>>,
}

/// The people who go without a seat, for each product.
#[derive(Debug)]
pub(super) struct Refused(Vec<BTreeSet<u32>>);

impl Seats {
    pub(super) fn new() -> Self {
        Self { wanted: vec![Vec::new(); PRODUCTS] }
    }

    /// Hears what someone is to be given.
    pub(super) fn want(&mut self, person: &Person, outcome: &Outcome) {
        for (product, rank) in outcome.products.iter().enumerate() {
            if let Some(rank) = rank.filter(|_| is_scarce(product)) {
                self.wanted[product].push((rank, person.number as u32));
            }
        }
    }

    /// Gives the seats by the highest rule's rank, then by userName.
    pub(super) fn give(self, organization: &Organization) -> Refused {
        let users = organization.size.users;
        let refused = self.wanted.into_iter().enumerate().map(|(product, mut wanted)| {
            let name = |person: u32| organization.people.draw(person as usize).cells[1].clone();
            wanted.sort_by_cached_key(|&(rank, person)| (rank, name(person)));
            wanted
                .into_iter()
                .skip(seats_bought(product, users))
                .map(|(_, person)| person)
                .collect()
        });
        Refused(refused.collect())
    }
}

impl Refused {
    /// Takes what there is no seat for out of what someone is given.
    pub(super) fn take(&self, person: &Person, outcome: &mut Outcome) {
        for (refused, given) in self.0.iter().zip(&mut outcome.products) {
            if refused.contains(&(person.number as u32)) {
                *given = None;
            }
        }
    }
}
