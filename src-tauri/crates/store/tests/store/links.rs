use crate::workspace;
use rolecall_store::{Link, LinkAnswer, LinkedPerson, Store};

fn link(account: &str, person: Option<&str>) -> Link {
    let person = person.map(|id| LinkedPerson { directory: "main".into(), id: id.into() });
    Link { target: "t".into(), account: account.into(), person, who: "ann@desk".into(), at: 5 }
}

fn held(store: &Store) -> Vec<(String, Option<String>)> {
    let links = store.links("t").unwrap();
    links.into_iter().map(|one| (one.account, one.person.map(|person| person.id))).collect()
}

#[test]
fn a_person_has_one_account_by_hand() {
    let (_dir, store) = workspace();
    assert_eq!(store.link(&link("7", Some("a"))).unwrap(), LinkAnswer::Linked, "the first");
    let second = store.link(&link("8", Some("a"))).unwrap();
    assert_eq!(second, LinkAnswer::HasAnother("7".into()), "a second is refused");
    let again = Link { at: 9, ..link("7", Some("b")) };
    assert_eq!(store.link(&again).unwrap(), LinkAnswer::Linked, "an account changes hands");
    assert_eq!(store.link(&link("8", Some("a"))).unwrap(), LinkAnswer::Linked, "now a is free");
    assert_eq!(store.link(&link("7", None)).unwrap(), LinkAnswer::Linked, "nobody's");
    assert_eq!(store.link(&link("9", None)).unwrap(), LinkAnswer::Linked, "many are nobody's");
    let elsewhere = Link { target: "u".into(), ..link("1", Some("a")) };
    assert_eq!(store.link(&elsewhere).unwrap(), LinkAnswer::Linked, "other targets are others");
    let meant = [("7", None), ("8", Some("a")), ("9", None)];
    let meant = meant.map(|(key, id)| (key.to_owned(), id.map(str::to_owned)));
    assert_eq!(held(&store), meant, "by account");
}

#[test]
fn links_follow_accounts_that_are_renamed() {
    let (_dir, store) = workspace();
    for (account, person) in [("ann", "a"), ("bob", "b"), ("eve", "e")] {
        store.link(&link(account, Some(person))).unwrap();
    }
    let moved = [("ann", "bob"), ("bob", "ann"), ("cid", "dan")];
    let moved = moved.map(|(from, to)| (from.to_owned(), to.to_owned()));
    store.move_links("t", &moved).unwrap();
    let meant = [("ann", "b"), ("bob", "a"), ("eve", "e")];
    let meant = meant.map(|(key, id)| (key.to_owned(), Some(id.to_owned())));
    assert_eq!(held(&store), meant, "even when two swap their names");
}

#[test]
fn accounts_are_kept_as_they_were_read() {
    let (_dir, store) = workspace();
    let kept = |store: &Store| {
        store.read_accounts("t", |kept| {
            let mut content = Vec::new();
            kept.content.read_to_end(&mut content).unwrap();
            (kept.read_at, kept.size, content)
        })
    };
    assert_eq!(kept(&store).unwrap(), None, "never read");
    let bytes: Vec<u8> = (0..600_000u32).map(|at| at as u8).collect();
    store.keep_accounts("t", 5, b"old").unwrap();
    store.keep_accounts("t", 7, &bytes).unwrap();
    let (read_at, size, content) = kept(&store).unwrap().unwrap();
    assert_eq!((read_at, size, content == bytes), (7, 600_000, true), "the last reading");
    store.forget_accounts("t").unwrap();
    assert_eq!(kept(&store).unwrap(), None, "forgotten");
}
