//! What each column of a people file means.

use super::CsvSource;
use crate::ConnectError;
use crate::place::form_error;
use crate::rfc4180::{Flaw, Record};
use rolecall_directory::{AttributeType, canonical_attribute};
use rolecall_scim::AttrPath;
use std::path::Path;

/// The columns of a people file, by position.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// How many fields each row must have.
    pub count: usize,
    pub id: Option<usize>,
    pub user_name: usize,
    pub active: Option<usize>,
    pub org_unit: Option<usize>,
    pub groups: Option<usize>,
    /// Every other attribute.
    pub attributes: Vec<AttributeColumn>,
}

/// An attribute and the column it is read from.
#[derive(Debug)]
pub(super) struct AttributeColumn {
    pub name: String,
    pub column: usize,
    pub list: bool,
}

/// The names in a header row, spelled as there but without spaces around them.
pub(super) fn header_names(record: &Record<'_>) -> Vec<String> {
    (0..record.len()).map(|at| record.get(at).trim().to_owned()).collect()
}

/// Refuses a header that names a column twice.
///
/// # Errors
/// The second of two equal names, with its place.
pub(super) fn check_twice(
    path: &Path,
    record: &Record<'_>,
    names: &[String],
) -> Result<(), ConnectError> {
    for (at, name) in names.iter().enumerate() {
        if !name.is_empty() && position(&names[..at], name).is_some() {
            let message = format!("the column \"{name}\" is there twice; rename or remove one");
            return Err(form_error(path, &record.flaw(at, message)));
        }
    }
    Ok(())
}

/// The column called `name`, without case.
pub(super) fn position(names: &[String], name: &str) -> Option<usize> {
    names.iter().position(|known| known.eq_ignore_ascii_case(name)).or_else(|| {
        let folded = rolecall_scim::fold(name);
        names.iter().position(|known| rolecall_scim::fold(known) == folded)
    })
}

/// The error of a header that lacks the column `missing`.
pub(super) fn no_column(
    path: &Path,
    names: &[String],
    missing: &str,
    remedy: &str,
) -> ConnectError {
    let has = names.join(", ");
    let message = format!("no column \"{missing}\"; the header has: {has}. {remedy}");
    form_error(path, &Flaw { line: 1, column: 1, message })
}

impl Columns {
    /// Reads the header row of the people file.
    ///
    /// # Errors
    /// When a column that is required or named in the configuration is missing, or one is twice.
    pub fn read(source: &CsvSource, record: &Record<'_>) -> Result<Self, ConnectError> {
        let names = header_names(record);
        check_twice(&source.users, record, &names)?;
        let mut sources = mapped(source, &names)?;
        own_names(source, &names, &mut sources);
        let take = |sources: &mut Vec<(String, usize)>, name: &str| {
            let at = sources.iter().position(|(ours, _)| ours == name)?;
            Some(sources.remove(at).1)
        };
        let Some(user_name) = take(&mut sources, "userName") else {
            let other = [',', ';', '\t', '|'].into_iter().find(|&sign| {
                sign != source.delimiter && names.len() == 1 && names[0].contains(sign)
            });
            let remedy = match other {
                Some(sign) => format!("Its fields seem to be separated by {sign:?}: set delimiter"),
                None => {
                    let theirs = names.iter().find(|name| !name.is_empty());
                    let theirs = theirs.map_or("theirs", String::as_str);
                    let like = names.iter().find(|name| rolecall_scim::fold(name).contains("user"));
                    let theirs = like.map_or(theirs, String::as_str);
                    format!("Name it with map = {{ userName = \"{theirs}\" }}")
                }
            };
            return Err(no_column(&source.users, &names, "userName", &remedy));
        };
        let mut columns = Self {
            count: names.len(),
            id: take(&mut sources, "id"),
            user_name,
            active: take(&mut sources, "active"),
            org_unit: take(&mut sources, "orgUnit"),
            groups: take(&mut sources, "groups"),
            attributes: Vec::new(),
        };
        columns.attributes = sources
            .into_iter()
            .map(|(name, column)| AttributeColumn { list: is_list(source, &name), name, column })
            .collect();
        Ok(columns)
    }

