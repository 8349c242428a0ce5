//! A connection to a directory server: reached, encrypted and bound step by step, and searched.

use super::controls::{self, page_cookie};
use super::entry::Entry;
use super::trouble::{Asked, Refused, Trouble};
use crate::calls::hidden;
use crate::{ConnectError, Pin, RefusedCertificate, pinned_tls_config, refused_certificate};
use futures_util::FutureExt;
use ldap3::StdStream;
use ldap3::asn1::StructureTag;
use ldap3::controls::{Control, RawControl};
use ldap3::{Ldap, LdapConnAsync, LdapConnSettings, LdapError, ResultEntry, Scope, SearchOptions};
use rolecall_directory::{Cause, LdapAccess};
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::net::TcpStream;
use url::Url;

/// How many entries a page has; servers give out 1,000 at most unless told otherwise.
const PAGE: u32 = 1_000;
/// How small pages may become, where the server allows none larger.
const SMALLEST_PAGE: u32 = 50;
/// Limits of the server, by size or by its administrator.
pub(super) const LIMITS: [u32; 2] = [4, 11];

/// Where a server is, and how it is trusted.
#[derive(Debug, Clone)]
pub(super) struct Route {
    url: Url,
    start_tls: bool,
    settings: rustls::ClientConfig,
    timeout: Duration,
    /// The address, for messages.
    pub place: String,
}

/// A connection; dropping it closes it.
pub(super) struct Connection {
    ldap: Ldap,
    driver: tokio::task::JoinHandle<()>,
    timeout: Duration,
    /// The address, for messages.
    pub place: String,
    entries: Arc<AtomicU64>,
    pages: bool,
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.driver.abort();
    }
}

/// Why a connection was not encrypted.
#[derive(Debug)]
pub(super) struct Unsecured {
    /// What went wrong.
    pub error: ConnectError,
    /// The certificate that was refused, where that is why.
    pub certificate: Option<RefusedCertificate>,
}

impl From<ConnectError> for Unsecured {
    fn from(error: ConnectError) -> Self {
        Self { error, certificate: None }
    }
}

/// What is looked for.
#[derive(Debug, Clone)]
pub(super) struct Search<'a> {
    /// The base.
    pub base: &'a str,
    /// How deep.
    pub scope: Scope,
    /// The filter.
    pub filter: &'a str,
    /// Which attributes are wanted.
    pub attributes: &'a [String],
    /// What else is asked with it.
    pub controls: Vec<RawControl>,
}

/// What a search is answered with, before its end.
pub(super) enum Answer {
    /// An entry, and what came with it.
    Entry(Entry, Vec<Control>),
    /// Something between entries.
    Between(StructureTag),
}

impl Route {
    /// Reads the address and what is trusted.
    ///
    /// # Errors
    /// When the address is none, or the file of further certificates cannot be read.
    pub fn new(access: &LdapAccess) -> Result<Self, ConnectError> {
        let wrong = |message: &str| ConnectError {
            cause: Cause::AttributeInvalid,
            place: access.url.clone(),
            message: format!("{message}. Write url as ldap://host, ldaps://host or with a :port"),
        };
        let url = Url::parse(access.url.trim()).map_err(|_| wrong("this is no address"))?;
        let encrypted = match url.scheme() {
            "ldaps" => true,
            "ldap" => access.start_tls,
            _ => return Err(wrong("an LDAP address begins with ldap:// or ldaps://")),
        };
        if url.host_str().is_none_or(str::is_empty) {
            return Err(wrong("the address names no host"));
        }
        if !matches!(url.path(), "" | "/") || url.query().is_some() || !url.username().is_empty() {
            return Err(wrong(
                "the address holds more than host and port; the base is a key of its own",
            ));
        }
        let pin = access.fingerprint.clone().map_or(Pin::Unset, Pin::To);
        Ok(Self {
            start_tls: encrypted && url.scheme() == "ldap",
            settings: pinned_tls_config(access.ca.as_deref(), pin)?,
            timeout: Duration::from_secs(access.timeout_seconds.max(1)),
            place: access.url.trim().to_owned(),
            url,
        })
    }

