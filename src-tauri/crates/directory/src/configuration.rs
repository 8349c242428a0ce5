//! Everything an administrator sets up, except secrets.

use crate::{
    ActivityDefinition, AttributeDefinition, Exception, NotifyDefinition, Rule, RuleTest,
    ScheduleDefinition, SourceDefinition, TargetDefinition,
};
use serde::{Deserialize, Serialize};

/// The whole configuration. The order of rules, and of directories, is meaning.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Configuration {
    /// The directories, in order of ownership.
    pub directories: Vec<DirectoryDefinition>,
    /// Custom attributes beyond the four that are always there.
    pub attributes: Vec<AttributeDefinition>,
    /// The targets.
    pub targets: Vec<TargetDefinition>,
    /// The rules, #1 first.
    pub rules: Vec<Rule>,
    /// The exceptions.
    pub exceptions: Vec<Exception>,
    /// The rule tests.
    pub rule_tests: Vec<RuleTest>,
    /// What holds for runs by themselves in all targets.
    #[serde(default)]
    pub schedule: ScheduleDefinition,
    /// Where the news of runs go.
    #[serde(default)]
    pub notify: NotifyDefinition,
    /// How long Activity is kept.
    #[serde(default)]
    pub activity: ActivityDefinition,
}

impl Configuration {
    /// The target called `name`.
    #[must_use]
    pub fn target(&self, name: &str) -> Option<&TargetDefinition> {
        self.targets.iter().find(|target| target.name == name)
    }

    /// All custom attributes: those listed, then those of the standard four that are not.
    #[must_use]
    pub fn all_attributes(&self) -> Vec<AttributeDefinition> {
        let mut all = self.attributes.clone();
        for name in crate::STANDARD_CUSTOM {
            if !all.iter().any(|attribute| attribute.name.eq_ignore_ascii_case(name)) {
                all.push(AttributeDefinition::text(name));
            }
        }
        all
    }
}

/// A directory: people and groups that came from one place, with its domains.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryDefinition {
    /// The name.
    pub name: String,
    /// Its e-mail domains.
    pub domains: Vec<DomainDefinition>,
    /// Whether people outside the verified domains fail.
    pub check_domains: bool,
    /// What is put before an org unit path to name its group.
    pub org_unit_prefix: String,
    /// How it is filled.
    pub source: Option<SourceDefinition>,
}

/// An e-mail domain of a directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DomainDefinition {
    /// The domain, as written.
    pub name: String,
    /// Whether it counts as verified by the administrator's word.
    pub verified: bool,
    /// The value of its DNS TXT record, where proof is by DNS.
    pub proof: Option<String>,
    /// Whether that proof was found. It is no part of the configuration; the workspace tells it.
    #[serde(skip)]
    pub proven: bool,
}

impl DomainDefinition {
    /// Whether people of this domain are within it: by the administrator's word or by proof.
    #[must_use]
    pub fn is_verified(&self) -> bool {
        self.verified || self.proven
    }
}
