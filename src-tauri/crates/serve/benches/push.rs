//! A load on a SCIM service provider, whoever wrote it: `push URL TOKEN PRESENT SECONDS
//! all|writes`.
//!
//! Makes users until PRESENT are there, then for SECONDS each, over 64 connections that are kept
//! where the provider lets them: creates, patches of those present, and reads by filter. Prints
//! one line of JSON with what was answered a second, and within how many milliseconds 99 of 100
//! answers came. Every answer is looked at: one of another status ends the measure.
//!
//! Threads and sockets alone, so that the client takes little of the processor that both share.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

const CONNECTIONS: usize = 64;
/// How long an answer may take before it is asked for again.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where the provider is, and how it is spoken to.
struct Place {
    host: String,
    path: String,
    token: String,
}

/// One connection, made anew where the provider ends it.
struct Line<'p> {
    place: &'p Place,
    stream: Option<BufReader<TcpStream>>,
}

impl<'p> Line<'p> {
    fn new(place: &'p Place) -> Self {
        Self { place, stream: None }
    }

    /// Sends a request and answers status and body. A provider that ends idle connections, or
    /// whose queue of new ones is full, is asked again; what was made already is then no failure.
    fn ask(&mut self, method: &str, path: &str, body: &str) -> (u16, String) {
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

fn user(number: usize) -> String {
    format!(
        r#"{{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"user{number}@example.com","externalId":"ext-{number}","name":{{"givenName":"Given{number}","familyName":"Family{number}"}},"displayName":"Given{number} Family{number}","active":true,"emails":[{{"value":"user{number}@example.com","type":"work","primary":true}}]}}"#
    )
}

fn id_of(body: &str) -> Option<String> {
    let rest = &body[body.find(r#""id""#)? + 4..];
    let rest = &rest[rest.find('"')? + 1..];
    Some(rest[..rest.find('"')?].to_owned())
}

/// What was answered a second, and the 99th of 100 answers in milliseconds.
struct Figure {
    rate: f64,
    p99: f64,
}

/// Has 64 connections do `one` for a while, each time with another number. What is answered later
/// than that is waited for, and is in the 99th of 100, but not in what was answered a second.
fn measure(place: &Place, seconds: f64, one: impl Fn(&mut Line<'_>, usize) + Sync) -> Figure {
    let times = Mutex::new(Vec::new());
    let (next, in_time) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let begin = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            scope.spawn(|| {
                let mut line = Line::new(place);
                let mut own = Vec::new();
                while begin.elapsed().as_secs_f64() < seconds {
                    let asked = Instant::now();
                    one(&mut line, next.fetch_add(1, Ordering::Relaxed));
                    own.push(asked.elapsed().as_secs_f64());
                    if begin.elapsed().as_secs_f64() < seconds {
                        in_time.fetch_add(1, Ordering::Relaxed);
                    }
                }
                times.lock().unwrap().append(&mut own);
            });
        }
    });
    let mut times = times.into_inner().unwrap();
    times.sort_by(f64::total_cmp);
    let p99 = times.get(times.len() * 99 / 100).copied().unwrap_or_default() * 1000.0;
    let rate = if seconds > 0.0 { in_time.into_inner() as f64 / seconds } else { 0.0 };
    Figure { rate, p99 }
}

fn main() {
    let all: Vec<String> = std::env::args().skip(1).filter(|one| !one.starts_with("--")).collect();
    // `cargo test --benches` and the like name no provider: there is nothing to measure.
    let [url, token, present, seconds, kinds] = all.as_slice() else { return };
    let rest = url.strip_prefix("http://").expect("http://");
    let (host, path) = rest.split_once('/').expect("an address with a path");
    let place = Place { host: host.to_owned(), path: format!("/{path}"), token: token.clone() };
    let (present, seconds): (usize, f64) = (present.parse().unwrap(), seconds.parse().unwrap());

    let ids = Mutex::new(Vec::with_capacity(present));
    let next = AtomicUsize::new(0);
    let filled = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            scope.spawn(|| {
                let mut line = Line::new(&place);
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= present {
                        break;
                    }
                    let (status, body) = line.ask("POST", "/Users", &user(number));
                    assert_eq!(status, 201, "a create of what is to be there: {body}");
                    ids.lock().unwrap().extend(id_of(&body));
                }
            });
        }
    });
    let filled = filled.elapsed().as_secs_f64();
    let ids = ids.into_inner().unwrap();
    let creates = measure(&place, seconds, |line, number| {
        let (status, body) = line.ask("POST", "/Users", &user(present + number));
        assert_eq!(status, 201, "a create: {body}");
    });
    let patches = measure(&place, seconds, |line, number| {
        let id = &ids[number.wrapping_mul(7919) % ids.len()];
        let body = format!(
            r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{{"op":"replace","path":"title","value":"Title {number}"}}]}}"#
        );
        let (status, body) = line.ask("PATCH", &format!("/Users/{id}"), &body);
        assert!(status == 200 || status == 204, "a patch: {status} {body}");
    });
    // Providers that look through everybody for a filter would take hours.
    let seconds = if kinds == "all" { seconds } else { 0.0 };
    let reads = measure(&place, seconds, |line, number| {
        let number = number.wrapping_mul(7919) % present;
        let path =
            format!("/Users?filter=userName%20eq%20%22user{number}%40example.com%22&count=1");
        let (status, body) = line.ask("GET", &path, "");
        assert!(status == 200 && body.contains("ext-"), "a read: {status} {body}");
    });
    println!(
        r#"{{"present":{present},"filled_seconds":{filled:.2},"creates":{:.0},"creates_p99":{:.2},"patches":{:.0},"patches_p99":{:.2},"reads":{:.0},"reads_p99":{:.2}}}"#,
        creates.rate, creates.p99, patches.rate, patches.p99, reads.rate, reads.p99
    );
}
