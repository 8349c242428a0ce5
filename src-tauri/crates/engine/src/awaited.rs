//! People who were in a directory before its source, and whom it has not delivered yet: they stay
//! in the Snapshot as they were last known.

use crate::edits::Edits;
use crate::error::EngineError;
use rolecall_directory::{Folded, PersonRecord, PersonRow, SnapshotBuilder};
use rolecall_store::{KnownState, Store};
use std::collections::HashSet;

/// The people of one directory whom its source has not delivered yet.
#[derive(Debug, Default)]
pub(crate) struct Awaited {
    /// Whether there are any.
    any: bool,
    /// Where the `email` stands among the attributes of a row.
    email: Option<usize>,
    /// By which keys somebody was delivered, as a source spells them without case.
    delivered: HashSet<(u8, Folded)>,
}

impl Awaited {
    /// Those of `directory`; none without a workspace.
    pub(crate) fn of(store: Option<&Store>, directory: &str) -> Result<Self, EngineError> {
        let count = store.map(|store| store.known_count(directory, KnownState::NotSeenYet));
        Ok(Self { any: count.transpose()?.unwrap_or(0) > 0, ..Self::default() })
    }

    /// Whether there are any.
    pub(crate) fn any(&self) -> bool {
        self.any
    }

    /// Learns which attributes rows carry.
    pub(crate) fn columns(&mut self, names: &[String]) {
        let mut attributes =
            names.iter().filter(|name| !crate::edits::FIXED.contains(&name.as_str()));
        self.email = attributes.position(|name| name == "email");
    }

    /// Learns who is delivered.
    pub(crate) fn delivered(&mut self, person: &PersonRow<'_>) {
        if !self.any {
            return;
        }
        let email = self.email.and_then(|at| person.attributes.get(at)).copied();
        let keys = [(0, person.id), (1, person.user_name), (2, email.unwrap_or_default())];
        let keys = keys.into_iter().filter(|(_, text)| !text.is_empty());
        self.delivered.extend(keys.map(|(which, text)| (which, Folded::new(text))));
    }

    fn is_delivered(&self, person: &PersonRecord) -> bool {
        let email = person.attribute("email").unwrap_or_default();
        [(0, person.id.as_str()), (1, &person.user_name), (2, email)]
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .any(|(which, text)| self.delivered.contains(&(which, Folded::new(text))))
    }

    /// Puts those who were not delivered into the Snapshot, after everybody who was.
    pub(crate) fn hand_on(
        &self,
        store: Option<&Store>,
        directory: &str,
        edits: &mut Edits,
        builder: &mut SnapshotBuilder,
    ) -> Result<(), EngineError> {
        let Some(store) = store.filter(|_| self.any) else { return Ok(()) };
        store.each_known(directory, KnownState::NotSeenYet, |known| {
            if !self.is_delivered(&known.person) {
                let edited = edits.over_record(&known.person);
                builder.person(edited.as_ref().unwrap_or(&known.person));
            }
        })?;
        Ok(())
    }
}
