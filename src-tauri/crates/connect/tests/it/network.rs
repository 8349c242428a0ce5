//! Certificates and proxies as companies have them.

use crate::scim_target::NO_PROXY;
use rolecall_connect::{
    ConnectError, Http, HttpSettings, Proxies, ReadTarget, ScimSettings, ScimTarget, TargetState,
};
use rolecall_directory::Cause;
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use secrecy::SecretString;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// A company's CA as PEM, and a server with a certificate of its making.
async fn company_server() -> (String, SocketAddr) {
    let mut ca = rcgen::CertificateParams::default();
    ca.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    ca.distinguished_name.push(rcgen::DnType::CommonName, "Example Corp CA");
    let ca_key = rcgen::KeyPair::generate().unwrap();
    let ca_pem = ca.self_signed(&ca_key).unwrap().pem();
    let issuer = rcgen::Issuer::new(ca, ca_key);
    let mut server = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    server.distinguished_name.push(rcgen::DnType::CommonName, "console.example");
    let key = rcgen::KeyPair::generate().unwrap();
    let certificate = server.signed_by(&key, &issuer).unwrap();
    let chain = vec![CertificateDer::from(certificate.der().to_vec())];
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                if let Ok(stream) = acceptor.accept(stream).await {
                    answer_empty_lists(stream).await;
                }
            });
        }
    });
    (ca_pem, address)
}

/// Answers every request with a list of nobody.
async fn answer_empty_lists(stream: impl tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin) {
    let mut stream = BufReader::new(stream);
    loop {
        let mut line = String::new();
        loop {
            line.clear();
            match stream.read_line(&mut line).await {
                Ok(read) if read > 0 => {}
                _ => return,
            }
            if line.trim().is_empty() {
                break;
            }
        }
        let body = r#"{"totalResults":0,"Resources":[]}"#;
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        if stream.write_all(head.as_bytes()).await.is_err() {
            return;
        }
    }
}

async fn read(url: &str, ca: Option<&Path>, proxies: Proxies) -> Result<TargetState, ConnectError> {
    let ca = ca.map(Path::to_owned);
    let http = Http::new(&HttpSettings { ca, proxies, ..HttpSettings::default() })?;
    let settings = ScimSettings { url: url.to_owned(), ..ScimSettings::default() };
    ScimTarget::new(settings, SecretString::from("secret-token"), http)?.read().await
}

#[tokio::test]
async fn an_untrusted_certificate_is_named_and_a_company_ca_is_trusted() {
    let (ca, address) = company_server().await;
    let url = format!("https://localhost:{}", address.port());
    let error = read(&url, None, NO_PROXY).await.expect_err("nobody issued it");
    assert_eq!(error.cause, Cause::CertificateUntrusted, "{error}");
    for word in ["CN=console.example", "CN=Example Corp CA", "SHA-256", "`ca`", "trust store"] {
        assert!(error.message.contains(word), "names {word}: {error}");
    }
    let colons = error.message.matches(':').count();
    assert!(colons >= 31, "the whole fingerprint: {error}");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ca.pem");
    std::fs::write(&file, ca).unwrap();
    let state = read(&url, Some(&file), NO_PROXY).await.expect("is trusted now");
    assert!(state.accounts.is_empty(), "and read");
    let other = format!("https://127.0.0.1:{}", address.port());
    let error = read(&other, Some(&file), NO_PROXY).await.expect_err("made for another name");
    assert_eq!(error.cause, Cause::CertificateUntrusted, "{error}");
}

#[tokio::test]
async fn a_ca_file_that_is_none_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ca.pem");
    let error = read("https://localhost", Some(&file), NO_PROXY).await.expect_err("is missing");
    assert_eq!(error.cause, Cause::NotFound, "{error}");
    std::fs::write(&file, "no certificate").unwrap();
    let error = read("https://localhost", Some(&file), NO_PROXY).await.expect_err("is none");
    assert!(error.message.contains("PEM"), "says what it must be: {error}");
}

/// A forward proxy that takes CONNECT and absolute addresses, and remembers what it was asked.
async fn forward_proxy() -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(Mutex::new(Vec::new()));
    let seen = asked.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(forward(stream, seen.clone()));
        }
    });
    (url, asked)
}

async fn forward(mut stream: TcpStream, seen: Arc<Mutex<Vec<String>>>) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => return,
        }
    }
    let head = String::from_utf8(head).unwrap();
    let line = head.lines().next().unwrap().to_owned();
    seen.lock().unwrap().push(line.clone());
    let goal = line.split(' ').nth(1).unwrap();
    let authority = goal.trim_start_matches("http://").split('/').next().unwrap();
    let mut server = TcpStream::connect(authority).await.unwrap();
    if line.starts_with("CONNECT") {
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
    } else {
        server.write_all(head.as_bytes()).await.unwrap();
    }
    let _ended = tokio::io::copy_bidirectional(&mut stream, &mut server).await;
}

#[tokio::test]
async fn calls_go_through_the_proxy_unless_the_host_is_excepted() {
    let (ca, address) = company_server().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ca.pem");
    std::fs::write(&file, ca).unwrap();
    let url = format!("https://localhost:{}", address.port());
    let (proxy, asked) = forward_proxy().await;
    let named = |except: Option<&str>| Proxies::Named {
        http: Some(proxy.clone()),
        https: Some(proxy.clone()),
        except: except.map(str::to_owned),
    };
    read(&url, Some(&file), named(None)).await.expect("is read through the proxy");
    let lines = std::mem::take(&mut *asked.lock().unwrap());
    assert!(lines[0].starts_with(&format!("CONNECT localhost:{}", address.port())), "{lines:?}");
    assert!(lines.iter().all(|line| !line.contains("secret-token")), "the token stays inside");
    read(&url, Some(&file), named(Some("localhost"))).await.expect("is read directly");
    assert!(asked.lock().unwrap().is_empty(), "an excepted host is called directly");

    let plain = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", plain.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = plain.accept().await {
            tokio::spawn(answer_empty_lists(stream));
        }
    });
    read(&url, None, named(None)).await.expect("is read through the proxy");
    let lines = asked.lock().unwrap().clone();
    assert!(lines[0].starts_with(&format!("GET {url}/")), "plain calls go there too: {lines:?}");
}
