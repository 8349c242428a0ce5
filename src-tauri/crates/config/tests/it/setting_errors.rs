//! What can be wrong outside the rules: place, words, suggestion.

use super::{BASE, problems, read_text};
use rolecall_config::read;
use std::path::Path;

/// Replaces a part of the good file and checks the errors.
fn check(from: &str, to: &str, expected: &[&str]) {
    assert!(BASE.contains(from), "the good file has {from}");
    let expected: Vec<_> = expected.iter().map(|rest| format!("config.toml:{rest}")).collect();
    assert_eq!(problems(&BASE.replacen(from, to, 1)), expected, "with:\n{to}");
}

const SOURCE: &str = "users = \"users.csv\"";
const ACCOUNTS: &str = "accounts = \"accounts.csv\"";

#[test]
fn the_form_of_the_file() {
    check(
        "rolecall = 1",
        "",
        &["1:1: rolecall = 1 is missing: it says which form the file has; write it as the first \
           line"],
    );
    check(
        "rolecall = 1",
        "rolecall = 2\nfuture = 1",
        &["1:12: this file has form 2, which a newer version of Rolecall writes; this version \
           reads rolecall = 1. Update Rolecall to read it"],
    );
    check("= 1", "= \"1\"", &["1:12: rolecall: expected an integer, found a string"]);
}

#[test]
fn what_is_no_toml() {
    check("[[target]]", "[[target]", &["15:10: no valid TOML: unclosed array table, expected `]`"]);
    check(
        ACCOUNTS,
        "accounts = a\nname = \"b\"",
        &[
            "18:12: no valid TOML: string values must be quoted, expected literal string",
            "19:1: the key name is there twice; keep one",
        ],
    );
}

#[test]
fn places_count_characters_and_skip_a_byte_order_mark() {
    let text = "\u{feff}rolecall = 1 # ü\r\n[[directory]]\r\nname = \"é\u{301}ü\"; x\r\n";
    let errors = read_text(text).unwrap_err();
    assert_eq!((errors[0].line, errors[0].column, errors[0].code), (3, 13, "syntax"));
}

#[test]
fn directories_and_sources() {
    check("name = \"main\"", "name = \"\"", &["4:8: name is empty; write name = \"main\""]);
    let kind = "kind = \"csv\"\nusers";
    let by_word = "5:47: verified = true is the administrator's word and counts for csv and ldif \
                   sources only; give proof = \"<uuid>\" of the TXT record instead";
    check(kind, "kind = \"scim-push\"\n#", &[by_word]);
    check(
        kind,
        "kind = \"cvs\"\nusers",
        &["8:8: unknown source kind \"cvs\"; available: csv, ldif, ldap, scim, scim-push, entra, \
           google, okta; did you mean csv?"],
    );
    check(
        SOURCE,
        "user = \"users.csv\"",
        &[
            "7:1: [directory.source] lacks users; add users = \"users.csv\"",
            "9:1: unknown key \"user\"; did you mean users?",
        ],
    );
    check(
        SOURCE,
        "users = \"u.csv\"\ndelimiter = \"::\"",
        &["10:13: delimiter: expected one character between the fields, such as \",\", \";\" or \
         \"\\t\""],
    );
}

/// What is said of `source` in the place of the example's, without domains that count by word.
fn check_source(source: &str, problems: &[&str]) {
    let text = format!("rolecall = 1\n[[directory]]\nname = \"d\"\n[directory.source]\n{source}\n");
    let found = read(&text, Path::new("/org"), &|_| None).unwrap_err();
    let found: Vec<_> = found.errors.iter().map(ToString::to_string).collect();
    assert_eq!(found, problems, "with: {source}");
}

#[test]
fn sources_that_are_asked() {
    check_source(
        "kind = \"ldap\"\nurl = \"ldap://dc.example.com\"\nbind_dn = \"cn=r\"\nsecret = \"s\"\n\
         base = \"dc=x\"\nflavour = \"AD\"\nfingerprint = \"12\"",
        &[
            "6:7: url: ldap:// without start_tls is for this machine only, as it sends the password \
             in the clear; use ldaps://, or add start_tls = true",
            "10:11: flavour: \"AD\" is none of ad, openldap; did you mean ad?",
            "11:15: fingerprint: expected the 64 hexadecimal digits of a certificate's SHA-256, with \
             or without \":\" between them",
        ],
    );
    check_source(
        "kind = \"okta\"\nsecret = \"okta\"\nscope = { groups = [\"A\"], org_units = [\"/A\"], q = 1 }",
        &[
            "4:1: [directory.source] lacks url; add url = \"https://host/path\"",
            "7:47: unknown key \"q\"; [scope] knows groups, org_units, query",
        ],
    );
    check_source(
        "kind = \"entra\"\ntenant = \"t\"\nclient_id = \"c\"\nsecret = \"entra\"\nurl = \"http://graph\"\n\
         every = \"soon\"",
        &[
            "9:7: url: http:// is for this machine only, as it sends the secret in the clear; use \
             https://",
            "10:9: every: \"soon\" is no duration; write a number and d, h, m or s, such as \"40m\" \
             or \"2h\"",
        ],
    );
}

