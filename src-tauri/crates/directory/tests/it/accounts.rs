//! The table of accounts: columns and bitmaps that give back what was put in.

use proptest::prelude::*;
use rolecall_directory::{AccountRecord, AccountRow, AccountTable, HoldingRecord};

fn records() -> impl Strategy<Value = Vec<AccountRecord>> {
    let word = || "[abü]{1,4}";
    let maybe = || proptest::option::of("[abü]{1,4}");
    let holding = (0..3, 0..4, any::<bool>());
    let holdings = proptest::collection::vec(holding, 0..6);
    let sent = proptest::option::of("[a-c]{1,2}");
    let account = (word(), word(), maybe(), maybe(), any::<[bool; 4]>(), maybe(), holdings, sent);
    let account = account.prop_map(|(key, name, email, external, flags, person, holds, sent)| {
        let mut holdings: Vec<HoldingRecord> = Vec::new();
        for (slot, value, managed) in holds {
            let (slot, value) = (format!("s{slot}"), format!("v{value}"));
            if !holdings.iter().any(|one| one.slot == slot && one.value == value) {
                holdings.push(HoldingRecord { slot, value, managed });
            }
        }
        holdings.sort();
        AccountRecord {
            key: if flags[3] { name.clone() } else { key },
            user_name: name,
            email,
            external_id: external,
            active: flags[0],
            managed: flags[1],
            suspended_here: flags[2],
            person,
            holdings,
            sent: sent.map(|text| ("title".to_owned(), text)).into_iter().collect(),
        }
    });
    proptest::collection::vec(account, 0..600)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn records_come_back(records in records()) {
        let table = AccountTable::new(&records);
        prop_assert_eq!(table.len() as usize, records.len(), "a row each");
        prop_assert_eq!(table.records().collect::<Vec<_>>(), records.clone(), "put together anew");
        let index = table.rows_by_key();
        for record in &records {
            let first = records.iter().position(|one| one.key == record.key).unwrap();
            let found = index.find(&record.key, |row| table.key(row));
            prop_assert_eq!(found, Some(first as u32), "the first with the key");
        }
        prop_assert_eq!(index.find("nobody", |row| table.key(row)), None, "a stranger");
    }

    #[test]
    fn bytes_make_the_same_table(records in records(), at in any::<prop::sample::Index>()) {
        let mut table = AccountTable::new(&records);
        table.existing_values.insert("s9".to_owned(), vec!["empty".to_owned()]);
        let mut bytes = Vec::new();
        table.write_to(&mut bytes).unwrap();
        let same = AccountTable::read_from(bytes.as_slice(), bytes.len() as u64).expect("is read");
        prop_assert_eq!(same.records().collect::<Vec<_>>(), records, "the same accounts");
        prop_assert_eq!(&same.existing_values, &table.existing_values, "and values");
        prop_assert_eq!(&same.slots, &table.slots, "and holders");
        let cut = at.index(bytes.len());
        prop_assert!(AccountTable::read_from(&bytes[..cut], cut as u64).is_err(), "a part is refused");
        bytes[cut] ^= 0x10;
        prop_assert!(AccountTable::read_from(bytes.as_slice(), bytes.len() as u64).is_err(), "so is what was damaged");
    }
}

#[test]
fn marks_are_laid_on_by_row() {
    let mut builder = AccountTable::builder();
    for name in ["ann", "bob"] {
        let row = builder.row(&AccountRow { key: name, user_name: name, ..<_>::default() });
        let place = builder.place("products", "A");
        builder.hold(row, place, false);
    }
    let mut table = builder.finish();
    table.manage_value(1, "products", "A");
    table.manage_value(1, "products", "B");
    table.set_person(1, "id-bob");
    table.hold(0, "role", "Admin");
    assert!(table.holdings(0).all(|one| !one.managed), "nothing of Ann's is managed");
    let bob: Vec<_> = table.holdings(1).map(|one| (one.value, one.managed)).collect();
    assert_eq!(bob, [("A", true)], "what is not held cannot be managed");
    assert_eq!((table.person(0), table.person(1)), (None, Some("id-bob")), "Bob is linked");
    assert!(table.holds(0, "role", "Admin") && !table.holds(1, "role", "Admin"), "held since");
}

/// A million accounts with 46 values must stay below 75 MB; this is a tenth of them.
#[test]
fn many_accounts_take_little_room() {
    let mut builder = AccountTable::builder();
    for at in 0u32..100_000 {
        let name = format!("firstname.lastname{at}@example.com");
        let row = builder.row(&AccountRow {
            key: &name,
            user_name: &name,
            email: &name,
            active: true,
            managed: true,
            ..AccountRow::default()
        });
        for value in (0u32..46).filter(|value| at.wrapping_mul(2_654_435_761) >> 8 & value == 0) {
            let place = builder.place("products", &format!("Product {value}"));
            builder.hold(row, place, true);
        }
    }
    let mut bytes = Vec::new();
    builder.finish().write_to(&mut bytes).unwrap();
    assert!(bytes.len() < 7_500_000, "{} bytes", bytes.len());
}
