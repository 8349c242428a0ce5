//! Which properties of a user are read, and which of our attributes they are.

use rolecall_directory::{AttributeDefinition, SourceDefinition};
use std::collections::BTreeSet;

/// Our attribute = Microsoft Graph's property; of two places the first with a value counts.
pub(in crate::sources) const USUAL: [(&str, &str); 19] = [
    ("email", "mail"),
    ("givenName", "givenName"),
    ("familyName", "surname"),
    ("displayName", "displayName"),
    ("title", "jobTitle"),
    ("department", "department"),
    ("employeeNumber", "employeeId"),
    ("costCenter", "employeeOrgData.costCenter"),
    ("division", "employeeOrgData.division"),
    ("organization", "companyName"),
    ("preferredLanguage", "preferredLanguage"),
    ("userType", "userType"),
    ("phoneNumber", "businessPhones"),
    // The one of two letters, as other services want it, before the one that anybody may type.
    ("country", "usageLocation"),
    ("country", "country"),
    ("city", "city"),
    ("region", "state"),
    ("postalCode", "postalCode"),
    ("streetAddress", "streetAddress"),
];

/// Properties of a user beyond [`USUAL`] that may be selected; an attribute of the workspace that
/// is called otherwise belongs to another directory.
const MORE: [&str; 22] = [
    "ageGroup",
    "consentProvidedForMinor",
    "createdDateTime",
    "creationType",
    "employeeHireDate",
    "employeeLeaveDateTime",
    "employeeType",
    "externalUserState",
    "faxNumber",
    "mailNickname",
    "mobilePhone",
    "officeLocation",
    "onPremisesDistinguishedName",
    "onPremisesDomainName",
    "onPremisesExtensionAttributes",
    "onPremisesImmutableId",
    "onPremisesSamAccountName",
    "onPremisesSyncEnabled",
    "onPremisesUserPrincipalName",
    "otherMails",
    "proxyAddresses",
    "showInAddressList",
];

/// Always read: who somebody is, and whether they may sign in.
const ALWAYS: [&str; 3] = ["id", "userPrincipalName", "accountEnabled"];

/// The property that a path begins with.
fn property(path: &str) -> &str {
    path.split(['.', '[']).next().unwrap_or(path).trim()
}

/// Whether a user may have a property of this name: one of Microsoft's, or a directory extension
/// (`extension_<application>_<name>`).
fn is_known(name: &str) -> bool {
    let usual = USUAL.iter().map(|(_, theirs)| property(theirs));
    name.starts_with("extension_") || usual.chain(MORE).any(|known| known == name)
}

/// The properties to read of each user, for `$select`. What the source's own map names is read as
/// it stands, so that a misspelt one is said; of the workspace's attributes those that can be
/// meant.
pub(super) fn select(definition: &SourceDefinition, attributes: &[AttributeDefinition]) -> String {
    let mut names: BTreeSet<&str> = ALWAYS.into();
    names.extend(USUAL.iter().map(|(_, theirs)| property(theirs)));
    names.extend(definition.map.values().map(|theirs| property(theirs)));
    let read = attributes.iter().filter(|one| one.expression.is_none());
    let theirs = read.map(|one| property(one.from.as_deref().unwrap_or(&one.name)));
    names.extend(theirs.filter(|name| is_known(name)));
    names.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(",")
}

/// The same with all of Microsoft's own and these directory extensions, to choose attributes from.
pub(super) fn select_to_choose(selected: &str, extensions: &[String]) -> String {
    let mut names: BTreeSet<&str> = selected.split(',').collect();
    names.extend(MORE);
    names.extend(extensions.iter().map(String::as_str));
    names.into_iter().collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rolecall_directory::SourceKind;

    #[test]
    fn selects_what_is_mapped_and_nothing_that_cannot_be() {
        let mut definition = SourceDefinition::new(SourceKind::ScimPush);
        definition.map.insert("badge".into(), "extension_ab12_badge".into());
        definition.map.insert("odd".into(), "mispelt".into());
        let mut level = AttributeDefinition::text("level");
        level.from = Some("onPremisesExtensionAttributes.extensionAttribute3".into());
        let mut ldap = AttributeDefinition::text("shoe");
        ldap.from = Some("shoeSize".into());
        let attributes = [level, ldap, AttributeDefinition::text("employeeType")];
        let selected = select(&definition, &attributes);
        let selected: Vec<&str> = selected.split(',').collect();
        let has = |name: &str| selected.contains(&name);
        assert!(has("id") && has("accountEnabled") && has("employeeOrgData"), "{selected:?}");
        assert!(has("extension_ab12_badge"), "a directory extension");
        assert!(has("onPremisesExtensionAttributes"), "the property a path begins with");
        assert!(has("employeeType"), "an attribute of the vendor's own name");
        assert!(has("mispelt"), "what the map names is asked for, to be told that it is none");
        assert!(!has("shoeSize"), "another directory's attribute is not");
    }
}
