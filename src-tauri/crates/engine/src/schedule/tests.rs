use super::{Alarm, Calendar, Debounce, Timing};
use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};
use rolecall_directory::{Cron, QuietHours, TargetDefinition, TargetKind};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

fn calendar(quiet: &[QuietHours]) -> Calendar<'_> {
    Calendar { zone: TimeZone::get("Europe/Berlin").unwrap(), quiet }
}

fn quiet(texts: &[&str]) -> Vec<QuietHours> {
    texts.iter().map(|text| QuietHours::parse(text).unwrap()).collect()
}

/// The moment when clocks in Berlin show this, the first one where there are two.
fn at(text: &str) -> i64 {
    let civil: civil::DateTime = text.parse().unwrap();
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    zone.to_zoned(civil).unwrap().timestamp().as_millisecond()
}

fn utc(text: &str) -> i64 {
    text.parse::<Timestamp>().unwrap().as_millisecond()
}

/// The first `count` times of `cron` after `after`, as instants.
fn times(cron: &str, after: i64, count: usize) -> Vec<String> {
    let cron = Cron::parse(cron).unwrap();
    let calendar = calendar(&[]);
    let first = calendar.due(Timing::At(&cron), Some(after), after).unwrap();
    let times = calendar.coming(Timing::At(&cron), first, count).into_iter();
    times.map(|at| Timestamp::from_millisecond(at).unwrap().to_string()).collect()
}

fn target(every_seconds: u64, at: Option<&str>) -> TargetDefinition {
    TargetDefinition {
        name: "goto".into(),
        kind: TargetKind::Csv { accounts: "accounts.csv".into() },
        unmanaged: <_>::default(),
        every_seconds,
        at: at.map(|text| Cron::parse(text).unwrap()),
        removals: <_>::default(),
        quarantine: <_>::default(),
        limit: None,
        protect: None,
        send: <_>::default(),
        slots: Vec::new(),
    }
}

#[test]
fn an_interval_counts_from_the_last_start() {
    let calendar = calendar(&[]);
    let noon = at("2026-06-01T12:00");
    let every = Timing::Every(2400);
    assert_eq!(calendar.due(every, None, noon), Some(noon), "what never ran is due at once");
    assert_eq!(calendar.due(every, Some(noon), noon), Some(noon + 40 * MINUTE));
    let coming = calendar.coming(every, noon, 3);
    assert_eq!(coming, [noon, noon + 40 * MINUTE, noon + 80 * MINUTE]);
}

#[test]
fn times_are_the_machines_own() {
    let friday = at("2026-06-05T06:00");
    assert_eq!(
        times("0 6 * * 1-5", friday, 2),
        ["2026-06-08T04:00:00Z", "2026-06-09T04:00:00Z"],
        "not at the weekend; six in Berlin is four in summer"
    );
    assert_eq!(times("0 6 29 2 *", friday, 1), ["2028-02-29T05:00:00Z"], "in the next leap year");
    let never_ran = calendar(&[]).due(Timing::At(&Cron::parse("0 6 * * *").unwrap()), None, friday);
    assert_eq!(never_ran, Some(at("2026-06-06T06:00")), "times are waited for");
}

#[test]
fn a_time_that_clocks_skip_comes_later_that_day() {
    // On 2026-03-29 at 02:00 clocks in Berlin show 03:00.
    let evening = at("2026-03-28T20:00");
    let expected = ["2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z"];
    assert_eq!(times("30 2 * * *", evening, 2), expected, "03:30 that day, 02:30 the next");
    let hourly = times("30 * * * *", at("2026-03-29T01:00"), 2);
    let expected = ["2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z"];
    assert_eq!(hourly, expected, "01:30, then 03:30 an hour later, and not twice");
}

#[test]
fn a_time_that_clocks_show_twice_comes_once() {
    // On 2026-10-25 at 03:00 clocks in Berlin show 02:00 again.
    let evening = at("2026-10-24T20:00");
    let expected = ["2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"];
    assert_eq!(times("30 2 * * *", evening, 2), expected, "the first of the two");
    let hourly = times("30 * * * *", at("2026-10-25T01:45"), 3);
    let expected = ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:30:00Z"];
    assert_eq!(hourly, expected, "of every hour both: there is never an hour without");
}

#[test]
fn quiet_hours_are_waited_for() {
    let hours = quiet(&["22:00-06:00", "06:00-07:30"]);
    let calendar = calendar(&hours);
    let every = Timing::Every(3600);
    let due = |last: &str| calendar.due(every, Some(at(last)), 0);
    assert_eq!(due("2026-06-01T20:30"), Some(at("2026-06-01T21:30")), "before they begin");
    assert_eq!(due("2026-06-01T21:00"), Some(at("2026-06-02T07:30")), "over midnight, and on");
    assert_eq!(due("2026-06-02T03:00"), Some(at("2026-06-02T07:30")), "the same morning");
    assert_eq!(due("2026-06-02T06:30"), Some(at("2026-06-02T07:30")), "their end is not quiet");
    let cron = Cron::parse("0 5 * * *").unwrap();
    let due = calendar.due(Timing::At(&cron), Some(at("2026-06-01T12:00")), 0);
    assert_eq!(due, Some(at("2026-06-02T07:30")), "times wait too");
}

