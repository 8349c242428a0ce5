//! Reading an accounts file, and writing it whole or not at all.

use super::cells::{join_entries, join_list, split_entries, split_list};
use super::table::{Row, Table};
use crate::ConnectError;
use crate::place::{file_error, form_error};
use crate::rfc4180::{Flaw, Next, Record, Records};
use crate::yes_no::yes_or_no;
use rolecall_directory::Folded;
use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::path::Path;

/// The columns every accounts file has, before one a slot.
const FIXED: [&str; 5] = ["userName", "email", "active", "managed", "unmanaged"];

/// How the name of a file that is still being written ends.
const TEMPORARY: &str = ".tmp";

/// Reads the file at `path`; no file is no accounts.
///
/// # Errors
/// When any of it cannot be read: nothing is planned on half of a target.
pub(super) fn read(path: &Path, slots: &[String]) -> Result<Table, ConnectError> {
    let unreadable = |error| file_error(path, "the accounts file could not be read", &error);
    let file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Table::default()),
        other => other.map_err(unreadable)?,
    };
    let mut records = Records::new(file, b',').map_err(unreadable)?;
    let columns = match records.next().map_err(unreadable)? {
        Next::Record(header) => Columns::read(path, &header, slots)?,
        Next::Bad(flaw) | Next::Rest(flaw) => return Err(form_error(path, flaw)),
        Next::End => return Ok(Table::default()),
    };
    let mut table = Table { unknown: columns.unknown_names(), rows: Vec::new() };
    let mut lines: HashMap<Folded, u64> = HashMap::new();
    loop {
        let row = match records.next().map_err(unreadable)? {
            Next::Record(record) => columns.row(&record),
            Next::Bad(flaw) | Next::Rest(flaw) => Err(flaw),
            Next::End => return Ok(table),
        };
        let row = row.map_err(|flaw| form_error(path, flaw))?;
        if let Some(first) = lines.insert(Folded::new(&row.user_name), row.line) {
            let message = format!(
                "the account \"{}\" is also on line {first}; keep one of the two rows",
                row.user_name
            );
            return Err(form_error(path, Flaw { line: row.line, column: 1, message }));
        }
        table.rows.push(row);
    }
}

/// The columns of an accounts file, by position.
struct Columns {
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
                return Err(form_error(path, header.flaw(at, message)));
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
            return Err(form_error(path, header.flaw(0, message)));
        }
        Ok(columns)
    }

    fn unknown_names(&self) -> Vec<String> {
        self.unknown.iter().map(|(name, _)| name.clone()).collect()
    }

    fn row(&self, record: &Record<'_>) -> Result<Row, Flaw> {
        if record.len() != self.count {
            let message = format!(
                "this row has {} fields and the header has {}; put quotes around a field that \
                 holds a comma",
                record.len(),
                self.count
            );
            return Err(record.flaw(self.count, message));
        }
        let cell = |fixed: usize| self.fixed[fixed].map(|at| record.get(at)).unwrap_or_default();
        let yes_no = |fixed: usize, empty: bool| {
            yes_or_no(&cell(fixed), empty).ok_or_else(|| {
                let message =
                    format!("{} is \"{}\"; write true or false", FIXED[fixed], cell(fixed));
                record.flaw(self.fixed[fixed].unwrap_or_default(), message)
            })
        };
        let user_name = cell(0).into_owned();
        if user_name.trim().is_empty() {
            let message = "userName is empty; every account needs one".to_owned();
            return Err(record.flaw(self.fixed[0].unwrap_or_default(), message));
        }
        let values = self.slots.iter().map(|(slot, at)| (slot, split_list(&record.get(*at))));
        Ok(Row {
            user_name,
            email: cell(1).into_owned(),
            active: yes_no(2, true)?,
            managed: yes_no(3, false)?,
            unmanaged: split_entries(&cell(4)),
            values: values.map(|(slot, values)| (slot.clone(), values)).collect(),
            unknown: self.unknown.iter().map(|&(_, at)| record.get(at).into_owned()).collect(),
            line: record.line(),
        })
    }
}

/// Writes `table` to `path` by a temporary file beside it, which takes its place once it is on
/// disk; rows by userName.
///
/// # Errors
/// When it cannot be written; the file is then as it was.
pub(super) fn write(path: &Path, slots: &[String], table: &mut Table) -> Result<(), ConnectError> {
    let failed = |error| file_error(path, "the accounts file could not be written", &error);
    // A link keeps pointing where it does: what it points to is replaced.
    let path = &path.canonicalize().unwrap_or_else(|_| path.to_owned());
    table.rows.sort_by(|a, b| a.user_name.cmp(&b.user_name));
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let temporary = temporary(path, folder).map_err(failed)?;
    let mut writer = csv::WriterBuilder::new().buffer_capacity(1 << 18).from_writer(temporary);
    let written = records(slots, table).try_for_each(|record| writer.write_record(record));
    written.map_err(|error| failed(error.into()))?;
    let file = writer.into_inner().map_err(|error| {
        let words = error.error().to_string();
        failed(io::Error::new(error.error().kind(), words))
    })?;
    file.as_file().sync_all().map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    sync_folder(folder).map_err(failed)
}

/// The header and all rows, as cells.
fn records<'a>(slots: &'a [String], table: &'a Table) -> impl Iterator<Item = Vec<String>> + 'a {
    let fixed = FIXED.iter().map(|&name| name.to_owned());
    let header = fixed.chain(slots.iter().cloned()).chain(table.unknown.iter().cloned()).collect();
    let word = |yes: bool| if yes { "true" } else { "false" }.to_owned();
    let rows = table.rows.iter().map(move |row| {
        let unmanaged = join_entries(row.exceptions());
        let fixed = [
            row.user_name.clone(),
            row.email.clone(),
            word(row.active),
            word(row.managed),
            unmanaged,
        ];
        let cells =
            slots.iter().map(|slot| row.values.get(slot).map(join_list).unwrap_or_default());
        let unknown =
            (0..table.unknown.len()).map(|at| row.unknown.get(at).cloned().unwrap_or_default());
        fixed.into_iter().chain(cells).chain(unknown).collect()
    });
    std::iter::once(header).chain(rows)
}

/// A temporary file in `folder` with the rights of the file at `path`, or the usual ones.
fn temporary(path: &Path, folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let prefix = format!(".{name}-");
    remove_left_behind(folder, &prefix);
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).suffix(TEMPORARY);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let file = builder.tempfile_in(folder)?;
    if let Ok(known) = std::fs::metadata(path) {
        file.as_file().set_permissions(known.permissions())?;
    }
    Ok(file)
}

/// Removes what a process that was killed while writing left in `folder`.
fn remove_left_behind(folder: &Path, prefix: &str) {
    for entry in folder.read_dir().into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(prefix) && name.ends_with(TEMPORARY) {
            // One that cannot be removed is in nobody's way.
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// Brings the new name itself to disk, where folders can be synced.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
