//! Which address the people of steps had, for targets whose accounts have no other name.

use crate::reading::cached_reading;
use rolecall_directory::{Configuration, Folded, Step};
use rolecall_store::{JournalStep, Store};
use std::borrow::Cow;
use std::collections::HashMap;

/// The e-mails of people, by target and userName.
#[derive(Debug, Default)]
pub(crate) struct Addresses(HashMap<(String, Folded), String>);

impl Addresses {
    /// The addresses of the people of `steps` whose accounts are not known yet and go by their
    /// address, as the directories were last read; of whom nothing is known nothing is found.
    pub(crate) fn of(store: &Store, configuration: &Configuration, steps: &[JournalStep]) -> Self {
        let by_address = |target: &str| {
            configuration.target(target).is_some_and(|one| !one.kind.has_user_names())
        };
        let wanted = steps.iter().filter(|one| one.step.account.is_none());
        let wanted: Vec<_> = wanted.filter(|one| by_address(&one.target)).collect();
        if wanted.is_empty() {
            return Self::default();
        }
        let Ok(reading) = cached_reading(store, configuration) else { return Self::default() };
        let found = wanted.into_iter().filter_map(|one| {
            let user = Folded::new(&one.step.user);
            let rows = reading.snapshot.rows_named(user.as_str()).iter();
            let mut people = rows.map(|row| reading.snapshot.person(*row));
            let person = people.find(|person| is_theirs(person.id(), &one.step))?;
            Some(((one.target.clone(), user), person.email()?.to_owned()))
        });
        Self(found.collect())
    }

    /// `step` under the name its account has in the target.
    pub(crate) fn under<'s>(&self, step: &'s JournalStep) -> Cow<'s, JournalStep> {
        let key = (step.target.clone(), Folded::new(&step.step.user));
        match self.0.get(&key) {
            Some(email) => {
                let user = email.clone();
                let named = Step { user, ..step.step.clone() };
                Cow::Owned(JournalStep { step: named, ..step.clone() })
            }
            None => Cow::Borrowed(step),
        }
    }
}

fn is_theirs(id: &str, step: &Step) -> bool {
    step.person.as_ref().is_none_or(|person| person == id)
}
