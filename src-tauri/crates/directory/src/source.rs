//! Sources: how a directory is filled.

use crate::QuarantineLimits;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// How a directory is filled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceDefinition {
    /// What it is and where.
    #[serde(flatten)]
    pub kind: SourceKind,
    /// Our attribute = theirs: a column, an LDAP attribute, or a path in the source's record.
    #[serde(default)]
    pub map: BTreeMap<String, String>,
    /// Whom of the source's people it delivers.
    #[serde(default)]
    pub scope: SourceScope,
    /// How often it is asked for changes, in seconds; with every run when absent.
    #[serde(default)]
    pub every_seconds: Option<u64>,
    /// How often it is read in full although changes are known, in seconds; a kind's own usual
    /// interval when absent.
    #[serde(default)]
    pub full_every_seconds: Option<u64>,
    /// When the connection is quarantined.
    #[serde(default)]
    pub quarantine: QuarantineLimits,
}

/// Which people of a source are delivered: those to whom everything given here applies.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SourceScope {
    /// Members of one of these groups, directly or not, by name or id; everybody when empty.
    pub groups: Vec<String>,
    /// People in or below one of these org units; everybody when empty.
    pub org_units: Vec<String>,
    /// A query in the source's own language, sent to it as it stands.
    pub query: Option<String>,
}

/// The kinds of source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum SourceKind {
    /// CSV files.
    Csv {
        /// The people.
        users: PathBuf,
        /// The groups, where they have a file of their own.
        groups: Option<PathBuf>,
        /// What separates fields.
        delimiter: char,
    },
    /// A file in the LDAP Data Interchange Format (RFC 2849).
    Ldif {
        /// Where it is.
        file: PathBuf,
    },
    /// An LDAP server or Active Directory.
    Ldap(LdapAccess),
    /// A SCIM 2.0 service provider that is read.
    Scim {
        /// How it is reached.
        access: SourceAccess,
    },
    /// Rolecall is the SCIM service provider that others write to.
    ScimPush,
    /// Microsoft Entra ID, through Microsoft Graph.
    Entra {
        /// The tenant's id or domain.
        tenant: String,
        /// The application's id.
        client_id: String,
        /// How it is reached.
        access: SourceAccess,
    },
    /// The Directory API of Google Workspace.
    Google {
        /// The customer's id, or `my_customer`.
        customer: String,
        /// The administrator on whose behalf the service account asks; empty where somebody
        /// signed in.
        admin: String,
        /// How it is reached; the secret is the service account's key file (JSON), or what a
        /// sign-in brought.
        access: SourceAccess,
    },
    /// Okta.
    Okta {
        /// The application's id, where the secret is its private key (JWK or PEM) instead of an
        /// API token.
        client_id: Option<String>,
        /// How it is reached.
        access: SourceAccess,
    },
}

/// How the API of a source is reached.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SourceAccess {
    /// The base address; for vendors with one address of their own, where it is another.
    pub url: Option<String>,
    /// The token endpoint, where it is not the vendor's own.
    pub token_url: Option<String>,
    /// The name of the secret.
    pub secret: String,
    /// A file with further certificates to trust (PEM).
    pub ca: Option<PathBuf>,
    /// Seconds to wait for an answer.
    pub timeout_seconds: u64,
    /// Whether the secret is what a sign-in by the browser brought.
    #[serde(default)]
    pub sign_in: bool,
    /// The day on which the secret ends, where the administrator noted it (`YYYY-MM-DD`).
    #[serde(default)]
    pub secret_expires: Option<String>,
}

/// How an LDAP server is reached and what is read of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LdapAccess {
    /// `ldap://host[:port]` or `ldaps://host[:port]`.
    pub url: String,
    /// Whether a connection by `ldap://` is encrypted before anything is said (RFC 4511 section
    /// 4.14).
    pub start_tls: bool,
    /// Who binds.
    pub bind_dn: String,
    /// The name of the secret with the password.
    pub secret: String,
    /// Below what is read.
    pub base: String,
    /// What kind of server it is; found out when absent.
    pub flavour: Option<LdapFlavour>,
    /// A filter of people (RFC 4515); the flavour's usual one when absent.
    pub users: Option<String>,
    /// A filter of groups (RFC 4515); the flavour's usual one when absent.
    pub groups: Option<String>,
    /// A file with further certificates to trust (PEM).
    pub ca: Option<PathBuf>,
    /// The SHA-256 fingerprint, in hexadecimal, of a server certificate that is trusted whoever
    /// signed it.
    pub fingerprint: Option<String>,
    /// Seconds to wait for an answer.
    pub timeout_seconds: u64,
}

/// The kinds of LDAP server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LdapFlavour {
    /// Active Directory.
    Ad,
    /// OpenLDAP, and others that speak content synchronization (RFC 4533) or at least paged
    /// results (RFC 2696).
    Openldap,
}

impl LdapFlavour {
    /// Every flavour with its word in the file.
    pub const WORDS: [(&'static str, Self); 2] = [("ad", Self::Ad), ("openldap", Self::Openldap)];

    /// The word in the file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Ad => "ad",
            Self::Openldap => "openldap",
        }
    }
}

impl SourceDefinition {
    /// A source of this kind, everything else as usual.
    #[must_use]
    pub fn new(kind: SourceKind) -> Self {
        Self {
            kind,
            map: BTreeMap::new(),
            scope: SourceScope::default(),
            every_seconds: None,
            full_every_seconds: None,
            quarantine: QuarantineLimits::default(),
        }
    }
}

impl SourceKind {
    /// The word in the file.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Csv { .. } => "csv",
            Self::Ldif { .. } => "ldif",
            Self::Ldap(_) => "ldap",
            Self::Scim { .. } => "scim",
            Self::ScimPush => "scim-push",
            Self::Entra { .. } => "entra",
            Self::Google { .. } => "google",
            Self::Okta { .. } => "okta",
        }
    }

    /// How its API is reached, where it is one over HTTP.
    #[must_use]
    pub fn access(&self) -> Option<&SourceAccess> {
        match self {
            Self::Csv { .. } | Self::Ldif { .. } | Self::ScimPush | Self::Ldap(_) => None,
            Self::Scim { access }
            | Self::Entra { access, .. }
            | Self::Google { access, .. }
            | Self::Okta { access, .. } => Some(access),
        }
    }

    /// The name of the secret it needs.
    #[must_use]
    pub fn secret(&self) -> Option<&str> {
        match self {
            Self::Ldap(access) => Some(&access.secret),
            other => other.access().map(|access| access.secret.as_str()),
        }
    }

    /// Where it is, for people: a path, an address, a tenant; empty for push.
    #[must_use]
    pub fn place(&self) -> String {
        let or = |url: &Option<String>, other: &str| url.clone().unwrap_or(other.to_owned());
        match self {
            Self::Csv { users, .. } => users.display().to_string(),
            Self::Ldif { file } => file.display().to_string(),
            Self::Ldap(access) => access.url.clone(),
            Self::Scim { access } | Self::Okta { access, .. } => or(&access.url, ""),
            Self::ScimPush => String::new(),
            Self::Entra { tenant, .. } => tenant.clone(),
            Self::Google { customer, .. } => customer.clone(),
        }
    }

    /// Whether it is a file, whose domains count by the administrator's word.
    #[must_use]
    pub fn is_file(&self) -> bool {
        matches!(self, Self::Csv { .. } | Self::Ldif { .. })
    }

    /// Whether what it delivered is kept between readings, so that it is asked for changes only.
    #[must_use]
    pub fn is_mirrored(&self) -> bool {
        !self.is_file() && !matches!(self, Self::ScimPush)
    }
}
