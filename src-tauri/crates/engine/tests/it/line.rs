//! A network line between a run and its target, which can be cut, stalled and mended.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// How a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// What is sent arrives.
    Whole,
    /// Connections break, and new ones are broken at once.
    Cut,
    /// Connections stay, new ones come about, and nothing moves on any.
    Stalled,
}

/// A line that ends at a target.
#[derive(Debug, Clone)]
pub struct Line {
    address: SocketAddr,
    state: Arc<watch::Sender<State>>,
    turned_away: Arc<AtomicUsize>,
}

impl Line {
    /// One to `port` of this machine.
    pub async fn to(port: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let line = Self {
            address: listener.local_addr().unwrap(),
            state: Arc::new(watch::channel(State::Whole).0),
            turned_away: Arc::default(),
        };
        let near = line.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                if near.state() == State::Whole {
                    tokio::spawn(near.clone().carry(stream, port));
                    continue;
                }
                near.turned_away.fetch_add(1, Ordering::SeqCst);
                if near.state() == State::Stalled {
                    tokio::spawn(near.clone().hold(stream));
                }
            }
        });
        line
    }

    /// The address of its near end, as `url` has the far one's.
    pub fn instead(&self, url: &str, port: u16) -> String {
        url.replace(&format!(":{port}/"), &format!(":{}/", self.address.port()))
    }

    /// Makes it so.
    pub fn set(&self, state: State) {
        self.state.send_replace(state);
    }

    /// How many connections came while it was not whole.
    pub fn turned_away(&self) -> usize {
        self.turned_away.load(Ordering::SeqCst)
    }

    fn state(&self) -> State {
        *self.state.borrow()
    }

    async fn carry(self, mut near: TcpStream, port: u16) {
        let Ok(mut far) = TcpStream::connect(("127.0.0.1", port)).await else { return };
        let mut state = self.state.subscribe();
        loop {
            let changed = tokio::select! {
                _ended = copy_bidirectional(&mut near, &mut far) => return,
                changed = state.wait_for(|state| *state != State::Whole) => {
                    changed.map(|state| *state)
                }
            };
            match changed {
                Ok(State::Stalled) => {
                    let mended = state.wait_for(|state| *state != State::Stalled).await;
                    if mended.map(|state| *state).ok() != Some(State::Whole) {
                        return;
                    }
                }
                _ => return,
            }
        }
    }

    /// What came while nothing moved is lost with its connection.
    async fn hold(self, _near: TcpStream) {
        let mut state = self.state.subscribe();
        let _ended = state.wait_for(|state| *state != State::Stalled).await;
    }
}
