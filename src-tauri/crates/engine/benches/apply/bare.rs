//! A client that does nothing but send: what the applying of steps is compared with.

use crate::Failure;
use crate::world::token;
use reqwest::{Client, Method};
use rolecall_sandbox::provider::Call;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// A request as it was sent before.
pub struct Request {
    method: Method,
    path: String,
    body: Vec<u8>,
}

impl Request {
    /// The same as `call`; `None` for one that only reads.
    pub fn of(call: &Call) -> Option<Self> {
        let method = Method::from_bytes(call.method.as_bytes()).ok()?;
        let body = call.body.as_ref()?.to_string().into_bytes();
        (method != Method::GET).then(|| Self { method, path: call.path.clone(), body })
    }
}

/// Sends all of `requests` to the provider on `port` over so many connections, in their order;
/// answers how long that took.
pub async fn send(
    requests: Vec<Request>,
    port: u16,
    connections: usize,
) -> Result<Duration, Failure> {
    let client = Client::builder().no_proxy().pool_max_idle_per_host(connections).build()?;
    let requests = Arc::new(requests);
    let next = Arc::new(AtomicUsize::new(0));
    let begin = Instant::now();
    let tasks: Vec<_> = (0..connections)
        .map(|_| {
            let (client, requests, next) = (client.clone(), requests.clone(), next.clone());
            tokio::spawn(async move {
                while let Some(request) = requests.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let url = format!("http://127.0.0.1:{port}{}", request.path);
                    let answer = client
                        .request(request.method.clone(), url)
                        .bearer_auth(token())
                        .header("Accept", "application/scim+json")
                        .header("Content-Type", "application/scim+json")
                        .body(request.body.clone())
                        .send()
                        .await?
                        .error_for_status()?;
                    answer.bytes().await?;
                }
                Ok::<(), reqwest::Error>(())
            })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    Ok(begin.elapsed())
}
