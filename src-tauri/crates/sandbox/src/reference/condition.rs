//! Conditions as data: their text, and whether one person meets them.

use regex::Regex;

use super::groups::group_name;
use super::people::Person;

/// A day within the years in which `now` means the same for everybody.
const NOW: u32 = 20_270_101;

/// How texts are compared, without case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compare {
    Equal,
    Unequal,
    Contains,
    Starts,
    Ends,
}

impl Compare {
    fn word(self) -> &'static str {
        match self {
            Self::Equal => "eq",
            Self::Unequal => "ne",
            Self::Contains => "co",
            Self::Starts => "sw",
            Self::Ends => "ew",
        }
    }

    fn holds(self, cell: &str, value: &str) -> bool {
        match self {
            Self::Equal => cell.eq_ignore_ascii_case(value),
            Self::Unequal => !cell.eq_ignore_ascii_case(value),
            Self::Contains => cell.to_lowercase().contains(&value.to_lowercase()),
            Self::Starts => {
                cell.get(..value.len()).is_some_and(|start| start.eq_ignore_ascii_case(value))
            }
            Self::Ends => {
                let from = cell.len().checked_sub(value.len());
                let end = from.and_then(|from| cell.get(from..));
                end.is_some_and(|end| end.eq_ignore_ascii_case(value))
            }
        }
    }
}

/// How numbers and dates are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Above,
    AtLeast,
    Below,
    AtMost,
}

impl Order {
    fn word(self) -> &'static str {
        match self {
            Self::Above => "gt",
            Self::AtLeast => "ge",
            Self::Below => "lt",
            Self::AtMost => "le",
        }
    }

    fn holds(self, own: u32, value: u32) -> bool {
        match self {
            Self::Above => own > value,
            Self::AtLeast => own >= value,
            Self::Below => own < value,
            Self::AtMost => own <= value,
        }
    }
}

/// Whom a rule is for.
#[derive(Debug, Clone)]
pub(super) enum Condition {
    /// Who has a value there at all.
    Present(&'static str),
    Text(&'static str, Compare, String),
    OneOf(&'static str, Vec<String>),
    Pattern(&'static str, Regex),
    Group(usize),
    /// Not only through a group in it.
    DirectGroup(usize),
    AnyGroup(Vec<usize>),
    /// The group that the org unit's people are in.
    UnitGroup(String),
    Unit(String),
    UnitOrBelow(String),
    Level(Order, u32),
    /// The first day against the first of January of a year.
    Started(Order, u32),
    HasStarted,
    /// Who has a last day, and it is over.
    HasEnded,
    StartsAfterAMonth,
    Skill(Compare, &'static str),
    Remote(bool),
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
}

impl Condition {
    pub(super) fn text(&self) -> String {
        match self {
            Self::Present(attribute) => format!("{attribute} pr"),
            Self::Text(attribute, compare, value) => {
                format!("{attribute} {} \"{value}\"", compare.word())
            }
            Self::OneOf(attribute, values) => format!("{attribute} in ({})", quoted(values)),
            Self::Pattern(attribute, pattern) => format!("{attribute} re \"{pattern}\""),
            Self::Group(group) => format!("groups.display eq \"{}\"", group_name(*group)),
            Self::DirectGroup(group) => {
                format!("groups[type eq \"direct\"].display eq \"{}\"", group_name(*group))
            }
            Self::AnyGroup(groups) => {
                let names: Vec<_> = groups.iter().map(|group| group_name(*group)).collect();
                format!("groups.display in ({})", quoted(&names))
            }
            Self::UnitGroup(unit) => format!("groups.display eq \"OU-{unit}\""),
            Self::Unit(unit) => format!("orgUnit eq \"{unit}\""),
            Self::UnitOrBelow(unit) => format!("orgUnit sw \"{unit}\""),
            Self::Level(order, value) => format!("level {} {value}", order.word()),
            Self::Started(order, year) => format!("startDate {} \"{year}-01-01\"", order.word()),
            Self::HasStarted => "startDate le now".to_owned(),
            Self::HasEnded => "endDate lt now".to_owned(),
            Self::StartsAfterAMonth => "startDate gt now + 30d".to_owned(),
            Self::Skill(compare, value) => format!("skills {} \"{value}\"", compare.word()),
            Self::Remote(value) => format!("remote eq {value}"),
            Self::All(parts) => joined(parts, " and "),
            Self::Any(parts) => joined(parts, " or "),
            Self::Not(part) => format!("not ({})", part.text()),
        }
    }

    /// Whether a person meets it; `groups` are all the groups the person is in, in order.
    pub(super) fn holds(&self, person: &Person, groups: &[u32]) -> bool {
        let is_in = |group: usize| groups.binary_search(&(group as u32)).is_ok();
        let cell = |attribute| person.cell(attribute);
        match self {
            Self::Present(attribute) => cell(attribute).is_some(),
            Self::Text(attribute, compare, value) => {
                cell(attribute).is_some_and(|cell| compare.holds(cell, value))
            }
            Self::OneOf(attribute, values) => cell(attribute)
                .is_some_and(|cell| values.iter().any(|value| cell.eq_ignore_ascii_case(value))),
            Self::Pattern(attribute, pattern) => {
                cell(attribute).is_some_and(|cell| pattern.is_match(cell))
            }
            Self::Group(group) => is_in(*group),
            Self::DirectGroup(group) => person.direct.binary_search(&(*group as u32)).is_ok(),
            Self::AnyGroup(groups) => groups.iter().any(|group| is_in(*group)),
            Self::Unit(unit) => cell("orgUnit") == Some(unit),
            Self::UnitOrBelow(unit) | Self::UnitGroup(unit) => {
                let rest = cell("orgUnit").and_then(|own| own.strip_prefix(unit.as_str()));
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            }
            Self::Level(order, value) => person.level.is_some_and(|own| order.holds(own, *value)),
            Self::Started(order, year) => order.holds(person.start, year * 10_000 + 101),
            Self::HasStarted => person.start <= NOW,
            Self::HasEnded => person.end.is_some_and(|end| end < NOW),
            Self::StartsAfterAMonth => person.start > NOW + 100,
            Self::Skill(Compare::Unequal, value) => {
                !person.skills.is_empty() && !person.skills.contains(value)
            }
            Self::Skill(compare, value) => {
                person.skills.iter().any(|own| compare.holds(own, value))
            }
            Self::Remote(value) => person.remote == Some(*value),
            Self::All(parts) => parts.iter().all(|part| part.holds(person, groups)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(person, groups)),
            Self::Not(part) => !part.holds(person, groups),
        }
    }
}

fn quoted(texts: &[String]) -> String {
    texts.iter().map(|text| format!("\"{text}\"")).collect::<Vec<_>>().join(", ")
}

/// The parts' texts, those that are joined themselves in brackets.
fn joined(parts: &[Condition], word: &str) -> String {
    let texts = parts.iter().map(|part| match part {
        Condition::All(_) | Condition::Any(_) => format!("({})", part.text()),
        _ => part.text(),
    });
    texts.collect::<Vec<_>>().join(word)
}
