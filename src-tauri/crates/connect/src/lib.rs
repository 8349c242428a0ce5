//! Sources and targets: one folder each, with client, mapping, error table and quirks.
//!
//! What a connection may do is a trait it implements: who holds a [`ReadTarget`] cannot send.

mod calls;
mod capability;
mod dns;
mod http;
mod kept;
mod mirror;
mod overlaid;
mod place;
mod push;
mod rfc4180;
mod sources;
mod targets;
mod yes_no;

pub use calls::{
    LONGEST_WAIT, Patience, SignIn, SignInKeeper, SignInSettings, TallySnapshot, retry_after,
};
pub use capability::{
    AccountWork, ApplyTarget, ConnectError, DirectorySink, Journal, JournalError, KnownValue,
    Outcome, PersonToSend, Probe, ProbeSource, ProbeStep, ReadReport, ReadSource, ReadTarget,
    ReleasedAccount, SamplePerson, StepResult, TargetState, ValueWork, WorkStep,
};
pub use dns::{TxtAnswer, txt_records};
pub use http::{
    Http, HttpSettings, Pin, Proxies, RefusedCertificate, pinned_tls_config, refused_certificate,
    tls_config, untrusted,
};
pub use mirror::{MemoryMirror, Mirror, MirrorError};
pub use overlaid::OverlaidMirror;
pub use push::{
    LARGEST_BODY, LONGEST_FILTER, MOST_OPERATIONS, MOST_RESULTS, NewToken, Provider, PushAnswer,
    PushCall, PushJob, PushMethod, PushQueue, PushSource, PushWork, PushedPerson, encoded,
    is_token, token_hash,
};
pub use sources::{
    CsvSource, EntraSettings, EntraSource, GoogleSettings, GoogleSource, LdapBranch, LdapBrowse,
    LdapCount, LdapNode, LdapNodeKind, LdapSource, LdapTrial, LdifSource, OktaSettings, OktaSource,
    ScimSource, ScimSourceSettings, days_left, entra_sign_in, google_sign_in, record_paths,
    token_ends, usual_places,
};
pub use targets::{
    CsvTarget, GotoSettings, GotoTarget, ScimForm, ScimSettings, ScimTarget, UmapiSettings,
    UmapiTarget,
};
