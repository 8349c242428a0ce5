//! Changing a resource: by PATCH, or by GET and PUT; bound to its version where it has one.

use super::client::{Answer, Ask};
use super::operations::{carry_out, renewed};
use super::write::Writing;
use crate::calls::Refusal;
use reqwest::Method;
use reqwest::header::{HeaderValue, IF_MATCH};
use rolecall_directory::Cause;
use rolecall_scim::message::{PatchOp, PatchOperation, ScimType};
use serde_json::Value;

impl Writing<'_> {
    /// Carries `operations` out on the user at `path`.
    pub async fn modify(
        &self,
        path: &str,
        operations: &[PatchOperation],
    ) -> Result<Answer, Refusal> {
        if self.known.patches_users() {
            match self.patch(path, operations).await {
                // It said that it has PATCH, or said nothing.
                Err(refused) if is_not_there(&refused) => self.known.learned.users_are_put(),
                Err(refused) if is_about_path(&refused) && operations.iter().any(selects) => {}
                other => return other,
            }
        }
        self.put(path, operations).await
    }

    /// Carries `operations` out on the user at `path` with a single try, where that can be.
    pub async fn modify_once(
        &self,
        path: &str,
        operations: &[PatchOperation],
    ) -> Result<Answer, Refusal> {
        if !self.known.patches_users() {
            return self.modify(path, operations).await;
        }
        let body = PatchOp { operations: operations.to_vec() }.to_value();
        let answer = self.client.try_once(&Ask::send(Method::PATCH, path, &body)).await?;
        self.is_now(path, &answer);
        Ok(answer)
    }

    /// One PATCH. Refused for the version, the resource is read again and it is sent once more.
    pub async fn patch(
        &self,
        path: &str,
        operations: &[PatchOperation],
    ) -> Result<Answer, Refusal> {
        let mut version = self.version_of(path);
        let mut body = PatchOp { operations: operations.to_vec() }.to_value();
        let mut again = true;
        loop {
            let ask = self.bound(Ask::send(Method::PATCH, path, &body), version.as_deref());
            let refused = match self.client.call(&ask).await {
                Ok(answer) => {
                    self.is_now(path, &answer);
                    return Ok(answer);
                }
                Err(refused) if again && is_about_version(&refused) => refused,
                Err(refused) => return Err(refused),
            };
            again = false;
            let now = self.client.call(&Ask::get(path, Vec::new())).await?;
            if version.is_some() && version == now.version {
                // Bound to the very version that it tells, it refuses: its versions are no use.
                self.known.learned.versions_lie();
                version = None;
            } else if now.version.is_some() {
                version.clone_from(&now.version);
            } else {
                return Err(refused);
            }
            body = PatchOp { operations: renewed(operations, &now.body, self.known) }.to_value();
        }
    }

    /// A GET and a PUT. Refused for the version, both are done once more.
    pub async fn put(&self, path: &str, operations: &[PatchOperation]) -> Result<Answer, Refusal> {
        let mut again = true;
        loop {
            let read = self.client.call(&Ask::get(path, Vec::new())).await?;
            let mut resource = read.body;
            let operations = renewed(operations, &resource, self.known);
            carry_out(&mut resource, &operations)
                .map_err(|error| Refusal::new(Cause::AttributeInvalid, error.to_string()))?;
            let version = read.version.filter(|_| self.binds());
            let ask = self.bound(Ask::send(Method::PUT, path, &resource), version.as_deref());
            match self.client.call(&ask).await {
                Ok(answer) => {
                    self.is_now(path, &answer);
                    return Ok(answer);
                }
                Err(refused) if again && is_about_version(&refused) => again = false,
                Err(refused) => return Err(refused),
            }
        }
    }

    /// Reads the resource at `path`.
    pub async fn whole(&self, path: &str) -> Result<Value, Refusal> {
        let answer = self.client.call(&Ask::get(path, Vec::new())).await?;
        self.is_now(path, &answer);
        Ok(answer.body)
    }

    fn binds(&self) -> bool {
        self.known.features.etag && !self.known.learned.versions_are_lies()
    }

    /// The version that a write to the resource at `path` is bound to.
    pub fn version_of(&self, path: &str) -> Option<String> {
        if self.binds() { self.versions.of(path) } else { None }
    }

    fn is_now(&self, path: &str, answer: &Answer) {
        self.version_is(path, answer.version.clone());
    }

    /// Remembers what an answer told of the version of the resource at `path`.
    pub fn version_is(&self, path: &str, version: Option<String>) {
        if self.known.features.etag {
            self.versions.is_now(path, version);
        }
    }

    fn bound<'a>(&self, mut ask: Ask<'a>, version: Option<&str>) -> Ask<'a> {
        let version = version.and_then(|version| HeaderValue::from_str(version).ok());
        ask.headers.extend(version.map(|version| (IF_MATCH, version)));
        ask
    }
}

/// Whether the method is not there, whatever was said of it.
pub(super) fn is_not_there(refused: &Refusal) -> bool {
    matches!(refused.status, Some(405 | 501))
}

/// Whether it is the form of an operation that is refused, such as a filter in its path.
pub(super) fn is_about_path(refused: &Refusal) -> bool {
    let words = [ScimType::InvalidPath, ScimType::InvalidSyntax, ScimType::InvalidFilter];
    words.iter().any(|word| refused.code.as_deref() == Some(word.as_str()))
}

fn selects(operation: &PatchOperation) -> bool {
    operation.path.as_ref().is_some_and(|path| path.value_filter.is_some())
}

fn is_about_version(refused: &Refusal) -> bool {
    matches!(refused.status, Some(412 | 428))
}
