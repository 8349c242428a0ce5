//! Making the last reading of a directory anew, as an administrator wants it.

use crate::edits::FIXED;
use crate::error::EngineError;
use roaring::RoaringBitmap;
use rolecall_directory::{LIST_SEPARATOR, ListedGroup, PersonRecord, PersonRow};
use rolecall_store::{DirectoryRecord, ReadingWriter, Store, StoreError};

/// What comes to a reading beside what there is.
#[derive(Debug, Default)]
pub(super) struct Rewritten<'a> {
    /// Attributes that people may have now.
    pub(super) attributes: &'a [String],
    /// People to be added, after all others, in the groups they name.
    pub(super) added: &'a [PersonRecord],
}

/// Writes people in the order of their columns.
struct Writing<'s> {
    writer: ReadingWriter<'s>,
    names: Vec<String>,
    failed: Option<StoreError>,
    people: u32,
}

impl Writing<'_> {
    fn columns(&mut self, known: &[String], more: &[String]) {
        let mut columns = known.to_vec();
        for name in more.iter().chain([&"id".to_owned(), &"userName".to_owned()]) {
            if !columns.contains(name) {
                columns.push(name.clone());
            }
        }
        let carried = columns.iter().filter(|name| !FIXED.contains(&name.as_str()));
        self.names = carried.cloned().collect();
        self.writer.columns(&columns);
    }

    fn person(&mut self, person: &PersonRecord) -> u32 {
        let value = |name: &String| person.attribute(name).unwrap_or_default();
        let attributes: Vec<&str> = self.names.iter().map(value).collect();
        let row = PersonRow {
            id: &person.id,
            user_name: &person.user_name,
            active: person.active,
            org_unit: person.org_unit.as_deref(),
            attributes: &attributes,
            groups: "",
        };
        if self.failed.is_none()
            && let Err(error) = self.writer.person(&row)
        {
            self.failed = Some(error);
        }
        self.people += 1;
        self.people - 1
    }
}

/// Lets `change` change or, by `None`, leave out each person of `directory` as last read, and adds
/// others. Who is left out is not gone: they never were. Answers how many people there are then.
pub(super) fn rewrite(
    store: &Store,
    directory: &str,
    now: i64,
    more: &Rewritten<'_>,
    mut change: impl FnMut(PersonRecord) -> Option<PersonRecord>,
) -> Result<u64, EngineError> {
    let writer = store.begin_reading(directory, now)?.by_hand();
    let mut writing = Writing { writer, names: Vec::new(), failed: None, people: 0 };
    let mut names: Vec<String> = Vec::new();
    // Where each person stands now, by where they stood.
    let mut places: Vec<Option<u32>> = Vec::new();
    let mut groups: Vec<ListedGroup> = Vec::new();
    let found = store.read_directory(directory, |record| match record {
        DirectoryRecord::Columns(known) => {
            writing.columns(known, more.attributes);
            let carried = known.iter().filter(|name| !FIXED.contains(&name.as_str()));
            names = carried.cloned().collect();
        }
        DirectoryRecord::Person(row) => {
            let present = names.iter().zip(row.attributes).filter(|(_, value)| !value.is_empty());
            let attributes = present.map(|(name, value)| (name.clone(), (*value).to_owned()));
            let person = PersonRecord {
                id: row.id.to_owned(),
                user_name: row.user_name.to_owned(),
                active: row.active,
                org_unit: row.org_unit.map(str::to_owned),
                attributes: attributes.collect(),
                groups: Vec::new(),
            };
            places.push(change(person).map(|person| writing.person(&person)));
        }
        DirectoryRecord::Group(group) => groups.push(group),
    })?;
    if found.is_none() {
        writing.columns(&[], more.attributes);
    }
    for group in &mut groups {
        let now = group.people.iter().filter_map(|at| *places.get(at as usize)?);
        group.people = now.collect();
    }
    for person in more.added {
        let at = writing.person(person);
        for name in &person.groups {
            join(&mut groups, name, at);
        }
    }
    if let Some(error) = writing.failed {
        return Err(error.into());
    }
    Ok(writing.writer.finish(groups.into_iter(), now)?.people)
}

fn join(groups: &mut Vec<ListedGroup>, name: &str, at: u32) {
    if let Some(group) = groups.iter_mut().find(|group| group.display == name) {
        group.people.insert(at);
        return;
    }
    let (id, display) = (name.to_owned(), name.to_owned());
    let people = RoaringBitmap::from_iter([at]);
    groups.push(ListedGroup { id, display, people, members: Vec::new() });
}

/// The elements of a list as one text.
pub(super) fn listed(value: &str) -> String {
    let elements = value.split(';').map(str::trim).filter(|one| !one.is_empty());
    elements.collect::<Vec<_>>().join(&LIST_SEPARATOR.to_string())
}
