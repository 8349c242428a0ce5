//! News by e-mail.

use super::mail_server::{MailServer, Manners, certificate};
use super::{some_news, teller};
use rolecall_directory::{EmailDefinition, MailTls, NotifyDefinition};
use rolecall_notify::{Channel, News, NotifyError};
use std::path::PathBuf;

fn to(server: &MailServer, tls: MailTls, ca: Option<PathBuf>) -> NotifyDefinition {
    let email = EmailDefinition {
        to: vec!["ann@example.com".to_owned(), "bob@example.com".to_owned()],
        from: "rolecall@example.com".to_owned(),
        host: "localhost".to_owned(),
        port: server.port,
        tls,
        user: None,
        secret: None,
        ca,
    };
    NotifyDefinition { desktop: false, email: Some(email), webhook: None }
}

fn signed_in(mut notify: NotifyDefinition) -> NotifyDefinition {
    if let Some(email) = &mut notify.email {
        email.user = Some("rolecall".to_owned());
        email.secret = Some("smtp-password".to_owned());
    }
    notify
}

#[tokio::test]
async fn everybody_gets_the_news_in_words() {
    let server = MailServer::start(Manners::default()).await;
    let notify = to(&server, MailTls::None, None);
    teller(&[]).send(Channel::Email, &notify, &some_news()).await.expect("it is taken");
    let taken = server.taken();
    assert_eq!(taken.len(), 2);
    assert_eq!(
        (taken[0].to.as_slice(), taken[1].to.as_slice()),
        (&["ann@example.com".to_owned()][..], &["bob@example.com".to_owned()][..],)
    );
    let text = taken[0].text.replace("=\n", "").replace("\n ", " ");
    assert_eq!(taken[0].from, "rolecall@example.com");
    for part in [
        "From: Rolecall <rolecall@example.com>",
        "Subject: Rolecall, Contoso: no licences left in console: 14 people, 3 of them",
        "No licences left in console: 14 people, 3 of them new. Buy seats or free some",
        "212 steps held in console: more removals than the limit. Approve or discard them.",
        "Message-ID: <",
        "Date: ",
    ] {
        assert!(text.contains(part), "{part:?} in:\n{text}");
    }
    let id =
        |text: &str| text.lines().find(|line| line.starts_with("Message-ID")).map(str::to_owned);
    assert_eq!(id(&taken[0].text), id(&taken[1].text), "one mail");
}

#[tokio::test]
async fn starttls_and_tls_protect_the_password() {
    let folder = tempfile::tempdir().expect("a folder");
    let (config, ca) = certificate(folder.path());
    let login = Some(("rolecall", "s3cret"));
    let manners = [
        (MailTls::Starttls, Manners { starttls: Some(config.clone()), login, ..<_>::default() }),
        (MailTls::Tls, Manners { tls: Some(config), login, ..<_>::default() }),
    ];
    for (tls, manners) in manners {
        let server = MailServer::start(manners).await;
        let notify = signed_in(to(&server, tls, Some(ca.clone())));
        let teller = teller(&[("smtp-password", "s3cret")]);
        teller.send(Channel::Email, &notify, &some_news()).await.expect("it is taken");
        let taken = server.taken();
        assert_eq!(taken.len(), 2, "{tls:?}");
        assert!(taken.iter().all(|mail| mail.over_tls && mail.signed_in), "{tls:?}");
        assert!(!taken[0].text.contains("s3cret"));
    }
}

#[tokio::test]
async fn a_server_that_offers_no_tls_is_told_nothing() {
    let server =
        MailServer::start(Manners { login: Some(("rolecall", "s3cret")), ..<_>::default() });
    let server = server.await;
    let notify = signed_in(to(&server, MailTls::Starttls, None));
    let teller = teller(&[("smtp-password", "s3cret")]);
    let error = teller.send(Channel::Email, &notify, &some_news()).await.expect_err("refused");
    assert!(error.to_string().contains("STARTTLS"), "{error}");
    assert!(error.to_string().contains("Check host, port and tls"), "{error}");
    assert!(server.taken().is_empty());
}

