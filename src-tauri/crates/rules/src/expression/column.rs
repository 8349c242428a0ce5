//! An expression over all people: evaluated once for each distinct tuple of what it names.

use super::{Computed, Expression};
use roaring::RoaringBitmap;
use rolecall_directory::{AttributeType, Column, Snapshot};
use std::collections::HashMap;

/// What an expression comes to for all people.
#[derive(Debug, Clone, Default)]
pub struct ComputedColumn {
    /// The values.
    pub column: Column,
    /// People for whom it came to nothing, by the reason.
    pub failed: Vec<(String, RoaringBitmap)>,
}

/// A text number, or absent.
type Cell = Option<u32>;

/// Computes `expression` for everybody in `snapshot`, read as `kind`; without one, as what it is.
#[must_use]
pub fn compute_column(
    expression: &Expression,
    kind: Option<AttributeType>,
    snapshot: &Snapshot,
) -> ComputedColumn {
    let (tuple_of, tuples) = tuples(expression, snapshot);
    let columns = columns(expression, snapshot);
    let mut computed = ComputedColumn::default();
    let mut reasons: HashMap<String, usize> = HashMap::new();
    let evaluate = |tuple: &Vec<Cell>| {
        let texts = columns.iter().zip(tuple);
        let texts: Vec<Option<&str>> =
            texts.map(|(column, cell)| Some(column.as_ref()?.distinct().get((*cell)?))).collect();
        expression.evaluate_here(&texts, kind)
    };
    let all = expression.on_stack(|| tuples.iter().map(evaluate).collect::<Vec<_>>());
    let mut number = |result| match result {
        Computed::Text(text) => Ok(Some(text)),
        Computed::Absent => Ok(None),
        Computed::Failed(reason) => {
            let next = reasons.len();
            Err(*reasons.entry(reason).or_insert(next))
        }
    };
    let results: Vec<Result<Option<String>, usize>> =
        all.unwrap_or_default().into_iter().map(&mut number).collect();
    let mut failed = vec![RoaringBitmap::new(); reasons.len()];
    for (row, tuple) in (0u32..).zip(&tuple_of) {
        match results.get(*tuple as usize) {
            Some(Ok(Some(text))) => computed.column.set(row, text),
            Some(Err(reason)) => {
                failed[*reason].insert(row);
            }
            Some(Ok(None)) | None => {}
        }
    }
    computed.column.shrink();
    let mut reasons: Vec<(String, usize)> = reasons.into_iter().collect();
    reasons.sort_by_key(|(_, number)| *number);
    computed.failed =
        reasons.into_iter().map(|(reason, number)| (reason, failed[number].clone())).collect();
    computed
}

fn columns<'s>(expression: &Expression, snapshot: &'s Snapshot) -> Vec<Option<&'s Column>> {
    expression.references().iter().map(|one| snapshot.column(&one.column)).collect()
}

/// The number of each person's tuple, and the distinct tuples by number.
fn tuples(expression: &Expression, snapshot: &Snapshot) -> (Vec<u32>, Vec<Vec<Cell>>) {
    let people = snapshot.people() as usize;
    let mut tuple_of = vec![0u32; people];
    let mut tuples: Vec<Vec<Cell>> = vec![Vec::new()];
    for column in columns(expression, snapshot) {
        let mut numbers: HashMap<(u32, Cell), u32> = HashMap::new();
        let mut longer: Vec<Vec<Cell>> = Vec::new();
        for (row, tuple) in (0u32..).zip(&mut tuple_of) {
            let cell = column.and_then(|column| column.text_number(row));
            let before = *tuple;
            *tuple = *numbers.entry((before, cell)).or_insert_with(|| {
                let mut cells = tuples[before as usize].clone();
                cells.push(cell);
                longer.push(cells);
                (longer.len() - 1) as u32
            });
        }
        // Without people there is nothing to be numbered.
        tuples = longer;
    }
    (tuple_of, tuples)
}
