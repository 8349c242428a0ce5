//! Rows of the people file.

use super::CsvSource;
use super::batch::{Batch, Batches};
use super::columns::Columns;
use crate::place::{file_error, form_error};
use crate::rfc4180::{Flaw, Next, Record};
use crate::yes_no::yes_or_no;
use crate::{ConnectError, ReadReport};
use rolecall_directory::{LIST_SEPARATOR, SourceFlaw, org_unit_path};

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
        Next::Bad(flaw) | Next::Rest(flaw) => return Err(form_error(path, &flaw)),
        Next::End => return Err(form_error(path, &empty("userName,email"))),
    };
    out.columns(columns.names(), columns.attributes.len());
    let separator = source.list_separator();
    while !out.abandoned() {
        match records.next().map_err(unreadable)? {
            Next::Record(record) => match person(&columns, &record, separator, &mut out.batch) {
                Ok(()) => {
                    report.people += 1;
                    out.flush_full();
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
pub(super) fn check_count(record: &Record<'_>, count: usize) -> Result<(), Flaw<SourceFlaw>> {
    if record.len() == count {
        return Ok(());
    }
    Err(record.flaw(count, SourceFlaw::FieldCount { fields: record.len(), header: count }))
}

fn person(
    columns: &Columns,
    record: &Record<'_>,
    separator: char,
    batch: &mut Batch,
) -> Result<(), Flaw<SourceFlaw>> {
    check_count(record, columns.count)?;
    let user_name = record.get(columns.user_name);
    if user_name.trim().is_empty() {
        return Err(record.flaw(columns.user_name, SourceFlaw::UserNameEmpty));
    }
    let active = match columns.active {
        None => true,
        Some(at) => yes_or_no(&record.get(at), true).ok_or_else(|| {
            let value = record.get(at).into_owned();
            record.flaw(at, SourceFlaw::ActiveWrong { value })
        })?,
    };
    let id = columns.id.map(|at| record.get(at)).filter(|id| !id.is_empty());
    let org_unit = columns.org_unit.and_then(|at| org_unit_path(&record.get(at)));
    let texts = &mut batch.people;
    texts.add(|text| text.push_str(id.as_deref().unwrap_or(&user_name)));
    texts.add(|text| text.push_str(&user_name));
    texts.add(|text| text.push_str(org_unit.as_deref().unwrap_or_default()));
    texts.add(|text| {
        if let Some(at) = columns.groups {
            list(&record.get(at), separator, text);
        }
    });
    for attribute in &columns.attributes {
        let cell = record.get(attribute.column);
        texts.add(
            |text| {
                if attribute.list { list(&cell, separator, text) } else { text.push_str(&cell) }
            },
        );
    }
    batch.active.push(active);
    Ok(())
}

/// Appends the elements of `cell` to `text`, without spaces around them and none empty.
fn list(cell: &str, separator: char, text: &mut String) {
    let start = text.len();
    for element in cell.split(separator).map(str::trim).filter(|element| !element.is_empty()) {
        if text.len() > start {
            text.push(LIST_SEPARATOR);
        }
        text.push_str(element);
    }
}
