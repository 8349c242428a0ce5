//! Events as they happen, as server-sent events.

use crate::answer::Refusal;
use crate::calls::admit;
use crate::loopback::Shared;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream};
use rolecall_contract::types::AppEvent;
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};

/// What a page that missed events has to read again.
const ALL_TOPICS: [&str; 7] =
    ["overview", "rules", "runs", "activity", "people", "connections", "settings"];

/// Tells of events until the page or the server is gone.
pub(crate) async fn events(
    State(shared): State<Shared>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, axum::Error>>>, Refusal> {
    admit(&shared, &headers)?;
    let told = told(shared.app.subscribe(), shared.stopped.clone());
    Ok(Sse::new(told).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))))
}

fn told(
    events: broadcast::Receiver<AppEvent>,
    stopped: watch::Receiver<bool>,
) -> impl Stream<Item = Result<Event, axum::Error>> {
    stream::unfold((events, stopped), |(mut events, mut stopped)| async move {
        let event = tokio::select! {
            event = events.recv() => event,
            _ = stopped.wait_for(|stopped| *stopped) => return None,
        };
        let event = match event {
            Ok(event) => event,
            Err(RecvError::Lagged(_)) => everything_changed(),
            Err(RecvError::Closed) => return None,
        };
        Some((Event::default().json_data(event), (events, stopped)))
    })
}

fn everything_changed() -> AppEvent {
    AppEvent::Changed { topics: ALL_TOPICS.map(str::to_owned).to_vec() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::response::IntoResponse;
    use futures_util::StreamExt;

    fn changed(topic: &str) -> AppEvent {
        AppEvent::Changed { topics: vec![topic.to_owned()] }
    }

    async fn text(told: impl Stream<Item = Result<Event, axum::Error>> + Send + 'static) -> String {
        let body = Sse::new(told).into_response().into_body();
        let bytes = axum::body::to_bytes(body, 1 << 20).await.expect("the stream ends");
        String::from_utf8(bytes.to_vec()).expect("text")
    }

    #[tokio::test]
    async fn events_are_told_in_order_until_the_application_is_gone() {
        let (sender, receiver) = broadcast::channel(8);
        let (_stop, stopped) = watch::channel(false);
        for topic in ["rules", "runs"] {
            sender.send(changed(topic)).expect("someone hears");
        }
        drop(sender);
        assert_eq!(
            text(told(receiver, stopped)).await,
            "data: {\"type\":\"changed\",\"topics\":[\"rules\"]}\n\n\
             data: {\"type\":\"changed\",\"topics\":[\"runs\"]}\n\n"
        );
    }

    #[tokio::test]
    async fn a_page_that_missed_events_reads_everything_again() {
        let (sender, receiver) = broadcast::channel(1);
        let (_stop, stopped) = watch::channel(false);
        for topic in ["rules", "runs", "people"] {
            sender.send(changed(topic)).expect("someone hears");
        }
        let mut told = Box::pin(told(receiver, stopped).take(1));
        let first = told.next().await.expect("an event");
        let first = text(stream::iter([first])).await;
        assert!(first.contains("\"overview\"") && first.contains("\"settings\""), "{first}");
    }

    #[tokio::test]
    async fn a_server_that_stops_ends_the_line() {
        let (_sender, receiver) = broadcast::channel(1);
        let (stop, stopped) = watch::channel(false);
        stop.send_replace(true);
        assert_eq!(text(told(receiver, stopped)).await, "");
    }
}
