//! Reading an accounts file, row by row.

use super::cells::{split_entries, split_list};
use super::table::Row;
use crate::ConnectError;
use crate::place::{file_error, form_error};
use crate::rfc4180::{Flaw, Next, Record, Records};
use crate::yes_no::yes_or_no;
use rolecall_directory::{AccountRow, AccountTable, AccountTableBuilder, PlaceId, RowIndex};
use rolecall_scim::fold_cow;
use std::borrow::Cow;
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Seek};
use std::path::Path;

/// The columns every accounts file has, before one a slot.
pub(super) const FIXED: [&str; 5] = ["userName", "email", "active", "managed", "unmanaged"];
const USER_NAME: usize = 0;
pub(super) const EMAIL: usize = 1;
const ACTIVE: usize = 2;
const MANAGED: usize = 3;
pub(super) const UNMANAGED: usize = 4;

/// How many cells of a slot are remembered with what they stand for.
const CELLS: usize = 1 << 16;

/// Reads the file at `path`; no file is no accounts.
///
/// # Errors
/// When any of it cannot be read: nothing is planned on half of a target.
pub(super) fn read(path: &Path, slots: &[String]) -> Result<AccountTable, ConnectError> {
    let Some(file) = open(path)? else { return Ok(AccountTable::default()) };
    let mut builder = AccountTable::builder();
    let mut unique = Unique::default();
    let mut cells = vec![HashMap::new(); slots.len()];
    scan(path, &file, slots, |columns, record| {
        let name = columns.user_name(record)?;
        let row = builder.row(&AccountRow {
            key: &name,
            user_name: &name,
            email: &columns.fixed(record, EMAIL),
            ..columns.flags(record)?
        });
        unique.add(&name, record, |row| builder.user_name(row))?;
        columns.hold(record, row, &mut cells, &mut builder);
        Ok(())
    })?;
    Ok(builder.finish())
}

/// Opens the file at `path`; `None` when there is none.
///
/// # Errors
/// When it is there and cannot be opened.
pub(super) fn open(path: &Path) -> Result<Option<File>, ConnectError> {
    match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unreadable(path, &error)),
        Ok(file) => Ok(Some(file)),
    }
}

fn unreadable(path: &Path, error: &io::Error) -> ConnectError {
    file_error(path, "the accounts file could not be read", error)
}

/// Hands every row of `file` to `take`, from its beginning; answers its columns, unless it is
/// empty.
///
/// # Errors
/// When it cannot be read to its end, or `take` finds a flaw.
pub(super) fn scan(
    path: &Path,
    mut file: &File,
    slots: &[String],
    mut take: impl FnMut(&Columns, &Record<'_>) -> Result<(), Flaw>,
) -> Result<Option<Columns>, ConnectError> {
    let failed = |error| unreadable(path, &error);
    file.rewind().map_err(failed)?;
    let mut records = Records::new(file, b',').map_err(failed)?;
    let columns = match records.next().map_err(failed)? {
        Next::Record(header) => Columns::read(path, &header, slots)?,
        Next::Bad(flaw) | Next::Rest(flaw) => return Err(form_error(path, &flaw)),
        Next::End => return Ok(None),
    };
    loop {
        let taken = match records.next().map_err(failed)? {
            Next::Record(record) => {
                columns.is_whole(&record).and_then(|()| take(&columns, &record))
            }
            Next::Bad(flaw) | Next::Rest(flaw) => Err(flaw.in_words()),
            Next::End => return Ok(Some(columns)),
        };
        taken.map_err(|flaw| form_error(path, &flaw))?;
    }
}

/// The userNames met so far, by row.
#[derive(Default)]
pub(super) struct Unique {
    pub(super) rows: RowIndex,
    lines: Vec<u32>,
}

impl Unique {
    /// Takes in the name of the next row; `name_of` reads those of the rows before.
    ///
    /// # Errors
    /// When an earlier row has it too.
    pub fn add<'n>(
        &mut self,
        name: &str,
        record: &Record<'_>,
        name_of: impl Fn(u32) -> &'n str,
    ) -> Result<(), Flaw> {
        let row = self.lines.len() as u32;
        let folded = fold_cow(name);
        if let Some(first) = self.rows.insert(row, &folded, |row| fold_cow(name_of(row))) {
            let first = self.lines[first as usize];
            let message =
                format!("the account \"{name}\" is also on line {first}; keep one of the two rows");
            return Err(Flaw { line: record.line(), column: 1, message });
        }
        self.lines.push(record.line() as u32);
        Ok(())
    }
}

/// The columns of an accounts file, by position.
pub(super) struct Columns {
    fixed: [Option<usize>; 5],
    slots: Vec<(String, usize)>,
    unknown: Vec<(String, usize)>,
    count: usize,
}

