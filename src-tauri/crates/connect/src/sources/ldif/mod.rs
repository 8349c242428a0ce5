//! People and groups from a file in the LDAP Data Interchange Format (RFC 2849): the content of a
//! directory, not changes to one. Who is in which group is what the groups in the file list.

mod records;

use super::ldap::FileContent;
use crate::place::file_error;
use crate::{ConnectError, DirectorySink, ReadReport, ReadSource};
use async_trait::async_trait;
use records::{Flaw, Next, Records};
use rolecall_directory::{AttributeDefinition, Cause, SourceDefinition, SourceFlaw, SourceWarning};
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

/// The largest file: a million people with a kilobyte each, twice over.
const LARGEST: u64 = 2 << 30;
/// How many records that cannot be read are told one by one.
const TOLD: usize = 1_000;

/// A source that is an LDIF file.
#[derive(Debug, Clone)]
pub struct LdifSource {
    file: PathBuf,
    definition: SourceDefinition,
    attributes: Vec<AttributeDefinition>,
    now: i64,
}

/// What was read of a file.
struct Read {
    content: FileContent,
    flaws: Vec<Flaw>,
    lost: u64,
}

impl LdifSource {
    /// Names the file, and takes its definition with map and scope, our attributes, and the time
    /// in milliseconds since 1970 (UTC), by which accounts expire. Nothing is opened yet.
    #[must_use]
    pub fn new(
        file: PathBuf,
        definition: &SourceDefinition,
        attributes: &[AttributeDefinition],
        now: i64,
    ) -> Self {
        Self { file, definition: definition.clone(), attributes: attributes.to_vec(), now }
    }

    fn read_file(&self) -> Result<Read, ConnectError> {
        let unreadable = |error| file_error(&self.file, "the file could not be read", &error);
        let file = File::open(&self.file).map_err(unreadable)?;
        let size = file.metadata().map_err(unreadable)?.len();
        if size > LARGEST {
            let message = format!(
                "the file is {} MiB large, and 2,048 are the most. Leave attributes out that are \
                 not needed, such as photographs",
                size >> 20
            );
            return Err(self.wrong(None, message));
        }
        let mut records = Records::new(BufReader::with_capacity(1 << 18, file));
        let content = FileContent::new(&self.definition, &self.attributes);
        let mut read = Read { content, flaws: Vec::new(), lost: 0 };
        loop {
            match records.next().map_err(unreadable)? {
                Next::Record(entry, line) => {
                    if let Err(what) = read.content.take(&entry)? {
                        read.flaw(Flaw { line, what });
                    }
                }
                Next::Bad(flaw) => read.flaw(flaw),
                Next::Change(line, kind) => {
                    let message = format!(
                        "this file holds changes (changetype: {kind}), not people. Export the \
                         content, such as by slapcat or ldapsearch -LLL"
                    );
                    return Err(self.wrong(Some(line), message));
                }
                Next::End => return Ok(read),
            }
        }
    }

    fn wrong(&self, line: Option<u64>, message: String) -> ConnectError {
        let path = self.file.display();
        let place = line.map_or_else(|| path.to_string(), |line| format!("{path}:{line}"));
        ConnectError { cause: Cause::AttributeInvalid, place, message }
    }
}

impl Read {
    fn flaw(&mut self, flaw: Flaw) {
        self.lost += 1;
        if self.flaws.len() < TOLD {
            self.flaws.push(flaw);
        }
    }
}

#[async_trait]
impl ReadSource for LdifSource {
    async fn read(&self, sink: &mut dyn DirectorySink) -> Result<ReadReport, ConnectError> {
        let source = self.clone();
        let reading = tokio::task::spawn_blocking(move || source.read_file()).await;
        let read = reading.unwrap_or_else(|error| {
            Err(ConnectError {
                cause: Cause::Unavailable,
                place: self.file.display().to_string(),
                message: format!("reading was broken off: {error}. Sync again"),
            })
        })?;
        let place = self.file.display().to_string();
        let mut report = read.content.hand_on(sink, &place, self.now)?;
        report.rows_lost += read.lost;
        let untold = read.lost.saturating_sub(read.flaws.len() as u64);
        for flaw in read.flaws {
            sink.warning(warning(&self.file, Some(flaw.line), flaw.what));
        }
        if untold > 0 {
            sink.warning(warning(&self.file, None, SourceFlaw::MoreRecords { count: untold }));
        }
        Ok(report)
    }
}

fn warning(file: &Path, line: Option<u64>, flaw: SourceFlaw) -> SourceWarning {
    SourceWarning { line, ..SourceWarning::lost(file.display().to_string(), flaw) }
}
