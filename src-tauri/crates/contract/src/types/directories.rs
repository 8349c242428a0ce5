//! Directories over time: their source, their settings, who is gone, and the edit window.

use super::{PageRequest, PeopleOrder, QuarantineItem};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// All directories, in order of ownership.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DirectoryList {
    /// All of them.
    pub items: Vec<DirectoryItem>,
}

/// A directory by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DirectoryRequest {
    /// The directory.
    pub directory: String,
}

/// A directory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DirectoryItem {
    /// The name.
    pub name: String,
    /// The kind of source; empty when none is attached.
    pub kind: String,
    /// The file, address or tenant of the source; for push the path others write to.
    pub place: String,
    /// Whether a source is attached: it is read-only then, except in an edit window.
    pub synced: bool,
    /// People at the last reading, those not seen yet left out.
    pub people: u64,
    /// Groups at the last reading.
    pub groups: u64,
    /// People who are not delivered any more.
    pub gone: u64,
    /// People who were there before the source and were not delivered by it yet.
    pub not_seen_yet: u64,
    /// People with edited values.
    pub edited: u64,
    /// When it was last read, in milliseconds since 1970 (UTC).
    pub read_at: Option<i64>,
    /// When it will be read next by itself: with the next run, and not before it is due.
    pub next_at: Option<i64>,
    /// What the last reading that did not fail came to, where its source is asked.
    pub last: Option<LastReading>,
    /// Whether somebody signs in to its source by a browser.
    pub signs_in: bool,
    /// The day on which the source's secret ends, where it was noted (`YYYY-MM-DD`).
    pub secret_expires: Option<String>,
    /// Why the last reading failed.
    pub error: Option<String>,
    /// Warnings of the last reading.
    pub warnings: Vec<super::Warning>,
    /// The domains.
    pub domains: Vec<DomainStanding>,
    /// Whether people outside the verified domains fail.
    pub check_domains: bool,
    /// What the names of org-unit groups begin with.
    pub org_unit_prefix: String,
    /// Whether to ask if org units are mapped: nobody carries one, and nobody has answered yet.
    pub asks_org_unit: bool,
    /// The edit window, while it is open.
    pub edit_window: Option<EditWindow>,
    /// Whether its source is in quarantine.
    pub quarantine: Option<QuarantineItem>,
}

/// What a reading of a source came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LastReading {
    /// When it began, in milliseconds since 1970 (UTC): what the source said up to then is known.
    pub as_of: i64,
    /// For how long nothing is known of the source by now, in milliseconds.
    pub lag_ms: u64,
    /// Whether that is more than twice as long as between two readings, while User sync is on.
    pub is_late: bool,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
    /// Calls to the source, where they are counted.
    pub calls: Option<u64>,
    /// People who were not there before.
    pub added: u64,
    /// People of whom something was different.
    pub changed: u64,
    /// People who were not delivered any more.
    pub gone: u64,
}

/// A directory with all there is to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DirectoryDetails {
    /// The directory.
    pub directory: DirectoryItem,
    /// Its source, where one is attached.
    pub source: Option<SourceSettings>,
    /// Whether the source's secret is there; `None` where it needs none.
    pub secret_present: Option<bool>,
    /// A source that somebody began to set up.
    pub draft: Option<SourceDraft>,
    /// Groups that the source does not deliver any more; they are kept without members.
    pub gone_groups: Vec<GoneGroup>,
}

/// A group that is not delivered any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GoneGroup {
    /// The source's stable id.
    pub id: String,
    /// The name.
    pub name: String,
    /// Since when.
    pub since: i64,
}

/// A directory to be added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DirectoryAdd {
    /// The name; no other directory may have it in any case.
    pub name: String,
    /// What the names of org-unit groups begin with; `OU-` when absent.
    #[serde(default)]
    pub org_unit_prefix: Option<String>,
}

/// Settings of a directory to be changed; what is absent stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DirectoryChange {
    /// The directory.
    pub directory: String,
    /// Whether people outside the verified domains fail.
    #[serde(default)]
    pub check_domains: Option<bool>,
    /// What the names of org-unit groups begin with.
    #[serde(default)]
    pub org_unit_prefix: Option<String>,
    /// Its place among the directories, from 0: the first in order owns who is in two.
    #[serde(default)]
    pub position: Option<u64>,
}

/// How a directory is filled. Which fields a kind needs is in the file's form; the others are
/// absent or empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct SourceSettings {
    /// `csv`, `ldif`, `ldap`, `scim`, `scim-push`, `entra`, `google`, `okta`.
    pub kind: String,
    /// `csv`: the file of people.
    pub users: String,
    /// `csv`: the file of groups.
    pub groups: Option<String>,
    /// `csv`: what separates fields; `,` when absent.
    pub delimiter: Option<String>,
    /// `ldif`: the file.
    pub file: String,
    /// The base address.
    pub url: Option<String>,
    /// The token endpoint, where it is not the vendor's own.
    pub token_url: Option<String>,
    /// `ldap`: whether the connection is encrypted before anything is said.
    pub start_tls: bool,
    /// `ldap`: who binds.
    pub bind_dn: String,
    /// `ldap`: below what is read.
    pub base: String,
    /// `ldap`: `ad` or `openldap`; found out when absent.
    pub flavour: Option<String>,
    /// `ldap`: a filter of people.
    pub user_filter: Option<String>,
    /// `ldap`: a filter of groups.
    pub group_filter: Option<String>,
    /// `ldap`: the fingerprint of a server certificate that is trusted.
    pub fingerprint: Option<String>,
    /// A file with further certificates to trust.
    pub ca: Option<String>,
    /// Seconds to wait for an answer; the usual number when absent.
    pub timeout_seconds: Option<u64>,
    /// `entra`: the tenant.
    pub tenant: String,
    /// `entra`, `okta`: the application's id.
    pub client_id: Option<String>,
    /// `google`: the customer.
    pub customer: String,
    /// `google`: the administrator on whose behalf is asked.
    pub admin: String,
    /// The name of the secret; made from the directory's name when empty.
    pub secret: String,
    /// `entra`, `google`: whether the secret is what a sign-in by the browser brings.
    pub sign_in: bool,
    /// The day on which the secret ends, where it was noted (`YYYY-MM-DD`).
    pub secret_expires: Option<String>,
    /// Our attribute = theirs.
    pub map: BTreeMap<String, String>,
    /// Only members of these groups; everybody when empty.
    pub scope_groups: Vec<String>,
    /// Only people in or below these org units; everybody when empty.
    pub scope_org_units: Vec<String>,
    /// A query in the source's own language.
    pub scope_query: Option<String>,
    /// How often it is asked for changes, in seconds; with every run when absent.
    pub every_seconds: Option<u64>,
    /// How often it is read in full, in seconds.
    pub full_every_seconds: Option<u64>,
}

