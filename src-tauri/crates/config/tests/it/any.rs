//! Configurations made up at random, all of them good.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use rolecall_directory::*;
use rolecall_scim::fold;
use std::path::{Path, PathBuf};

/// Where the file stands.
pub const BASE: &str = "/org";

/// Texts with everything that needs care in TOML.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z][a-zA-Z0-9 ._/-]{0,11}[a-z]",
        "[a-z][\"'\\\\\n\t\u{7f}\u{1}#=é日,-]{0,6}[a-z]",
    ]
}

/// Names that differ without case: each carries its number.
fn names(most: usize) -> impl Strategy<Value = Vec<String>> {
    vec(text(), 0..=most).prop_map(|names| {
        names.iter().enumerate().map(|(at, name)| format!("{name}{at}")).collect()
    })
}

fn path() -> impl Strategy<Value = PathBuf> {
    prop_oneof![
        "[a-z]{1,6}\\.csv".prop_map(|name| Path::new(BASE).join(name)),
        "[a-z]{1,6}/[a-z]{1,6}\\.csv".prop_map(|name| Path::new(BASE).join(name)),
        "[a-z]{1,6}\\.csv".prop_map(|name| Path::new("/elsewhere").join(name)),
    ]
}

prop_compose! {
    fn source_access()(
        own_address: bool,
        token_url in proptest::option::of(Just("http://localhost:1/t".to_owned())),
        secret in "[a-z0-9-]{1,12}",
        ca in proptest::option::of(path()),
        timeout_seconds in 1..500u64,
        sign_in: bool,
        secret_expires in proptest::option::of(Just("2027-03-01".to_owned())),
    ) -> SourceAccess {
        let url = own_address.then(|| "https://host/api".to_owned());
        SourceAccess { url, token_url, secret, ca, timeout_seconds, sign_in, secret_expires }
    }
}

prop_compose! {
    fn ldap()(
        start_tls: bool,
        texts in vec(text(), 4),
        secret in "[a-z0-9-]{1,12}",
        flavour in proptest::option::of(proptest::sample::select(vec![
            LdapFlavour::Ad, LdapFlavour::Openldap,
        ])),
        filters: bool,
        ca in proptest::option::of(path()),
        fingerprint in proptest::option::of("[0-9a-f]{64}"),
        timeout_seconds in 1..500u64,
    ) -> SourceKind {
        let url = if start_tls { "ldap://host:389" } else { "ldaps://host" };
        let some = |at: usize| filters.then(|| texts[at].clone());
        SourceKind::Ldap(LdapAccess {
            url: url.to_owned(),
            start_tls,
            bind_dn: texts[0].clone(),
            secret,
            base: texts[1].clone(),
            flavour,
            users: some(2),
            groups: some(3),
            ca,
            fingerprint,
            timeout_seconds,
        })
    }
}

/// Boxed, as the whole is too large for a test's stack.
fn source_kind() -> BoxedStrategy<SourceKind> {
    let at_own = |access| {
        let url = Some("https://own/scim".to_owned());
        SourceAccess { url, sign_in: false, ..access }
    };
    prop_oneof![
        (
            path(),
            proptest::option::of(path()),
            prop_oneof![Just(','), Just(';'), Just('\t'), Just('|'),]
        )
            .prop_map(|(users, groups, delimiter)| SourceKind::Csv {
                users,
                groups,
                delimiter
            }),
        path().prop_map(|file| SourceKind::Ldif { file }),
        ldap(),
        source_access().prop_map(move |access| SourceKind::Scim { access: at_own(access) }),
        Just(SourceKind::ScimPush),
        (text(), text(), source_access()).prop_map(|(tenant, client_id, access)| {
            SourceKind::Entra { tenant, client_id, access }
        }),
        (text(), text(), any::<bool>(), source_access()).prop_map(
            |(customer, admin, is_named, access)| {
                let admin = if is_named || !access.sign_in { admin } else { String::new() };
                SourceKind::Google { customer, admin, access }
            }
        ),
        (proptest::option::of(text()), source_access()).prop_map(move |(client_id, access)| {
            SourceKind::Okta { client_id, access: at_own(access) }
        }),
    ]
    .boxed()
}