    /// Whether the connection is encrypted.
    pub fn is_encrypted(&self) -> bool {
        self.start_tls || self.url.scheme() == "ldaps"
    }

    /// Opens a connection to the port.
    ///
    /// # Errors
    /// When nobody answers there.
    pub async fn reach(&self) -> Result<TcpStream, ConnectError> {
        let host = self.url.host_str().unwrap_or_default().trim_matches(['[', ']']);
        let usual = if self.url.scheme() == "ldaps" { 636 } else { 389 };
        let port = self.url.port().unwrap_or(usual);
        let failed = |cause, message| ConnectError { cause, place: self.place.clone(), message };
        match tokio::time::timeout(self.timeout, TcpStream::connect((host, port))).await {
            Ok(Ok(stream)) => {
                // Small requests go at once; where that cannot be set they go all the same.
                let _ = stream.set_nodelay(true);
                Ok(stream)
            }
            Ok(Err(error)) => Err(failed(
                Cause::Unavailable,
                format!(
                    "nobody can be reached at {host} port {port}: {error}. Check url, and that a \
                     firewall lets this machine through"
                ),
            )),
            Err(_) => Err(failed(
                Cause::Timeout,
                format!(
                    "nobody answers at {host} port {port} within {} seconds. Check url, and that a \
                     firewall lets this machine through",
                    self.timeout.as_secs()
                ),
            )),
        }
    }

    /// Encrypts the connection where that is wanted.
    ///
    /// # Errors
    /// When the certificate is not trusted, or the server does not encrypt.
    pub async fn secure(
        &self,
        stream: TcpStream,
        entries: Arc<AtomicU64>,
    ) -> Result<Connection, Unsecured> {
        let stream = stream.into_std().map_err(|error| self.failed(&LdapError::from(error)))?;
        let mut settings = LdapConnSettings::new()
            .set_config(Arc::new(self.settings.clone()))
            .set_starttls(self.start_tls);
        settings = settings.set_std_stream(StdStream::Tcp(stream));
        let opening = LdapConnAsync::from_url_with_settings(settings, &self.url);
        let opened = tokio::time::timeout(self.timeout, caught(opening, &self.place)).await;
        let (connection, ldap) = match opened {
            Ok(Ok(Ok(opened))) => opened,
            Ok(Ok(Err(LdapError::LdapResult { result }))) => {
                let refused = Trouble::Refused(refusal(result));
                return Err(refused.told(&self.place, Asked::StartTls).into());
            }
            Ok(Ok(Err(error))) => {
                let certificate = refused_certificate(&error);
                return Err(Unsecured { error: self.failed(&error), certificate });
            }
            Ok(Err(error)) => return Err(error.into()),
            Err(_) => return Err(late(&self.place, self.timeout).into()),
        };
        let driver = tokio::spawn(async move {
            // How it ends is seen by whoever waits for an answer.
            let _ = connection.drive().await;
        });
        let (timeout, place) = (self.timeout, self.place.clone());
        Ok(Connection { ldap, driver, timeout, place, entries, pages: true })
    }

    fn failed(&self, error: &LdapError) -> ConnectError {
        failed(&self.place, error, self.timeout)
    }
}

impl Connection {
    /// Says who is asking. Without a name nobody is named, and the server decides what it tells.
    ///
    /// # Errors
    /// When the server does not accept it.
    pub async fn bind(&self, name: &str, password: &str) -> Result<(), ConnectError> {
        if name.is_empty() {
            return Ok(());
        }
        if password.is_empty() {
            // A bind without a password would succeed as nobody (RFC 4513 section 5.1.2).
            return Err(ConnectError {
                cause: Cause::CredentialRejected,
                place: self.place.clone(),
                message: format!("the password of \"{name}\" is empty. Set the secret"),
            });
        }
        let mut ldap = self.ldap.clone();
        ldap.with_timeout(self.timeout);
        let binding = caught(ldap.simple_bind(name, password), &self.place).await?;
        let result = binding.map_err(|error| failed(&self.place, &error, self.timeout))?;
        if result.rc == 0 {
            return Ok(());
        }
        let mut refused = refusal(result);
        refused.text = hidden(refused.text, password);
        Err(Trouble::Refused(refused).told(&self.place, Asked::Bind(name)))
    }

