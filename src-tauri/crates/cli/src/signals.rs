//! Being asked to stop: an interrupt from the keyboard, or the system's request to end.

use crate::print;
use rolecall_engine::RunControl;
use std::io;
use tokio::task::JoinHandle;

/// The exit code of a process that an interrupt ended.
const INTERRUPTED: i32 = 130;

/// Hears requests to stop from its making on.
pub struct Requests {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(not(unix))]
    interrupt: tokio::signal::windows::CtrlC,
}

impl Requests {
    /// Listens; from now on a request does not end the process by itself.
    ///
    /// # Errors
    /// When the system does not let it listen.
    #[cfg(unix)]
    pub fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let interrupt = signal(SignalKind::interrupt())?;
        Ok(Self { interrupt, terminate: signal(SignalKind::terminate())? })
    }

    /// Listens; from now on a request does not end the process by itself.
    ///
    /// # Errors
    /// When the system does not let it listen.
    #[cfg(not(unix))]
    pub fn listen() -> io::Result<Self> {
        Ok(Self { interrupt: tokio::signal::windows::ctrl_c()? })
    }

    /// Waits for the next request.
    pub async fn next(&mut self) {
        #[cfg(unix)]
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
        #[cfg(not(unix))]
        self.interrupt.recv().await;
    }
}

/// Stops the run between two steps at the first request, and the process at the second: what was
/// in flight then is looked up by the next run.
///
/// # Errors
/// When the system does not let it listen.
pub fn stop_between_steps(control: RunControl) -> io::Result<JoinHandle<()>> {
    let mut requests = Requests::listen()?;
    Ok(tokio::spawn(async move {
        requests.next().await;
        control.cancel();
        print::note("stopping between steps; ask again to end at once");
        requests.next().await;
        std::process::exit(INTERRUPTED);
    }))
}
