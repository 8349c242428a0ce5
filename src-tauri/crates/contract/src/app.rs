//! The application behind every host: it runs commands and tells of events.

use crate::draft::DraftState;
use crate::events::Events;
use crate::handlers::send::Forms;
use crate::handlers::sign_in::SignIns;
use crate::host::Autostart;
use crate::latest::Latest;
use crate::ordered::Ordered;
use crate::people_view::PeopleView;
use crate::running::Running;
use crate::sample_console::SampleConsole;
use crate::settings_kept::Kept;
use crate::types::AppEvent;
use crate::{AppError, Command};
use rolecall_connect::Proxies;
use rolecall_directory::Configuration;
use rolecall_engine::{Alarm, Clock, Engine, SystemClock};
use rolecall_secrets::{KeyringState, Secrets};
use rolecall_store::Store;
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, AtomicU64};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Instant;
use tokio::sync::{broadcast, watch};
use tokio::task::JoinHandle;

/// How a host opens the application.
#[derive(Debug, Clone)]
pub struct AppOptions {
    /// The folder of the workspace; made when it is not there.
    pub workspace: PathBuf,
    /// Whether to set up the sample organization when the workspace is empty.
    pub sample: bool,
    /// Who acts, for Activity: `account@host`.
    pub who: String,
    /// `desktop` or `browser`.
    pub platform: String,
}

/// The application: one workspace, its engine, and the commands on it.
pub struct App {
    pub(crate) options: AppOptions,
    pub(crate) store: Arc<Store>,
    pub(crate) secrets: Arc<Secrets>,
    pub(crate) engine: Engine,
    pub(crate) events: Events,
    /// The configuration of one version.
    pub(crate) configuration: Mutex<Option<(i64, Arc<Configuration>)>>,
    /// One change of the configuration at a time.
    pub(crate) editing: Mutex<()>,
    pub(crate) people: Mutex<Option<Arc<PeopleView>>>,
    /// Long lists that screens page through, in their order.
    pub(crate) ordered: Ordered,
    pub(crate) latest: Mutex<Option<Latest>>,
    /// When planning unasked was last begun, until it succeeds.
    pub(crate) planning: Mutex<Option<Instant>>,
    /// How many plans were made because somebody asked.
    pub(crate) asked: AtomicU64,
    pub(crate) draft: Mutex<Option<DraftState>>,
    /// One writing of the draft at a time; taken with the draft locked, held without it.
    pub(crate) keeping: Mutex<()>,
    /// What service providers said of the form of their users.
    pub(crate) forms: Mutex<Forms>,
    /// The number of the latest plan.
    pub(crate) plans: AtomicI64,
    pub(crate) running: Mutex<Option<Running>>,
    /// How many runs this process has begun.
    pub(crate) begun: AtomicU64,
    pub(crate) keyring: Mutex<Option<KeyringState>>,
    pub(crate) sample: tokio::sync::Mutex<Option<SampleConsole>>,
    /// The token of the sample console, made anew at each start.
    pub(crate) sample_token: String,
    /// What goes on with SCIM calls.
    pub(crate) push: crate::push::Desk,
    /// Sign-ins to sources.
    pub(crate) sign_ins: SignIns,
    /// Tells which targets are due.
    pub(crate) alarm: Mutex<Alarm>,
    /// Starting with the desktop session, where the host can do that.
    pub(crate) autostart: OnceLock<Box<dyn Autostart>>,
    pub(crate) stop: watch::Sender<bool>,
    pub(crate) background: Mutex<Vec<JoinHandle<()>>>,
}

