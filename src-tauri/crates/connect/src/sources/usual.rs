//! Where each kind of source usually has our attributes.

use super::{entra, google, okta};
use rolecall_directory::{Folded, SourceKind};

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
        SourceKind::Csv { .. } | SourceKind::Ldif { .. } | SourceKind::Ldap(_) => &[],
    };
    let wanted = Folded::new(ours);
    let found = places.iter().filter(|(known, _)| Folded::new(known) == wanted);
    found.map(|&(_, theirs)| theirs).collect()
}
