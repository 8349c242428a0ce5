//! The people as last read, kept ready for lists, counts and searches.

use crate::app::lock;
use crate::types::PersonItem;
use crate::{App, AppError};
use roaring::RoaringBitmap;
use rolecall_directory::{
    AttributeDefinition, Column, Configuration, DirectoryDefinition, Folded, Snapshot,
};
use rolecall_engine::{Reading, cached_reading};
use rolecall_rules::{KnownAttributes, matches, parse_condition};
use rolecall_scim::Filter;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// What a view was made from; it is good for as long as this stays.
#[derive(PartialEq)]
struct Basis {
    directories: Vec<DirectoryDefinition>,
    attributes: Vec<AttributeDefinition>,
    /// Which reading of each directory: its number changes only with what was delivered.
    generations: Vec<Option<i64>>,
}

/// The people as last read.
pub(crate) struct PeopleView {
    basis: Basis,
    pub(crate) reading: Reading,
    pub(crate) known: KnownAttributes,
    /// Whom a condition matches, by its text; those that ask for the time are left out.
    matched: Mutex<HashMap<String, Arc<RoaringBitmap>>>,
    wanted: Mutex<Option<Wanted>>,
}

/// People to whom rules of one version give something, and when that was found.
struct Wanted {
    version: i64,
    found: Instant,
    people: RoaringBitmap,
}

/// How long whom rules give something is kept: conditions may ask for the time.
const KEPT: Duration = Duration::from_secs(60);

impl App {
    /// The people as last read; made anew when a directory was read or changed since.
    pub(crate) fn people(&self) -> Result<Arc<PeopleView>, AppError> {
        let (_, configuration) = self.configuration()?;
        let mut generations = Vec::new();
        for directory in &configuration.directories {
            let reading = self.store.reading(&directory.name)?;
            generations.push(reading.map(|reading| reading.generation));
        }
        let basis = Basis {
            directories: configuration.directories.clone(),
            attributes: configuration.attributes.clone(),
            generations,
        };
        let mut kept = lock(&self.people);
        if let Some(view) = kept.as_ref()
            && view.basis == basis
        {
            return Ok(view.clone());
        }
        let view = Arc::new(PeopleView::new(basis, &configuration, self)?);
        *kept = Some(view.clone());
        Ok(view)
    }
}

impl PeopleView {
    fn new(basis: Basis, configuration: &Configuration, app: &App) -> Result<Self, AppError> {
        let reading = cached_reading(&app.store, configuration)?;
        let known =
            KnownAttributes::new(&configuration.all_attributes(), reading.snapshot.column_names());
        Ok(Self { basis, reading, known, matched: Mutex::default(), wanted: Mutex::default() })
    }

    pub(crate) fn snapshot(&self) -> &Snapshot {
        &self.reading.snapshot
    }

    /// The rows whose name, userName or e-mail contains `text`, by userName.
    pub(crate) fn search(&self, text: &str) -> Vec<u32> {
        let found = found(self.snapshot(), text.trim());
        let by_name = self.snapshot().by_name();
        if found.len() > by_name.len() as u64 / 16 {
            return by_name.iter().copied().filter(|&row| found.contains(row)).collect();
        }
        let mut rows: Vec<u32> = found.iter().collect();
        rows.sort_unstable_by_key(|&row| self.snapshot().name_rank(row));
        rows
    }

    /// The active people in scope whom `filter` matches.
    pub(crate) fn matched(&self, filter: &Filter, now: i64) -> Arc<RoaringBitmap> {
        let text = filter.to_string();
        if let Some(people) = lock(&self.matched).get(&text) {
            return people.clone();
        }
        let people = matches(filter, self.snapshot(), now.div_euclid(1000));
        let people = Arc::new(people & &self.reading.population.in_scope);
        let asks_for_time = text.contains("now");
        if !asks_for_time {
            lock(&self.matched).insert(text, people.clone());
        }
        people
    }

    /// Whom the condition `text` matches; nobody when it cannot be read.
    pub(crate) fn matched_by_text(&self, text: &str, now: i64) -> Arc<RoaringBitmap> {
        match parse_condition(text, &self.known) {
            Ok(filter) => self.matched(&filter, now),
            Err(_) => Arc::default(),
        }
    }

    /// People to whom rules of this version give something, where that was found just before.
    pub(crate) fn wanted(&self, version: i64) -> Option<RoaringBitmap> {
        let kept = lock(&self.wanted);
        let kept = kept.as_ref()?;
        let good = kept.version == version && kept.found.elapsed() < KEPT;
        good.then(|| kept.people.clone())
    }

    /// Keeps `people` for [`PeopleView::wanted`].
    pub(crate) fn keep_wanted(&self, version: i64, people: &RoaringBitmap) {
        let people = people.clone();
        *lock(&self.wanted) = Some(Wanted { version, found: Instant::now(), people });
    }

    /// The person in `row`, for a list.
    pub(crate) fn item(&self, row: u32) -> PersonItem {
        let person = self.snapshot().person(row);
        let directory = self.basis.directories.get(person.directory());
        let text = |name: &str| person.attribute(name).map(str::to_owned);
        PersonItem {
            user: person.user_name().to_owned(),
            name: person.display_name(),
            email: text("email"),
            active: person.is_active(),
            directory: directory.map(|one| one.name.clone()).unwrap_or_default(),
            org_unit: text("orgUnit"),
            department: text("department"),
        }
    }

    /// The name and e-mail of the person called `user`.
    pub(crate) fn name_of(&self, user: &str) -> (String, Option<String>) {
        match self.snapshot().rows_named(user).first() {
            Some(&row) => {
                let person = self.snapshot().person(row);
                (person.display_name(), person.email().map(str::to_owned))
            }
            None => (user.to_owned(), None),
        }
    }
}

/// The rows whose name, userName or e-mail contains `text` without case.
fn found(snapshot: &Snapshot, text: &str) -> RoaringBitmap {
    let containing = |name: &str, text: &str| {
        snapshot.column(name).map(|column| column.rows_containing(text)).unwrap_or_default()
    };
    let with = |name: &str| snapshot.column(name).map(Column::rows_present).unwrap_or_default();
    let mut found = containing("userName", text) | containing("email", text);
    // Who has no displayName is called by given and family name, with a space between.
    let mut called = containing("givenName", text) | containing("familyName", text);
    for (space, _) in text.match_indices(' ') {
        let (given, family) = (Folded::new(&text[..space]), Folded::new(&text[space + 1..]));
        let ends = |name: &str| Folded::new(name).as_str().ends_with(given.as_str());
        let starts = |name: &str| Folded::new(name).as_str().starts_with(family.as_str());
        if let (Some(first), Some(last)) =
            (snapshot.column("givenName"), snapshot.column("familyName"))
        {
            called |= first.rows_where(ends) & last.rows_where(starts);
        }
    }
    found |= called - with("displayName");
    found | containing("displayName", text)
}
