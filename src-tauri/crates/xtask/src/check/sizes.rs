//! How long a file may grow.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Extension and the most lines a file with it may have.
const LIMITS: [(&str, usize); 2] = [("rs", 500), ("tsx", 350)];
const FOLDERS: [&str; 3] = ["src-tauri", "ui/src", "tests"];
const LEFT_OUT: [&str; 3] = ["node_modules", "target", "dist"];

/// The files past their limit, in words.
pub fn too_long(root: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut waiting: Vec<PathBuf> =
        FOLDERS.iter().map(|folder| root.join(folder)).filter(|folder| folder.is_dir()).collect();
    while let Some(folder) = waiting.pop() {
        for entry in
            fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))?
        {
            let path = entry?.path();
            let left_out = LEFT_OUT.iter().any(|name| path.ends_with(name));
            if path.is_dir() && !left_out {
                waiting.push(path);
            } else if let Some(limit) = limit(&path) {
                found.extend(measure(&path, limit, root)?);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn limit(path: &Path) -> Option<usize> {
    let extension = path.extension()?;
    LIMITS.iter().find(|(name, _)| extension == *name).map(|(_, limit)| *limit)
}

fn measure(path: &Path, limit: usize, root: &Path) -> Result<Option<String>> {
    let text = fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let lines = text.lines().count();
    let shown = path.strip_prefix(root).unwrap_or(path).display();
    Ok((lines > limit)
        .then(|| format!("{shown} has {lines} lines, {limit} at most; split it by what it does")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_code_has_a_limit() {
        assert_eq!(limit(Path::new("a/b.rs")), Some(500));
        assert_eq!(limit(Path::new("a/b.tsx")), Some(350));
        assert_eq!(limit(Path::new("a/b.json")), None);
    }

    #[test]
    fn a_long_file_is_named_with_its_length() {
        let root = std::env::temp_dir().join(format!("xtask-sizes-{}", std::process::id()));
        let folder = root.join("ui/src/node_modules");
        fs::create_dir_all(&folder).unwrap();
        fs::write(root.join("ui/src/long.tsx"), "x\n".repeat(351)).unwrap();
        fs::write(root.join("ui/src/short.tsx"), "x\n".repeat(350)).unwrap();
        fs::write(folder.join("theirs.tsx"), "x\n".repeat(900)).unwrap();
        let found = too_long(&root).unwrap();
        fs::remove_dir_all(&root).unwrap();
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("long.tsx has 351 lines"), "{found:?}");
    }
}