    /// Whether the server gives out pages.
    pub fn set_pages(&mut self, pages: bool) {
        self.pages = pages;
    }

    /// Hands each answer to `take`, and returns what came with the end. Referrals are passed over.
    ///
    /// # Errors
    /// When the server refuses or does not answer, or `take` fails.
    pub async fn search(
        &self,
        search: Search<'_>,
        take: &mut (dyn FnMut(Answer) -> Result<(), ConnectError> + Send),
    ) -> Result<Vec<Control>, Trouble> {
        let lost = |error: LdapError| Trouble::Failed(failed(&self.place, &error, self.timeout));
        let mut ldap = self.ldap.clone();
        ldap.with_timeout(self.timeout);
        ldap.with_search_options(SearchOptions::new());
        if !search.controls.is_empty() {
            ldap.with_controls(search.controls);
        }
        let attributes: Vec<&str> = search.attributes.iter().map(String::as_str).collect();
        let asking = ldap.streaming_search(search.base, search.scope, search.filter, attributes);
        let mut stream = match caught(asking, &self.place).await.map_err(Trouble::Failed)? {
            Ok(stream) => stream,
            Err(LdapError::FilterParsing) => {
                return Err(Trouble::Failed(ConnectError {
                    cause: Cause::AttributeInvalid,
                    place: self.place.clone(),
                    message: format!(
                        "{} is no filter. Write one such as (objectClass=inetOrgPerson)",
                        search.filter
                    ),
                }));
            }
            Err(error) => return Err(lost(error)),
        };
        while let Some(answer) = stream.next().await.map_err(lost)? {
            let ResultEntry { 0: tag, 1: came, .. } = answer;
            let answer = match tag.id {
                4 => {
                    self.entries.fetch_add(1, Ordering::Relaxed);
                    Entry::read(tag).map(|entry| Answer::Entry(entry, came))
                }
                25 => Some(Answer::Between(tag)),
                _ => continue,
            };
            take(answer.ok_or_else(|| Trouble::Failed(unreadable(&self.place)))?)
                .map_err(Trouble::Failed)?;
        }
        let result = stream.finish().await;
        match result.rc {
            0 => Ok(result.ctrls),
            _ => Err(Trouble::Refused(refusal(result))),
        }
    }

    /// One page of a search from `cookie` on, and the cookie of the next; empty after the last.
    /// Pages become smaller where the server allows none so large.
    ///
    /// # Errors
    /// When the server refuses or does not answer.
    pub async fn page(
        &self,
        search: &Search<'_>,
        pages: &mut Pages,
    ) -> Result<Vec<Entry>, Trouble> {
        loop {
            let mut entries = Vec::new();
            let mut asked = search.clone();
            if self.pages {
                asked.controls.push(controls::paged(pages.size, &pages.cookie, true));
            }
            let answered = self
                .search(asked, &mut |answer| {
                    if let Answer::Entry(entry, _) = answer {
                        entries.push(entry);
                    }
                    Ok(())
                })
                .await;
            let came = match answered {
                Ok(came) => came,
                Err(trouble)
                    if pages.cookie.is_empty()
                        && pages.size > SMALLEST_PAGE
                        && trouble.is_one_of(&[11])
                        && self.pages =>
                {
                    pages.size /= 2;
                    continue;
                }
                Err(trouble) => return Err(trouble),
            };
            let next = page_cookie(&came).unwrap_or_default();
            if entries.is_empty() && !next.is_empty() && next == pages.cookie {
                return Err(Trouble::Failed(unreadable(&self.place)));
            }
            pages.over = next.is_empty();
            pages.cookie = next;
            return Ok(entries);
        }
    }

    /// Everything a search finds, page by page to `take`.
    ///
    /// # Errors
    /// When the server refuses or does not answer, or `take` fails.
    pub async fn each(
        &self,
        search: &Search<'_>,
        take: &mut (dyn FnMut(Entry) -> Result<(), ConnectError> + Send),
    ) -> Result<(), Trouble> {
        let mut pages = Pages::default();
        while !pages.over {
            for entry in self.page(search, &mut pages).await? {
                take(entry).map_err(Trouble::Failed)?;
            }
        }
        Ok(())
    }

