//! Users and groups: RFC 7643 sections 4.1 to 4.3, Adobe's extension, and one for an
//! organization's own attributes.

use super::conform::after_urn;
use super::{Attribute, Kind, Returned, Schema};
use crate::urn;
use std::borrow::Cow;

/// The URN of Adobe's extension of users, as Google's and Microsoft's connectors send it.
pub const ADOBE_USER: &str = "urn:ietf:params:scim:schemas:extension:Adobe:2.0:User";

/// A kind of resource with its schemas (RFC 7643 section 6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceType {
    /// `User` or `Group`.
    pub name: &'static str,
    /// Where its resources are, below the base address.
    pub endpoint: &'static str,
    /// What it is, in one sentence.
    pub about: &'static str,
    /// Its core schema.
    pub core: Schema,
    /// Its extensions, none of which is required.
    pub extensions: Vec<Schema>,
}

impl ResourceType {
    /// The core schema, then the extensions.
    pub fn schemas(&self) -> impl Iterator<Item = &Schema> {
        std::iter::once(&self.core).chain(&self.extensions)
    }

    /// The path or key with its URN as the schemas spell it: those of drafts before RFC 7643 are
    /// known, and attributes of the core schema lose theirs. What names no schema stays.
    #[must_use]
    pub fn spelled(&self, path: &str) -> String {
        for schema in self.schemas() {
            let Some(rest) = after_urn(path, &schema.id) else { continue };
            let core = std::ptr::eq(schema, &raw const self.core);
            return match (rest, core) {
                ("", _) => schema.id.to_string(),
                (rest, true) => rest.to_owned(),
                (rest, false) => format!("{}:{rest}", schema.id),
            };
        }
        path.to_owned()
    }

    /// Takes text called `name` under the URN `schema` from here on, in an extension that is made
    /// where it is missing. An attribute that is there stays what it is.
    pub fn learn(&mut self, schema: &str, name: &str, many: bool) {
        let known = self.schemas().find(|one| one.id.eq_ignore_ascii_case(schema));
        if known.is_some_and(|one| one.attribute(name).is_some())
            || self.core.id.eq_ignore_ascii_case(schema)
        {
            return;
        }
        let attribute = Attribute {
            name: Cow::Owned(name.to_owned()),
            many,
            ..text("", "An attribute that the configuration reads.")
        };
        let extension = self.extensions.iter_mut().find(|one| one.id.eq_ignore_ascii_case(schema));
        match extension {
            Some(extension) => extension.attributes.push(attribute),
            None => self.extensions.push(Schema {
                id: Cow::Owned(schema.to_owned()),
                name: "ForeignUser",
                about: "Attributes that the configuration reads.",
                attributes: vec![attribute],
            }),
        }
    }
}

fn text(name: &'static str, about: &'static str) -> Attribute {
    Attribute::text(name, about)
}

fn of(kind: Kind, one: Attribute) -> Attribute {
    Attribute { kind, ..one }
}

/// A list whose elements have `value`, `display`, `type` and `primary`.
fn list(
    name: &'static str,
    about: &'static str,
    usual: &'static [&'static str],
    subs: Vec<Attribute>,
) -> Attribute {
    let one = text(name, about);
    Attribute { kind: Kind::Complex, many: true, usual, subs, ..one }
}

fn display_part() -> Attribute {
    text("display", "A name for people.")
}
fn type_part() -> Attribute {
    text("type", "What it is for.")
}
fn primary_part() -> Attribute {
    of(Kind::Boolean, text("primary", "Whether it is the preferred one."))
}
fn plain_parts() -> Vec<Attribute> {
    vec![text("value", "The value."), display_part(), type_part(), primary_part()]
}
fn photo_parts() -> Vec<Attribute> {
    vec![
        of(
            Kind::Reference(&["external"]),
            Attribute { case_exact: true, ..text("value", "The address.") },
        ),
        display_part(),
        type_part(),
        primary_part(),
    ]
}
fn certificate_parts() -> Vec<Attribute> {
    vec![
        of(Kind::Binary, Attribute { case_exact: true, ..text("value", "The certificate (DER).") }),
        display_part(),
        type_part(),
        primary_part(),
    ]
}
fn name_parts() -> Vec<Attribute> {
    vec![
        text("formatted", "The whole name."),
        text("familyName", "The family name."),
        text("givenName", "The given name."),
        text("middleName", "Middle names."),
        text("honorificPrefix", "What stands before the name."),
        text("honorificSuffix", "What stands after the name."),
    ]
}
fn address_parts() -> Vec<Attribute> {
    vec![
        text("formatted", "The whole address."),
        text("streetAddress", "Street and number."),
        text("locality", "The city."),
        text("region", "The state or region."),
        text("postalCode", "The postal code."),
        text("country", "The country, ISO 3166-1 alpha-2."),
        type_part(),
        primary_part(),
    ]
}
fn fixed(one: Attribute) -> Attribute {
    Attribute { read_only: true, ..one }
}
fn groups_parts() -> Vec<Attribute> {
    vec![
        fixed(text("value", "The group's id.")),
        fixed(of(Kind::Reference(&["User", "Group"]), text("$ref", "The group's address."))),
        fixed(text("display", "The group's name.")),
        fixed(text("type", "Whether the membership is direct.")),
    ]
}
fn manager_parts() -> Vec<Attribute> {
    vec![
        text("value", "The manager's id."),
        of(Kind::Reference(&["User"]), text("$ref", "The manager's address.")),
        text("displayName", "The manager's name."),
    ]
}
fn members_parts() -> Vec<Attribute> {
    vec![
        Attribute { case_exact: true, ..text("value", "The member's id.") },
        of(Kind::Reference(&["User", "Group"]), text("$ref", "The member's address.")),
        text("type", "User or Group."),
        text("display", "The member's name: as it was sent, else as it is here."),
    ]
}
fn external_id() -> Attribute {
    Attribute { case_exact: true, ..text("externalId", "The id at the client.") }
}

