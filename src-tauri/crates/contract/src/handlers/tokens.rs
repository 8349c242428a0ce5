//! Tokens by which others write to directories.

use crate::events::topic;
use crate::types::{MadeToken, Nothing, TokenItem, TokenList, TokenRequest, TokenRevocation};
use crate::{App, AppError};
use rolecall_connect::NewToken;
use rolecall_directory::SourceKind;
use rolecall_store::PushToken;
use serde_json::json;

/// The longest name of a token, in characters.
const LONGEST: usize = 100;

/// Lists tokens that are valid; of directories that are gone too, to be revoked.
pub(crate) fn list(app: &App) -> Result<TokenList, AppError> {
    Ok(TokenList { items: app.store.push_tokens()?.into_iter().map(item).collect() })
}

/// Makes a token; it is in the answer and nowhere else.
pub(crate) fn create(app: &App, request: &TokenRequest) -> Result<MadeToken, AppError> {
    let directory = app.pushed_directory(&request.directory)?;
    let there = app.store.push_tokens()?;
    let is_free =
        |name: &str| !there.iter().any(|token| token.directory == directory && token.name == name);
    let given = request.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
    let name = match given {
        Some(name) if name.chars().count() > LONGEST => {
            let message = format!("A token's name has at most {LONGEST} characters.");
            return Err(AppError::new("token_name_long", message));
        }
        Some(name) => name.to_owned(),
        None => (1..)
            .map(|number| format!("token {number}"))
            .find(|name| is_free(name))
            .unwrap_or_default(),
    };
    let NewToken { text, hash } = NewToken::make();
    let (created, who) = (app.now(), app.options.who.clone());
    let mut token =
        PushToken { id: 0, directory: directory.clone(), name, hash, created, who, used: None };
    let Some(id) = app.store.add_push_token(&token)? else {
        let message = format!(
            "Two tokens of \"{directory}\" are valid already: the one in use and the one that is \
             to replace it. Revoke one of them first."
        );
        return Err(AppError::new("tokens_full", message).with("directory", directory));
    };
    token.id = id;
    let detail = json!({"directory": directory, "name": token.name});
    told(app, "token_created", detail)?;
    Ok(MadeToken { item: item(token), token: text })
}

/// Makes a token invalid at once.
pub(crate) fn revoke(app: &App, request: TokenRevocation) -> Result<Nothing, AppError> {
    let Some((directory, name)) = app.store.revoke_push_token(request.id)? else {
        return Err(AppError::not_found("token", &request.id.to_string()));
    };
    told(app, "token_revoked", json!({"directory": directory, "name": name}))?;
    Ok(Nothing {})
}

fn told(app: &App, kind: &str, detail: serde_json::Value) -> Result<(), AppError> {
    app.push.forget_doors();
    app.entry(kind, detail).write(app)?;
    app.events.changed(&[topic::CONNECTIONS, topic::ACTIVITY]);
    Ok(())
}

fn item(token: PushToken) -> TokenItem {
    let PushToken { id, directory, name, created, who, used, .. } = token;
    TokenItem { id, directory, name, created, who, used }
}

impl App {
    /// The name of a directory that others write to, as it is spelled.
    pub(crate) fn pushed_directory(&self, name: &str) -> Result<String, AppError> {
        let (_, configuration) = self.configuration()?;
        let found = configuration.directories.iter().find(|directory| directory.name == name);
        let found = found.ok_or_else(|| AppError::not_found("directory", name))?;
        if found.source.as_ref().is_some_and(|source| source.kind == SourceKind::ScimPush) {
            return Ok(found.name.clone());
        }
        let message = format!(
            "\"{name}\" is not filled by SCIM push, so nobody needs a token for it. Give it that \
             source first."
        );
        Err(AppError::new("no_push_source", message).with("directory", name))
    }
}
