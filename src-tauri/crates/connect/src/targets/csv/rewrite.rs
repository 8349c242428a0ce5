//! Writing an accounts file whole or not at all, with only the rows in memory that change.

use super::cells::{join_entries, join_list};
use super::file::{self, Columns, EMAIL, FIXED, UNMANAGED, Unique};
use super::table::{Row, Table};
use crate::ConnectError;
use crate::place::file_error;
use crate::rfc4180::Record;
use roaring::RoaringBitmap;
use rolecall_directory::{Cause, Folded, Texts};
use std::borrow::Cow;
use std::fs::File;
use std::io;
use std::path::Path;
use std::time::SystemTime;

/// How the name of a file that is still being written ends.
const TEMPORARY: &str = ".tmp";

/// The rows of a file that stay as they are, in the order of their userNames.
pub(super) struct Rest {
    file: Option<File>,
    stamp: Option<Stamp>,
    names: Texts,
    unique: Unique,
    /// Rows that are in memory instead.
    taken: RoaringBitmap,
}

/// What tells that a file was written to meanwhile.
type Stamp = (u64, Option<SystemTime>);

impl Rest {
    /// Whether a row that stays is called `name`.
    pub fn has(&self, name: &Folded) -> bool {
        let fold = |row| rolecall_scim::fold_cow(self.names.get(row));
        let row = self.unique.rows.find(name.as_str(), fold);
        row.is_some_and(|row| !self.taken.contains(row))
    }
}

/// Reads the file at `path`: rows that `changes` names, or that are out of order, into memory.
///
/// # Errors
/// When any of it cannot be read.
pub(super) fn read(
    path: &Path,
    slots: &[String],
    changes: impl Fn(&Folded) -> bool,
) -> Result<(Table, Rest), ConnectError> {
    let file = file::open(path)?;
    let mut table = Table::default();
    let (mut names, mut unique) = (Texts::default(), Unique::default());
    let mut taken = RoaringBitmap::new();
    let stamp = file.as_ref().and_then(stamp);
    if let Some(file) = &file {
        let (mut row, mut last) = (0u32, String::new());
        let columns = file::scan(path, file, slots, |columns, record| {
            let name = columns.user_name(record)?;
            unique.add(&name, record, |row| names.get(row))?;
            names.put(row, &name);
            if *name < *last || changes(&Folded::new(&name)) {
                table.rows.push(columns.row(record)?);
                taken.insert(row);
            } else {
                columns.flags(record)?;
                name.as_ref().clone_into(&mut last);
            }
            row += 1;
            Ok(())
        })?;
        table.unknown = columns.map(|columns| columns.unknown_names()).unwrap_or_default();
    }
    Ok((table, Rest { file, stamp, names, unique, taken }))
}

fn stamp(file: &File) -> Option<Stamp> {
    let known = file.metadata().ok()?;
    Some((known.len(), known.modified().ok()))
}

/// Writes `table` and the rest to `path` by a temporary file beside it, which takes its place
/// once it is on disk; rows by userName.
///
/// # Errors
/// When it cannot be written, or somebody else wrote to it meanwhile; it is then as it was.
pub(super) fn write(
    path: &Path,
    slots: &[String],
    table: &mut Table,
    rest: &Rest,
) -> Result<(), ConnectError> {
    let failed = |error| file_error(path, "the accounts file could not be written", &error);
    table.rows.sort_by(|a, b| a.user_name.cmp(&b.user_name));
    // A link keeps pointing where it does: what it points to is replaced.
    let real = &path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = match real.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let temporary = temporary(real, folder).map_err(failed)?;
    let writer = csv::WriterBuilder::new().buffer_capacity(1 << 18).from_writer(temporary);
    let mut output = Output { writer, slots };
    let header = FIXED.iter().copied().chain(slots.iter().map(String::as_str));
    let header = header.chain(table.unknown.iter().map(String::as_str));
    output.line(header).map_err(failed)?;
    merge(path, &mut output, table, rest)?;
    let file = output.writer.into_inner().map_err(|error| {
        let words = error.error().to_string();
        failed(io::Error::new(error.error().kind(), words))
    })?;
    file.as_file().sync_all().map_err(failed)?;
    if rest.file.as_ref().and_then(stamp) != rest.stamp {
        return Err(ConnectError {
            cause: Cause::Conflict,
            place: path.display().to_string(),
            message: "somebody else wrote to the accounts file meanwhile; sync again".to_owned(),
        });
    }
    file.persist(real).map_err(|error| failed(error.error))?;
    sync_folder(folder).map_err(failed)
}

