//! From an HTTP request to an answer: record, latency, faults, token, and the route.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Query as Pairs, State};
use axum::http::{HeaderMap, Method, Request, Response, header};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::{Notify, watch};

use super::answer::{Answer, Refusal};
use super::console::{Console, Meta};
use super::faults::{self, Fault, Lie, RetryAfter};
use super::query::Query;
use super::record::Record;
use super::throttle::Throttle;
use super::{Options, discovery, groups, lock, users};

/// The longest body that is read.
const LONGEST: usize = 4 * 1024 * 1024;

/// All that the requests share.
#[derive(Debug)]
pub(super) struct House {
    pub(super) token: String,
    pub(super) port: u16,
    pub(super) latency_micros: AtomicU64,
    pub(super) changed: Notify,
    base: String,
    console: Mutex<Console>,
    record: Mutex<Record>,
    faults: Mutex<Vec<Fault>>,
    throttle: Option<Mutex<Throttle>>,
    stopped: watch::Receiver<bool>,
}

impl House {
    pub(super) fn new(
        address: SocketAddr,
        options: Options,
        mut console: Console,
        stopped: watch::Receiver<bool>,
    ) -> Self {
        let base = format!("http://{address}/scim/v2");
        console.base.clone_from(&base);
        let random = || format!("{:032x}", rand::random::<u128>());
        Self {
            token: options.token.unwrap_or_else(random),
            port: address.port(),
            latency_micros: AtomicU64::new(
                u64::try_from(options.latency.as_micros()).unwrap_or(u64::MAX),
            ),
            changed: Notify::new(),
            base,
            console: Mutex::new(console),
            record: Mutex::new(Record::new(options.forget_calls)),
            throttle: options.calls_per_second.map(Throttle::new).map(Mutex::new),
            faults: Mutex::default(),
            stopped,
        }
    }

    pub(super) fn console(&self) -> MutexGuard<'_, Console> {
        lock(&self.console)
    }

    pub(super) fn record(&self) -> MutexGuard<'_, Record> {
        lock(&self.record)
    }

    pub(super) fn faults(&self) -> MutexGuard<'_, Vec<Fault>> {
        lock(&self.faults)
    }

    fn refuses(&self) -> bool {
        let refuses = |throttle: &Mutex<Throttle>| lock(throttle).refuses(Instant::now());
        self.throttle.as_ref().is_some_and(refuses)
    }

    pub(super) fn stopped(&self) -> watch::Receiver<bool> {
        self.stopped.clone()
    }
}

/// Serves until told to stop.
pub(super) async fn serve(
    house: Arc<House>,
    listener: TcpListener,
    mut stopped: watch::Receiver<bool>,
) {
    let app = Router::new().fallback(handle).with_state(house);
    let stop = async move {
        let _ended = stopped.wait_for(|stop| *stop).await;
    };
    // An accept loop on loopback has no error that anyone could act on.
    let _ended = axum::serve(listener, app).with_graceful_shutdown(stop).await;
}

async fn handle(State(house): State<Arc<House>>, request: Request<Body>) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let method = parts.method.as_str();
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let bytes = to_bytes(body, LONGEST).await;
    let body = bytes.as_ref().ok().and_then(|bytes| serde_json::from_slice::<Value>(bytes).ok());
    let call = house.record().begin(method, &path, body.clone());
    let latency = house.latency_micros.load(Ordering::Relaxed);
    if latency > 0 {
        tokio::time::sleep(Duration::from_micros(latency)).await;
    }
    if house.refuses() {
        house.record().end(call, 429);
        return faults::tell(&house, Lie::TooManyRequests(Some(RetryAfter::Seconds(1))), None)
            .await;
    }
    let fault = faults::take(&mut house.faults(), method, &path);
    let asked = Asked {
        method: &parts.method,
        path: parts.uri.path(),
        headers: &parts.headers,
        pairs: Pairs::try_from_uri(&parts.uri).map(|Pairs(pairs)| pairs).unwrap_or_default(),
        body: body.ok_or(bytes.is_err()),
    };
    let answer = || asked.answer(&house).unwrap_or_else(Answer::from);
    let response = match fault {
        None => answer().into_response(),
        Some(fault) => {
            let right = fault.needs_answer().then(answer);
            faults::tell(&house, fault.lie, right).await
        }
    };
    house.record().end(call, response.status().as_u16());
    response
}

/// A request, taken apart.
struct Asked<'a> {
    method: &'a Method,
    path: &'a str,
    headers: &'a HeaderMap,
    pairs: Vec<(String, String)>,
    /// The body as JSON; otherwise whether it was too long.
    body: Result<Value, bool>,
}

