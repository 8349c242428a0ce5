//! Times in five fields: minute, hour, day of the month, month, day of the week.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Times in five fields, as in `0 6 * * 1-5`: numbers, `a-b`, lists with `,`, steps with `/n`, `*`,
/// and the first three letters of months and days. Where day of the month and day of the week are
/// both given, either of them is enough. Sunday is 0 or 7.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cron {
    text: String,
    minutes: u64,
    hours: u64,
    days: u64,
    months: u64,
    weekdays: u64,
}

/// What is wrong with times in five fields.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CronError {
    /// There are not five fields.
    #[error(
        "expected five fields (minute, hour, day of the month, month, day of the week), found {found}"
    )]
    Fields {
        /// How many there are.
        found: usize,
    },
    /// A field cannot be read.
    #[error(
        "{field}: \"{text}\" is none of *, a number from {least} to {most}, a-b, a list with \",\", or any of these with a step such as /15"
    )]
    Field {
        /// Which field, in words.
        field: &'static str,
        /// What it says.
        text: String,
        /// The least number.
        least: u8,
        /// The greatest number.
        most: u8,
    },
    /// No day of any year is meant.
    #[error("the days named are in none of the months named; name a day that the month has")]
    Never,
}

/// A field: its name, its bounds, and the words for its numbers from the least on.
struct Field {
    name: &'static str,
    least: u8,
    most: u8,
    words: &'static [&'static str],
}

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
/// The most days each month has.
const LENGTHS: [u8; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const FIELDS: [Field; 5] = [
    Field { name: "minute", least: 0, most: 59, words: &[] },
    Field { name: "hour", least: 0, most: 23, words: &[] },
    Field { name: "day of the month", least: 1, most: 31, words: &[] },
    Field { name: "month", least: 1, most: 12, words: &MONTHS },
    Field { name: "day of the week", least: 0, most: 7, words: &WEEKDAYS },
];

impl Field {
    /// The numbers that `text` names, a bit each.
    fn read(&self, text: &str) -> Result<u64, CronError> {
        let wrong = || CronError::Field {
            field: self.name,
            text: text.to_owned(),
            least: self.least,
            most: self.most,
        };
        let mut all = 0;
        for part in text.split(',') {
            all |= self.part(part).ok_or_else(wrong)?;
        }
        Ok(all)
    }

    fn part(&self, text: &str) -> Option<u64> {
        let (range, step) = match text.split_once('/') {
            Some((range, step)) => (range, Some(number(step).filter(|step| *step > 0)?)),
            None => (text, None),
        };
        let (from, to) = match range.split_once('-') {
            _ if range == "*" => (self.least, self.most),
            Some((from, to)) => (self.one(from)?, self.one(to)?),
            // A step goes on from a single number to the end of the field.
            None if step.is_some() => (self.one(range)?, self.most),
            None => (self.one(range)?, self.one(range)?),
        };
        if from > to {
            return None;
        }
        let numbers = (from..=to).step_by(usize::from(step.unwrap_or(1)));
        Some(numbers.fold(0, |bits, number| bits | 1 << number))
    }

    fn one(&self, text: &str) -> Option<u8> {
        let word = self.words.iter().position(|word| text.eq_ignore_ascii_case(word));
        let word = word.and_then(|at| u8::try_from(at).ok()).map(|at| at + self.least);
        word.or_else(|| number(text)).filter(|one| (self.least..=self.most).contains(one))
    }
}

fn number(text: &str) -> Option<u8> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok())?
}

impl Cron {
    /// Reads five fields; what separates them becomes one space, names small letters.
    ///
    /// # Errors
    /// What cannot be read, or that no day is meant.
    pub fn parse(text: &str) -> Result<Self, CronError> {
        let fields: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        let [minute, hour, day, month, weekday] = fields.as_slice() else {
            return Err(CronError::Fields { found: fields.len() });
        };
        let mut weekdays = FIELDS[4].read(weekday)?;
        // Seven is Sunday too.
        weekdays = (weekdays | weekdays >> 7) & 0x7f;
        let cron = Self {
            minutes: FIELDS[0].read(minute)?,
            hours: FIELDS[1].read(hour)?,
            days: FIELDS[2].read(day)?,
            months: FIELDS[3].read(month)?,
            weekdays,
            text: fields.join(" "),
        };
        if cron.comes() { Ok(cron) } else { Err(CronError::Never) }
    }