/// Writes the rows in memory and those of the rest, in order.
fn merge<W: io::Write>(
    path: &Path,
    output: &mut Output<'_, W>,
    table: &Table,
    rest: &Rest,
) -> Result<(), ConnectError> {
    let failed = |error| file_error(path, "the accounts file could not be written", &error);
    let mut changed = table.rows.iter().peekable();
    let mut broken = None;
    if let Some(file) = &rest.file {
        let mut row = 0u32;
        file::scan(path, file, output.slots_of(), |columns, record| {
            let stays = !rest.taken.contains(row);
            row += 1;
            if !stays || broken.is_some() {
                return Ok(());
            }
            let name = columns.user_name(record)?;
            while let Some(before) = changed.next_if(|one| one.user_name.as_str() < name.as_ref()) {
                broken = broken.take().or(output.row(before, table).err());
            }
            broken = broken.take().or(output.record(columns, record).err());
            Ok(())
        })?;
    }
    let rows = changed.try_for_each(|row| output.row(row, table));
    broken.map_or(rows, Err).map_err(failed)
}

struct Output<'a, W: io::Write> {
    writer: csv::Writer<W>,
    slots: &'a [String],
}

impl<'a, W: io::Write> Output<'a, W> {
    fn slots_of(&self) -> &'a [String] {
        self.slots
    }

    fn line<T: AsRef<str>>(&mut self, cells: impl Iterator<Item = T>) -> io::Result<()> {
        for cell in cells {
            self.writer.write_field(cell.as_ref())?;
        }
        Ok(self.writer.write_record(None::<&[u8]>)?)
    }

    /// A row in memory.
    fn row(&mut self, row: &Row, table: &Table) -> io::Result<()> {
        let unmanaged = join_entries(row.exceptions());
        let fixed =
            [&row.user_name, &row.email, word(row.active), word(row.managed), unmanaged.as_str()];
        let slots = self.slots.iter();
        let slots = slots.map(|slot| row.values.get(slot).map(join_list).unwrap_or_default());
        let unknown = (0..table.unknown.len()).map(|at| row.unknown.get(at));
        let unknown = unknown.map(|cell| Cow::Borrowed(cell.map_or("", String::as_str)));
        self.line(fixed.into_iter().map(Cow::Borrowed).chain(slots.map(Cow::Owned)).chain(unknown))
    }

    /// A row of the rest, its cells as they are.
    fn record(&mut self, columns: &Columns, record: &Record<'_>) -> io::Result<()> {
        let wrong = |_| io::Error::from(io::ErrorKind::InvalidData);
        let flags = columns.flags(record).map_err(wrong)?;
        let fixed = [
            columns.user_name(record).map_err(wrong)?,
            columns.fixed(record, EMAIL),
            Cow::Borrowed(word(flags.active)),
            Cow::Borrowed(word(flags.managed)),
            columns.fixed(record, UNMANAGED),
        ];
        let slots = self.slots.iter().map(|slot| columns.slot(record, slot));
        self.line(fixed.into_iter().chain(slots).chain(columns.unknown(record)))
    }
}

fn word(yes: bool) -> &'static str {
    if yes { "true" } else { "false" }
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
