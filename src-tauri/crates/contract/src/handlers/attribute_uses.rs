//! Where attributes are used, and what follows when one gets another name.

use crate::types::AttributeUse;
use rolecall_directory::{Configuration, Folded, Gives, ValueSource};
use rolecall_rules::{Expression, ExpressionFor, Field, KnownAttributes, Sent, rename_attribute};
use rolecall_scim::{Dialect, Filter, fold};
use std::collections::{BTreeMap, BTreeSet};

/// Everything that uses each attribute, by its folded name: rules, exceptions, protected accounts,
/// what is sent, expressions, in this order.
pub(crate) fn uses(
    configuration: &Configuration,
    known: &KnownAttributes,
) -> BTreeMap<Folded, Vec<AttributeUse>> {
    let mut found = Found { uses: BTreeMap::new(), known };
    for rule in &configuration.rules {
        let mut named = found.of_condition(&rule.when);
        let given = rule.assigns.iter().map(|one| &one.gives).flat_map(values_of);
        named.extend(templates(given.chain(rule.withholds.iter().flat_map(|one| &one.values))));
        found.add("rule", &rule.name, named);
    }
    for one in &configuration.exceptions {
        let given = one.assigns.iter().map(|one| &one.gives).flat_map(values_of);
        let withheld = one.withholds.iter().flat_map(|one| &one.values);
        found.add("exception", &one.user, templates(given.chain(withheld)));
    }
    for target in &configuration.targets {
        if let Some(protect) = &target.protect {
            let named = found.of_condition(protect);
            found.add("protect", &target.name, named);
        }
        let sent = target.send.values().filter_map(|ours| Sent::parse(ours, known).ok());
        let named: BTreeSet<Folded> =
            sent.flat_map(|sent| sent.columns().map(Folded::new).collect::<Vec<_>>()).collect();
        found.add("send", &target.name, named);
    }
    for attribute in &configuration.attributes {
        let Some(text) = &attribute.expression else { continue };
        if let Ok(expression) = Expression::parse(text, known, ExpressionFor::Attribute) {
            let named = expression.references().iter().map(|one| Folded::new(&one.column));
            found.add("expression", &attribute.name, named.collect());
        }
    }
    found.uses
}

struct Found<'a> {
    uses: BTreeMap<Folded, Vec<AttributeUse>>,
    known: &'a KnownAttributes,
}

impl Found<'_> {
    fn of_condition(&self, text: &str) -> BTreeSet<Folded> {
        let Ok(filter) = Filter::parse(text, Dialect::Condition) else { return BTreeSet::new() };
        let fields = filter.clauses().into_iter().filter_map(|clause| {
            match Field::of(clause.path()?, |name| self.known.contains(name))? {
                Field::Attribute(name) => Some(Folded::new(&name)),
                Field::Groups(_) | Field::OrgUnit => None,
            }
        });
        fields.collect()
    }

    fn add(&mut self, kind: &str, name: &str, named: BTreeSet<Folded>) {
        for attribute in named {
            let one = AttributeUse { kind: kind.to_owned(), name: name.to_owned() };
            self.uses.entry(attribute).or_default().push(one);
        }
    }
}

fn values_of(gives: &Gives) -> &[ValueSource] {
    match gives {
        Gives::Values(values) => values,
        Gives::Nothing => &[],
    }
}

fn templates<'v>(values: impl Iterator<Item = &'v ValueSource>) -> BTreeSet<Folded> {
    let named = values.filter_map(|value| match value {
        ValueSource::Attribute(name) => Some(Folded::new(name)),
        _ => None,
    });
    named.collect()
}

/// Calls the attribute `old` by the name `new` wherever `configuration` names it; all else stays
/// to the letter. `known` is what was known before.
///
/// # Errors
/// The attribute or target whose expression cannot be written with the new name.
pub(crate) fn rename_everywhere(
    configuration: &mut Configuration,
    old: &str,
    new: &str,
    known: &KnownAttributes,
) -> Result<(), String> {
    for rule in &mut configuration.rules {
        rename_condition(&mut rule.when, old, new);
        let given = rule.assigns.iter_mut().map(|one| &mut one.gives).flat_map(values_mut);
        let withheld = rule.withholds.iter_mut().flat_map(|one| one.values.iter_mut());
        rename_values(given.chain(withheld), old, new);
    }
    for one in &mut configuration.exceptions {
        let given = one.assigns.iter_mut().map(|one| &mut one.gives).flat_map(values_mut);
        let withheld = one.withholds.iter_mut().flat_map(|one| one.values.iter_mut());
        rename_values(given.chain(withheld), old, new);
    }
    for target in &mut configuration.targets {
        if let Some(protect) = &mut target.protect {
            rename_condition(protect, old, new);
        }
        for ours in target.send.values_mut() {
            match Sent::parse(ours, known) {
                Ok(Sent::Attribute(name)) if fold(&name) == fold(old) => new.clone_into(ours),
                Ok(Sent::Computed(expression)) => {
                    *ours =
                        expression.renamed(ours, old, new).ok_or_else(|| target.name.clone())?;
                }
                _ => {}
            }
        }
    }
    for attribute in &mut configuration.attributes {
        let Some(text) = &mut attribute.expression else { continue };
        if let Ok(expression) = Expression::parse(text, known, ExpressionFor::Attribute) {
            let renamed = expression.renamed(text, old, new);
            *text = renamed.ok_or_else(|| attribute.name.clone())?;
        }
    }
    Ok(())
}

fn rename_condition(text: &mut String, old: &str, new: &str) {
    if let Some(renamed) = rename_attribute(text, old, new) {
        *text = renamed;
    }
}

fn values_mut(gives: &mut Gives) -> &mut [ValueSource] {
    match gives {
        Gives::Values(values) => values,
        Gives::Nothing => &mut [],
    }
}

fn rename_values<'v>(values: impl Iterator<Item = &'v mut ValueSource>, old: &str, new: &str) {
    for value in values {
        if let ValueSource::Attribute(name) = value
            && fold(name) == fold(old)
        {
            new.clone_into(name);
        }
    }
}
