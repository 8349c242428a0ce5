//! What an administrator's deed in the audit log names: whom to read again, or that only listing
//! can tell.
//!
//! Types, names and parameters of events are those of Google's public documentation
//! (developers.google.com/workspace/admin/reports/v1/appendix/activity, the pages
//! `admin-user-settings`, `admin-group-settings`, `admin-org-settings`). It does not say which
//! event tells of a changed custom schema: an event that nobody here knows makes everything be
//! listed, which is our decision, as is which of the known ones change nobody.

use super::log::Event;
use std::collections::BTreeSet;

/// Events of groups; the member whom they name is not changed by them.
const GROUP_SETTINGS: &str = "GROUP_SETTINGS";
/// Types of events that change no group, and no user whom they do not name.
const ELSEWHERE: [&str; 13] = [
    "APPLICATION_SETTINGS",
    "CALENDAR_SETTINGS",
    "CHAT_SETTINGS",
    "CHROME_OS_SETTINGS",
    "CONTACTS_SETTINGS",
    "DELEGATED_ADMIN_SETTINGS",
    "DOCS_SETTINGS",
    "DOMAIN_SETTINGS",
    "EMAIL_SETTINGS",
    "LICENSES_SETTINGS",
    "MOBILE_SETTINGS",
    "SECURITY_SETTINGS",
    "SITES_SETTINGS",
];
/// Events that change many whom they do not name, or bring back what nobody names: an org unit's
/// new path is that of all who are in it, and who is restored comes with former memberships.
const OF_MANY: [&str; 6] = [
    "EDIT_ORG_UNIT_NAME",
    "MOVE_ORG_UNIT",
    "UNDELETE_USER",
    "BULK_UPLOAD",
    "USERS_BULK_UPLOAD",
    "GROUP_MEMBER_BULK_UPLOAD",
];
/// Events of users, groups and org units that change nobody.
const OF_NOBODY: [&str; 23] = [
    "ASSIGN_CUSTOM_LOGO",
    "BULK_UPLOAD_NOTIFICATION_SENT",
    "CHROME_APPLICATION_LICENSE_RESERVATION_CREATED",
    "CHROME_APPLICATION_LICENSE_RESERVATION_DELETED",
    "CHROME_APPLICATION_LICENSE_RESERVATION_UPDATED",
    "CHROME_LICENSES_ALLOWED",
    "CHROME_LICENSES_ENABLED",
    "CREATE_DEVICE_ENROLLMENT_TOKEN",
    "CREATE_ENROLLMENT_TOKEN",
    "CREATE_ORG_UNIT",
    "DOWNLOAD_PENDING_INVITES_LIST",
    "DOWNLOAD_UNMANAGED_USERS_LIST",
    "DOWNLOAD_USERLIST_CSV",
    "EDIT_ORG_UNIT_DESCRIPTION",
    "GROUP_LIST_DOWNLOAD",
    "GROUP_MEMBERS_DOWNLOAD",
    "REMOVE_ORG_UNIT",
    "REVOKE_DEVICE_ENROLLMENT_TOKEN",
    "REVOKE_ENROLLMENT_TOKEN",
    "TOGGLE_SERVICE_ENABLED",
    "UNASSIGN_CUSTOM_LOGO",
    "USERS_BULK_UPLOAD_NOTIFICATION_SENT",
    "WHITELISTED_GROUPS_UPDATED",
];

/// Whom events name, by their addresses in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Named {
    pub people: BTreeSet<String>,
    pub groups: BTreeSet<String>,
    /// Whether an event was among them that only listing can follow.
    pub unclear: bool,
}

impl Named {
    /// How many.
    pub fn len(&self) -> usize {
        self.people.len() + self.groups.len()
    }

