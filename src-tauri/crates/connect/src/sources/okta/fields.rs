//! Where Okta's records have what we know a person by.

use crate::sources::Known;
use rolecall_directory::{Cause, SourceFlaw};
use serde_json::Value;

/// Where our attributes are in a user's profile. What has several places is read from the first
/// that has a value.
pub(in crate::sources) const USUAL: [(&str, &str); 28] = [
    ("email", "profile.email"),
    ("givenName", "profile.firstName"),
    ("familyName", "profile.lastName"),
    ("middleName", "profile.middleName"),
    ("honorificPrefix", "profile.honorificPrefix"),
    ("honorificSuffix", "profile.honorificSuffix"),
    ("displayName", "profile.displayName"),
    ("nickName", "profile.nickName"),
    ("profileUrl", "profile.profileUrl"),
    ("title", "profile.title"),
    ("userType", "profile.userType"),
    ("preferredLanguage", "profile.preferredLanguage"),
    ("locale", "profile.locale"),
    ("timezone", "profile.timezone"),
    ("phoneNumber", "profile.primaryPhone"),
    ("phoneNumber", "profile.mobilePhone"),
    ("country", "profile.countryCode"),
    ("city", "profile.city"),
    ("region", "profile.state"),
    ("postalCode", "profile.zipCode"),
    ("streetAddress", "profile.streetAddress"),
    ("employeeNumber", "profile.employeeNumber"),
    ("costCenter", "profile.costCenter"),
    ("organization", "profile.organization"),
    ("division", "profile.division"),
    ("department", "profile.department"),
    ("manager", "profile.managerId"),
    ("managerName", "profile.manager"),
];

/// Where a name is looked for that is not at the top of a record.
pub(super) const WITHIN: [&str; 1] = ["profile"];

/// Who may sign in, or may again without an administrator's doing: active for us. `ACTIVATING` is
/// on the way to ACTIVE. That PROVISIONED counts is our decision: they were let in, and find what
/// they are given when they first sign in.
const ACTIVE: [&str; 6] =
    ["ACTIVE", "PROVISIONED", "RECOVERY", "PASSWORD_EXPIRED", "LOCKED_OUT", "ACTIVATING"];
/// Who may not: not let in yet, or not any more.
const DISABLED: [&str; 3] = ["STAGED", "SUSPENDED", "DEPROVISIONED"];

/// Who a user is.
///
/// # Errors
/// Words for a status that nobody knows: whether such a person is active is not guessed.
pub(super) fn person(id: &str, record: &Value) -> Result<Option<Known>, SourceFlaw> {
    let login = record["profile"]["login"].as_str().unwrap_or_default();
    let status = record["status"].as_str().unwrap_or_default();
    let active = ACTIVE.contains(&status);
    if !active && !DISABLED.contains(&status) {
        let shown = if login.is_empty() { id } else { login };
        return Err(SourceFlaw::StatusUnknown {
            user: shown.to_owned(),
            status: status.to_owned(),
        });
    }
    Ok(Some(Known { user_name: login.to_owned(), active, org_unit: None }))
}

/// The name of a group.
pub(super) fn group(record: &Value) -> Option<String> {
    record["profile"]["name"].as_str().map(str::to_owned)
}

/// Whether a refusal says that the page's cursor is of no use any more.
pub(super) fn is_stale(refused: &crate::calls::Refusal) -> bool {
    matches!(refused.status, Some(400 | 404 | 410)) && refused.cause != Cause::NotPermitted
}

#[cfg(test)]
mod tests {
    use super::person;
    use serde_json::json;

    #[test]
    fn every_status_is_active_or_disabled() {
        let active = |status: &str| {
            let record = json!({"status": status, "profile": {"login": "ann"}});
            person("1", &record).map(|known| known.is_some_and(|known| known.active))
        };
        for status in ["ACTIVE", "PROVISIONED", "RECOVERY", "PASSWORD_EXPIRED", "LOCKED_OUT"] {
            assert_eq!(active(status), Ok(true), "{status}");
        }
        for status in ["STAGED", "SUSPENDED", "DEPROVISIONED"] {
            assert_eq!(active(status), Ok(false), "{status}");
        }
        assert!(
            active("SOMETHING").is_err_and(|flaw| flaw.to_string().contains("\"ann\"")),
            "not guessed"
        );
    }
}
