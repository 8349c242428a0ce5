//! The Snapshot of all directories, kept ready. The rows are the truth: it tells of which
//! readings it was made, and is good for nothing else.

use crate::error::{Fault, StoreError};
use crate::store::{Durability, Store};
use crate::table::reading::{DirectoryReading, find};
use rolecall_directory::Snapshot;
use rusqlite::{Connection, OptionalExtension, Rows, Statement, Transaction};
use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Read, Write};

pub(crate) const SCHEMA: &str = "
CREATE TABLE snapshot (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    basis TEXT NOT NULL,
    size INTEGER NOT NULL
) STRICT;
CREATE TABLE snapshot_piece (
    position INTEGER PRIMARY KEY,
    digest INTEGER NOT NULL,
    bytes BLOB NOT NULL
) STRICT;
";

/// How many bytes a piece has at most.
const PIECE: usize = 1 << 20;
/// A section that ends with fewer bytes than this shares its piece with the next.
const SMALL: usize = 64 << 10;

/// What a Snapshot is made of: how directories are put together, in words of the caller, and
/// which reading of each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotBasis(String);

impl SnapshotBasis {
    /// Names how directories are put together, and the reading of each in order; `None` for one
    /// that was never read.
    #[must_use]
    pub fn new<'a>(
        form: &str,
        readings: impl IntoIterator<Item = Option<&'a DirectoryReading>>,
    ) -> Self {
        let mut basis = form.to_owned();
        for reading in readings {
            let state = reading.map_or((0, 0), |reading| (reading.id, reading.generation));
            // Writing to a text cannot fail.
            let _ = write!(basis, "\n{}.{}", state.0, state.1);
        }
        Self(basis)
    }
}

pub(crate) fn forget(tx: &Transaction<'_>) -> Result<(), Fault> {
    tx.execute("DELETE FROM snapshot", [])?;
    tx.execute("DELETE FROM snapshot_piece", [])?;
    Ok(())
}

fn basis(conn: &Connection, form: &str, directories: &[&str]) -> Result<SnapshotBasis, Fault> {
    let readings = directories.iter().map(|directory| find(conn, directory));
    let readings = readings.collect::<Result<Vec<_>, Fault>>()?;
    Ok(SnapshotBasis::new(form, readings.iter().map(Option::as_ref)))
}

impl Store {
    /// The kept Snapshot of the last readings of `directories`, put together as `form` says;
    /// `None` where none is kept, it was made of others, or it is damaged.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn kept_snapshot(
        &self,
        form: &str,
        directories: &[&str],
    ) -> Result<Option<Snapshot>, StoreError> {
        self.read(|conn| {
            let kept = conn.query_row("SELECT basis, size FROM snapshot", [], |row| {
                Ok((SnapshotBasis(row.get(0)?), row.get::<_, i64>(1)?.unsigned_abs()))
            });
            let Some((kept, size)) = kept.optional()? else { return Ok(None) };
            if kept != basis(conn, form, directories)? {
                return Ok(None);
            }
            let mut pieces = conn.prepare("SELECT bytes FROM snapshot_piece ORDER BY position")?;
            let pieces = Pieces { rows: pieces.query([])?, piece: Vec::new(), at: 0 };
            Ok(Snapshot::read_from(pieces, size).ok())
        })
    }

    /// Keeps `snapshot`, which was made of `basis`; pieces of it that are kept already are not
    /// written again. Answers `false` where the readings are others by now: nothing is kept then.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn keep_snapshot(
        &self,
        form: &str,
        directories: &[&str],
        made_of: &SnapshotBasis,
        snapshot: &Snapshot,
    ) -> Result<bool, StoreError> {
        self.write(Durability::Process, |tx| {
            if *made_of != basis(tx, form, directories)? {
                return Ok(false);
            }
            let kept = tx.query_row("SELECT basis FROM snapshot", [], |row| row.get(0));
            if kept.optional()?.as_ref() == Some(&made_of.0) {
                return Ok(true);
            }
            let mut writer = PieceWriter::new(tx)?;
            let written = snapshot.write_to(&mut writer).and_then(|()| writer.cut());
            if let Some(fault) = writer.fault {
                return Err(fault);
            }
            written.map_err(|error| Fault::Content(error.to_string()))?;
            tx.execute("DELETE FROM snapshot_piece WHERE position >= ?1", [writer.position])?;
            let sql = "INSERT OR REPLACE INTO snapshot (id, basis, size) VALUES (1, ?1, ?2)";
            tx.execute(sql, (&made_of.0, writer.size))?;
            Ok(true)
        })
    }
}

/// The pieces as one stream.
struct Pieces<'a> {
    rows: Rows<'a>,
    piece: Vec<u8>,
    at: usize,
}

impl Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at == self.piece.len() {
            let Some(row) = self.rows.next().map_err(io::Error::other)? else { return Ok(0) };
            let bytes = row.get_ref(0).map_err(io::Error::other)?;
            self.piece.clear();
            self.piece.extend_from_slice(bytes.as_blob().map_err(io::Error::other)?);
            self.at = 0;
        }
        let count = buffer.len().min(self.piece.len() - self.at);
        buffer[..count].copy_from_slice(&self.piece[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

/// Cuts a stream into pieces, and writes those that differ from what is kept.
struct PieceWriter<'a> {
    find: Statement<'a>,
    put: Statement<'a>,
    piece: Vec<u8>,
    position: i64,
    size: i64,
    fault: Option<Fault>,
}

impl<'a> PieceWriter<'a> {
    fn new(tx: &'a Transaction<'_>) -> Result<Self, Fault> {
        Ok(Self {
            find: tx.prepare("SELECT digest FROM snapshot_piece WHERE position = ?1")?,
            put: tx.prepare(
                "INSERT OR REPLACE INTO snapshot_piece (position, digest, bytes)
                 VALUES (?1, ?2, ?3)",
            )?,
            piece: Vec::with_capacity(PIECE),
            position: 0,
            size: 0,
            fault: None,
        })
    }

    fn cut(&mut self) -> io::Result<()> {
        self.write_piece().map_err(|fault| {
            self.fault = Some(fault);
            io::Error::other("the workspace could not be written")
        })
    }

    fn write_piece(&mut self) -> Result<(), Fault> {
        if self.piece.is_empty() {
            return Ok(());
        }
        let mut digest = DefaultHasher::new();
        self.piece.hash(&mut digest);
        let digest = digest.finish().cast_signed();
        let kept = self.find.query_row([self.position], |row| row.get::<_, i64>(0));
        if kept.optional()? != Some(digest) {
            self.put.execute((self.position, digest, &self.piece))?;
        }
        self.position += 1;
        self.size += self.piece.len() as i64;
        self.piece.clear();
        Ok(())
    }
}

impl Write for PieceWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = bytes.len().min(PIECE - self.piece.len());
        self.piece.extend_from_slice(&bytes[..count]);
        if self.piece.len() == PIECE {
            self.cut()?;
        }
        Ok(count)
    }

    /// The end of a section.
    fn flush(&mut self) -> io::Result<()> {
        if self.piece.len() >= SMALL { self.cut() } else { Ok(()) }
    }
}
