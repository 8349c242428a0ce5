//! Rows of the groups file: `group,member,type`.

use super::CsvSource;
use super::batch::{Batch, Batches};
use super::columns::{check_twice, header_names, no_column, position};
use super::people::{check_count, empty};
use crate::place::{file_error, form_error};
use crate::rfc4180::{Flaw, Next, Record};
use crate::{ConnectError, ReadReport};
use rolecall_directory::{Folded, SourceFlaw, Strings};
use std::collections::HashSet;
use std::path::Path;

struct Columns {
    count: usize,
    group: usize,
    member: usize,
    kind: usize,
}

/// The groups that were named so far.
#[derive(Default)]
struct Named {
    spelled: Strings,
    folded: HashSet<Folded>,
}

impl Named {
    fn add(&mut self, name: &str) {
        let known = self.spelled.len();
        if self.spelled.intern(name).is_some_and(|number| number as usize == known) {
            self.folded.insert(Folded::new(name));
        }
    }
}

/// Reads the groups file to its end, or as far as it can be read.
///
/// # Errors
/// When it cannot be opened or read, or its header is wrong.
pub(super) fn read(
    source: &CsvSource,
    path: &Path,
    out: &mut Batches,
    report: &mut ReadReport,
) -> Result<(), ConnectError> {
    let unreadable = |error| file_error(path, "the file could not be read", &error);
    let mut records = source.open(path)?;
    let columns = match records.next().map_err(unreadable)? {
        Next::Record(header) => header_columns(path, &header)?,
        Next::Bad(flaw) | Next::Rest(flaw) => return Err(form_error(path, &flaw)),
        Next::End => return Err(form_error(path, &empty("group,member,type"))),
    };
    let mut named = Named::default();
    while !out.abandoned() {
        match records.next().map_err(unreadable)? {
            Next::Record(record) => match membership(&columns, &record, &mut named, &mut out.batch)
            {
                Ok(()) => out.flush_full(),
                Err(flaw) => out.lost(path, flaw, report),
            },
            Next::Bad(flaw) => out.lost(path, flaw, report),
            Next::Rest(flaw) => {
                out.lost(path, flaw, report);
                report.complete = false;
            }
            Next::End => break,
        }
    }
    report.groups += named.folded.len() as u64;
    Ok(())
}

fn header_columns(path: &Path, header: &Record<'_>) -> Result<Columns, ConnectError> {
    let names = header_names(header);
    check_twice(path, header, &names)?;
    let find = |name: &str| {
        let remedy = "The groups file must have the columns group,member,type";
        position(&names, name).ok_or_else(|| no_column(path, &names, name, remedy))
    };
    Ok(Columns {
        count: names.len(),
        group: find("group")?,
        member: find("member")?,
        kind: find("type")?,
    })
}

fn membership(
    columns: &Columns,
    record: &Record<'_>,
    named: &mut Named,
    batch: &mut Batch,
) -> Result<(), Flaw<SourceFlaw>> {
    check_count(record, columns.count)?;
    let group = record.get(columns.group);
    if group.trim().is_empty() {
        return Err(record.flaw(columns.group, SourceFlaw::GroupNameEmpty));
    }
    let member = record.get(columns.member);
    if member.trim().is_empty() {
        return Err(record.flaw(columns.member, SourceFlaw::MemberEmpty));
    }
    let nested = match record.get(columns.kind).trim() {
        kind if kind.eq_ignore_ascii_case("user") => false,
        kind if kind.eq_ignore_ascii_case("group") => true,
        kind => {
            let flaw = SourceFlaw::MemberTypeWrong { value: kind.to_owned() };
            return Err(record.flaw(columns.kind, flaw));
        }
    };
    named.add(group.trim());
    batch.members.add(|text| text.push_str(group.trim()));
    batch.members.add(|text| text.push_str(if nested { member.trim() } else { &member }));
    batch.nested.push(nested);
    Ok(())
}
