//! What changes between two configurations, in words.

use crate::write::{Block, blocks};
use rolecall_directory::Configuration;
use std::collections::HashMap;
use std::fmt;

/// What happens to a part of a configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It says something else.
    Changed,
    /// It stands elsewhere among its kind, whose order is meaning; positions count from 1.
    Moved {
        /// The old position.
        from: usize,
        /// The new one.
        to: usize,
    },
}

/// One part of a configuration that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What happens to it.
    pub action: Action,
    /// What it is, such as `rule "Sales"`.
    pub subject: String,
    /// The lines that go, as in the file.
    pub before: Vec<String>,
    /// The lines that come, as in the file.
    pub after: Vec<String>,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.action {
            Action::Added => write!(f, "added {}", self.subject)?,
            Action::Removed => write!(f, "removed {}", self.subject)?,
            Action::Changed => write!(f, "changed {}", self.subject)?,
            Action::Moved { from, to } => {
                write!(f, "moved {} from #{from} to #{to}", self.subject)?;
            }
        }
        self.before.iter().try_for_each(|line| write!(f, "\n  - {line}"))?;
        self.after.iter().try_for_each(|line| write!(f, "\n  + {line}"))
    }
}

/// What changes from `old` to `new`: the directories, attributes, targets, rules, exceptions and
/// rule tests that are added, removed, changed or moved, in the order of `new`, removed ones last.
#[must_use]
pub fn difference(old: &Configuration, new: &Configuration) -> Vec<Change> {
    let (old, new) = (blocks(old), blocks(new));
    let mut changes = Vec::new();
    for (old, new) in old.iter().zip(&new) {
        of_kind(old, new, &mut changes);
    }
    changes
}

/// Compares the parts of one kind.
fn of_kind(old: &[Block], new: &[Block], changes: &mut Vec<Change>) {
    let before: HashMap<&str, usize> =
        old.iter().enumerate().map(|(at, block)| (block.key.as_str(), at)).collect();
    let common: Vec<usize> =
        new.iter().filter_map(|block| before.get(block.key.as_str()).copied()).collect();
    let stay = longest_ascent(&common);
    for (to, block) in new.iter().enumerate() {
        let subject = || block.subject.clone();
        let Some(&from) = before.get(block.key.as_str()) else {
            let change = Change {
                action: Action::Added,
                subject: subject(),
                before: Vec::new(),
                after: block.lines.clone(),
            };
            changes.push(change);
            continue;
        };
        if block.ordered && !stay.contains(&from) {
            let action = Action::Moved { from: from + 1, to: to + 1 };
            let (before, after) = (Vec::new(), Vec::new());
            changes.push(Change { action, subject: subject(), before, after });
        }
        let only_in = |one: &[String], other: &[String]| -> Vec<String> {
            one.iter().filter(|line| !other.contains(line)).cloned().collect()
        };
        if old[from].lines != block.lines {
            changes.push(Change {
                action: Action::Changed,
                subject: subject(),
                before: only_in(&old[from].lines, &block.lines),
                after: only_in(&block.lines, &old[from].lines),
            });
        }
    }
    for block in old.iter().filter(|block| !new.iter().any(|kept| kept.key == block.key)) {
        changes.push(Change {
            action: Action::Removed,
            subject: block.subject.clone(),
            before: block.lines.clone(),
            after: Vec::new(),
        });
    }
}

/// The longest part of `positions` that ascends: what can be said to have stayed in its place.
fn longest_ascent(positions: &[usize]) -> Vec<usize> {
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(positions.len());
    for (at, position) in positions.iter().enumerate() {
        let before = (0..at).filter(|&earlier| positions[earlier] < *position);
        let longest = before.max_by_key(|&earlier| best[earlier].0);
        best.push((longest.map_or(1, |earlier| best[earlier].0 + 1), longest));
    }
    let mut at = (0..best.len()).max_by_key(|&at| best[at].0);
    let mut found = Vec::new();
    while let Some(here) = at {
        found.push(positions[here]);
        at = best[here].1;
    }
    found
}
