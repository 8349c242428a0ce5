//! Computed attributes and what is sent, over the people of a reading.

use roaring::RoaringBitmap;
use rolecall_connect::PersonToSend;
use rolecall_directory::{
    AttributeType, Cause, Column, Configuration, Failure, LIST_SEPARATOR, Person, Snapshot,
    TargetDefinition,
};
use rolecall_plan::{Compared, Ours, Population};
use rolecall_rules::{
    Computed, Expression, ExpressionError, ExpressionFor, KnownAttributes, Sent, compute_column,
};

/// Whose attributes could not be computed, and why.
#[derive(Debug, Clone, Default)]
pub struct Uncomputed {
    failed: Vec<(String, RoaringBitmap)>,
}

/// Fills the columns of the attributes that expressions compute.
#[must_use]
pub fn fill_computed(configuration: &Configuration, snapshot: &mut Snapshot) -> Uncomputed {
    let mut uncomputed = Uncomputed::default();
    let attributes = configuration.all_attributes();
    for attribute in &attributes {
        let Some(text) = &attribute.expression else { continue };
        let name = &attribute.name;
        let known = KnownAttributes::new(&attributes, snapshot.column_names());
        let parsed =
            leniently(&known, |known| Expression::parse(text, known, ExpressionFor::Attribute));
        match parsed {
            Ok(expression) => {
                let found = compute_column(&expression, Some(attribute.kind), snapshot);
                snapshot.fill_column(name, found.column);
                uncomputed.failed.extend(found.failed.into_iter().map(|(reason, rows)| {
                    let message = format!(
                        "{name} could not be computed: {reason}. Rules see it as absent; correct \
                         its expression, or what it uses at the source"
                    );
                    (message, rows)
                }));
            }
            Err(error) => {
                snapshot.fill_column(name, Column::default());
                let message = format!(
                    "{name} could not be computed: its expression is wrong at {error}. Correct it \
                     under Attributes"
                );
                uncomputed.failed.push((message, snapshot.everyone()));
            }
        }
    }
    uncomputed
}

impl Uncomputed {
    /// Tells of those for whom it matters, as failures of the people themselves.
    pub fn tell(self, population: &mut Population, snapshot: &Snapshot) {
        for (message, rows) in self.failed {
            for row in rows {
                let failure = Failure {
                    user: snapshot.person(row).user_name().to_owned(),
                    cause: Cause::AttributeInvalid,
                    message: message.clone(),
                };
                population.failures.push((row, failure));
            }
        }
    }
}

/// Reads something that names attributes where a source may have lost one of them: what nobody
/// delivers is absent, not wrong.
fn leniently<T>(
    known: &KnownAttributes,
    parse: impl Fn(&KnownAttributes) -> Result<T, ExpressionError>,
) -> Result<T, ExpressionError> {
    let mut known = known.clone();
    loop {
        match parse(&known) {
            Err(ExpressionError::UnknownAttribute { name, .. }) if !known.contains(&name) => {
                known.add(&name);
            }
            answer => return answer,
        }
    }
}

/// What a target is sent beyond what it requires.
#[derive(Debug, Clone, Default)]
pub struct SendMap {
    /// The target's attribute and ours, in the order of the configuration.
    entries: Vec<(String, Sent)>,
    known: KnownAttributes,
}

impl SendMap {
    /// Reads what `definition` sends; an entry that cannot be read any more sends nothing.
    #[must_use]
    pub fn new(
        definition: &TargetDefinition,
        configuration: &Configuration,
        snapshot: &Snapshot,
    ) -> Self {
        let attributes = configuration.all_attributes();
        let known = KnownAttributes::new(&attributes, snapshot.column_names());
        let entries = definition.sends().into_iter().filter_map(|(theirs, ours)| {
            let sent = leniently(&known, |known| Sent::parse(ours, known)).ok()?;
            Some((theirs.to_owned(), sent))
        });
        Self { entries: entries.collect(), known }
    }

    /// What is sent of `person`.
    #[must_use]
    pub fn person_to_send(&self, person: Person<'_>) -> PersonToSend {
        let send = self.entries.iter().filter_map(|(theirs, sent)| {
            let Computed::Text(text) = sent.of_person(person) else { return None };
            Some((theirs.clone(), in_one(&text)))
        });
        PersonToSend {
            id: person.id().to_owned(),
            user_name: person.user_name().to_owned(),
            email: person.email().map(str::to_owned),
            given_name: person.attribute("givenName").map(str::to_owned),
            family_name: person.attribute("familyName").map(str::to_owned),
            send: send.collect(),
        }
    }

    /// What could not be computed of `person`: the target's attribute and why.
    #[must_use]
    pub fn failed(&self, person: Person<'_>) -> Vec<(String, String)> {
        let failed =
            self.entries.iter().filter_map(|(theirs, sent)| match sent.of_person(person) {
                Computed::Failed(reason) => Some((theirs.clone(), reason)),
                Computed::Text(_) | Computed::Absent => None,
            });
        failed.collect()
    }

    /// What a SCIM account is compared in beyond its keys, places the target lacks left out.
    #[must_use]
    pub fn compared(&self, unsupported: &[String], snapshot: &Snapshot) -> Vec<Compared> {
        let names = [("name.givenName", "givenName"), ("name.familyName", "familyName")];
        let names = names.map(|(theirs, ours)| Compared {
            theirs: theirs.to_owned(),
            ours: Ours::Attribute(ours.to_owned()),
            failed: Vec::new(),
        });
        let sent = self.entries.iter().map(|(theirs, sent)| self.compare(theirs, sent, snapshot));
        let all = names.into_iter().chain(sent);
        all.filter(|one| !unsupported.contains(&one.theirs)).collect()
    }

    fn compare(&self, theirs: &str, sent: &Sent, snapshot: &Snapshot) -> Compared {
        let theirs = theirs.to_owned();
        let people = snapshot.people();
        match sent {
            Sent::Attribute(name) if self.known.kind(name) == AttributeType::List => {
                let column = snapshot.column(name).cloned().unwrap_or_default();
                let ours = Ours::Computed(joined(&column, people));
                Compared { theirs, ours, failed: Vec::new() }
            }
            Sent::Attribute(name) => {
                Compared { theirs, ours: Ours::Attribute(name.clone()), failed: Vec::new() }
            }
            Sent::Computed(expression) => {
                let found = compute_column(expression, None, snapshot);
                let told = |(reason, rows)| {
                    let message = format!(
                        "{theirs} is not sent: {reason}. Correct its expression under Attributes"
                    );
                    (message, rows)
                };
                let failed = found.failed.into_iter().map(told).collect();
                let ours = Ours::Computed(joined(&found.column, people));
                Compared { theirs, ours, failed }
            }
        }
    }
}

/// A list as the one text that leaves.
fn in_one(text: &str) -> String {
    if text.contains(LIST_SEPARATOR) { text.replace(LIST_SEPARATOR, ", ") } else { text.to_owned() }
}

fn joined(column: &Column, people: u32) -> Column {
    if !column.distinct().iter().any(|text| text.contains(LIST_SEPARATOR)) {
        return column.clone();
    }
    let mut made = Column::default();
    for row in 0..people {
        if let Some(text) = column.get(row) {
            made.set(row, &in_one(text));
        }
    }
    made
}
