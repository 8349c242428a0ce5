//! The life of directories: attaching and removing their source, editing people, domains.
//!
//! | module | holds |
//! |---|---|
//! | here | attaching a source, removing it |
//! | `refused` | why something is not done |
//! | `window` | the edit window |
//! | `people` | editing and adding people |
//! | `by_hand` | making the last reading of a directory anew |
//! | `deletion` | deleting people for good |
//! | `domains` | domains and their proofs |

mod by_hand;
mod deletion;
mod domains;
mod people;
mod refused;
mod window;

pub use deletion::{AccountDeletion, DeletableAccount, Deletion, DeletionOrder, DeletionPreview};
pub use domains::{DomainStanding, DomainState, add_domain, remove_domain};
pub use people::{PersonEdits, PersonNamed};
pub use refused::LifeError;

use crate::edits::FIXED;
use crate::engine::Engine;
use crate::quarantine::ConnectionKey;
use crate::reading::cached_reading;
use by_hand::{Rewritten, rewrite};
use rolecall_directory::{
    Configuration, DirectoryDefinition, LIST_SEPARATOR, PersonRecord, Snapshot, SourceDefinition,
};
use rolecall_secrets::{SecretName, SecretStore};
use rolecall_store::{KnownState, NewActivity, QuarantineRecord, Store};
use serde_json::json;

/// What removing a directory's sync did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncRemoved {
    /// The kind of source that was attached.
    pub kind: String,
    /// People who stay as they were last read.
    pub people: u64,
    /// Tokens for push that do not count any more.
    pub tokens: u64,
    /// Whether the source's secret was deleted.
    pub secret_deleted: bool,
}

/// The directory called `name`.
pub(crate) fn directory_of<'c>(
    configuration: &'c Configuration,
    name: &str,
) -> Result<&'c DirectoryDefinition, LifeError> {
    let found = configuration.directories.iter().find(|directory| directory.name == name);
    found.ok_or_else(|| LifeError::UnknownDirectory { directory: name.to_owned() })
}

impl Engine {
    /// Attaches `source` to `directory`, or changes the settings of the one attached, in
    /// `configuration` and in the workspace. Everybody in the directory is under the source then:
    /// who was there before waits to be delivered. The caller keeps `configuration`.
    ///
    /// # Errors
    /// [`LifeError::AlreadySynced`] when a source of another kind is attached; when the workspace
    /// fails.
    pub fn attach_source(
        &self,
        store: &Store,
        configuration: &mut Configuration,
        (name, source): (&str, SourceDefinition),
        who: &str,
    ) -> Result<(), LifeError> {
        let attached = directory_of(configuration, name)?.source.as_ref();
        let (kind, before) = (source.kind.word(), attached.map(|one| one.kind.word()));
        let entry = match before {
            Some(before) if before != kind => {
                return Err(LifeError::AlreadySynced {
                    directory: name.to_owned(),
                    kind: before.to_owned(),
                });
            }
            Some(_) => "source_changed",
            None => {
                let people = self.people_of(store, configuration, name)?;
                store.await_people(name, &people, self.now())?;
                "source_attached"
            }
        };
        for directory in configuration.directories.iter_mut().filter(|one| one.name == name) {
            directory.source = Some(source.clone());
        }
        let detail = json!({"directory": name, "kind": kind, "place": source.kind.place()});
        store.append(&[self.life_entry(entry, who, None, detail)])?;
        Ok(())
    }

    /// Everybody in `directory` as last read, with all their groups.
    fn people_of(
        &self,
        store: &Store,
        configuration: &Configuration,
        name: &str,
    ) -> Result<Vec<PersonRecord>, LifeError> {
        let Some(reading) = store.reading(name)? else { return Ok(Vec::new()) };
        let snapshot = cached_reading(store, configuration)?.snapshot;
        let at = configuration.directories.iter().position(|directory| directory.name == name);
        let rows = at.and_then(|at| snapshot.of_directory().get(at));
        let names: Vec<&str> = reading.columns.iter().map(String::as_str).collect();
        Ok(rows.into_iter().flatten().map(|row| record_of(&snapshot, row, &names)).collect())
    }

    /// Removes the source of `directory`, in `configuration` and in the workspace: people, groups,
    /// domains and accounts stay; settings, secret, tokens, cursors and quarantine go. The caller
    /// keeps `configuration`.
    ///
    /// # Errors
    /// [`LifeError::NotSynced`] when no source is attached; when the workspace fails.
    pub fn remove_sync(
        &self,
        store: &Store,
        configuration: &mut Configuration,
        name: &str,
        who: &str,
    ) -> Result<SyncRemoved, LifeError> {
        let source = directory_of(configuration, name)?.source.clone();
        let Some(source) = source else {
            return Err(LifeError::NotSynced { directory: name.to_owned() });
        };
        for directory in configuration.directories.iter_mut().filter(|one| one.name == name) {
            directory.source = None;
        }
        self.end_sync(store, configuration, (name, &source), who)
    }

    /// Follows a change of the configuration from `before` to `after` as a whole: where a source
    /// was attached, people wait for it; where one was removed, what belonged to it goes.
    ///
    /// # Errors
    /// When the workspace fails.
    pub fn follow_configuration(
        &self,
        store: &Store,
        (before, after): (&Configuration, &Configuration),
        who: &str,
    ) -> Result<(), LifeError> {
        for directory in &after.directories {
            let name = directory.name.as_str();
            let Ok(was) = directory_of(before, name) else { continue };
            let kind = |one: &DirectoryDefinition| one.source.as_ref().map(|one| one.kind.word());
            if kind(was) == kind(directory) {
                continue;
            }
            if let Some(source) = &was.source {
                self.end_sync(store, after, (name, source), who)?;
            }
            if directory.source.is_some() {
                let people = self.people_of(store, before, name)?;
                store.await_people(name, &people, self.now())?;
            }
        }
        Ok(())
    }

