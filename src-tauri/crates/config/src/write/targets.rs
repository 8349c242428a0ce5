//! `[[target]]` and its slots.

use super::path_text;
use super::text::{Lines, inline, quoted, texts};
use crate::duration;
use crate::read::{BIND_ATTRIBUTE, BINDINGS, MATCH_BY, POLICIES, TIMEOUT_SECONDS};
use rolecall_directory::{
    AdobeIdentity, ApiAccess, QuarantineLimits, RemovalLimits, SlotBinding, SlotDefinition,
    TargetDefinition, TargetKind, UnmanagedPolicy, ValueDefinition, VendorSlot,
};
use std::path::Path;

pub(super) fn write_target(lines: &mut Lines, target: &TargetDefinition, base: Option<&Path>) {
    lines.header("[[target]]");
    lines.text("name", &target.name);
    write_kind(lines, &target.kind, base);
    let word = POLICIES.iter().find(|(_, policy)| *policy == target.unmanaged);
    if let (Some((word, _)), true) = (word, target.unmanaged != UnmanagedPolicy::Leave) {
        lines.text("unmanaged", word);
    }
    if let Some(at) = &target.at {
        lines.text("at", at.as_str());
    } else if target.every_seconds != target.kind.usual_interval() {
        lines.text("every", &duration::text(target.every_seconds));
    }
    write_limits(lines, target);
    if let Some(protect) = &target.protect {
        lines.text("protect", protect);
    }
    if !target.send.is_empty() {
        lines
            .line("send", &inline(target.send.iter().map(|(theirs, ours)| (theirs, quoted(ours)))));
    }
    let fixed = target.kind.vendor_slots();
    for slot in &target.slots {
        match fixed {
            None => write_slot(lines, slot),
            Some(fixed) => {
                if let Some(vendor) = fixed.iter().find(|one| one.name == slot.name) {
                    write_vendor_slot(lines, slot, vendor);
                }
            }
        }
    }
}

fn write_kind(lines: &mut Lines, kind: &TargetKind, base: Option<&Path>) {
    match kind {
        TargetKind::Csv { accounts } => {
            lines.text("kind", "csv");
            lines.line("accounts", &path_text(accounts, base));
        }
        TargetKind::Scim { url, secret, client, match_by, ca, timeout_seconds } => {
            lines.text("kind", "scim");
            lines.text("url", url);
            lines.text("secret", secret);
            if let Some(client) = client {
                lines.text("client_id", &client.client_id);
                lines.text("token_url", &client.token_url);
            }
            if *match_by != MATCH_BY {
                lines.line("match", &texts(match_by.iter().map(String::as_str)));
            }
            if let Some(ca) = ca {
                lines.line("ca", &path_text(ca, base));
            }
            if *timeout_seconds != TIMEOUT_SECONDS {
                lines.text("timeout", &duration::text(*timeout_seconds));
            }
        }
        TargetKind::Umapi { org_id, identity, access } => {
            lines.text("kind", "umapi");
            lines.text("org_id", org_id);
            if *identity != AdobeIdentity::default() {
                lines.text("identity", identity.word());
            }
            write_access(lines, access, base);
        }
        TargetKind::Goto { account_key, invite, access } => {
            lines.text("kind", "goto");
            lines.text("account_key", account_key);
            if *invite {
                lines.line("invite", "true");
            }
            write_access(lines, access, base);
        }
    }
}

fn write_access(lines: &mut Lines, access: &ApiAccess, base: Option<&Path>) {
    lines.text("client_id", &access.client_id);
    lines.text("secret", &access.secret);
    if let Some(url) = &access.url {
        lines.text("url", url);
    }
    if let Some(url) = &access.token_url {
        lines.text("token_url", url);
    }
    if let Some(ca) = &access.ca {
        lines.line("ca", &path_text(ca, base));
    }
    if access.timeout_seconds != TIMEOUT_SECONDS {
        lines.text("timeout", &duration::text(access.timeout_seconds));
    }
}

/// The entries that differ from their default, as TOML.
fn changed<const N: usize>(entries: [(&'static str, u64, u64); N]) -> Vec<(&'static str, String)> {
    let changed = entries.into_iter().filter(|(_, value, default)| value != default);
    changed.map(|(name, value, _)| (name, value.to_string())).collect()
}

/// What differs from the usual limits of quarantine, as TOML; `None` when nothing does.
pub(super) fn quarantine_text(now: QuarantineLimits) -> Option<String> {
    let default = QuarantineLimits::default();
    let mut entries = changed([
        ("requests", now.requests, default.requests),
        ("percent", now.percent, default.percent),
    ]);
    if now.window_seconds != default.window_seconds {
        entries.push(("window", quoted(&duration::text(now.window_seconds))));
    }
    (!entries.is_empty()).then(|| inline(entries))
}

fn write_limits(lines: &mut Lines, target: &TargetDefinition) {
    let (now, default) = (target.removals, RemovalLimits::default());
    let removals = changed([
        ("count", now.count, default.count),
        ("percent", now.percent, default.percent),
        ("at_least", now.at_least, default.at_least),
    ]);
    if !removals.is_empty() {
        lines.line("removals", &inline(removals));
    }
    if let Some(quarantine) = quarantine_text(target.quarantine) {
        lines.line("quarantine", &quarantine);
    }
    if let Some(limit) = target.limit {
        let rate = limit.requests_per_second.map(|rate| ("requests_per_second", rate.to_string()));
        let concurrent = limit.concurrent.map(|count| ("concurrent", count.to_string()));
        lines.line("limit", &inline([rate, concurrent].into_iter().flatten()));
    }
}

fn write_slot(lines: &mut Lines, slot: &SlotDefinition) {
    lines.header("[[target.slot]]");
    lines.text("name", &slot.name);
    if let Some(binding) = &slot.bind {
        lines.text("bind", &binding_text(binding));
    }
    lines.line("many", if slot.many { "true" } else { "false" });
    write_told(lines, slot);
    if !slot.administrators.is_empty() {
        write_administrators(lines, slot);
    }
}

/// What the configuration says of a slot that the vendor fixes; nothing where it says nothing.
fn write_vendor_slot(lines: &mut Lines, slot: &SlotDefinition, vendor: &VendorSlot) {
    let plain = vendor.definition();
    if *slot == plain {
        return;
    }
    lines.header("[[target.slot]]");
    lines.text("name", &slot.name);
    write_told(lines, slot);
    if slot.administrators != plain.administrators {
        write_administrators(lines, slot);
    }
}

fn write_told(lines: &mut Lines, slot: &SlotDefinition) {
    if slot.create_values {
        lines.line("create_values", "true");
    }
    if slot.grace_days > 0 {
        lines.text("grace", &format!("{}d", slot.grace_days));
    }
    if !slot.values.is_empty() {
        let values: Vec<_> = slot.values.iter().map(value).collect();
        lines.list("values", &values);
    }
}

fn write_administrators(lines: &mut Lines, slot: &SlotDefinition) {
    lines.line("administrators", &texts(slot.administrators.iter().map(String::as_str)));
}

fn binding_text(binding: &SlotBinding) -> String {
    let word = BINDINGS.iter().find(|(_, known)| known == binding);
    match (word, binding) {
        (Some((word, _)), _) => (*word).to_owned(),
        (None, SlotBinding::Attribute(path)) => format!("{BIND_ATTRIBUTE}{path}"),
        (None, _) => String::new(),
    }
}

fn value(value: &ValueDefinition) -> String {
    let seats = value.seats.map(|seats| ("seats", seats.to_string()));
    inline([Some(("name", quoted(&value.name))), seats].into_iter().flatten())
}
