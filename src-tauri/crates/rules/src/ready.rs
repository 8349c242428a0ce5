//! What conditions and templates look up, made ready before a plan asks for it.

use crate::field::Field;
use crate::threads;
use crate::voices::template_column;
use rolecall_directory::{Column, Configuration, Gives, Rule, Snapshot, ValueSource};
use rolecall_scim::{Dialect, Filter};

/// From this many people on, two threads look.
const SHARED: u32 = 50_000;

/// Makes ready the rows of each value of every attribute that the rules of `configuration` name,
/// in conditions and templates, so that the first plan need not find them. What is ready stays.
pub fn ready(configuration: &Configuration, snapshot: &Snapshot) {
    let mut columns: Vec<&Column> = Vec::new();
    for rule in &configuration.rules {
        for column in asked(rule, snapshot).into_iter().chain(written(rule, snapshot)) {
            if !columns.iter().any(|known| std::ptr::eq(*known, column)) {
                columns.push(column);
            }
        }
    }
    threads::each(columns.len(), snapshot.people() >= SHARED, |at| {
        _ = columns[at].value_rows();
        _ = columns[at].has_lists();
    });
}

/// The columns that the condition of `rule` asks.
fn asked<'a>(rule: &Rule, snapshot: &'a Snapshot) -> Vec<&'a Column> {
    let Ok(filter) = Filter::parse(&rule.when, Dialect::Condition) else { return Vec::new() };
    let paths = filter.clauses().into_iter().filter_map(Filter::path);
    let fields = paths.map(|path| Field::of(path, |name| snapshot.column(name).is_some()));
    let columns = fields.filter_map(|field| match field? {
        Field::Attribute(name) => snapshot.column(&name),
        Field::Groups(_) | Field::OrgUnit => None,
    });
    columns.collect()
}

/// The columns from which templates of `rule` take values.
fn written<'a>(rule: &'a Rule, snapshot: &'a Snapshot) -> impl Iterator<Item = &'a Column> {
    let assigned = rule.assigns.iter().flat_map(|one| match &one.gives {
        Gives::Nothing => &[][..],
        Gives::Values(values) => values.as_slice(),
    });
    let withheld = rule.withholds.iter().flat_map(|one| &one.values);
    assigned.chain(withheld).filter_map(|source| match source {
        ValueSource::Attribute(name) => template_column(name, snapshot),
        ValueSource::Fixed(_) | ValueSource::Groups { .. } => None,
    })
}
