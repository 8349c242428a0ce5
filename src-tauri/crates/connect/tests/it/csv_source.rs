//! Reading CSV files of people and groups.

use crate::recording::Delivered;
use rolecall_connect::{ConnectError, CsvSource, ReadReport, ReadSource};
use rolecall_directory::{AttributeDefinition, AttributeType, Cause, LIST_SEPARATOR, MemberRecord};
use std::collections::BTreeMap;
use std::path::Path;

struct Files {
    folder: tempfile::TempDir,
    delimiter: char,
    map: BTreeMap<String, String>,
    attributes: Vec<AttributeDefinition>,
    groups: bool,
}

impl Files {
    fn new(users: impl AsRef<[u8]>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("users.csv"), users).unwrap();
        let (map, attributes) = (BTreeMap::new(), Vec::new());
        Self { folder, delimiter: ',', map, attributes, groups: false }
    }

    fn groups(mut self, text: &str) -> Self {
        std::fs::write(self.folder.path().join("groups.csv"), text).unwrap();
        self.groups = true;
        self
    }

    fn map(mut self, ours: &str, theirs: &str) -> Self {
        self.map.insert(ours.to_owned(), theirs.to_owned());
        self
    }

    fn attribute(mut self, name: &str, kind: AttributeType, from: Option<&str>) -> Self {
        let from = from.map(str::to_owned);
        self.attributes.push(AttributeDefinition { kind, from, ..AttributeDefinition::text(name) });
        self
    }

    async fn read(&self) -> Result<(Delivered, ReadReport), ConnectError> {
        let at = |name: &str| self.folder.path().join(name);
        let source = CsvSource::new(
            at("users.csv"),
            self.groups.then(|| at("groups.csv")),
            self.delimiter,
            self.map.clone(),
            self.attributes.clone(),
        );
        let mut sink = Delivered::default();
        let report = source.read(&mut sink).await?;
        Ok((sink, report))
    }

    async fn error(&self) -> ConnectError {
        self.read().await.expect_err("is refused")
    }
}

#[tokio::test]
async fn every_column_finds_its_place() {
    let files = Files::new(
        "\u{feff}ID,username,Email,givenName,lastname,active,orgUnit,groups,Title,Sites,Region Code\r\n\
         7,ann@example.com,ann@example.com,Ann,\"O'Hara, \"\"Annie\"\"\",TRUE,Sales/EMEA/,Sales; EMEA;,CEO,a; b,EU\r\n\
         ,bob@example.com,,,,,,,,,\r\n",
    )
    .map("familyName", "lastname")
    .attribute("sites", AttributeType::List, None)
    .attribute("region", AttributeType::Text, Some("region code"));
    let (read, report) = files.read().await.unwrap();
    assert_eq!((report.people, report.rows_lost, report.complete), (2, 0, true), "both are read");
    let ann = &read.people[0];
    assert_eq!((ann.id.as_str(), ann.user_name.as_str()), ("7", "ann@example.com"), "keys");
    assert!(ann.active, "TRUE is true");
    assert_eq!(ann.org_unit.as_deref(), Some("/Sales/EMEA"), "org unit in its one form");
    assert_eq!(ann.groups, ["Sales", "EMEA"], "names without spaces around them, none empty");
    let mut all: Vec<_> = ann.attributes.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    all.sort_unstable();
    let sites = format!("a{LIST_SEPARATOR}b");
    assert_eq!(
        all,
        [
            ("email", "ann@example.com"),
            ("familyName", "O'Hara, \"Annie\""),
            ("givenName", "Ann"),
            ("region", "EU"),
            ("sites", sites.as_str()),
            ("title", "CEO"),
        ],
        "renamed columns lose their own name; custom attributes keep the configuration's spelling"
    );
    let bob = &read.people[1];
    assert_eq!(bob.id, "bob@example.com", "without an id the userName is one");
    assert!(bob.active && bob.attributes.is_empty(), "empty cells are absent, active by default");
    assert!(read.columns.contains(&"region".to_owned()), "columns are announced by our names");
    assert!(!read.columns.contains(&"lastname".to_owned()), "not by theirs");
}

#[tokio::test]
async fn lists_use_a_bar_where_fields_use_a_semicolon() {
    let mut files = Files::new("userName;groups\nann;A, B|C\n");
    files.delimiter = ';';
    let (read, _) = files.read().await.unwrap();
    assert_eq!(read.people[0].groups, ["A, B", "C"], "the bar separates");
}

#[tokio::test]
async fn bad_rows_are_named_and_passed_over() {
    let mut text = b"userName,email,active\nann,a@x,maybe\nbob,b\nb\xFFb,c@x,true\n".to_vec();
    text.extend_from_slice(
        b" ,d@x,\neve,e\"x,true\nfay,\"f@x\"y,true\n\ngus,g@x,no,more\nhal,h@x,FALSE\n",
    );
    let (read, report) = Files::new(text).read().await.unwrap();
    let places: Vec<_> =
        read.warnings.iter().map(|one| (one.line.unwrap(), one.column.unwrap())).collect();
    assert_eq!(
        places,
        [(2, 9), (3, 6), (4, 2), (5, 1), (6, 6), (7, 10), (9, 12)],
        "unreadable active, too few fields, not UTF-8, no userName, two kinds of bad quoting, too many"
    );
    assert!(read.warnings.iter().all(|one| one.row_lost), "each cost a row");
    assert_eq!(
        (report.people, report.rows_lost, report.complete),
        (1, 7, true),
        "the rest is read"
    );
    assert!(!read.people[0].active, "FALSE is false");
}

