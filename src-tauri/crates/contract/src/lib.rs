//! The one list of commands and events, with their types, and the application that runs them.
//! Hosts say where it runs.
//!
//! | module | what it holds |
//! |---|---|
//! | `commands`, [`types`] | the list, and the types of arguments and results |
//! | `app`, `dispatch`, `handlers` | the application and what each command does |
//! | `running`, `meter`, `watch` | runs, how far they are, and what goes on unasked |
//! | `switch`, `target_change` | the User sync switch and changes of targets, for hosts that open no application too |
//! | `draft` | rules as edited and not yet saved, and their effect |
//! | `people_view`, `latest`, `seats` | what is kept ready between calls |
//! | `secret_places`, `secret_ages` | where secrets are kept, and since when |
//! | `host` | what a host lends |
//! | `error` | errors, and every code |

mod app;
mod change;
mod commands;
mod conditions;
mod counted;
mod dispatch;
mod draft;
mod entry;
mod error;
mod events;
mod handlers;
mod host;
mod latest;
mod meter;
mod news;
mod ordered;
mod paging;
mod people_view;
mod push;
mod read;
mod recent;
mod rest;
mod running;
mod sample_console;
mod seats;
mod secret_ages;
mod secret_places;
mod settings_kept;
mod switch;
mod system_browser;
mod table_file;
mod target_change;
pub mod types;
mod typescript;
mod watch;

pub use app::{App, AppOptions};
pub use commands::{COMMAND_NAMES, Command};
pub use error::AppError;
pub use handlers::push::{LISTENING_SETTING, call_item, checked_listening, not_listening};
pub use handlers::schedule::change_schedule;
pub use handlers::target_setup::target_trial;
pub use host::Autostart;
pub use push::{ListenGuard, Listening, PushHead, PushTurn};
pub use rolecall_connect::{LARGEST_BODY, PushAnswer, encoded};
pub use switch::{SyncSwitch, due_targets};
pub use target_change::{forget_target, put_target, take_target, target_kind_word, target_uses};
pub use typescript::typescript;
