use crate::workspace;
use rolecall_directory::{
    Assignment, AttributeDefinition, Configuration, DirectoryDefinition, DomainDefinition,
    Exception, Expectation, Expected, Gives, QuietHours, Rule, RuleTest, ScheduleDefinition,
    SourceDefinition, SourceKind, TargetDefinition, TargetKind, ValueSource, Withholding,
};

fn rule(id: &str, name: &str) -> Rule {
    Rule {
        id: id.into(),
        name: name.into(),
        note: "agreed with finance".into(),
        heading: String::new(),
        enabled: true,
        when: "groups.display eq \"Sales\"".into(),
        assigns: vec![Assignment {
            target: "goto".into(),
            slot: "products".into(),
            gives: Gives::Values(vec![ValueSource::Groups { prefix: Some("OU-".into()) }]),
        }],
        withholds: vec![Withholding {
            target: "goto".into(),
            slot: "products".into(),
            values: vec![ValueSource::Fixed("Webinar".into())],
        }],
    }
}

fn whole() -> Configuration {
    Configuration {
        directories: vec![DirectoryDefinition {
            name: "main".into(),
            domains: vec![DomainDefinition {
                name: "example.com".into(),
                verified: true,
                proof: None,
                proven: false,
            }],
            check_domains: true,
            org_unit_prefix: "OU-".into(),
            source: Some(SourceDefinition {
                map: [("familyName".to_owned(), "lastname".to_owned())].into(),
                ..SourceDefinition::new(SourceKind::Csv {
                    users: "users.csv".into(),
                    groups: None,
                    delimiter: ';',
                })
            }),
        }],
        attributes: vec![AttributeDefinition::text("region")],
        targets: vec![TargetDefinition {
            name: "goto".into(),
            kind: TargetKind::Csv { accounts: "accounts.csv".into() },
            unmanaged: rolecall_directory::UnmanagedPolicy::Adopt,
            every_seconds: 2_400,
            at: Some(rolecall_directory::Cron::parse("0 6 * * 1-5").unwrap()),
            removals: rolecall_directory::RemovalLimits::default(),
            quarantine: rolecall_directory::QuarantineLimits::default(),
            limit: None,
            protect: Some("userName sw \"svc-\"".into()),
            send: [("title".to_owned(), "title".to_owned())].into(),
            slots: Vec::new(),
        }],
        rules: vec![rule("a", "Sales"), rule("b", "Legal"), rule("c", "Everyone")],
        exceptions: vec![Exception {
            user: "ann@example.com".into(),
            reason: "covers".into(),
            until: Some("2027-01-31".into()),
            assigns: Vec::new(),
            withholds: Vec::new(),
        }],
        rule_tests: vec![RuleTest {
            user: "ann@example.com".into(),
            expect: vec![Expectation { target: "goto".into(), expected: Expected::NoAccount }],
        }],
        schedule: ScheduleDefinition { quiet: vec![QuietHours::parse("22:00-06:00").unwrap()] },
        ..Configuration::default()
    }
}

fn ids(store: &rolecall_store::Store) -> Vec<String> {
    store.rules().unwrap().into_iter().map(|rule| rule.id).collect()
}

#[test]
fn a_configuration_comes_back_as_it_went_in() {
    let (_dir, store) = workspace();
    assert_eq!(store.configuration().unwrap(), Configuration::default(), "new: empty");
    store.replace_configuration(&whole()).unwrap();
    assert_eq!(store.configuration().unwrap(), whole(), "nothing is lost or reordered");
    store.replace_configuration(&whole()).unwrap();
    assert_eq!(store.configuration().unwrap(), whole(), "replacing replaces");
}

#[test]
fn each_change_is_counted() {
    let (_dir, store) = workspace();
    let version = || store.configuration_version().unwrap();
    assert_eq!(version(), 0, "new");
    store.replace_configuration(&whole()).unwrap();
    assert!(store.save_draft(&[rule("b", "Legal")], version(), &[]).unwrap());
    store.replace_configuration(&whole()).unwrap();
    assert_eq!(version(), 3, "three changes");
    store.save_draft(&[rule("a", "Sales"), rule("b", "SALES")], 3, &[]).unwrap_err();
    assert!(!store.save_draft(&[rule("a", "Sales")], 2, &[]).unwrap(), "of another version");
    assert_eq!(version(), 3, "a refused change does not count");
}

#[test]
fn names_are_unique_without_case() {
    let (_dir, store) = workspace();
    store.replace_configuration(&whole()).unwrap();
    let version = store.configuration_version().unwrap();
    let save = |rules: &[Rule]| store.save_draft(rules, version, &[]);
    let namesake = [rule("a", "Sales"), rule("d", "SALES")];
    let error = save(&namesake).unwrap_err();
    assert_eq!(error.code(), "name_taken", "another spelling is the same name");
    let one_id = [rule("a", "Sales"), rule("a", "New")];
    assert_eq!(save(&one_id).unwrap_err().code(), "name_taken", "id");
    assert_eq!(store.rules().unwrap(), whole().rules, "the refused changes left no trace");
    assert!(save(&[rule("c", "SALES"), rule("a", "legal")]).unwrap(), "swapped at once");
    assert_eq!(ids(&store), ["c", "a"], "in their new order");
    let mut twice = whole();
    twice.targets.push(TargetDefinition { name: "GoTo".into(), ..twice.targets[0].clone() });
    assert_eq!(store.replace_configuration(&twice).unwrap_err().code(), "name_taken", "targets");
    assert_eq!(store.configuration().unwrap().targets.len(), 1, "nothing of it was kept");
}

#[test]
fn settings_keep_any_shape() {
    let (_dir, store) = workspace();
    assert_eq!(store.setting::<bool>("user_sync").unwrap(), None, "never set");
    store.set_setting("user_sync", &true).unwrap();
    store.set_setting("user_sync", &vec![1, 2]).unwrap();
    assert_eq!(store.setting("user_sync").unwrap(), Some(vec![1, 2]), "the last one counts");
    assert!(store.remove_setting("user_sync").unwrap(), "it was there");
    assert!(!store.remove_setting("user_sync").unwrap(), "now it is not");
}