prop_compose! {
    fn source()(
        kind in source_kind(),
        map in btree_map("[a-z]{2,6}", text(), 0..3),
        groups in names(2),
        org_units in vec("(/[a-z]{1,4}){1,2}", 0..2),
        query in proptest::option::of(text()),
        every_seconds in proptest::option::of(1..100_000u64),
        full_every_seconds in proptest::option::of(1..100_000u64),
        requests in prop_oneof![Just(20), 0..100u64],
    ) -> SourceDefinition {
        let plain = SourceDefinition { map, ..SourceDefinition::new(kind) };
        let quarantine = QuarantineLimits { requests, ..plain.quarantine };
        match &plain.kind {
            kind if kind.is_file() => plain,
            SourceKind::ScimPush => SourceDefinition { quarantine, ..plain },
            _ => SourceDefinition {
                scope: SourceScope { groups, org_units, query },
                every_seconds,
                full_every_seconds,
                quarantine,
                ..plain
            },
        }
    }
}

prop_compose! {
    fn directory()(
        prefix in prop_oneof![Just("OU-".to_owned()), text()],
        check_domains: bool,
        domains in names(3),
        marks in vec((any::<bool>(), proptest::option::of(text())), 3),
        source in proptest::option::of(source().boxed()),
    ) -> DirectoryDefinition {
        let from_file = source.as_ref().is_none_or(|source| source.kind.is_file());
        let domain = |(name, (verified, proof)): (String, (bool, Option<String>))| {
            DomainDefinition { name, verified: verified && from_file, proof, proven: false }
        };
        DirectoryDefinition {
            name: String::new(),
            domains: domains.into_iter().zip(marks).map(domain).collect(),
            check_domains,
            org_unit_prefix: prefix,
            source,
        }
    }
}

fn kind_of_attribute() -> impl Strategy<Value = AttributeType> {
    use AttributeType::{Boolean, Date, List, Number, Text};
    proptest::sample::select(vec![Text, Number, Boolean, Date, List])
}

prop_compose! {
    fn attributes()(
        all in vec((text(), any::<bool>(), kind_of_attribute(), proptest::option::of(text())), 0..4),
        computed in vec(proptest::option::of(expression()), 4),
    ) -> Vec<AttributeDefinition> {
        all.into_iter().zip(computed).enumerate().map(|(at, ((label, same, kind, from), expression))| {
            let name = format!("custom{at}");
            let label = if same { name.clone() } else { label };
            let from = from.filter(|_| expression.is_none());
            AttributeDefinition { name, label, kind, from, expression }
        }).collect()
    }
}

/// Expressions with every kind of quote, and one of several lines.
fn expression() -> impl Strategy<Value = String> {
    proptest::sample::select(vec![
        "user.title",
        "user.givenName + \" \" + user.familyName",
        "has(user.title) ? user.title.split('\"')[0] : \"it's\"",
        "user.department\n  // where they sit\n  + \"\\\\\" + user[\"userName\"]",
    ])
    .prop_map(str::to_owned)
}

fn target_kind() -> impl Strategy<Value = TargetKind> {
    let scim = (
        prop_oneof![Just("https://host/scim/v2"), Just("http://127.0.0.1:8080/v2")],
        "[a-z0-9-]{1,12}",
        proptest::option::of("[a-zA-Z0-9 ]{1,12}"),
        prop_oneof![
            Just(vec!["externalId".to_owned(), "userName".to_owned(), "emails.value".to_owned()]),
            Just(vec!["userName".to_owned()]),
        ],
        proptest::option::of(path()),
        1..500u64,
    );
    prop_oneof![
        path().prop_map(|accounts| TargetKind::Csv { accounts }),
        scim.prop_map(|(url, secret, client, match_by, ca, timeout_seconds)| TargetKind::Scim {
            url: url.to_owned(),
            secret,
            client: client.map(|client_id| OAuthClient {
                client_id,
                token_url: "https://host/oauth2/token".to_owned(),
            }),
            match_by,
            ca,
            timeout_seconds,
        }),
    ]
}

prop_compose! {
    fn slot()(
        many: bool,
        create_values: bool,
        values in names(12),
        seats in vec(proptest::option::of(0..10_000u64), 12),
        administrators in any::<bool>(),
        grace_days in 0u32..4000,
        bind in proptest::sample::select(vec![
            SlotBinding::Groups, SlotBinding::Roles, SlotBinding::Entitlements,
            SlotBinding::Attribute("userType".to_owned()),
        ]),
    ) -> SlotDefinition {
        let administrators = values.iter().take(usize::from(administrators)).cloned().collect();
        let value = |(name, seats)| ValueDefinition { name, seats };
        SlotDefinition {
            name: String::new(),
            many,
            create_values,
            grace_days: grace_days.saturating_sub(350),
            values: values.into_iter().zip(seats).map(value).collect(),
            administrators,
            bind: Some(bind),
        }
    }
}

