//! Reading a configuration file from disk, with the headers of the CSV sources it names.

use rolecall_config::{ConfigErrors, SourceColumns, read};
use rolecall_connect::CsvSource;
use rolecall_directory::{Configuration, SourceDefinition, SourceKind};
use std::path::{Path, PathBuf};

/// Why a configuration file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigurationFileError {
    /// It cannot be read.
    #[error("the configuration {} could not be read: {source}; check the path and its permissions", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's words.
        source: std::io::Error,
    },
    /// Something in it is wrong.
    #[error("{}", errors.in_file(&path.display().to_string()))]
    Wrong {
        /// The file.
        path: PathBuf,
        /// Everything that is wrong, in the order of the file.
        errors: ConfigErrors,
    },
}

/// Reads the configuration file `path`; relative paths in it count from its folder.
///
/// # Errors
/// When it cannot be read, or anything in it is wrong.
pub fn load_configuration(path: &Path) -> Result<Configuration, ConfigurationFileError> {
    let unreadable = |source| ConfigurationFileError::Unreadable { path: path.to_owned(), source };
    let text = std::fs::read_to_string(path).map_err(unreadable)?;
    let absolute = std::path::absolute(path).map_err(unreadable)?;
    let base = absolute.parent().unwrap_or(Path::new("/"));
    read(&text, base, &columns)
        .map_err(|errors| ConfigurationFileError::Wrong { path: path.to_owned(), errors })
}

fn columns(definition: &SourceDefinition) -> Option<SourceColumns> {
    source_header(definition).map(|header| SourceColumns { header })
}

/// The names of the columns that a source has, as it writes them; `None` when it cannot be asked.
#[must_use]
pub fn source_header(definition: &SourceDefinition) -> Option<Vec<String>> {
    let SourceKind::Csv { users, groups, delimiter } = &definition.kind else { return None };
    let map = definition.map.clone();
    let source = CsvSource::new(users.clone(), groups.clone(), *delimiter, map, Vec::new());
    source.header().ok()
}
