//! Random small organizations that use every feature, made from a number.

use crate::world::{World, account, directory, person, rule, slot};
use rolecall_directory::{
    AccountRecord, Assignment, Configuration, Exception, Expectation, Expected, Gives,
    PersonRecord, Rule, RuleTest, StepKind, UnmanagedPolicy, ValueSource,
};
use rolecall_plan::StepKey;

pub const NAMES: [&str; 12] =
    ["ann", "Bob", "cid", "dan", "eve", "Fay", "gus", "hal", "ida", "Jim", "kai", "lea"];
const GROUPS: [&str; 4] = ["EMEA", "Sales", "OU-x", "Web"];
const DEPARTMENTS: [&str; 3] = ["Sales", "Legal", "IT"];
const GIFTS: [&str; 10] = [
    "products=A",
    "products=B",
    "products=C",
    "role=Admin",
    "role=Member",
    "role=",
    "teams={groups.display}",
    "teams={groups.display:OU-}",
    "teams={department}",
    "teams=Sales",
];

/// Numbers that follow from a first one.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % end as u64) as usize
    }

    pub fn one_in(&mut self, of: usize) -> bool {
        self.below(of) == 0
    }

    pub fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    fn some<'a>(&mut self, from: &[&'a str], one_in: usize) -> Vec<&'a str> {
        from.iter().copied().filter(|_| self.one_in(one_in)).collect()
    }
}

pub fn random_person(dice: &mut Dice, name: &str) -> PersonRecord {
    let mut one = person(name);
    one.active = !dice.one_in(6);
    one.groups = dice.some(&GROUPS, 3).into_iter().map(str::to_owned).collect();
    if !dice.one_in(4) {
        let department = ("department".to_owned(), dice.pick(&DEPARTMENTS).to_owned());
        one.attributes.push(department);
    }
    if dice.one_in(3) {
        one.org_unit = Some(dice.pick(&["/", "/x", "/x/y"]).to_owned());
    }
    if dice.one_in(12) {
        one.attributes[0].1 = format!("{name}@example.org");
    }
    if dice.one_in(14) {
        one.attributes[0].1 = "ann@example.com".to_owned();
    }
    one
}

fn condition(dice: &mut Dice) -> String {
    let clause = |dice: &mut Dice| match dice.below(9) {
        0 => "userName pr".to_owned(),
        1 => format!("groups.display eq \"{}\"", dice.pick(&GROUPS)),
        2 => format!("groups.display eq \"{}\"", dice.pick(&["Sales", "Nobody"])),
        3 => format!("department eq \"{}\"", dice.pick(&DEPARTMENTS)),
        4 => format!("department ne \"{}\"", dice.pick(&DEPARTMENTS)),
        5 => format!("userName re \"{}\"", dice.pick(&["^[a-d]", "a", "B"])),
        6 => format!("orgUnit sw \"{}\"", dice.pick(&["/", "/x"])),
        7 => format!("userName in (\"{}\", \"{}\")", dice.pick(&NAMES), dice.pick(&NAMES)),
        _ => format!("groups.display co \"{}\"", dice.pick(&["e", "OU"])),
    };
    match dice.below(5) {
        0 => format!("{} and {}", clause(dice), clause(dice)),
        1 => format!("{} or {}", clause(dice), clause(dice)),
        2 => format!("{} and not ({})", clause(dice), clause(dice)),
        _ => clause(dice),
    }
}

pub fn random_rule(dice: &mut Dice, name: &str) -> Rule {
    let when = condition(dice);
    let mut gives = dice.some(&GIFTS, 3);
    let mut roles = 0;
    gives.retain(|gift| {
        roles += usize::from(gift.starts_with("role"));
        !gift.starts_with("role") || roles == 1
    });
    let denies = dice.some(&GIFTS, 8);
    let denies: Vec<&str> = denies.into_iter().filter(|one| *one != "role=").collect();
    let mut one = rule(name, &when, &gives, &denies);
    one.enabled = !dice.one_in(6);
    one
}

fn random_account(dice: &mut Dice, name: &str) -> AccountRecord {
    let mut holds = dice.some(&["products=A", "products=B", "teams=Sales", "teams=Old"], 3);
    holds.extend(dice.one_in(2).then(|| dice.pick(&["role=Admin", "role=Member"])));
    let mut one = account(name, &holds);
    one.managed = !dice.one_in(4);
    one.active = !dice.one_in(5);
    one.suspended_here = !one.active && one.managed && !dice.one_in(3);
    for holding in &mut one.holdings {
        holding.managed = one.managed && !dice.one_in(4);
    }
    if dice.one_in(5) {
        one.email = Some(format!("{}@EXAMPLE.com", dice.pick(&NAMES)));
    }
    one
}

