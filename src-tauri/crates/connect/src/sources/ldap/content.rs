//! What is read of a server: which entries, below which bases, and which attributes of them.

use super::dn::Dn;
use super::root::RootDse;
use crate::ConnectError;
use rolecall_directory::{
    AttributeDefinition, AttributeType, Cause, LdapAccess, LdapFlavour, RecordKind,
    SourceDefinition,
};
use sha2::{Digest, Sha256};

/// What an entry is to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum What {
    /// A person.
    Person,
    /// A group.
    Group,
    /// Something others are below: an org unit or a container. Its name is part of theirs.
    Unit,
}

impl What {
    /// The word in a record.
    pub fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Group => "group",
            Self::Unit => "unit",
        }
    }

    /// As what it is kept: units stand among groups, and are never handed on.
    pub fn kept_as(self) -> RecordKind {
        if self == Self::Person { RecordKind::Person } else { RecordKind::Group }
    }
}

/// Entries of one kind below one base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Content {
    /// What they are.
    pub what: What,
    /// The base.
    pub base: String,
    /// Which of all entries.
    pub filter: String,
}

/// Everything that is read of a server.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    /// What kind of server it is.
    pub flavour: LdapFlavour,
    /// Below what everything is.
    pub base: Dn,
    /// The same as it was written.
    pub base_text: String,
    /// Units, then people, then groups.
    pub contents: Vec<Content>,
    /// Attributes that become part of a person's record.
    pub wanted: Vec<String>,
    /// Those of them that are instants.
    pub dates: Vec<String>,
    /// The attribute with the stable id.
    pub id: &'static str,
    /// All the settings that decide what is read, in short.
    pub settings: String,
}

/// Attributes that list members, by name of the entry or by login.
pub(super) const MEMBERS: [&str; 3] = ["member", "uniqueMember", "memberUid"];

/// Where a flavour has our attributes: ours, theirs. The first that has a value counts; where a
/// person is in the tree is the org unit.
pub(crate) fn usual_map(flavour: LdapFlavour) -> &'static [(&'static str, &'static str)] {
    match flavour {
        LdapFlavour::Ad => &AD,
        LdapFlavour::Openldap => &OPENLDAP,
    }
}

const OPENLDAP: [(&str, &str); 22] = [
    ("userName", "uid"),
    ("email", "mail"),
    ("givenName", "givenName"),
    ("familyName", "sn"),
    ("displayName", "displayName"),
    ("displayName", "cn"),
    ("title", "title"),
    ("department", "departmentNumber"),
    ("employeeNumber", "employeeNumber"),
    ("phoneNumber", "telephoneNumber"),
    ("userType", "employeeType"),
    ("preferredLanguage", "preferredLanguage"),
    ("streetAddress", "street"),
    ("city", "l"),
    ("region", "st"),
    ("postalCode", "postalCode"),
    ("country", "c"),
    ("organization", "o"),
    ("costCenter", "costCenter"),
    ("division", "division"),
    ("manager", "manager"),
    ("orgUnit", "dn"),
];

const AD: [(&str, &str); 22] = [
    ("userName", "userPrincipalName"),
    ("email", "mail"),
    ("givenName", "givenName"),
    ("familyName", "sn"),
    ("displayName", "displayName"),
    ("displayName", "cn"),
    ("title", "title"),
    ("department", "department"),
    ("employeeNumber", "employeeNumber"),
    ("employeeNumber", "employeeID"),
    ("phoneNumber", "telephoneNumber"),
    ("userType", "employeeType"),
    ("preferredLanguage", "preferredLanguage"),
    ("streetAddress", "streetAddress"),
    ("city", "l"),
    ("region", "st"),
    ("postalCode", "postalCode"),
    ("country", "c"),
    ("organization", "company"),
    ("division", "division"),
    ("manager", "manager"),
    ("orgUnit", "dn"),
];

/// The filters of people and groups where none are set.
pub(super) fn usual_filters(flavour: LdapFlavour) -> (&'static str, &'static str) {
    match flavour {
        LdapFlavour::Ad => {
            ("(&(objectCategory=person)(objectClass=user))", "(objectCategory=group)")
        }
        LdapFlavour::Openldap => (
            "(objectClass=inetOrgPerson)",
            "(|(objectClass=groupOfNames)(objectClass=groupOfUniqueNames)(objectClass=posixGroup))",
        ),
    }
}

