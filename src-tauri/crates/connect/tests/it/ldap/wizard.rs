//! What a wizard asks: a trial step by step, and a look around in the tree.

use super::Setup;
use super::slapd::{BASE, Options, READER, Slapd, free_port};
use rolecall_connect::{LdapBrowse, LdapCount, LdapNodeKind, LdapTrial};
use rolecall_directory::{Cause, LdapFlavour};

/// The steps that were taken, with whether each went well.
fn taken(trial: &LdapTrial) -> Vec<(&str, bool)> {
    trial.steps.iter().map(|step| (step.step.as_str(), step.ok)).collect()
}

#[tokio::test]
async fn each_step_is_told_up_to_the_first_that_fails() {
    let Some(slapd) = Slapd::start(Options::default()) else { return };
    let good = Setup::new(&slapd.url(), BASE, READER, "reads");
    let trial = good.source().try_out().await;
    let all = ["reach", "trust", "bind", "base", "counts", "people"];
    assert_eq!(taken(&trial), all.map(|step| (step, true)), "{:?}", trial.steps);
    assert_eq!(trial.flavour, Some(LdapFlavour::Openldap));
    assert_eq!((trial.changes, trial.bases.as_slice()), (Some("sync"), &[BASE.to_owned()][..]));
    assert_eq!(trial.people, Some(LdapCount { count: 20, more: false }));
    assert_eq!(trial.groups, Some(LdapCount { count: 2, more: false }));
    assert_eq!(trial.sample.len(), 5);
    let (dn, person) = &trial.sample[0];
    assert!(dn.ends_with(BASE) && person.active && !person.user_name.is_empty(), "{person:?}");
    assert!(person.attributes.iter().any(|(name, text)| name == "title" && text == "Clerk"));

    let mut wrong = good.clone();
    wrong.access().url = format!("ldap://127.0.0.1:{}", free_port());
    let trial = wrong.source().try_out().await;
    assert_eq!(taken(&trial), [("reach", false)]);

    let mut wrong = good.clone();
    wrong.access().url = format!("ldaps://localhost:{}", slapd.tls_port);
    let trial = wrong.source().try_out().await;
    assert_eq!(taken(&trial), [("reach", true), ("trust", false)]);
    let certificate = trial.certificate.expect("which one");
    wrong.access().fingerprint = Some(certificate.fingerprint);
    assert_eq!(taken(&wrong.source().try_out().await).len(), 6, "trusted by what was told");

    let mut wrong = good.clone();
    wrong.password = "guess".to_owned();
    let trial = wrong.source().try_out().await;
    assert_eq!(taken(&trial).last(), Some(&("bind", false)));
    assert_eq!(trial.steps.last().and_then(|step| step.cause), Some(Cause::CredentialRejected));

    let mut wrong = good.clone();
    wrong.access().base = String::new();
    let trial = wrong.source().try_out().await;
    assert_eq!(taken(&trial).last(), Some(&("base", false)));
    assert_eq!(trial.bases, [BASE], "to choose from");

    let mut wrong = good;
    wrong.access().users = Some("(title=Nobody)".to_owned());
    let trial = wrong.source().try_out().await;
    assert_eq!(taken(&trial).last(), Some(&("counts", false)));
    assert!(trial.steps[4].message.contains("(title=Nobody)"), "{}", trial.steps[4].message);
}

#[tokio::test]
async fn the_tree_can_be_walked() {
    let Some(slapd) = Slapd::start(Options::default()) else { return };
    let mut setup = Setup::new(&slapd.url(), "", READER, "reads");
    let top = setup.source().browse(LdapBrowse::default()).await.unwrap();
    assert_eq!(top.nodes[0].dn, BASE);
    assert_eq!((top.nodes[0].kind, top.people), (LdapNodeKind::Base, None));
    setup.access().base = BASE.to_owned();
    let all = LdapBrowse { dn: Some(BASE), limit: 200, ..LdapBrowse::default() };
    let branch = setup.source().browse(all).await.unwrap();
    let names: Vec<(&str, &str, bool)> =
        branch.nodes.iter().map(|one| (&*one.name, one.kind.word(), one.has_children)).collect();
    let units = [("Groups", "unit", true), ("People", "unit", true), ("reader", "other", false)];
    assert_eq!(names, units);
    assert_eq!(branch.nodes[1].path.as_deref(), Some("/People"), "as a scope takes it");
    assert_eq!(branch.people, Some(LdapCount { count: 20, more: false }));
    let people = format!("ou=People,{BASE}");
    let some = LdapBrowse { dn: Some(&people), search: "U1", offset: 1, limit: 3 };
    let branch = setup.source().browse(some).await.unwrap();
    let names: Vec<&str> = branch.nodes.iter().map(|one| &*one.name).collect();
    assert_eq!(names, ["u10", "u11", "u12"], "a page of those with u1 in their names");
    assert_eq!(branch.total.count, 11);
    let nowhere = LdapBrowse { dn: Some("ou=No,dc=example,dc=com"), ..some };
    let error = setup.source().browse(nowhere).await.expect_err("no such entry");
    assert_eq!(error.cause, Cause::NotFound, "{error}");
}
