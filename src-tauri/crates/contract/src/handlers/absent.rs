//! People whom sources do not deliver: gone, or not seen yet.

use crate::people_view::{PeopleView, SortBy};
use crate::types::{AbsentPeople, AbsentPerson, AbsentRequest, PeopleOrder, PersonItem};
use crate::{App, AppError};
use rolecall_store::{KnownPerson, KnownState, Page};
use std::cmp::Reverse;

/// People whom sources do not deliver.
pub(crate) fn list(app: &App, request: &AbsentRequest) -> Result<AbsentPeople, AppError> {
    let page = Page {
        offset: u32::try_from(request.page.offset).unwrap_or(u32::MAX),
        limit: u32::try_from(request.page.limit.min(200)).unwrap_or(200),
    };
    let state = state(request.state.as_deref())?;
    let of = (request.directory.as_deref(), state);
    let Some(order) = &request.order else {
        let found = app.store.known_people(of, request.text.trim(), page)?;
        let items = found.rows.into_iter().map(person).collect();
        return Ok(AbsentPeople { total: found.total, items });
    };
    let mut all = everybody(app, of, &request.text)?;
    let view = app.people()?;
    sort(&view, &mut all, order);
    let total = all.len() as u64;
    let rest = all.into_iter().skip(page.offset as usize);
    Ok(AbsentPeople { total, items: rest.take(page.limit as usize).collect() })
}

/// The state that `word` names: `gone` or `not_seen_yet`.
///
/// # Errors
/// When it is another word.
pub(crate) fn state(word: Option<&str>) -> Result<Option<KnownState>, AppError> {
    match word {
        None => Ok(None),
        Some("gone") => Ok(Some(KnownState::Gone)),
        Some("not_seen_yet") => Ok(Some(KnownState::NotSeenYet)),
        Some(other) => Err(AppError::not_found("state", other)),
    }
}

/// All people of a directory or of all, in one state or both, in the order that is asked for.
pub(crate) fn ordered(
    app: &App,
    of: (Option<&str>, Option<KnownState>),
    text: &str,
    order: &PeopleOrder,
) -> Result<Vec<AbsentPerson>, AppError> {
    let mut all = everybody(app, of, text)?;
    let view = app.people()?;
    sort(&view, &mut all, order);
    Ok(all)
}

fn everybody(
    app: &App,
    of: (Option<&str>, Option<KnownState>),
    text: &str,
) -> Result<Vec<AbsentPerson>, AppError> {
    let found = app.store.known_people(of, text.trim(), Page::ALL)?;
    Ok(found.rows.into_iter().map(person).collect())
}

/// Puts people, who come by userName, in another order; who has nothing in the column comes last
/// whichever way it is turned.
fn sort(view: &PeopleView, all: &mut Vec<AbsentPerson>, order: &PeopleOrder) {
    let by = SortBy::of(&order.column);
    let of_directory = |name: &str| view.directories().iter().position(|one| one.name == name);
    let text = |one: &AbsentPerson| match by {
        SortBy::Name => Some(one.name.clone()),
        SortBy::Department => one.department.clone(),
        SortBy::OrgUnit => one.org_unit.clone(),
        SortBy::User | SortBy::Directory | SortBy::State => None,
    };
    let texts: Vec<Option<String>> = all.iter().map(text).collect();
    let language = if by.is_text() { order.language.as_str() } else { "" };
    let spelled = texts.iter().map(|text| text.as_deref().unwrap_or_default());
    let places = view.places_of(language, spelled);
    let keyed = (0_usize..).zip(std::mem::take(all)).map(|(at, one)| {
        let key = match by {
            SortBy::User => at as u64,
            SortBy::Directory => of_directory(&one.directory).unwrap_or(usize::MAX) as u64,
            SortBy::State => u64::from(!one.active) << 1 | u64::from(one.state == "gone"),
            _ => u64::from(places[at]),
        };
        (by.is_text() && texts[at].is_none(), key, at, one)
    });
    let mut keyed: Vec<_> = keyed.collect();
    if order.descending {
        keyed.sort_by_key(|(absent, key, at, _)| (*absent, Reverse((*key, *at))));
    } else {
        keyed.sort_by_key(|(absent, key, at, _)| (*absent, *key, *at));
    }
    all.extend(keyed.into_iter().map(|(.., one)| one));
}

fn person(known: KnownPerson) -> AbsentPerson {
    let KnownPerson { directory, person, state, since } = known;
    let text = |name: &str| person.attribute(name).map(str::to_owned);
    let both = [text("givenName"), text("familyName")].into_iter().flatten().collect::<Vec<_>>();
    let name = text("displayName").or_else(|| (!both.is_empty()).then(|| both.join(" ")));
    AbsentPerson {
        directory,
        name: name.unwrap_or_else(|| person.user_name.clone()),
        email: text("email"),
        // Who is gone is disabled.
        active: person.active && state == KnownState::NotSeenYet,
        org_unit: person.org_unit.clone(),
        department: text("department"),
        id: person.id,
        user: person.user_name,
        state: state.word().to_owned(),
        since,
    }
}

/// The same for the head of their page.
pub(crate) fn item(known: KnownPerson) -> PersonItem {
    as_item(person(known))
}

/// The same as an ordinary list has people.
pub(crate) fn as_item(one: AbsentPerson) -> PersonItem {
    let AbsentPerson { user, name, email, active, directory, org_unit, department, .. } = one;
    PersonItem { user, name, email, active, directory, org_unit, department, through: None }
}
