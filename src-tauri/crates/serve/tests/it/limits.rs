//! How much is taken at once, and a certificate that is replaced while calls are taken.

use crate::pushed::{Pushed, error};
use reqwest::header::RETRY_AFTER;
use reqwest::{Certificate, Client, Method};
use rolecall_serve::{ScimListen, ScimListener};
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

/// How long a condition is waited for.
const PATIENCE: Duration = Duration::from_secs(120);
/// How long is waited before one looks again.
const MOMENT: Duration = Duration::from_millis(20);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_calls_at_once_than_are_answered_are_asked_to_come_again() {
    let pushed = Pushed::start().await;
    let host = pushed.running.url().trim_start_matches("http://").trim_end_matches('/').to_owned();
    let head = format!(
        "GET /scim/v2/f%C3%B6r%20alla/Users HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer \
         {}\r\nContent-Length: 20\r\n\r\n",
        pushed.token
    );
    // Each of these is let in, and its body never comes. They only read: so many writes that break
    // off would put the directory into quarantine.
    let begin = async || {
        let mut stream = TcpStream::connect(&host).await.expect("a connection");
        stream.write_all(head.as_bytes()).await.expect("written");
        stream
    };
    let mut waiting = Vec::new();
    for _ in 0..256 {
        waiting.push(begin().await);
    }
    let end = Instant::now() + PATIENCE;
    let refused = loop {
        let answer = pushed.ask(Method::GET, "/Users").send().await.expect("an answer");
        if answer.status() == 429 {
            break answer;
        }
        assert!(Instant::now() < end, "256 calls are under way");
        // The call just answered may have had the place of one of them, which was refused then.
        waiting.push(begin().await);
        tokio::time::sleep(MOMENT).await;
    };
    let after = refused.headers()[RETRY_AFTER].to_str().expect("text").to_owned();
    assert!(after.parse::<u64>().is_ok_and(|seconds| seconds > 0), "whole seconds: {after}");
    assert_eq!(error(refused).await.0, 429);
    let wrong = pushed.bare(Method::GET, "/Users").bearer_auth("guess").send().await;
    assert_eq!(error(wrong.expect("an answer")).await.0, 401, "who may not come takes no place");
    drop(waiting);
    let end = Instant::now() + PATIENCE;
    while pushed.ask(Method::GET, "/Users").send().await.expect("an answer").status() != 200 {
        assert!(Instant::now() < end, "their places are free again");
        tokio::time::sleep(MOMENT).await;
    }
}

/// Writes a new certificate with its key; answers it.
fn certify(files: &[std::path::PathBuf; 2], changed: SystemTime) -> String {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let [certificate, key] = files;
    write(certificate, &made.cert.pem(), changed);
    write(key, &made.signing_key.serialize_pem(), changed);
    made.cert.pem()
}

fn write(path: &Path, text: &str, changed: SystemTime) {
    std::fs::write(path, text).expect("written");
    let file = std::fs::File::options().write(true).open(path).expect("the file");
    file.set_modified(changed).expect("its time is set");
}

fn client(certificate: &str) -> Client {
    let root = Certificate::from_pem(certificate.as_bytes()).expect("a certificate");
    Client::builder().no_proxy().tls_certs_only([root]).build().expect("a client")
}

#[tokio::test]
async fn a_certificate_that_is_replaced_is_taken_without_a_new_start() {
    let pushed = Pushed::start().await;
    let folder = tempfile::tempdir().expect("a folder");
    let files = ["cert.pem", "key.pem"].map(|name| folder.path().join(name));
    let then = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let first = certify(&files, then);
    let [certificate, key] = files.clone();
    let listen = ScimListen {
        address: "127.0.0.1:0".parse().expect("an address"),
        certificate: Some((certificate, key)),
        behind_proxy: false,
    };
    let listener = ScimListener::start(pushed.app.clone(), &listen).await.expect("TLS");
    let url =
        format!("https://localhost:{}/scim/v2/f%C3%B6r%20alla/Users", listener.address().port());
    let status = async |client: &Client| {
        let answer = client.get(&url).bearer_auth(&pushed.token).send().await;
        answer.map(|answer| answer.status().as_u16()).ok()
    };
    assert_eq!(status(&client(&first)).await, Some(200));
    let second = certify(&files, then + Duration::from_secs(60));
    let end = Instant::now() + PATIENCE;
    while status(&client(&second)).await != Some(200) {
        assert!(Instant::now() < end, "the new one is shown");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    assert_eq!(status(&client(&first)).await, None, "the former one is shown no more");
    listener.stop().await;
}
