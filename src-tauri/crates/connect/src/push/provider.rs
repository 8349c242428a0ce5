//! What a request asks for.

use super::answer::{PushAnswer, Refusal, Stop, settled};
use super::bulk::Bulk;
use super::call::{PushCall, PushMethod};
use super::change::Change;
use super::list::Asked;
use super::render::names_version;
use super::{discovery, list};
use rolecall_directory::{AttributeDefinition, AttributeType, RecordKind, SourceDefinition};
use rolecall_scim::schema::{Projection, ResourceType, group, user};
use rolecall_scim::{AttrPath, Dialect};
use rolecall_store::{PushBatch, PushKey, PushView, Store, StoreError};
use std::sync::Arc;

/// The URN under which an organization's own attributes are sent.
pub(super) const OWN_USER: &str = "urn:ietf:params:scim:schemas:extension:rolecall:2.0:User";

/// The service provider of one directory.
#[derive(Debug)]
pub struct Provider {
    pub(super) directory: String,
    pub(super) users: ResourceType,
    pub(super) groups: ResourceType,
}

/// What is to be done with a request.
pub enum PushJob {
    /// Nothing any more: this is the answer.
    Done(PushAnswer),
    /// To read, and to answer what is found.
    Read(PushRead),
    /// To change something.
    Write(PushWork),
}

/// A request that reads.
pub struct PushRead {
    provider: Arc<Provider>,
    base: String,
    what: Reading,
}

enum Reading {
    One { kind: RecordKind, id: String, asked: Projection, unless: Option<String> },
    Many { kinds: Vec<RecordKind>, asked: Box<Asked> },
}

/// A request that changes something.
pub struct PushWork {
    provider: Arc<Provider>,
    pub(super) context: Context,
    what: Writing,
}

enum Writing {
    One(Box<Change>),
    Bulk(Bulk),
}

/// What a change is carried out with.
pub(super) struct Context {
    pub base: String,
    pub now: i64,
    /// The version that must be there, as entity tags.
    pub if_match: Option<String>,
    /// What of the resource is answered.
    pub asked: Projection,
}

impl Provider {
    /// The provider of `directory`: users have the attributes of the RFC, of Adobe's extension,
    /// and the organization's own `attributes`, each under our URN and, where it is read from an
    /// attribute of a schema that nobody knows, under that schema's.
    #[must_use]
    pub fn new(
        directory: &str,
        definition: &SourceDefinition,
        attributes: &[AttributeDefinition],
    ) -> Self {
        let read = attributes.iter().filter(|one| one.expression.is_none());
        let own = read.filter(|one| !is_known(&one.name));
        let own: Vec<(String, bool)> =
            own.map(|one| (one.name.clone(), one.kind == AttributeType::List)).collect();
        let mut users = user(OWN_USER, &own);
        let froms = attributes
            .iter()
            .filter_map(|one| Some((one.from.as_deref()?, one.kind == AttributeType::List)));
        let maps = definition.map.values().map(|from| (from.as_str(), false));
        for (from, many) in froms.chain(maps) {
            if let Ok(AttrPath { schema: Some(schema), name, .. }) =
                AttrPath::parse(from, Dialect::Rfc)
            {
                users.learn(&schema, &name, many);
            }
        }
        Self { directory: directory.to_owned(), users, groups: group() }
    }

    /// Reads what a request asks for; nothing is looked up or written.
    #[must_use]
    pub fn begin(self: &Arc<Self>, call: &PushCall) -> PushJob {
        self.job(call).unwrap_or_else(|refusal| PushJob::Done(refusal.answer()))
    }

    fn job(self: &Arc<Self>, call: &PushCall) -> Result<PushJob, Refusal> {
        let path: Vec<&str> = call.path.iter().map(String::as_str).collect();
        let first = path.first().map(|first| first.to_ascii_lowercase()).unwrap_or_default();
        match (first.as_str(), &path[path.len().min(1)..]) {
            ("", _) => self.search(call, &[RecordKind::Person, RecordKind::Group], &[]),
            (".search", []) => {
                self.search(call, &[RecordKind::Person, RecordKind::Group], &[".search"])
            }
            ("users", rest) => self.resource(call, RecordKind::Person, rest),
            ("groups", rest) => self.resource(call, RecordKind::Group, rest),
            ("bulk", []) if call.method == PushMethod::Post => {
                let bulk = Bulk::read(&call.json()?)?;
                Ok(self.write(call, Projection::default(), Writing::Bulk(bulk)))
            }
            ("bulk", []) => Ok(PushJob::Done(not_allowed("POST"))),
            ("serviceproviderconfig" | "resourcetypes" | "schemas", rest) => {
                discovery::answer(self, call, &first, rest).map(PushJob::Done)
            }
            ("me", _) => Err(Refusal::plain(
                501,
                "a token here stands for a provider, not for a user: there is no /Me",
            )),
            _ => Err(Refusal::plain(404, "there is nothing at this address")),
        }
    }

