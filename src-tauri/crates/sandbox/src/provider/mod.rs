//! An in-process SCIM 2.0 service provider (RFC 7643, RFC 7644) on loopback.
//!
//! It is strict where the standard is: unknown attributes, booleans written as text, a `remove` with a
//! value, and a stale `If-Match` are refused, so that a client's mistake is seen here and not at a customer.

mod answer;
mod calls;
mod console;
mod discovery;
mod faults;
mod filter;
mod filter_text;
mod groups;
mod list;
mod options;
mod patch;
mod query;
mod record;
mod routes;
mod seats;
mod shapes;
mod state_file;
mod throttle;
mod users;

use std::collections::BTreeMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

pub use calls::Call;
pub use faults::{Fault, Lie, RetryAfter};
pub use options::{Options, Product};

use console::Console;
use routes::House;

/// What keeps a provider from starting, or refuses something asked of it in process.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The loopback port could not be had.
    #[error("The sample console cannot listen on {address}: {source}. Choose another port.")]
    Bind {
        /// The address that was asked for.
        address: SocketAddr,
        /// What the operating system said.
        #[source]
        source: io::Error,
    },
    /// The file that keeps the console's content could not be read or written.
    #[error("The sample console cannot use its file {}: {source}. Check the folder's permissions.", path.display())]
    StateFile {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        #[source]
        source: io::Error,
    },
    /// The file that keeps the console's content holds something else.
    #[error("The sample console cannot read its file {}: {source}. Delete it to begin anew.", path.display())]
    StateFormat {
        /// The file.
        path: PathBuf,
        /// What could not be read.
        #[source]
        source: serde_json::Error,
    },
    /// The content to begin with was refused by the console's own checks.
    #[error("The sample console refuses its first content: {detail}")]
    Initial {
        /// The console's own words.
        detail: String,
    },
    /// No product of that name is sold.
    #[error("The sample console sells no product named \"{name}\"")]
    NoSuchProduct {
        /// The name that was asked for.
        name: String,
    },
}

/// A view of what a provider holds.
#[derive(Debug, Clone)]
pub struct View(Arc<House>);

impl View {
    /// All users as a client would see them, in order of creation.
    pub fn users(&self) -> Vec<serde_json::Value> {
        let console = self.0.console();
        console.users().map(|user| console.user_json(user)).collect()
    }

    /// All groups as a client would see them, in order of creation.
    pub fn groups(&self) -> Vec<serde_json::Value> {
        let console = self.0.console();
        console.groups().map(|group| console.group_json(group)).collect()
    }
}

/// A running SCIM service provider; dropping it stops it.
#[derive(Debug)]
pub struct Provider {
    house: Arc<House>,
    address: SocketAddr,
    stop: watch::Sender<bool>,
    server: Option<JoinHandle<()>>,
    keeper: Option<JoinHandle<()>>,
}

