//! What comes by push is planned from those whom it concerns, and the plan is the one that a
//! reading of everybody leads to.

mod people;

use crate::world::{World, engine};
use people::{Dice, Writer, random_rules};
use rolecall_directory::Configuration;
use rolecall_engine::{Engine, Planned, Reading, RunControl, RunOrder, cached_reading};
use rolecall_store::Trigger;
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;

const TURNS: usize = 9;

/// How often each way was gone.
#[derive(Debug, Default)]
struct Ways {
    /// Readings that looked at nobody, at some, and at all.
    none: usize,
    few: usize,
    all: usize,
    /// Plans that followed the one before.
    followed: usize,
    /// Runs that sent something.
    runs: usize,
}

fn targets(dice: &mut Dice) -> String {
    let one = |name: &str, more: &str, grace: &str| {
        format!(
            "[[target]]\nname = \"{name}\"\nkind = \"csv\"\naccounts = \"{name}.csv\"\n{more}\n\
             [[target.slot]]\nname = \"products\"\nmany = true\n{grace}\n\
             values = [{{ name = \"A\", seats = 4 }}, {{ name = \"B\" }}, {{ name = \"C\" }}]\n\
             [[target.slot]]\nname = \"role\"\nmany = false\nadministrators = [\"Admin\"]\n\
             values = [{{ name = \"Admin\" }}, {{ name = \"Member\" }}]\n\
             [[target.slot]]\nname = \"teams\"\nmany = true\ncreate_values = true\n\n"
        )
    };
    let grace = if dice.one_in(4) { "grace = \"3d\"" } else { "" };
    let policy = dice.pick(&["", "unmanaged = \"adopt\"", "unmanaged = \"report\""]);
    let protect = if dice.one_in(4) { "protect = 'title eq \"Director\"'" } else { "" };
    one("one", policy, grace) + &one("two", protect, "")
}

/// A second directory: whether it comes first, and whether it has its source still.
#[derive(Clone, Copy)]
struct Plant {
    is_first: bool,
    has_source: bool,
}

/// Writes the configuration.
fn configure(world: &World, targets: &str, rules: &str, plant: Option<Plant>) {
    let main = "[[directory]]\nname = \"main\"\ncheck_domains = false\n\
                [directory.source]\nkind = \"scim-push\"\n\n";
    let source = match plant {
        Some(Plant { has_source: true, .. }) => {
            "[directory.source]\nkind = \"csv\"\nusers = \"plant.csv\"\n"
        }
        _ => "",
    };
    let other = format!("[[directory]]\nname = \"plant\"\ncheck_domains = false\n{source}\n");
    let directories = match plant {
        None => main.to_owned(),
        Some(Plant { is_first: true, .. }) => format!("{other}{main}"),
        Some(Plant { is_first: false, .. }) => format!("{main}{other}"),
    };
    let attributes = "[[attribute]]\nname = \"level\"\ntype = \"number\"\n\
                      [[attribute]]\nname = \"started\"\ntype = \"date\"\n\n";
    let text = format!("rolecall = 1\n{directories}{attributes}{targets}{rules}");
    std::fs::write(world.dir.join("config.toml"), text).unwrap();
    let people = "id,userName,email,department\np1,pia,pia@plant.example,Sales\n\
                  p2,per,per@plant.example,IT\np3,ann,ann@plant.example,IT\n";
    std::fs::write(world.dir.join("plant.csv"), people).unwrap();
}

/// Some accounts that nobody manages.
fn strangers(world: &World) {
    let rows = "userName,email,active,managed,products,role,teams,unmanaged\n\
                hal,hal@example.com,true,false,A,,,\n\
                old,old@example.com,true,false,B,Admin,,\n";
    std::fs::write(world.dir.join("one.csv"), rows).unwrap();
}

