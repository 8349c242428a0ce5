//! Products and their seats.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::Product;
use super::answer::Refusal;
use super::console::Console;

impl Console {
    pub(super) fn products(&self) -> Vec<Product> {
        self.products.clone()
    }

    pub(super) fn sells(&self, name: &str) -> bool {
        self.products.is_empty() || self.products.iter().any(|product| product.name == name)
    }

    pub(super) fn buy_seats(&mut self, name: &str, add: u32) -> Option<u32> {
        let product = self.products.iter_mut().find(|product| product.name == name)?;
        product.seats = product.seats.saturating_add(add);
        Some(product.seats)
    }

    /// Refuses attributes that need a seat which is not free; those held before are not counted again.
    pub(super) fn check_seats(
        &self,
        old: Option<&Map<String, Value>>,
        new: &Map<String, Value>,
    ) -> Result<(), Refusal> {
        let held: BTreeSet<&str> = old.into_iter().flat_map(entitlements).collect();
        let lacks = |name: &&str| !held.contains(name);
        for name in entitlements(new).filter(lacks).collect::<BTreeSet<_>>() {
            let full = |product: &&Product| product.name == name && product.used >= product.seats;
            if let Some(Product { seats, used, .. }) = self.products.iter().find(full) {
                return Err(Refusal::new(
                    400,
                    format!("No licences left for \"{name}\": {used} of {seats} seats are used"),
                ));
            }
        }
        Ok(())
    }

    /// Counts the seats of a user's attributes as taken, or as given back.
    pub(super) fn count_seats(&mut self, attributes: &Map<String, Value>, taken: bool) {
        for name in entitlements(attributes).collect::<BTreeSet<_>>() {
            if let Some(product) = self.products.iter_mut().find(|product| product.name == name) {
                product.used =
                    if taken { product.used + 1 } else { product.used.saturating_sub(1) };
            }
        }
    }
}

/// The values of a user's entitlements.
fn entitlements(attributes: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let list = attributes.get("entitlements").and_then(Value::as_array);
    list.into_iter().flatten().filter_map(|element| element["value"].as_str())
}
