//! What others saved since a draft was begun, and taking it over: three ways, by rule and order.

use super::content::{Base, Content, Drafted, order};
use crate::types::OtherChange;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What others did between the rules a draft was begun from and the present ones.
pub(crate) fn other_changes(draft: &Content, present: &Base) -> Vec<OtherChange> {
    let mut changes = Vec::new();
    let moved = moved(&order(&draft.base.rules), &order(&present.rules));
    let mine = self::moved(&order(&draft.base.rules), &order(&draft.rules));
    for rule in &present.rules {
        let change = match draft.base.find(&rule.id) {
            None => "new",
            Some(base) if base != rule => "changed",
            Some(_) if moved.contains(&rule.id) => "moved",
            Some(_) => continue,
        };
        let collides = match change {
            "new" => false,
            "moved" => mine.contains(&rule.id) || draft.position(&rule.id).is_err(),
            _ => draft.touches(&rule.id) && !draft.rules.contains(rule),
        };
        let (rule, change) = (rule.rule.name.clone(), change.to_owned());
        changes.push(OtherChange { rule, change, collides });
    }
    for base in draft.base.rules.iter().filter(|base| present.find(&base.id).is_none()) {
        let collides = draft.touches(&base.id) && draft.position(&base.id).is_ok();
        let (rule, change) = (base.rule.name.clone(), "deleted".to_owned());
        changes.push(OtherChange { rule, change, collides });
    }
    changes
}

/// The draft over the present rules. Where both touched a rule, or the place of one, the draft's
/// stays.
pub(crate) fn merged(draft: &Content, version: i64, present: Base) -> Content {
    let mut rules: HashMap<&str, Arc<Drafted>> = HashMap::new();
    for rule in &present.rules {
        let stays = draft.rules.iter().find(|mine| mine.id == rule.id);
        match (draft.touches(&rule.id), stays) {
            // Deleted here.
            (true, None) => {}
            (true, Some(mine)) => {
                rules.insert(&rule.id, mine.clone());
            }
            _ => {
                rules.insert(&rule.id, rule.clone());
            }
        }
    }
    for mine in &draft.rules {
        if draft.touches(&mine.id) {
            rules.insert(&mine.id, mine.clone());
        }
    }
    let (base, mine, theirs) =
        (order(&draft.base.rules), order(&draft.rules), order(&present.rules));
    let mut placed = theirs.clone();
    let (first, second) = if moved(&base, &theirs).is_empty() {
        (&mine, &theirs)
    } else {
        // What the draft moved goes to its place there among those that others moved.
        let here = moved(&base, &mine);
        placed.retain(|id| !here.contains(id));
        (&placed, &mine)
    };
    let ordered = both_orders(first, second, |id| rules.contains_key(id));
    let rules = ordered.iter().filter_map(|id| rules.get(id.as_str()).cloned()).collect();
    Content { base_version: version, rules, base: Arc::new(present) }
}

/// The ids of `first` in their order; those that `second` alone has stand behind the one they
/// stand behind there.
fn both_orders(first: &[String], second: &[String], wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let mut ordered: Vec<String> = first.iter().filter(|id| wanted(id)).cloned().collect();
    let mut behind = None;
    for id in second.iter().filter(|id| wanted(id)) {
        if !ordered.contains(id) {
            let at = behind.and_then(|behind| ordered.iter().position(|one| one == behind));
            ordered.insert(at.map_or(0, |at| at + 1), id.clone());
        }
        behind = Some(id);
    }
    ordered
}

