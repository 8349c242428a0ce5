//! The table of figures: what is asked for, what was measured, and whether it is met.

use serde_json::{Value, json};

/// How far past its target a time may be before `--assert` objects.
const TOLERANCE: f64 = 1.5;

/// Whether a figure is as good as it must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is.
    Met,
    /// It is not.
    NotMet,
    /// Another size was measured than the target is for.
    OtherSize,
    /// This version, or this call, does not measure it.
    NotMeasured,
}

impl Verdict {
    /// As the table says it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "NOT MET",
            Self::OtherSize => "another size",
            Self::NotMeasured => "not measured here",
        }
    }
}

/// One line of the table.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its number, such as `P1`.
    pub id: &'static str,
    /// What is measured.
    pub what: String,
    /// What is asked for.
    pub target: String,
    /// What was measured, in words.
    pub figure: String,
    /// Whether it is met.
    pub verdict: Verdict,
    /// A time divided by its target, where it is one.
    pub strain: Option<f64>,
    /// What was told by each attempt at it, the one that counts among them; where rows share what
    /// was measured, or it is kept elsewhere in the report, none.
    pub attempts: Vec<Value>,
}

impl Row {
    /// A time in milliseconds that must not pass `most`; `alike` when the size is that of the target.
    pub fn time(
        id: &'static str,
        what: impl Into<String>,
        took: f64,
        most: f64,
        alike: bool,
    ) -> Self {
        let met = if took <= most { Verdict::Met } else { Verdict::NotMet };
        Self {
            id,
            what: what.into(),
            target: format!("<= {}", shown(most)),
            figure: shown(took),
            verdict: if alike { met } else { Verdict::OtherSize },
            strain: alike.then_some(took / most),
            attempts: Vec::new(),
        }
    }

    /// Anything else that must not pass `most`, in a unit.
    pub fn amount(
        id: &'static str,
        what: impl Into<String>,
        (figure, most, unit): (f64, f64, &str),
        alike: bool,
    ) -> Self {
        let met = if figure <= most { Verdict::Met } else { Verdict::NotMet };
        Self {
            id,
            what: what.into(),
            target: format!("<= {most} {unit}"),
            figure: format!("{figure:.1} {unit}"),
            verdict: if alike { met } else { Verdict::OtherSize },
            strain: None,
            attempts: Vec::new(),
        }
    }

    /// A line for what is not measured.
    pub fn absent(id: &'static str, what: &str, target: &str) -> Self {
        Self {
            id,
            what: what.to_owned(),
            target: target.to_owned(),
            figure: String::new(),
            verdict: Verdict::NotMeasured,
            strain: None,
            attempts: Vec::new(),
        }
    }

    /// The same line with more words to the figure.
    pub fn with(mut self, words: &str) -> Self {
        self.figure = format!("{}; {words}", self.figure);
        self
    }

    /// Whether `--assert` objects to it.
    pub fn is_past(&self) -> bool {
        self.strain.is_some_and(|strain| strain > TOLERANCE)
    }

    /// As the report has it.
    pub fn json(&self) -> Value {
        json!({
            "row": self.id,
            "what": self.what,
            "target": self.target,
            "figure": self.figure,
            "verdict": self.verdict.word(),
            "of_target": self.strain,
            "attempts": self.attempts,
        })
    }
}

/// Milliseconds in the unit that reads best.
pub fn shown(ms: f64) -> String {
    match ms {
        _ if ms >= 1000.0 => format!("{:.2} s", ms / 1000.0),
        _ if ms >= 10.0 => format!("{ms:.0} ms"),
        _ => format!("{ms:.2} ms"),
    }
}

/// Prints the table.
pub fn print(rows: &[Row]) {
    let wide = |pick: fn(&Row) -> &str| {
        rows.iter().map(|row| pick(row).chars().count()).max().unwrap_or_default()
    };
    let (what, target) = (wide(|row| &row.what), wide(|row| &row.target));
    for row in rows {
        let (verdict, figure) = (row.verdict.word(), &row.figure);
        println!(
            "{:<6} {:<what$}  {:<target$}  {verdict:<17}  {figure}",
            row.id, row.what, row.target
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_met_up_to_its_target_and_objected_to_past_half_as_much_again() {
        let row = |took| Row::time("P1", "plan", took, 100.0, true);
        assert_eq!((row(100.0).verdict, row(100.0).is_past()), (Verdict::Met, false));
        assert_eq!((row(140.0).verdict, row(140.0).is_past()), (Verdict::NotMet, false));
        assert_eq!((row(151.0).verdict, row(151.0).is_past()), (Verdict::NotMet, true));
    }

    #[test]
    fn what_was_measured_at_another_size_or_not_at_all_is_never_met() {
        let small = Row::time("P1", "plan", 1.0, 100.0, false);
        assert_eq!((small.verdict, small.is_past()), (Verdict::OtherSize, false));
        let absent = Row::absent("P7", "apply", ">= 95 %");
        assert_eq!((absent.verdict, absent.is_past()), (Verdict::NotMeasured, false));
    }

    #[test]
    fn times_read_well() {
        assert_eq!(
            [0.1234, 12.34, 1234.0].map(shown),
            ["0.12 ms".to_owned(), "12 ms".to_owned(), "1.23 s".to_owned()]
        );
    }
}
