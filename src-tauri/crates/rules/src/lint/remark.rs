//! What lint finds, and how it says so.

use crate::check::ConditionError;
use rolecall_directory::{Configuration, ValueSource};
use rolecall_scim::Span;

/// Something remarkable about one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule, by index.
    pub rule: usize,
    /// What is remarkable.
    pub what: Remark,
}

/// What is remarkable about a rule. Other rules are told by index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// Its condition cannot be read.
    BrokenCondition {
        /// Why, and where.
        error: ConditionError,
    },
    /// It names a group that the source lacks.
    UnknownGroup {
        /// The name as written.
        name: String,
        /// The clause.
        span: Span,
        /// The group likely meant.
        suggestion: Option<String>,
    },
    /// It names an org unit that the source lacks.
    UnknownOrgUnit {
        /// The path as written.
        path: String,
        /// The clause.
        span: Span,
        /// The org unit likely meant.
        suggestion: Option<String>,
    },
    /// It gives a value that it also withholds, so that nobody gets it by this rule.
    GivesWhatItWithholds {
        /// The target.
        target: String,
        /// The slot.
        slot: String,
        /// The value.
        value: ValueSource,
    },
    /// It matches nobody.
    MatchesNobody,
    /// A rule above says the same of the same people.
    SameAs {
        /// That rule.
        rule: usize,
    },
    /// Rules above leave it nothing to decide.
    WhollyShadowed {
        /// Those rules, highest first.
        by: Vec<usize>,
    },
    /// A template of it stands for values that the slot does not have.
    OutsideList {
        /// The target.
        target: String,
        /// The slot.
        slot: String,
        /// The template.
        template: ValueSource,
        /// People it would give such a value.
        people: u64,
        /// The first of these values.
        examples: Vec<String>,
    },
    /// With it, rules give a value to more people than there are seats.
    MoreThanSeats {
        /// The target.
        target: String,
        /// The slot.
        slot: String,
        /// The value.
        value: String,
        /// Seats that are missing.
        missing: u64,
        /// All rules that give it, highest first.
        rules: Vec<usize>,
    },
}

impl Remark {
    /// The stable words of all remarks.
    pub const CODES: [&'static str; 9] = [
        "broken_condition",
        "unknown_group",
        "unknown_org_unit",
        "gives_what_it_withholds",
        "matches_nobody",
        "same_as",
        "wholly_shadowed",
        "outside_list",
        "more_than_seats",
    ];

    /// One of [`Remark::CODES`].
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::BrokenCondition { .. } => "broken_condition",
            Self::UnknownGroup { .. } => "unknown_group",
            Self::UnknownOrgUnit { .. } => "unknown_org_unit",
            Self::GivesWhatItWithholds { .. } => "gives_what_it_withholds",
            Self::MatchesNobody => "matches_nobody",
            Self::SameAs { .. } => "same_as",
            Self::WhollyShadowed { .. } => "wholly_shadowed",
            Self::OutsideList { .. } => "outside_list",
            Self::MoreThanSeats { .. } => "more_than_seats",
        }
    }

    /// The name it is about: a group, an org unit, a value, a template; empty where it is about
    /// the rule as a whole.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::BrokenCondition { error } => error.to_string(),
            Self::UnknownGroup { name, .. } => name.clone(),
            Self::UnknownOrgUnit { path, .. } => path.clone(),
            Self::GivesWhatItWithholds { value, .. } => value.text(),
            Self::OutsideList { template, .. } => template.text(),
            Self::MoreThanSeats { value, .. } => value.clone(),
            Self::MatchesNobody | Self::SameAs { .. } | Self::WhollyShadowed { .. } => {
                String::new()
            }
        }
    }

    /// The other rules concerned, by index.
    #[must_use]
    pub fn rules(&self) -> &[usize] {
        match self {
            Self::SameAs { rule } => std::slice::from_ref(rule),
            Self::WhollyShadowed { by } => by,
            Self::MoreThanSeats { rules, .. } => rules,
            _ => &[],
        }
    }

    /// A number it is about: seats missing, or people given a value outside the list.
    #[must_use]
    pub fn count(&self) -> u64 {
        match self {
            Self::MoreThanSeats { missing, .. } => *missing,
            Self::OutsideList { people, .. } => *people,
            _ => 0,
        }
    }
}

impl Finding {
    /// What is remarkable, why it matters and what to do, in a sentence or two.
    #[must_use]
    pub fn message(&self, configuration: &Configuration) -> String {
        let name = |at: &usize| configuration.rules.get(*at).map_or("", |rule| &rule.name);
        let named = |all: &[usize]| {
            let all: Vec<String> = all.iter().map(|at| format!("\"{}\"", name(at))).collect();
            all.join(", ")
        };
        let meant = |suggestion: &Option<String>| match suggestion {
            Some(name) => format!("did you mean \"{name}\"?"),
            None => "correct the name, or take it out.".to_owned(),
        };
        match &self.what {
            Remark::BrokenCondition { error } => {
                format!("the condition cannot be read: {error}")
            }
            Remark::UnknownGroup { name, suggestion, .. } => format!(
                "the source has no group \"{name}\", so nobody matches through it; {}",
                meant(suggestion)
            ),
            Remark::UnknownOrgUnit { path, suggestion, .. } => format!(
                "the source has no org unit \"{path}\", so nobody matches through it; {}",
                meant(suggestion)
            ),
            Remark::GivesWhatItWithholds { target, slot, value } => format!(
                "gives and withholds {} in {slot} of {target}; withholding wins. Take one of the \
                 two out",
                value.text()
            ),
            Remark::MatchesNobody => "matches nobody; check its condition".to_owned(),
            Remark::SameAs { rule } => format!(
                "says the same of the same people as \"{}\" above it; delete one of the two",
                name(rule)
            ),
            Remark::WhollyShadowed { by } => format!(
                "changes nothing: {} above decide everything it speaks on. Move it up, or disable \
                 it",
                named(by)
            ),
            Remark::OutsideList { target, slot, template, people, examples } => format!(
                "{} stands for values that {slot} of {target} does not have, for {people} people: \
                 {}. They are not given",
                template.text(),
                examples.join(", ")
            ),
            Remark::MoreThanSeats { target, slot, value, missing, .. } => format!(
                "with it, rules give {value} in {slot} of {target} to {missing} people more than \
                 there are seats"
            ),
        }
    }
}
