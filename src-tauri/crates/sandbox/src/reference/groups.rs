//! Groups: their names, and which lie in which.

/// A group's name; some begin with what templates take.
pub(super) fn group_name(number: usize) -> String {
    match number % 16 {
        5 => format!("Project-{number:05}"),
        11 => format!("Site-{number:05}"),
        _ => format!("Team {number:05}"),
    }
}

/// What some groups' names begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Prefix {
    Project,
    Site,
}

impl Prefix {
    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Project => "Project-",
            Self::Site => "Site-",
        }
    }

    /// Whether a group's name begins with it.
    pub(super) fn begins(self, group: usize) -> bool {
        group % 16 == if self == Self::Project { 5 } else { 11 }
    }
}

/// Whether a group's people stand in groups.csv instead of users.csv.
pub(super) fn is_listed_apart(group: usize) -> bool {
    group % 20 == 7
}

/// Groups within groups: every tenth of the small ones in a larger one, several levels deep, and some in circles.
#[derive(Debug)]
pub(super) struct Nesting {
    /// For each group, all groups that people in it are in too.
    above: Vec<Vec<u32>>,
    /// A group and the group within it.
    pub(super) pairs: Vec<(usize, usize)>,
}

impl Nesting {
    pub(super) fn new(groups: usize) -> Self {
        let mut pairs: Vec<(usize, usize)> =
            (10..groups).step_by(10).map(|inner| (inner / 3, inner)).collect();
        // From here a circle: 30 lies in 10 already, and the others likewise.
        let circles = (30..groups).step_by(1500);
        pairs.extend(circles.map(|outer| (outer, outer / 3)));
        let mut parents = vec![Vec::new(); groups];
        for &(outer, inner) in &pairs {
            parents[inner].push(outer);
        }
        let above = (0..groups).map(|group| reachable(group, &parents)).collect();
        Self { above, pairs }
    }

    /// All groups of someone who is directly in `direct`, in order.
    pub(super) fn all(&self, direct: &[u32]) -> Vec<u32> {
        let mut all = direct.to_vec();
        for &group in direct {
            all.extend(self.above.get(group as usize).into_iter().flatten());
        }
        all.sort_unstable();
        all.dedup();
        all
    }
}

fn reachable(group: usize, parents: &[Vec<usize>]) -> Vec<u32> {
    let (mut found, mut waiting) = (Vec::new(), parents[group].clone());
    while let Some(outer) = waiting.pop() {
        if !found.contains(&(outer as u32)) {
            found.push(outer as u32);
            waiting.extend(&parents[outer]);
        }
    }
    found
}
