//! The people of a test, as rows of a CSV source.

use std::collections::BTreeMap;
use std::path::Path;

/// One person.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    pub user: String,
    pub family: String,
    pub department: String,
    pub title: String,
    pub active: bool,
}

/// People by number; what is changed by number stays in order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Staff(pub BTreeMap<usize, Person>);

const DEPARTMENTS: [&str; 5] = ["Sales", "Engineering", "Support", "Überwachung", "財務"];

impl Staff {
    /// People of these numbers: departments in turn, every seventh a lead.
    pub fn of(numbers: impl IntoIterator<Item = usize>) -> Self {
        let person = |number: usize| Person {
            user: format!("u{number:05}@example.com"),
            family: format!("Nemo {number}"),
            department: DEPARTMENTS[number % DEPARTMENTS.len()].to_owned(),
            title: if number.is_multiple_of(7) { "Lead" } else { "Clerk" }.to_owned(),
            active: true,
        };
        Self(numbers.into_iter().map(|number| (number, person(number))).collect())
    }

    /// The same without these.
    pub fn without(mut self, numbers: impl IntoIterator<Item = usize>) -> Self {
        for number in numbers {
            assert!(self.0.remove(&number).is_some(), "nobody is number {number}");
        }
        self
    }

    /// The same with others beside them.
    pub fn with(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    /// The same after `change` to these.
    pub fn changed(
        mut self,
        numbers: impl IntoIterator<Item = usize>,
        change: impl Fn(&mut Person),
    ) -> Self {
        for number in numbers {
            change(self.0.get_mut(&number).expect("somebody has that number"));
        }
        self
    }

    /// Writes `users.csv`.
    pub fn write(&self, path: &Path) {
        let mut text =
            String::from("id,userName,email,givenName,familyName,active,department,title\n");
        for (number, person) in &self.0 {
            let Person { user, family, department, title, active } = person;
            let family = family.replace('"', "\"\"");
            text.push_str(&format!(
                "id-{number},{user},{user},Ann,\"{family}\",{active},{department},{title}\n"
            ));
        }
        std::fs::write(path, text).unwrap();
    }
}