    fn comes(&self) -> bool {
        let either = self.names_weekdays();
        either
            || (1u8..=12).zip(LENGTHS).any(|(month, length)| {
                self.months & 1 << month != 0 && (1..=length).any(|day| self.days & 1 << day != 0)
            })
    }

    /// Whether the day of the week is restricted.
    fn names_weekdays(&self) -> bool {
        self.weekdays != 0x7f
    }

    /// Whether the day of the month is restricted.
    fn names_days(&self) -> bool {
        self.days != (1 << 32) - 2
    }

    /// Whether a day is meant. `weekday` counts from Sunday, 0.
    #[must_use]
    pub fn has_day(&self, month: u8, day: u8, weekday: u8) -> bool {
        let in_month = has(self.days, day);
        let in_week = has(self.weekdays, weekday);
        let meant = match (self.names_days(), self.names_weekdays()) {
            (true, true) => in_month || in_week,
            _ => in_month && in_week,
        };
        has(self.months, month) && meant
    }

    /// The hours that are meant, in order.
    pub fn hours(&self) -> impl Iterator<Item = u8> {
        let hours = self.hours;
        (0..24).filter(move |hour| has(hours, *hour))
    }

    /// The minutes of each hour that are meant, in order.
    pub fn minutes(&self) -> impl Iterator<Item = u8> {
        let minutes = self.minutes;
        (0..60).filter(move |minute| has(minutes, *minute))
    }

    /// Whether every hour is meant, so that the minutes alone say when.
    #[must_use]
    pub fn is_hourly(&self) -> bool {
        self.hours == (1 << 24) - 1
    }

    /// The five fields, separated by one space.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

fn has(bits: u64, number: u8) -> bool {
    number < 64 && bits & 1 << number != 0
}

impl fmt::Display for Cron {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl TryFrom<String> for Cron {
    type Error = CronError;

    fn try_from(text: String) -> Result<Self, CronError> {
        Self::parse(&text)
    }
}

impl From<Cron> for String {
    fn from(cron: Cron) -> Self {
        cron.text
    }
}

#[cfg(test)]
mod tests {
    use super::{Cron, CronError};

    #[test]
    fn fields_are_read_as_lists_ranges_and_steps() {
        let cron = Cron::parse(" 0,30  6-9/3\t*  JAN,dec  Mon-fri ").unwrap();
        assert_eq!(cron.as_str(), "0,30 6-9/3 * jan,dec mon-fri", "one space, small letters");
        assert_eq!(cron.minutes().collect::<Vec<_>>(), [0, 30]);
        assert_eq!(cron.hours().collect::<Vec<_>>(), [6, 9]);
        assert!(cron.has_day(1, 31, 5), "a Friday in January");
        assert!(!cron.has_day(2, 1, 5), "not in February");
        assert!(!cron.has_day(12, 1, 0), "not on a Sunday");
        let from = Cron::parse("5/20 * * * *").unwrap();
        assert_eq!(from.minutes().collect::<Vec<_>>(), [5, 25, 45], "a step from a number on");
        assert!(from.is_hourly());
    }

    #[test]
    fn either_day_is_enough_where_both_are_given() {
        let cron = Cron::parse("0 6 13 * fri").unwrap();
        assert!(cron.has_day(3, 13, 1), "the 13th, whatever day it is");
        assert!(cron.has_day(3, 6, 5), "each Friday");
        assert!(!cron.has_day(3, 6, 4), "neither");
        let sunday = Cron::parse("0 6 * * 7").unwrap();
        assert!(sunday.has_day(1, 1, 0) && !sunday.has_day(1, 1, 6), "7 is Sunday");
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        assert_eq!(Cron::parse("0 6 * *"), Err(CronError::Fields { found: 4 }));
        for (text, field) in [
            ("60 * * * *", "minute"),
            ("* 24 * * *", "hour"),
            ("* * 0 * *", "day of the month"),
            ("* * * 13 *", "month"),
            ("* * * * 8", "day of the week"),
            ("*/0 * * * *", "minute"),
            ("5-1 * * * *", "minute"),
            ("+5 * * * *", "minute"),
            ("1, * * * *", "minute"),
            ("* * * * funday", "day of the week"),
        ] {
            let error = Cron::parse(text).unwrap_err();
            assert!(matches!(&error, CronError::Field { field: found, .. } if *found == field));
        }
        assert_eq!(Cron::parse("0 0 31 2,4 *"), Err(CronError::Never), "no such day");
        assert!(Cron::parse("0 0 29 2 *").is_ok(), "in leap years");
    }
}
