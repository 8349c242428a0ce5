//! Answers, and refusals in the form of RFC 7644 section 3.12.

use rolecall_scim::message::{ErrorBody, ScimType};
use rolecall_store::StoreError;
use serde_json::Value;

/// An answer to a request.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PushAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The body, where there is one.
    pub body: Option<Value>,
    /// The address of what was made or changed.
    pub location: Option<String>,
    /// The version of what is answered, as an entity tag.
    pub etag: Option<String>,
    /// Which methods there are, where another was used.
    pub allow: Option<&'static str>,
    /// After how many seconds to try again.
    pub retry_after: Option<u64>,
    /// The keyword of an error; empty where there is none.
    pub scim_type: String,
    /// An error in words, or a note for the log; empty where there is nothing to say.
    pub detail: String,
    /// Whether anything in the directory changed.
    pub changed: bool,
    /// Whether a directory's content was the reason of a failure inside: 5xx.
    pub failed: bool,
}

impl PushAnswer {
    /// An answer with a body.
    #[must_use]
    pub fn with(status: u16, body: Value) -> Self {
        Self { status, body: Some(body), ..Self::default() }
    }

    /// An error.
    #[must_use]
    pub fn error(status: u16, scim_type: Option<ScimType>, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        let body = ErrorBody::new(status, scim_type.clone(), detail.clone()).to_value();
        let scim_type = scim_type.map(|word| word.as_str().to_owned()).unwrap_or_default();
        Self { status, body: Some(body), scim_type, detail, ..Self::default() }
    }

    /// The answer where the workspace failed; what is wrong with it is not the client's to know.
    #[must_use]
    pub fn broken(error: &StoreError) -> Self {
        let words = "the directory cannot be read or written at the moment; try again later";
        let status = if matches!(error, StoreError::Locked { .. }) { 503 } else { 500 };
        let answer = Self::error(status, None, words);
        let retry_after = (status == 503).then_some(5);
        Self { retry_after, detail: error.to_string(), failed: true, ..answer }
    }
}

/// Why a request is not carried out.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Refusal {
    pub status: u16,
    pub scim_type: Option<ScimType>,
    pub detail: String,
}

impl Refusal {
    pub fn new(status: u16, scim_type: ScimType, detail: impl Into<String>) -> Self {
        Self { status, scim_type: Some(scim_type), detail: detail.into() }
    }

    pub fn plain(status: u16, detail: impl Into<String>) -> Self {
        Self { status, scim_type: None, detail: detail.into() }
    }

    pub fn not_found(what: &str, id: &str) -> Self {
        Self::plain(404, format!("there is no {what} with the id \"{id}\""))
    }

    pub fn value(detail: impl Into<String>) -> Self {
        Self::new(400, ScimType::InvalidValue, detail)
    }

    pub fn syntax(detail: impl Into<String>) -> Self {
        Self::new(400, ScimType::InvalidSyntax, detail)
    }

    pub fn answer(self) -> PushAnswer {
        PushAnswer::error(self.status, self.scim_type, self.detail)
    }
}

/// Why something was not done: the client's request, or our workspace.
#[derive(Debug)]
pub(super) enum Stop {
    Refused(Refusal),
    Broken(StoreError),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Broken(error)
    }
}

/// The answer, where a refusal is one too.
pub(super) fn settled(result: Result<PushAnswer, Stop>) -> Result<PushAnswer, StoreError> {
    match result {
        Ok(answer) => Ok(answer),
        Err(Stop::Refused(refusal)) => Ok(refusal.answer()),
        Err(Stop::Broken(error)) => Err(error),
    }
}