fn at() -> impl Strategy<Value = Cron> {
    proptest::sample::select(vec!["0 6 * * 1-5", "*/15 8-18 * * mon-fri", "30 5,17 1 jan *"])
        .prop_map(|text| Cron::parse(text).unwrap())
}

fn quiet() -> impl Strategy<Value = Vec<QuietHours>> {
    let hours = ["22:00-06:00", "12:00-13:30", "23:00-24:00"];
    proptest::sample::subsequence(hours.to_vec(), 0..=3)
        .prop_map(|all| all.into_iter().map(|one| QuietHours::parse(one).unwrap()).collect())
}

prop_compose! {
    fn target()(
        kind in target_kind(),
        unmanaged in proptest::sample::select(vec![
            UnmanagedPolicy::Leave, UnmanagedPolicy::Report, UnmanagedPolicy::Adopt,
        ]),
        every_seconds in prop_oneof![Just(2400), 1..1_000_000u64],
        at in proptest::option::of(at()),
        removals in (prop_oneof![Just(200), 0..9999u64], 0..=100u64, 0..50u64),
        quarantine in (0..100u64, prop_oneof![Just(50), 0..=100u64], prop_oneof![Just(600), 1..9999u64]),
        limit in proptest::option::of((proptest::option::of(0.001..1e6f64), proptest::option::of(1..64u32))),
        protect in proptest::option::of(Just("userName sw \"svc-\" or title eq \"Root's\"".to_owned())),
        send in btree_map("[a-z]{1,6}(\\.[a-z]{1,4})?", prop_oneof![Just("title".to_owned()), expression()], 0..3),
        slots in vec(slot(), 0..4),
        slot_names in vec(text(), 4),
    ) -> TargetDefinition {
        let scim = matches!(kind, TargetKind::Scim { .. });
        let name = |(at, (slot, name)): (usize, (SlotDefinition, String))| SlotDefinition {
            name: format!("{name}{at}"),
            bind: slot.bind.filter(|_| scim),
            ..slot
        };
        TargetDefinition {
            name: String::new(),
            unmanaged,
            // Times say when, whatever else is said.
            every_seconds: if at.is_some() { kind.usual_interval() } else { every_seconds },
            at,
            kind,
            removals: RemovalLimits { count: removals.0, percent: removals.1, at_least: removals.2 },
            quarantine: QuarantineLimits {
                requests: quarantine.0, percent: quarantine.1, window_seconds: quarantine.2,
            },
            limit: limit.map(|(requests_per_second, concurrent)| {
                CallLimit { requests_per_second, concurrent }
            }),
            protect,
            send,
            slots: slots.into_iter().zip(slot_names).enumerate().map(name).collect(),
        }
    }
}

/// A choice for every slot: which values, or a template, or none, or nothing said.
type Choices = Vec<(u8, prop::sample::Index)>;

fn fixed(slot: &SlotDefinition, choice: prop::sample::Index) -> String {
    if slot.values.is_empty() {
        return format!("free{}", choice.index(3));
    }
    slot.values[choice.index(slot.values.len())].name.clone()
}

fn assigned(
    targets: &[TargetDefinition],
    choices: &Choices,
) -> (Vec<Assignment>, Vec<Withholding>) {
    let (mut assigns, mut withholds) = (Vec::new(), Vec::new());
    let slots =
        targets.iter().flat_map(|target| target.slots.iter().map(move |slot| (target, slot)));
    for ((target, slot), &(what, choice)) in slots.zip(choices) {
        let value = ValueSource::Fixed(fixed(slot, choice));
        let template = match choice.index(3) {
            0 => ValueSource::Groups { prefix: None },
            1 => ValueSource::Groups { prefix: Some("OU-".to_owned()) },
            _ => ValueSource::Attribute("department".to_owned()),
        };
        let (target, slot_name) = (target.name.clone(), slot.name.clone());
        let gives = match (what % 5, slot.many) {
            (0, _) => continue,
            (1, _) => {
                withholds.push(Withholding { target, slot: slot_name, values: vec![value] });
                continue;
            }
            (2, false) => Gives::Nothing,
            (_, false) => Gives::Values(vec![value]),
            (2, true) => Gives::Values(vec![template, value]),
            (3, true) => Gives::Values(Vec::new()),
            (_, true) => Gives::Values(vec![value]),
        };
        assigns.push(Assignment { target, slot: slot_name, gives });
    }
    (assigns, withholds)
}

