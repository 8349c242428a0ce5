//! What an org holds: users and groups, each as the record that the API shows.

use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// What an org holds.
#[derive(Debug, Clone, Default)]
pub struct Org {
    /// Users by id, each as the API shows it.
    pub users: BTreeMap<String, Value>,
    /// Groups by id.
    pub groups: BTreeMap<String, Value>,
    /// Members of groups: ids of users by id of group.
    pub members: BTreeMap<String, BTreeSet<String>>,
    /// What stands for the current time where it is set.
    pub at: Option<SystemTime>,
    made: usize,
}

impl Org {
    /// An org in which it is that moment until [`Org::at`] says otherwise.
    #[must_use]
    pub fn starting(at: SystemTime) -> Self {
        Self { at: Some(at), ..Self::default() }
    }

    /// The current time as records show it.
    #[must_use]
    pub fn now(&self) -> String {
        shown(self.at.unwrap_or_else(SystemTime::now))
    }

    fn new_id(&mut self, kind: &str) -> String {
        self.made += 1;
        format!("{kind}{:017}", self.made)
    }

    /// Makes a user of that status; answers the id.
    pub fn user(&mut self, login: &str, names: [&str; 2], status: &str) -> String {
        let profile = json!({
            "login": login, "email": login, "firstName": names[0], "lastName": names[1],
            "mobilePhone": null, "secondEmail": null,
        });
        self.user_of(&profile, status)
    }

    /// Makes a user with that profile and status; answers the id.
    pub fn user_of(&mut self, profile: &Value, status: &str) -> String {
        let (id, now) = (self.new_id("00u"), self.now());
        let activated = (status != "STAGED").then(|| now.clone());
        let record = json!({
            "id": id, "status": status, "created": now, "activated": activated,
            "statusChanged": now, "lastLogin": null, "lastUpdated": now, "passwordChanged": null,
            "type": {"id": "otyrolecall"}, "profile": profile,
            "credentials": {"provider": {"type": "OKTA", "name": "OKTA"}},
            "_links": {"self": {"href": format!("/api/v1/users/{id}")}},
        });
        self.users.insert(id.clone(), record);
        id
    }

    /// Makes an Okta group; answers the id.
    pub fn group(&mut self, name: &str) -> String {
        let (id, now) = (self.new_id("00g"), self.now());
        let record = json!({
            "id": id, "created": now, "lastUpdated": now, "lastMembershipUpdated": now,
            "objectClass": ["okta:user_group"], "type": "OKTA_GROUP",
            "profile": {"name": name, "description": null},
            "_links": {"self": {"href": format!("/api/v1/groups/{id}")}},
        });
        self.groups.insert(id.clone(), record);
        id
    }

    /// Changes one attribute of a user's profile.
    pub fn set(&mut self, id: &str, attribute: &str, value: Value) {
        let now = self.now();
        if let Some(user) = self.users.get_mut(id) {
            user["profile"][attribute] = value;
            user["lastUpdated"] = json!(now);
        }
    }

    /// Gives a user another status.
    pub fn status(&mut self, id: &str, status: &str) {
        let now = self.now();
        if let Some(user) = self.users.get_mut(id) {
            user["status"] = json!(status);
            for moment in ["statusChanged", "lastUpdated"] {
                user[moment] = json!(now);
            }
        }
    }

    /// Renames a group.
    pub fn rename(&mut self, group: &str, name: &str) {
        let now = self.now();
        if let Some(group) = self.groups.get_mut(group) {
            group["profile"]["name"] = json!(name);
            group["lastUpdated"] = json!(now);
        }
    }

    /// Puts a user into a group; whether both are there.
    pub fn join(&mut self, group: &str, user: &str) -> bool {
        let both = self.groups.contains_key(group) && self.users.contains_key(user);
        if both && self.members.entry(group.to_owned()).or_default().insert(user.to_owned()) {
            self.touch(group);
        }
        both
    }

    /// Takes a user out of a group; whether both are there.
    pub fn leave(&mut self, group: &str, user: &str) -> bool {
        let both = self.groups.contains_key(group) && self.users.contains_key(user);
        if self.members.get_mut(group).is_some_and(|members| members.remove(user)) {
            self.touch(group);
        }
        both
    }

    /// Deletes a user for good.
    pub fn delete_user(&mut self, id: &str) {
        self.users.remove(id);
        let left: Vec<String> = (self.members.iter())
            .filter(|(_, members)| members.contains(id))
            .map(|(group, _)| group.clone())
            .collect();
        for group in left {
            if let Some(members) = self.members.get_mut(&group) {
                members.remove(id);
            }
            self.touch(&group);
        }
    }

    /// Deletes a group.
    pub fn delete_group(&mut self, id: &str) {
        self.groups.remove(id);
        self.members.remove(id);
    }

    fn touch(&mut self, group: &str) {
        let now = self.now();
        if let Some(group) = self.groups.get_mut(group) {
            group["lastMembershipUpdated"] = json!(now);
        }
    }
}

/// A moment in the form of RFC 3339, in UTC with milliseconds.
fn shown(at: SystemTime) -> String {
    let since: Duration = at.duration_since(UNIX_EPOCH).unwrap_or_default();
    let (days, rest) = (since.as_secs() / 86_400, since.as_secs() % 86_400);
    // The civil calendar counted from the first of March of the year 0, in eras of 400 years.
    let shifted = days + 719_468;
    let (era, day) = (shifted / 146_097, shifted % 146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let of_year = day - (365 * year + year / 4 - year / 100);
    let part = (5 * of_year + 2) / 153;
    let (day, month) =
        (of_year - (153 * part + 2) / 5 + 1, if part < 10 { part + 3 } else { part - 9 });
    let year = era * 400 + year + u64::from(month <= 2);
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    format!(
        "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{:03}Z",
        since.subsec_millis()
    )
}

#[cfg(test)]
mod tests {
    use super::shown;
    use std::time::{Duration, UNIX_EPOCH};

    #[test]
    fn moments_are_written_in_utc() {
        let at = |seconds: u64, millis: u64| {
            shown(UNIX_EPOCH + Duration::from_millis(seconds * 1000 + millis))
        };
        assert_eq!(at(0, 0), "1970-01-01T00:00:00.000Z");
        assert_eq!(at(951_782_399, 7), "2000-02-28T23:59:59.007Z");
        assert_eq!(at(951_782_400, 0), "2000-02-29T00:00:00.000Z");
        assert_eq!(at(1_795_305_599, 999), "2026-11-21T23:59:59.999Z");
        assert_eq!(at(1_767_225_600, 0), "2026-01-01T00:00:00.000Z");
    }
}