impl Columns {
    fn read(path: &Path, header: &Record<'_>, slots: &[String]) -> Result<Self, ConnectError> {
        let mut columns =
            Self { fixed: [None; 5], slots: Vec::new(), unknown: Vec::new(), count: header.len() };
        for at in 0..header.len() {
            let name = header.get(at);
            let fixed = FIXED.iter().position(|one| one.eq_ignore_ascii_case(name.trim()));
            let slot = slots.iter().find(|slot| *slot == name.trim());
            let twice = match (fixed, slot) {
                (Some(fixed), _) => columns.fixed[fixed].replace(at).is_some(),
                (None, Some(slot)) => {
                    columns.slots.push((slot.clone(), at));
                    columns.slots.iter().filter(|(name, _)| name == slot).count() > 1
                }
                (None, None) => {
                    columns.unknown.push((name.clone().into_owned(), at));
                    false
                }
            };
            if twice {
                let message = format!("the column \"{name}\" is there twice; remove one");
                return Err(form_error(path, &header.flaw(at, message)));
            }
        }
        if columns.fixed[0].is_none() {
            let has: Vec<_> = (0..header.len()).map(|at| header.get(at)).collect();
            let message = format!(
                "no column \"userName\"; the header has: {}. The first row must be {} and a \
                 column a slot",
                has.join(", "),
                FIXED.join(",")
            );
            return Err(form_error(path, &header.flaw(0, message)));
        }
        Ok(columns)
    }

    pub fn unknown_names(&self) -> Vec<String> {
        self.unknown.iter().map(|(name, _)| name.clone()).collect()
    }

    fn is_whole(&self, record: &Record<'_>) -> Result<(), Flaw> {
        if record.len() == self.count {
            return Ok(());
        }
        let message = format!(
            "this row has {} fields and the header has {}; put quotes around a field that holds a \
             comma",
            record.len(),
            self.count
        );
        Err(record.flaw(self.count, message))
    }

    /// The cell of the fixed column `at`; empty where the file lacks it.
    pub fn fixed<'r>(&self, record: &Record<'r>, at: usize) -> Cow<'r, str> {
        self.fixed[at].map(|at| record.get(at)).unwrap_or_default()
    }

    /// The cell of `slot`; empty where the file lacks it.
    pub fn slot<'r>(&self, record: &Record<'r>, slot: &str) -> Cow<'r, str> {
        let column = self.slots.iter().find(|(name, _)| name == slot);
        column.map(|(_, at)| record.get(*at)).unwrap_or_default()
    }

    /// The cells of the columns that are not ours.
    pub fn unknown<'r>(&self, record: &Record<'r>) -> impl Iterator<Item = Cow<'r, str>> {
        self.unknown.iter().map(|&(_, at)| record.get(at))
    }

    /// The userName.
    ///
    /// # Errors
    /// When it is empty.
    pub fn user_name<'r>(&self, record: &Record<'r>) -> Result<Cow<'r, str>, Flaw> {
        let name = self.fixed(record, USER_NAME);
        if name.trim().is_empty() {
            let message = "userName is empty; every account needs one".to_owned();
            return Err(record.flaw(self.fixed[USER_NAME].unwrap_or_default(), message));
        }
        Ok(name)
    }

    /// Whether the account is active, managed, and suspended here; no texts.
    ///
    /// # Errors
    /// When a cell is neither yes nor no.
    pub fn flags(&self, record: &Record<'_>) -> Result<AccountRow<'static>, Flaw> {
        let yes_no = |fixed: usize, empty: bool| {
            let cell = self.fixed(record, fixed);
            yes_or_no(&cell, empty).ok_or_else(|| {
                let message = format!("{} is \"{cell}\"; write true or false", FIXED[fixed]);
                record.flaw(self.fixed[fixed].unwrap_or_default(), message)
            })
        };
        let (active, managed) = (yes_no(ACTIVE, true)?, yes_no(MANAGED, false)?);
        let suspended_here = managed && !active;
        Ok(AccountRow { active, managed, suspended_here, ..AccountRow::default() })
    }

    /// Lets `row` hold what its cells list; `cells` remembers, by slot, what a cell stands for.
    fn hold(
        &self,
        record: &Record<'_>,
        row: u32,
        cells: &mut [HashMap<String, Vec<PlaceId>>],
        builder: &mut AccountTableBuilder,
    ) {
        let unmanaged = split_entries(&self.fixed(record, UNMANAGED));
        let managed = builder.is_managed(row);
        for ((slot, at), known) in self.slots.iter().zip(cells) {
            let cell = record.get(*at);
            if cell.is_empty() {
                continue;
            }
            if !unmanaged.is_empty() {
                for value in split_list(&cell) {
                    let place = builder.place(slot, &value);
                    let managed = managed && !unmanaged.contains(&(slot.clone(), value));
                    builder.hold(row, place, managed);
                }
                continue;
            }
            if known.len() >= CELLS {
                known.clear();
            }
            if !known.contains_key(cell.as_ref()) {
                let values = split_list(&cell);
                let places = values.iter().map(|value| builder.place(slot, value));
                known.insert(cell.clone().into_owned(), places.collect());
            }
            for place in known.get(cell.as_ref()).into_iter().flatten() {
                builder.hold(row, *place, managed);
            }
        }
    }

    /// The account as a row that can be changed.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn row(&self, record: &Record<'_>) -> Result<Row, Flaw> {
        let flags = self.flags(record)?;
        let values = self.slots.iter().map(|(slot, at)| (slot, split_list(&record.get(*at))));
        Ok(Row {
            user_name: self.user_name(record)?.into_owned(),
            email: self.fixed(record, EMAIL).into_owned(),
            active: flags.active,
            managed: flags.managed,
            unmanaged: split_entries(&self.fixed(record, UNMANAGED)),
            values: values.map(|(slot, values)| (slot.clone(), values)).collect(),
            unknown: self.unknown(record).map(Cow::into_owned).collect(),
        })
    }
}
