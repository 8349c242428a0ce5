//! `[[attribute]]`.

use super::condition;
use super::names::Names;
use super::report::{Text, nearest};
use super::section::Section;
use super::sources::{Attributes, Header, Headers};
use rolecall_directory::{AttributeDefinition, AttributeType};
use rolecall_rules::ExpressionFor;
use rolecall_scim::{Dialect, Filter, fold};

/// The words for the types.
pub(crate) const TYPES: [(&str, AttributeType); 5] = [
    ("text", AttributeType::Text),
    ("number", AttributeType::Number),
    ("boolean", AttributeType::Boolean),
    ("date", AttributeType::Date),
    ("list", AttributeType::List),
];

/// Names with a meaning of their own in conditions.
const BUILT_IN: [&str; 6] = ["id", "userName", "active", "orgUnit", "groups", "groups.display"];

/// Names that people are found and told apart by, which must be read, not computed.
const KEYS: [&str; 3] = ["email", "emails", "externalId"];

/// Reads all custom attributes and checks that `from` names columns that are there.
pub(super) fn read(root: &Section<'_>, headers: &Headers) -> Vec<AttributeDefinition> {
    let mut names = Names::new("attribute");
    let sections = root.tables("attribute", "[[attribute]]");
    sections.iter().map(|section| read_one(section, &mut names, headers)).collect()
}

fn read_one(section: &Section<'_>, names: &mut Names, headers: &Headers) -> AttributeDefinition {
    section.only(&["name", "label", "type", "from", "expression"]);
    let name = section.required_text("name", "\"region\"");
    if let Some(name) = &name {
        names.add(section, name);
        check_name(section, name);
    }
    let name = name.map(|text| text.value).unwrap_or_default();
    let label = section.text("label").map_or_else(|| name.clone(), |text| text.value);
    let kind = section.text("type").map_or(AttributeType::Text, |word| read_type(section, &word));
    let from = section.text("from");
    let expression = section.text("expression");
    if let (Some(_), Some(entry)) = (&from, section.get("expression")) {
        let message = format!(
            "the attribute \"{name}\" has both from and expression; keep the one it comes by"
        );
        section.report.error(entry.key_at, "invalid_value", message);
    }
    if let (Some(_), Some(message)) = (&expression, computed_name_problem(&name)) {
        section.report.error(section.at(), "invalid_value", message);
    }
    if let Some(from) = &from {
        let setting = format!("from of the attribute \"{name}\"");
        // A source whose map names the attribute is not asked for the column. Of the others one that
        // lacks it is enough to tell.
        let wanted = fold(&name);
        let unmapped = |header: &&Header| !header.map.keys().any(|ours| fold(ours) == wanted);
        let lacks = |header: &&Header| !header.require(section.report, &setting, from);
        headers.read.iter().filter(unmapped).find(lacks);
    }
    AttributeDefinition {
        name,
        label,
        kind,
        from: from.map(|text| text.value),
        expression: expression.map(|text| text.value),
    }
}

/// Checks the expressions, once it is known which attributes there are.
pub(super) fn check_expressions(root: &Section<'_>, known: &Attributes) {
    for section in root.tables("attribute", "[[attribute]]") {
        let (Some(name), Some(expression)) = (section.text("name"), section.text("expression"))
        else {
            continue;
        };
        let of = format!("expression of the attribute \"{}\"", name.value);
        let purpose = ExpressionFor::Attribute;
        condition::check_expression(section.report, &of, &expression, known, purpose);
    }
}

fn check_name(section: &Section<'_>, name: &Text) {
    if let Some(message) = attribute_name_problem(&name.value) {
        section.report.error(name.at(), "invalid_value", message);
    }
}

/// Why `word` cannot be the name of a custom attribute.
#[must_use]
pub fn attribute_name_problem(word: &str) -> Option<String> {
    if let Some(built_in) = BUILT_IN.iter().find(|known| known.eq_ignore_ascii_case(word)) {
        return Some(format!(
            "{built_in} is built in; choose another name, or fill it by map in [directory.source]"
        ));
    }
    let usable = match Filter::parse(&format!("{word} pr"), Dialect::Condition) {
        Ok(Filter::Present { path, .. }) => path.dotted() == *word && path.value_filter.is_none(),
        _ => false,
    };
    (!usable).then(|| {
        format!(
            "\"{word}\" cannot be named in a condition: an attribute name starts with a letter and \
             has letters, digits, \"_\" and \"-\""
        )
    })
}

/// Why the attribute called `name` cannot be computed.
#[must_use]
pub fn computed_name_problem(name: &str) -> Option<String> {
    KEYS.iter().any(|key| fold(key) == fold(name)).then(|| {
        format!(
            "{name} tells people apart, so it cannot be computed; fill it by map in \
             [directory.source]"
        )
    })
}

fn read_type(section: &Section<'_>, word: &Text) -> AttributeType {
    if let Some((_, kind)) = TYPES.iter().find(|(known, _)| *known == word.value) {
        return *kind;
    }
    let words = || TYPES.iter().map(|(known, _)| *known);
    let message =
        format!("unknown type \"{}\"; there are {}", word.value, super::report::listed(words()));
    let near = nearest(&word.value, words());
    section.report.suggest(word.at(), "unknown_word", message, near);
    AttributeType::Text
}
