//! What a record has, as paths that lead there.

use super::path::RecordPath;
use serde_json::Value;

/// How deep a record is looked into.
const DEEPEST: usize = 6;

/// Every plain value in `record` by a path that reads it, with what it reads; several values are
/// joined by `; `. For choosing what an attribute is read from.
#[must_use]
pub fn record_paths(record: &Value) -> Vec<(String, String)> {
    let mut paths = Vec::new();
    for (name, value) in record.as_object().into_iter().flatten() {
        if name.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("urn:")) {
            for (inner, value) in value.as_object().into_iter().flatten() {
                gather(&format!("{name}:{inner}"), value, 1, &mut paths);
            }
        } else {
            gather(name, value, 0, &mut paths);
        }
    }
    let told = |path: String| {
        let mut texts = Vec::new();
        RecordPath::new(&path).each(record, &mut |text| texts.push(text.to_owned()));
        (!texts.is_empty()).then(|| (path, texts.join("; ")))
    };
    paths.into_iter().filter_map(told).collect()
}

fn gather(path: &str, value: &Value, depth: usize, paths: &mut Vec<String>) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                gather(&format!("{path}.{name}"), value, depth + 1, paths);
            }
        }
        Value::Array(elements) if elements.iter().any(Value::is_object) => {
            for element in elements {
                let selected = match element["type"].as_str().filter(|word| is_plain(word)) {
                    Some(word) => format!("{path}[type eq \"{word}\"]"),
                    None => path.to_owned(),
                };
                gather(&selected, element, depth + 1, paths);
            }
        }
        _ if !paths.iter().any(|known| known == path) => paths.push(path.to_owned()),
        _ => {}
    }
}

fn is_plain(word: &str) -> bool {
    !word.is_empty() && !word.contains(['"', '\\'])
}

#[cfg(test)]
mod tests {
    use super::record_paths;
    use serde_json::json;

    #[test]
    fn every_value_has_a_path_that_reads_it() {
        let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
        let record = json!({
            "userName": "ann", "active": true, "empty": null, "tags": ["a", "b"],
            "name": {"givenName": "Ann"},
            "emails": [{"type": "work", "value": "w@x"}, {"type": "home", "value": "h@x"}],
            "ims": [{"value": "i"}],
            enterprise: {"department": "Sales", "manager": {"value": "m"}},
        });
        let department = format!("{enterprise}:department");
        let manager = format!("{enterprise}:manager.value");
        let wanted = [
            ("userName", "ann"),
            ("active", "true"),
            ("tags", "a; b"),
            ("name.givenName", "Ann"),
            ("emails[type eq \"work\"].type", "work"),
            ("emails[type eq \"work\"].value", "w@x"),
            ("emails[type eq \"home\"].type", "home"),
            ("emails[type eq \"home\"].value", "h@x"),
            ("ims.value", "i"),
            (&department, "Sales"),
            (&manager, "m"),
        ];
        let found = record_paths(&record);
        let found: Vec<_> =
            found.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        assert_eq!(found, wanted);
    }
}
