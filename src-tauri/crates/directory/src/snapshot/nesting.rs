//! Flattening of nested groups, cycles tolerated.

use super::Group;
use roaring::RoaringBitmap;
use std::sync::Arc;

/// Fills `all` of every group with its direct members, those that org units below it hold, and
/// those of the groups in it. `inherited` holds the second, by group.
///
/// Groups that are in each other (a cycle) have the same members. Strongly connected components
/// come out of Tarjan's algorithm with children first, so each is complete when it is needed.
pub(super) fn flatten(groups: &mut [Group], inherited: &[RoaringBitmap]) {
    for component in components(groups) {
        if let [alone] = component.as_slice()
            && groups[*alone as usize].children.is_empty()
            && inherited[*alone as usize].is_empty()
        {
            let group = &mut groups[*alone as usize];
            group.all = group.direct.clone();
            continue;
        }
        let mut all = RoaringBitmap::new();
        for &index in &component {
            let group = &groups[index as usize];
            all |= &*group.direct;
            all |= &inherited[index as usize];
            for &child in &group.children {
                all |= &*groups[child as usize].all;
            }
        }
        all.optimize();
        let all = Arc::new(all);
        for &index in &component {
            let group = &mut groups[index as usize];
            let same = *group.direct == *all;
            group.all = if same { group.direct.clone() } else { all.clone() };
        }
    }
}

struct Walk<'a> {
    groups: &'a [Group],
    next: u32,
    index: Vec<u32>,
    low: Vec<u32>,
    on_stack: Vec<bool>,
    stack: Vec<u32>,
    found: Vec<Vec<u32>>,
}

const UNSEEN: u32 = u32::MAX;

/// The strongly connected components, children before parents. Iterative: a chain of a million
/// groups must not overflow the stack.
fn components(groups: &[Group]) -> Vec<Vec<u32>> {
    let count = groups.len();
    let mut walk = Walk {
        groups,
        next: 0,
        index: vec![UNSEEN; count],
        low: vec![0; count],
        on_stack: vec![false; count],
        stack: Vec::new(),
        found: Vec::new(),
    };
    for start in 0..count {
        if walk.index[start] == UNSEEN {
            walk.from(start as u32);
        }
    }
    walk.found
}

impl Walk<'_> {
    fn from(&mut self, start: u32) {
        let mut frames = vec![(start, 0usize)];
        self.enter(start);
        while let Some(&mut (node, ref mut at)) = frames.last_mut() {
            let here = node as usize;
            if let Some(&child) = self.groups[here].children.get(*at) {
                *at += 1;
                let below = child as usize;
                if self.index[below] == UNSEEN {
                    self.enter(child);
                    frames.push((child, 0));
                } else if self.on_stack[below] {
                    self.low[here] = self.low[here].min(self.index[below]);
                }
                continue;
            }
            frames.pop();
            if let Some(&(parent, _)) = frames.last() {
                let parent = parent as usize;
                self.low[parent] = self.low[parent].min(self.low[here]);
            }
            if self.low[here] == self.index[here] {
                self.leave(node);
            }
        }
    }

    fn enter(&mut self, node: u32) {
        let here = node as usize;
        self.index[here] = self.next;
        self.low[here] = self.next;
        self.next += 1;
        self.on_stack[here] = true;
        self.stack.push(node);
    }

    fn leave(&mut self, node: u32) {
        let mut component = Vec::new();
        while let Some(top) = self.stack.pop() {
            self.on_stack[top as usize] = false;
            component.push(top);
            if top == node {
                break;
            }
        }
        self.found.push(component);
    }
}
