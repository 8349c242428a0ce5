//! Where each kind of source usually has our attributes.

use super::{entra, google, ldap, okta};
use rolecall_directory::{Folded, LdapFlavour, SourceKind};

/// The places where a kind of source usually has our attribute `ours`, in the order in which they
/// are asked; none where it is the member of the attribute's own name, or the kind has no usual
/// form.
#[must_use]
pub fn usual_places(kind: &SourceKind, ours: &str) -> Vec<&'static str> {
    let places: &[(&'static str, &'static str)] = match kind {
        SourceKind::Okta { .. } => &okta::USUAL,
        SourceKind::Google { .. } => &google::USUAL,
        SourceKind::Entra { .. } => &entra::USUAL,
        SourceKind::ScimPush | SourceKind::Scim { .. } => &crate::push::USUAL,
        SourceKind::Ldap(access) => {
            ldap::usual_map(access.flavour.unwrap_or(LdapFlavour::Openldap))
        }
        SourceKind::Ldif { .. } => ldap::usual_map(LdapFlavour::Openldap),
        SourceKind::Csv { .. } => &[],
    };
    let wanted = Folded::new(ours);
    let found = places.iter().filter(|(known, _)| Folded::new(known) == wanted);
    found.map(|&(_, theirs)| theirs).collect()
}
