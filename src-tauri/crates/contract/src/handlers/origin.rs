//! Where a person's values came from.

use crate::types::AttributeOrigin;
use rolecall_connect::usual_places;
use rolecall_directory::{AttributeDefinition, DirectoryDefinition, Folded, SourceKind};

/// Where attribute `name` of the people of `directory` comes from; `None` where nothing fills it
/// but an administrator.
pub(crate) fn origin(
    directory: &DirectoryDefinition,
    attributes: &[AttributeDefinition],
    name: &str,
) -> Option<AttributeOrigin> {
    let wanted = Folded::new(name);
    let defined = attributes.iter().find(|one| Folded::new(&one.name) == wanted);
    if let Some(expression) = defined.and_then(|one| one.expression.clone()) {
        return Some(AttributeOrigin { kind: "expression".to_owned(), text: expression });
    }
    let source = directory.source.as_ref()?;
    let kind = match &source.kind {
        SourceKind::Csv { .. } => "column",
        SourceKind::Ldif { .. } | SourceKind::Ldap(_) => "attribute",
        _ => "path",
    };
    let mapped = source.map.iter().find(|(ours, _)| Folded::new(ours) == wanted);
    let text = match mapped.map(|(_, theirs)| theirs).or(defined.and_then(|one| one.from.as_ref()))
    {
        Some(theirs) => theirs.clone(),
        None => match usual_places(&source.kind, name) {
            places if places.is_empty() => name.to_owned(),
            places => places.join(", "),
        },
    };
    Some(AttributeOrigin { kind: kind.to_owned(), text })
}
