//! Where things are: the clone, the target directory, the cache, and what the workspace consists of.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, anyhow};
use serde_json::Value;

use crate::command;

/// The clone that a task works on, as `cargo metadata` describes it.
pub struct House {
    /// The folder of the workspace's `Cargo.toml`.
    pub root: PathBuf,
    /// Cargo's target directory, which may lie outside the clone.
    pub target: PathBuf,
    /// The workspace's packages.
    pub packages: Vec<Package>,
}

/// A package of the workspace.
pub struct Package {
    /// Its name, such as `rolecall-plan`.
    pub name: String,
    /// The names of its features.
    pub features: Vec<String>,
    /// What it depends on within the workspace.
    pub uses: Vec<Use>,
}

/// One dependency of a package on another of the workspace.
pub struct Use {
    /// The package used.
    pub name: String,
    /// Whether only tests use it.
    pub for_tests: bool,
}

impl House {
    /// Asks cargo about the workspace that the current directory is in.
    pub fn find() -> Result<Self> {
        let mut metadata = Command::new(command::cargo_program());
        metadata.args(["metadata", "--no-deps", "--format-version", "1"]);
        let told = command::output(&mut metadata)?;
        let told: Value =
            serde_json::from_str(&told).context("reading what `cargo metadata` printed")?;
        let root = PathBuf::from(text(&told, "workspace_root")?);
        let target = PathBuf::from(text(&told, "target_directory")?);
        let packages = list(&told, "packages").map(package).collect::<Result<_>>()?;
        Ok(Self { root, target, packages })
    }

    /// The features that embed the interface into the desktop program.
    pub fn desktop_features(&self) -> Vec<String> {
        let embeds = |package: &&Package| {
            package.name == "rolecall" && package.features.iter().any(|name| name == EMBED)
        };
        self.packages.iter().filter(embeds).map(|_| format!("rolecall/{EMBED}")).collect()
    }

    /// The folder of the interface.
    pub fn interface(&self) -> PathBuf {
        self.root.join("ui")
    }

    /// The path of a built program; `profile` is `debug` or `release`.
    pub fn program(&self, profile: &str, name: &str) -> PathBuf {
        self.target.join(profile).join(format!("{name}{}", env::consts::EXE_SUFFIX))
    }

    /// A folder outside the clone that lasts; under the target directory where no other can be written.
    pub fn cache(&self) -> Result<PathBuf> {
        let outside = cache_of_user().map(|base| base.join("rolecall"));
        let wanted = outside.filter(|path| fs::create_dir_all(path).is_ok() && writable(path));
        let path = wanted.unwrap_or_else(|| self.target.join("xtask"));
        fs::create_dir_all(&path).with_context(|| format!("creating {}", path.display()))?;
        Ok(path)
    }
}

/// The feature that makes Tauri serve the embedded interface rather than a development server.
const EMBED: &str = "custom-protocol";

fn package(told: &Value) -> Result<Package> {
    let local = |dependency: &&Value| dependency.get("path").is_some_and(Value::is_string);
    let uses = list(told, "dependencies").filter(local).map(|dependency| {
        let for_tests = dependency.get("kind").and_then(Value::as_str) == Some("dev");
        Ok(Use { name: text(dependency, "name")?, for_tests })
    });
    let features = told.get("features").and_then(Value::as_object);
    Ok(Package {
        name: text(told, "name")?,
        features: features.map(|map| map.keys().cloned().collect()).unwrap_or_default(),
        uses: uses.collect::<Result<_>>()?,
    })
}

fn text(value: &Value, key: &str) -> Result<String> {
    let found = value.get(key).and_then(Value::as_str).map(str::to_owned);
    found.ok_or_else(|| anyhow!("`cargo metadata` printed no {key}; is this cargo too old?"))
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn cache_of_user() -> Option<PathBuf> {
    let folder =
        |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    folder("XDG_CACHE_HOME")
        .or_else(|| folder("LOCALAPPDATA"))
        .or_else(|| folder("HOME").map(|home| home.join(".cache")))
}

fn writable(folder: &Path) -> bool {
    let probe = folder.join(format!(".probe-{}", std::process::id()));
    let written = fs::write(&probe, b"").is_ok();
    written && fs::remove_file(&probe).is_ok()
}