/// The ids that stand elsewhere among those that both lists have: all but the longest run that
/// kept its order.
pub(crate) fn moved(before: &[String], after: &[String]) -> HashSet<String> {
    let place: HashMap<&str, usize> =
        before.iter().enumerate().map(|(at, id)| (id.as_str(), at)).collect();
    let both: Vec<(&String, usize)> =
        after.iter().filter_map(|id| Some((id, *place.get(id.as_str())?))).collect();
    // The longest ascending run of places, by patience: the last card of each pile, and for each
    // card the one it lies behind.
    let mut piles: Vec<usize> = Vec::new();
    let mut behind: Vec<Option<usize>> = Vec::with_capacity(both.len());
    for (at, (_, place)) in both.iter().enumerate() {
        let pile = piles.partition_point(|&top| both[top].1 < *place);
        behind.push(pile.checked_sub(1).map(|left| piles[left]));
        if pile == piles.len() {
            piles.push(at);
        } else {
            piles[pile] = at;
        }
    }
    let mut kept = HashSet::new();
    let mut card = piles.last().copied();
    while let Some(at) = card {
        kept.insert(at);
        card = behind[at];
    }
    let moved = both.iter().enumerate().filter(|(at, _)| !kept.contains(at));
    moved.map(|(_, (id, _))| (*id).clone()).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::{merged, moved, other_changes};
    use crate::draft::content::{Base, Content, Drafted, order};
    use crate::types::RuleDraft;
    use std::sync::Arc;

    pub fn rule(name: &str, note: &str) -> RuleDraft {
        RuleDraft {
            name: name.to_owned(),
            note: note.to_owned(),
            heading: String::new(),
            enabled: true,
            when: "userName pr".to_owned(),
            assigns: Vec::new(),
            withholds: Vec::new(),
        }
    }

    /// Rules named in order; `b:x` is rule b with the note x.
    fn rules(list: &str) -> Vec<Arc<Drafted>> {
        let each = list.split(' ').filter(|one| !one.is_empty()).map(|one| {
            let (id, note) = one.split_once(':').unwrap_or((one, ""));
            Arc::new(Drafted { id: id.to_owned(), rule: rule(id, note) })
        });
        each.collect()
    }

    fn base(list: &str) -> Base {
        Base { rules: rules(list) }
    }

    pub fn content(list: &str) -> Content {
        Content { base_version: 1, base: Arc::new(base(list)), rules: rules(list) }
    }

    fn draft(begun: &str, edited: &str) -> Content {
        Content { rules: rules(edited), ..content(begun) }
    }

    fn shown(content: &Content) -> String {
        let each = content.rules.iter().map(|rule| match rule.rule.note.as_str() {
            "" => rule.id.clone(),
            note => format!("{}:{note}", rule.id),
        });
        each.collect::<Vec<_>>().join(" ")
    }

    #[track_caller]
    fn merges(begun: &str, mine: &str, theirs: &str, expected: &str) {
        let merged = merged(&draft(begun, mine), 2, base(theirs));
        assert_eq!(shown(&merged), expected, "{begun} | {mine} | {theirs}");
        assert_eq!(order(&merged.base.rules), order(&base(theirs).rules), "over theirs");
        assert!(other_changes(&merged, &base(theirs)).is_empty(), "nothing is left to take over");
    }

    #[test]
    fn both_sides_edits_are_kept() {
        merges("a b c", "a:mine b c", "a b c:theirs", "a:mine b c:theirs");
        merges("a b c", "a b n c", "t a b c", "t a b n c");
        merges("a b c", "a c", "a b c t", "a c t");
        merges("a b c", "a b c:mine", "b c", "b c:mine");
        merges("a b c", "c a b", "a b:theirs c t", "c t a b:theirs");
        merges("a b c", "a:mine b c", "c b a", "c b a:mine");
        merges("a b c", "b a c n", "a c b", "b a c n");
        merges("a b c d", "b a c d", "a b d c", "b a d c");
        merges("a b c d", "d a b c", "b c a d", "d b c a");
    }

    #[test]
    fn where_both_touched_a_rule_the_drafts_stays() {
        merges("a b", "a:mine b", "a:theirs b", "a:mine b");
        merges("a b", "b", "a:theirs b", "b");
        merges("a b", "a:mine b", "b", "a:mine b");
    }

    #[test]
    fn what_others_did_is_told_with_what_collides() {
        let told = |begun, mine, theirs| {
            let changes = other_changes(&draft(begun, mine), &base(theirs));
            let each = changes.into_iter().map(|one| {
                format!("{} {}{}", one.rule, one.change, if one.collides { "!" } else { "" })
            });
            each.collect::<Vec<_>>().join(", ")
        };
        assert_eq!(told("a b c", "a:mine b c", "a:theirs b:theirs c"), "a changed!, b changed");
        assert_eq!(told("a b c", "a:same b c", "a:same b c"), "a changed", "to the same");
        assert_eq!(told("a b c", "a b", "c a b n"), "c moved!, n new", "c is deleted here");
        assert_eq!(told("a b c", "a b:mine c", "a"), "b deleted!, c deleted");
        assert_eq!(told("a b c", "a b c n", "a b c"), "");
    }

    #[test]
    fn the_fewest_count_as_moved() {
        let ids = |list: &str| list.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let told = |after: &str| {
            let mut moved: Vec<_> = moved(&ids("a b c d e"), &ids(after)).into_iter().collect();
            moved.sort();
            moved.join(" ")
        };
        assert_eq!(told("a b c d e"), "");
        assert_eq!(told("e a b c d"), "e");
        assert_eq!(told("b c d e a"), "a");
        assert_eq!(told("a n c b e"), "c", "what is new or gone did not move");
        assert_eq!(told("d e a b c"), "d e");
    }
}