    /// Everything a small search finds.
    ///
    /// # Errors
    /// When the server refuses or does not answer.
    pub async fn all(&self, search: &Search<'_>) -> Result<Vec<Entry>, ConnectError> {
        let mut found = Vec::new();
        let asked = Asked::Search { base: search.base, filter: search.filter };
        let mut keep = |entry| {
            found.push(entry);
            Ok(())
        };
        let each = self.each(search, &mut keep).await;
        each.map_err(|trouble| trouble.told(&self.place, asked))?;
        Ok(found)
    }

    /// One entry; `None` when there is none of that name.
    ///
    /// # Errors
    /// When the server refuses or does not answer.
    pub async fn entry(
        &self,
        name: &str,
        attributes: &[String],
        controls: Vec<RawControl>,
    ) -> Result<Option<Entry>, ConnectError> {
        let filter = "(objectClass=*)";
        let search = Search { base: name, scope: Scope::Base, filter, attributes, controls };
        let mut found = None;
        let answered = self
            .search(search, &mut |answer| {
                if let Answer::Entry(entry, _) = answer {
                    found = Some(entry);
                }
                Ok(())
            })
            .await;
        match answered {
            Ok(_) => Ok(found),
            Err(trouble) if trouble.is_one_of(&[32]) => Ok(None),
            Err(trouble) => Err(trouble.told(&self.place, Asked::Search { base: name, filter })),
        }
    }
}

/// How far a search in pages is.
#[derive(Debug, Clone)]
pub(super) struct Pages {
    /// How many entries a page has.
    pub size: u32,
    cookie: Vec<u8>,
    /// Whether the last page was had.
    pub over: bool,
}

impl Default for Pages {
    fn default() -> Self {
        Self { size: PAGE, cookie: Vec::new(), over: false }
    }
}

/// What `future` comes to; an answer that the protocol's reader breaks off at is unreadable.
async fn caught<T>(future: impl Future<Output = T>, place: &str) -> Result<T, ConnectError> {
    AssertUnwindSafe(future).catch_unwind().await.map_err(|_| unreadable(place))
}

fn unreadable(place: &str) -> ConnectError {
    ConnectError {
        cause: Cause::UnreadableAnswer,
        place: place.to_owned(),
        message: "the server's answer cannot be read. Check that url leads to an LDAP server"
            .to_owned(),
    }
}

fn late(place: &str, timeout: Duration) -> ConnectError {
    ConnectError {
        cause: Cause::Timeout,
        place: place.to_owned(),
        message: format!(
            "the server did not answer within {} seconds. Raise timeout, or try again later",
            timeout.as_secs()
        ),
    }
}

fn refusal(result: ldap3::LdapResult) -> Refused {
    let ldap3::LdapResult { rc, matched, text, refs, .. } = result;
    Refused { code: rc, matched, text, referrals: refs }
}

/// What an error of the protocol's reader means.
fn failed(place: &str, error: &LdapError, timeout: Duration) -> ConnectError {
    let told = |cause, message| ConnectError { cause, place: place.to_owned(), message };
    if let Some(refused) = refused_certificate(error) {
        return told(Cause::CertificateUntrusted, refused.to_string());
    }
    match error {
        LdapError::Timeout { .. } => late(place, timeout),
        LdapError::Rustls { source } => told(
            Cause::CertificateUntrusted,
            format!("the connection cannot be encrypted: {source}"),
        ),
        LdapError::Io { source } if source.kind() == std::io::ErrorKind::InvalidData => told(
            Cause::CertificateUntrusted,
            format!(
                "the connection cannot be encrypted: {source}. Check that the port speaks TLS; \
                 ldaps:// usually has port 636"
            ),
        ),
        LdapError::DNSName { source } => told(
            Cause::AttributeInvalid,
            format!("the host in url cannot be in a certificate: {source}"),
        ),
        _ => told(
            Cause::Unavailable,
            format!("the connection was cut: {error}. It is tried again with the next sync"),
        ),
    }
}
