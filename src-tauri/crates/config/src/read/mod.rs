//! A configuration file, read section by section; everything wrong in it is told, not only the
//! first thing.

mod activity;
mod attributes;
mod condition;
mod directories;
mod escapes;
mod given;
mod limits;
mod names;
mod notify;
mod report;
mod rules;
mod rules_alone;
mod schedule;
mod section;
mod slots;
mod source_kind;
mod sources;
mod target_kind;
mod targets;

pub(crate) use attributes::TYPES;
pub use attributes::{attribute_name_problem, computed_name_problem};
pub(crate) use directories::ORG_UNIT_PREFIX;
pub(crate) use given::NO_ACCOUNT;
pub(crate) use slots::{BIND_ATTRIBUTE, BINDINGS};
pub(crate) use target_kind::{MATCH_BY, TIMEOUT_SECONDS};
pub(crate) use targets::POLICIES;

pub use rules_alone::read_rules;

use crate::ConfigErrors;
use report::Report;
use rolecall_directory::{Configuration, SourceDefinition};
use section::Section;
use std::path::Path;
use toml::de::DeTable;

/// The form of the file that this version reads and writes.
pub(crate) const FORM: u64 = 1;

/// What the header row of a CSV source says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceColumns {
    /// The names of the columns as they stand in the file, without its byte order mark.
    pub header: Vec<String>,
}

/// Asks for the columns of a source; none when its file cannot be read, which is for the source
/// itself to tell: attributes unknown otherwise are then taken to be there.
pub type ColumnsOf<'f> = dyn Fn(&SourceDefinition) -> Option<SourceColumns> + 'f;

/// Reads a configuration from `text`; relative paths in it count from `base`. `columns` is asked
/// for the header row of each CSV source, because its columns are attributes too.
///
/// # Errors
/// Everything that is wrong, each with its place, in the order of the file.
pub fn read(
    text: &str,
    base: &Path,
    columns: &ColumnsOf<'_>,
) -> Result<Configuration, ConfigErrors> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (root, problems) = DeTable::parse_recoverable(text);
    let report = Report::new(text);
    for problem in &problems {
        report.toml(problem);
    }
    if !problems.is_empty() {
        return report.finish().map_or_else(|| Ok(Configuration::default()), Err);
    }
    let configuration = {
        let root = Section::new(&report, root.get_ref(), 0, "the file");
        if form_is_known(&root) { sections(&root, base, columns) } else { Configuration::default() }
    };
    report.finish().map_or(Ok(configuration), Err)
}

/// Checks `rolecall = 1`; false when nothing else in the file can be judged.
fn form_is_known(root: &Section<'_>) -> bool {
    let Some(entry) = root.get("rolecall") else {
        let message = "rolecall = 1 is missing: it says which form the file has; \
                       write it as the first line";
        root.report.error(0, "form_missing", message);
        return true;
    };
    match entry.whole(1, i64::MAX as u64) {
        Some(FORM) | None => true,
        Some(form) => {
            let message = format!(
                "this file has form {form}, which a newer version of Rolecall writes; this \
                 version reads rolecall = {FORM}. Update Rolecall to read it"
            );
            root.report.error(entry.at(), "form_newer", message);
            false
        }
    }
}

fn sections(root: &Section<'_>, base: &Path, columns: &ColumnsOf<'_>) -> Configuration {
    root.only(&[
        "rolecall",
        "directory",
        "attribute",
        "target",
        "rule",
        "exception",
        "rule_test",
        "schedule",
        "notify",
        "activity",
    ]);
    let (directories, headers) = directories::read(root, base, columns);
    let attributes = attributes::read(root, &headers);
    let known = sources::known_attributes(&headers, &attributes);
    attributes::check_expressions(root, &known);
    let targets = targets::read(root, base, &known);
    Configuration {
        rules: rules::rules(root, &targets, &known),
        exceptions: rules::exceptions(root, &targets, &known),
        rule_tests: rules::tests(root, &targets),
        schedule: schedule::read(root),
        notify: notify::read(root, base),
        activity: activity::read(root),
        directories,
        attributes,
        targets,
    }
}