    fn end_sync(
        &self,
        store: &Store,
        after: &Configuration,
        (name, source): (&str, &SourceDefinition),
        who: &str,
    ) -> Result<SyncRemoved, LifeError> {
        let people = self.settle_in(store, name)?;
        let tokens = store.push_tokens()?.iter().filter(|one| one.directory == name).count();
        store.forget_mirror(name)?;
        store.forget_push(name)?;
        for key in [ConnectionKey::Source(name.to_owned()), ConnectionKey::Push(name.to_owned())] {
            let forgotten = |record: &mut QuarantineRecord| *record = QuarantineRecord::default();
            store.change_quarantine(&key.to_string(), forgotten)?;
        }
        if let Some(window) = store.edit_window(name)? {
            let detail = json!({"directory": name, "by": "remove_sync"});
            let entry = self.life_entry("edit_window_closed", who, None, detail);
            store.close_edit_window(&window, entry)?;
        }
        let secret_deleted = source
            .kind
            .secret()
            .is_some_and(|secret| !is_used(after, secret) && self.forget_secret(secret));
        let kind = source.kind.word().to_owned();
        let tokens = tokens as u64;
        let detail = json!({
            "directory": name, "kind": kind, "people": people, "tokens": tokens,
            "secretDeleted": secret_deleted,
        });
        store.append(&[self.life_entry("source_removed", who, None, detail)])?;
        Ok(SyncRemoved { kind, people, tokens, secret_deleted })
    }

    /// Makes what rules saw of `directory` its people: edited values become theirs, and who was
    /// still to be delivered is one of them. Answers how many there are.
    fn settle_in(&self, store: &Store, name: &str) -> Result<u64, LifeError> {
        let edited = store.edited_people(name)?;
        let mut waiting = Vec::new();
        store.each_known(name, KnownState::NotSeenYet, |known| waiting.push(known.person))?;
        if edited.is_empty() && waiting.is_empty() {
            return Ok(store.reading(name)?.map_or(0, |reading| reading.people));
        }
        let edits = |person: &mut PersonRecord| {
            let found = edited.iter().find(|one| one.id == person.id);
            for edit in found.into_iter().flat_map(|one| &one.edits) {
                crate::edits::set(person, &edit.attribute, &edit.edited);
            }
        };
        waiting.iter_mut().for_each(edits);
        let names = edited.iter().flat_map(|one| &one.edits).map(|edit| edit.attribute.clone());
        let waited = waiting.iter().flat_map(|one| &one.attributes).map(|(name, _)| name.clone());
        let attributes: Vec<String> = names.chain(waited).collect();
        let change = |mut person: PersonRecord| {
            edits(&mut person);
            Some(person)
        };
        let rewritten = Rewritten { attributes: &attributes, added: &waiting };
        let people = rewrite(store, name, self.now(), &rewritten, change)?;
        store.forget_all_known(name, KnownState::NotSeenYet)?;
        let ids: Vec<String> = edited.into_iter().map(|one| one.id).collect();
        store.forget_edits(name, &ids, &[])?;
        Ok(people)
    }

    fn forget_secret(&self, name: &str) -> bool {
        let name = SecretName::new(name).ok();
        // One that is kept outside, or in a place that is locked, stays where it is.
        name.is_some_and(|name| self.secrets.remove(&name).unwrap_or(false))
    }

    pub(crate) fn life_entry(
        &self,
        kind: &str,
        who: &str,
        person: Option<&str>,
        detail: serde_json::Value,
    ) -> NewActivity {
        NewActivity {
            at: self.now(),
            who: who.to_owned(),
            kind: kind.to_owned(),
            status: "ok".to_owned(),
            person: person.map(str::to_owned),
            rule: None,
            target: None,
            run: None,
            cause: None,
            detail,
        }
    }
}

/// Whether a connection of `configuration` needs the secret called `name`.
fn is_used(configuration: &Configuration, name: &str) -> bool {
    let sources = configuration.directories.iter().filter_map(|one| one.source.as_ref());
    let of_sources = sources.filter_map(|source| source.kind.secret());
    let of_targets = configuration.targets.iter().filter_map(|target| target.kind.secret());
    of_sources.chain(of_targets).any(|used| used == name)
}

fn record_of(snapshot: &Snapshot, row: u32, names: &[&str]) -> PersonRecord {
    let person = snapshot.person(row);
    let attributes = names.iter().filter(|name| !FIXED.contains(name)).filter_map(|name| {
        let elements: Vec<&str> = snapshot.column(name)?.elements(row).collect();
        let value = elements.join(&LIST_SEPARATOR.to_string());
        (!value.is_empty()).then(|| ((*name).to_owned(), value))
    });
    let groups = person.groups().filter_map(|(at, _)| {
        let group = snapshot.groups().get(at as usize)?;
        let of_org_unit = group.origin == rolecall_directory::GroupOrigin::OrgUnit;
        (!of_org_unit).then(|| group.display.clone())
    });
    PersonRecord {
        id: person.id().to_owned(),
        user_name: person.user_name().to_owned(),
        active: person.is_active(),
        org_unit: person.attribute("orgUnit").map(str::to_owned),
        attributes: attributes.collect(),
        groups: groups.collect(),
    }
}