/// What others can be below.
const UNITS: &str = "(|(objectClass=organizationalUnit)(objectClass=container)\
                     (objectClass=organization)(objectClass=locality)(objectClass=country))";

/// What is asked of a person whatever the map says: the flavour's login and whether they are
/// active.
fn always(flavour: LdapFlavour) -> &'static [&'static str] {
    match flavour {
        LdapFlavour::Ad => &[
            "cn",
            "sAMAccountName",
            "userPrincipalName",
            "userAccountControl",
            "accountExpires",
            "primaryGroupID",
            "objectSid",
        ],
        LdapFlavour::Openldap => &["cn", "uid", "pwdAccountLockedTime", "nsAccountLock"],
    }
}

impl Plan {
    /// Puts together what is read.
    ///
    /// # Errors
    /// When the base or an org unit of the scope is no DN.
    pub fn new(
        access: &LdapAccess,
        definition: &SourceDefinition,
        attributes: &[AttributeDefinition],
        root: &RootDse,
    ) -> Result<Self, ConnectError> {
        let wrong = |message: String| ConnectError {
            cause: Cause::AttributeInvalid,
            place: access.url.clone(),
            message,
        };
        let flavour = access.flavour.unwrap_or_else(|| root.flavour());
        let base = Dn::parse(&access.base).filter(|base| base.depth() > 0).ok_or_else(|| {
            let offered = root.offered();
            let example = offered.first().map_or("dc=example,dc=com", String::as_str);
            wrong(format!(
                "base is \"{}\", which is no DN. Write one such as {example}",
                access.base
            ))
        })?;
        let (people, groups) = usual_filters(flavour);
        let people =
            both(access.users.as_deref().unwrap_or(people), definition.scope.query.as_deref());
        let groups = parenthesized(access.groups.as_deref().unwrap_or(groups));
        let content = |what, base: &str, filter: &str| Content {
            what,
            base: base.to_owned(),
            filter: filter.to_owned(),
        };
        let mut contents = vec![content(What::Unit, &access.base, UNITS)];
        for below in bases(access, definition, &base).map_err(wrong)? {
            contents.push(content(What::Person, &below, &people));
        }
        contents.push(content(What::Group, &access.base, &groups));
        let wanted = wanted(flavour, definition, attributes);
        let dates = dates(definition, attributes);
        let id = match flavour {
            LdapFlavour::Ad => "objectGUID",
            LdapFlavour::Openldap => "entryUUID",
        };
        let decided = format!("1 {flavour:?} {} {contents:?} {wanted:?} {dates:?}", access.url);
        let settings = Sha256::digest(decided.as_bytes());
        let settings = settings.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
        let base_text = access.base.clone();
        Ok(Self { flavour, base, base_text, contents, wanted, dates, id, settings })
    }

    /// The contents of one kind.
    pub fn of(&self, what: What) -> impl Iterator<Item = &Content> {
        self.contents.iter().filter(move |content| content.what == what)
    }

    /// The filter of groups.
    pub fn groups(&self) -> &str {
        self.of(What::Group).next().map_or("(objectClass=*)", |content| content.filter.as_str())
    }

    /// What is asked of entries of a content.
    pub fn attributes(&self, what: What) -> Vec<String> {
        let mut asked = vec![self.id.to_owned()];
        match what {
            What::Person => asked.extend(self.wanted.iter().cloned()),
            What::Group => {
                asked.push("cn".to_owned());
                match self.flavour {
                    LdapFlavour::Ad => {
                        asked.extend(["member", "objectSid", "sAMAccountName"].map(str::to_owned));
                    }
                    LdapFlavour::Openldap => asked.extend(MEMBERS.map(str::to_owned)),
                }
            }
            What::Unit => asked.push("ou".to_owned()),
        }
        asked
    }
}

/// What is taken from a file: there is no server to ask, so what both flavours have is looked for,
/// and the org unit is all of the name in the tree.
pub(super) fn file_plan(definition: &SourceDefinition, attributes: &[AttributeDefinition]) -> Plan {
    let mut all = wanted(LdapFlavour::Openldap, definition, attributes);
    for name in wanted(LdapFlavour::Ad, definition, attributes) {
        if !all.iter().any(|known| known.eq_ignore_ascii_case(&name)) {
            all.push(name);
        }
    }
    Plan {
        flavour: LdapFlavour::Openldap,
        base: Dn::default(),
        base_text: String::new(),
        contents: Vec::new(),
        wanted: all,
        dates: dates(definition, attributes),
        id: "entryUUID",
        settings: String::new(),
    }
}