#[tokio::test]
async fn a_certificate_that_nobody_trusts_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let (config, _) = certificate(folder.path());
    for (tls, manners) in [
        (MailTls::Starttls, Manners { starttls: Some(config.clone()), ..<_>::default() }),
        (MailTls::Tls, Manners { tls: Some(config), ..<_>::default() }),
    ] {
        let server = MailServer::start(manners).await;
        let notify = to(&server, tls, None);
        let error = teller(&[]).send(Channel::Email, &notify, &some_news()).await;
        let error = error.expect_err("refused");
        assert!(matches!(error, NotifyError::Untrusted { .. }), "{tls:?}: {error}");
        let words = error.to_string();
        assert!(words.contains("CN=Contoso Test CA"), "{words}");
        assert!(words.contains("SHA-256 fingerprint "), "{words}");
    }
}

#[tokio::test]
async fn a_wrong_password_is_said_and_not_tried_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let (config, ca) = certificate(folder.path());
    let manners =
        Manners { tls: Some(config), login: Some(("rolecall", "s3cret")), ..<_>::default() };
    let server = MailServer::start(manners).await;
    let notify = signed_in(to(&server, MailTls::Tls, Some(ca)));
    let error = teller(&[("smtp-password", "guess")])
        .send(Channel::Email, &notify, &some_news())
        .await
        .expect_err("refused");
    let words = error.to_string();
    assert!(words.contains("535") && words.contains("Check the user and the password"), "{words}");
    assert!(!words.contains("guess"), "{words}");
    assert!(server.connections() <= 4, "{} connections", server.connections());
    let missing = teller(&[]).send(Channel::Email, &notify, &some_news()).await;
    let missing = missing.expect_err("no such secret").to_string();
    assert!(missing.contains("the secret smtp-password cannot be read"), "{missing}");
}

#[tokio::test]
async fn one_address_that_is_refused_keeps_nobody_else_from_it() {
    let manners = Manners { refuses: &["ann@example.com"], ..<_>::default() };
    let server = MailServer::start(manners).await;
    let notify = to(&server, MailTls::None, None);
    let error = teller(&[]).send(Channel::Email, &notify, &some_news()).await.expect_err("one");
    let words = error.to_string();
    assert!(words.contains("550") && words.contains("no such mailbox here"), "{words}");
    assert!(words.contains("for ann@example.com; the others got it"), "{words}");
    assert_eq!(server.taken().len(), 1);
    assert_eq!(server.taken()[0].to, ["bob@example.com"]);
}

#[tokio::test]
async fn what_is_put_off_is_tried_again_and_not_for_ever() {
    let server = MailServer::start(Manners { busy: 3, ..<_>::default() }).await;
    let notify = to(&server, MailTls::None, None);
    teller(&[]).send(Channel::Email, &notify, &some_news()).await.expect("in the end");
    assert_eq!(server.taken().len(), 2);
    let server = MailServer::start(Manners { busy: 100, ..<_>::default() }).await;
    let notify = to(&server, MailTls::None, None);
    let error = teller(&[]).send(Channel::Email, &notify, &some_news()).await.expect_err("busy");
    assert!(error.to_string().contains("451 busy, come back"), "{error}");
    assert_eq!(server.connections(), 10, "five tries for each address");
}

#[tokio::test]
async fn nobody_there_is_said_with_the_place() {
    let server = MailServer::start(Manners::default()).await;
    let mut notify = to(&server, MailTls::None, None);
    if let Some(email) = &mut notify.email {
        email.port = 1;
    }
    let error = teller(&[]).send(Channel::Email, &notify, &News::trial("Contoso")).await;
    let words = error.expect_err("nobody").to_string();
    assert!(words.starts_with("the mail server localhost:1 could not be reached"), "{words}");
    let none = teller(&[]).send(Channel::Webhook, &notify, &some_news()).await;
    assert_eq!(none, Err(NotifyError::NotSetUp { channel: "webhook" }));
}
