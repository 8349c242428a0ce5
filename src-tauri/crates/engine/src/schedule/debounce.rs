//! Many changes in a short time are one reason to run.

/// Gathers changes: they are ripe once none came for a while, or once the first has waited long.
/// Times are milliseconds since 1970 (UTC).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Debounce {
    calm: i64,
    longest: i64,
    /// When the first and the latest of the gathered changes came.
    gathered: Option<(i64, i64)>,
}

impl Default for Debounce {
    /// Half a minute of calm, five minutes at the longest: a provider's cycle is one run, and
    /// one that never pauses is followed all the same. Both are decisions of ours.
    fn default() -> Self {
        Self::new(30_000, 300_000)
    }
}

impl Debounce {
    /// Ripe after `calm` milliseconds without a change, or `longest` after the first.
    #[must_use]
    pub fn new(calm: i64, longest: i64) -> Self {
        Self { calm, longest, gathered: None }
    }

    /// A change came at `now`.
    pub fn note(&mut self, now: i64) {
        let first = self.gathered.map_or(now, |(first, _)| first.min(now));
        self.gathered = Some((first, now));
    }

    /// When what is gathered is ripe; `None` while there is nothing.
    #[must_use]
    pub fn ripe_at(&self) -> Option<i64> {
        let (first, latest) = self.gathered?;
        Some((latest + self.calm).min(first + self.longest))
    }

    /// Takes what is gathered if it is ripe at `now`.
    pub fn take(&mut self, now: i64) -> bool {
        if let Some((first, latest)) = &mut self.gathered
            && *latest > now
        {
            // The clock went back: the wait begins anew.
            (*first, *latest) = ((*first).min(now), now);
        }
        let ripe = self.ripe_at().is_some_and(|at| at <= now);
        if ripe {
            self.gathered = None;
        }
        ripe
    }
}
