//! Whose an account is where several directories have people with the same stable id: ids are
//! compared within a directory only, so what is remembered of an account names the directory too.

use crate::engine::Engine;
use crate::error::EngineError;
use crate::planning::Planned;
use rolecall_directory::{AccountTable, Configuration, Folded, Snapshot, TargetKind};
use rolecall_plan::HandLink;
use rolecall_store::{AccountHome, AccountMark, Store};
use std::collections::{HashMap, HashSet};

/// Links that keep accounts with people of their own directory; only where there are several.
pub(crate) fn kept_apart(
    store: Option<&Store>,
    configuration: &Configuration,
    snapshot: &Snapshot,
    (target, table): (&str, &AccountTable),
) -> Result<Vec<HandLink>, EngineError> {
    let Some(store) = store.filter(|_| configuration.directories.len() > 1) else {
        return Ok(Vec::new());
    };
    let homes = store.homes(target)?;
    let rows = table.rows_by_key();
    let known = homes.iter().filter_map(|home| {
        let row = rows.find(&home.account, |row| table.key(row))?;
        (table.person(row) == Some(home.person.as_str())).then_some((home, row))
    });
    let known: Vec<(&AccountHome, u32)> = known.collect();
    let people = Everywhere::of(snapshot, known.iter().map(|(home, _)| home.person.as_str()));
    let taken: HashSet<(&str, &str)> =
        known.iter().map(|(home, _)| (home.directory.as_str(), home.person.as_str())).collect();
    let place = |name: &str| configuration.directories.iter().position(|one| one.name == name);
    let links = known.iter().filter_map(|&(home, row)| {
        let (own, others) = people.of_id(&home.person, place(&home.directory));
        let person = match (own, others.as_slice()) {
            (_, []) => return None,
            (Some(own), _) => Some((own, home.person.clone())),
            // The id is somebody else's now. Their account it is only by name or address.
            (None, _) => {
                let found = named(snapshot, table.user_name(row), table.email(row));
                let person = found.map(|row| snapshot.person(row));
                let person = person.map(|one| (one.directory(), one.id().to_owned()));
                person.filter(|(at, id)| {
                    let name = configuration.directories.get(*at).map(|one| one.name.as_str());
                    name.is_some_and(|name| !taken.contains(&(name, id.as_str())))
                })
            }
        };
        Some(HandLink { account: home.account.clone(), person })
    });
    Ok(links.collect())
}

/// The directories that have somebody with an id, by id.
struct Everywhere {
    of: HashMap<Folded, Vec<usize>>,
}

impl Everywhere {
    fn of<'a>(snapshot: &Snapshot, ids: impl Iterator<Item = &'a str>) -> Self {
        let keys = snapshot.keys().id;
        let mut found: HashMap<u32, Vec<usize>> = HashMap::new();
        let mut names: HashMap<Folded, u32> = HashMap::new();
        for id in ids {
            if let Some(key) = keys.find(id) {
                names.insert(Folded::new(id), key);
                found.entry(key).or_default();
            }
        }
        for (at, rows) in snapshot.of_directory().iter().enumerate() {
            for row in rows {
                let here = keys.of(row).and_then(|key| found.get_mut(&key));
                if let Some(here) = here.filter(|here| here.last() != Some(&at)) {
                    here.push(at);
                }
            }
        }
        let of = names.into_iter().map(|(id, key)| (id, found.get(&key).cloned()));
        Self { of: of.map(|(id, places)| (id, places.unwrap_or_default())).collect() }
    }

    /// The directory `own`, where it has the id, and the others that have.
    fn of_id(&self, id: &str, own: Option<usize>) -> (Option<usize>, Vec<usize>) {
        let all = self.of.get(&Folded::new(id)).map(Vec::as_slice).unwrap_or_default();
        let others = all.iter().copied().filter(|at| Some(*at) != own).collect();
        (own.filter(|at| all.contains(at)), others)
    }
}

/// The first row with this userName, else with this e-mail.
fn named(snapshot: &Snapshot, user_name: &str, email: Option<&str>) -> Option<u32> {
    let by_name = snapshot.rows_named(user_name).first().copied();
    by_name.or_else(|| {
        let emails = snapshot.keys().email;
        let key = emails.find(email?)?;
        snapshot.everyone().iter().find(|row| emails.of(*row) == Some(key))
    })
}

/// Notes where accounts belong that were there before there were several directories, or before
/// that was noted: as the last readings have it, which are about to be replaced.
///
/// # Errors
/// When the workspace fails.
pub(crate) fn note_before(store: &Store, configuration: &Configuration) -> Result<(), EngineError> {
    if configuration.directories.len() > 1 {
        store.note_homes_as_read()?;
    }
    Ok(())
}

impl Engine {
    /// Notes of which directory the people are whom the accounts of a run's targets belong to.
    ///
    /// # Errors
    /// When the workspace fails.
    pub(crate) fn note_homes(&self, store: &Store, planned: &Planned) -> Result<(), EngineError> {
        let configuration = &planned.configuration;
        if configuration.directories.len() < 2 {
            return Ok(store.homes_are_alone()?);
        }
        let snapshot = &planned.reading.snapshot;
        for definition in &configuration.targets {
            if matches!(definition.kind, TargetKind::Csv { .. }) {
                continue;
            }
            let known: HashMap<String, AccountHome> = store
                .homes(&definition.name)?
                .into_iter()
                .map(|home| (home.account.clone(), home))
                .collect();
            let marks = store.marks(&definition.name)?.into_iter();
            let homes = marks.filter_map(|mark| home_of(&mark, snapshot, configuration));
            let fresh: Vec<AccountHome> =
                homes.filter(|home| known.get(&home.account) != Some(home)).collect();
            store.note_homes(&definition.name, &fresh)?;
        }
        Ok(())
    }
}

/// The home of an account by its name; `None` where nobody of that name has the id.
fn home_of(
    mark: &AccountMark,
    snapshot: &Snapshot,
    configuration: &Configuration,
) -> Option<AccountHome> {
    let id = Folded::new(mark.person.as_deref()?);
    let rows = snapshot.rows_named(&mark.user_name).iter();
    let mut people = rows.map(|row| snapshot.person(*row));
    let person = people.find(|person| Folded::new(person.id()) == id)?;
    let directory = configuration.directories.get(person.directory())?.name.clone();
    let (account, person) = (mark.account.clone(), person.id().to_owned());
    Some(AccountHome { account, directory, person })
}