/// A source that is being set up; it can be left and resumed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SourceDraft {
    /// The directory.
    pub directory: String,
    /// What is set up so far.
    pub source: SourceSettings,
    /// Where the wizard stands, in its own words.
    pub step: String,
    /// When it was left, in milliseconds since 1970 (UTC); 0 when sent.
    #[serde(default)]
    pub saved_at: i64,
}

/// A source to be attached to a directory, or the settings of the attached one.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AttachRequest {
    /// The directory.
    pub directory: String,
    /// The source.
    pub source: SourceSettings,
    /// Its secret; absent where it is there already or needs none. It never comes back.
    #[serde(default)]
    pub secret_value: Option<String>,
}

impl std::fmt::Debug for AttachRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("AttachRequest");
        shown.field("directory", &self.directory).field("source", &self.source);
        shown.finish_non_exhaustive()
    }
}

/// What removing a directory's sync did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SyncRemoved {
    /// The kind of source that was attached.
    pub kind: String,
    /// People who stay as they were last read.
    pub people: u64,
    /// Tokens for push that do not count any more.
    pub tokens: u64,
    /// Whether the secret was deleted here; not where another connection uses it, or where it is
    /// kept outside.
    pub secret_deleted: bool,
    /// Whether provisioning is to be switched off at the provider too: it wrote to us by push.
    pub switch_off_at_provider: bool,
}

/// The answer to whether org units are mapped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OrgUnitAnswer {
    /// The directory.
    pub directory: String,
    /// Whether it is well that nobody carries an org unit: it is not asked again.
    pub none_wanted: bool,
}

/// An edit window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EditWindow {
    /// The directory.
    pub directory: String,
    /// When it was opened, in milliseconds since 1970 (UTC).
    pub opened_at: i64,
    /// When it closes by itself.
    pub until: i64,
    /// Who opened it.
    pub who: String,
}

/// A domain by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DomainRequest {
    /// The directory.
    pub directory: String,
    /// The domain.
    pub domain: String,
}

/// Which server is asked for the proofs of domains.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DnsResolver {
    /// Its address and port, such as `192.0.2.1:53`; the system's own when absent.
    pub address: Option<String>,
}

/// The domains of a directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DomainList {
    /// All of them.
    pub items: Vec<DomainStanding>,
}

/// A domain and how it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DomainStanding {
    /// The domain.
    pub name: String,
    /// `pending`, `verified` or `expired`.
    pub state: String,
    /// Whether it counts by the administrator's word, without a proof.
    pub by_word: bool,
    /// The text of the DNS TXT record that proves it.
    pub record: Option<String>,
    /// When the proof was requested, in milliseconds since 1970 (UTC).
    pub requested_at: Option<i64>,
    /// When it expires unless it is verified before.
    pub expires_at: Option<i64>,
    /// When it was verified.
    pub verified_at: Option<i64>,
    /// When DNS was last asked.
    pub last_checked_at: Option<i64>,
    /// What DNS answered then: `found`, `other_records`, `no_record`, `no_domain`, `no_answer`.
    pub last_answer: Option<String>,
}

/// Which people who are not delivered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AbsentRequest {
    /// Only of this directory.
    #[serde(default)]
    pub directory: Option<String>,
    /// `gone` or `not_seen_yet`; both when absent.
    #[serde(default)]
    pub state: Option<String>,
    /// Only people whose name or address contains this.
    pub text: String,
    /// The part of the list.
    pub page: PageRequest,
    /// The order; by userName when absent.
    #[serde(default)]
    #[ts(optional)]
    pub order: Option<PeopleOrder>,
}

/// People who are not delivered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AbsentPeople {
    /// How many there are.
    pub total: u64,
    /// The part asked for.
    pub items: Vec<AbsentPerson>,
}

/// A person who is not delivered (any more, or yet).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AbsentPerson {
    /// The directory.
    pub directory: String,
    /// The source's stable id when last delivered.
    pub id: String,
    /// The userName.
    pub user: String,
    /// The name.
    pub name: String,
    /// The e-mail.
    pub email: Option<String>,
    /// Whether active when last read.
    pub active: bool,
    /// The org unit path.
    pub org_unit: Option<String>,
    /// The department.
    pub department: Option<String>,
    /// `gone`: disabled, or `not_seen_yet`: as last read until the source delivers them.
    pub state: String,
    /// Since when, in milliseconds since 1970 (UTC).
    pub since: i64,
}
