//! What the provider says about itself (RFC 7643 sections 5 to 7).

use serde_json::{Value, json};

use super::answer::{Answer, Refusal};
use super::groups::GROUP;
use super::list::list;
use super::query::PAGE;
use super::users::USER;

/// The enterprise extension (RFC 7643 section 4.3), the only one known here.
pub(super) const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const SCHEMA: &str = "urn:ietf:params:scim:schemas:core:2.0:Schema";
const TYPE: &str = "urn:ietf:params:scim:schemas:core:2.0:ResourceType";
const CONFIG: &str = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig";

/// The single-valued text attributes of a user.
const TEXTS: [&str; 10] = [
    "userName",
    "externalId",
    "displayName",
    "nickName",
    "profileUrl",
    "title",
    "userType",
    "preferredLanguage",
    "locale",
    "timezone",
];
/// The multi-valued attributes of a user.
const LISTS: [&str; 8] = [
    "emails",
    "phoneNumbers",
    "ims",
    "photos",
    "addresses",
    "entitlements",
    "roles",
    "x509Certificates",
];
const ENTERPRISE_TEXTS: [&str; 5] =
    ["employeeNumber", "costCenter", "organization", "division", "department"];

/// Whether an attribute stands in the core user schema and can be written.
pub(super) fn is_core(name: &str) -> bool {
    TEXTS.contains(&name) || LISTS.contains(&name) || name == "name" || name == "active"
}

/// The standard's spelling of an attribute written in any case.
pub(super) fn spelling(name: &str) -> Option<&'static str> {
    let parts = ["name", "active", "groups", "schemas", "id", "meta", "givenName", "familyName"];
    let subs = ["formatted", "middleName", "value", "type", "display", "primary", "manager"];
    let all = TEXTS.into_iter().chain(LISTS).chain(ENTERPRISE_TEXTS).chain(parts).chain(subs);
    all.chain([ENTERPRISE]).find(|known| known.eq_ignore_ascii_case(name))
}

/// The service provider's configuration (RFC 7643 section 5).
pub(super) fn config(base: &str) -> Answer {
    let no = json!({"supported": false});
    Answer::ok(json!({
        "schemas": [CONFIG],
        "documentationUri": "https://www.rfc-editor.org/rfc/rfc7644",
        "patch": {"supported": true},
        "bulk": {"supported": false, "maxOperations": 0, "maxPayloadSize": 0},
        "filter": {"supported": true, "maxResults": PAGE},
        "changePassword": no, "sort": no,
        "etag": {"supported": true},
        "authenticationSchemes": [{
            "type": "oauthbearertoken", "name": "OAuth Bearer Token", "primary": true,
            "description": "The bearer token shown when the console starts",
        }],
        "meta": {
            "resourceType": "ServiceProviderConfig",
            "location": format!("{base}/ServiceProviderConfig"),
        },
    }))
}

/// All resource types, or the one of that id.
pub(super) fn resource_types(base: &str, id: Option<&str>) -> Result<Answer, Refusal> {
    let shape = |name: &str, schema: &str, extensions: Value| {
        json!({
            "schemas": [TYPE], "id": name, "name": name, "endpoint": format!("/{name}s"),
            "schema": schema, "schemaExtensions": extensions,
            "meta": {"resourceType": "ResourceType", "location": format!("{base}/ResourceTypes/{name}")},
        })
    };
    let extension = json!([{"schema": ENTERPRISE, "required": false}]);
    choose(
        "ResourceType",
        id,
        vec![shape("User", USER, extension), shape("Group", GROUP, json!([]))],
    )
}

/// All schemas, or the one of that URN.
pub(super) fn schemas(base: &str, id: Option<&str>) -> Result<Answer, Refusal> {
    let shape = |urn: &str, name: &str, attributes: Vec<Value>| {
        json!({
            "schemas": [SCHEMA], "id": urn, "name": name, "description": name,
            "attributes": attributes,
            "meta": {"resourceType": "Schema", "location": format!("{base}/Schemas/{urn}")},
        })
    };
    let enterprise = ENTERPRISE_TEXTS.iter().map(|name| text(name, false)).collect();
    choose(
        "Schema",
        id,
        vec![
            shape(USER, "User", user_attributes()),
            shape(GROUP, "Group", group_attributes()),
            shape(ENTERPRISE, "EnterpriseUser", enterprise),
        ],
    )
}

fn choose(kind: &str, id: Option<&str>, all: Vec<Value>) -> Result<Answer, Refusal> {
    let Some(id) = id else { return Ok(Answer::ok(list(1, all.len(), all))) };
    let found = all.into_iter().find(|one| one["id"] == id);
    found.map(Answer::ok).ok_or_else(|| Refusal::unknown(kind, id))
}

fn attribute(name: &str, kind: &str, many: bool, required: bool, mutability: &str) -> Value {
    let unique = name == "userName" || (name == "displayName" && required);
    json!({
        "name": name, "type": kind, "multiValued": many, "required": required,
        "description": name, "caseExact": false, "mutability": mutability,
        "returned": "default",
        "uniqueness": if unique { "server" } else { "none" },
    })
}

fn text(name: &str, required: bool) -> Value {
    attribute(name, "string", false, required, "readWrite")
}

fn complex(name: &str, many: bool, required: bool, mutability: &str, subs: Vec<Value>) -> Value {
    let mut shape = attribute(name, "complex", many, required, mutability);
    shape["subAttributes"] = Value::Array(subs);
    shape
}

fn element(mutability: &str) -> Vec<Value> {
    vec![
        attribute("value", "string", false, false, mutability),
        attribute("display", "string", false, false, mutability),
        attribute("type", "string", false, false, mutability),
        attribute("primary", "boolean", false, false, mutability),
    ]
}

fn address() -> Vec<Value> {
    let texts =
        ["formatted", "streetAddress", "locality", "region", "postalCode", "country", "type"];
    let mut subs = texts.map(|name| text(name, false)).to_vec();
    subs.push(attribute("primary", "boolean", false, false, "readWrite"));
    subs
}

fn user_attributes() -> Vec<Value> {
    let name = vec![
        text("familyName", true),
        text("givenName", true),
        text("formatted", false),
        text("middleName", false),
    ];
    let mut all: Vec<Value> = TEXTS.iter().map(|name| text(name, *name == "userName")).collect();
    all.push(complex("name", false, true, "readWrite", name));
    all.push(attribute("active", "boolean", false, false, "readWrite"));
    all.extend(LISTS.iter().map(|name| {
        let subs = if *name == "addresses" { address() } else { element("readWrite") };
        complex(name, true, false, "readWrite", subs)
    }));
    all.push(complex("groups", true, false, "readOnly", element("readOnly")));
    all
}

fn group_attributes() -> Vec<Value> {
    let shown = |name, kind| attribute(name, kind, false, false, "readOnly");
    let mut reference = attribute("$ref", "reference", false, false, "readWrite");
    reference["referenceTypes"] = json!(["User"]);
    let (display, kind) = (shown("display", "string"), shown("type", "string"));
    let member = vec![text("value", false), display, kind, reference];
    vec![
        text("displayName", true),
        text("externalId", false),
        complex("members", true, false, "readWrite", member),
    ]
}
