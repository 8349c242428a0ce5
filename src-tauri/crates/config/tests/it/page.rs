//! The example of the documentation, and what its parts become.

use super::{problems, read_text};
use rolecall_directory::{
    AttributeType, Expected, Gives, SourceKind, TargetKind, UnmanagedPolicy, ValueSource,
};
use std::path::Path;

const PAGE: &str = r#"rolecall = 1

[[directory]]
name = "main"
domains = [{ name = "example.com", verified = true }]   # the administrator's word
check_domains = true
org_unit_prefix = "OU-"

[directory.source]
kind = "csv"
users = "users.csv"               # paths relative to this file
groups = "groups.csv"             # optional
delimiter = ","                   # with ";" lists inside a cell use "|"
map = { familyName = "lastname" } # ours = theirs; default: same name

[[attribute]]                     # employeeNumber, costCenter, division, department exist unlisted
name = "region"
label = "Region"
type = "text"                     # text | number | boolean | date | list
from = "region"                   # column, LDAP attribute, or SCIM path; or:
# expression = 'user.department + "-" + user.country'   # CEL

[[target]]
name = "goto"
kind = "csv"                      # "scim" | "umapi" | "goto" | "csv"
accounts = "accounts.csv"
unmanaged = "leave"               # leave | report | adopt
every = "40m"                     # umapi: "2h"
removals = { count = 200, percent = 10, at_least = 5 }
quarantine = { requests = 20, percent = 50, window = "10m" }
limit = { requests_per_second = 10, concurrent = 8 }     # to stay below the vendor's own
protect = 'userName sw "svc-"'    # never touched
send = { title = "title" }        # target attribute = ours (or an expression)

[[target.slot]]                   # for kinds whose slots the vendor does not fix
name = "products"
many = true
create_values = false
grace = "0d"
values = [{ name = "Connect", seats = 500 }, { name = "Webinar" }]

[[target.slot]]
name = "role"
many = false
values = [{ name = "Admin" }, { name = "Member" }]
administrators = ["Admin"]        # the last holder keeps it

[[rule]]                          # the first is #1
name = "Sales in Europe"
note = "agreed with finance"
enabled = true                    # default
when = 'groups.display eq "Sales" and region eq "EMEA"'   # required; userName pr is everybody
assign.goto = { products = ["Connect"], role = "Member" } # slot of one: a string, "" = none
withhold.goto = { products = ["Webinar"] }                # lists, for both

[[exception]]
user = "ann@example.com"
reason = "covers for the webinar team"
until = 2027-01-31
assign.goto = { products = ["Webinar"] }

[[rule_test]]
user = "ann@example.com"
expect.goto = { products = ["Connect"], role = "Member" } # exact, per slot named
"#;

#[test]
fn the_whole_example_reads() {
    let read = read_text(PAGE).unwrap();
    let source = read.directories[0].source.clone().unwrap();
    let SourceKind::Csv { users, groups, delimiter } = source.kind else {
        panic!("a csv source is one");
    };
    let map = source.map;
    assert_eq!(users, Path::new("/org/users.csv"), "paths count from the file");
    assert_eq!(groups.as_deref(), Some(Path::new("/org/groups.csv")));
    assert_eq!((delimiter, map["familyName"].as_str()), (',', "lastname"));
    assert_eq!(read.attributes[0].kind, AttributeType::Text);

    let target = &read.targets[0];
    assert_eq!(target.kind, TargetKind::Csv { accounts: "/org/accounts.csv".into() });
    assert_eq!((target.unmanaged, target.every_seconds), (UnmanagedPolicy::Leave, 2400));
    assert_eq!(target.limit.unwrap().requests_per_second, Some(10.0));
    assert_eq!(target.quarantine.window_seconds, 600);
    assert_eq!(target.slots[0].values[0].seats, Some(500));
    assert_eq!(target.slots[1].administrators, ["Admin"]);

    let rule = &read.rules[0];
    assert_eq!((rule.id.as_str(), rule.enabled), ("sales in europe", true));
    let fixed = |value: &str| Gives::Values(vec![ValueSource::Fixed(value.to_owned())]);
    assert_eq!(rule.assigns[0].gives, fixed("Connect"));
    assert_eq!(rule.assigns[1].gives, fixed("Member"));
    assert_eq!(rule.withholds[0].slot, "products");
    assert_eq!(read.exceptions[0].until.as_deref(), Some("2027-01-31"));
    let slots = vec![
        ("products".to_owned(), vec!["Connect".to_owned()]),
        ("role".to_owned(), vec!["Member".to_owned()]),
    ];
    assert_eq!(read.rule_tests[0].expect[0].expected, Expected::Slots(slots));
}

#[test]
fn what_comes_later_says_so() {
    let text = PAGE
        .replace("# expression", "expression")
        .replace("grace = \"0d\"", "grace = \"two weeks\"")
        .replace("kind = \"csv\"                      #", "kind = \"umap\" #");
    let found = problems(&text);
    assert_eq!(
        found,
        [
            "config.toml:21:1: the attribute \"region\" has both from and expression; keep the one \
             it comes by",
            "config.toml:25:8: unknown target kind \"umap\"; available: csv, scim, umapi, goto; did \
             you mean umapi?",
            "config.toml:39:9: grace is \"two weeks\"; write whole days from \"0d\" to \"3650d\"",
        ]
    );
}
