//! News by e-mail.

use crate::news::News;
use crate::{NotifyError, certificate, words};
use lettre::address::Envelope;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use rolecall_connect::Patience;
use rolecall_directory::{EmailDefinition, MailTls};
use rolecall_secrets::{ExposeSecret, SecretString};
use std::time::Duration;

/// How long a mail server may take for each answer.
const TIMEOUT: Duration = Duration::from_secs(30);

type Transport = AsyncSmtpTransport<Tokio1Executor>;

/// Mails `news` to everybody, each for themselves: one address that is refused keeps it from
/// nobody else. Answers what went wrong with the others.
pub(crate) async fn send(
    email: &EmailDefinition,
    password: Option<&SecretString>,
    news: &News,
    patience: Patience,
) -> Result<(), NotifyError> {
    let from = address(&email.from)?;
    let mail = message(email, from.clone(), news)?.formatted();
    let transport = transport(email, password)?;
    let mut failed = Vec::new();
    for to in &email.to {
        let envelope = Envelope::new(Some(from.clone()), vec![address(to)?]);
        let envelope = envelope.map_err(|error| wrong("the addresses", &error))?;
        match one(&transport, &envelope, &mail, email, patience).await {
            Ok(()) => {}
            // What is wrong with the server is so for all.
            Err(error @ (NotifyError::Unreachable { .. } | NotifyError::Untrusted { .. })) => {
                return Err(error);
            }
            Err(error) => failed.push((to, error)),
        }
    }
    let Some((to, error)) = failed.first() else { return Ok(()) };
    let NotifyError::Refused { place, words, remedy, passing } = error else {
        return Err(error.clone());
    };
    let words = match failed.len() {
        one if one == email.to.len() => words.clone(),
        1 => format!("{words}, for {to}; the others got it"),
        some => format!("{words}, for {to} and {} more; the others got it", some - 1),
    };
    Err(NotifyError::Refused { place: place.clone(), words, remedy, passing: *passing })
}

async fn one(
    transport: &Transport,
    envelope: &Envelope,
    mail: &[u8],
    email: &EmailDefinition,
    patience: Patience,
) -> Result<(), NotifyError> {
    let mut tries = 0;
    loop {
        tries += 1;
        let Err(error) = transport.send_raw(envelope, mail).await else { return Ok(()) };
        let error = told(email, &error).await;
        if tries >= patience.tries || !error.is_passing() {
            return Err(error);
        }
        tokio::time::sleep(patience.wait(tries, rand::random())).await;
    }
}

fn message(email: &EmailDefinition, from: Address, news: &News) -> Result<Message, NotifyError> {
    let host = email.from.rsplit_once('@').map_or("localhost", |(_, host)| host);
    let id = format!("<{}@{host}>", uuid::Uuid::new_v4());
    let mut builder = Message::builder()
        .from(Mailbox::new(Some("Rolecall".to_owned()), from))
        .subject(words::subject(news))
        .message_id(Some(id))
        .header(ContentType::TEXT_PLAIN);
    for to in &email.to {
        builder = builder.to(Mailbox::new(None, address(to)?));
    }
    let mut text = words::lines(news).join("\r\n\r\n");
    if !news.trial {
        let place = format!("\r\n\r\nOpen Rolecall to see who is concerned: {}", news.page());
        text.push_str(&place);
    }
    text.push_str("\r\n");
    builder.body(text).map_err(|error| wrong("the message", &error))
}

fn transport(
    email: &EmailDefinition,
    password: Option<&SecretString>,
) -> Result<Transport, NotifyError> {
    let tls = match email.tls {
        MailTls::None => Tls::None,
        MailTls::Starttls => Tls::Required(parameters(email)?),
        MailTls::Tls => Tls::Wrapper(parameters(email)?),
    };
    let mut builder =
        Transport::builder_dangerous(&email.host).port(email.port).tls(tls).timeout(Some(TIMEOUT));
    if let (Some(user), Some(password)) = (&email.user, password) {
        let password = password.expose_secret().to_owned();
        builder = builder.credentials(Credentials::new(user.clone(), password));
    }
    Ok(builder.build())
}

fn parameters(email: &EmailDefinition) -> Result<TlsParameters, NotifyError> {
    let mut builder = TlsParameters::builder(email.host.clone());
    if let Some(path) = &email.ca {
        let what = || format!("the certificates in {}", path.display());
        let pem = std::fs::read(path).map_err(|error| wrong(&what(), &error))?;
        let read = Certificate::from_pem(&pem).map_err(|error| wrong(&what(), &error))?;
        builder = builder.add_root_certificate(read);
    }
    builder.build().map_err(|error| wrong("the trusted certificates", &error))
}

fn address(text: &str) -> Result<Address, NotifyError> {
    text.parse().map_err(|error| wrong(&format!("the address {text}"), &error))
}

fn wrong(what: &str, error: &dyn std::fmt::Display) -> NotifyError {
    NotifyError::Wrong { what: what.to_owned(), reason: error.to_string() }
}

/// The server as it may be shown.
pub(crate) fn place(email: &EmailDefinition) -> String {
    format!("the mail server {}:{}", email.host, email.port)
}

async fn told(email: &EmailDefinition, error: &SmtpError) -> NotifyError {
    let place = place(email);
    let said = std::error::Error::source(error).map(ToString::to_string);
    let reason = said.unwrap_or_else(|| error.to_string());
    if let Some(code) = error.status() {
        let code = code.to_string();
        let remedy = match code.as_str() {
            "535" | "534" | "530" | "538" => "Check the user and the password",
            "550" | "551" | "553" | "501" => "Check the addresses",
            "421" | "450" | "451" | "452" => "It may pass; try again later",
            _ => "Ask whoever runs the mail server",
        };
        let words = format!("{code} {reason}");
        return NotifyError::Refused { place, words, remedy, passing: error.is_transient() };
    }
    if email.tls != MailTls::None
        && let Some(reason) = certificate::refused(email).await
    {
        return NotifyError::Untrusted { place, reason };
    }
    if error.is_client() || error.is_tls() || error.is_response() {
        let remedy = "Check host, port and tls: starttls is usual on port 587, tls on 465";
        return NotifyError::Refused { place, words: reason, remedy, passing: false };
    }
    let reason = if error.is_timeout() { "no answer in time".to_owned() } else { reason };
    NotifyError::Unreachable { place, reason }
}
