//! The full plan from the loaded snapshot and the loaded accounts: with them come who is who, and the rows of each
//! value of the attributes that rules name. Opening a workspace makes all of it ready, and is measured with it.

use crate::Failure;
use crate::loaded::{Loaded, steps};
use crate::process::{cpu, median, milliseconds, peak, resident, timed};
use serde_json::{Value, json};
use std::path::Path;
use std::time::Instant;

/// How often it is planned anew after the first time.
const ROUNDS: usize = 7;

pub fn measure(workspace: &Path) -> Result<Value, Failure> {
    let loaded = Loaded::from(workspace)?;
    let (loaded_mb, loading_mb) = (resident(), peak());
    let (mut wholes, mut rules, mut targets) = (Vec::new(), Vec::new(), Vec::new());
    let mut counted: Vec<u64> = Vec::new();
    let mut cpus = Vec::new();
    for _ in 0..=ROUNDS {
        let (started, before) = (Instant::now(), cpu());
        let (evaluated, resolved) = timed(|| loaded.resolve());
        let resolved = resolved?;
        let plans = loaded.plans(&resolved);
        wholes.push(milliseconds(started));
        cpus.push(cpu().zip(before).map(|(after, before)| after - before));
        rules.push(evaluated);
        targets.push(plans.iter().map(|(took, _)| *took).collect::<Vec<_>>());
        counted = plans.iter().map(|(_, plan)| steps(plan)).collect();
    }
    let most = peak();
    let resolved = loaded.resolve()?;
    let anew = (0..loaded.targets()).map(|at| timed(|| loaded.plan_anew(&resolved, at)));
    let (anew, plans): (Vec<_>, Vec<_>) = anew.unzip();
    if plans.iter().map(steps).ne(counted.iter().copied()) {
        return Err("planned anew there are other steps".into());
    }
    Ok(json!({
        "cold_ms": wholes.first(),
        "warm_ms": median(&wholes[1..]),
        "cold_cpu_ms": cpus.first(),
        "warm_cpu_ms": cpus.last(),
        "cold_rules_ms": rules.first(),
        "warm_rules_ms": median(&rules[1..]),
        "cold_targets_ms": targets.first(),
        "warm_targets_ms": targets.last(),
        "anew_targets_ms": anew,
        "anew_ms": anew.iter().sum::<f64>(),
        "steps": counted,
        "loaded_mb": loaded_mb,
        "loading_peak_mb": loading_mb,
        "peak_mb": most,
    }))
}
