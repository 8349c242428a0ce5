//! Rules by themselves: a text of `[[rule]]` tables over a configuration that is there already.

use super::report::Report;
use super::rules::rules;
use super::section::Section;
use super::sources::Attributes;
use crate::ConfigErrors;
use rolecall_directory::{AttributeDefinition, Rule, TargetDefinition};
use toml::de::DeTable;

/// Reads the `[[rule]]` tables of `text`, #1 first, over these targets, custom attributes and
/// further columns that sources `carry`. The id of a rule is its folded name.
///
/// # Errors
/// Everything that is wrong, each with its place, in the order of the text.
pub fn read_rules(
    text: &str,
    targets: &[TargetDefinition],
    attributes: &[AttributeDefinition],
    carried: &[String],
) -> Result<Vec<Rule>, ConfigErrors> {
    let (root, problems) = DeTable::parse_recoverable(text);
    let report = Report::new(text);
    for problem in &problems {
        report.toml(problem);
    }
    let found = if problems.is_empty() {
        let root = Section::new(&report, root.get_ref(), 0, "the text");
        root.only(&["rule"]);
        rules(&root, targets, &Attributes::new(attributes, carried))
    } else {
        Vec::new()
    };
    report.finish().map_or(Ok(found), Err)
}
