//! The name under which a keyring keeps the secrets of one workspace.

use sha2::{Digest, Sha256};
use std::path::Path;

/// Names the workspace in the folder `path` for a keyring: the same folder gives the same name,
/// whether the workspace exists yet or not.
#[must_use]
pub fn workspace_key(path: &Path) -> String {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let digest = Sha256::digest(absolute.as_os_str().as_encoded_bytes());
    digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}