impl Provider {
    /// Starts a provider on the current tokio runtime, listening on 127.0.0.1.
    ///
    /// With a state file, its content comes from there when the file exists and from the options otherwise;
    /// with port 0 the port used last is tried first, so that addresses survive a restart.
    pub async fn start(options: Options) -> Result<Self, Error> {
        let kept = match &options.state_file {
            Some(path) => state_file::read(path)?,
            None => None,
        };
        let last = kept.as_ref().map_or(0, |kept| kept.port);
        let listener = bind(options.port, last).await?;
        let address = listener.local_addr().map_err(|source| Error::Bind {
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, options.port)),
            source,
        })?;
        let console = match kept {
            Some(kept) => Console::restore(kept, &options),
            None => Console::begin(&options)
                .map_err(|refusal| Error::Initial { detail: refusal.detail })?,
        };
        let (stop, stopped) = watch::channel(false);
        let state_file = options.state_file.clone().filter(|_| !options.leave_state_file);
        let house = Arc::new(House::new(address, options, console, stopped.clone()));
        let keeper = state_file
            .map(|path| tokio::spawn(state_file::keep(Arc::clone(&house), path, stopped.clone())));
        if keeper.is_some() {
            house.changed.notify_one();
        }
        let server = tokio::spawn(routes::serve(Arc::clone(&house), listener, stopped));
        Ok(Self { house, address, stop, server: Some(server), keeper })
    }

    /// The base of all SCIM addresses: `http://127.0.0.1:PORT/scim/v2`.
    pub fn url(&self) -> String {
        format!("http://{}/scim/v2", self.address)
    }

    /// The port listened on.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// The bearer token that every request must carry.
    pub fn token(&self) -> &str {
        &self.house.token
    }

    /// Buys `add` more seats of a product; returns the seats it then has.
    pub fn buy_seats(&self, name: &str, add: u32) -> Result<u32, Error> {
        let seats = self.console().buy_seats(name, add);
        self.house.changed.notify_one();
        seats.ok_or_else(|| Error::NoSuchProduct { name: name.to_owned() })
    }

    /// The products sold, with seats and seats used.
    pub fn products(&self) -> Vec<Product> {
        self.console().products()
    }

    /// All users as a client would see them, in order of creation.
    pub fn users(&self) -> Vec<serde_json::Value> {
        self.view().users()
    }

    /// All groups as a client would see them, in order of creation.
    pub fn groups(&self) -> Vec<serde_json::Value> {
        self.view().groups()
    }

    /// A view of what it holds, which whoever keeps it may look at whenever they like.
    pub fn view(&self) -> View {
        View(Arc::clone(&self.house))
    }

    /// Every request received so far, oldest first.
    pub fn calls(&self) -> Vec<Call> {
        self.house.record().calls()
    }

    /// How many requests were received so far.
    pub fn call_count(&self) -> usize {
        self.house.record().count()
    }

    /// How often each userName (case-folded) was created; more than 1 is an account made twice.
    pub fn creates(&self) -> BTreeMap<String, u32> {
        self.house.record().creates()
    }

    /// Forgets the calls and creates recorded so far.
    pub fn forget_calls(&self) {
        self.house.record().clear();
    }

    /// Adds a fault behind those already scripted; the first that matches a request is used.
    pub fn script(&self, fault: Fault) {
        self.house.faults().push(fault);
    }

    /// Forgets the faults that are still to come.
    pub fn forget_faults(&self) {
        self.house.faults().clear();
    }

    /// How many scripted faults are still to come.
    pub fn faults_left(&self) -> usize {
        self.house.faults().iter().map(|fault| fault.times).sum()
    }

    /// Refuses to make a user of that name, in whatever case, with 400 `invalidValue`.
    pub fn refuse_user(&self, name: &str) {
        self.console().refused_users.insert(name.to_lowercase());
    }

    /// Refuses to take the user of that name, in whatever case, into a group, with 400
    /// `invalidValue`; a call that names others too is refused as a whole.
    pub fn refuse_member(&self, name: &str) {
        self.console().refused_members.insert(name.to_lowercase());
    }

    /// Refuses nobody for their name any more.
    pub fn accept_all_users(&self) {
        let mut console = self.console();
        console.refused_users.clear();
        console.refused_members.clear();
    }

    /// Makes every call take at least this long.
    pub fn set_latency(&self, latency: Duration) {
        let micros = u64::try_from(latency.as_micros()).unwrap_or(u64::MAX);
        self.house.latency_micros.store(micros, Ordering::Relaxed);
    }

    /// Stops listening, ends open calls, and writes the state file.
    pub async fn shutdown(mut self) {
        self.stop.send_replace(true);
        if let Some(server) = self.server.take() {
            let abort = server.abort_handle();
            if tokio::time::timeout(Duration::from_secs(2), server).await.is_err() {
                abort.abort();
            }
        }
        if let Some(keeper) = self.keeper.take() {
            let _ended = keeper.await;
        }
    }

    fn console(&self) -> MutexGuard<'_, Console> {
        self.house.console()
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.stop.send_replace(true);
    }
}

/// Locks a mutex whose content stays whole even if a holder panicked.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn bind(port: u16, last: u16) -> Result<TcpListener, Error> {
    let wish = if port == 0 { last } else { port };
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, wish));
    match TcpListener::bind(address).await {
        Ok(listener) => Ok(listener),
        Err(_) if port == 0 && last != 0 => {
            let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
            TcpListener::bind(any).await.map_err(|source| Error::Bind { address: any, source })
        }
        Err(source) => Err(Error::Bind { address, source }),
    }
}
