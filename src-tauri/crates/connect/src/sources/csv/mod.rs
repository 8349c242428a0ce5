//! People and groups from CSV files (RFC 4180, UTF-8, a header row).

mod batch;
mod columns;
mod groups;
mod people;

use crate::place::{file_error, form_error};
use crate::rfc4180::{Next, Records};
use crate::{ConnectError, DirectorySink, ReadReport, ReadSource};
use async_trait::async_trait;
use batch::Batches;
use rolecall_directory::{AttributeDefinition, Cause};
use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use tokio::sync::mpsc;

/// How many batches may wait.
const WAITING: usize = 8;

/// A source that is a file of people and perhaps one of groups.
#[derive(Debug, Clone)]
pub struct CsvSource {
    users: PathBuf,
    groups: Option<PathBuf>,
    delimiter: char,
    map: BTreeMap<String, String>,
    attributes: Vec<AttributeDefinition>,
}

impl CsvSource {
    /// Names the files, what separates fields, the map (ours = their column), and the custom
    /// attributes, whose `from` names a column. Nothing is opened yet.
    #[must_use]
    pub fn new(
        users: PathBuf,
        groups: Option<PathBuf>,
        delimiter: char,
        map: BTreeMap<String, String>,
        attributes: Vec<AttributeDefinition>,
    ) -> Self {
        Self { users, groups, delimiter, map, attributes }
    }

    /// The header row of the people file, as it stands there.
    ///
    /// # Errors
    /// When the file cannot be read, or has no header.
    pub fn header(&self) -> Result<Vec<String>, ConnectError> {
        let path = &self.users;
        let unreadable = |error| file_error(path, "the file could not be read", &error);
        match self.open(path)?.next().map_err(unreadable)? {
            Next::Record(header) => Ok(columns::header_names(&header)),
            Next::Bad(flaw) | Next::Rest(flaw) => Err(form_error(path, &flaw)),
            Next::End => Err(form_error(path, &people::empty("userName,email"))),
        }
    }

    /// What separates the elements of a list inside a cell.
    fn list_separator(&self) -> char {
        if self.delimiter == ';' { '|' } else { ';' }
    }

    fn open(&self, path: &Path) -> Result<Records<File>, ConnectError> {
        let place = path.display().to_string();
        let delimiter = u8::try_from(self.delimiter).ok().filter(|byte| {
            byte.is_ascii() && !byte.is_ascii_alphanumeric() && !b"\"\r\n".contains(byte)
        });
        let Some(delimiter) = delimiter else {
            let message = format!(
                "fields cannot be separated by {:?}; set delimiter to \",\", \";\" or a tab",
                self.delimiter
            );
            return Err(ConnectError { cause: Cause::AttributeInvalid, place, message });
        };
        let opened = File::open(path).and_then(|file| Records::new(file, delimiter));
        opened.map_err(|error| file_error(path, "the file could not be read", &error))
    }

    fn read_files(&self, out: &mut Batches) -> Result<ReadReport, ConnectError> {
        let mut report = ReadReport { complete: true, ..ReadReport::default() };
        people::read(self, out, &mut report)?;
        if let Some(path) = &self.groups {
            groups::read(self, path, out, &mut report)?;
        }
        out.flush();
        Ok(report)
    }
}

#[async_trait]
impl ReadSource for CsvSource {
    async fn read(&self, sink: &mut dyn DirectorySink) -> Result<ReadReport, ConnectError> {
        let (sender, mut receiver) = mpsc::channel(WAITING);
        let (back, emptied) = std::sync::mpsc::channel();
        let source = self.clone();
        let reading = tokio::task::spawn_blocking(move || {
            source.read_files(&mut Batches::new(sender, emptied))
        });
        let mut columns = 0;
        while let Some(mut batch) = receiver.recv().await {
            batch.hand_on(&mut columns, sink);
            // Refused only when nobody fills another.
            let _ = back.send(batch);
        }
        reading.await.unwrap_or_else(|error| {
            Err(ConnectError {
                cause: Cause::Unavailable,
                place: self.users.display().to_string(),
                message: format!("reading was broken off: {error}. Sync again"),
            })
        })
    }
}
