//! SCIM push: endpoints, where this machine listens, and the log of received calls.

use crate::events::topic;
use crate::paging::page;
use crate::push::meaning::meaning;
use crate::settings_kept::Kept;
use crate::types::{
    PushCallItem, PushCallList, PushCallsRequest, PushEndpoint, PushEndpointRequest, PushListening,
};
use crate::{App, AppError};
use rolecall_connect::encoded;
use rolecall_directory::{RecordKind, SourceKind};
use rolecall_store::{PushCallFilter, PushCallRecord};
use serde_json::json;
use std::net::SocketAddr;

/// Where others write to a directory, and whether they can.
pub(crate) fn endpoint(app: &App, request: &PushEndpointRequest) -> Result<PushEndpoint, AppError> {
    let (_, configuration) = app.configuration()?;
    let name = &request.directory;
    let directory = configuration.directories.iter().find(|directory| directory.name == *name);
    let directory = directory.ok_or_else(|| AppError::not_found("directory", name))?;
    let taken = directory.source.as_ref().is_some_and(|one| one.kind == SourceKind::ScimPush);
    let path = format!("/scim/v2/{}", encoded(name));
    let mut places = if taken { app.push.listening() } else { Vec::new() };
    places.sort_by_key(|place| !place.beyond);
    let listening = places.iter().any(|place| place.beyond || place.proxied);
    let failed = app.push.failed();
    let why = match (taken, listening) {
        (_, true) => None,
        (false, _) => Some("no_source"),
        (true, _) if failed.is_some() => Some("failed"),
        (true, _) if places.is_empty() => Some("off"),
        (true, _) => Some("loopback"),
    };
    let (users, groups) = app.store.push_view(|view| {
        Ok((view.count(name, RecordKind::Person)?, view.count(name, RecordKind::Group)?))
    })?;
    Ok(PushEndpoint {
        directory: name.clone(),
        urls: places.iter().map(|place| format!("{}{path}", place.address)).collect(),
        path,
        listening,
        why: why.map(str::to_owned),
        message: failed.filter(|_| why == Some("failed")),
        proxied: places.iter().any(|place| place.proxied),
        okta_refuses: name.contains('_'),
        users,
        groups,
        changed: app.store.pushed_at(name)?,
    })
}

/// Lists received calls.
pub(crate) fn calls(app: &App, request: &PushCallsRequest) -> Result<PushCallList, AppError> {
    // What was received a moment ago is in the list.
    app.push.flush(&app.store, app.now());
    let filter = PushCallFilter {
        directory: request.directory.clone(),
        failed: request.failed,
        method: request.method.clone(),
        status: request.status,
        text: request.text.clone(),
        from: request.from,
        until: request.until,
    };
    let found = app.store.push_calls(&filter, page(request.page))?;
    Ok(PushCallList { total: found.total, items: found.rows.into_iter().map(call_item).collect() })
}

/// A received call with what its answer means.
#[must_use]
pub fn call_item(record: PushCallRecord) -> PushCallItem {
    let meaning = meaning(record.status, &record.scim_type);
    PushCallItem {
        id: record.id,
        at: record.at,
        directory: record.directory,
        token: record.token,
        address: record.address,
        method: record.method,
        path: record.path,
        filter: record.filter,
        status: record.status,
        scim_type: record.scim_type,
        detail: record.detail,
        code: meaning.map(|one| one.code.to_owned()),
        means: meaning.map(|one| one.means.to_owned()),
        remedy: meaning.map(|one| one.remedy.to_owned()),
    }
}

/// Where a workspace keeps where this machine listens.
pub const LISTENING_SETTING: &str = Kept::LISTENING;

/// What holds while nobody chose: nothing is listened for.
#[must_use]
pub fn not_listening() -> PushListening {
    PushListening {
        on: false,
        address: "0.0.0.0:7443".to_owned(),
        certificate: None,
        key: None,
        behind_proxy: false,
    }
}

/// Where this machine listens for calls, as somebody chose.
pub(crate) fn listening(app: &App) -> Result<PushListening, AppError> {
    Ok(app.store.setting(Kept::LISTENING)?.unwrap_or_else(not_listening))
}

/// What somebody chose, spelled as it is kept.
///
/// # Errors
/// `listening_wrong`, with detail `field`, where it cannot be listened on so.
pub fn checked_listening(chosen: &PushListening) -> Result<PushListening, AppError> {
    let wrong = |field: &str, message: String| {
        Err(AppError::new("listening_wrong", message).with("field", field))
    };
    let Ok(address) = chosen.address.trim().parse::<SocketAddr>() else {
        let message =
            format!("\"{}\" is no address with a port, such as 0.0.0.0:7443.", chosen.address);
        return wrong("address", message);
    };
    let filled = |text: &Option<String>| {
        text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let (certificate, key) = (filled(&chosen.certificate), filled(&chosen.key));
    if certificate.is_some() != key.is_some() {
        let message = "TLS needs both a certificate and its private key.".to_owned();
        return wrong(if key.is_some() { "certificate" } else { "key" }, message);
    }
    if !address.ip().is_loopback() && certificate.is_none() && !chosen.behind_proxy {
        let message = "Other machines could reach this address, and tokens would cross the \
                       network in the clear. Give a certificate and its key, or say that a proxy \
                       which speaks TLS stands before it."
            .to_owned();
        return wrong("certificate", message);
    }
    Ok(PushListening {
        on: chosen.on,
        address: address.to_string(),
        certificate,
        key,
        behind_proxy: chosen.behind_proxy,
    })
}

/// Chooses where this machine listens.
pub(crate) fn set_listening(app: &App, chosen: &PushListening) -> Result<PushListening, AppError> {
    let kept = checked_listening(chosen)?;
    app.store.set_setting(Kept::LISTENING, &kept)?;
    app.entry("push_listening_changed", json!({"on": kept.on, "address": kept.address}))
        .write(app)?;
    app.events.changed(&[topic::SETTINGS, topic::CONNECTIONS, topic::ACTIVITY]);
    Ok(kept)
}