#[tokio::test]
async fn an_open_quote_costs_the_rest() {
    let (read, report) =
        Files::new("userName,title\nann,a\nbob,\"b\ncid,c\ndan,d\n").read().await.unwrap();
    assert_eq!(
        report,
        ReadReport { people: 1, groups: 0, rows_lost: 1, complete: false },
        "counts"
    );
    let warning = &read.warnings[0];
    assert_eq!((warning.line, warning.column), (Some(3), Some(5)), "where the quote was opened");
    assert!(warning.message.contains("never closed"), "says why: {}", warning.message);
}

#[tokio::test]
async fn wrong_headers_name_the_remedy() {
    let error = Files::new("user,mail\n").error().await;
    assert_eq!(error.cause, Cause::AttributeInvalid, "the form is wrong");
    assert!(error.place.ends_with("users.csv:1:1"), "with its place: {}", error.place);
    assert_eq!(
        error.message,
        "no column \"userName\"; the header has: user, mail. Name it with map = { userName = \"user\" }"
    );
    let error = Files::new("userName;email\n").error().await;
    assert!(error.message.contains("separated by ';'"), "sees the delimiter: {}", error.message);
    let error = Files::new("userName,mail\n").map("email", "e-mail").error().await;
    assert!(
        error.message.starts_with("no column \"e-mail\"") && error.message.contains("map"),
        "{error}"
    );
    let files = Files::new("userName,mail\n").attribute("site", AttributeType::Text, Some("Site"));
    let error = files.error().await;
    assert!(
        error.message.contains("no column \"Site\"") && error.message.contains("from"),
        "{error}"
    );
    let error = Files::new("userName,a,USERNAME\n").error().await;
    assert!(error.place.ends_with(":1:12") && error.message.contains("twice"), "{error}");
    let error = Files::new("").error().await;
    assert!(error.message.contains("empty"), "{error}");
    let error = Files::new(b"\xFF\xFEu\0s\0").error().await;
    assert!(error.message.contains("UTF-16") && error.message.contains("UTF-8"), "{error}");
}

#[tokio::test]
async fn a_missing_file_is_named() {
    let map = BTreeMap::new();
    let source = CsvSource::new("nowhere/users.csv".into(), None, ',', map, Vec::new());
    let error = source.read(&mut Delivered::default()).await.expect_err("is refused");
    assert_eq!(error.cause, Cause::NotFound, "it is not there");
    assert_eq!(Path::new(&error.place), Path::new("nowhere/users.csv"), "which file");
}

#[tokio::test]
async fn groups_have_members_of_two_types() {
    let files = Files::new("userName\nann\n").groups(
        "Group,MEMBER,type\nSales,ann,user\nEMEA,Sales,Group\nsales,bob,USER\nSales,x,team\n,ann,user\n",
    );
    let (read, report) = files.read().await.unwrap();
    assert_eq!((report.groups, report.rows_lost), (2, 2), "two groups, two bad rows");
    assert_eq!(read.groups[0].display, "Sales", "the first spelling stands");
    assert_eq!(
        read.groups[0].members,
        [MemberRecord::User("ann".into()), MemberRecord::User("bob".into())],
        "names are compared without case"
    );
    assert_eq!(read.groups[1].members, [MemberRecord::Group("Sales".into())], "a group in a group");
    let error = Files::new("userName\n").groups("group,user\n").error().await;
    assert!(error.place.contains("groups.csv:1"), "{error}");
}

#[tokio::test]
async fn what_the_map_says_of_an_attribute_goes_before_its_from() {
    let files = || {
        Files::new("userName,Bereich,level\nann,North,3\n")
            .attribute("region", AttributeType::Text, Some("region"))
            .attribute("level", AttributeType::Text, Some("level"))
    };
    let value = |delivered: &Delivered, name: &str| {
        let mut all = delivered.people[0].attributes.iter();
        all.find(|(known, _)| known.as_str() == name).map(|(_, text)| text.clone())
    };
    let lacking = files().error().await;
    assert!(lacking.to_string().contains("no column \"region\""), "{lacking}");
    let (delivered, _) = files().map("region", "Bereich").read().await.expect("is read");
    assert_eq!(value(&delivered, "region").as_deref(), Some("North"));
    let (delivered, _) = files().map("region", "").map("level", "").read().await.expect("is read");
    assert_eq!(value(&delivered, "region"), None, "it is not in this file");
    assert_eq!(value(&delivered, "level"), None, "nor is that, whatever its columns");
}
