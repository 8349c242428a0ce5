//! What the header rows of CSV sources say about attributes.

use super::report::{Report, Text, listed, nearest};
use rolecall_directory::{AttributeDefinition, Configuration};
use rolecall_rules::KnownAttributes;
use rolecall_scim::fold;
use std::collections::BTreeMap;

/// The header row of one source, and its map.
pub(super) struct Header {
    /// The people file as the configuration names it.
    pub file: String,
    pub names: Vec<String>,
    /// Ours = theirs.
    pub map: BTreeMap<String, String>,
}

/// The header rows of all sources.
#[derive(Default)]
pub(super) struct Headers {
    pub read: Vec<Header>,
    /// Attributes of ours that the maps of sources without header rows fill.
    pub mapped: Vec<String>,
    /// Whether a source could not be asked, so that not every attribute is known.
    pub some_unread: bool,
}

impl Header {
    fn has(&self, column: &str) -> bool {
        let wanted = fold(column.trim());
        self.names.iter().any(|name| fold(name.trim()) == wanted)
    }

    /// Reports a column that `setting` names and the file lacks.
    pub fn require(&self, report: &Report<'_>, setting: &str, column: &Text) -> bool {
        if self.has(&column.value) {
            return true;
        }
        let names = || self.names.iter().map(String::as_str);
        let message = format!(
            "{setting}: {} has no column \"{}\"; its header has: {}",
            self.file,
            column.value,
            listed(names())
        );
        let near = nearest(&column.value, names());
        report.suggest(column.at(), "missing_column", message, near);
        false
    }

    /// The attributes the source carries beyond those that everybody knows.
    fn carried(&self, attributes: &[AttributeDefinition]) -> Vec<String> {
        let from: Vec<&String> =
            attributes.iter().filter_map(|attribute| attribute.from.as_ref()).collect();
        let is = |name: &str, column: &str| fold(name.trim()) == fold(column.trim());
        let own = self.names.iter().map(|name| name.trim()).filter(|name| {
            let renamed = self.map.values().chain(from.iter().copied());
            !name.is_empty() && !renamed.into_iter().any(|theirs| is(name, theirs))
        });
        self.map.keys().map(String::as_str).chain(own).map(str::to_owned).collect()
    }
}

/// The attributes that conditions may name: those of SCIM, the custom ones, and every further
/// column of the sources.
pub(super) struct Attributes {
    pub known: KnownAttributes,
    /// Whether a name that is not among them may still be a column.
    pub open: bool,
    defined: Vec<AttributeDefinition>,
    carried: Vec<String>,
}

impl Attributes {
    /// Knows the custom attributes `defined` and the columns that sources `carried`.
    pub fn new(defined: &[AttributeDefinition], carried: &[String]) -> Self {
        Self {
            known: KnownAttributes::new(defined, carried),
            open: false,
            defined: defined.to_vec(),
            carried: carried.to_vec(),
        }
    }

    /// The same, and `names` too.
    pub fn with(&self, names: &[String]) -> KnownAttributes {
        let carried: Vec<String> = self.carried.iter().chain(names).cloned().collect();
        KnownAttributes::new(&self.defined, &carried)
    }
}

/// Puts together what conditions may name.
pub(super) fn known_attributes(
    headers: &Headers,
    attributes: &[AttributeDefinition],
) -> Attributes {
    let all = Configuration { attributes: attributes.to_vec(), ..Configuration::default() };
    let defined = all.all_attributes();
    let carried: Vec<String> =
        headers.read.iter().flat_map(|header| header.carried(&defined)).collect();
    let carried: Vec<String> = carried.into_iter().chain(headers.mapped.iter().cloned()).collect();
    Attributes { open: headers.some_unread, ..Attributes::new(&defined, &carried) }
}