/// Everything a reading knows, in words, whatever the rows are.
fn told(reading: &Reading) -> Vec<String> {
    let snapshot = &reading.snapshot;
    let mut names: Vec<&String> = snapshot.column_names().iter().collect();
    names.sort();
    let mut all = Vec::new();
    for &row in snapshot.by_name() {
        let person = snapshot.person(row);
        let values: Vec<_> = names.iter().map(|name| (name, person.attribute(name))).collect();
        let groups = person.groups().map(|(at, direct)| {
            let group = &snapshot.groups()[at as usize];
            (group.directory, group.display.as_str(), group.id.as_str(), direct)
        });
        let groups: BTreeSet<_> = groups.collect();
        let population = &reading.population;
        let marks = [
            population.in_scope.contains(row),
            population.duplicate_in_source.contains(row),
            population.duplicate_across.contains(row),
            population.foreign.contains(row),
        ];
        all.push(format!("{} {values:?} {groups:?} {marks:?}", person.directory()));
    }
    let groups = snapshot.groups().iter().map(|group| {
        let (direct, whole) = (group.direct().len(), group.all().len());
        let known = (group.directory, &group.display, &group.id, group.origin);
        format!("{known:?} {direct} {whole}")
    });
    all.extend(groups.collect::<BTreeSet<_>>());
    let units = snapshot.org_units().iter();
    all.extend(units.map(|(key, unit)| {
        format!("{key:?} {} {} {}", unit.path, unit.here.len(), unit.below.len())
    }));
    let mut failures: Vec<_> =
        reading.population.failures.iter().map(|(_, one)| format!("{one:?}")).collect();
    failures.sort();
    all.extend(failures);
    all.push(format!("{:?} {}", reading.source, reading.people));
    all
}

fn listings(planned: &Planned) -> Vec<String> {
    let broken = format!("{:?}", planned.broken_tests);
    let all = (0..planned.targets.len()).flat_map(|at| {
        let listing = planned.listing(at);
        let mut words = vec![format!("{:?}", planned.targets[at].error)];
        words.extend(listing.steps.iter().map(|one| format!("{:?} {:?}", one.step, one.held)));
        words.push(format!("{:?} {:?}", listing.held, listing.seats));
        words.push(format!("{:?} {:?}", listing.without_seat, listing.pending));
        words.push(format!("{:?} {:?}", listing.failures, listing.orphans));
        words
    });
    std::iter::once(broken).chain(all).collect()
}

fn by_push() -> RunOrder {
    RunOrder {
        trigger: Trigger::Push,
        who: "SCIM push".to_owned(),
        holder: "test".to_owned(),
        retry: None,
        targets: None,
    }
}

/// An organization under test: `engine` has the latest plan at hand, `other` never has one.
struct Followed<'w> {
    world: &'w World,
    other: Engine,
    latest: Arc<Planned>,
    /// Whether the targets are as the latest plan found them.
    is_settled: bool,
}

impl Followed<'_> {
    fn keep(&mut self, planned: Planned, is_settled: bool) {
        self.latest = Arc::new(planned);
        self.is_settled = is_settled;
        self.world.engine.keep_at_hand(&self.latest);
    }

    /// The plan by the product's way for screens; `None` where that asks for a whole reading.
    fn follow(&mut self, configuration: &Configuration) -> Option<Planned> {
        let World { engine, store, .. } = self.world;
        let pushed = engine.pushed_since(configuration, store, &self.latest).unwrap()?;
        let empty = engine.plan_cached(&Configuration::default(), store).unwrap();
        let latest = std::mem::replace(&mut self.latest, Arc::new(empty));
        let latest = Arc::try_unwrap(latest).expect("nobody else holds it");
        engine.follow(store, latest, pushed).unwrap()
    }

    /// One turn by one of the ways; the plan must be that of a reading of everybody.
    async fn turn(&mut self, dice: &mut Dice, ways: &mut Ways, context: &str) {
        let World { engine, store, .. } = self.world;
        let configuration = self.world.configuration();
        let fresh = self.other.plan(&configuration, Some(store)).await.unwrap();
        let followed = match self.is_settled && dice.one_in(2) {
            true => self.follow(&configuration),
            false => None,
        };
        let (planned, is_settled) = if let Some(planned) = followed {
            ways.followed += 1;
            (planned, true)
        } else if dice.one_in(3) {
            let (order, control) = (by_push(), RunControl::default());
            let result = engine.run(&configuration, store, &order, &control).await.unwrap();
            let steps = result.report.summary.steps;
            ways.runs += usize::from(steps > 0);
            (result.planned, steps == 0)
        } else {
            (engine.plan_keeping(&configuration, store).await.unwrap(), true)
        };
        assert_eq!(listings(&planned), listings(&fresh), "{context}: the plan");
        assert_eq!(told(&planned.reading), told(&fresh.reading), "{context}: the people");
        let everybody = u64::from(planned.reading.snapshot.people());
        match planned.reading.looked_at {
            0 => ways.none += 1,
            some if some < everybody => ways.few += 1,
            _ => ways.all += 1,
        }
        self.is_kept(&configuration, context).await;
        self.keep(planned, is_settled);
    }

    /// What is kept is what a reading of everybody would have kept.
    async fn is_kept(&self, configuration: &Configuration, context: &str) {
        let store = &self.world.store;
        let generation = || store.reading("main").unwrap().unwrap().generation;
        let before = generation();
        let cached = cached_reading(store, configuration).unwrap();
        let whole = self.other.plan_keeping(configuration, store).await.unwrap();
        assert_eq!(generation(), before, "{context}: a reading of everybody finds nothing else");
        let words = |reading: &Reading| {
            let mut all = told(reading);
            // How sources were read is nothing that is kept.
            all.pop();
            all
        };
        assert_eq!(words(&cached), words(&whole.reading), "{context}: what is kept");
    }
}

