//! Lists: filter, order, page (RFC 7644 section 3.4.2).

use super::answer::{PushAnswer, Refusal, Stop};
use super::call::{PushCall, bounded};
use super::candidates::candidates;
use super::limits::{MOST_RESULTS, USUAL_RESULTS};
use super::provider::Provider;
use super::render::body;
use rolecall_directory::RecordKind;
use rolecall_scim::message::{ListResponse, ScimType};
use rolecall_scim::schema::Projection;
use rolecall_scim::{AttrPath, Dialect, Filter, evaluate, fold, get};
use rolecall_store::{PushKey, PushRecord, PushView, StoreError};
use serde_json::{Map, Value, json};
use std::cmp::Ordering;

/// What a client wants to see.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Asked {
    filter: Option<Filter>,
    sort: Option<Sort>,
    /// The first of the page, from 1.
    start: u64,
    count: u64,
    projection: Projection,
}

#[derive(Debug, Clone, PartialEq)]
struct Sort {
    path: AttrPath,
    descending: bool,
}

impl Asked {
    /// Reads the parameters of a query.
    pub fn of_query(call: &PushCall) -> Result<Self, Refusal> {
        let number = |name: &str| call.parameter(name).filter(|text| !text.trim().is_empty());
        let texts = Texts {
            filter: call.parameter("filter"),
            sort_by: call.parameter("sortBy"),
            sort_order: call.parameter("sortOrder"),
            attributes: call.parameter("attributes"),
            excluded: call.parameter("excludedAttributes"),
        };
        let number = |name: &str| number(name).map(|text| whole(name, &text)).transpose();
        Self::of(texts, number("startIndex")?, number("count")?)
    }

    /// Reads the body of a search (RFC 7644 section 3.4.3).
    pub fn of_body(sent: &Value) -> Result<Self, Refusal> {
        let Value::Object(members) = sent else {
            return Err(Refusal::syntax("a search is a JSON object"));
        };
        let part = |name: &str| {
            let found = members.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
            found.map(|(_, value)| value).filter(|value| !value.is_null())
        };
        let text = |name: &str| match part(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(Value::Array(list)) => {
                let words: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
                Ok(Some(words.join(",")))
            }
            Some(_) => Err(Refusal::syntax(format!("\"{name}\" of the search must be a text"))),
        };
        let number = |name: &str| match part(name) {
            None => Ok(None),
            Some(Value::String(text)) => whole(name, text).map(Some),
            Some(other) => whole(name, &other.to_string()).map(Some),
        };
        let texts = Texts {
            filter: text("filter")?,
            sort_by: text("sortBy")?,
            sort_order: text("sortOrder")?,
            attributes: text("attributes")?,
            excluded: text("excludedAttributes")?,
        };
        Self::of(texts, number("startIndex")?, number("count")?)
    }

    fn of(texts: Texts, start: Option<i64>, count: Option<i64>) -> Result<Self, Refusal> {
        let filter = texts.filter.filter(|text| !text.trim().is_empty());
        let filter = filter.map(|text| -> Result<Filter, Refusal> {
            let read = Filter::parse(bounded(text.trim())?, Dialect::Rfc);
            read.map_err(|error| Refusal::new(400, ScimType::InvalidFilter, error.to_string()))
        });
        let sort_by = texts.sort_by.filter(|text| !text.trim().is_empty());
        let descending =
            texts.sort_order.is_some_and(|order| order.trim().eq_ignore_ascii_case("descending"));
        let sort = sort_by.map(|text| -> Result<Sort, Refusal> {
            let path = AttrPath::parse(bounded(text.trim())?, Dialect::Rfc);
            let wrong = |error: rolecall_scim::FilterError| {
                let words = format!("sortBy cannot be read: {error}");
                Refusal::new(400, ScimType::InvalidPath, words)
            };
            Ok(Sort { path: path.map_err(wrong)?, descending })
        });
        Ok(Self {
            filter: filter.transpose()?,
            sort: sort.transpose()?,
            start: start.map_or(1, |start| u64::try_from(start).unwrap_or(1).max(1)),
            count: count
                .map_or(USUAL_RESULTS, |count| u64::try_from(count).unwrap_or(0).min(MOST_RESULTS)),
            projection: Projection::read(texts.attributes.as_deref(), texts.excluded.as_deref()),
        })
    }
}

#[derive(Default)]
struct Texts {
    filter: Option<String>,
    sort_by: Option<String>,
    sort_order: Option<String>,
    attributes: Option<String>,
    excluded: Option<String>,
}

fn whole(name: &str, text: &str) -> Result<i64, Refusal> {
    let read = text.trim().parse::<i64>();
    read.map_err(|_| Refusal::value(format!("{name} must be a whole number, not \"{text}\"")))
}

/// Answers a list.
pub(super) fn answer(
    provider: &Provider,
    view: &PushView<'_>,
    base: &str,
    kinds: &[RecordKind],
    asked: &Asked,
) -> Result<PushAnswer, Stop> {
    let (total, page) = match &asked.sort {
        None => in_order(provider, view, kinds, asked)?,
        Some(sort) => sorted(provider, view, kinds, asked, sort)?,
    };
    let mut resources = Vec::with_capacity(page.len());
    for record in &page {
        resources.push(provider.shown(view, base, record, &asked.projection)?);
    }
    let list = ListResponse {
        total_results: Some(total),
        start_index: Some(asked.start),
        items_per_page: Some(resources.len() as u64),
        resources,
    };
    Ok(PushAnswer::with(200, list.to_value()))
}

