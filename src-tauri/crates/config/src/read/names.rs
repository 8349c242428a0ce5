//! Names that must not be there twice.

use super::report::Text;
use super::section::Section;
use rolecall_scim::{Position, fold};
use std::collections::HashMap;

/// The names of one kind of thing so far, compared without case.
pub(super) struct Names {
    what: &'static str,
    seen: HashMap<String, usize>,
}

impl Names {
    pub fn new(what: &'static str) -> Self {
        Self { what, seen: HashMap::new() }
    }

    /// Reads `name` of `section`; empty when it is missing.
    pub fn read(&mut self, section: &Section<'_>, example: &str) -> String {
        let Some(name) = section.required_text("name", example) else { return String::new() };
        self.add(section, &name);
        name.value
    }

    /// Notes `name`, and reports it when it was there before.
    pub fn add(&mut self, section: &Section<'_>, name: &Text) {
        let Some(first) = self.seen.insert(fold(&name.value), name.at()) else { return };
        let line = Position::of(section.report.text, first).line;
        let message = format!(
            "the {} name \"{}\" is there twice, first in line {line}; names are compared without \
             case, so choose another",
            self.what, name.value
        );
        section.report.error(name.at(), "duplicate_name", message);
    }
}
