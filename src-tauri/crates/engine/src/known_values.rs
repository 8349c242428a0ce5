//! What a target itself says exists, laid under what the configuration says.

use rolecall_connect::KnownValue;
use rolecall_directory::AccountTable;
use rolecall_plan::KnownSeats;
use std::collections::HashSet;

/// The seats that `values` tell of.
pub(crate) fn known_seats(values: &[KnownValue]) -> KnownSeats {
    let seats = values.iter().filter_map(|value| {
        let place = (value.slot.clone(), value.name.clone());
        Some((place, value.seats?))
    });
    seats.collect()
}

/// Makes `values` exist in `table`, so that none of them is made again.
pub(crate) fn lay_values_under(table: &mut AccountTable, values: &[KnownValue]) {
    let there = table.existing_values.iter();
    let mut there: HashSet<(String, String)> = there
        .flat_map(|(slot, all)| all.iter().map(|value| (slot.clone(), value.clone())))
        .collect();
    for value in values {
        if there.insert((value.slot.clone(), value.name.clone())) {
            table.existing_values.entry(value.slot.clone()).or_default().push(value.name.clone());
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_known_value_exists_once_and_brings_its_seats() {
        let mut table = AccountTable::default();
        table.existing_values.insert("products".to_owned(), vec!["Connect".to_owned()]);
        let value = |name: &str, seats| KnownValue {
            slot: "products".to_owned(),
            name: name.to_owned(),
            seats,
        };
        let values = [value("Connect", Some(5)), value("Webinar", None), value("Webinar", None)];
        lay_values_under(&mut table, &values);
        assert_eq!(table.existing_values["products"], ["Connect", "Webinar"], "each once");
        let seats = known_seats(&values);
        assert_eq!(seats.len(), 1, "only where the target tells how many there are");
        assert_eq!(seats[&("products".to_owned(), "Connect".to_owned())], 5, "as it tells");
    }
}
