//! Rows of the people file.

use super::columns::Columns;
use super::{Batches, CsvSource, Item};
use crate::place::{file_error, form_error};
use crate::rfc4180::{Flaw, Next, Record};
use crate::yes_no::yes_or_no;
use crate::{ConnectError, ReadReport};
use rolecall_directory::{LIST_SEPARATOR, PersonRecord, org_unit_path};

/// Reads the people file to its end, or as far as it can be read.
///
/// # Errors
/// When it cannot be opened or read, or its header is wrong.
pub(super) fn read(
    source: &CsvSource,
    out: &mut Batches,
    report: &mut ReadReport,
) -> Result<(), ConnectError> {
    let path = &source.users;
    let unreadable = |error| file_error(path, "the file could not be read", &error);
    let mut records = source.open(path)?;
    let columns = match records.next().map_err(unreadable)? {
        Next::Record(header) => Columns::read(source, &header)?,
        Next::Bad(flaw) | Next::Rest(flaw) => return Err(form_error(path, flaw)),
        Next::End => return Err(form_error(path, empty("userName,email"))),
    };
    out.push(Item::Columns(columns.names()));
    let separator = source.list_separator();
    while !out.abandoned() {
        match records.next().map_err(unreadable)? {
            Next::Record(record) => match person(&columns, &record, separator) {
                Ok(person) => {
                    report.people += 1;
                    out.push(Item::Person(person));
                }
                Err(flaw) => out.lost(path, flaw, report),
            },
            Next::Bad(flaw) => out.lost(path, flaw, report),
            Next::Rest(flaw) => {
                out.lost(path, flaw, report);
                report.complete = false;
            }
            Next::End => return Ok(()),
        }
    }
    report.complete = false;
    Ok(())
}

/// What is said of a file without a header.
pub(super) fn empty(example: &str) -> Flaw {
    let message = format!("the file is empty; its first row must name the columns: {example},...");
    Flaw { line: 1, column: 1, message }
}

/// Refuses a row that has more or fewer fields than the header.
pub(super) fn check_count(record: &Record<'_>, count: usize) -> Result<(), Flaw> {
    if record.len() == count {
        return Ok(());
    }
    let fields = if record.len() == 1 { "field" } else { "fields" };
    let message = format!(
        "this row has {} {fields} and the header has {count}; put quotes around a field that \
         holds the delimiter",
        record.len()
    );
    Err(record.flaw(count, message))
}

fn person(columns: &Columns, record: &Record<'_>, separator: char) -> Result<PersonRecord, Flaw> {
    check_count(record, columns.count)?;
    let user_name = record.get(columns.user_name);
    if user_name.trim().is_empty() {
        let message = "userName is empty; every person needs one".to_owned();
        return Err(record.flaw(columns.user_name, message));
    }
    let active = match columns.active {
        None => true,
        Some(at) => yes_or_no(&record.get(at), true).ok_or_else(|| {
            let value = record.get(at);
            record.flaw(at, format!("active is \"{value}\"; write true or false"))
        })?,
    };
    let id = columns.id.map(|at| record.get(at)).filter(|id| !id.is_empty());
    let mut attributes = Vec::with_capacity(columns.attributes.len());
    for attribute in &columns.attributes {
        let cell = record.get(attribute.column);
        let value = if attribute.list { list(&cell, separator) } else { cell.into_owned() };
        if !value.is_empty() {
            attributes.push((attribute.name.clone(), value));
        }
    }
    let groups = columns.groups.map(|at| record.get(at));
    Ok(PersonRecord {
        id: id.as_deref().unwrap_or(&user_name).to_owned(),
        active,
        org_unit: columns.org_unit.and_then(|at| org_unit_path(&record.get(at))),
        attributes,
        groups: groups.iter().flat_map(|cell| elements(cell, separator)).map(Into::into).collect(),
        user_name: user_name.into_owned(),
    })
}

fn elements(cell: &str, separator: char) -> impl Iterator<Item = &str> {
    cell.split(separator).map(str::trim).filter(|element| !element.is_empty())
}

fn list(cell: &str, separator: char) -> String {
    let mut joined = String::with_capacity(cell.len());
    for element in elements(cell, separator) {
        if !joined.is_empty() {
            joined.push(LIST_SEPARATOR);
        }
        joined.push_str(element);
    }
    joined
}
