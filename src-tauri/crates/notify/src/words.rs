//! News as English sentences. They name causes, targets and numbers; whom they concern is for
//! the application to show to those who may see it.

use crate::News;
use crate::news::{FailureNews, HeldNews};
use rolecall_directory::{Cause, Guard};

/// The subject of a mail, the title of a notification.
#[must_use]
pub fn subject(news: &News) -> String {
    let workspace = &news.workspace;
    if news.trial {
        return format!("Rolecall, {workspace}: a trial message");
    }
    if news.error.is_some() {
        return format!("Rolecall, {workspace}: nothing could be synced");
    }
    let first = news.failures.first().map(failure);
    let first = first.or_else(|| news.held.first().map(held)).unwrap_or_default();
    match news.failures.len() + news.held.len() {
        0 | 1 => format!("Rolecall, {workspace}: {first}"),
        all => format!("Rolecall, {workspace}: {first}, and {} more", all - 1),
    }
}

/// The news, a line each: causes first, then what is held.
#[must_use]
pub fn lines(news: &News) -> Vec<String> {
    if news.trial {
        return vec!["This is a trial: news of runs reach you here.".to_owned()];
    }
    let error = news.error.iter().map(|error| format!("Nothing could be synced: {error}."));
    let failures =
        news.failures.iter().map(|one| format!("{}. {}", capital(&failure(one)), remedy(one)));
    let held = news.held.iter().map(|one| format!("{}. {}", held(one), decide(one.guard)));
    error.chain(failures).chain(held).collect()
}

/// `text` as the beginning of a sentence.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn failure(news: &FailureNews) -> String {
    let FailureNews { cause, target, people, fresh } = news;
    let what = title(*cause);
    match (people, fresh) {
        (0, _) => format!("Nothing could be read of {target}: {what}"),
        (people, fresh) if people == fresh => format!("{what} in {target}: {}", persons(*people)),
        (people, fresh) => format!("{what} in {target}: {}, {fresh} of them new", persons(*people)),
    }
}

fn held(news: &HeldNews) -> String {
    let steps = if news.steps == 1 { "1 step".to_owned() } else { format!("{} steps", news.steps) };
    format!("{steps} held in {}: {}", news.target, because(news.guard))
}

fn persons(count: u64) -> String {
    if count == 1 { "1 person".to_owned() } else { format!("{count} people") }
}

fn title(cause: Cause) -> &'static str {
    match cause {
        Cause::AccountExists => "accounts exist already and are not managed",
        Cause::NoLicences => "no licences left",
        Cause::DomainNotVerified => "addresses are outside the verified domains",
        Cause::AttributeMissing => "a required attribute is missing",
        Cause::AttributeInvalid => "an attribute cannot be used",
        Cause::DuplicateInSource => "people share a key in the source",
        Cause::DuplicateAcrossDirectories => "people are in two directories",
        Cause::SuspendedElsewhere => "accounts were deactivated by someone else",
        Cause::ExternallyManaged => "accounts are managed by another system",
        Cause::NotPermitted => "the credential lacks the right",
        Cause::RejectedByTarget => "the target refused changes",
        Cause::UnreadableAnswer => "answers could not be read",
        Cause::NotConfirmed => "changes were not found when they were read again",
        Cause::CredentialRejected => "the credential was rejected",
        Cause::NotFound => "accounts or values are gone",
        Cause::Conflict => "accounts were changed meanwhile",
        Cause::RateLimited => "the target asks to wait",
        Cause::Unavailable => "the target is out of order",
        Cause::Timeout => "no answer in time",
        Cause::CertificateUntrusted => "the certificate is not trusted",
    }
}

fn remedy(news: &FailureNews) -> &'static str {
    match news.cause {
        Cause::AccountExists => "Adopt the accounts, or leave them as they are.",
        Cause::NoLicences => "Buy seats or free some; then they are given by themselves.",
        Cause::DomainNotVerified => "Verify the domain, or correct the addresses at the source.",
        Cause::AttributeMissing | Cause::AttributeInvalid => {
            "Correct the attribute at the source; then it is tried again by itself."
        }
        Cause::DuplicateInSource | Cause::DuplicateAcrossDirectories => {
            "Correct one of each pair at the source."
        }
        Cause::SuspendedElsewhere => "Reactivate them in Rolecall, or leave them deactivated.",
        Cause::ExternallyManaged => "Change them where they are managed.",
        Cause::NotPermitted => "Give the credential the right, then retry.",
        Cause::CredentialRejected => "Enter a new credential; nothing is sent until then.",
        Cause::CertificateUntrusted => "Renew the certificate, or trust the CA that issued it.",
        Cause::RateLimited | Cause::Unavailable | Cause::Timeout => "It is tried again by itself.",
        Cause::NotFound | Cause::Conflict => "It is planned anew; retry if it stays.",
        Cause::RejectedByTarget | Cause::UnreadableAnswer | Cause::NotConfirmed => {
            "See the target's own words, then retry."
        }
    }
}

fn because(guard: Guard) -> &'static str {
    match guard {
        Guard::Removals => "more removals than the limit",
        Guard::SourceShrunk => "the source delivered far fewer people than before",
        Guard::BadRows => "rows of the source could not be read",
        Guard::UnknownName => "a rule names what the source does not have",
        Guard::RuleTest => "a rule test does not come out as pinned",
    }
}

fn decide(guard: Guard) -> &'static str {
    match guard {
        Guard::Removals => "Approve or discard them.",
        Guard::SourceShrunk | Guard::BadRows => "Look at the source; then approve or discard them.",
        Guard::UnknownName | Guard::RuleTest => "Look at the rules; then approve or discard them.",
    }
}

/// `text` as a segment of an address.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
