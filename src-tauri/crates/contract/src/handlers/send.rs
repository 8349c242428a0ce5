//! What is sent to each target, and exactly what leaves for one person.

use super::attribute_edit::known_of;
use crate::app::lock;
use crate::events::topic;
use crate::people_view::PeopleView;
use crate::types::{
    SendError, SendItem, SendMap, SendMaps, SendPreview, SendPreviewRequest, SendSet, SentField,
};
use crate::{App, AppError};
use rolecall_connect::{PersonToSend, ScimForm};
use rolecall_directory::{Configuration, TargetDefinition, TargetKind};
use rolecall_engine::SendMap as Sending;
use rolecall_rules::{ExpressionError, KnownAttributes, Sent};
use rolecall_scim::{AttrPath, Dialect, fold};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What a service provider is always sent: its attribute and ours.
const SCIM: [(&str, &str); 6] = [
    ("userName", "userName"),
    ("externalId", "id"),
    ("name.givenName", "givenName"),
    ("name.familyName", "familyName"),
    ("emails.value", "email"),
    ("active", "active"),
];
/// What is written into an accounts file.
const CSV: [(&str, &str); 2] = [("userName", "userName"), ("email", "email")];
/// What UMAPI is sent of a person (facts of its command reference: email, country, names).
const UMAPI: [(&str, &str); 4] = [
    ("email", "email"),
    ("firstname", "givenName"),
    ("lastname", "familyName"),
    ("country", "country"),
];
/// What GoTo Admin is sent of a person.
const GOTO: [(&str, &str); 3] =
    [("email", "email"), ("firstName", "givenName"), ("lastName", "familyName")];
/// How long a provider is waited for before its usual form is shown.
const WAIT: Duration = Duration::from_secs(3);
/// How long what a provider said of itself is kept.
const KEPT: Duration = Duration::from_secs(600);
/// How long it is left alone after it did not answer.
const PAUSE: Duration = Duration::from_secs(30);

/// The forms of service providers, by target, as long as they are good.
pub(crate) type Forms = BTreeMap<String, (TargetKind, Instant, ScimForm)>;

/// Lists what is sent to each target.
pub(crate) fn list(app: &App) -> Result<SendMaps, AppError> {
    let (_, configuration) = app.configuration()?;
    let item = |(theirs, ours): (&str, &str)| SendItem {
        theirs: theirs.to_owned(),
        ours: ours.to_owned(),
    };
    let targets = configuration.targets.iter().map(|target| SendMap {
        target: target.name.clone(),
        always: always(&target.kind).iter().map(|one| item(*one)).collect(),
        more: target.send.iter().map(|(theirs, ours)| item((theirs, ours))).collect(),
        can_send_more: matches!(target.kind, TargetKind::Scim { .. } | TargetKind::Goto { .. }),
    });
    Ok(SendMaps { targets: targets.collect() })
}

fn always(kind: &TargetKind) -> &'static [(&'static str, &'static str)] {
    match kind {
        TargetKind::Scim { .. } => &SCIM,
        TargetKind::Csv { .. } => &CSV,
        TargetKind::Umapi { .. } => &UMAPI,
        TargetKind::Goto { .. } => &GOTO,
    }
}

/// Changes what is sent to a target beyond what it requires.
///
/// # Errors
/// `send_wrong` with `errors`; `send_fixed` for a target that takes nothing more.
pub(crate) fn set(app: &Arc<App>, request: &SendSet) -> Result<SendMaps, AppError> {
    let view = app.people()?;
    let mut detail = None;
    app.change_configuration(|configuration| {
        let known = known_of(configuration, &view);
        let target = configuration.targets.iter_mut().find(|one| one.name == request.target);
        let target = target.ok_or_else(|| AppError::not_found("target", &request.target))?;
        if matches!(target.kind, TargetKind::Csv { .. }) && !request.more.is_empty() {
            let message = "An accounts file has columns for userName, e-mail and slots only; \
                           nothing more can be sent to it.";
            return Err(AppError::new("send_fixed", message));
        }
        let errors = wrong(&request.more, &target.kind, &known);
        if let Some(first) = errors.first() {
            let message = format!("{} cannot be sent: {}.", first.theirs, first.message);
            let shown = serde_json::to_value(&errors).map_err(AppError::internal)?;
            return Err(AppError::new("send_wrong", message).with("errors", shown));
        }
        let after = map_of(&request.more);
        if target.send == after {
            return Ok(false);
        }
        let before = std::mem::replace(&mut target.send, after.clone());
        detail = Some(json!({"before": before, "after": after}));
        Ok(true)
    })?;
    if let Some(detail) = detail {
        app.entry("send_changed", detail).target(&request.target).write(app)?;
        app.events.changed(&[topic::CONNECTIONS, topic::OVERVIEW, topic::ACTIVITY, topic::RULES]);
    }
    list(app)
}

fn map_of(more: &[SendItem]) -> BTreeMap<String, String> {
    let trimmed = |text: &str| text.trim().to_owned();
    more.iter().map(|one| (trimmed(&one.theirs), trimmed(&one.ours))).collect()
}

