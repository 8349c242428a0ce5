//! What the provider says of itself (RFC 7644 section 4).

use super::answer::{PushAnswer, Refusal};
use super::call::{PushCall, PushMethod};
use super::limits::{LARGEST_BODY, MOST_OPERATIONS, MOST_RESULTS};
use super::provider::{Provider, not_allowed};
use rolecall_scim::message::ListResponse;
use rolecall_scim::schema::{
    ResourceType, resource_type_document, schema_document, service_provider_config,
};
use serde_json::Value;

/// Answers what is asked at one of the three addresses; `first` is it, in small letters.
pub(super) fn answer(
    provider: &Provider,
    call: &PushCall,
    first: &str,
    rest: &[&str],
) -> Result<PushAnswer, Refusal> {
    if call.method != PushMethod::Get {
        return Ok(not_allowed("GET"));
    }
    if call.parameter("filter").is_some() {
        return Err(Refusal::plain(403, "what the provider says of itself cannot be filtered"));
    }
    let base = call.base.as_str();
    let kinds = [&provider.users, &provider.groups];
    match (first, rest) {
        ("serviceproviderconfig", []) => {
            let operations = MOST_OPERATIONS as u64;
            let config =
                service_provider_config(base, MOST_RESULTS, operations, LARGEST_BODY as u64);
            Ok(PushAnswer::with(200, config))
        }
        ("resourcetypes", _) => {
            let all = kinds.map(|kind| (kind.name, resource_type_document(kind, base)));
            listed("resource type", all.into_iter(), rest)
        }
        ("schemas", _) => {
            let all = kinds.into_iter().flat_map(ResourceType::schemas);
            listed("schema", all.map(|one| (&*one.id, schema_document(one, base))), rest)
        }
        _ => Err(Refusal::plain(404, "there is nothing at this address")),
    }
}

/// All documents, or the one that is asked for.
fn listed<'d>(
    what: &str,
    mut all: impl Iterator<Item = (&'d str, Value)>,
    rest: &[&str],
) -> Result<PushAnswer, Refusal> {
    let Some(id) = rest.first() else {
        let resources: Vec<Value> = all.map(|(_, document)| document).collect();
        let list = ListResponse { start_index: Some(1), resources, ..ListResponse::default() };
        return Ok(PushAnswer::with(200, list.to_value()));
    };
    let found = all.find(|(name, _)| name.eq_ignore_ascii_case(id) && rest.len() == 1);
    let (_, document) = found.ok_or_else(|| Refusal::not_found(what, id))?;
    Ok(PushAnswer::with(200, document))
}
