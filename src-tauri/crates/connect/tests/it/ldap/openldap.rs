//! OpenLDAP: everything once, then what changed.

use super::slapd::{BASE, Options, READER, Slapd, group, person};
use super::{NOW, Setup};
use crate::watched::Kept;
use rolecall_directory::{AttributeDefinition, AttributeType, Cause, SourceScope};

fn setup(slapd: &Slapd) -> Setup {
    Setup::new(&slapd.url(), BASE, READER, "reads")
}

#[tokio::test]
async fn everything_is_read_once_and_mapped() {
    let Some(slapd) = Slapd::start(Options::default()) else { return };
    let mut setup = setup(&slapd);
    let joined = AttributeDefinition {
        kind: AttributeType::Date,
        from: Some("createTimestamp".to_owned()),
        ..AttributeDefinition::text("joined")
    };
    setup.attributes.push(joined);
    setup.definition.map.insert("nickName".to_owned(), "CN".to_owned());
    let seen = setup.read(&Kept::default()).await.unwrap();
    assert!(seen.report.complete, "read to its end");
    assert_eq!((seen.report.people, seen.report.groups, seen.report.rows_lost), (20, 2, 0));
    let person = seen.person("u1");
    assert_eq!(person.id.len(), 36, "the entryUUID: {}", person.id);
    assert!(person.active);
    assert_eq!(person.org_unit.as_deref(), Some("/People"));
    for (ours, value) in [
        ("email", "u1@example.com"),
        ("givenName", "U1"),
        ("familyName", "Lee"),
        ("displayName", "User 1"),
        ("title", "Clerk"),
        ("department", "D1"),
        ("nickName", "User 1"),
    ] {
        assert_eq!(person.attribute(ours), Some(value), "{ours}");
    }
    let joined = person.attribute("joined").unwrap();
    assert!(joined.ends_with('Z') && joined.contains('T'), "an instant of ours: {joined}");
    assert_eq!(seen.members("Staff"), ["u1", "u2", "u5"]);
    assert_eq!(seen.members("Everybody"), ["@Staff", "u3"], "a group within a group");
    assert!(seen.delivered.warnings.is_empty(), "{:?}", seen.delivered.warnings);
}

/// Everything that can happen between two readings.
fn changes() -> String {
    let people = format!("ou=People,{BASE}");
    let mut ldif = String::new();
    ldif.push_str(&format!(
        "dn: uid=u1,{people}\nchangetype: modify\nreplace: title\ntitle: Boss\n\n\
         dn: uid=u4,{people}\nchangetype: delete\n\n\
         dn: uid=u5,{people}\nchangetype: modrdn\nnewrdn: uid=renamed\ndeleteoldrdn: 1\n\n\
         dn: uid=u6,{people}\nchangetype: modrdn\nnewrdn: uid=u6\ndeleteoldrdn: 1\n\
         newsuperior: ou=Sales,{people}\n\n\
         dn: cn=Staff,ou=Groups,{BASE}\nchangetype: modify\nadd: member\n\
         member: uid=u7,{people}\n-\ndelete: member\nmember: uid=u2,{people}\n\n"
    ));
    let added = person(21).replacen("objectClass", "changetype: add\nobjectClass", 1);
    ldif.push_str(&added);
    ldif
}

#[tokio::test]
async fn changes_arrive_without_reading_everything() {
    for options in [Options::default(), Options { sync: false, ..Options::default() }] {
        let Some(slapd) = Slapd::start(options) else { return };
        let (mut setup, kept) = (setup(&slapd), Kept::default());
        let first = setup.read(&kept).await.unwrap();
        let all = first.entries;
        assert!(all >= 24, "everything was read: {all}");
        let quiet = setup.read(&kept).await.unwrap();
        assert_eq!(quiet.report.people, 20, "everybody is still delivered");
        if options.sync {
            assert_eq!(quiet.entries, 1, "nothing but what the server says of itself");
        }
        slapd.modify(&changes());
        setup.now += 60_000;
        let seen = setup.read(&kept).await.unwrap();
        if options.sync {
            assert!(seen.entries <= 10, "{} entries for seven changes", seen.entries);
        }
        assert_eq!(seen.report.people, 20, "one came, one went");
        assert_eq!(seen.person("u1").attribute("title"), Some("Boss"));
        assert!(seen.find("u4").is_none(), "deleted");
        assert_eq!(seen.person("u21").attribute("email"), Some("u21@example.com"));
        let (before, after) = (first.person("u5"), seen.person("renamed"));
        assert_eq!(before.id, after.id, "the same person under another name");
        assert!(seen.find("u5").is_none());
        assert_eq!(seen.person("u6").org_unit.as_deref(), Some("/People/Sales"), "moved");
        assert_eq!(seen.members("Staff"), ["renamed", "u1", "u7"], "with who was renamed");
        assert_eq!(seen.members("Everybody"), ["@Staff", "u3"]);
    }
}