/// What is wrong with each mapping.
fn wrong(more: &[SendItem], kind: &TargetKind, known: &KnownAttributes) -> Vec<SendError> {
    let mut seen = BTreeSet::new();
    let mut errors = Vec::new();
    for one in more {
        let theirs = one.theirs.trim();
        let fixed = always(kind).iter().any(|(name, _)| fold(name) == fold(theirs));
        let path = AttrPath::parse(theirs, Dialect::Rfc);
        let message = if theirs.is_empty() {
            Some("name the target's attribute".to_owned())
        } else if let Err(error) = path {
            Some(format!("this is no SCIM attribute ({error})"))
        } else if fixed {
            Some("it is always sent; it need not be said again".to_owned())
        } else if !seen.insert(fold(theirs)) {
            Some("it is there twice; keep one".to_owned())
        } else {
            Sent::parse(&one.ours, known).err().map(|error| told(&error))
        };
        errors.extend(message.map(|message| SendError { theirs: theirs.to_owned(), message }));
    }
    errors
}

fn told(error: &ExpressionError) -> String {
    error.to_string()
}

/// Shows exactly what leaves for one person.
pub(crate) async fn preview(
    app: &Arc<App>,
    request: SendPreviewRequest,
) -> Result<SendPreview, AppError> {
    let (configuration, view) = app
        .work(|app| {
            let (_, configuration) = app.configuration()?;
            Ok((configuration, app.people()?))
        })
        .await?;
    let found = configuration.targets.iter().find(|one| one.name == request.target);
    let mut target = found.ok_or_else(|| AppError::not_found("target", &request.target))?.clone();
    let form = form_of(app, &target).await;
    app.work(move |_| {
        let known = known_of(&configuration, &view);
        let errors = match &request.more {
            Some(more) => {
                let errors = wrong(more, &target.kind, &known);
                target.send = map_of(more);
                target.send.retain(|theirs, _| !errors.iter().any(|one| one.theirs == *theirs));
                errors
            }
            None => Vec::new(),
        };
        shown(&request.user, &target, &configuration, &view, form.as_ref(), errors)
    })
    .await
}

fn shown(
    user: &str,
    target: &TargetDefinition,
    configuration: &Configuration,
    view: &PeopleView,
    form: Option<&ScimForm>,
    mut errors: Vec<SendError>,
) -> Result<SendPreview, AppError> {
    let snapshot = view.snapshot();
    let row = snapshot.rows_named(user).first().copied();
    let row = row.ok_or_else(|| AppError::not_found("person", user))?;
    let sending = Sending::new(target, configuration, snapshot);
    errors.extend(sending.failed(snapshot.person(row)).into_iter().map(|(theirs, reason)| {
        SendError { theirs, message: format!("not sent for this person: {reason}") }
    }));
    let mut person = sending.person_to_send(snapshot.person(row));
    if let Some(form) = form {
        person.send.retain(|(theirs, _)| {
            let lacks = form.lacks(theirs);
            if lacks {
                let message = "the target has no such attribute, so it is not sent".to_owned();
                errors.push(SendError { theirs: theirs.clone(), message });
            }
            !lacks
        });
    }
    let body = match form.map(|form| form.new_account(&person)) {
        Some(Ok(body)) => Some(body),
        Some(Err(message)) => {
            errors.push(SendError { theirs: String::new(), message });
            None
        }
        None => None,
    };
    Ok(SendPreview { errors, fields: fields(target, &person), body })
}

fn fields(target: &TargetDefinition, person: &PersonToSend) -> Vec<SentField> {
    let always = always(&target.kind).iter().map(|(theirs, ours)| SentField {
        theirs: (*theirs).to_owned(),
        value: match *ours {
            "userName" => Some(person.user_name.clone()),
            "id" => Some(person.id.clone()).filter(|id| !id.is_empty()),
            "givenName" => person.given_name.clone(),
            "familyName" => person.family_name.clone(),
            "email" => person.email.clone(),
            // Who is sent is wanted, so the account is made active.
            _ => Some("true".to_owned()),
        },
        ours: (*ours).to_owned(),
    });
    let more = target.send.iter().map(|(theirs, ours)| SentField {
        theirs: theirs.clone(),
        value: person.send.iter().find(|(name, _)| name == theirs).map(|(_, text)| text.clone()),
        ours: ours.clone(),
    });
    always.chain(more).collect()
}

/// The form of a service provider: what it said of itself just before, else what it says now,
/// else the usual one; `None` for a target that is none.
async fn form_of(app: &Arc<App>, target: &TargetDefinition) -> Option<ScimForm> {
    let TargetKind::Scim { .. } = target.kind else { return None };
    if let Some((kind, until, form)) = lock(&app.forms).get(&target.name)
        && *kind == target.kind
        && *until > Instant::now()
    {
        return Some(form.clone());
    }
    // What is edited may not even be a path yet; the provider is asked for its form only.
    let bare = TargetDefinition { send: BTreeMap::new(), slots: Vec::new(), ..target.clone() };
    let asked = tokio::time::timeout(WAIT, app.engine.scim_form(&bare)).await;
    let (form, good) = match asked {
        Ok(Ok(Some(form))) => (form, KEPT),
        _ => (ScimForm::usual(), PAUSE),
    };
    let kept = (target.kind.clone(), Instant::now() + good, form.clone());
    lock(&app.forms).insert(target.name.clone(), kept);
    Some(form)
}