fn exception(dice: &mut Dice) -> Exception {
    let gives = match dice.pick(&["products=A", "role=Admin", "role="]).split_once('=') {
        Some((slot, "")) => (slot, Gives::Nothing),
        Some((slot, value)) => (slot, Gives::Values(vec![ValueSource::Fixed(value.into())])),
        None => ("role", Gives::Nothing),
    };
    let assign = Assignment { target: "t".into(), slot: gives.0.into(), gives: gives.1 };
    Exception {
        user: dice.pick(&NAMES).to_owned(),
        reason: "covers".into(),
        until: None,
        assigns: vec![assign],
        withholds: Vec::new(),
    }
}

pub fn random_world(dice: &mut Dice) -> World {
    let names: Vec<&str> = dice.some(&NAMES, 2);
    let people = names.iter().map(|name| random_person(dice, name)).collect();
    let owners = dice.some(&NAMES, 2);
    let mut accounts: Vec<_> = owners.iter().map(|name| random_account(dice, name)).collect();
    accounts.extend(dice.one_in(2).then(|| random_account(dice, "kiosk")));
    let rules = (0..dice.below(6)).map(|at| random_rule(dice, &format!("r{at}"))).collect();
    let mut world = World::new(people, accounts, rules);
    let mut teams = slot("teams", true, &[]);
    teams.create_values = dice.one_in(2);
    world.target().slots.push(teams);
    if dice.one_in(3) {
        world.configuration.directories.push(directory("other"));
        let twice: Vec<&str> = dice.some(&NAMES, 4);
        let others = twice.iter().map(|name| {
            let other = random_person(dice, name);
            PersonRecord { id: format!("other-{}", other.id), ..other }
        });
        world.people.push(others.collect());
    }
    let target = world.target();
    target.unmanaged = match dice.below(3) {
        0 => UnmanagedPolicy::Leave,
        1 => UnmanagedPolicy::Report,
        _ => UnmanagedPolicy::Adopt,
    };
    if dice.one_in(3) {
        target.removals.count = 1;
        target.removals.at_least = 0;
    }
    if dice.one_in(2) {
        target.slots[1].administrators = vec!["Admin".into()];
    }
    if dice.one_in(4) {
        target.protect = Some("userName in (\"ann\", \"kiosk\") or department eq \"IT\"".into());
    }
    if dice.one_in(2) {
        let seats = dice.below(5) as u64;
        world = world.seats("products", "A", seats).seats("role", "Admin", seats / 2);
    }
    if dice.one_in(3) {
        world.required = vec!["department".into()];
    }
    world.source.whole = !dice.one_in(6);
    world.source.rows_lost = u64::from(dice.one_in(6));
    world.configuration.exceptions = (0..dice.below(2)).map(|_| exception(dice)).collect();
    decide(dice, &mut world);
    world
}

/// Approvals, discards and rule tests.
fn decide(dice: &mut Dice, world: &mut World) {
    for _ in 0..dice.below(4) {
        let subject = format!("id-{}", dice.pick(&NAMES).to_lowercase());
        let (slot, value, kind) = match dice.below(4) {
            0 => ("", "", StepKind::Suspend),
            1 => ("", "", StepKind::Create),
            2 => ("products", "A", StepKind::Assign),
            _ => ("role", "Admin", StepKind::Unassign),
        };
        let key =
            StepKey { subject, directory: None, slot: slot.into(), value: value.into(), kind };
        let decisions = &mut world.decisions;
        let kept = if dice.one_in(2) { &mut decisions.discarded } else { &mut decisions.approved };
        kept.insert(key);
    }
    if dice.one_in(6) {
        let expect = vec![Expectation { target: "t".into(), expected: Expected::NoAccount }];
        world.configuration.rule_tests =
            vec![RuleTest { user: dice.pick(&NAMES).to_owned(), expect }];
    }
}

/// The rules, exceptions and rule tests after an edit or some.
pub fn edited(dice: &mut Dice, before: &Configuration) -> Configuration {
    let mut after = before.clone();
    for at in 0..1 + dice.below(3) {
        let rules = &mut after.rules;
        match dice.below(8) {
            0 => {
                let name = format!("new{at}{}", dice.below(99));
                rules.push(random_rule(dice, &name));
            }
            1 if rules.len() > 1 => {
                let one = rules.remove(dice.below(rules.len()));
                let to = dice.below(rules.len() + 1);
                rules.insert(to, one);
            }
            2 if !rules.is_empty() => {
                let one = dice.below(rules.len());
                rules[one].enabled = !rules[one].enabled;
            }
            3 | 4 if !rules.is_empty() => {
                let one = dice.below(rules.len());
                rules[one].when = condition(dice);
            }
            5 if !rules.is_empty() => {
                let one = dice.below(rules.len());
                let other = random_rule(dice, "other");
                rules[one].assigns = other.assigns;
                rules[one].withholds = other.withholds;
            }
            6 if !rules.is_empty() => {
                rules.remove(dice.below(rules.len()));
            }
            _ => after.exceptions.push(exception(dice)),
        }
    }
    after
}
