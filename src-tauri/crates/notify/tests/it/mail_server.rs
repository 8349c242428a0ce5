//! A mail server small enough to read: EHLO, STARTTLS, AUTH PLAIN, MAIL, RCPT, DATA, QUIT.

use base64::Engine;
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// What the server does beyond taking mail.
#[derive(Default, Clone)]
pub struct Manners {
    /// It offers STARTTLS, with this.
    pub starttls: Option<Arc<ServerConfig>>,
    /// It speaks TLS from the first byte, with this.
    pub tls: Option<Arc<ServerConfig>>,
    /// It wants this user and password.
    pub login: Option<(&'static str, &'static str)>,
    /// It refuses these addresses for good.
    pub refuses: &'static [&'static str],
    /// How many mails it puts off first.
    pub busy: usize,
}

/// A mail as it was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub from: String,
    pub to: Vec<String>,
    pub text: String,
    pub over_tls: bool,
    pub signed_in: bool,
}

/// A running mail server.
pub struct MailServer {
    pub port: u16,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    taken: Vec<Taken>,
    busy: usize,
    connections: usize,
}

impl MailServer {
    pub async fn start(manners: Manners) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let state = Arc::new(Mutex::new(State { busy: manners.busy, ..State::default() }));
        let kept = state.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (manners, state) = (manners.clone(), kept.clone());
                state.lock().expect("the state").connections += 1;
                tokio::spawn(async move {
                    // A client that goes away is no fault of the server.
                    let _ = serve(stream, &manners, &state).await;
                });
            }
        });
        Self { port, state }
    }

    pub fn taken(&self) -> Vec<Taken> {
        self.state.lock().expect("the state").taken.clone()
    }

    pub fn connections(&self) -> usize {
        self.state.lock().expect("the state").connections
    }
}

/// A certificate for `localhost`, issued by a CA of its own; answers the server's side and the
/// file with the CA.
pub fn certificate(folder: &Path) -> (Arc<ServerConfig>, PathBuf) {
    let key = rcgen::KeyPair::generate().expect("a key");
    let mut params = rcgen::CertificateParams::new(Vec::new()).expect("parameters");
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    params.distinguished_name.push(rcgen::DnType::CommonName, "Contoso Test CA");
    let ca = params.self_signed(&key).expect("a CA");
    let path = folder.join("ca.pem");
    std::fs::write(&path, ca.pem()).expect("it is written");
    let issuer = rcgen::Issuer::new(params, key);
    let own = rcgen::KeyPair::generate().expect("a key");
    let mut leaf = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).expect("a name");
    leaf.extended_key_usages = vec![rcgen::ExtendedKeyUsagePurpose::ServerAuth];
    let leaf = leaf.signed_by(&own, &issuer).expect("a certificate");
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(own.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![leaf.der().clone()], key)
        .expect("a certificate with its key");
    (Arc::new(config), path)
}

async fn serve(stream: TcpStream, manners: &Manners, state: &Mutex<State>) -> std::io::Result<()> {
    if let Some(tls) = &manners.tls {
        let stream = TlsAcceptor::from(tls.clone()).accept(stream).await?;
        let mut talk = Talk::new(stream, manners, state, true);
        talk.say("220 localhost ready").await?;
        talk.go_on().await?;
        return Ok(());
    }
    let mut talk = Talk::new(stream, manners, state, false);
    talk.say("220 localhost ready").await?;
    if talk.go_on().await? == Ended::ForTls
        && let Some(tls) = &manners.starttls
    {
        let stream = TlsAcceptor::from(tls.clone()).accept(talk.stream.into_inner()).await?;
        Talk::new(stream, manners, state, true).go_on().await?;
    }
    Ok(())
}

#[derive(PartialEq, Eq)]
enum Ended {
    ForTls,
    ForGood,
}

