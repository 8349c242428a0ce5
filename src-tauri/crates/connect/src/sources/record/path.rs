//! Paths into a source's own record.

use rolecall_scim::{Dialect, Filter, evaluate};
use serde_json::{Map, Value};

/// What the URNs of SCIM's core schemas start with; their attributes stand at the top.
const CORE: &str = "urn:ietf:params:scim:schemas:core:";

/// Where in a record a value is: names with dots between them, each with a filter of its values
/// in brackets where it is a list (`emails[type eq "work"].value`), behind a schema's URN where
/// the record keeps it under one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RecordPath {
    /// The path as it was written, which may be a name in the record as it stands.
    text: String,
    schema: Option<String>,
    segments: Vec<Segment>,
}

#[derive(Debug, Clone, PartialEq)]
struct Segment {
    name: String,
    filter: Option<Filter>,
}

impl RecordPath {
    /// Reads a path. What is none is the name of a member as it stands.
    pub fn new(text: &str) -> Self {
        let text = text.trim();
        let (schema, rest) = split_schema(text);
        let segments = segments(rest);
        let (schema, segments) = match segments {
            Some(segments) => (schema.map(str::to_owned), segments),
            None => (None, vec![Segment { name: text.to_owned(), filter: None }]),
        };
        Self { text: text.to_owned(), schema, segments }
    }

    /// Hands every plain value at the path to `take`, as text; none that is empty.
    pub fn each(&self, record: &Value, take: &mut dyn FnMut(&str)) {
        let is_name = self.segments.len() == 1 && self.schema.is_none();
        let whole = record.as_object().and_then(|members| members.get(&self.text));
        match whole.filter(|_| !is_name) {
            Some(value) => texts(value, take),
            None => match &self.schema {
                None => walk(record, &self.segments, take),
                Some(schema) => self.under(schema, record, take),
            },
        }
    }

    fn under(&self, schema: &str, record: &Value, take: &mut dyn FnMut(&str)) {
        if let Some(extension) = member(record, schema) {
            return walk(extension, &self.segments, take);
        }
        if schema.get(..CORE.len()).is_some_and(|start| start.eq_ignore_ascii_case(CORE)) {
            return walk(record, &self.segments, take);
        }
        // A URN by itself, and an attribute of its schema behind a dot.
        if let Some((first, rest)) = self.segments.split_first()
            && let Some(extension) = member(record, &format!("{schema}:{}", first.name))
        {
            walk(extension, rest, take);
        }
    }
}

/// The URN a path begins with, and what follows it.
fn split_schema(text: &str) -> (Option<&str>, &str) {
    let is_urn = text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("urn:"));
    let bare = text.split('[').next().unwrap_or_default();
    match bare.rsplit_once(':').filter(|_| is_urn) {
        Some((schema, _)) => (Some(schema), &text[schema.len() + 1..]),
        None => (None, text),
    }
}

/// The names between dots with their filters; `None` where a name is missing or a filter is none.
fn segments(text: &str) -> Option<Vec<Segment>> {
    let mut segments = Vec::new();
    let mut rest = text;
    loop {
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let (name, behind) = rest.split_at(end);
        if name.is_empty() {
            return None;
        }
        let (filter, behind) = match behind.strip_prefix('[') {
            None => (None, behind),
            Some(inside) => {
                let close = closing(inside)?;
                let filter = Filter::parse(&inside[..close], Dialect::Condition).ok()?;
                (Some(filter), &inside[close + 1..])
            }
        };
        segments.push(Segment { name: name.to_owned(), filter });
        match behind.strip_prefix('.') {
            Some(next) => rest = next,
            None => return behind.is_empty().then_some(segments),
        }
    }
}

/// Where the bracket that stands open ends; one within quotes is text.
fn closing(inside: &str) -> Option<usize> {
    let (mut quoted, mut escaped) = (false, false);
    for (at, sign) in inside.char_indices() {
        match sign {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ']' if !quoted => return Some(at),
            _ => {}
        }
    }
    None
}

fn walk(value: &Value, segments: &[Segment], take: &mut dyn FnMut(&str)) {
    let Some((first, rest)) = segments.split_first() else { return texts(value, take) };
    match value {
        Value::Array(elements) => elements.iter().for_each(|one| walk(one, segments, take)),
        // A plain value is its own `value` (RFC 7643 section 2.4).
        _ if rest.is_empty() && !value.is_object() && first.name == "value" => texts(value, take),
        _ => {
            let Some(found) = member(value, &first.name) else { return };
            let Some(filter) = &first.filter else { return walk(found, rest, take) };
            for element in elements(found).filter(|one| evaluate(filter, one)) {
                walk(element, rest, take);
            }
        }
    }
}

