//! The certificate of a mail server that is not trusted, by its name and fingerprint: the mail
//! library tells of it only that it was refused.

use rolecall_connect::{tls_config, untrusted};
use rolecall_directory::{EmailDefinition, MailTls};
use rustls::pki_types::ServerName;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

/// How long looking may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// How many lines an answer may have.
const LINES: usize = 100;

/// Which certificate the server shows, where that is why no connection comes about.
pub(crate) async fn refused(email: &EmailDefinition) -> Option<String> {
    tokio::time::timeout(PATIENCE, look(email)).await.ok().flatten()
}

async fn look(email: &EmailDefinition) -> Option<String> {
    let mut config = match tls_config(email.ca.as_deref()) {
        Ok(config) => config,
        Err(error) => return Some(error.to_string()),
    };
    config.alpn_protocols.clear();
    let name = ServerName::try_from(email.host.clone()).ok()?;
    let mut stream = TcpStream::connect((email.host.as_str(), email.port)).await.ok()?;
    if email.tls == MailTls::Starttls {
        let mut lines = BufReader::new(&mut stream);
        answer(&mut lines).await?;
        lines.get_mut().write_all(b"EHLO localhost\r\n").await.ok()?;
        answer(&mut lines).await?;
        lines.get_mut().write_all(b"STARTTLS\r\n").await.ok()?;
        answer(&mut lines).await?;
    }
    let error = TlsConnector::from(Arc::new(config)).connect(name, stream).await.err()?;
    untrusted(&error)
}

/// Reads an answer to its last line, which has no hyphen behind its code.
async fn answer(lines: &mut BufReader<&mut TcpStream>) -> Option<()> {
    for _ in 0..LINES {
        let mut line = String::new();
        if lines.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        if line.as_bytes().get(3) != Some(&b'-') {
            return Some(());
        }
    }
    None
}