/// Without referential integrity a renamed member is none any more, and the group, which still
/// names the old entry, did not change at all; nor does it when somebody else takes the name.
#[tokio::test]
async fn groups_that_did_not_change_mean_others() {
    for refint in [false, true] {
        let Some(slapd) = Slapd::start(Options { refint, ..Options::default() }) else { return };
        let (setup, kept) = (setup(&slapd), Kept::default());
        setup.read(&kept).await.unwrap();
        let rename = |from: &str, to: &str| {
            slapd.modify(&format!(
                "dn: uid={from},ou=People,{BASE}\nchangetype: modrdn\nnewrdn: uid={to}\n\
                 deleteoldrdn: 1\n\n"
            ));
        };
        rename("u1", "left");
        let seen = setup.read(&kept).await.unwrap();
        let wanted: &[&str] = if refint { &["left", "u2", "u5"] } else { &["u2", "u5"] };
        assert_eq!(seen.members("Staff"), wanted, "referential integrity: {refint}");
        rename("u8", "u1");
        let seen = setup.read(&kept).await.unwrap();
        let wanted: &[&str] = if refint { &["left", "u2", "u5"] } else { &["u1", "u2", "u5"] };
        assert_eq!(seen.members("Staff"), wanted, "who has the name now; {refint}");
        // A person who comes under a name that a group has had all along.
        if !refint {
            rename("u1", "u8");
            setup.read(&kept).await.unwrap();
            slapd.add(&person(1));
            let seen = setup.read(&kept).await.unwrap();
            assert_eq!(seen.members("Staff"), ["u1", "u2", "u5"], "the new one is in it");
            assert_eq!(seen.report.people, 21);
        }
    }
}

/// People do not change when what they are below is renamed.
#[tokio::test]
async fn a_renamed_org_unit_takes_its_people_along() {
    for sync in [true, false] {
        let Some(slapd) = Slapd::start(Options { sync, ..Options::default() }) else { return };
        let (setup, kept) = (setup(&slapd), Kept::default());
        setup.read(&kept).await.unwrap();
        slapd.modify(&format!(
            "dn: ou=People,{BASE}\nchangetype: modrdn\nnewrdn: ou=Folk\ndeleteoldrdn: 1\n\n"
        ));
        let seen = setup.read(&kept).await.unwrap();
        assert_eq!(seen.report.people, 20);
        let units: Vec<_> = seen.delivered.people.iter().map(|one| one.org_unit.clone()).collect();
        assert!(units.iter().all(|unit| unit.as_deref() == Some("/Folk")), "{units:?}");
        if sync {
            assert!(seen.entries < 8, "{} entries for one rename", seen.entries);
        }
    }
}

#[tokio::test]
async fn a_server_that_is_killed_costs_nothing() {
    let Some(mut slapd) = Slapd::start(Options::default()) else { return };
    let (setup, kept) = (setup(&slapd), Kept::default());
    setup.read(&kept).await.unwrap();
    slapd.kill();
    let error = setup.read(&kept).await.err().expect("nobody answers");
    assert_eq!(error.cause, Cause::Unavailable, "{error}");
    slapd.go_on();
    slapd.add(&person(22));
    let seen = setup.read(&kept).await.unwrap();
    assert_eq!(seen.report.people, 21);
    assert!(seen.entries <= 3, "the cookie was kept: {} entries", seen.entries);
}

