//! What a path in a condition stands for.

use rolecall_directory::canonical_attribute;
use rolecall_scim::{AttrPath, Filter, Literal, Op};

/// Which memberships a path asks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Membership {
    /// Direct and inherited.
    Any,
    /// `groups[type eq "direct"]`.
    Direct,
    /// `groups[type eq "indirect"]`.
    Inherited,
}

/// What a path in a condition stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    /// The names of the groups a person is in.
    Groups(Membership),
    /// The org unit path.
    OrgUnit,
    /// The attribute in the column of this name.
    Attribute(String),
    /// A value that no person carries, such as `emails[type eq "home"]`.
    Nothing,
}

impl Field {
    /// Finds what `path` stands for. `is_custom` tells the names of custom attributes and of
    /// further columns a source has; `None` when there is no such attribute.
    #[must_use]
    pub fn of(path: &AttrPath, is_custom: impl Fn(&str) -> bool) -> Option<Self> {
        if path.is("groups") || path.is("groups.display") {
            return Some(membership(path.value_filter.as_deref()));
        }
        if path.is("orgUnit") {
            return Some(Self::OrgUnit);
        }
        if let Some(filter) = &path.value_filter {
            let column = canonical_attribute(path)?;
            return Some(match selected(filter) {
                Selected::Carried => Self::Attribute(column.to_owned()),
                Selected::Other => Self::Nothing,
            });
        }
        let plain = path.dotted();
        if is_custom(&plain) {
            return Some(Self::Attribute(plain));
        }
        canonical_attribute(path).map(|column| Self::Attribute(column.to_owned()))
    }
}

fn membership(filter: Option<&Filter>) -> Field {
    let Some(filter) = filter else { return Field::Groups(Membership::Any) };
    match type_selector(filter) {
        Some(kind) if kind.eq_ignore_ascii_case("direct") => Field::Groups(Membership::Direct),
        Some(kind) if kind.eq_ignore_ascii_case("indirect") => Field::Groups(Membership::Inherited),
        _ => Field::Nothing,
    }
}

/// Whether a value filter selects the one value of an attribute that a person carries.
pub(crate) enum Selected {
    Carried,
    Other,
}

pub(crate) fn selected(filter: &Filter) -> Selected {
    if let Some(kind) = type_selector(filter) {
        return if kind.eq_ignore_ascii_case("work") { Selected::Carried } else { Selected::Other };
    }
    match filter {
        Filter::Compare { path, op: Op::Eq, value: Literal::Boolean(true), .. }
            if path.is("primary") =>
        {
            Selected::Carried
        }
        _ => Selected::Other,
    }
}

/// The text of a filter that is `type eq "..."`.
pub(crate) fn type_selector(filter: &Filter) -> Option<&str> {
    match filter {
        Filter::Compare { path, op: Op::Eq, value: Literal::Text(text), .. } if path.is("type") => {
            Some(text)
        }
        _ => None,
    }
}
