//! A look into a file before it becomes a source.

use crate::types::{SourceFile, SourceFileColumn, SourceFilePreview};
use crate::{App, AppError};
use rolecall_scim::fold;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// How much of a file is looked at.
const LOOKED_AT: u64 = 256 << 10;
/// How many rows give samples.
const ROWS: usize = 20;
/// How many samples a column shows.
const SAMPLES: usize = 3;

/// What columns are called elsewhere, folded and without signs, by our name.
const NAMES: [(&str, &[&str]); 17] = [
    ("userName", &["username", "login", "upn", "userprincipalname", "samaccountname", "uid"]),
    ("id", &["id", "externalid", "objectguid", "entryuuid", "guid", "personid"]),
    ("email", &["email", "mail", "emailaddress", "workemail", "primaryemail"]),
    ("givenName", &["givenname", "firstname", "forename", "voornaam", "fornamn", "vorname"]),
    (
        "familyName",
        &["familyname", "lastname", "surname", "sn", "achternaam", "efternamn", "nachname"],
    ),
    ("displayName", &["displayname", "fullname", "name", "cn"]),
    ("active", &["active", "enabled", "accountenabled"]),
    ("orgUnit", &["orgunit", "ou", "organizationalunit", "orgunitpath"]),
    ("groups", &["groups", "memberof", "groupnames"]),
    (
        "department",
        &["department", "dept", "departmentnumber", "afdeling", "avdelning", "abteilung"],
    ),
    ("title", &["title", "jobtitle", "function"]),
    ("employeeNumber", &["employeenumber", "employeeid", "personnelnumber", "staffnumber"]),
    ("costCenter", &["costcenter", "costcentre", "kostenstelle"]),
    ("division", &["division"]),
    ("country", &["country", "countrycode", "c", "co"]),
    ("city", &["city", "l", "locality"]),
    ("manager", &["manager", "managerid"]),
];

/// What the file begins with, and what its columns seem to be.
///
/// # Errors
/// `file_unreadable` when it cannot be opened, is no text, or has no column.
pub(crate) fn preview(_app: &App, request: &SourceFile) -> Result<SourceFilePreview, AppError> {
    let path = Path::new(request.path.trim());
    let unreadable = |reason: String| {
        let message = format!(
            "{} could not be read: {reason}. Name a file on the machine that Rolecall runs on.",
            path.display()
        );
        AppError::new("file_unreadable", message).with("path", request.path.clone())
    };
    let full = std::path::absolute(path).map_err(|error| unreadable(error.to_string()))?;
    let mut bytes = Vec::new();
    let file = File::open(&full).map_err(|error| unreadable(error.to_string()))?;
    let is_whole = file.metadata().is_ok_and(|known| known.len() <= LOOKED_AT);
    file.take(LOOKED_AT).read_to_end(&mut bytes).map_err(|error| unreadable(error.to_string()))?;
    let end =
        if is_whole { bytes.len() } else { bytes.iter().rposition(|&b| b == b'\n').unwrap_or(0) };
    let text = std::str::from_utf8(&bytes[..end])
        .map_err(|_| unreadable("it is not UTF-8 text".into()))?;
    let text = text.trim_start_matches('\u{feff}');
    let mut preview = match request.kind.as_str() {
        "ldif" => entries(text),
        _ => table(text, request.delimiter.as_deref()).map_err(unreadable)?,
    };
    if preview.columns.is_empty() {
        return Err(unreadable("it is empty".to_owned()));
    }
    preview.path = full.display().to_string();
    Ok(preview)
}