    fn resource(
        self: &Arc<Self>,
        call: &PushCall,
        kind: RecordKind,
        rest: &[&str],
    ) -> Result<PushJob, Refusal> {
        match (rest, call.method) {
            ([], PushMethod::Get) => self.search(call, &[kind], &[]),
            ([last], _) if last.eq_ignore_ascii_case(".search") => {
                self.search(call, &[kind], &[".search"])
            }
            ([], PushMethod::Post) | ([_], PushMethod::Put | PushMethod::Patch) => {
                let body = call.json()?;
                let change = Change::read(self, call.method, (kind, rest.first()), Some(body))?;
                Ok(self.write(call, projection(call), Writing::One(Box::new(change))))
            }
            ([_], PushMethod::Delete) => {
                let change = Change::read(self, call.method, (kind, rest.first()), None)?;
                Ok(self.write(call, Projection::default(), Writing::One(Box::new(change))))
            }
            ([id], PushMethod::Get) => {
                let (id, asked) = ((*id).to_owned(), projection(call));
                let unless = call.if_none_match.clone();
                Ok(self.read(call, Reading::One { kind, id, asked, unless }))
            }
            ([], _) => Ok(PushJob::Done(not_allowed("GET, POST"))),
            ([_], _) => Ok(PushJob::Done(not_allowed("GET, PUT, PATCH, DELETE"))),
            _ => Err(Refusal::plain(404, "there is nothing at this address")),
        }
    }

    fn search(
        self: &Arc<Self>,
        call: &PushCall,
        kinds: &[RecordKind],
        place: &[&str],
    ) -> Result<PushJob, Refusal> {
        let asked = match (place, call.method) {
            ([], PushMethod::Get) => Asked::of_query(call)?,
            ([_], PushMethod::Post) => Asked::of_body(&call.json()?)?,
            ([], _) => return Ok(PushJob::Done(not_allowed("GET"))),
            _ => return Ok(PushJob::Done(not_allowed("POST"))),
        };
        let asked = Box::new(asked);
        Ok(self.read(call, Reading::Many { kinds: kinds.to_vec(), asked }))
    }

    fn read(self: &Arc<Self>, call: &PushCall, what: Reading) -> PushJob {
        PushJob::Read(PushRead { provider: self.clone(), base: call.base.clone(), what })
    }

    fn write(self: &Arc<Self>, call: &PushCall, asked: Projection, what: Writing) -> PushJob {
        let if_match = call.if_match.clone();
        let context = Context { base: call.base.clone(), now: call.now, if_match, asked };
        PushJob::Write(PushWork { provider: self.clone(), context, what })
    }
}

/// Whether an attribute has a place in the RFC's schemas or Adobe's.
fn is_known(name: &str) -> bool {
    let kind = user("", &[]);
    kind.schemas().any(|schema| schema.attribute(name).is_some())
}

fn projection(call: &PushCall) -> Projection {
    let text = |name| call.parameter(name);
    Projection::read(text("attributes").as_deref(), text("excludedAttributes").as_deref())
}

/// The answer to a method that an address does not have.
pub(super) fn not_allowed(allow: &'static str) -> PushAnswer {
    let words = format!("this address takes {allow} only");
    PushAnswer { allow: Some(allow), ..PushAnswer::error(405, None, words) }
}

impl PushRead {
    /// Reads and answers; blocks.
    #[must_use]
    pub fn answer(&self, store: &Store) -> PushAnswer {
        let read = store.push_view(|view| settled(self.look(view)));
        read.unwrap_or_else(|error| {
            tracing::warn!(%error, "what was pushed could not be read");
            PushAnswer::broken(&error)
        })
    }

    fn look(&self, view: &PushView<'_>) -> Result<PushAnswer, Stop> {
        let Self { provider, base, what } = self;
        match what {
            Reading::Many { kinds, asked } => list::answer(provider, view, base, kinds, asked),
            Reading::One { kind, id, asked, unless } => {
                let found = view.find(&provider.directory, *kind, PushKey::Id(id))?;
                let what = provider.type_of(*kind).name;
                let record = found.first().ok_or_else(|| Refusal::not_found(what, id))?;
                let etag = Some(super::render::etag(record.version));
                if unless.as_ref().is_some_and(|tags| names_version(tags, record.version)) {
                    return Ok(PushAnswer { status: 304, etag, ..PushAnswer::default() });
                }
                let shown = provider.shown(view, base, record, asked)?;
                let location = Some(provider.location(base, *kind, id));
                Ok(PushAnswer { etag, location, ..PushAnswer::with(200, shown) })
            }
        }
    }
}

impl PushWork {
    /// Carries the change out within a batch.
    ///
    /// # Errors
    /// When the workspace fails; what the client did wrong is an answer.
    pub fn carry_out(&self, batch: &PushBatch<'_>) -> Result<PushAnswer, StoreError> {
        match &self.what {
            Writing::One(change) => settled(change.carry_out(&self.provider, batch, &self.context)),
            Writing::Bulk(bulk) => bulk.carry_out(&self.provider, batch, &self.context),
        }
    }

    /// The directory that is changed.
    #[must_use]
    pub fn directory(&self) -> &str {
        &self.provider.directory
    }

    /// When the request came, in milliseconds since 1970 (UTC).
    #[must_use]
    pub fn now(&self) -> i64 {
        self.context.now
    }
}
