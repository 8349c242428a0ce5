//! One connection to a provider.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// How long an answer may take before it is asked for again.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where a provider is, and how it is spoken to.
pub struct Place {
    pub host: String,
    pub path: String,
    pub token: String,
}

/// One connection, made anew where the provider ends it.
pub struct Line<'p> {
    place: &'p Place,
    stream: Option<BufReader<TcpStream>>,
}

impl<'p> Line<'p> {
    /// One to `place`, not open yet.
    pub fn new(place: &'p Place) -> Self {
        Self { place, stream: None }
    }

    /// Sends a request and answers status and body. A provider that ends idle connections, or
    /// whose queue of new ones is full, is asked again; what was made already is then no failure.
    pub fn ask(&mut self, method: &str, path: &str, body: &str) -> (u16, String) {
        for again in 0..20 {
            match self.try_ask(method, path, body) {
                Some((409, body)) if again > 0 => return (201, body),
                Some(answer) => return answer,
                None => self.stream = None,
            }
        }
        panic!("the provider does not answer");
    }

    fn try_ask(&mut self, method: &str, path: &str, body: &str) -> Option<(u16, String)> {
        let Place { host, path: base, token } = self.place;
        let request = format!(
            "{method} {base}{path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n\
             Content-Type: application/scim+json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        if self.stream.is_none() {
            let stream = connect(host);
            stream.set_nodelay(true).ok()?;
            stream.set_read_timeout(Some(PATIENCE)).ok()?;
            self.stream = Some(BufReader::new(stream));
        }
        let stream = self.stream.as_mut()?;
        stream.get_mut().write_all(request.as_bytes()).ok()?;
        let mut line = String::new();
        if stream.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let status = line.get(9..12)?.parse().ok()?;
        let (mut length, mut chunked) = (None, false);
        let mut closes = line.starts_with("HTTP/1.0");
        loop {
            let mut header = String::new();
            stream.read_line(&mut header).ok()?;
            let header = header.trim().to_ascii_lowercase();
            if header.is_empty() {
                break;
            }
            if let Some(text) = header.strip_prefix("content-length:") {
                length = text.trim().parse::<usize>().ok();
            }
            chunked |= header == "transfer-encoding: chunked";
            closes |= header == "connection: close";
        }
        let mut body = Vec::new();
        match length {
            _ if chunked => read_chunks(stream, &mut body)?,
            Some(length) => {
                body.resize(length, 0);
                stream.read_exact(&mut body).ok()?;
            }
            None if status == 204 => {}
            None => drop(stream.read_to_end(&mut body).ok()?),
        }
        if closes {
            self.stream = None;
        }
        Some((status, String::from_utf8_lossy(&body).into_owned()))
    }
}

fn connect(host: &str) -> TcpStream {
    let end = Instant::now() + Duration::from_secs(10);
    loop {
        match TcpStream::connect(host) {
            Ok(stream) => return stream,
            Err(error) if Instant::now() > end => panic!("{host} cannot be reached: {error}"),
            Err(_) => std::thread::sleep(Duration::from_millis(10)),
        }
    }
}

fn read_chunks(stream: &mut BufReader<TcpStream>, body: &mut Vec<u8>) -> Option<()> {
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).ok()?;
        let length = usize::from_str_radix(line.trim(), 16).ok()?;
        let start = body.len();
        body.resize(start + length, 0);
        stream.read_exact(&mut body[start..]).ok()?;
        stream.read_line(&mut line).ok()?;
        if length == 0 {
            return Some(());
        }
    }
}