#[test]
fn sign_ins_and_ends_of_secrets() {
    let signed_in = "rolecall = 1\n[[directory]]\nname = \"d\"\n[directory.source]\n\
        kind = \"google\"\ncustomer = \"my_customer\"\nsecret = \"google\"\nsign_in = true\n";
    let good = read(signed_in, Path::new("/org"), &|_| None);
    assert!(good.is_ok(), "whoever signs in asks for themselves: {:?}", good.err());
    check_source(
        "kind = \"google\"\ncustomer = \"my_customer\"\nsecret = \"google\"",
        &["4:1: [directory.source] lacks admin; add admin = \"admin@example.com\""],
    );
    check_source(
        "kind = \"okta\"\nurl = \"https://o.okta.com\"\nsecret = \"okta\"\nsign_in = true",
        &["8:1: unknown key \"sign_in\"; [directory.source] knows kind, map, scope, every, \
           full_every, quarantine, url, token_url, secret, secret_expires, ca, timeout, client_id"],
    );
    check_source(
        "kind = \"okta\"\nurl = \"https://o.okta.com\"\nsecret = \"okta\"\n\
         secret_expires = \"next week\"",
        &["8:18: secret_expires: expected a day such as 2027-01-31, without a time"],
    );
}

#[test]
fn columns_that_are_not_there() {
    let header = "its header has: userName, email, lastname, department, region, hired";
    let map = format!(
        "10:22: map familyName: users.csv has no column \"lastnam\"; {header}; did you mean \
         lastname?"
    );
    let number = "10:37: a: expected a string, found an integer";
    let maps = format!("{SOURCE}\nmap = {{ familyName = \"lastnam\", a = 1 }}");
    check(SOURCE, &maps, &[&map, number]);
    let from = format!(
        "14:8: from of the attribute \"hired\": users.csv has no column \"zone\"; {header}"
    );
    check("type = \"date\"", "type = \"date\"\nfrom = \"zone\"", &[&from]);
}

#[test]
fn a_source_that_cannot_be_read_hides_no_other_error() {
    let rules = "[[rule]]\nname = \"R\"\nwhen = 'shoeSize eq \"7\" and userName xx 1'\n";
    let found = read(&format!("{BASE}{rules}"), Path::new("/org"), &|_| None).unwrap_err();
    let words: Vec<_> = found.errors.iter().map(|error| error.code).collect();
    assert_eq!(words, ["condition"], "shoeSize may be a column: {found}");
}

#[test]
fn attributes() {
    check(
        "type = \"date\"",
        "type = \"dat\"",
        &["13:8: unknown type \"dat\"; there are text, number, boolean, date, list; did you mean \
         date?"],
    );
    check(
        "name = \"hired\"",
        "name = \"orgunit\"",
        &[
            "12:8: orgUnit is built in; choose another name, or fill it by map in [directory.source]",
        ],
    );
    for name in ["first day", "not", "7th"] {
        let message = format!(
            "12:8: \"{name}\" cannot be named in a condition: an attribute name starts with a \
             letter and has letters, digits, \"_\" and \"-\""
        );
        check("name = \"hired\"", &format!("name = \"{name}\""), &[&message]);
    }
}

#[test]
fn targets() {
    check(
        "kind = \"csv\"\naccounts",
        "kind = \"gotoo\"\naccounts",
        &[
            "17:8: unknown target kind \"gotoo\"; available: csv, scim, umapi, goto; did you mean goto?",
        ],
    );
    check(
        ACCOUNTS,
        "account = \"accounts.csv\"",
        &[
            "15:1: [[target]] lacks accounts; add accounts = \"accounts.csv\"",
            "18:1: unknown key \"account\"; did you mean accounts?",
        ],
    );
    let duration = "is no duration; write a number and d, h, m or s, such as \"40m\" or \"2h\"";
    let settings = "\nunmanaged = \"adapt\"\nevery = \"40min\"\n\
                    removals = { count = -1, percent = 101, atleast = 3 }\n\
                    quarantine = { window = \"0m\" }\n\
                    limit = { requests_per_second = 0, concurrent = 1.5 }\n\
                    protect = 'userNme pr'\nsend = { title = \"titel\", b = 'a + \"b\"' }";
    check(
        ACCOUNTS,
        &format!("{ACCOUNTS}{settings}"),
        &[
            "19:13: unmanaged: \"adapt\" is none of leave, report, adopt; did you mean adopt?",
            &format!("20:9: every: \"40min\" {duration}"),
            "21:22: count: expected 0 or more, found -1",
            "21:36: percent: expected from 0 to 100, found 101",
            "21:41: unknown key \"atleast\"; did you mean at_least?",
            &format!("22:25: window: \"0m\" {duration}"),
            "23:33: requests_per_second: expected a number above 0",
            "23:49: concurrent: expected an integer, found a number with a fraction",
            "24:12: protect: unknown attribute \"userNme\"; did you mean userName?",
            "25:18: unknown attribute \"titel\"; did you mean title?",
            "25:32: send b: unknown name \"a\"",
        ],
    );
}