#[tokio::test]
async fn a_cookie_that_is_not_taken_means_a_reading_in_full() {
    let Some(slapd) = Slapd::start(Options::default()) else { return };
    let (mut setup, kept) = (setup(&slapd), Kept::default());
    setup.read(&kept).await.unwrap();
    // The same settings at a server whose history is another, and which was killed: by content
    // synchronization it leaves out what its own count of changes does not cover yet.
    let other = Slapd::start(Options::default()).unwrap();
    other.modify(&format!("dn: uid=u9,ou=People,{BASE}\nchangetype: delete\n\n"));
    let port = slapd.port;
    drop(slapd);
    let mut other = other;
    other.kill();
    other.port = port;
    other.go_on();
    let seen = setup.read(&kept).await.unwrap();
    assert_eq!(seen.report.people, 19, "what the server has now, no more and no less");
    assert!(seen.report.complete);
    // Other settings: another content, read from the start.
    setup.definition.scope = SourceScope {
        query: Some("title=Clerk".to_owned()),
        org_units: vec!["/People".to_owned()],
        groups: vec!["everybody".to_owned()],
    };
    let seen = setup.read(&kept).await.unwrap();
    assert!(seen.entries > 20, "read in full: {}", seen.entries);
    let mut names: Vec<&str> = seen.delivered.people.iter().map(|p| &*p.user_name).collect();
    names.sort_unstable();
    assert_eq!(names, ["u1", "u2", "u3", "u5"], "who is in the group, also by way of another");
    // Once a day everything is read.
    setup.now = NOW + 25 * 60 * 60 * 1_000;
    assert!(setup.read(&kept).await.unwrap().entries > 15);
}

#[tokio::test]
async fn limits_and_wrong_settings_are_said_in_words() {
    let Some(slapd) = Slapd::start(Options { limited: true, ..Options::default() }) else { return };
    let good = setup(&slapd);
    let error = good.read(&Kept::default()).await.err().expect("more than ten");
    assert_eq!(error.cause, Cause::NotPermitted, "{error}");
    assert!(error.message.contains("size.pr"), "what to do: {error}");

    let Some(slapd) = Slapd::start(Options::default()) else { return };
    let good = setup(&slapd);
    let told = async |setup: &Setup| setup.read(&Kept::default()).await.err().expect("refused");
    let mut wrong = good.clone();
    wrong.password = "guess".to_owned();
    let error = told(&wrong).await;
    assert_eq!(error.cause, Cause::CredentialRejected, "{error}");
    assert!(error.message.contains(READER), "who: {error}");
    wrong.password = String::new();
    assert_eq!(told(&wrong).await.cause, Cause::CredentialRejected, "not as nobody");

    let mut wrong = good.clone();
    wrong.access().base = format!("ou=Nowhere,ou=People,{BASE}");
    let error = told(&wrong).await;
    assert_eq!(error.cause, Cause::NotFound, "{error}");
    assert!(error.message.contains(&format!("\"ou=People,{BASE}\"")), "the nearest: {error}");
    wrong.access().base = "nowhere".to_owned();
    let error = told(&wrong).await;
    assert_eq!(error.cause, Cause::AttributeInvalid);
    assert!(error.message.contains(BASE), "an example of this very server: {error}");

    let mut wrong = good.clone();
    wrong.access().users = Some("(uid=".to_owned());
    assert_eq!(told(&wrong).await.cause, Cause::AttributeInvalid);
    let mut wrong = good.clone();
    wrong.access().url = "http://localhost".to_owned();
    assert!(told(&wrong).await.message.contains("ldaps://"));
    let mut wrong = good;
    wrong.access().url = format!("ldap://127.0.0.1:{}", super::slapd::free_port());
    assert_eq!(told(&wrong).await.cause, Cause::Unavailable);
}

#[tokio::test]
async fn members_are_named_in_three_ways() {
    let Some(slapd) = Slapd::start(Options::default()) else { return };
    let (setup, kept) = (setup(&slapd), Kept::default());
    slapd.add(&format!(
        "dn: cn=Unix,ou=Groups,{BASE}\nobjectClass: posixGroup\ncn: Unix\ngidNumber: 7\n\
         memberUid: u1\nmemberUid: u2\nmemberUid: nobody\n\n\
         dn: cn=Unique,ou=Groups,{BASE}\nobjectClass: groupOfUniqueNames\ncn: Unique\n\
         uniqueMember: uid=u3,ou=People,{BASE}#'0101'B\nuniqueMember: cn=gone,{BASE}\n\n"
    ));
    slapd.add(&group("Circle", &["cn=Circle,ou=Groups", "uid=u9,ou=People"]));
    let seen = setup.read(&kept).await.unwrap();
    assert_eq!(seen.members("Unix"), ["u1", "u2"], "who is not there is left out");
    assert_eq!(seen.members("Unique"), ["u3"]);
    assert_eq!(seen.members("Circle"), ["@Circle", "u9"], "a group in itself");
    slapd.modify(&format!(
        "dn: uid=u10,ou=People,{BASE}\nchangetype: modrdn\nnewrdn: uid=nobody\ndeleteoldrdn: 1\n\n"
    ));
    let seen = setup.read(&kept).await.unwrap();
    assert_eq!(seen.members("Unix"), ["nobody", "u1", "u2"], "whom it has named all along");
}
