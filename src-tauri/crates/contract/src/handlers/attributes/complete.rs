//! Names for what is being typed: values that people have, groups, org units.

use crate::people_view::{Offer, PeopleView};
use crate::types::{Completion, CompletionItem, CompletionRequest};
use crate::{App, AppError};
use rolecall_directory::{Folded, LIST_SEPARATOR};
use rolecall_rules::Field;
use rolecall_scim::{AttrPath, Dialect};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How many names are offered.
const OFFERED: usize = 50;

/// Offers names for a field: those that begin with the text, then those that contain it; of each
/// the ones that most people have first.
pub(crate) fn complete(app: &App, request: &CompletionRequest) -> Result<Completion, AppError> {
    let view = app.people()?;
    let text = Folded::new(request.text.trim());
    let path = AttrPath::parse(&request.field, Dialect::Condition).ok();
    let field = path.and_then(|path| Field::of(&path, |name| view.known.contains(name)));
    let Some(field) = field else { return Ok(Completion { items: Vec::new() }) };
    let items = match &field {
        Field::Attribute(name) if view.has_many_values(name) => among_many(&view, name, &text),
        Field::Attribute(name) => among(&view.offers(name, || offers(&view, &field)), &text),
        Field::Groups(_) => among(&view.offers("groups", || offers(&view, &field)), &text),
        Field::OrgUnit => among(&view.offers("orgUnit", || offers(&view, &field)), &text),
    };
    Ok(Completion { items })
}

/// The first of `offers`, which are in order, that begin with `text`, then those that contain it.
fn among(offers: &[Offer], text: &Folded) -> Vec<CompletionItem> {
    let (mut begin, mut contain) = (Vec::new(), Vec::new());
    for offer in offers {
        match offer.folded.as_str().find(text.as_str()) {
            Some(0) => begin.push(offer),
            Some(_) if contain.len() < OFFERED => contain.push(offer),
            Some(_) | None => {}
        }
        if begin.len() == OFFERED {
            break;
        }
    }
    let items = begin.into_iter().chain(contain).take(OFFERED);
    items.map(|offer| CompletionItem { name: offer.name.clone(), people: offer.people }).collect()
}

/// The same out of an attribute that nearly everybody has another value of: only values that
/// contain the text are looked at, and none is kept.
fn among_many(view: &PeopleView, name: &str, text: &Folded) -> Vec<CompletionItem> {
    let Some(column) = view.snapshot().column(name) else { return Vec::new() };
    let mut people: BTreeMap<&str, u64> = BTreeMap::new();
    let found = column.rows_containing(text.as_str()) & &view.reading.population.in_scope;
    for element in found.iter().flat_map(|row| column.elements(row)) {
        *people.entry(element).or_default() += 1;
    }
    let fits = people.into_iter().filter_map(|(name, people)| {
        let place = Folded::new(name).as_str().find(text.as_str())?;
        Some((place != 0, Reverse(people), name))
    });
    let mut fits: Vec<_> = fits.collect();
    fits.sort_unstable();
    let items = fits.into_iter().take(OFFERED);
    items
        .map(|(_, Reverse(people), name)| CompletionItem { name: name.to_owned(), people })
        .collect()
}

/// All names for `field`, each with how many people rules see under it, most first.
fn offers(view: &PeopleView, field: &Field) -> Vec<Offer> {
    let snapshot = view.snapshot();
    // Runs are small, but slow to compare with what has none.
    let mut seen = view.reading.population.in_scope.clone();
    seen.remove_run_compression();
    let offer =
        |name: &str, people| Offer { folded: Folded::new(name), name: name.to_owned(), people };
    let mut all: Vec<Offer> = match field {
        Field::Groups(_) => {
            let groups = snapshot.groups().iter();
            groups.map(|g| offer(&g.display, g.all().intersection_len(&seen))).collect()
        }
        Field::OrgUnit => {
            let units = snapshot.org_units().values();
            units.map(|u| offer(&u.path, u.below.intersection_len(&seen))).collect()
        }
        Field::Attribute(name) => {
            let Some(column) = snapshot.column(name) else { return Vec::new() };
            let mut counts = vec![0u64; column.distinct().len()];
            for number in seen.iter().filter_map(|row| column.text_number(row)) {
                counts[number as usize] += 1;
            }
            let mut people: BTreeMap<&str, u64> = BTreeMap::new();
            for (text, count) in column.distinct().iter().zip(counts).filter(|(_, one)| *one > 0) {
                for element in text.split(LIST_SEPARATOR) {
                    *people.entry(element).or_default() += count;
                }
            }
            people.into_iter().map(|(name, people)| offer(name, people)).collect()
        }
    };
    all.sort_by(|a, b| (Reverse(a.people), &a.name).cmp(&(Reverse(b.people), &b.name)));
    all
}