type Page = (u64, Vec<PushRecord>);

fn in_order(
    provider: &Provider,
    view: &PushView<'_>,
    kinds: &[RecordKind],
    asked: &Asked,
) -> Result<Page, StoreError> {
    let skipped = asked.start - 1;
    let (mut total, mut page) = (0, Vec::new());
    for kind in kinds {
        if let Some(filter) = &asked.filter {
            matching(provider, view, *kind, filter, &mut |record, _| {
                if total >= skipped && (page.len() as u64) < asked.count {
                    page.push(record);
                }
                total += 1;
            })?;
            continue;
        }
        let here = view.count(&provider.directory, *kind)?;
        let offset = skipped.saturating_sub(total);
        let room = asked.count - page.len() as u64;
        total += here;
        if offset < here && room > 0 {
            view.each((&provider.directory, *kind), (offset, room), &mut |record| {
                page.push(record);
                Ok(())
            })?;
        }
    }
    Ok((total, page))
}

fn sorted(
    provider: &Provider,
    view: &PushView<'_>,
    kinds: &[RecordKind],
    asked: &Asked,
    sort: &Sort,
) -> Result<Page, StoreError> {
    let mut all: Vec<(Option<String>, RecordKind, String)> = Vec::new();
    for kind in kinds {
        let mut take = |record: PushRecord, resource: &Value| {
            all.push((sort_key(resource, &sort.path), *kind, record.id));
        };
        match &asked.filter {
            Some(filter) => matching(provider, view, *kind, filter, &mut take)?,
            None => {
                let needs = Needs::of_path(&sort.path);
                view.each((&provider.directory, *kind), (0, u64::MAX), &mut |record| {
                    let resource = looked_at(provider, view, &record, needs)?;
                    take(record, &resource);
                    Ok(())
                })?;
            }
        }
    }
    // What has no value is last, or first where the order is turned (RFC 7644 section 3.4.2.3).
    all.sort_by(|(one, ..), (other, ..)| {
        let order = match (one, other) {
            (Some(one), Some(other)) => one.cmp(other),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        };
        if sort.descending { order.reverse() } else { order }
    });
    let total = all.len() as u64;
    let skipped = usize::try_from(asked.start - 1).unwrap_or(usize::MAX);
    let count = usize::try_from(asked.count).unwrap_or(usize::MAX);
    let mut page = Vec::new();
    for (_, kind, id) in all.iter().skip(skipped).take(count) {
        page.extend(view.find(&provider.directory, *kind, PushKey::Id(id))?);
    }
    Ok((total, page))
}

/// What a resource is sorted by: of a list the primary value, else the first.
fn sort_key(resource: &Value, path: &AttrPath) -> Option<String> {
    let mut path = path.clone();
    let values = get(resource, &AttrPath { sub: None, ..path.clone() });
    let primary = values.iter().find(|one| one.get("primary") == Some(&Value::Bool(true)));
    let chosen = primary.or(values.first()).copied()?;
    let value = match (path.sub.take(), chosen) {
        (None, Value::Object(members)) => members.get("value")?,
        (None, plain) => plain,
        (Some(sub), Value::Object(_)) => *get(chosen, &AttrPath::new(sub)).first()?,
        (Some(_), _) => return None,
    };
    match value {
        Value::String(text) => Some(fold(text)),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Hands everything that meets `filter` to `take`, with what was looked at.
fn matching(
    provider: &Provider,
    view: &PushView<'_>,
    kind: RecordKind,
    filter: &Filter,
    take: &mut dyn FnMut(PushRecord, &Value),
) -> Result<(), StoreError> {
    let needs = Needs::of(filter);
    let mut look = |record: PushRecord| -> Result<(), StoreError> {
        let resource = looked_at(provider, view, &record, needs)?;
        if evaluate(filter, &resource) {
            take(record, &resource);
        }
        Ok(())
    };
    match candidates(view, &provider.directory, kind, filter)? {
        Some(few) => few.into_iter().try_for_each(look),
        None => view.each((&provider.directory, kind), (0, u64::MAX), &mut look),
    }
}

/// What must be there to tell whether a filter is met, beyond what is kept of a resource.
#[derive(Debug, Clone, Copy, Default)]
struct Needs {
    meta: bool,
    related: bool,
}

impl Needs {
    fn of(filter: &Filter) -> Self {
        let paths = filter.clauses().into_iter().filter_map(Filter::path);
        paths.map(Self::of_path).fold(Self::default(), |all, one| Self {
            meta: all.meta || one.meta,
            related: all.related || one.related,
        })
    }

    fn of_path(path: &AttrPath) -> Self {
        let is = |name: &str| path.name.eq_ignore_ascii_case(name);
        Self { meta: is("meta"), related: is("members") || is("groups") }
    }
}

fn looked_at(
    provider: &Provider,
    view: &PushView<'_>,
    record: &PushRecord,
    needs: Needs,
) -> Result<Value, StoreError> {
    let mut body = body(record);
    if needs.meta || needs.related {
        let related = match (needs.related, record.kind) {
            (false, _) => Vec::new(),
            (true, RecordKind::Group) => view.members(record)?,
            (true, RecordKind::Person) => view.groups_of(&provider.directory, &record.id)?,
        };
        return Ok(provider.whole("", record, &body, &related));
    }
    match &mut body {
        Value::Object(members) => drop(members.insert("id".to_owned(), json!(record.id))),
        other => *other = Value::Object(Map::new()),
    }
    Ok(body)
}