fn user_parts() -> Vec<Attribute> {
    vec![
        Attribute {
            required: true,
            unique: true,
            ..text("userName", "What the user signs in with; unique without case.")
        },
        external_id(),
        Attribute { subs: name_parts(), ..of(Kind::Complex, text("name", "The name.")) },
        text("displayName", "The name for people."),
        text("nickName", "What friends say."),
        of(
            Kind::Reference(&["external"]),
            Attribute { case_exact: true, ..text("profileUrl", "A page about the user.") },
        ),
        text("title", "The job title."),
        text("userType", "The relation to the organization."),
        text("preferredLanguage", "The language, as Accept-Language has it."),
        text("locale", "The locale."),
        text("timezone", "The time zone, of the IANA database."),
        of(Kind::Boolean, text("active", "Whether the user may be given anything.")),
        Attribute { returned: Returned::Never, ..text("password", "Taken and forgotten.") },
        list("emails", "E-mail addresses.", &["work", "home", "other"], plain_parts()),
        list(
            "phoneNumbers",
            "Telephone numbers.",
            &["work", "home", "mobile", "fax", "pager", "other"],
            plain_parts(),
        ),
        list("ims", "Addresses for messages.", &[], plain_parts()),
        list("photos", "Pictures.", &["photo", "thumbnail"], photo_parts()),
        list("addresses", "Postal addresses.", &["work", "home", "other"], address_parts()),
        fixed(list(
            "groups",
            "The groups the user is in.",
            &["direct", "indirect"],
            groups_parts(),
        )),
        list("entitlements", "What the user may use.", &[], plain_parts()),
        list("roles", "The user's roles.", &[], plain_parts()),
    ]
}

fn enterprise_parts() -> Vec<Attribute> {
    vec![
        text("employeeNumber", "The number the organization gave."),
        text("costCenter", "The cost center."),
        text("organization", "The organization."),
        text("division", "The division."),
        text("department", "The department."),
        Attribute { subs: manager_parts(), ..of(Kind::Complex, text("manager", "The manager.")) },
    ]
}

fn adobe_parts() -> Vec<Attribute> {
    vec![
        text("organizationalUnit", "The path of the org unit, such as /Sales/Germany."),
        text("emailAliases", "Further e-mail addresses."),
        text("eduRole", "Teacher or Student."),
    ]
}

fn group_parts() -> Vec<Attribute> {
    vec![
        Attribute {
            required: true,
            unique: true,
            ..text("displayName", "The group's name; unique without case.")
        },
        external_id(),
        list("members", "Users and groups in it.", &["User", "Group"], members_parts()),
    ]
}

/// Users, with the organization's own attributes under `own`, where there are any: each a name
/// and whether it is a list.
#[must_use]
pub fn user(own: &str, attributes: &[(String, bool)]) -> ResourceType {
    let mut core: Vec<Attribute> = user_parts();
    core.push(list("x509Certificates", "Certificates.", &[], certificate_parts()));
    let mut extensions = vec![
        schema(
            urn::ENTERPRISE_USER,
            "EnterpriseUser",
            "Users of an organization.",
            enterprise_parts(),
        ),
        schema(ADOBE_USER, "AdobeUser", "Users of Adobe's connectors.", adobe_parts()),
    ];
    if !attributes.is_empty() {
        let one = |(name, many): &(String, bool)| Attribute {
            name: Cow::Owned(name.clone()),
            many: *many,
            ..text("", "An attribute of the organization's own.")
        };
        extensions.push(Schema {
            id: Cow::Owned(own.to_owned()),
            name: "OwnUser",
            about: "Attributes of the organization's own.",
            attributes: attributes.iter().map(one).collect(),
        });
    }
    ResourceType {
        name: "User",
        endpoint: "/Users",
        about: "People.",
        core: Schema {
            id: Cow::Borrowed(urn::USER),
            name: "User",
            about: "People.",
            attributes: core,
        },
        extensions,
    }
}

/// Groups.
#[must_use]
pub fn group() -> ResourceType {
    ResourceType {
        name: "Group",
        endpoint: "/Groups",
        about: "Groups of people.",
        core: schema(urn::GROUP, "Group", "Groups of people.", group_parts()),
        extensions: Vec::new(),
    }
}

fn schema(
    id: &'static str,
    name: &'static str,
    about: &'static str,
    attributes: Vec<Attribute>,
) -> Schema {
    Schema { id: Cow::Borrowed(id), name, about, attributes }
}
