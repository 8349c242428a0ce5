//! A hundred thousand people: how long that takes, and how much memory.

use super::Setup;
use super::slapd::{ADMIN, BASE, Slapd};
use crate::watched::Kept;
use std::time::Instant;

/// Figures, not a proof: run it by itself, in a release build.
#[tokio::test]
#[ignore = "takes half a minute; run by name for its figures"]
async fn a_hundred_thousand_people() {
    let Some(slapd) = Slapd::of_many(100_000) else { return };
    let (setup, kept) = (Setup::new(&slapd.url(), BASE, ADMIN, "secret"), Kept::default());
    for what in ["everything", "nothing changed"] {
        let begun = Instant::now();
        let seen = setup.read(&kept).await.unwrap();
        let took = begun.elapsed();
        println!("{what}: {} people, {} entries, {took:?}", seen.report.people, seen.entries);
        assert_eq!((seen.report.people, seen.report.groups), (100_000, 200));
    }
    slapd.modify(&format!(
        "dn: uid=u7,ou=People,{BASE}\nchangetype: modify\nreplace: title\ntitle: Boss\n\n\
         dn: uid=u8,ou=People,{BASE}\nchangetype: modrdn\nnewrdn: uid=renamed\ndeleteoldrdn: 1\n\n"
    ));
    let begun = Instant::now();
    let seen = setup.read(&kept).await.unwrap();
    println!("two changes: {} entries, {:?}", seen.entries, begun.elapsed());
    assert_eq!(seen.person("u7").attribute("title"), Some("Boss"));
    assert!(seen.entries < 10, "{} entries for two changes", seen.entries);
}