#[test]
fn quiet_hours_end_once_where_clocks_are_set() {
    let hours = quiet(&["01:00-02:30"]);
    let calendar = calendar(&hours);
    // The second 02:10 of the day on which clocks go back.
    let second = utc("2026-10-25T01:10:00Z");
    assert_eq!(calendar.after_quiet(second), Some(utc("2026-10-25T01:30:00Z")), "the second 02:30");
    let skipped = utc("2026-03-29T00:45:00Z");
    assert_eq!(calendar.after_quiet(skipped), Some(utc("2026-03-29T01:30:00Z")), "03:30");
}

#[test]
fn a_machine_that_slept_finds_a_target_due_once() {
    let calendar = calendar(&[]);
    let target = target(2400, None);
    let start = at("2026-06-01T12:00");
    let mut alarm = Alarm::new(start);
    let last = Some(start);
    let before = alarm.due(&calendar, &target, last, start + 39 * MINUTE).unwrap();
    assert_eq!(before, start + 40 * MINUTE, "not yet due");
    // Nine hours of sleep: thirteen runs would have been.
    let woken = start + 9 * HOUR;
    assert!(alarm.due(&calendar, &target, last, woken).unwrap() <= woken, "due");
    alarm.attempt(woken);
    let next = alarm.due(&calendar, &target, Some(woken), woken + 1000).unwrap();
    assert_eq!(next, woken + 40 * MINUTE, "counted from the one run, the others are not made up");
}

#[test]
fn a_missed_time_is_made_up_once() {
    let calendar = calendar(&[]);
    let target = target(0, Some("0 6 * * *"));
    let monday = at("2026-06-01T06:00");
    let mut alarm = Alarm::new(monday);
    let thursday = at("2026-06-04T09:00");
    assert!(alarm.due(&calendar, &target, Some(monday), thursday).unwrap() <= thursday);
    let next = alarm.due(&calendar, &target, Some(thursday), thursday + MINUTE).unwrap();
    assert_eq!(next, at("2026-06-05T06:00"), "then at its time again");
}

#[test]
fn a_clock_that_goes_back_does_not_stall() {
    let calendar = calendar(&[]);
    let target = target(2400, None);
    let start = at("2027-06-01T12:00");
    let mut alarm = Alarm::new(start);
    // The clock was a year ahead when the last run began.
    let mut now = at("2026-06-01T12:00");
    let last = Some(start);
    let due = alarm.due(&calendar, &target, last, now).unwrap();
    assert_eq!(due, now + 40 * MINUTE, "the wait counts from the clock as it is");
    now += 39 * MINUTE;
    assert_eq!(alarm.due(&calendar, &target, last, now), Some(due), "and does not move on");
    now += MINUTE;
    assert!(alarm.due(&calendar, &target, last, now).unwrap() <= now, "so that it comes");
    alarm.attempt(now);
    let next = alarm.due(&calendar, &target, Some(now), now + 1000).unwrap();
    assert_eq!(next, now + 40 * MINUTE, "from then on all is as usual");
    // It goes back once more, behind the moment from which the wait was counted.
    let earlier = at("2025-01-01T12:00");
    let again = alarm.due(&calendar, &target, Some(now), earlier).unwrap();
    assert_eq!(again, earlier + 40 * MINUTE);
}

#[test]
fn a_run_that_could_not_begin_is_tried_again_after_a_minute() {
    let calendar = calendar(&[]);
    let target = target(60 * 60, None);
    let now = at("2026-06-01T12:00");
    let mut alarm = Alarm::new(now);
    assert_eq!(alarm.due(&calendar, &target, None, now), Some(now));
    alarm.attempt(now);
    assert_eq!(alarm.due(&calendar, &target, None, now + 1000), Some(now + MINUTE));
    let earlier = now - HOUR;
    let due = alarm.due(&calendar, &target, None, earlier).unwrap();
    assert_eq!(due, earlier, "an attempt in the future holds nothing up");
}

#[test]
fn what_was_due_before_quiet_hours_waits_for_their_end() {
    let hours = quiet(&["22:00-06:00"]);
    let calendar = calendar(&hours);
    let target = target(2400, None);
    let start = at("2026-06-01T21:00");
    let mut alarm = Alarm::new(start);
    let due = at("2026-06-01T21:40");
    assert_eq!(alarm.due(&calendar, &target, Some(start), start), Some(due));
    let late = at("2026-06-01T21:59");
    assert!(alarm.due(&calendar, &target, Some(start), late).unwrap() <= late, "still time");
    let woken = at("2026-06-01T23:00");
    let end = at("2026-06-02T06:00");
    assert_eq!(alarm.due(&calendar, &target, Some(start), woken), Some(end), "it is quiet now");
    assert!(alarm.due(&calendar, &target, Some(start), end).unwrap() <= end);
}

#[test]
fn many_changes_are_one_reason() {
    let mut changes = Debounce::new(30_000, 300_000);
    assert_eq!(changes.ripe_at(), None);
    assert!(!changes.take(0), "nothing came");
    changes.note(1000);
    changes.note(20_000);
    assert_eq!(changes.ripe_at(), Some(50_000), "half a minute after the latest");
    assert!(!changes.take(49_999));
    assert!(changes.take(50_000));
    assert!(!changes.take(90_000), "once");
    for at in (100_000..500_000).step_by(10_000) {
        changes.note(at);
        assert_eq!(changes.take(at), at >= 400_000, "never calm: five minutes after the first");
        if at >= 400_000 {
            break;
        }
    }
}

#[test]
fn changes_survive_a_clock_that_goes_back() {
    let mut changes = Debounce::new(30_000, 300_000);
    changes.note(10_000_000);
    assert!(!changes.take(1000), "the wait begins anew");
    assert!(changes.take(31_000), "and ends");
}
