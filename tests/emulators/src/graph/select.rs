//! `$select` and `$filter`, as far as they are understood here.

use super::answer::Refusal;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// The properties of a user that may be selected, beside directory extensions.
const USER: [&str; 43] = [
    "accountEnabled",
    "ageGroup",
    "businessPhones",
    "city",
    "companyName",
    "consentProvidedForMinor",
    "country",
    "createdDateTime",
    "creationType",
    "department",
    "displayName",
    "employeeHireDate",
    "employeeId",
    "employeeLeaveDateTime",
    "employeeOrgData",
    "employeeType",
    "externalUserState",
    "faxNumber",
    "givenName",
    "id",
    "jobTitle",
    "mail",
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
    "postalCode",
    "preferredLanguage",
    "proxyAddresses",
    "showInAddressList",
    "state",
    "streetAddress",
    "surname",
    "usageLocation",
    "userPrincipalName",
    "userType",
];

/// The properties of a group that may be selected.
const GROUP: [&str; 6] = ["id", "displayName", "description", "mail", "groupTypes", "members"];

/// What an answer holds of each object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Selected {
    All,
    Names(BTreeSet<String>),
}

impl Selected {
    pub fn users(select: Option<&str>) -> Result<Self, Refusal> {
        Self::of(select, &USER, "user")
    }

    pub fn groups(select: Option<&str>) -> Result<Self, Refusal> {
        Self::of(select, &GROUP, "group")
    }

    fn of(select: Option<&str>, known: &[&str], kind: &str) -> Result<Self, Refusal> {
        let Some(select) = select else { return Ok(Self::All) };
        let mut names = BTreeSet::from(["id".to_owned()]);
        for name in select.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            let is_extension = kind == "user" && name.starts_with("extension_");
            if !known.contains(&name) && !is_extension {
                let words = format!(
                    "Could not find a property named '{name}' on type 'microsoft.graph.{kind}'."
                );
                return Err(Refusal::new(400, "Request_BadRequest", &words));
            }
            names.insert(name.to_owned());
        }
        Ok(Self::Names(names))
    }

    pub fn has(&self, name: &str) -> bool {
        match self {
            Self::All => true,
            Self::Names(names) => names.contains(name),
        }
    }

    /// What is selected of an object.
    pub fn take(&self, object: &Map<String, Value>) -> Map<String, Value> {
        let chosen = object.iter().filter(|(name, _)| self.has(name));
        chosen.map(|(name, value)| (name.clone(), value.clone())).collect()
    }
}

/// Whether a user passes a `$filter` of `name eq value`, joined by `and`.
pub(super) fn passes(filter: &str, user: &Map<String, Value>) -> Result<bool, Refusal> {
    let mut all = true;
    for clause in filter.split(" and ") {
        let unsupported = || {
            let words = "Unsupported or invalid query filter clause specified";
            Refusal::new(400, "Request_UnsupportedQuery", words)
        };
        let (name, value) = clause.trim().split_once(" eq ").ok_or_else(unsupported)?;
        let value = value.trim();
        let wanted = match value.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')) {
            Some(text) => Value::String(text.replace("''", "'")),
            None => serde_json::from_str(value).map_err(|_| unsupported())?,
        };
        if !USER.contains(&name.trim()) {
            return Err(unsupported());
        }
        all &= user.get(name.trim()) == Some(&wanted);
    }
    Ok(all)
}