fn table(text: &str, delimiter: Option<&str>) -> Result<SourceFilePreview, String> {
    let first = text.lines().next().unwrap_or_default();
    let count = |sign: &char| first.matches(*sign).count();
    let said = delimiter.and_then(|one| one.chars().next());
    let signs = [',', ';', '\t', '|'];
    let found = signs.into_iter().rev().max_by_key(count).filter(|sign| count(sign) > 0);
    let sign = said.or(found).unwrap_or(',');
    let byte =
        u8::try_from(sign).map_err(|_| "fields are separated by one ASCII sign".to_owned())?;
    let mut reader =
        csv::ReaderBuilder::new().delimiter(byte).flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| error.to_string())?.clone();
    let mut columns: Vec<SourceFileColumn> =
        header.iter().map(|name| column(name.trim())).collect();
    let mut rows = 0;
    // What comes after a row that cannot be read is not looked at; reading the source tells of it.
    for record in reader.records().take(ROWS).map_while(Result::ok) {
        rows += 1;
        for (column, value) in columns.iter_mut().zip(record.iter()) {
            add(column, value);
        }
    }
    Ok(SourceFilePreview { path: String::new(), delimiter: sign.to_string(), columns, rows })
}

/// The attributes of the first entries of an LDIF file (RFC 2849).
fn entries(text: &str) -> SourceFilePreview {
    let whole = text.replace("\r\n", "\n").replace("\n ", "");
    let mut columns: Vec<SourceFileColumn> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut rows = 0;
    for line in whole.lines() {
        let Some((name, value)) = line.split_once(':') else { continue };
        if name.starts_with('#') || name == "version" {
            continue;
        }
        if name.eq_ignore_ascii_case("dn") {
            rows += 1;
            continue;
        }
        let place = *places.entry(fold(name)).or_insert_with(|| {
            columns.push(column(name));
            columns.len() - 1
        });
        // Base64 stands after two colons; such values are shown by reading the source.
        if !value.starts_with(':') {
            add(&mut columns[place], value);
        }
    }
    SourceFilePreview { path: String::new(), delimiter: String::new(), columns, rows }
}

fn column(name: &str) -> SourceFileColumn {
    let plain: String = fold(name).chars().filter(|c| c.is_alphanumeric()).collect();
    let ours = NAMES.iter().find(|(_, names)| names.contains(&plain.as_str()));
    let ours = ours.map(|(ours, _)| (*ours).to_owned());
    SourceFileColumn { name: name.to_owned(), samples: Vec::new(), ours }
}

fn add(column: &mut SourceFileColumn, value: &str) {
    let value = value.trim();
    let known = column.samples.iter().any(|one| one == value);
    if !value.is_empty() && !known && column.samples.len() < SAMPLES {
        column.samples.push(value.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours(preview: &SourceFilePreview) -> Vec<Option<&str>> {
        preview.columns.iter().map(|column| column.ours.as_deref()).collect()
    }

    #[test]
    fn columns_are_recognized_by_what_they_are_called_elsewhere() {
        let text = "Login;E-mail;First name;Achternaam;Shoe size\nann;ann@x.org;Ann;Berg;38\n";
        let preview = table(text, None).expect("a table");
        assert_eq!(preview.delimiter, ";");
        let expected =
            [Some("userName"), Some("email"), Some("givenName"), Some("familyName"), None];
        assert_eq!(ours(&preview), expected);
        assert_eq!(preview.columns[4].samples, ["38"]);
        assert_eq!(preview.rows, 1);
    }

    #[test]
    fn a_delimiter_that_was_said_counts() {
        let preview = table("a;b,c\n1;2,3\n", Some(",")).expect("a table");
        assert_eq!(preview.columns.len(), 2);
    }

    #[test]
    fn attributes_of_entries_are_told_once_with_folded_lines_joined() {
        let text =
            "version: 1\ndn: uid=ann\nuid: ann\nsn: Be\n rg\nmail:: YQ==\n\ndn: uid=bo\nUID: bo\n";
        let preview = entries(text);
        assert_eq!(preview.rows, 2);
        assert_eq!(ours(&preview), [Some("userName"), Some("familyName"), Some("email")]);
        assert_eq!(preview.columns[0].samples, ["ann", "bo"]);
        assert_eq!(preview.columns[1].samples, ["Berg"]);
        assert!(preview.columns[2].samples.is_empty());
    }
}
