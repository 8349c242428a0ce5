//! The SCIM service provider that others write to (RFC 7643 and RFC 7644), over the workspace.
//!
//! | module | what it holds |
//! |---|---|
//! | `call`, `answer` | requests and answers, whatever carries them |
//! | `provider` | what a request asks for |
//! | `change`, `patch`, `members` | creating, replacing, patching, deleting |
//! | `list`, `candidates` | filters, order, pages |
//! | `bulk`, `discovery` | many changes in one request; what the provider says of itself |
//! | `render` | resources as they are answered |
//! | `queue` | changes that come together are on disk together |
//! | `token` | bearer tokens and their hashes |
//! | `source` | what was written, as the source of a directory |

mod answer;
mod bulk;
mod call;
mod candidates;
mod change;
mod discovery;
mod limits;
mod list;
mod members;
mod patch;
mod provider;
mod queue;
mod render;
mod source;
mod token;

pub use answer::PushAnswer;
pub use call::{PushCall, PushMethod};
pub use limits::{LARGEST_BODY, LONGEST_FILTER, MOST_OPERATIONS, MOST_RESULTS};
pub use provider::{Provider, PushJob, PushWork};
pub use queue::PushQueue;
pub use render::encoded;
pub(crate) use source::USUAL;
pub use source::{PushSource, PushedPerson};
pub use token::{NewToken, is_token, token_hash};
