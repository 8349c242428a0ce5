//! Errors of files, with their place.

use crate::ConnectError;
use crate::rfc4180::Flaw;
use rolecall_directory::Cause;
use std::fmt::Display;
use std::io;
use std::path::Path;

/// `what` could not be done with the file at `path`, for the operating system's reason.
pub(crate) fn file_error(path: &Path, what: &str, error: &io::Error) -> ConnectError {
    let place = path.display().to_string();
    let (cause, message) = match error.kind() {
        io::ErrorKind::NotFound => {
            (Cause::NotFound, format!("{what}: there is no such file. Check the path"))
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => (
            Cause::NotPermitted,
            format!("{what}: {error}. Give the account that runs Rolecall the right to it"),
        ),
        io::ErrorKind::IsADirectory => {
            (Cause::NotFound, format!("{what}: this is a folder. Name the file in it"))
        }
        io::ErrorKind::InvalidData => {
            (Cause::AttributeInvalid, format!("{what}: {error}. Save it as UTF-8"))
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            (Cause::Unavailable, format!("{what}: {error}. Free disk space and sync again"))
        }
        _ => (Cause::Unavailable, format!("{what}: {error}. Try again when that is put right")),
    };
    ConnectError { cause, place, message }
}

/// The form of the file at `path` is wrong at `flaw`.
pub(crate) fn form_error<W: Display>(path: &Path, flaw: &Flaw<W>) -> ConnectError {
    ConnectError {
        cause: Cause::AttributeInvalid,
        place: format!("{}:{}:{}", path.display(), flaw.line, flaw.column),
        message: flaw.message.to_string(),
    }
}
