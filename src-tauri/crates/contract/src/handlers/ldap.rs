//! Directory servers that are being set up: tried out step by step, and looked around in.

use crate::types::{
    LdapBranch, LdapBrowseRequest, LdapCertificate, LdapNode, LdapProbe, LdapProbeStep, LdapSample,
    LdapServer,
};
use crate::{App, AppError};
use rolecall_connect::{LdapBrowse, LdapTrial, ProbeStep, RefusedCertificate, SamplePerson};
use rolecall_directory::{
    LIST_SEPARATOR, LdapAccess, LdapFlavour, SourceDefinition, SourceKind, SourceScope,
};
use rolecall_engine::LdapDraft;
use rolecall_secrets::SecretString;
use std::path::PathBuf;

/// Seconds to wait for an answer, where nothing else is said.
const PATIENCE: u64 = 30;
/// The most children a page holds.
const PAGE: u64 = 200;
/// The steps of a trial, in order.
const STEPS: [&str; 6] = ["reach", "trust", "bind", "base", "counts", "people"];

/// Tries a server out, step by step up to the first that fails.
///
/// # Errors
/// `source_wrong` for settings that make no connection, `source_not_tried` without the secret.
pub(crate) async fn probe(app: &App, server: LdapServer) -> Result<LdapProbe, AppError> {
    let drafted = Drafted::of(app, server)?;
    let trial = app.engine.try_ldap(drafted.draft()).await.map_err(|error| untried(&error))?;
    Ok(told(trial))
}

/// Tells what is below an entry of a server.
///
/// # Errors
/// As [`probe`]; also when the server cannot be asked, or there is no such entry.
pub(crate) async fn browse(app: &App, ask: LdapBrowseRequest) -> Result<LdapBranch, AppError> {
    let LdapBrowseRequest { server, dn, search, page } = ask;
    let drafted = Drafted::of(app, server)?;
    let ask = LdapBrowse {
        dn: dn.as_deref(),
        search: &search,
        offset: usize::try_from(page.offset).unwrap_or(usize::MAX),
        limit: usize::try_from(page.limit.min(PAGE)).unwrap_or_default(),
    };
    let branch =
        app.engine.browse_ldap(drafted.draft(), ask).await.map_err(|error| untried(&error))?;
    let nodes = branch.nodes.into_iter().map(|node| LdapNode {
        dn: node.dn,
        name: node.name,
        kind: node.kind.word().to_owned(),
        has_children: node.has_children,
        path: node.path,
    });
    Ok(LdapBranch {
        nodes: nodes.collect(),
        total: branch.total.count,
        more: branch.total.more,
        people: branch.people.map(|people| people.count),
        groups: branch.groups.map(|groups| groups.count),
        dn,
    })
}

fn untried(error: &rolecall_connect::ConnectError) -> AppError {
    AppError::new("source_not_tried", error.to_string()).with("cause", error.cause.word())
}

/// What the wizard knows so far, as a source.
struct Drafted {
    access: LdapAccess,
    definition: SourceDefinition,
    attributes: Vec<rolecall_directory::AttributeDefinition>,
    password: Option<SecretString>,
}

impl Drafted {
    fn of(app: &App, server: LdapServer) -> Result<Self, AppError> {
        let given = |text: Option<String>| {
            text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
        };
        let flavour = given(server.flavour).map(|word| {
            let known = LdapFlavour::WORDS.into_iter().find(|(one, _)| *one == word);
            known.map(|(_, flavour)| flavour).ok_or_else(|| {
                let message = format!("There is no flavour \"{word}\" of directory server.");
                AppError::new("source_wrong", message).with("field", "flavour")
            })
        });
        let access = LdapAccess {
            url: server.url,
            start_tls: server.start_tls,
            bind_dn: server.bind_dn,
            secret: server.secret.unwrap_or_default(),
            base: server.base,
            flavour: flavour.transpose()?,
            users: given(server.users),
            groups: given(server.groups),
            ca: given(server.ca).map(PathBuf::from),
            fingerprint: given(server.fingerprint),
            timeout_seconds: server.timeout_seconds.unwrap_or(PATIENCE),
        };
        let definition = SourceDefinition {
            map: server.map,
            scope: SourceScope {
                groups: server.scope_groups,
                org_units: server.scope_org_units,
                query: given(server.scope_query),
            },
            ..SourceDefinition::new(SourceKind::Ldap(access.clone()))
        };
        let (_, configuration) = app.configuration()?;
        let attributes = configuration.all_attributes();
        let password = server.password.map(SecretString::from);
        Ok(Self { access, definition, attributes, password })
    }

    fn draft(&self) -> LdapDraft<'_> {
        LdapDraft {
            access: &self.access,
            definition: &self.definition,
            attributes: &self.attributes,
            password: self.password.as_ref(),
        }
    }
}

fn told(trial: LdapTrial) -> LdapProbe {
    let steps = STEPS.map(|name| step(name, trial.steps.iter().find(|taken| taken.step == name)));
    LdapProbe {
        steps: steps.into(),
        certificate: trial.certificate.map(certificate),
        flavour: trial.flavour.map(|flavour| flavour.word().to_owned()),
        vendor: trial.vendor,
        changes: trial.changes.map(str::to_owned),
        bases: trial.bases,
        people: trial.people.map(|people| people.count),
        people_more: trial.people.is_some_and(|people| people.more),
        groups: trial.groups.map(|groups| groups.count),
        groups_more: trial.groups.is_some_and(|groups| groups.more),
        sample: trial.sample.into_iter().map(|(dn, person)| sample(dn, person)).collect(),
    }
}

fn step(name: &str, taken: Option<&ProbeStep>) -> LdapProbeStep {
    let state = match taken {
        None => "not_tried",
        Some(taken) if taken.ok => "ok",
        Some(_) => "failed",
    };
    LdapProbeStep {
        name: name.to_owned(),
        state: state.to_owned(),
        message: taken.map(|taken| taken.message.clone()).unwrap_or_default(),
        cause: taken.and_then(|taken| taken.cause).map(|cause| cause.word().to_owned()),
    }
}

fn certificate(refused: RefusedCertificate) -> LdapCertificate {
    let RefusedCertificate { reason, subject, issuer, fingerprint, .. } = refused;
    LdapCertificate { subject, issuer, fingerprint, reason }
}

fn sample(dn: String, person: SamplePerson) -> LdapSample {
    let filled = person.attributes.into_iter().filter(|(_, text)| !text.is_empty());
    LdapSample {
        dn,
        id: person.id,
        user_name: person.user_name,
        active: person.active,
        org_unit: person.org_unit,
        attributes: filled.map(|(name, text)| (name, text.replace(LIST_SEPARATOR, "; "))).collect(),
    }
}
