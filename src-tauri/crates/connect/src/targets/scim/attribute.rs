//! Schemas (RFC 7643 section 7), of which is kept what is asked for with every person.

use super::discovery::{list, same, text};
use rolecall_scim::AttrPath;
use serde_json::Value;

/// The attributes of a resource or of an extension.
#[derive(Debug)]
pub(super) struct Schema {
    /// Its URN.
    pub id: String,
    pub attributes: Vec<Attribute>,
}

/// One attribute.
#[derive(Debug)]
pub(super) struct Attribute {
    pub name: String,
    /// The name of its type (RFC 7643 section 2.3), where it is told.
    pub kind: Option<String>,
    pub is_list: bool,
    /// Whether whoever writes must fill it; what the target fills itself does not count.
    pub is_required: bool,
    pub is_read_only: bool,
    pub subs: Vec<Attribute>,
}

impl Schema {
    /// Reads what a provider tells; what is not in the standard's form is left out.
    pub fn read(schema: &Value) -> Self {
        let id = text(schema, "id").unwrap_or_default().to_owned();
        Self { id, attributes: list(schema, "attributes").map(Attribute::read).collect() }
    }

    /// The attribute at `path`, whose own schema is not looked at.
    pub fn attribute(&self, path: &AttrPath) -> Option<&Attribute> {
        let top = named(&self.attributes, &path.name)?;
        match &path.sub {
            Some(sub) => named(&top.subs, sub),
            None => Some(top),
        }
    }
}

impl Attribute {
    fn read(attribute: &Value) -> Self {
        let says = |member| attribute.get(member).and_then(Value::as_bool).unwrap_or(false);
        let is_read_only = text(attribute, "mutability").is_some_and(|word| same(word, "readOnly"));
        Self {
            name: text(attribute, "name").unwrap_or_default().to_owned(),
            kind: text(attribute, "type").map(str::to_owned),
            is_list: says("multiValued"),
            is_required: says("required") && !is_read_only,
            is_read_only,
            subs: list(attribute, "subAttributes").map(Self::read).collect(),
        }
    }
}

fn named<'a>(all: &'a [Attribute], name: &str) -> Option<&'a Attribute> {
    all.iter().find(|one| same(&one.name, name))
}
