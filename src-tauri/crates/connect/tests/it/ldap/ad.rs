//! Active Directory: everything once, then what changed, for an administrator, for somebody who
//! only reads, and by the numbers of changes alone.

use super::Setup;
use super::samba::{ADMIN, BASE, PASSWORD, READER, READS, Samba};
use crate::watched::Kept;
use rolecall_connect::Mirror;
use rolecall_directory::{Cause, MirrorState, SourceScope};

/// How many people there are.
const PEOPLE: usize = 1_000;

/// A thousand people in two org units, some groups, and the account that reads.
fn tree() -> String {
    let mut ldif = String::new();
    for unit in ["OU=People", "OU=Sales,OU=People", "OU=Groups"] {
        ldif.push_str(&format!("dn: {unit},{BASE}\nobjectClass: organizationalUnit\n\n"));
    }
    for number in 1..=PEOPLE {
        let unit = if number % 10 == 0 { "OU=Sales,OU=People" } else { "OU=People" };
        ldif.push_str(&format!(
            "dn: CN=User {number},{unit},{BASE}\nobjectClass: user\nsAMAccountName: u{number}\n\
             userPrincipalName: u{number}@ad.example.test\nmail: u{number}@example.com\n\
             givenName: U{number}\nsn: Berg\ntitle: Clerk\ndepartment: D{}\n\
             userAccountControl: 544\n\n",
            number % 7
        ));
    }
    let group = |name: &str, members: &[String]| {
        let mut ldif =
            format!("dn: CN={name},OU=Groups,{BASE}\nobjectClass: group\nsAMAccountName: {name}\n");
        members.iter().for_each(|member| ldif.push_str(&format!("member: {member},{BASE}\n")));
        ldif + "\n"
    };
    let some: Vec<String> = (1..=3).map(|number| format!("CN=User {number},OU=People")).collect();
    ldif.push_str(&group("Staff", &some));
    ldif.push_str(&group("Everybody", &["CN=Staff,OU=Groups".to_owned(), some[0].clone()]));
    ldif.push_str(&format!(
        "dn: CN=svc,CN=Users,{BASE}\nobjectClass: user\nsAMAccountName: svc\n\
         userPrincipalName: svc@ad.example.test\nuserAccountControl: 544\n\n"
    ));
    ldif
}

fn changes(round: usize) -> String {
    let (one, two, three, four) = (round * 10 + 1, round * 10 + 2, round * 10 + 3, round * 10 + 4);
    let people = format!("OU=People,{BASE}");
    format!(
        "dn: CN=User {one},{people}\nchangetype: modify\nreplace: title\ntitle: Boss\n-\n\
         delete: department\n\n\
         dn: CN=User {two},{people}\nchangetype: delete\n\n\
         dn: CN=User {three},{people}\nchangetype: modrdn\nnewrdn: CN=User {three}\n\
         deleteoldrdn: 1\nnewsuperior: OU=Sales,{people}\n\n\
         dn: CN=User {four},{people}\nchangetype: modify\nreplace: userAccountControl\n\
         userAccountControl: 546\n\n\
         dn: CN=Staff,OU=Groups,{BASE}\nchangetype: modify\nadd: member\n\
         member: CN=User {four},{people}\n-\ndelete: member\n\
         member: CN=User {one},{people}\n\n\
         dn: CN=Came {round},{people}\nchangetype: add\nobjectClass: user\n\
         sAMAccountName: came{round}\nuserPrincipalName: came{round}@ad.example.test\n\
         userAccountControl: 544\n\n\
         dn: CN=Everybody,OU=Groups,{BASE}\nchangetype: modify\nadd: member\n\
         member: CN=Came {round},{people}\n\n"
    )
}

fn upn(name: &str) -> String {
    format!("{name}@ad.example.test")
}

