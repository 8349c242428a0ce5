//! How a console strays from the planned state, and how many steps bring it back.

use super::outcome::Outcome;
use super::{PRODUCTS, ROLES, is_scarce, product_name};
use crate::dice::Dice;

/// The steps that bring a target back, by kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Drift {
    /// Accounts that are missing.
    pub create: usize,
    /// Accounts with a former address.
    pub update: usize,
    /// Accounts of people who left.
    pub suspend: usize,
    /// Accounts that are inactive although their person is not.
    pub reactivate: usize,
    /// Values that are missing.
    pub assign: usize,
    /// Values that are too many.
    pub unassign: usize,
}

impl Drift {
    /// How many steps these are.
    #[must_use]
    pub fn steps(&self) -> usize {
        self.create + self.update + self.suspend + self.reactivate + self.assign + self.unassign
    }
}

/// What an account holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) active: bool,
    pub(super) managed: bool,
    pub(super) email: String,
    pub(super) products: Vec<String>,
    pub(super) role: Option<usize>,
    pub(super) user_groups: Vec<String>,
    /// Products that are held but not managed.
    pub(super) unmanaged: Vec<String>,
}

impl Held {
    /// A managed, active account that holds just what rules give.
    pub(super) fn planned(email: &str, outcome: &Outcome) -> Self {
        Self {
            active: true,
            managed: true,
            email: email.to_owned(),
            products: outcome.product_names(),
            role: outcome.role,
            user_groups: outcome.user_groups.clone(),
            unmanaged: Vec::new(),
        }
    }

    /// A managed account from which everything was taken.
    pub(super) fn suspended(email: &str) -> Self {
        Self { managed: true, email: email.to_owned(), ..Self::default() }
    }

    pub(super) fn values(&self) -> usize {
        self.products.len() + usize::from(self.role.is_some()) + self.user_groups.len()
    }
}

/// The account of someone who left: still as it was, or long suspended.
pub(super) fn leaver(email: &str, outcome: &Outcome, dice: &mut Dice, drift: &mut Drift) -> Held {
    let mut held = Held::planned(email, outcome);
    held.products.retain(|product| !scarce_names().any(|scarce| scarce == *product));
    if held.values() == 0 || dice.below(100) >= LEAVERS {
        return Held::suspended(email);
    }
    drift.suspend += 1;
    drift.unassign += held.values();
    held
}

/// Of a hundred people who left, so many have an account that nobody has suspended yet.
const LEAVERS: usize = 10;

/// The account of someone to whom rules give a value, as it strayed; nothing when it is missing.
///
/// Who holds a scarce product is left alone: their seat would go to somebody else.
pub(super) fn strayed(
    email: &str,
    outcome: &Outcome,
    dice: &mut Dice,
    drift: &mut Drift,
) -> Option<Held> {
    let planned = Held::planned(email, outcome);
    let scarce =
        (0..PRODUCTS).any(|product| is_scarce(product) && outcome.products[product].is_some());
    if scarce {
        return Some(planned);
    }
    let mut held = planned;
    match dice.below(1000) {
        0..3 => {
            drift.create += 1;
            drift.assign += held.values();
            return None;
        }
        3..6 => {
            drift.reactivate += 1;
            drift.assign += held.values();
            return Some(Held::suspended(email));
        }
        6..36 => {
            let at = dice.below(held.products.len());
            if held.products.len() > at {
                held.products.remove(at);
                drift.assign += 1;
            }
        }
        36..51 => drift.unassign += add(&mut held, outcome, dice).map_or(0, |_| 1),
        51..61 => change_role(&mut held, dice, drift),
        61..65 => {
            drift.update += 1;
            held.email = format!("former.{email}");
        }
        65..75 => {
            let added = add(&mut held, outcome, dice);
            held.unmanaged.extend(added);
        }
        // Someone else made it, or this value of it: it is left as it is.
        75..77 => held.managed = false,
        77..80 => held.unmanaged.extend(held.products.first().cloned()),
        _ => {}
    }
    Some(held)
}

/// Adds a product that rules do not give, if the one that is drawn is such a one.
fn add(held: &mut Held, outcome: &Outcome, dice: &mut Dice) -> Option<String> {
    let product = dice.below(PRODUCTS);
    let free = outcome.products[product].is_none() && !is_scarce(product);
    let name = free.then(|| product_name(product))?;
    held.products.push(name.clone());
    Some(name)
}

/// Gives another role than rules do. Where rules decide, it is replaced; otherwise it is taken away.
fn change_role(held: &mut Held, dice: &mut Dice, drift: &mut Drift) {
    // Never an administrator's: the last of them would keep it.
    let role = 1 + dice.below(ROLES.len() - 1);
    if held.role == Some(0) || held.role == Some(role) {
        return;
    }
    drift.unassign += 1;
    drift.assign += usize::from(held.role.is_some());
    held.role = Some(role);
}

fn scarce_names() -> impl Iterator<Item = String> {
    (0..PRODUCTS).filter(|product| is_scarce(*product)).map(product_name)
}
