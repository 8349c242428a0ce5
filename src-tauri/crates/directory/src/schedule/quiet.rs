//! Hours in which no run starts by itself.

use serde::{Deserialize, Serialize};
use std::fmt;

const DAY: u16 = 24 * 60;

/// Hours of every day, such as `22:00-06:00`: from the first minute up to, not including, the
/// second; over midnight where the second is not later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct QuietHours {
    /// The first quiet minute of the day.
    from: u16,
    /// The first minute that is not quiet any more; 1440 is midnight.
    to: u16,
}

/// What is wrong with quiet hours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuietHoursError {
    /// It is no span of hours.
    #[error("\"{text}\" is no span of hours; write hours and minutes such as \"22:00-06:00\"")]
    Unreadable {
        /// What it says.
        text: String,
    },
    /// Both ends are the same.
    #[error("\"{text}\" is no time or the whole day; write two different times")]
    Empty {
        /// What it says.
        text: String,
    },
}

impl QuietHours {
    /// Reads a span such as `22:00-06:00`; `24:00` may end one.
    ///
    /// # Errors
    /// When it is none.
    pub fn parse(text: &str) -> Result<Self, QuietHoursError> {
        let unreadable = || QuietHoursError::Unreadable { text: text.to_owned() };
        let (from, to) = text.split_once('-').ok_or_else(unreadable)?;
        let from = minute(from.trim()).filter(|from| *from < DAY).ok_or_else(unreadable)?;
        let to = minute(to.trim()).ok_or_else(unreadable)?;
        if from == to % DAY {
            return Err(QuietHoursError::Empty { text: text.to_owned() });
        }
        Ok(Self { from, to })
    }

    /// Whether a minute of the day, counted from midnight, is quiet.
    #[must_use]
    pub fn contains(&self, minute: u16) -> bool {
        if self.from < self.to {
            (self.from..self.to).contains(&minute)
        } else {
            minute >= self.from || minute < self.to
        }
    }

    /// Hour and minute of the end; midnight is 0:00.
    #[must_use]
    pub fn end(&self) -> (u8, u8) {
        let end = self.to % DAY;
        // Below 24 and 60.
        ((end / 60) as u8, (end % 60) as u8)
    }
}

/// Whether `quiet` leaves no minute of the day.
#[must_use]
pub fn is_always_quiet(quiet: &[QuietHours]) -> bool {
    (0..DAY).all(|minute| quiet.iter().any(|hours| hours.contains(minute)))
}

fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let number = |text: &str, length| {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        (digits && length == text.len()).then(|| text.parse::<u16>().ok())?
    };
    let hour = number(hour, hour.len().clamp(1, 2)).filter(|hour| *hour <= 24)?;
    let minute = number(minute, 2).filter(|minute| *minute < 60)?;
    Some(hour * 60 + minute).filter(|minute| *minute <= DAY)
}

impl fmt::Display for QuietHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, to) = (self.from, self.to);
        write!(f, "{:02}:{:02}-{:02}:{:02}", from / 60, from % 60, to / 60, to % 60)
    }
}

impl TryFrom<String> for QuietHours {
    type Error = QuietHoursError;

    fn try_from(text: String) -> Result<Self, QuietHoursError> {
        Self::parse(&text)
    }
}

impl From<QuietHours> for String {
    fn from(quiet: QuietHours) -> Self {
        quiet.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::{QuietHours, is_always_quiet};

    fn quiet(text: &str) -> QuietHours {
        QuietHours::parse(text).unwrap()
    }

    #[test]
    fn hours_may_pass_midnight() {
        let night = quiet("22:00 - 6:00");
        assert_eq!(night.to_string(), "22:00-06:00");
        for (minute, held) in [(1319, false), (1320, true), (0, true), (359, true), (360, false)] {
            assert_eq!(night.contains(minute), held, "minute {minute} of the day");
        }
        assert_eq!(night.end(), (6, 0));
        let evening = quiet("18:30-24:00");
        assert!(evening.contains(1439) && !evening.contains(0), "up to midnight");
        assert_eq!((evening.to_string().as_str(), evening.end()), ("18:30-24:00", (0, 0)));
    }

    #[test]
    fn what_is_no_span_is_refused() {
        for text in ["", "22:00", "22-6", "22:00-22:00", "00:00-24:00", "24:00-06:00", "1:5-2:00"] {
            assert!(QuietHours::parse(text).is_err(), "{text}");
        }
        for text in ["22:60-06:00", "25:00-06:00", "22:00-06:00-07:00", "+1:00-02:00"] {
            assert!(QuietHours::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_day_without_a_minute_left_is_told() {
        assert!(is_always_quiet(&[quiet("00:00-12:00"), quiet("11:00-24:00")]));
        assert!(!is_always_quiet(&[quiet("00:00-12:00"), quiet("12:01-24:00")]));
        assert!(!is_always_quiet(&[]));
    }
}
