//! Where a person's values came from.

use crate::types::AttributeOrigin;
use rolecall_connect::usual_places;
use rolecall_directory::{AttributeDefinition, DirectoryDefinition, Folded, SourceKind};

/// Where the values of one directory's people come from.
pub(crate) struct Origins<'a> {
    directory: &'a DirectoryDefinition,
    defined: &'a [AttributeDefinition],
    /// What the last reading carried; empty where there was none.
    columns: Vec<String>,
}

impl<'a> Origins<'a> {
    /// Of the people of `directory`, whose last reading carried `columns`.
    pub(crate) fn new(
        directory: &'a DirectoryDefinition,
        defined: &'a [AttributeDefinition],
        columns: Vec<String>,
    ) -> Self {
        Self { directory, defined, columns }
    }

    /// Where attribute `name` comes from; `None` where nothing fills it but an administrator, or
    /// what is usual.
    pub(crate) fn of(&self, name: &str) -> Option<AttributeOrigin> {
        let wanted = Folded::new(name);
        let defined = self.defined.iter().find(|one| Folded::new(&one.name) == wanted);
        if let Some(expression) = defined.and_then(|one| one.expression.clone()) {
            return Some(AttributeOrigin { kind: "expression".to_owned(), text: expression });
        }
        let source = self.directory.source.as_ref()?;
        let kind = match &source.kind {
            SourceKind::Csv { .. } => "column",
            SourceKind::Ldif { .. } | SourceKind::Ldap(_) => "attribute",
            _ => "path",
        };
        if kind == "column" && !self.carries(&wanted) {
            // A file without ids: the userName stands for it.
            return (name == "id").then(|| self.of("userName")).flatten();
        }
        let mapped = source.map.iter().find(|(ours, _)| Folded::new(ours) == wanted);
        let theirs = mapped.map(|(_, theirs)| theirs);
        let text = match theirs.or(defined.and_then(|one| one.from.as_ref())) {
            Some(theirs) => theirs.clone(),
            None => match usual_places(&source.kind, name) {
                places if places.is_empty() => name.to_owned(),
                places => places.join(", "),
            },
        };
        Some(AttributeOrigin { kind: kind.to_owned(), text })
    }

    fn carries(&self, name: &Folded) -> bool {
        self.columns.is_empty() || self.columns.iter().any(|one| Folded::new(one) == *name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rolecall_directory::SourceDefinition;

    #[test]
    fn a_file_without_ids_is_not_said_to_have_a_column_of_them() {
        let mut source = SourceDefinition::new(SourceKind::Csv {
            users: "users.csv".into(),
            groups: None,
            delimiter: ',',
        });
        source.map.insert("userName".to_owned(), "login".to_owned());
        let directory = DirectoryDefinition {
            name: "main".to_owned(),
            domains: Vec::new(),
            check_domains: false,
            org_unit_prefix: "OU-".to_owned(),
            source: Some(source),
        };
        let origin = |columns: &[&str], name: &str| {
            let columns = columns.iter().map(|&one| one.to_owned()).collect();
            Origins::new(&directory, &[], columns).of(name).map(|one| one.text)
        };
        let said = Some("login".to_owned());
        assert_eq!(origin(&["userName", "email"], "id"), said, "the userName stands for it");
        assert_eq!(origin(&["userName", "email"], "active"), None, "everybody is active then");
        assert_eq!(origin(&["userName", "id"], "id"), Some("id".to_owned()));
        assert_eq!(origin(&["userName", "email"], "email"), Some("email".to_owned()));
    }
}
