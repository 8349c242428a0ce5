//! Rows of the groups file: `group,member,type`.

use super::columns::{check_twice, header_names, no_column, position};
use super::people::{check_count, empty};
use super::{Batches, CsvSource, Item};
use crate::place::{file_error, form_error};
use crate::rfc4180::{Flaw, Next, Record};
use crate::{ConnectError, ReadReport};
use rolecall_directory::{Folded, GroupRecord, MemberRecord};
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// How many memberships are collected before groups are handed on in pieces.
const COLLECTED: usize = 200_000;

struct Columns {
    count: usize,
    group: usize,
    member: usize,
    kind: usize,
}

/// Groups being collected, in order of appearance.
#[derive(Default)]
struct Collection {
    groups: Vec<GroupRecord>,
    by_name: HashMap<Folded, usize>,
    members: usize,
    seen: HashSet<Folded>,
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
        Next::Bad(flaw) | Next::Rest(flaw) => return Err(form_error(path, flaw)),
        Next::End => return Err(form_error(path, empty("group,member,type"))),
    };
    let mut collection = Collection::default();
    while !out.abandoned() {
        match records.next().map_err(unreadable)? {
            Next::Record(record) => match membership(&columns, &record) {
                Ok((group, member)) => collection.add(&group, member),
                Err(flaw) => out.lost(path, flaw, report),
            },
            Next::Bad(flaw) => out.lost(path, flaw, report),
            Next::Rest(flaw) => {
                out.lost(path, flaw, report);
                report.complete = false;
            }
            Next::End => break,
        }
        if collection.members >= COLLECTED {
            collection.hand_on(out);
        }
    }
    collection.hand_on(out);
    report.groups += collection.seen.len() as u64;
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

fn membership(columns: &Columns, record: &Record<'_>) -> Result<(String, MemberRecord), Flaw> {
    check_count(record, columns.count)?;
    let group = record.get(columns.group);
    if group.trim().is_empty() {
        return Err(record.flaw(columns.group, "the group has no name; write it here".to_owned()));
    }
    let member = record.get(columns.member);
    if member.trim().is_empty() {
        let message = "the member is empty; write a userName or a group's name".to_owned();
        return Err(record.flaw(columns.member, message));
    }
    let member = match record.get(columns.kind).trim() {
        kind if kind.eq_ignore_ascii_case("user") => MemberRecord::User(member.into_owned()),
        kind if kind.eq_ignore_ascii_case("group") => MemberRecord::Group(member.trim().to_owned()),
        kind => {
            let message = format!("type is \"{kind}\"; write user or group");
            return Err(record.flaw(columns.kind, message));
        }
    };
    Ok((group.trim().to_owned(), member))
}

impl Collection {
    fn add(&mut self, group: &str, member: MemberRecord) {
        let at = *self.by_name.entry(Folded::new(group)).or_insert_with(|| {
            self.groups.push(GroupRecord {
                id: group.to_owned(),
                display: group.to_owned(),
                members: Vec::new(),
            });
            self.groups.len() - 1
        });
        self.groups[at].members.push(member);
        self.members += 1;
    }

    fn hand_on(&mut self, out: &mut Batches) {
        self.seen.extend(std::mem::take(&mut self.by_name).into_keys());
        self.members = 0;
        for group in self.groups.drain(..) {
            out.push(Item::Group(group));
        }
    }
}