/// Below what people are: the base, or the scope's org units in it, none below another.
fn bases(
    access: &LdapAccess,
    definition: &SourceDefinition,
    base: &Dn,
) -> Result<Vec<String>, String> {
    let mapped = definition.map.keys().any(|ours| ours.eq_ignore_ascii_case("orgUnit"));
    let units = &definition.scope.org_units;
    if units.is_empty() || mapped {
        return Ok(vec![access.base.clone()]);
    }
    let mut all: Vec<(Dn, String)> = Vec::new();
    for unit in units {
        let text = unit_dn(unit, &access.base);
        let dn = Dn::parse(&text)
            .filter(|dn| dn.is_within(base))
            .ok_or_else(|| format!("the org unit \"{unit}\" of the scope is not in base"))?;
        all.push((dn, text));
    }
    all.sort_by_key(|(dn, _)| dn.depth());
    let mut kept: Vec<(Dn, String)> = Vec::new();
    for (dn, text) in all {
        if !kept.iter().any(|(above, _)| dn.is_within(above)) {
            kept.push((dn, text));
        }
    }
    Ok(kept.into_iter().map(|(_, text)| text).collect())
}

/// The DN of an org unit that is named by its DN, or by its path below the base.
fn unit_dn(unit: &str, base: &str) -> String {
    if unit.contains('=') {
        return unit.to_owned();
    }
    let mut text = String::new();
    for name in unit.split('/').filter(|name| !name.is_empty()).rev() {
        text.push_str("ou=");
        for sign in name.chars() {
            if ",;+\"\\<>=#".contains(sign) {
                text.push('\\');
            }
            text.push(sign);
        }
        text.push(',');
    }
    text.push_str(base);
    text
}

/// The path below the base of an org unit that is named either way.
pub(super) fn unit_path(unit: &str, base: &Dn) -> String {
    let read = if unit.contains('=') { Dn::parse(unit) } else { None };
    read.and_then(|dn| dn.org_unit_itself(base)).unwrap_or_else(|| unit.to_owned())
}

/// One filter of two.
fn both(filter: &str, further: Option<&str>) -> String {
    match further.map(str::trim).filter(|text| !text.is_empty()) {
        Some(further) => format!("(&{}{})", parenthesized(filter), parenthesized(further)),
        None => parenthesized(filter),
    }
}

/// A filter in parentheses, which are forgotten easily.
fn parenthesized(filter: &str) -> String {
    let filter = filter.trim();
    if filter.starts_with('(') { filter.to_owned() } else { format!("({filter})") }
}

/// The attributes that the map, the custom attributes and the flavour's own map read.
fn wanted(
    flavour: LdapFlavour,
    definition: &SourceDefinition,
    attributes: &[AttributeDefinition],
) -> Vec<String> {
    let usual = usual_map(flavour).iter().map(|(_, theirs)| *theirs);
    let custom = attributes.iter().filter(|one| one.expression.is_none());
    let custom = custom.map(|one| one.from.as_deref().unwrap_or(&one.name));
    let mapped = definition.map.values().map(String::as_str);
    let mut wanted: Vec<String> = Vec::new();
    for name in always(flavour).iter().copied().chain(usual).chain(custom).chain(mapped) {
        let name = name.trim();
        let first = name.bytes().next();
        let is_name = first.is_some_and(|byte| byte.is_ascii_alphanumeric())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-;_.".contains(&byte));
        if is_name && name != "dn" && !wanted.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            wanted.push(name.to_owned());
        }
    }
    wanted
}

/// Their attributes that are read as instants of ours.
fn dates(definition: &SourceDefinition, attributes: &[AttributeDefinition]) -> Vec<String> {
    let dated = attributes.iter().filter(|one| one.kind == AttributeType::Date);
    dated
        .map(|one| {
            let mapped =
                definition.map.iter().find(|(ours, _)| ours.eq_ignore_ascii_case(&one.name));
            let mapped = mapped.map(|(_, theirs)| theirs.clone());
            mapped.or_else(|| one.from.clone()).unwrap_or_else(|| one.name.clone())
        })
        .collect()
}
