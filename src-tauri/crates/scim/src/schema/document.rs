//! The documents by which a service provider describes itself (RFC 7643 sections 5 to 7).

use super::{Attribute, Kind, ResourceType, Returned, Schema};
use crate::urn;
use serde_json::{Value, json};

/// The document of a schema; `base` is the address of the service provider.
#[must_use]
pub fn schema_document(schema: &Schema, base: &str) -> Value {
    json!({
        "schemas": [urn::SCHEMA],
        "id": schema.id,
        "name": schema.name,
        "description": schema.about,
        "attributes": schema.attributes.iter().map(attribute).collect::<Vec<_>>(),
        "meta": {"resourceType": "Schema", "location": format!("{base}/Schemas/{}", schema.id)},
    })
}

/// The document of a resource type.
#[must_use]
pub fn resource_type_document(kind: &ResourceType, base: &str) -> Value {
    let extensions = kind.extensions.iter();
    let extensions: Vec<Value> =
        extensions.map(|one| json!({"schema": one.id, "required": false})).collect();
    json!({
        "schemas": [urn::RESOURCE_TYPE],
        "id": kind.name,
        "name": kind.name,
        "description": kind.about,
        "endpoint": kind.endpoint,
        "schema": kind.core.id,
        "schemaExtensions": extensions,
        "meta": {
            "resourceType": "ResourceType",
            "location": format!("{base}/ResourceTypes/{}", kind.name),
        },
    })
}

/// What the service provider can do: everything but changing passwords; `results` bounds a page,
/// `operations` and `bytes` a bulk request.
#[must_use]
pub fn service_provider_config(base: &str, results: u64, operations: u64, bytes: u64) -> Value {
    json!({
        "schemas": [urn::SERVICE_PROVIDER_CONFIG],
        "patch": {"supported": true},
        "bulk": {"supported": true, "maxOperations": operations, "maxPayloadSize": bytes},
        "filter": {"supported": true, "maxResults": results},
        "changePassword": {"supported": false},
        "sort": {"supported": true},
        "etag": {"supported": true},
        "authenticationSchemes": [{
            "type": "oauthbearertoken",
            "name": "Bearer token",
            "description": "A token of this directory, in the Authorization header.",
            "specUri": "https://www.rfc-editor.org/info/rfc6750",
            "primary": true,
        }],
        "meta": {
            "resourceType": "ServiceProviderConfig",
            "location": format!("{base}/ServiceProviderConfig"),
        },
    })
}

fn attribute(one: &Attribute) -> Value {
    let kind = match one.kind {
        Kind::Text => "string",
        Kind::Boolean => "boolean",
        Kind::DateTime => "dateTime",
        Kind::Binary => "binary",
        Kind::Reference(_) => "reference",
        Kind::Complex => "complex",
    };
    let mut document = json!({
        "name": one.name,
        "type": kind,
        "multiValued": one.many,
        "description": one.about,
        "required": one.required,
        "mutability": match (one.read_only, one.returned) {
            (true, _) => "readOnly",
            (false, Returned::Never) => "writeOnly",
            (false, _) => "readWrite",
        },
        "returned": match one.returned {
            Returned::Always => "always",
            Returned::Usually => "default",
            Returned::Never => "never",
        },
    });
    if matches!(one.kind, Kind::Text | Kind::Reference(_) | Kind::Binary) {
        document["caseExact"] = json!(one.case_exact);
        document["uniqueness"] = json!(if one.unique { "server" } else { "none" });
    }
    if let Kind::Reference(types) = one.kind {
        document["referenceTypes"] = json!(types);
    }
    if !one.subs.is_empty() {
        let mut subs: Vec<Value> = one.subs.iter().map(attribute).collect();
        for sub in subs.iter_mut().filter(|sub| sub["name"] == "type" && !one.usual.is_empty()) {
            sub["canonicalValues"] = json!(one.usual);
        }
        document["subAttributes"] = Value::Array(subs);
    }
    document
}
