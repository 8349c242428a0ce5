//! Writing a file whole or not at all.

use rolecall_contract::AppError;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The name without folders, so that a page can only offer a name.
pub(crate) fn bare_name(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or_default()
}

/// Writes `bytes` to `path`, whole or not at all, and answers the path.
pub(crate) async fn write(path: PathBuf, bytes: Vec<u8>) -> Result<String, AppError> {
    let place = path.display().to_string();
    let written = tauri::async_runtime::spawn_blocking(move || replace(&path, &bytes)).await;
    let failed = |error: String| {
        let message =
            format!("{place} could not be written: {error}. Choose another folder or make room.");
        AppError::new("file_not_written", message).with("path", place.clone())
    };
    written
        .map_err(|error| failed(error.to_string()))?
        .map_err(|error| failed(error.to_string()))?;
    Ok(place)
}

fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_cannot_offer_a_folder() {
        assert_eq!(bare_name("people.csv"), "people.csv");
        assert_eq!(bare_name("../../.bashrc"), ".bashrc");
        assert_eq!(bare_name("C:\\Windows\\win.ini"), "win.ini");
        assert_eq!(bare_name("/"), "");
    }

    #[tokio::test]
    async fn a_file_is_replaced_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("people.csv");
        std::fs::write(&path, "a much longer text that was there").expect("written");
        let answer = write(path.clone(), b"userName\r\n".to_vec()).await.expect("written");
        assert_eq!(answer, path.display().to_string());
        assert_eq!(std::fs::read_to_string(&path).expect("read"), "userName\r\n");
        assert_eq!(std::fs::read_dir(folder.path()).expect("listed").count(), 1, "nothing beside");
    }

    #[tokio::test]
    async fn a_folder_that_is_not_there_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("gone").join("people.csv");
        let error = write(path.clone(), Vec::new()).await.expect_err("there is no folder");
        assert_eq!(error.code, "file_not_written");
        assert!(error.message.contains("people.csv"), "{error}");
    }
}
