//! The people as last read, kept ready for lists, counts and searches.

mod collation;
mod find;
mod order;
mod query;

use crate::app::lock;
use crate::recent::Recent;
use crate::types::PersonItem;
use crate::{App, AppError};
use collation::Collation;
pub(crate) use find::called;
use find::{found, groups_named, is_called};
use order::Order;
pub(crate) use order::SortBy;
pub(crate) use query::Query;
use roaring::RoaringBitmap;
use rolecall_directory::{
    AttributeDefinition, Configuration, DirectoryDefinition, Folded, Group, Snapshot, Strings,
};
use rolecall_engine::{Reading, cached_reading};
use rolecall_rules::{KnownAttributes, matches, parse_condition};
use rolecall_scim::Filter;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

/// What a view was made from; it is good for as long as this stays.
#[derive(PartialEq)]
struct Basis {
    directories: Vec<DirectoryDefinition>,
    attributes: Vec<AttributeDefinition>,
    /// Which reading of each directory: its number changes only with what was delivered.
    generations: Vec<Option<i64>>,
    /// Which edits, and who was not seen yet.
    life: i64,
}

/// The people as last read.
pub(crate) struct PeopleView {
    basis: Basis,
    pub(crate) reading: Reading,
    pub(crate) known: KnownAttributes,
    /// Whom a condition matches, by its text; those that ask for the time are left out.
    matched: Mutex<HashMap<String, Arc<RoaringBitmap>>>,
    wanted: Mutex<Option<Wanted>>,
    /// Everybody in the order of a column, by the column and the language.
    orders: Recent<(SortBy, String), Order>,
    /// Names to complete, by the field.
    offers: Recent<String, Vec<Offer>>,
    /// The rows of the lists that screens are paging through.
    lists: Recent<Query, Vec<u32>>,
    /// Everybody who is in a group of the source, once that was asked for.
    grouped: OnceLock<RoaringBitmap>,
}

/// How many orders and lists are kept: each is some megabytes at a million people.
const ORDERS: usize = 2;
const LISTS: usize = 4;
/// Of how many fields names are kept, and of how many different values at most.
const FIELDS: usize = 4;
const OFFERS: usize = 1 << 16;

/// A name that is offered for what is being typed.
pub(crate) struct Offer {
    pub(crate) name: String,
    pub(crate) folded: Folded,
    /// How many people rules see under it.
    pub(crate) people: u64,
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
            life: self.store.life_generation()?,
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
        Ok(Self {
            basis,
            reading,
            known,
            matched: Mutex::default(),
            wanted: Mutex::default(),
            orders: Recent::new(ORDERS),
            offers: Recent::new(FIELDS),
            lists: Recent::new(LISTS),
            grouped: OnceLock::new(),
        })
    }

    pub(crate) fn snapshot(&self) -> &Snapshot {
        &self.reading.snapshot
    }

    /// The directories, in the order of the Snapshot.
    pub(crate) fn directories(&self) -> &[DirectoryDefinition] {
        &self.basis.directories
    }

    /// The place of each of `texts` in the order of `language`.
    pub(crate) fn places_of<'a>(
        &self,
        language: &str,
        texts: impl Iterator<Item = &'a str>,
    ) -> Vec<u32> {
        let mut distinct = Strings::default();
        let numbers: Vec<Option<u32>> = texts.map(|text| distinct.intern(text)).collect();
        let places = Collation::new(language).places(&distinct);
        let place = |number: u32| places.get(number as usize).map(|one| one.whole);
        numbers.into_iter().map(|number| number.and_then(place).unwrap_or(u32::MAX)).collect()
    }

    /// Everybody in the order of a column, as `language` sorts it.
    pub(crate) fn order(&self, by: SortBy, language: &str) -> Arc<Order> {
        let make = || Order::new(self.snapshot(), by, language);
        self.orders.get((by, language.to_owned()), make)
    }

    /// The names to complete for a field, which `make` finds where they are not kept.
    pub(crate) fn offers(&self, field: &str, make: impl FnOnce() -> Vec<Offer>) -> Arc<Vec<Offer>> {
        self.offers.get(field.to_owned(), make)
    }

    /// Whether there are too many different values of the attribute to keep them as names.
    pub(crate) fn has_many_values(&self, attribute: &str) -> bool {
        let column = self.snapshot().column(attribute);
        column.is_some_and(|column| column.distinct().len() > OFFERS)
    }

    /// The rows whose name, userName or e-mail contains `text`, or who are in a group that does,
    /// by userName.
    pub(crate) fn search(&self, text: &str) -> Vec<u32> {
        let found = found(self.snapshot(), text.trim());
        self.order(SortBy::User, "").list(Some(&found), false)
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

    /// The index of the group of `directory` with this id.
    pub(crate) fn group_at(&self, directory: &str, id: &str) -> Option<u32> {
        let at = self.basis.directories.iter().position(|one| one.name == directory)?;
        let mut groups = (0u32..).zip(self.snapshot().groups());
        let is_it = |group: &Group| usize::from(group.directory) == at && group.id == id;
        Some(groups.find(|(_, group)| is_it(group))?.0)
    }

    /// The people in `rows` for a list that `text` found; of those whom only the name of a group
    /// found, with that group.
    pub(crate) fn found_items(&self, rows: &[u32], text: &str) -> Vec<PersonItem> {
        let text = Folded::new(text.trim());
        let groups: Vec<&Group> = match text.as_str() {
            "" => Vec::new(),
            text => groups_named(self.snapshot(), text).collect(),
        };
        let through = |row: u32| {
            let group = groups.iter().find(|group| group.all().contains(row))?;
            (!is_called(self.snapshot(), row, &text)).then(|| group.display.clone())
        };
        rows.iter().map(|&row| PersonItem { through: through(row), ..self.item(row) }).collect()
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
            through: None,
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