async fn live(seed: u64, in_two: bool, ways: &mut Ways) {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let world = World::new();
    let mut plant = in_two.then(|| Plant { is_first: dice.one_in(2), has_source: true });
    let targets = targets(&mut dice);
    configure(&world, &targets, &random_rules(&mut dice), plant);
    strangers(&world);
    let mut writer = Writer::new(&world.configuration());
    writer.fill(&world, &mut dice);
    let mut first = world.engine.plan_keeping(&world.configuration(), &world.store).await.unwrap();
    if let Some(plant) = &mut plant {
        // From here on it is what it was when it was last read.
        plant.has_source = false;
        configure(&world, &targets, "", Some(*plant));
        first = world.engine.plan_keeping(&world.configuration(), &world.store).await.unwrap();
    }
    let other = engine(world.clock.clone());
    let latest = Arc::new(first);
    world.engine.keep_at_hand(&latest);
    let mut followed = Followed { world: &world, other, latest, is_settled: true };
    for turn in 0..TURNS {
        for _ in 0..dice.below(4) {
            writer.change(&world, &mut dice);
        }
        if dice.one_in(6) {
            world.clock.advance_days(1 + dice.below(3) as i64);
        }
        if dice.one_in(6) {
            configure(&world, &targets, &random_rules(&mut dice), plant);
        }
        followed.turn(&mut dice, ways, &format!("seed {seed} turn {turn}")).await;
    }
}

async fn lives(seeds: std::ops::Range<u64>, in_two: bool) {
    let mut ways = Ways::default();
    for seed in seeds {
        live(seed, in_two, &mut ways).await;
    }
    println!("{ways:?}");
    let met = [ways.none, ways.few, ways.all, ways.runs];
    assert!(met.iter().all(|times| *times > 1), "all ways are gone: {ways:?}");
    assert_eq!(ways.followed > 1, !in_two, "plans of one directory follow: {ways:?}");
}

#[tokio::test]
async fn plans_follow_what_is_pushed() {
    lives(0..11, false).await;
}

#[tokio::test]
async fn readings_follow_what_is_pushed_to_one_of_two_directories() {
    lives(1000..1010, true).await;
}

#[tokio::test]
async fn a_change_of_one_looks_at_one() {
    let world = World::new();
    configure(&world, &targets(&mut Dice(3)), "", None);
    let writer = Writer::new(&world.configuration());
    let body = |at: usize| json!({"userName": format!("p{at:03}"), "title": "Clerk"});
    let ids: Vec<String> = (0..300).map(|at| writer.person(&world, &body(at))).collect();
    let configuration = world.configuration();
    let (engine, store) = (&world.engine, &world.store);
    let first = engine.plan_keeping(&configuration, store).await.unwrap();
    assert_eq!(first.reading.looked_at, 300, "at first everybody is read");
    let first = Arc::new(first);
    engine.keep_at_hand(&first);
    let head = json!("Head");
    writer.patch(&world, &["Users", &ids[7]], "replace", "title", &head);
    let second = engine.plan_keeping(&configuration, store).await.unwrap();
    assert_eq!(second.reading.looked_at, 1, "then the one who changed");
    let row = second.reading.snapshot.rows_named("p007")[0];
    assert_eq!(second.reading.snapshot.person(row).attribute("title"), Some("Head"));
    drop(first);
    let second = Arc::new(second);
    engine.keep_at_hand(&second);
    let run = engine.run(&configuration, store, &by_push(), &RunControl::default()).await.unwrap();
    assert_eq!(run.planned.reading.looked_at, 0, "a run looks at nobody of whom nothing came");
    drop(second);
    let last = engine.plan_keeping(&configuration, store).await.unwrap();
    assert_eq!(last.reading.looked_at, 300, "where no plan is at hand everybody is read");
}
