//! Attributes: the SCIM core and enterprise ones under their usual names, and custom ones.

use rolecall_scim::AttrPath;
use serde::{Deserialize, Serialize};

/// How the values of a custom attribute are read and compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttributeType {
    /// Text, compared after NFC and case folding.
    #[default]
    Text,
    /// A decimal number.
    Number,
    /// `true` or `false`, read without case.
    Boolean,
    /// A date or an instant, ISO 8601.
    Date,
    /// Several texts.
    List,
}

/// A custom attribute: a named field, where it is read from or how it is computed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttributeDefinition {
    /// The name used in conditions and templates.
    pub name: String,
    /// What the screens call it.
    pub label: String,
    /// How its values are read.
    #[serde(rename = "type")]
    pub kind: AttributeType,
    /// The column, LDAP attribute or SCIM path it is read from; the name itself when absent.
    pub from: Option<String>,
    /// A CEL expression that computes it instead.
    pub expression: Option<String>,
}

/// The custom attributes that are present from the start.
pub const STANDARD_CUSTOM: [&str; 4] = ["employeeNumber", "costCenter", "division", "department"];

/// The SCIM attributes (RFC 7643 sections 3.1, 4.1 and 4.3) that a person may carry: the path as
/// it is written in conditions, and the name of the column that holds it.
const SCIM_ATTRIBUTES: [(&str, &str); 38] = [
    ("id", "id"),
    ("externalId", "id"),
    ("userName", "userName"),
    ("active", "active"),
    ("displayName", "displayName"),
    ("nickName", "nickName"),
    ("profileUrl", "profileUrl"),
    ("title", "title"),
    ("userType", "userType"),
    ("preferredLanguage", "preferredLanguage"),
    ("locale", "locale"),
    ("timezone", "timezone"),
    ("name.formatted", "formattedName"),
    ("name.givenName", "givenName"),
    ("name.familyName", "familyName"),
    ("name.middleName", "middleName"),
    ("name.honorificPrefix", "honorificPrefix"),
    ("name.honorificSuffix", "honorificSuffix"),
    ("givenName", "givenName"),
    ("familyName", "familyName"),
    ("email", "email"),
    ("emails", "email"),
    ("emails.value", "email"),
    ("phoneNumbers", "phoneNumber"),
    ("phoneNumbers.value", "phoneNumber"),
    ("addresses.country", "country"),
    ("addresses.locality", "city"),
    ("addresses.region", "region"),
    ("addresses.postalCode", "postalCode"),
    ("addresses.streetAddress", "streetAddress"),
    ("employeeNumber", "employeeNumber"),
    ("costCenter", "costCenter"),
    ("organization", "organization"),
    ("division", "division"),
    ("department", "department"),
    ("manager", "manager"),
    ("manager.value", "manager"),
    ("manager.displayName", "managerName"),
];

/// The column that holds the SCIM attribute `path`, compared without case and without regard to
/// the schema URN or a `[type eq ...]` selector; `None` when SCIM has no such attribute.
#[must_use]
pub fn canonical_attribute(path: &AttrPath) -> Option<&'static str> {
    let plain = match &path.sub {
        Some(sub) => format!("{}.{sub}", path.name),
        None => path.name.clone(),
    };
    let known = SCIM_ATTRIBUTES.iter().find(|(name, _)| name.eq_ignore_ascii_case(&plain));
    known.map(|&(_, column)| column)
}

/// The column `name` where SCIM attributes are kept in it, compared without case, such as
/// `country` for `addresses.country`.
#[must_use]
pub fn scim_column(name: &str) -> Option<&'static str> {
    let known = SCIM_ATTRIBUTES.iter().find(|(_, column)| column.eq_ignore_ascii_case(name));
    known.map(|&(_, column)| column)
}

impl AttributeDefinition {
    /// A text attribute read from the field of its own name.
    #[must_use]
    pub fn text(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            label: name.to_owned(),
            kind: AttributeType::Text,
            from: None,
            expression: None,
        }
    }
}