struct Talk<'a, S> {
    stream: BufReader<S>,
    manners: &'a Manners,
    state: &'a Mutex<State>,
    over_tls: bool,
    signed_in: bool,
}

impl<'a, S: AsyncRead + AsyncWrite + Unpin> Talk<'a, S> {
    fn new(stream: S, manners: &'a Manners, state: &'a Mutex<State>, over_tls: bool) -> Self {
        Self { stream: BufReader::new(stream), manners, state, over_tls, signed_in: false }
    }

    async fn say(&mut self, line: &str) -> std::io::Result<()> {
        self.stream.write_all(format!("{line}\r\n").as_bytes()).await?;
        self.stream.flush().await
    }

    async fn hear(&mut self) -> std::io::Result<Option<String>> {
        let mut line = String::new();
        let read = self.stream.read_line(&mut line).await?;
        Ok((read > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned()))
    }

    async fn go_on(&mut self) -> std::io::Result<Ended> {
        let (mut from, mut to) = (String::new(), Vec::new());
        while let Some(line) = self.hear().await? {
            let upper = line.to_ascii_uppercase();
            if upper.starts_with("EHLO") {
                let starttls = self.manners.starttls.is_some() && !self.over_tls;
                self.say("250-localhost").await?;
                if starttls {
                    self.say("250-STARTTLS").await?;
                }
                self.say(if self.manners.login.is_some() { "250 AUTH PLAIN" } else { "250 HELP" })
                    .await?;
            } else if upper == "STARTTLS" {
                self.say("220 go ahead").await?;
                return Ok(Ended::ForTls);
            } else if let Some(given) = line.strip_prefix("AUTH PLAIN ") {
                self.sign_in(given).await?;
            } else if upper.starts_with("MAIL FROM:") {
                if self.manners.login.is_some() && !self.signed_in {
                    self.say("530 sign in first").await?;
                    continue;
                }
                from = address(&line);
                self.say("250 ok").await?;
            } else if upper.starts_with("RCPT TO:") {
                let address = address(&line);
                if self.manners.refuses.contains(&address.as_str()) {
                    self.say("550 no such mailbox here").await?;
                } else {
                    to.push(address);
                    self.say("250 ok").await?;
                }
            } else if upper == "DATA" {
                self.take(std::mem::take(&mut from), std::mem::take(&mut to)).await?;
            } else if upper == "QUIT" {
                self.say("221 bye").await?;
                return Ok(Ended::ForGood);
            } else {
                self.say("250 ok").await?;
            }
        }
        Ok(Ended::ForGood)
    }

    async fn sign_in(&mut self, given: &str) -> std::io::Result<()> {
        let read = base64::engine::general_purpose::STANDARD.decode(given).unwrap_or_default();
        let (user, password) = self.manners.login.unwrap_or_default();
        self.signed_in = read == format!("\0{user}\0{password}").into_bytes();
        let answer =
            if self.signed_in { "235 welcome" } else { "535 5.7.8 user or password wrong" };
        self.say(answer).await
    }

    async fn take(&mut self, from: String, to: Vec<String>) -> std::io::Result<()> {
        self.say("354 go on").await?;
        let mut text = String::new();
        while let Some(line) = self.hear().await? {
            if line == "." {
                break;
            }
            text.push_str(line.strip_prefix('.').unwrap_or(&line));
            text.push('\n');
        }
        let busy = {
            let mut state = self.state.lock().expect("the state");
            let busy = state.busy > 0;
            if busy {
                state.busy -= 1;
            } else {
                let (over_tls, signed_in) = (self.over_tls, self.signed_in);
                state.taken.push(Taken { from, to, text, over_tls, signed_in });
            }
            busy
        };
        self.say(if busy { "451 busy, come back" } else { "250 taken" }).await
    }
}

/// What stands between `<` and `>`.
fn address(line: &str) -> String {
    let inner = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inner.map(|(address, _)| address.to_owned()).unwrap_or_default()
}
