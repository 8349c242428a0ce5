//! Schemas (RFC 7643 section 7): what attributes a resource has, and of what form.

mod conform;
mod document;
mod project;
mod resources;
#[cfg(test)]
mod tests;

pub use conform::{ConformError, conform};
pub use document::{resource_type_document, schema_document, service_provider_config};
pub use project::{Projection, project};
pub use resources::{ADOBE_USER, ResourceType, group, user};

use std::borrow::Cow;

/// The form of an attribute's values (RFC 7643 section 2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// True or false.
    Boolean,
    /// A moment.
    DateTime,
    /// Bytes in base64.
    Binary,
    /// The address of a resource of one of these types.
    Reference(&'static [&'static str]),
    /// Sub-attributes.
    Complex,
}

/// When an attribute is returned (RFC 7643 section 2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Returned {
    /// In every answer.
    Always,
    /// Unless excluded, or others are asked for.
    Usually,
    /// Never.
    Never,
}

/// One attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Its name as the schema spells it.
    pub name: Cow<'static, str>,
    /// The form of its values.
    pub kind: Kind,
    /// Whether it is a list.
    pub many: bool,
    /// Whether a resource must have it.
    pub required: bool,
    /// Whether its text is compared with case.
    pub case_exact: bool,
    /// Whether the service provider alone sets it.
    pub read_only: bool,
    /// When it is returned.
    pub returned: Returned,
    /// Whether no two resources of a type share a value.
    pub unique: bool,
    /// The values that are usual.
    pub usual: &'static [&'static str],
    /// Its sub-attributes.
    pub subs: Vec<Self>,
    /// What it holds, in one sentence.
    pub about: &'static str,
}

impl Attribute {
    /// Text that may be absent, compared without case.
    #[must_use]
    pub fn text(name: &'static str, about: &'static str) -> Self {
        Self {
            name: Cow::Borrowed(name),
            kind: Kind::Text,
            many: false,
            required: false,
            case_exact: false,
            read_only: false,
            returned: Returned::Usually,
            unique: false,
            usual: &[],
            subs: Vec::new(),
            about,
        }
    }

    /// The sub-attribute called `name`, without case.
    #[must_use]
    pub fn sub(&self, name: &str) -> Option<&Self> {
        self.subs.iter().find(|one| one.name.eq_ignore_ascii_case(name))
    }
}

/// One schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schema {
    /// Its URN.
    pub id: Cow<'static, str>,
    /// Its name.
    pub name: &'static str,
    /// What it describes, in one sentence.
    pub about: &'static str,
    /// Its attributes.
    pub attributes: Vec<Attribute>,
}

impl Schema {
    /// The attribute called `name`, without case.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|one| one.name.eq_ignore_ascii_case(name))
    }
}