#[tokio::test]
async fn a_thousand_people_and_their_changes() {
    let Some(samba) = Samba::start("127.0.0.61") else { return };
    samba.add(&tree());
    samba.set_password("svc", READS);
    let people = format!("OU=People,{BASE}");
    let readers = [
        (Setup::new(&samba.url(), BASE, ADMIN, PASSWORD), Kept::default(), "an administrator"),
        (Setup::new(&samba.url(), BASE, READER, READS), Kept::default(), "a reader"),
        (Setup::new(&samba.url(), BASE, ADMIN, PASSWORD), Kept::default(), "by numbers"),
    ];
    // Staff, to be added to and taken from in each round.
    samba.modify(&format!(
        "dn: CN=Staff,OU=Groups,{BASE}\nchangetype: modify\nadd: member\n\
         member: CN=User 11,{people}\nmember: CN=User 21,{people}\n\n"
    ));
    for (round, (setup, kept, who)) in readers.iter().enumerate() {
        let first = setup.read(kept).await.unwrap();
        assert!(first.report.complete && first.report.people as usize > PEOPLE, "{who}");
        let person = first.person(&upn("u900"));
        assert_eq!(person.org_unit.as_deref(), Some("/People/Sales"), "{who}");
        assert_eq!(person.attribute("department"), Some("D4"), "{who}");
        assert_eq!(person.id.len(), 36, "{who}: {}", person.id);
        assert_eq!(first.person(&upn("svc")).org_unit.as_deref(), Some("/"), "no org unit");
        assert!(!first.person("Guest").active && person.active, "{who}");
        let everybody = first.members("Domain Users");
        assert!(everybody.len() > PEOPLE, "the primary group: {}", everybody.len());
        if who == &"by numbers" {
            by_numbers(&samba, kept);
        }
        let quiet = setup.read(kept).await.unwrap();
        assert_eq!(quiet.report.people, first.report.people, "{who}");
        samba.modify(&changes(round));
        let seen = setup.read(kept).await.unwrap();
        let name = |number: usize| upn(&format!("u{}", round * 10 + number));
        assert_eq!(seen.person(&name(1)).attribute("title"), Some("Boss"), "{who}: changed");
        assert_eq!(seen.person(&name(1)).attribute("department"), None, "{who}: taken away");
        assert!(seen.find(&name(2)).is_none(), "{who}: deleted");
        let moved = seen.person(&name(3));
        assert_eq!(moved.org_unit.as_deref(), Some("/People/Sales"), "{who}: moved");
        assert_eq!(moved.id, first.person(&name(3)).id, "{who}: the same person");
        assert!(!seen.person(&name(4)).active, "{who}: disabled");
        let staff = seen.members("Staff");
        assert!(staff.contains(&name(4)) && !staff.contains(&name(1)), "{who}: {staff:?}");
        assert!(!staff.contains(&name(2)), "{who}: {staff:?}");
        let all = seen.members("Everybody");
        assert!(all.contains(&upn(&format!("came{round}"))), "{who}: {all:?}");
        assert!(all.contains(&"@Staff".to_owned()), "{who}: a group within a group: {all:?}");
        if *who == "an administrator" {
            assert!(quiet.entries <= 2, "{} entries for nothing", quiet.entries);
            assert!(seen.entries < 60, "{} entries for eight changes", seen.entries);
        }
        if *who == "by numbers" {
            assert!(seen.entries < 120, "{} entries for eight changes", seen.entries);
        }
    }
    // What is above people is renamed, and they move along without being told.
    let (setup, kept, _) = &readers[0];
    setup.read(kept).await.unwrap();
    samba.modify(&format!(
        "dn: OU=Sales,{people}\nchangetype: modrdn\nnewrdn: OU=Verkauf\ndeleteoldrdn: 1\n\n"
    ));
    let seen = setup.read(kept).await.unwrap();
    assert_eq!(seen.person(&upn("u900")).org_unit.as_deref(), Some("/People/Verkauf"));
    assert!(seen.entries < 20, "{} entries for one rename", seen.entries);
    // The numbers of another server say nothing about this one.
    let cursor = kept.mirror.state().unwrap().cursor.unwrap();
    let cursor: serde_json::Value = serde_json::from_str(&cursor).unwrap();
    let other = serde_json::json!({
        "settings": cursor["settings"], "way": "usn", "server": "another", "usn": 1
    });
    kept.mirror.advance(&[], Some(&other.to_string())).unwrap();
    let whole = setup.read(kept).await.unwrap();
    assert!(whole.entries as usize > PEOPLE, "everything is read: {}", whole.entries);
    assert_eq!(whole.report.people, seen.report.people);
    settings(&samba).await;
    parts(&samba, setup, kept).await;
}

/// Makes the cursor one by `uSNChanged`, as it is where the server has no other way.
fn by_numbers(samba: &Samba, kept: &Kept) {
    let (server, usn) = samba.numbers();
    let MirrorState { cursor, .. } = kept.mirror.state().unwrap();
    let cursor: serde_json::Value = serde_json::from_str(&cursor.unwrap()).unwrap();
    assert_eq!(cursor["way"], "dirsync", "{cursor}");
    let usn = serde_json::json!({
        "settings": cursor["settings"], "way": "usn", "server": server, "usn": usn
    });
    kept.mirror.advance(&[], Some(&usn.to_string())).unwrap();
}

/// Scope, filters and refusals.
async fn settings(samba: &Samba) {
    let mut scoped = Setup::new(&samba.url(), BASE, ADMIN, PASSWORD);
    scoped.definition.scope = SourceScope {
        groups: vec!["Staff".to_owned()],
        query: Some("(title=Clerk)".to_owned()),
        ..SourceScope::default()
    };
    let seen = scoped.read(&Kept::default()).await.unwrap();
    let found = &seen.delivered.people;
    assert!(!found.is_empty() && found.len() < 9, "of those in Staff who are clerks: {found:?}");
    assert!(found.iter().all(|one| one.attribute("title") == Some("Clerk")), "{found:?}");
    let wrong = Setup::new(&samba.url(), BASE, READER, "guess");
    let error = wrong.read(&Kept::default()).await.err().expect("a wrong password");
    assert_eq!(error.cause, Cause::CredentialRejected, "{error}");
    assert!(error.message.contains("52e") && error.message.contains("password"), "{error}");
}

/// A group that comes newly, with all its members, whatever the server gives at once.
async fn parts(samba: &Samba, setup: &Setup, kept: &Kept) {
    let mut ldif =
        format!("dn: CN=Large,OU=Groups,{BASE}\nobjectClass: group\nsAMAccountName: Large\n");
    for number in 101..=400 {
        if number % 10 != 0 {
            ldif.push_str(&format!("member: CN=User {number},OU=People,{BASE}\n"));
        }
    }
    samba.add(&(ldif + "\n"));
    let seen = setup.read(kept).await.unwrap();
    assert_eq!(seen.members("Large").len(), 270, "all of them");
    assert!(seen.entries < 20, "{} entries for one group", seen.entries);
}
