//! Files in the LDAP Data Interchange Format.

use crate::recording::Delivered;
use rolecall_connect::{ConnectError, LdifSource, ReadReport, ReadSource};
use rolecall_directory::{
    AttributeDefinition, Cause, MemberRecord, SourceDefinition, SourceKind, SourceScope,
};
use std::fs;
use std::path::PathBuf;

/// 2026-11-22 12:00 UTC.
const NOW: i64 = 1_795_348_800_000;

async fn read(
    text: &[u8],
    change: impl FnOnce(&mut SourceDefinition),
) -> Result<(Delivered, ReadReport), ConnectError> {
    let dir = tempfile::tempdir().unwrap();
    let file: PathBuf = dir.path().join("people.ldif");
    fs::write(&file, text).unwrap();
    let mut definition = SourceDefinition::new(SourceKind::Ldif { file: file.clone() });
    change(&mut definition);
    let attributes = [AttributeDefinition::text("department")];
    let source = LdifSource::new(file, &definition, &attributes, NOW);
    let mut delivered = Delivered::default();
    let report = source.read(&mut delivered).await?;
    Ok((delivered, report))
}

const OPENLDAP: &str = "\
version: 1

dn: ou=Sales,dc=example,dc=com
objectClass: organizationalUnit

dn: uid=ann,ou=EMEA,ou=Sales,dc=example,dc=com
objectClass: inetOrgPerson
uid: ann
cn: Ann Lee
sn: Lee
mail: ann@example.com
departmentNumber: D1
entryUUID: 1FCFE6D6-b7c3-074c-9462-99ea28e586f9

# Bob has no id of his own.
dn: uid=bob,dc=example,dc=com
objectClass: inetOrgPerson
uid: bob
cn:: QsO2Yg==
sn: Ek

dn: cn=Staff,dc=example,dc=com
objectClass: groupOfNames
cn: Staff
member: UID=ann, ou=EMEA,ou=Sales,dc=example,dc=com
member: cn=Inner,dc=example,dc=com
member: cn=nobody

dn: cn=Inner,dc=example,dc=com
objectClass: posixGroup
cn: Inner
memberUid: bob
";

#[tokio::test]
async fn people_and_groups_come_from_content() {
    let (delivered, report) = read(OPENLDAP.as_bytes(), |_| {}).await.unwrap();
    assert_eq!((report.people, report.groups, report.rows_lost), (2, 2, 0));
    assert!(report.complete && delivered.warnings.is_empty(), "{:?}", delivered.warnings);
    let ann = delivered.people.iter().find(|one| one.user_name == "ann").unwrap();
    assert_eq!(ann.id, "1fcfe6d6-b7c3-074c-9462-99ea28e586f9");
    assert_eq!(ann.org_unit.as_deref(), Some("/Sales/EMEA"));
    assert_eq!(ann.attribute("department"), Some("D1"));
    assert_eq!(ann.attribute("familyName"), Some("Lee"));
    let bob = delivered.people.iter().find(|one| one.user_name == "bob").unwrap();
    assert_eq!((bob.id.as_str(), bob.org_unit.as_deref()), ("bob", Some("/")));
    assert_eq!(bob.attribute("displayName"), Some("B\u{f6}b"), "base64");
    let staff = delivered.groups.iter().find(|one| one.display == "Staff").unwrap();
    let inner = delivered.groups.iter().find(|one| one.display == "Inner").unwrap();
    let wanted = [MemberRecord::User(ann.id.clone()), MemberRecord::Group(inner.id.clone())];
    assert!(staff.members.len() == 2 && wanted.iter().all(|one| staff.members.contains(one)));
    assert_eq!(inner.members, [MemberRecord::User("bob".to_owned())], "by login");
}

#[tokio::test]
async fn a_map_and_a_scope_count() {
    let (delivered, _) = read(OPENLDAP.as_bytes(), |definition| {
        definition.map.insert("userName".to_owned(), "mail".to_owned());
        definition.scope =
            SourceScope { org_units: vec!["/sales".to_owned()], ..SourceScope::default() };
    })
    .await
    .unwrap();
    let names: Vec<&str> = delivered.people.iter().map(|one| &*one.user_name).collect();
    assert_eq!(names, ["ann@example.com"]);
}

#[tokio::test]
async fn active_directory_is_recognized() {
    let text = "dn: CN=Ann,OU=Folk,DC=x\nobjectClass: user\nsAMAccountName: ann\n\
        userPrincipalName: ann@x.test\nuserAccountControl: 514\n\
        objectGUID:: H8/m1rfDB0yUYpnqKOWG+Q==\nprimaryGroupID: 513\n\
        objectSid:: AQUAAAAAAAUVAAAAAQAAAAIAAAADAAAATgQAAA==\n\n\
        dn: CN=Domain Users,DC=x\nobjectClass: group\ncn: Domain Users\n\
        objectSid:: AQUAAAAAAAUVAAAAAQAAAAIAAAADAAAAAQIAAA==\n\n\
        dn: CN=PC,DC=x\nobjectClass: user\nobjectClass: computer\nsAMAccountName: PC$\n";
    let (delivered, report) = read(text.as_bytes(), |_| {}).await.unwrap();
    assert_eq!(report.people, 1, "a machine is nobody");
    let ann = &delivered.people[0];
    assert_eq!((ann.user_name.as_str(), ann.active), ("ann@x.test", false));
    assert_eq!(ann.id, "d6e6cf1f-c3b7-4c07-9462-99ea28e586f9");
    assert_eq!(delivered.groups[0].members, [MemberRecord::User(ann.id.clone())], "primary group");
}

#[tokio::test]
async fn what_is_wrong_is_told_with_its_line_and_the_rest_is_read() {
    let text = format!(
        "{OPENLDAP}\ndn: uid=c,dc=x\nnothing\n\ndn: uid=bob,dc=y\n\
        objectClass: inetOrgPerson\nuid: bob\n\ndn: cn=d,dc=x\nobjectClass: inetOrgPerson\ncn: d\n"
    );
    let (delivered, report) = read(text.as_bytes(), |_| {}).await.unwrap();
    assert_eq!((report.people, report.rows_lost), (2, 3), "{:?}", delivered.warnings);
    let told: Vec<(Option<u64>, bool)> =
        delivered.warnings.iter().map(|one| (one.line, one.row_lost)).collect();
    assert!(told.iter().all(|(_, lost)| *lost), "somebody was lost: {told:?}");
    assert!(told.contains(&(Some(35), true)), "the line: {told:?}");
    let error = read(b"dn: a=b\nchangetype: delete\n", |_| {}).await.expect_err("changes");
    assert_eq!(error.cause, Cause::AttributeInvalid);
    assert!(error.place.ends_with("people.ldif:2"), "{error}");
}

#[tokio::test]
async fn very_many_are_read_at_once() {
    let mut text = String::new();
    for number in 0..20_000 {
        text.push_str(&format!(
            "dn: uid=u{number},ou=D{},dc=x\nobjectClass: inetOrgPerson\nuid: u{number}\n\
             cn: User {number}\nsn: Lee\nmail: u{number}@example.com\n\n",
            number % 100
        ));
    }
    let begun = std::time::Instant::now();
    let (_, report) = read(text.as_bytes(), |_| {}).await.unwrap();
    assert_eq!(report.people, 20_000);
    println!("20,000 records in {:?} (with Delivered's own work)", begun.elapsed());
}
