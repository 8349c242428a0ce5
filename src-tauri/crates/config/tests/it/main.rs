//! Configuration files as administrators write them, right and wrong.

#![allow(clippy::unwrap_used, reason = "a test may stop and say why")]

mod any;
mod changes;
mod expressions;
mod notify;
mod page;
mod round;
mod rule_errors;
mod schedule;
mod setting_errors;
mod vendors;

use rolecall_config::{ConfigError, SourceColumns, read};
use rolecall_directory::{Configuration, SourceDefinition};
use std::path::Path;

/// The header row that every source has here.
fn header(_: &SourceDefinition) -> Option<SourceColumns> {
    let names = ["userName", "email", "lastname", "department", "region", "hired"];
    Some(SourceColumns { header: names.map(str::to_owned).to_vec() })
}

/// Reads `text` as a file in `/org`.
fn read_text(text: &str) -> Result<Configuration, Vec<ConfigError>> {
    read(text, Path::new("/org"), &header).map_err(|errors| errors.errors)
}

/// The errors of `text`, each in one line.
fn problems(text: &str) -> Vec<String> {
    match read_text(text) {
        Ok(_) => Vec::new(),
        Err(errors) => errors.iter().map(|error| error.in_file("config.toml")).collect(),
    }
}

/// A good file with one directory, one target and no rules.
const BASE: &str = r#"rolecall = 1

[[directory]]
name = "main"
domains = [{ name = "example.com", verified = true }]

[directory.source]
kind = "csv"
users = "users.csv"

[[attribute]]
name = "hired"
type = "date"

[[target]]
name = "goto"
kind = "csv"
accounts = "accounts.csv"

[[target.slot]]
name = "products"
many = true
values = [{ name = "Connect", seats = 500 }, { name = "Webinar" }]

[[target.slot]]
name = "role"
many = false
values = [{ name = "Admin" }, { name = "Member" }]

[[target.slot]]
name = "user_groups"
many = true
create_values = true
"#;

/// How many lines [`BASE`] has: what is put behind it begins in the line after.
fn base_lines() -> usize {
    BASE.lines().count()
}
