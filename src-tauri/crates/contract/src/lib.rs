//! The one list of commands and events, with their types: what exists. Hosts say how it runs.

mod app;
mod commands;
mod error;
mod read;
pub mod types;
mod typescript;

pub use app::{App, AppOptions};
pub use commands::{COMMAND_NAMES, Command};
pub use error::AppError;
pub use typescript::typescript;
