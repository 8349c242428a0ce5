//! Whether a profile that was given brought a licence.
//!
//! The API knows no error for a shortage: who is added to a profile whose licences are used up is
//! in it, and has nothing of it. Such people are listed as inactive in the profile. They are looked
//! for twice, as a licence may take a moment, and then taken out again, so that what failed leaves
//! nothing behind and is given anew once there are licences (our decision).

use super::batch::{Deed, Job, Membership, Whom};
use super::client::Client;
use super::read::members_without_licence;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::time::Duration;

/// A profile given to a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Given {
    /// The step's number in the journal.
    pub id: i64,
    /// How often it was tried.
    pub tries: u32,
    /// The account's key.
    pub key: String,
    pub whom: Whom,
    pub profile: String,
}

/// What looking found out.
#[derive(Debug, Default)]
pub(super) struct Checked {
    pub licensed: Vec<Given>,
    pub short: Vec<Given>,
}

impl Given {
    /// The job that takes it again and fails its step.
    pub fn taken_back(self) -> Job {
        let words = format!(
            "no licence of \"{}\" is free; buy licences at Adobe or take it from somebody",
            self.profile
        );
        let membership = vec![Membership { id: self.id, of: self.profile }];
        Job::new(self.whom, vec![Deed::TakeBack(membership, words)], Vec::new())
    }
}

/// Looks which of `given` have no licence, and again a while later. Where that cannot be seen, the
/// API's word that they are in the profile holds.
pub(super) async fn check(client: &Client, given: Vec<Given>, settles: Duration) -> Checked {
    let profiles: BTreeSet<&str> = given.iter().map(|one| one.profile.as_str()).collect();
    let profiles: Vec<String> = profiles.into_iter().map(str::to_owned).collect();
    let inactive = inactive(client, profiles).await;
    let lacks =
        |one: &Given| inactive.get(&one.profile).is_some_and(|keys| keys.contains(&one.key));
    let (suspects, mut licensed): (Vec<_>, Vec<_>) = given.into_iter().partition(lacks);
    if suspects.is_empty() {
        return Checked { licensed, short: Vec::new() };
    }
    tokio::time::sleep(settles).await;
    let profiles: BTreeSet<String> = suspects.iter().map(|one| one.profile.clone()).collect();
    let still = self::inactive(client, profiles.into_iter().collect()).await;
    let lacks = |one: &Given| still.get(&one.profile).is_some_and(|keys| keys.contains(&one.key));
    let (short, late): (Vec<_>, Vec<_>) = suspects.into_iter().partition(lacks);
    licensed.extend(late);
    Checked { licensed, short }
}

/// By profile who is in it without a licence.
async fn inactive(client: &Client, profiles: Vec<String>) -> BTreeMap<String, HashSet<String>> {
    let mut found = BTreeMap::new();
    for profile in profiles {
        if let Ok(keys) = members_without_licence(client, &profile).await {
            found.insert(profile, keys);
        }
    }
    found
}
