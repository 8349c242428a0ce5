//! What a server says of itself (RFC 4512 section 5.1).

use super::connection::Connection;
use super::controls::PAGED;
use super::dn::Dn;
use crate::ConnectError;
use rolecall_directory::LdapFlavour;

/// The capability by which Active Directory and its kin are known (MS-ADTS section 3.1.1.3.4.3.1).
const ACTIVE_DIRECTORY: &str = "1.2.840.113556.1.4.800";

/// What a server says of itself.
#[derive(Debug, Clone, Default)]
pub(super) struct RootDse {
    /// The tops of its trees.
    pub bases: Vec<String>,
    /// The top that is meant when none is named.
    pub default_base: Option<String>,
    /// Whose product it is.
    pub vendor: Option<String>,
    /// Which entry stands for this very server (Active Directory).
    pub service: Option<String>,
    /// The number of the last change made here (Active Directory).
    pub highest_usn: Option<u64>,
    controls: Vec<String>,
    is_ad: bool,
}

impl RootDse {
    /// Asks for it.
    ///
    /// # Errors
    /// When the server does not answer.
    pub async fn read(connection: &Connection) -> Result<Self, ConnectError> {
        let wanted = [
            "namingContexts",
            "defaultNamingContext",
            "supportedControl",
            "supportedCapabilities",
            "vendorName",
            "dsServiceName",
            "highestCommittedUSN",
        ];
        let wanted = wanted.map(str::to_owned);
        let entry = connection.entry("", &wanted, Vec::new()).await?.unwrap_or_default();
        let all = |name: &str| entry.texts(name).map(str::to_owned).collect::<Vec<_>>();
        let one = |name: &str| entry.text(name).map(str::to_owned);
        Ok(Self {
            bases: all("namingContexts"),
            default_base: one("defaultNamingContext"),
            vendor: one("vendorName"),
            service: one("dsServiceName"),
            highest_usn: one("highestCommittedUSN").and_then(|number| number.parse().ok()),
            controls: all("supportedControl"),
            is_ad: all("supportedCapabilities").iter().any(|oid| oid == ACTIVE_DIRECTORY),
        })
    }

    /// Whether the server knows the control. One that tells of none may know any.
    pub fn knows(&self, control: &str) -> bool {
        self.controls.is_empty() || self.controls.iter().any(|oid| oid == control)
    }

    /// Whether answers come in pages.
    pub fn pages(&self) -> bool {
        self.knows(PAGED)
    }

    /// What kind of server it is.
    pub fn flavour(&self) -> LdapFlavour {
        if self.is_ad { LdapFlavour::Ad } else { LdapFlavour::Openldap }
    }

    /// The top of the tree that `base` is in.
    pub fn top_of(&self, base: &Dn) -> Option<&str> {
        let above = |text: &&String| Dn::parse(text).is_some_and(|top| base.is_within(&top));
        let tops = self.bases.iter().filter(above);
        tops.max_by_key(|text| Dn::parse(text).map_or(0, |top| top.depth())).map(String::as_str)
    }

    /// The tops that hold people, the server's own left out.
    pub fn offered(&self) -> Vec<String> {
        let own = |base: &str| {
            let lower = base.to_ascii_lowercase();
            ["cn=config", "cn=schema", "cn=monitor", "cn=accesslog", "cn=subschema"]
                .iter()
                .any(|start| lower.starts_with(start))
                || lower.starts_with("dc=domaindnszones,")
                || lower.starts_with("dc=forestdnszones,")
        };
        let mut offered: Vec<String> =
            self.bases.iter().filter(|base| !base.is_empty() && !own(base)).cloned().collect();
        offered.sort_by_key(|base| Some(base) != self.default_base.as_ref());
        offered
    }
}
