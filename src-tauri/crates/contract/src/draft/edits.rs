//! Edits of a draft.

use super::content::{Content, Drafted};
use crate::AppError;
use crate::types::{RuleDraft, RuleEdit};
use std::sync::Arc;

impl Content {
    /// Makes the edits, in order; all of them or none.
    ///
    /// # Errors
    /// `not_found` for a rule that is not there.
    pub(crate) fn edited(&self, edits: &[RuleEdit]) -> Result<Self, AppError> {
        let mut next = self.clone();
        for edit in edits {
            next.edit(edit)?;
        }
        // What is as it was saved is the saved one, so that it is told fast.
        for rule in &mut next.rules {
            if let Some(base) = next.base.find(&rule.id)
                && base == rule
            {
                rule.clone_from(base);
            }
        }
        Ok(next)
    }

    fn edit(&mut self, edit: &RuleEdit) -> Result<(), AppError> {
        match edit {
            RuleEdit::Set { id, rule, position } => self.set(id, rule, *position),
            RuleEdit::Delete { ids } => {
                self.all_there(ids)?;
                self.rules.retain(|rule| !ids.contains(&rule.id));
            }
            RuleEdit::Restore { id } => self.restore(id)?,
            RuleEdit::Move { ids, before } => self.move_before(ids, before.as_deref())?,
            RuleEdit::Switch { ids, enabled } => {
                self.change(ids, |rule| rule.enabled = *enabled)?;
            }
            RuleEdit::Heading { ids, heading } => {
                self.change(ids, |rule| heading.trim().clone_into(&mut rule.heading))?;
            }
            RuleEdit::Revert { id } => {
                let at = self.position(id)?;
                let base = self.base.find(id).ok_or_else(|| AppError::not_found("rule", id))?;
                self.rules[at] = base.clone();
            }
        }
        Ok(())
    }

    fn all_there(&self, ids: &[String]) -> Result<(), AppError> {
        ids.iter().try_for_each(|id| self.position(id).map(|_| ()))
    }

    fn set(&mut self, id: &str, rule: &RuleDraft, position: Option<u64>) {
        let drafted = Arc::new(Drafted { id: id.to_owned(), rule: rule.clone() });
        match self.rules.iter().position(|one| one.id == id) {
            Some(at) => self.rules[at] = drafted,
            None => {
                let end = self.rules.len();
                let at = position.map_or(end, |at| usize::try_from(at).unwrap_or(end));
                self.rules
                    .insert(at.saturating_sub(usize::from(position.is_some())).min(end), drafted);
            }
        }
    }

    fn change(&mut self, ids: &[String], change: impl Fn(&mut RuleDraft)) -> Result<(), AppError> {
        for id in ids {
            let at = self.position(id)?;
            let mut drafted = (*self.rules[at]).clone();
            change(&mut drafted.rule);
            self.rules[at] = Arc::new(drafted);
        }
        Ok(())
    }

    /// Brings a deleted rule back behind the nearest of those that stand above it where it is
    /// saved.
    fn restore(&mut self, id: &str) -> Result<(), AppError> {
        if self.rules.iter().any(|rule| rule.id == id) {
            return Ok(());
        }
        let saved = self.base.position(id).ok_or_else(|| AppError::not_found("rule", id))?;
        let mut above = self.base.rules[..saved].iter().rev();
        let behind = above.find_map(|one| self.position(&one.id).ok());
        let rule = self.base.rules[saved].clone();
        self.rules.insert(behind.map_or(0, |at| at + 1), rule);
        Ok(())
    }

    fn move_before(&mut self, ids: &[String], before: Option<&str>) -> Result<(), AppError> {
        self.all_there(ids)?;
        let mut goal = match before {
            Some(before) => self.position(before)?,
            None => self.rules.len(),
        };
        let is_moved = |rule: &Arc<Drafted>| ids.contains(&rule.id);
        goal -= self.rules[..goal].iter().filter(|rule| is_moved(rule)).count();
        let (moved, mut rest): (Vec<_>, Vec<_>) = self.rules.drain(..).partition(is_moved);
        rest.splice(goal..goal, moved);
        self.rules = rest;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::draft::content::order;
    use crate::draft::merge::tests::{content, rule};
    use crate::types::RuleEdit;

    fn ids(list: &str) -> Vec<String> {
        list.split(' ').filter(|id| !id.is_empty()).map(str::to_owned).collect()
    }

    #[track_caller]
    fn after(edits: &[RuleEdit]) -> String {
        order(&content("a b c d e").edited(edits).unwrap().rules).join(" ")
    }

    fn moved(list: &str, before: Option<&str>) -> RuleEdit {
        RuleEdit::Move { ids: ids(list), before: before.map(str::to_owned) }
    }

    #[test]
    fn rules_move_together_and_keep_their_order() {
        assert_eq!(after(&[moved("e b", Some("a"))]), "b e a c d");
        assert_eq!(after(&[moved("a b", None)]), "c d e a b");
        assert_eq!(after(&[moved("a c", Some("e"))]), "b d a c e");
        assert_eq!(after(&[moved("b c", Some("c"))]), "a b c d e", "before one of themselves");
        assert!(content("a b").edited(&[moved("z", None)]).is_err(), "what is not there");
    }

    #[test]
    fn what_was_deleted_comes_back_to_its_place() {
        let delete = RuleEdit::Delete { ids: ids("b c") };
        let restore = |id: &str| RuleEdit::Restore { id: id.to_owned() };
        assert_eq!(after(std::slice::from_ref(&delete)), "a d e");
        assert_eq!(after(&[delete.clone(), restore("c")]), "a c d e");
        let back = [delete.clone(), restore("c"), restore("b")];
        assert_eq!(after(&back), "a b c d e");
        assert!(!content("a b c d e").edited(&back).unwrap().is_changed(), "as it was saved");
        let content = content("a b c d e").edited(&[delete]).unwrap();
        let deleted: Vec<_> = content.deleted().iter().map(|one| one.position).collect();
        assert_eq!(deleted, [2, 3], "with the places they are saved at");
    }

    #[test]
    fn a_rule_is_new_changed_or_the_same() {
        let set = |id: &str, note: &str, position| RuleEdit::Set {
            id: id.to_owned(),
            rule: rule(id, note),
            position,
        };
        let begun = content("a b");
        let edited = begun.edited(&[set("a", "other", None), set("n", "", Some(2))]).unwrap();
        let changes: Vec<_> = edited.rules.iter().map(|rule| edited.change_of(rule)).collect();
        assert_eq!(changes, ["changed", "new", "same"]);
        let revert = RuleEdit::Revert { id: "a".to_owned() };
        let switch = RuleEdit::Switch { ids: ids("b"), enabled: false };
        let edited = edited.edited(&[revert, switch]).unwrap();
        let changes: Vec<_> = edited.rules.iter().map(|rule| edited.change_of(rule)).collect();
        assert_eq!(changes, ["same", "new", "changed"]);
        let heading = RuleEdit::Heading { ids: ids("n b"), heading: " Sales ".to_owned() };
        let edited = edited.edited(&[heading]).unwrap();
        assert_eq!(edited.rules[1].rule.heading, "Sales");
    }
}