    /// The attributes that the file carries, by our names.
    pub fn names(&self) -> Vec<String> {
        let fixed =
            [("id", self.id), ("active", self.active), ("orgUnit", self.org_unit)].into_iter();
        let present = fixed.filter(|(_, column)| column.is_some()).map(|(name, _)| name.to_owned());
        let others = self.attributes.iter().map(|attribute| attribute.name.clone());
        std::iter::once("userName".to_owned()).chain(present).chain(others).collect()
    }
}

/// Columns named in the configuration: `map`, then the `from` of custom attributes that the map
/// does not name. What it maps to nothing is not in this file.
fn mapped(source: &CsvSource, names: &[String]) -> Result<Vec<(String, usize)>, ConnectError> {
    let mut sources: Vec<(String, usize)> = Vec::new();
    for (ours, theirs) in source.map.iter().filter(|(_, theirs)| !theirs.is_empty()) {
        let Some(column) = position(names, theirs) else {
            let remedy = format!("Change map, where {ours} is read from it");
            return Err(no_column(&source.users, names, theirs, &remedy));
        };
        sources.push((our_name(source, ours), column));
    }
    for attribute in source.attributes.iter().filter(|one| one.expression.is_none()) {
        let Some(theirs) = &attribute.from else { continue };
        if source.map.keys().any(|ours| our_name(source, ours) == attribute.name) {
            continue;
        }
        let Some(column) = position(names, theirs) else {
            let remedy = format!("Change from of the attribute \"{}\"", attribute.name);
            return Err(no_column(&source.users, names, theirs, &remedy));
        };
        sources.push((attribute.name.clone(), column));
    }
    Ok(sources)
}

/// Every column that is not renamed stands for itself; so does one that a custom attribute is
/// read from, when its own name is an attribute too.
fn own_names(source: &CsvSource, names: &[String], sources: &mut Vec<(String, usize)>) {
    let renamed: Vec<usize> = sources.iter().map(|&(_, column)| column).collect();
    let by_map: Vec<usize> =
        source.map.values().filter_map(|theirs| position(names, theirs)).collect();
    let none: Vec<String> = (source.map.iter())
        .filter(|(_, theirs)| theirs.is_empty())
        .map(|(ours, _)| our_name(source, ours))
        .collect();
    // Names that are ours as they stand come first: `id` before `externalId`, which means it too.
    let mut own: Vec<(bool, String, usize)> = (names.iter().enumerate())
        .filter(|(_, name)| !name.is_empty())
        .map(|(column, name)| {
            let ours = our_name(source, name);
            (!ours.eq_ignore_ascii_case(name), ours, column)
        })
        .collect();
    own.sort_by_key(|&(alias, _, column)| (alias, column));
    for (_, ours, column) in own {
        let known = is_known(source, &ours);
        let free = !renamed.contains(&column) || (known && !by_map.contains(&column));
        let unmapped = !none.contains(&ours);
        if free && unmapped && !sources.iter().any(|(name, _)| *name == ours) {
            sources.push((ours, column));
        }
    }
}

/// Our spelling of an attribute name: the custom attribute's, else SCIM's, else as it stands.
fn our_name(source: &CsvSource, name: &str) -> String {
    let fixed = ["id", "userName", "active", "orgUnit", "groups"];
    if let Some(fixed) = fixed.iter().find(|fixed| fixed.eq_ignore_ascii_case(name)) {
        return (*fixed).to_owned();
    }
    let custom = source.attributes.iter().find(|one| one.name.eq_ignore_ascii_case(name));
    if let Some(custom) = custom {
        return custom.name.clone();
    }
    canonical_attribute(&AttrPath::new(name)).map_or_else(|| name.to_owned(), str::to_owned)
}

fn is_known(source: &CsvSource, ours: &str) -> bool {
    canonical_attribute(&AttrPath::new(ours)).is_some()
        || ["orgUnit", "groups"].contains(&ours)
        || source.attributes.iter().any(|one| one.name == ours && one.from.is_none())
}

fn is_list(source: &CsvSource, name: &str) -> bool {
    source.attributes.iter().any(|one| one.name == name && one.kind == AttributeType::List)
}