impl Asked<'_> {
    fn answer(&self, house: &House) -> Result<Answer, Refusal> {
        let sent = self.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        if sent.and_then(|sent| sent.strip_prefix("Bearer ")) != Some(house.token.as_str()) {
            return Err(Refusal::new(401, "The bearer token is missing or wrong"));
        }
        let segments: Vec<String> =
            self.path.split('/').filter(|part| !part.is_empty()).map(decoded).collect();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        let Some(["scim", "v2", rest @ ..]) = segments.get(..) else {
            return Err(Refusal::new(404, format!("Nothing is at {}", self.path)));
        };
        match rest {
            ["Users", rest @ ..] => self.users(house, rest),
            ["Groups", rest @ ..] => self.groups(house, rest),
            ["Products", rest @ ..] => self.products(house, rest),
            _ if self.method != Method::GET => Err(self.not_allowed()),
            ["ServiceProviderConfig"] => Ok(discovery::config(&house.base)),
            ["ResourceTypes"] => discovery::resource_types(&house.base, None),
            ["ResourceTypes", id] => discovery::resource_types(&house.base, Some(id)),
            ["Schemas"] => discovery::schemas(&house.base, None),
            ["Schemas", id] => discovery::schemas(&house.base, Some(id)),
            _ => Err(Refusal::new(404, format!("Nothing is at {}", self.path))),
        }
    }

    fn users(&self, house: &House, rest: &[&str]) -> Result<Answer, Refusal> {
        let mut console = house.console();
        let console = &mut *console;
        let changed = match (self.method.as_str(), rest) {
            ("GET", []) => return Ok(users::list(console, &Query::read(&self.pairs)?)),
            ("GET", [id]) => return users::get(console, id, &Query::read(&self.pairs)?),
            ("POST", []) => {
                let (answer, user_name) = users::create(console, self.json()?)?;
                house.record().created(&user_name);
                answer
            }
            ("PUT" | "PATCH" | "DELETE", [id]) => {
                self.unchanged(&console.user(id)?.meta)?;
                match self.method.as_str() {
                    "PUT" => users::replace(console, id, self.json()?)?,
                    "PATCH" => users::modify(console, id, self.json()?)?,
                    _ => console.remove_user(id).map(|()| Answer::no_content())?,
                }
            }
            _ => return Err(self.not_allowed()),
        };
        house.changed.notify_one();
        Ok(changed)
    }

    fn groups(&self, house: &House, rest: &[&str]) -> Result<Answer, Refusal> {
        let mut console = house.console();
        let console = &mut *console;
        let changed = match (self.method.as_str(), rest) {
            ("GET", []) => return Ok(groups::list(console, &Query::read(&self.pairs)?)),
            ("GET", [id]) => return groups::get(console, id, &Query::read(&self.pairs)?),
            ("POST", []) => groups::create(console, self.json()?)?,
            ("PUT" | "PATCH" | "DELETE", [id]) => {
                self.unchanged(&console.group(id)?.meta)?;
                match self.method.as_str() {
                    "PUT" => groups::replace(console, id, self.json()?)?,
                    "PATCH" => groups::modify(console, id, self.json()?)?,
                    _ => console.remove_group(id).map(|()| Answer::no_content())?,
                }
            }
            _ => return Err(self.not_allowed()),
        };
        house.changed.notify_one();
        Ok(changed)
    }

    /// The products and their seats: the console's own, not SCIM.
    fn products(&self, house: &House, rest: &[&str]) -> Result<Answer, Refusal> {
        let mut console = house.console();
        match (self.method.as_str(), rest) {
            ("GET", []) => Ok(Answer::ok(json!(console.products()))),
            ("POST", [name, "seats"]) => {
                let add = self.json()?["add"].as_u64().and_then(|add| u32::try_from(add).ok());
                let add = add.ok_or_else(|| Refusal::invalid_value("add must be a number"))?;
                let seats = console.buy_seats(name, add);
                let seats = seats.ok_or_else(|| Refusal::unknown("Product", name))?;
                house.changed.notify_one();
                Ok(Answer::ok(json!({"name": name, "seats": seats})))
            }
            _ => Err(self.not_allowed()),
        }
    }

    fn json(&self) -> Result<&Value, Refusal> {
        let kind = self.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let kind = kind.and_then(|kind| kind.split(';').next()).unwrap_or_default().trim();
        if kind != super::answer::SCIM_JSON && kind != "application/json" {
            return Err(Refusal::new(415, "The content type must be application/scim+json"));
        }
        self.body.as_ref().map_err(|too_long| match too_long {
            true => Refusal::new(413, format!("The body is longer than {LONGEST} bytes")),
            false => Refusal::bad("invalidSyntax", "The body is not JSON"),
        })
    }

    /// Refuses a write made on another version than the one there (RFC 7644 section 3.14).
    fn unchanged(&self, meta: &Meta) -> Result<(), Refusal> {
        let wanted = self.headers.get(header::IF_MATCH).and_then(|value| value.to_str().ok());
        let same = |tag: &str| tag.trim() == "*" || tag.trim() == meta.etag();
        match wanted {
            Some(wanted) if !wanted.split(',').any(same) => {
                Err(Refusal::new(412, format!("The version is now {}", meta.etag())))
            }
            _ => Ok(()),
        }
    }

    fn not_allowed(&self) -> Refusal {
        Refusal::new(405, format!("{} is not possible on {}", self.method, self.path))
    }
}

/// A path segment without its percent-encoding; what is not valid stays as it is.
fn decoded(segment: &str) -> String {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let pair = (first == b'%').then(|| segment_byte(tail)).flatten();
        bytes.push(pair.unwrap_or(first));
        rest = if pair.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| segment.to_owned())
}

fn segment_byte(tail: &[u8]) -> Option<u8> {
    let digits = std::str::from_utf8(tail.get(..2)?).ok()?;
    u8::from_str_radix(digits, 16).ok()
}