#[test]
fn limits_given_in_part_keep_the_rest() {
    let text = BASE.replacen(ACCOUNTS, &format!("{ACCOUNTS}\nremovals = {{ count = 7 }}"), 1);
    let removals = read_text(&text).unwrap().targets[0].removals;
    assert_eq!((removals.count, removals.percent, removals.at_least), (7, 10, 5));
}

/// The good file with its target replaced by a SCIM one with these settings.
fn scim(settings: &str) -> String {
    let target = format!("[[target]]\nname = \"goto\"\nkind = \"scim\"\n{settings}\n");
    format!("rolecall = 1\n{target}")
}

#[test]
fn addresses_and_secrets() {
    let messages = [
        ("https://host.example/scim/v2", None),
        ("http://localhost:80/v2", None),
        ("http://127.0.0.1:7421", None),
        ("http://[::1]:7421/v2", None),
        (
            "http://host.example",
            Some(
                "http:// is for this machine only, as it sends the secret in the clear; use https://",
            ),
        ),
        ("host.example/v2", Some("not an address; write https://host/path")),
        ("/v2", Some("not a whole address; write https://host/path")),
        ("ftp://host.example", Some("an address begins with https://")),
        (
            "https://me:pass@host.example",
            Some("a user name does not belong in it; name a secret with secret = instead"),
        ),
        ("https://host.example/v2?a=b", Some("it ends with the path, without ? and #")),
    ];
    for (url, message) in messages {
        let expected = message.map(|message| format!("config.toml:5:7: url: {message}"));
        let found = problems(&scim(&format!("url = \"{url}\"\nsecret = \"a-1\"")));
        assert_eq!(found, Vec::from_iter(expected), "{url}");
    }
    let found = problems(&scim("url = \"https://host\"\nsecret = \"S3cret\""));
    assert!(found[0].starts_with("config.toml:6:10: secret: this cannot be the name"), "{found:?}");
    assert!(!found[0].contains("S3cret"), "what may be a secret is not repeated: {found:?}");
}

#[test]
fn scim_targets() {
    let found = problems(&scim(
        "url = \"https://host\"\naccounts = \"a\"\nmatch = [\"a b\", \"username\", \"usrName\", \"title\"]\nca = 1\ntimeout = \"x\"\n\
         [[target.slot]]\nname = \"a\"\n[[target.slot]]\nname = \"b\"\nbind = \"role\"",
    ));
    assert_eq!(
        found,
        [
            "config.toml:2:1: [[target]] lacks secret; add secret = \"goto-token\"",
            "config.toml:6:1: unknown key \"accounts\"; [[target]] knows name, kind, unmanaged, every, at, \
         removals, quarantine, limit, protect, send, slot, url, secret, client_id, token_url, match, ca, timeout",
            "config.toml:7:10: match: \"a b\" is no SCIM attribute (column 3: expected the end of the \
         path, found \"b\")",
            "config.toml:7:29: match: \"usrName\" is no key of accounts; they are matched by externalId, \
         userName and emails.value; did you mean userName?",
            "config.toml:7:40: match: \"title\" is no key of accounts; they are matched by externalId, \
         userName and emails.value",
            "config.toml:8:6: ca: expected a string, found an integer",
            "config.toml:9:11: timeout: \"x\" is no duration; write a number and d, h, m or s, such as \
         \"40m\" or \"2h\"",
            "config.toml:10:1: [[target.slot]] lacks bind; add bind = \"groups\"",
            "config.toml:14:8: bind: \"role\" is none of groups, roles, entitlements and \
         attribute:<SCIM path>; did you mean roles?",
        ]
    );
}

#[test]
fn slots() {
    let twice = |line: usize| {
        format!(
            "is there twice, first in line {line}; names are compared without case, so choose \
             another"
        )
    };
    check(
        "name = \"role\"",
        "name = \"Products\"",
        &[&format!("26:8: the slot name \"Products\" {}", twice(21))],
    );
    check(
        "name = \"role\"",
        "name = \"email\"",
        &["26:8: \"email\" is a column of the accounts file; name the slot otherwise"],
    );
    check(
        "{ name = \"Webinar\" }",
        "{ name = \"connect\", seats = -1, seat = 1 }",
        &[
            &format!("23:55: the value name \"connect\" {}", twice(23)),
            "23:74: seats: expected 0 or more, found -1",
            "23:78: unknown key \"seat\"; did you mean seats?",
        ],
    );
    check(
        "many = false",
        "many = 0\nadministrators = [\"Admins\"]\ngrace = \"7h\"\nbind = \"x\"",
        &[
            "27:8: many: expected true or false, found an integer",
            "28:19: slot role has no value \"Admins\"; did you mean Admin?",
            "29:9: grace is \"7h\"; write whole days from \"0d\" to \"3650d\"",
            "30:1: unknown key \"bind\"; [[target.slot]] knows name, many, create_values, grace, \
         values, administrators",
        ],
    );
}
