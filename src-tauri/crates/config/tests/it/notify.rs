//! `[notify]`: read, written, compared, and wrong in each way.

use super::{BASE, base_lines, problems, read_text};
use rolecall_config::{difference, write};
use rolecall_directory::MailTls;
use std::path::Path;

fn with(notify: &str) -> String {
    format!("{BASE}\n{notify}")
}

/// Checks the errors of `notify`, whose first line is line 1 here.
fn check(notify: &str, expected: &[&str]) {
    let expected: Vec<_> = expected
        .iter()
        .map(|rest| {
            let (line, rest) = rest.split_once(':').unwrap();
            let line: usize = line.parse().unwrap();
            format!("config.toml:{}:{rest}", base_lines() + 1 + line)
        })
        .collect();
    assert_eq!(problems(&with(notify)), expected, "with:\n{notify}");
}

const WHOLE: &str = r#"[notify]
desktop = false
email = { to = ["a@example.com", "b@example.com"], from = "rolecall@example.com", host = "mail.example.com", port = 2525, tls = "starttls", user = "rolecall", secret = "smtp-password", ca = "ca.pem" }
webhook = { url = "https://hooks.example.com/x?key=1", secret = "hook-key" }
"#;

#[test]
fn it_is_read_and_written_as_it_was() {
    let read = read_text(&with(WHOLE)).unwrap();
    let email = read.notify.email.as_ref().unwrap();
    assert_eq!((email.to.len(), email.port, email.tls), (2, 2525, MailTls::Starttls));
    assert_eq!(email.ca.as_deref(), Some(Path::new("/org/ca.pem")));
    assert!(!read.notify.desktop);
    let text = write(&read, Some(Path::new("/org")));
    assert!(text.ends_with(&format!("\n{WHOLE}")), "{text}");
    let bare = read_text(BASE).unwrap();
    assert!(bare.notify.desktop && bare.notify.email.is_none() && bare.notify.webhook.is_none());
}

#[test]
fn ports_follow_the_protection() {
    for (tls, port) in [("starttls", 587), ("tls", 465), ("none", 25)] {
        let email = format!(
            "[notify.email]\nto = [\"a@b.c\"]\nfrom = \"x@b.c\"\nhost = \"localhost\"\ntls = \"{tls}\"\n"
        );
        let read = read_text(&with(&email)).unwrap();
        assert_eq!(read.notify.email.unwrap().port, port, "{tls}");
    }
}

#[test]
fn a_change_shows_its_lines() {
    let (old, new) = (read_text(BASE).unwrap(), read_text(&with(WHOLE)).unwrap());
    let changes = difference(&old, &new);
    assert_eq!(changes.len(), 1);
    let told = changes[0].to_string();
    assert!(told.starts_with("changed notify\n  + desktop = false\n  + email = "), "{told}");
    assert!(difference(&new, &new).is_empty());
}

#[test]
fn what_is_wrong_has_its_place_and_a_suggestion() {
    check("[notify]\nemial = {}", &["2:1: unknown key \"emial\"; did you mean email?"]);
    check("[notify]\ndesktop = 1", &["2:11: desktop: expected true or false, found an integer"]);
    check(
        "[notify.webhook]\nurl = \"http://hooks.example.com/\"\nsecret = \"Hook Key\"",
        &[
            "2:7: url: http:// is for this machine only, as it sends the secret in the clear; use \
             https://",
            "3:10: secret: this cannot be the name of a secret, which has at most 64 lower-case \
             letters, digits and \"-\"; the secret itself does not belong in this file but is kept \
             by rolecallctl secret set NAME",
        ],
    );
    let email = |rest: &str| format!("[notify.email]\nhost = \"mail.example.com\"\n{rest}");
    check(
        &email("to = []\nfrom = \"x\"\ntls = \"startls\"\nuser = \"u\""),
        &[
            "3:6: to: name at least one address, such as [\"admins@example.com\"]",
            "4:8: from: \"x\" is no e-mail address; write name@example.com",
            "5:7: tls: \"startls\" is none of starttls, tls, none; did you mean starttls?",
            "6:8: user: a user needs a password; add secret = \"smtp-password\"",
        ],
    );
    check(
        &email("to = [\"a@b.c, d@e.f\"]\nfrom = \"x@b.c\"\ntls = \"none\"\nport = 0"),
        &[
            "2:8: tls = \"none\" is for this machine only, as it sends the password in the clear; \
             use \"starttls\" or \"tls\"",
            "3:7: to: \"a@b.c, d@e.f\" is no e-mail address; write name@example.com",
            "6:8: port: expected from 1 to 65535, found 0",
        ],
    );
    check(
        "[notify]\nwebhook = { secret = \"hook-key\" }",
        &["2:11: [notify.webhook] lacks url; add url = \"https://host/path\""],
    );
}