fn expected(targets: &[TargetDefinition], choices: &Choices) -> Vec<Expectation> {
    let mut expect = Vec::new();
    for (target, (what, choice)) in targets.iter().zip(choices) {
        let slot = |slot: &SlotDefinition| {
            let none = choice.index(7) == 0;
            (slot.name.clone(), if none { Vec::new() } else { vec![fixed(slot, *choice)] })
        };
        let expected = match what % 3 {
            0 => continue,
            1 => Expected::NoAccount,
            _ => Expected::Slots(target.slots.iter().map(slot).collect()),
        };
        expect.push(Expectation { target: target.name.clone(), expected });
    }
    expect
}

fn choices() -> impl Strategy<Value = Choices> {
    vec((any::<u8>(), any::<prop::sample::Index>()), 12)
}

fn condition() -> impl Strategy<Value = String> {
    proptest::sample::select(vec![
        "userName pr".to_owned(),
        "title eq \"It's\" and department ne \"x\"".to_owned(),
        "groups.display eq \"a\\\\b\"".to_owned(),
        "department in (\"a\", \"b\")\n  or orgUnit sw \"/\"".to_owned(),
    ])
}

prop_compose! {
    fn notify()(
        desktop: bool,
        email in proptest::option::of((vec(text(), 1..3), any::<u16>(), 0..3usize, any::<bool>(), proptest::option::of(path()))),
        webhook in proptest::option::of(("[a-z]{1,8}", proptest::option::of("[a-z-]{1,8}"), proptest::option::of(path()))),
    ) -> NotifyDefinition {
        let address = |text: &String| format!("{}@example.com", fold(text).replace(|c: char| !c.is_ascii_alphanumeric(), "x"));
        NotifyDefinition {
            desktop,
            email: email.map(|(to, port, tls, signed, ca)| EmailDefinition {
                to: to.iter().map(address).collect(),
                from: address(&to[0]),
                host: "localhost".to_owned(),
                port: port.max(1),
                tls: MailTls::ALL[tls].0,
                user: signed.then(|| to[0].clone()),
                secret: signed.then(|| "smtp-password".to_owned()),
                ca,
            }),
            webhook: webhook.map(|(path, secret, ca)| WebhookDefinition {
                url: format!("https://hooks.example.com/{path}?{path}"),
                secret,
                ca,
            }),
        }
    }
}

prop_compose! {
    /// A configuration that can be written and read back, with everything the file knows.
    pub fn configuration()(
        directory_names in names(2),
        directories in vec(directory().boxed(), 2),
        attributes in attributes(),
        target_names in names(3),
        targets in vec(target().boxed(), 3),
        rules in vec((text(), prop_oneof![Just(String::new()), text()], any::<bool>(), condition(), choices()), 0..5),
        exceptions in vec((text(), prop_oneof![Just(String::new()), text()], proptest::option::of("20[0-9]{2}-0[1-9]-1[0-9]"), choices()), 0..3),
        tests in vec((text(), choices()), 0..3),
        quiet in quiet(),
        notify in notify(),
        keep_days in proptest::option::of(30u32..5_000),
    ) -> Configuration {
        let directories = directory_names.into_iter().zip(directories)
            .map(|(name, directory)| DirectoryDefinition { name, ..directory }).collect();
        let targets: Vec<_> = target_names.into_iter().zip(targets)
            .map(|(name, target)| TargetDefinition { name, ..target }).collect();
        let rules = rules.into_iter().enumerate().map(|(at, (name, note, enabled, when, choices))| {
            let name = format!("{name}{at}");
            let (assigns, withholds) = assigned(&targets, &choices);
            Rule { id: fold(&name), name, note, heading: String::new(), enabled, when, assigns, withholds }
        }).collect();
        let exceptions = exceptions.into_iter().map(|(user, reason, until, choices)| {
            let (assigns, withholds) = assigned(&targets, &choices);
            Exception { user, reason, until, assigns, withholds }
        }).collect();
        let rule_tests = tests.into_iter()
            .map(|(user, choices)| RuleTest { user, expect: expected(&targets, &choices) })
            .collect();
        let schedule = ScheduleDefinition { quiet };
        let activity = ActivityDefinition { keep_days };
        Configuration { directories, attributes, targets, rules, exceptions, rule_tests, schedule, notify, activity }
    }
}
