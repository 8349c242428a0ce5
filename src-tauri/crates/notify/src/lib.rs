//! Telling people when a run ends with news: causes that affect people they did not affect
//! before, and steps that guards newly hold. Never for a run without news.
//!
//! | module | what it holds |
//! |---|---|
//! | `news` | [`News`], found in the workspace after a run, and what was told before |
//! | `words` | the news as English sentences: causes and numbers, no names of people |
//! | `tell` | [`Teller`], which sends news where the configuration says |
//! | `mail` | e-mail by SMTP, and `certificate`, which names one that is not trusted |
//! | `webhook` | a JSON body, signed, posted to an address |

mod certificate;
mod error;
mod mail;
mod news;
mod tell;
mod webhook;
mod words;

pub use error::NotifyError;
pub use news::{FailureNews, HeldNews, News};
pub use tell::{Channel, Sent, Teller, sent_last};
pub use webhook::{DELIVERY, SIGNATURE, signature};
pub use words::{lines, subject};