/// Locks a mutex whose content stays whole even if a holder panicked.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl App {
    /// Opens the workspace and starts what runs in the background.
    ///
    /// # Errors
    /// When the workspace cannot be opened; the message says why and what to do.
    pub async fn open(options: AppOptions) -> Result<Arc<Self>, AppError> {
        Self::open_by(options, Arc::new(SystemClock)).await
    }

    /// Opens the workspace by another clock than the machine's.
    ///
    /// # Errors
    /// As [`App::open`].
    pub async fn open_by(
        options: AppOptions,
        clock: Arc<dyn Clock>,
    ) -> Result<Arc<Self>, AppError> {
        let folder = options.workspace.clone();
        let store = tokio::task::spawn_blocking(move || Store::open(&folder))
            .await
            .map_err(AppError::internal)??;
        let (environment, sample_token) = crate::sample_console::environment();
        let secrets = Arc::new(Secrets::new(environment));
        let opened = clock.now_ms();
        let store = Arc::new(store);
        let app = Arc::new(Self {
            push: crate::push::Desk::new(store.clone()),
            engine: Engine::new(secrets.clone(), clock, Proxies::System),
            options,
            store,
            secrets,
            events: Events::new(),
            configuration: Mutex::default(),
            editing: Mutex::default(),
            people: Mutex::default(),
            ordered: Ordered::default(),
            latest: Mutex::default(),
            planning: Mutex::default(),
            asked: AtomicU64::new(0),
            draft: Mutex::default(),
            keeping: Mutex::default(),
            forms: Mutex::default(),
            plans: AtomicI64::new(0),
            running: Mutex::default(),
            begun: AtomicU64::new(0),
            keyring: Mutex::default(),
            sample: tokio::sync::Mutex::default(),
            sample_token,
            sign_ins: Mutex::default(),
            alarm: Mutex::new(Alarm::new(opened)),
            autostart: OnceLock::new(),
            stop: watch::channel(false).0,
            background: Mutex::default(),
        });
        crate::secret_places::probe(&app);
        crate::handlers::sample::resume(&app).await?;
        app.work(|app| app.push_resume()).await?;
        crate::watch::begin(&app);
        Ok(app)
    }

    /// Runs `command` and answers its result as JSON.
    ///
    /// # Errors
    /// What the command says.
    pub async fn call(self: &Arc<Self>, command: Command) -> Result<serde_json::Value, AppError> {
        if self.is_closing() {
            let message = "Rolecall is being closed. Open it again.";
            return Err(AppError::new("closing", message));
        }
        crate::dispatch::run(self, command).await
    }

    /// Events from now on.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<AppEvent> {
        self.events.subscribe()
    }

    /// Ends the background, a run under way between two steps, and the sample's provider.
    pub async fn close(&self) {
        self.stop.send_replace(true);
        if let Some(running) = lock(&self.running).as_ref() {
            running.control.cancel();
        }
        let tasks = std::mem::take(&mut *lock(&self.background));
        for task in tasks {
            // A task that broke off has nothing left to end.
            let _ = task.await;
        }
        self.push.flush(&self.store, self.now());
        if let Some(console) = self.sample.lock().await.take() {
            console.end(&self.store).await;
        }
    }

    /// Runs `work`, which blocks, on a thread of its own.
    pub(crate) async fn work<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Arc<Self>) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        let app = self.clone();
        tokio::task::spawn_blocking(move || work(&app)).await.map_err(AppError::internal)?
    }

    /// Starts a task that [`App::close`] waits for.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let mut background = lock(&self.background);
        background.retain(|task| !task.is_finished());
        background.push(tokio::spawn(task));
    }

    /// Whether [`App::close`] was called.
    pub(crate) fn is_closing(&self) -> bool {
        *self.stop.borrow()
    }

    /// Now, in milliseconds since 1970 (UTC).
    pub(crate) fn now(&self) -> i64 {
        self.engine.clock().now_ms()
    }

    /// The configuration with its version.
    pub(crate) fn configuration(&self) -> Result<(i64, Arc<Configuration>), AppError> {
        let version = self.store.configuration_version()?;
        if let Some((kept, configuration)) = lock(&self.configuration).as_ref()
            && *kept == version
        {
            return Ok((version, configuration.clone()));
        }
        let configuration = Arc::new(self.store.configuration()?);
        // A change in between is told by the version at the next call.
        *lock(&self.configuration) = Some((version, configuration.clone()));
        Ok((version, configuration))
    }

    /// Whether the workspace is the sample organization.
    pub(crate) fn is_sample(&self) -> Result<bool, AppError> {
        Ok(self.store.setting::<String>(Kept::KIND)?.as_deref() == Some(Kept::SAMPLE))
    }
}