    /// Adds whom an event names.
    pub fn add(&mut self, event: &Event) {
        let kind = event.kind.as_deref().unwrap_or_default();
        let name = event.name.as_str();
        let is_foreign = ELSEWHERE.contains(&kind);
        let of_domains = is_foreign && name.contains("DOMAIN");
        if OF_MANY.contains(&name) || name.contains("SCHEMA") || of_domains {
            self.unclear = true;
        }
        let groups = event.addresses("GROUP_EMAIL");
        let renamed = event.addresses("NEW_VALUE");
        if kind == GROUP_SETTINGS && !groups.is_empty() {
            self.groups.extend(groups.into_iter().chain(renamed));
            return;
        }
        let people = event.addresses("USER_EMAIL");
        let named = !people.is_empty() || (!is_foreign && !groups.is_empty());
        if !is_foreign {
            self.groups.extend(groups);
        }
        if !people.is_empty() {
            self.people.extend(people.into_iter().chain(renamed));
        }
        if !named && !is_foreign && !OF_NOBODY.contains(&name) {
            self.unclear = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::log::Event;
    use super::Named;
    use serde_json::json;

    fn named(kind: &str, name: &str, parameters: &[(&str, &str)]) -> Named {
        let parameters: Vec<_> =
            parameters.iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
        let event = json!({"type": kind, "name": name, "parameters": parameters});
        let event: Event = serde_json::from_value(event).unwrap();
        let mut named = Named::default();
        named.add(&event);
        named
    }

    fn people(addresses: &[&str]) -> Named {
        let people = addresses.iter().map(ToString::to_string).collect();
        Named { people, ..Named::default() }
    }

    fn groups(addresses: &[&str]) -> Named {
        let groups = addresses.iter().map(ToString::to_string).collect();
        Named { groups, ..Named::default() }
    }

    #[test]
    fn users_and_groups_are_named() {
        let ann = ("USER_EMAIL", "Ann@example.com");
        assert_eq!(named("USER_SETTINGS", "SUSPEND_USER", &[ann]), people(&["ann@example.com"]));
        let name = ("NEW_VALUE", "Anna");
        let told = named("USER_SETTINGS", "CHANGE_FIRST_NAME", &[ann, name]);
        assert_eq!(told, people(&["ann@example.com"]), "a name is no address");
        let new = ("NEW_VALUE", "anna@example.com");
        let told = named("USER_SETTINGS", "RENAME_USER", &[ann, new]);
        assert_eq!(told, people(&["ann@example.com", "anna@example.com"]), "by both addresses");
        let all = ("GROUP_EMAIL", "all@example.com");
        let told = named("GROUP_SETTINGS", "ADD_GROUP_MEMBER", &[ann, all]);
        assert_eq!(told, groups(&["all@example.com"]), "who joins is not changed");
        let told = named("USER_SETTINGS", "A_NEW_ONE", &[ann]);
        assert_eq!(told, people(&["ann@example.com"]), "whatever it is, it is of that user");
        let told = named("LICENSES_SETTINGS", "USER_LICENSE_ASSIGNMENT", &[ann]);
        assert_eq!(told, people(&["ann@example.com"]), "of any type");
    }

    #[test]
    fn what_names_nobody_is_nothing_or_makes_all_be_listed() {
        let unit = ("ORG_UNIT_NAME", "/Sales");
        let all = ("GROUP_EMAIL", "all@example.com");
        for (kind, name) in [
            ("ORG_SETTINGS", "CREATE_ORG_UNIT"),
            ("USER_SETTINGS", "DOWNLOAD_USERLIST_CSV"),
            ("CALENDAR_SETTINGS", "CHANGE_CALENDAR_SETTING"),
            ("DOMAIN_SETTINGS", "AUTHORIZE_API_CLIENT_ACCESS"),
        ] {
            assert_eq!(named(kind, name, &[unit]), Named::default(), "{name}");
        }
        let told = named("APPLICATION_SETTINGS", "CHANGE_APPLICATION_SETTING", &[all, unit]);
        assert_eq!(told, Named::default(), "a setting for a group is no change of it");
        for (kind, name) in [
            ("ORG_SETTINGS", "MOVE_ORG_UNIT"),
            ("ORG_SETTINGS", "EDIT_ORG_UNIT_NAME"),
            ("ORG_SETTINGS", "A_NEW_ONE"),
            ("USER_SETTINGS", "USERS_BULK_UPLOAD"),
            ("USER_SETTINGS", "DELETE_CUSTOM_SCHEMA"),
            ("DOMAIN_SETTINGS", "CHANGE_PRIMARY_DOMAIN"),
            ("NEW_SETTINGS", "A_NEW_ONE"),
            ("", "A_NEW_ONE"),
        ] {
            assert!(named(kind, name, &[unit]).unclear, "{name}");
        }
        let back = named("USER_SETTINGS", "UNDELETE_USER", &[("USER_EMAIL", "ann@example.com")]);
        assert!(back.unclear && back.len() == 1, "who is restored is in groups again");
    }
}
