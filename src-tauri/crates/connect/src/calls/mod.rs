//! Calls to a vendor's API over HTTP, the same for every connector: let through by limits, signed
//! with a credential that renews itself, tried again when they failed in passing, counted by how
//! they ended, and never redirected to another origin.

mod ask;
mod assertion;
mod caller;
mod credential;
mod gate;
mod jwk;
mod ration;
mod refusal;
mod sign_in;
mod signed_in;
mod tally;
mod unsaid;

pub(crate) use ask::{Answered, Ask, Reply};
pub(crate) use assertion::{Assertion, Signer, certificate};
pub(crate) use caller::{Caller, CallerSettings, protected};
pub(crate) use credential::{ClientCredentials, Credential, Grant, SIGN_IN_ENDED, TokenForm};
pub(crate) use gate::Gate;
pub use gate::{LONGEST_WAIT, Patience, retry_after};
pub(crate) use jwk::{is_jwk, signer_of};
pub(crate) use refusal::{Refusal, excerpt};
pub use sign_in::{SignIn, SignInSettings};
pub use signed_in::SignInKeeper;
pub(crate) use signed_in::SignedIn;
pub use tally::{Tally, TallySnapshot};
pub(crate) use unsaid::hidden;
