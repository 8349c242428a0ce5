//! A Snapshot as what it says of each person, so that two can be compared whatever their rows.

use rolecall_directory::{Folded, Snapshot};
use std::collections::{BTreeMap, BTreeSet};

/// What a Snapshot says of one person.
#[derive(Debug, PartialEq, Eq, Default)]
pub struct Described {
    pub user_name: String,
    pub active: bool,
    pub cells: BTreeMap<String, String>,
    /// Group by folded name, and whether directly.
    pub groups: BTreeSet<(usize, Folded, bool)>,
    /// Org unit by folded path, and whether exactly there.
    pub org_units: BTreeSet<(Folded, bool)>,
}

/// Everybody who is in a directory, by directory and id.
pub fn described(snapshot: &Snapshot) -> BTreeMap<(usize, String), Described> {
    let mut all = BTreeMap::new();
    for (directory, rows) in snapshot.of_directory().iter().enumerate() {
        for row in rows {
            let person = snapshot.person(row);
            let mut one = Described {
                user_name: person.user_name().to_owned(),
                active: person.is_active(),
                ..Described::default()
            };
            for name in snapshot.column_names() {
                if let Some(text) = person.attribute(name) {
                    one.cells.insert(name.clone(), text.to_owned());
                }
            }
            for (at, direct) in person.groups() {
                let group = &snapshot.groups()[at as usize];
                let home = usize::from(group.directory);
                one.groups.insert((home, Folded::new(&group.display), direct));
            }
            for (path, unit) in snapshot.org_units() {
                if unit.below.contains(row) {
                    one.org_units.insert((path.clone(), unit.here.contains(row)));
                }
            }
            all.insert((directory, person.id().to_owned()), one);
        }
    }
    all
}

/// Asserts that everything that can be looked up agrees with what people are.
pub fn assert_consistent(snapshot: &Snapshot) {
    let everybody: Vec<u32> = snapshot.of_directory().iter().flatten().collect();
    let name = |row: u32| (Folded::new(snapshot.person(row).user_name()), row);
    let mut ordered = everybody.clone();
    ordered.sort_by_key(|&row| name(row));
    assert_eq!(snapshot.by_name(), ordered, "people stand in the order of their names");
    for (rank, &row) in (0u32..).zip(&ordered) {
        assert_eq!(snapshot.name_rank(row), rank, "row {row} knows its place");
        let user = snapshot.person(row).user_name();
        let same: Vec<u32> =
            ordered.iter().copied().filter(|&o| name(o).0 == name(row).0).collect();
        assert_eq!(snapshot.rows_named(&user.to_uppercase()), same, "{user} is found");
    }
    let keys = snapshot.keys();
    for (what, keys) in [("id", keys.id), ("userName", keys.user_name), ("email", keys.email)] {
        for &row in &everybody {
            let text = snapshot.person(row).attribute(what).unwrap_or_default();
            assert_eq!(keys.text(row), Folded::new(text).as_str(), "{what} of {row} is its text");
            assert_eq!(keys.of(row), keys.find(text), "{what} {text:?} is found");
            for &other in &everybody {
                let same = keys.of(row).is_some() && keys.of(row) == keys.of(other);
                let alike = !text.is_empty() && keys.text(row) == keys.text(other);
                assert_eq!(same, alike, "{what} of {row} and {other}");
            }
        }
    }
    for name in snapshot.column_names() {
        let column = snapshot.column(name).expect("the column is there");
        let kept = column.value_rows().expect("there are few values");
        assert_eq!(kept, column.rows_by_value(), "the rows of each {name}");
    }
}
