//! Attribute paths (RFC 7644 section 3.10, and section 3.5.2 for those of a PATCH).

use crate::Filter;

/// The place of an attribute in a resource: `[urn ":"] name ["[" filter "]"] ["." sub]`.
///
/// Equality is of the spelling; [`AttrPath::key`] is what compares names without case.
#[derive(Debug, Clone, PartialEq)]
pub struct AttrPath {
    /// The URN of the schema that defines the attribute, where the path names it.
    pub schema: Option<String>,
    /// The attribute, `emails` in `emails[type eq "work"].value`.
    pub name: String,
    /// Which values of a multi-valued attribute are meant, `type eq "work"` in the example.
    pub value_filter: Option<Box<Filter>>,
    /// The sub-attribute, `value` in the example.
    pub sub: Option<String>,
}

impl AttrPath {
    /// Makes the path of a top-level attribute; the name is taken as it stands.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { schema: None, name: name.into(), value_filter: None, sub: None }
    }

    /// Returns the path with the sub-attribute `sub`.
    #[must_use]
    pub fn with_sub(mut self, sub: impl Into<String>) -> Self {
        self.sub = Some(sub.into());
        self
    }

    /// Returns the path with only those values meant that `filter` selects.
    #[must_use]
    pub fn with_filter(mut self, filter: Filter) -> Self {
        self.value_filter = Some(Box::new(filter));
        self
    }

    /// Returns the path under the schema `urn`.
    #[must_use]
    pub fn with_schema(mut self, urn: impl Into<String>) -> Self {
        self.schema = Some(urn.into());
        self
    }

    /// Returns `name` or `name.sub` as it is spelled, without schema and value filter.
    #[must_use]
    pub fn dotted(&self) -> String {
        match &self.sub {
            Some(sub) => format!("{}.{sub}", self.name),
            None => self.name.clone(),
        }
    }

    /// Returns [`AttrPath::dotted`] folded, under which names that differ only in case are one.
    #[must_use]
    pub fn key(&self) -> String {
        crate::fold(&self.dotted())
    }

    /// Tells whether the path is `dotted` (such as `groups.display`) without case, whatever its
    /// schema and value filter.
    #[must_use]
    pub fn is(&self, dotted: &str) -> bool {
        self.key() == crate::fold(dotted)
    }

    /// Returns the schema's URN where the path is one by itself, such as
    /// `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User`: the name stands behind a
    /// version then.
    #[must_use]
    pub fn schema_itself(&self) -> Option<String> {
        let schema = self.schema.as_ref()?;
        let (major, minor) = schema.rsplit(':').next()?.split_once('.')?;
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let plain = self.sub.is_none() && self.value_filter.is_none();
        (plain && digits(major) && digits(minor)).then(|| format!("{schema}:{}", self.name))
    }
}