fn elements(value: &Value) -> std::slice::Iter<'_, Value> {
    match value {
        Value::Array(elements) => elements.iter(),
        one => std::slice::from_ref(one).iter(),
    }
}

/// A member by its name: as it is spelled, else without case.
pub(super) fn member<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    let members: &Map<String, Value> = value.as_object()?;
    members.get(name).or_else(|| {
        let mut alike = members.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        alike.next().map(|(_, found)| found)
    })
}

/// The plain values of `value`: of a list each, of an object its `value`; other objects have none.
fn texts(value: &Value, take: &mut dyn FnMut(&str)) {
    match value {
        Value::String(text) if !text.is_empty() => take(text),
        Value::Bool(_) | Value::Number(_) => take(&value.to_string()),
        Value::Array(elements) => elements.iter().for_each(|one| texts(one, take)),
        Value::Object(_) => {
            let plain = member(value, "value").filter(|found| !found.is_object());
            plain.into_iter().for_each(|found| texts(found, take));
        }
        Value::String(_) | Value::Null => {}
    }
}

#[cfg(test)]
mod tests {
    use super::RecordPath;
    use serde_json::{Value, json};

    fn read(record: &Value, path: &str) -> Vec<String> {
        let mut found = Vec::new();
        RecordPath::new(path).each(record, &mut |text| found.push(text.to_owned()));
        found
    }

    #[test]
    fn values_are_found_as_scim_writes_paths() {
        let record = json!({
            "userName": "ann", "active": true, "age": 41, "height": 1.5, "none": null, "blank": "",
            "name": {"givenName": "Ann", "more": {"deep": "x"}},
            "emails": [
                {"value": "ann@home.example", "type": "home"},
                {"value": "ann@example.com", "type": "work", "primary": true},
            ],
            "tags": ["a", 2, {"value": "c"}, ["d"], {"label": "ignored"}],
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":
                {"department": "Sales", "manager": {"value": "m1", "displayName": "Mo"}},
        });
        let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
        for (path, wanted) in [
            ("userName", vec!["ann"]),
            ("USERNAME", vec!["ann"]),
            ("active", vec!["true"]),
            ("age", vec!["41"]),
            ("height", vec!["1.5"]),
            ("none", vec![]),
            ("blank", vec![]),
            ("absent", vec![]),
            ("name.givenName", vec!["Ann"]),
            ("name.more.deep", vec!["x"]),
            ("name", vec![]),
            ("name.more", vec![]),
            ("emails[type eq \"work\"].value", vec!["ann@example.com"]),
            ("emails[type eq \"work\"]", vec!["ann@example.com"]),
            ("emails[primary eq true].value", vec!["ann@example.com"]),
            ("emails[primary eq false].value", vec![]),
            ("emails.value", vec!["ann@home.example", "ann@example.com"]),
            ("emails", vec!["ann@home.example", "ann@example.com"]),
            ("tags", vec!["a", "2", "c", "d"]),
            ("urn:ietf:params:scim:schemas:core:2.0:User:userName", vec!["ann"]),
            (
                "urn:ietf:params:scim:schemas:core:2.0:User:emails[type eq \"home\"].value",
                vec!["ann@home.example"],
            ),
        ] {
            assert_eq!(read(&record, path), wanted, "{path}");
        }
        for path in [":department", ".department", ":DEPARTMENT"] {
            assert_eq!(read(&record, &format!("{enterprise}{path}")), ["Sales"], "{path}");
        }
        assert_eq!(read(&record, &format!("{enterprise}:manager.displayName")), ["Mo"]);
        assert_eq!(read(&record, &format!("{enterprise}:manager")), ["m1"], "its value");
        assert_eq!(read(&record, enterprise), Vec::<String>::new(), "an object is no text");
    }

    #[test]
    fn lists_are_entered_at_any_depth_and_brackets_may_hold_any_text() {
        let record = json!({
            "organizations": [{"departments": [{"name": "A"}, {"name": "B"}], "primary": true}],
            "phones": [{"type": "a]b", "value": "1"}, {"type": "a\"]b", "value": "2"}],
        });
        assert_eq!(read(&record, "organizations[primary eq true].departments.name"), ["A", "B"]);
        assert_eq!(read(&record, r#"phones[type eq "a]b"].value"#), ["1"]);
        assert_eq!(read(&record, r#"phones[type eq "a\"]b"].value"#), ["2"]);
    }

    #[test]
    fn what_is_no_path_is_a_name() {
        let record = json!({
            "a.b": "dotted", "x[": "bracket", "x[y eq]": "odd", ".": "dot", "urn:x:y": "urn",
            "employeeType;lang-en": "option",
        });
        for (name, value) in record.as_object().into_iter().flatten() {
            assert_eq!(read(&record, name), [value.as_str().unwrap_or_default()], "{name}");
        }
    }
}
