//! Directory servers before they are saved: trying one out step by step, and looking around in
//! its tree.

use super::PageRequest;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// A directory server as a wizard knows it so far. Nothing of it is kept.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct LdapServer {
    /// `ldap://host[:port]` or `ldaps://host[:port]`.
    pub url: String,
    /// Whether `ldap://` is encrypted before anything is said.
    pub start_tls: bool,
    /// Who binds: a DN, or for Active Directory also `name@domain`.
    pub bind_dn: String,
    /// The name of the kept secret with the password.
    pub secret: Option<String>,
    /// The password as typed; goes before `secret`. It is neither kept nor said anywhere.
    pub password: Option<String>,
    /// Below what is read; empty while it is not known.
    pub base: String,
    /// `ad` or `openldap`; found out when absent.
    pub flavour: Option<String>,
    /// A filter of people; the flavour's usual one when absent.
    pub users: Option<String>,
    /// A filter of groups; the flavour's usual one when absent.
    pub groups: Option<String>,
    /// A file with further certificates to trust (PEM).
    pub ca: Option<String>,
    /// The SHA-256 fingerprint of the certificate that is trusted whoever signed it.
    pub fingerprint: Option<String>,
    /// Seconds to wait for an answer; 30 when absent.
    pub timeout_seconds: Option<u64>,
    /// Our attribute = theirs.
    pub map: BTreeMap<String, String>,
    /// Groups whose members are read, directly or not; everybody when empty.
    pub scope_groups: Vec<String>,
    /// Org units, as paths or DNs, in or below which people are read; all when empty.
    pub scope_org_units: Vec<String>,
    /// A further filter of people.
    pub scope_query: Option<String>,
}

impl std::fmt::Debug for LdapServer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LdapServer")
            .field("url", &self.url)
            .field("bind_dn", &self.bind_dn)
            .field("base", &self.base)
            .finish_non_exhaustive()
    }
}

/// What a trial of a directory server found, step by step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LdapProbe {
    /// The steps in order: `reach`, `trust`, `bind`, `base`, `counts`, `people`. Those after the
    /// first that fails are not tried.
    pub steps: Vec<LdapProbeStep>,
    /// The certificate that was refused.
    pub certificate: Option<LdapCertificate>,
    /// What kind of server it says it is: `ad` or `openldap`; known from `bind` on.
    pub flavour: Option<String>,
    /// The product's own name, where it tells.
    pub vendor: Option<String>,
    /// How changes are found out: `sync`, `dirsync`, `usn` or `timestamps`.
    pub changes: Option<String>,
    /// The naming contexts, to choose a base from; without the server's own.
    pub bases: Vec<String>,
    /// How many people there are; at least so many when `people_more`.
    pub people: Option<u64>,
    /// Whether counting people was broken off.
    pub people_more: bool,
    /// How many groups there are.
    pub groups: Option<u64>,
    /// Whether counting groups was broken off.
    pub groups_more: bool,
    /// Up to five people as they would be taken over.
    pub sample: Vec<LdapSample>,
}

/// One step of a trial.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LdapProbeStep {
    /// `reach`, `trust`, `bind`, `base`, `counts` or `people`.
    pub name: String,
    /// `ok`, `failed`, or `not_tried`.
    pub state: String,
    /// What was found, or what is wrong and what to do; empty when not tried.
    pub message: String,
    /// The cause's word, when it failed.
    pub cause: Option<String>,
}

/// A server's certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LdapCertificate {
    /// Whose it is.
    pub subject: String,
    /// Who signed it.
    pub issuer: String,
    /// Its SHA-256 fingerprint; given as `fingerprint` it is trusted.
    pub fingerprint: String,
    /// Why it is not trusted.
    pub reason: String,
}

/// A person of a server as it would be taken over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LdapSample {
    /// Where the person stands in the server's tree.
    pub dn: String,
    /// The stable id.
    pub id: String,
    /// The userName; empty when there is none, so that the person would be left out.
    pub user_name: String,
    /// Whether the person is active.
    pub active: bool,
    /// The org unit's path.
    pub org_unit: Option<String>,
    /// Every other attribute that has a value: ours, and its text; several values joined by `; `.
    pub attributes: Vec<(String, String)>,
}

/// The children of a node are asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LdapBrowseRequest {
    /// The server.
    pub server: LdapServer,
    /// The node; the naming contexts are told when absent.
    pub dn: Option<String>,
    /// A part of a name that children must have; all when empty.
    pub search: String,
    /// Which part of them.
    pub page: PageRequest,
}

/// The children of a node in a server's tree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LdapBranch {
    /// The node; absent at the very top.
    pub dn: Option<String>,
    /// The asked part of its children: org units and containers first, then by name.
    pub nodes: Vec<LdapNode>,
    /// How many children there are; at least so many when `more`.
    pub total: u64,
    /// Whether not all of them were looked at.
    pub more: bool,
    /// People anywhere below the node, by the filter of people; absent at the very top.
    pub people: Option<u64>,
    /// Groups anywhere below the node, by the filter of groups; absent at the very top.
    pub groups: Option<u64>,
}

/// A node in a server's tree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LdapNode {
    /// Its DN.
    pub dn: String,
    /// The last part of it, without its type and escapes.
    pub name: String,
    /// `base`, `unit`, `container`, `person`, `group` or `other`.
    pub kind: String,
    /// Whether there is something below it.
    pub has_children: bool,
    /// For an org unit its path below the base, which `scope_org_units` takes.
    pub path: Option<String>,
}
