//! A plan that follows changed people is the plan made from nothing.

use crate::effects::all_of;
use crate::random::{Dice, NAMES, random_person, random_world};
use proptest::prelude::*;
use rolecall_directory::PersonChange;
use rolecall_plan::{PlanInput, Population, broken_rule_tests, plan_after, plan_target};
use rolecall_rules::RuleSet;

fn change(dice: &mut Dice) -> PersonChange {
    let directory = 0;
    let name = dice.pick(&NAMES);
    if dice.one_in(4) {
        return PersonChange::Gone { directory, id: format!("id-{}", name.to_lowercase()) };
    }
    let mut person = random_person(dice, name);
    if dice.one_in(6) {
        person.user_name = format!("{name}-new");
    }
    PersonChange::Here { directory, person }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn plans_follow_changed_people(seed in any::<u64>()) {
        let mut dice = Dice(seed);
        let mut world = random_world(&mut dice);
        if !dice.one_in(4) {
            world.configuration.directories.truncate(1);
            world.people.truncate(1);
        }
        world.with(|input, plan| {
            let mut plan = plan.clone();
            let mut snapshot = input.snapshot.clone();
            let mut population = input.population.clone();
            let mut rules = input.rules.clone();
            for turn in 0..4 {
                let changes: Vec<_> = (0..1 + dice.below(3)).map(|_| change(&mut dice)).collect();
                let rows = snapshot.apply(&changes);
                let (after, rows) = population.after(input.configuration, &snapshot, &rows);
                population = after;
                rules = rules.after(&snapshot, &population.in_scope, &rows);
                let broken = broken_rule_tests(input.configuration, &snapshot, &rules);
                let now = PlanInput {
                    snapshot: &snapshot,
                    population: &population,
                    rules: &rules,
                    broken_tests: &broken,
                    ..*input
                };
                plan = plan_after(&now, plan, &rows);
                let fresh = Population::new(input.configuration, &snapshot);
                let whole = RuleSet::evaluate(input.configuration, &snapshot, &fresh.in_scope, 0);
                let whole = whole.unwrap();
                let over = PlanInput { population: &fresh, rules: &whole, ..now };
                let made = plan_target(&over);
                assert_eq!(
                    all_of(&plan.listing(&now)),
                    all_of(&made.listing(&over)),
                    "seed {seed} turn {turn}"
                );
            }
        });
    }
}
