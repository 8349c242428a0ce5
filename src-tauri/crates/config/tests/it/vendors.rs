//! Targets whose vendor fixes the slots.

use super::{problems, read_text};
use rolecall_config::write;
use rolecall_directory::{AdobeIdentity, TargetKind};
use std::path::Path;

const VENDORS: &str = r#"rolecall = 1

[[directory]]
name = "main"

[directory.source]
kind = "csv"
users = "users.csv"

[[target]]
name = "adobe"
kind = "umapi"
org_id = "12345@AdobeOrg"
identity = "enterpriseID"
client_id = "abc"
secret = "adobe"

[[target.slot]]
name = "user_groups"
create_values = true

[[target]]
name = "goto"
kind = "goto"
account_key = "99"
invite = true
client_id = "def"
secret = "goto"
url = "http://127.0.0.1:9000/admin/rest/v1"
every = "1h"

[[target.slot]]
name = "products"
grace = "7d"
"#;

#[test]
fn vendors_slots_are_there_unsaid_and_written_only_where_something_is_said() {
    let read = read_text(VENDORS).unwrap();
    let written = write(&read, Some(Path::new("/org")));
    assert_eq!(read_text(&written).unwrap(), read, "what is written reads back the same");
    assert_eq!(written.matches("[[target.slot]]").count(), 2, "only what was said:\n{written}");
    let adobe = &read.targets[0];
    assert_eq!(adobe.every_seconds, 7200, "Adobe advises two hours");
    let names = |at: usize| -> Vec<String> {
        read.targets[at].slots.iter().map(|slot| slot.name.clone()).collect()
    };
    assert_eq!(names(0), ["product_profiles", "user_groups", "admin_groups"], "UMAPI's slots");
    assert_eq!(
        names(1),
        ["role", "products", "user_group", "device_groups", "settings_template"],
        "GoTo's slots"
    );
    assert!(adobe.slots[1].create_values, "what was said of a slot holds");
    assert_eq!(adobe.slots[2].administrators, ["_org_admin"], "the vendor's own administrators");
    assert_eq!(read.targets[1].slots[1].grace_days, 7, "grace of a vendor's slot");
    let TargetKind::Umapi { identity, access, .. } = &adobe.kind else { panic!("not UMAPI") };
    assert_eq!(*identity, AdobeIdentity::Enterprise, "the identity named");
    assert_eq!(access.url, None, "the vendor's own address");
}

#[test]
fn what_a_vendor_fixes_cannot_be_said_otherwise() {
    let text = VENDORS
        .replace("name = \"user_groups\"\n", "name = \"user_group\"\n")
        .replace("grace = \"7d\"", "many = true")
        .replace("enterpriseID", "enterprise");
    assert_eq!(
        problems(&text),
        [
            "config.toml:14:12: identity: \"enterprise\" is none of federatedID, enterpriseID, \
             adobeID; did you mean enterpriseID?",
            "config.toml:19:8: this kind of target has no slot \"user_group\"; it has \
             product_profiles, user_groups, admin_groups; did you mean user_groups?",
            "config.toml:34:1: unknown key \"many\"; [[target.slot]] knows name, grace, values, \
             administrators",
        ]
    );
}
