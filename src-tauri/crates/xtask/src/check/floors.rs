//! The floors of the house: a crate may use only those below it.

use crate::house::{Package, Use};

/// The floors from the ground up; crates on one floor do not use each other.
const FLOORS: [&[&str]; 10] = [
    &["rolecall-scim", "rolecall-secrets"],
    &["rolecall-directory"],
    &["rolecall-rules", "rolecall-store"],
    &["rolecall-plan", "rolecall-config"],
    &["rolecall-connect"],
    &["rolecall-engine"],
    &["rolecall-notify"],
    &["rolecall-contract"],
    &["rolecall-serve"],
    &["rolecall", "rolecall-cli"],
];

/// Stands beside the house: it uses nothing of it, so that neither hides the other's mistakes.
const SANDBOX: &str = "rolecall-sandbox";
/// Vendors' consoles for tests, beside the house for the same reason.
const EMULATORS: &str = "rolecall-emulators";
/// The first floor that may ship the sandbox; tests may use it on every floor.
const FIRST_WITH_SANDBOX: usize = 7;
const XTASK: &str = "xtask";

/// Every dependency that goes up or sideways, and every crate without a floor, in words.
pub fn trespasses(packages: &[Package]) -> Vec<String> {
    packages.iter().flat_map(|package| of(package, packages)).collect()
}

fn of(package: &Package, packages: &[Package]) -> Vec<String> {
    let Some(floor) = floor(&package.name) else {
        if [SANDBOX, EMULATORS, XTASK].contains(&package.name.as_str()) {
            let uses = package.uses.iter();
            return uses.map(|used| alone(&package.name, &used.name)).collect();
        }
        return vec![format!("{} has no floor in check/floors.rs; give it one", package.name)];
    };
    let of_the_house = |used: &&Use| packages.iter().any(|package| package.name == used.name);
    package
        .uses
        .iter()
        .filter(of_the_house)
        .filter_map(|used| refuse(package, floor, used))
        .collect()
}

fn refuse(package: &Package, above: usize, used: &Use) -> Option<String> {
    let name = &package.name;
    if used.name == SANDBOX {
        let allowed = used.for_tests || above >= FIRST_WITH_SANDBOX;
        return (!allowed).then(|| format!("{name} ships {SANDBOX}; only its tests may use that"));
    }
    if used.name == EMULATORS {
        let words = format!("{name} ships {EMULATORS}; only its tests may use them");
        return (!used.for_tests).then_some(words);
    }
    match floor(&used.name) {
        Some(below) if below < above => None,
        Some(below) => Some(format!(
            "{name} on floor {} uses {} on floor {}; a crate may use only those below it",
            above + 1,
            used.name,
            below + 1
        )),
        None => Some(format!("{name} uses {}, which stands on no floor", used.name)),
    }
}

fn alone(name: &str, used: &str) -> String {
    format!("{name} uses {used}; it stands beside the house and uses nothing of it")
}

fn floor(name: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, uses: &[(&str, bool)]) -> Package {
        let uses = uses
            .iter()
            .map(|(name, for_tests)| Use { name: (*name).into(), for_tests: *for_tests });
        Package { name: name.into(), features: vec![], uses: uses.collect() }
    }

    fn house(with: Package) -> Vec<Package> {
        let mut packages = vec![
            package("rolecall-directory", &[]),
            package("rolecall-store", &[]),
            package(SANDBOX, &[]),
            package(XTASK, &[]),
            package(EMULATORS, &[]),
        ];
        packages.push(with);
        packages
    }

    #[test]
    fn below_is_allowed() {
        let engine = package("rolecall-engine", &[("rolecall-store", false), (SANDBOX, true)]);
        assert!(trespasses(&house(engine)).is_empty());
    }

    #[test]
    fn up_and_sideways_are_named() {
        let scim = package("rolecall-scim", &[("rolecall-directory", false)]);
        let found = trespasses(&house(scim));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("rolecall-scim on floor 1 uses rolecall-directory on floor 2"));
        let rules = package("rolecall-rules", &[("rolecall-store", true)]);
        assert_eq!(trespasses(&house(rules)).len(), 1, "for tests too");
    }

    #[test]
    fn the_sandbox_is_shipped_by_the_upper_floors_only() {
        let engine = package("rolecall-engine", &[(SANDBOX, false)]);
        assert_eq!(trespasses(&house(engine)).len(), 1);
        let contract = package("rolecall-contract", &[(SANDBOX, false)]);
        assert!(trespasses(&house(contract)).is_empty());
    }

    #[test]
    fn the_emulators_are_for_tests_on_every_floor() {
        let connect = package("rolecall-connect", &[(EMULATORS, true)]);
        assert!(trespasses(&house(connect)).is_empty());
        let cli = package("rolecall-cli", &[(EMULATORS, false)]);
        assert_eq!(trespasses(&house(cli)).len(), 1, "nobody ships them");
    }

    #[test]
    fn beside_the_house_nothing_of_it_is_used() {
        let mut packages = house(package("rolecall-plan", &[]));
        packages[2] = package(SANDBOX, &[("rolecall-directory", false)]);
        packages[3] = package(XTASK, &[("rolecall-store", false)]);
        assert_eq!(trespasses(&packages).len(), 2);
    }

    #[test]
    fn a_crate_without_a_floor_is_named() {
        assert_eq!(trespasses(&house(package("rolecall-attic", &[]))).len(), 1);
    }
}
