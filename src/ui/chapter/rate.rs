//! How many steps a second arrive at the page: measured from the frames that come, not told by an engine.

use std::collections::VecDeque;

/// Seconds that the rate is a mean over, where more than two arrivals fall into them; so long may nothing arrive.
const WINDOW: f64 = 2.0;
/// Steps that come seldom may be this many times as late as the last ones were.
const LATE: f64 = 2.5;

#[derive(Debug, Default)]
pub struct Rate {
    /// When steps arrived, in seconds of the page's clock, and how many were done by then; the newest last.
    arrivals: VecDeque<(f64, u32)>,
}

impl Rate {
    /// So many steps are done at `now`.
    pub fn note(&mut self, now: f64, step: u32) {
        match self.arrivals.back() {
            Some(&(_, last)) if last == step => return,
            // Steps of another run, or after a pause, are no measure of those of now.
            Some(&(at, last)) if last > step || now - at > self.patience() => self.arrivals.clear(),
            _ => {}
        }
        self.arrivals.push_back((now, step));
        while self.arrivals.len() > 2 && now - self.arrivals[1].0 > WINDOW {
            self.arrivals.pop_front();
        }
    }

    /// Steps a second; none before the second arrival, and none where nothing arrives any more.
    pub fn per_second(&self, now: f64) -> Option<f32> {
        let (&(since, first), &(at, last)) = (self.arrivals.front()?, self.arrivals.back()?);
        let measured = at > since && now - at <= self.patience();
        measured.then(|| (f64::from(last - first) / (at - since)) as f32)
    }

    /// Seconds until the next arrival is overdue.
    fn patience(&self) -> f64 {
        let mut newest = self.arrivals.iter().rev().map(|(at, _)| at);
        let between = newest.next().zip(newest.next()).map_or(0.0, |(last, before)| last - before);
        WINDOW.max(LATE * between)
    }
}

#[cfg(test)]
mod tests {
    use super::Rate;

    /// So many steps come every so many seconds, ten times; the time of the last.
    fn arrive(rate: &mut Rate, from: f64, steps: u32, every: f64) -> f64 {
        (0..10).for_each(|count| rate.note(from + f64::from(count) * every, steps * count));
        from + 9.0 * every
    }

    #[test]
    fn it_is_what_arrives_and_not_what_was_asked_for() {
        for (steps, every, expected) in [(2, 1.0, 2.0), (8, 0.016, 500.0), (1, 2.0, 0.5), (1, 0.125, 8.0)] {
            let mut rate = Rate::default();
            let last = arrive(&mut rate, 5.0, steps, every);
            assert!((rate.per_second(last).unwrap() - expected).abs() < 1e-3 * expected);
        }
    }

    #[test]
    fn it_falls_silent_two_seconds_after_the_steps() {
        let mut rate = Rate::default();
        assert_eq!(rate.per_second(0.0), None);
        rate.note(0.0, 7);
        assert_eq!(rate.per_second(0.0), None, "nobody knows since when");
        let last = arrive(&mut rate, 1.0, 1, 0.06);
        assert!(rate.per_second(last + 1.9).is_some());
        assert_eq!(rate.per_second(last + 2.1), None);
        // Frames without steps are no steps.
        rate.note(last + 2.1, 9);
        assert_eq!(rate.per_second(last + 2.1), None);
        let last = arrive(&mut rate, 100.0, 1, 2.0);
        assert!(rate.per_second(last + 4.5).is_some(), "these come seldom");
        assert_eq!(rate.per_second(last + 5.5), None);
    }

    #[test]
    fn after_a_pause_or_in_a_new_run_it_is_measured_anew() {
        let mut rate = Rate::default();
        let last = arrive(&mut rate, 0.0, 10, 0.1);
        rate.note(last + 60.0, 95);
        assert_eq!(rate.per_second(last + 60.0), None);
        rate.note(last + 60.5, 100);
        assert_eq!(rate.per_second(last + 60.5), Some(10.0));
        rate.note(last + 60.6, 1);
        rate.note(last + 60.7, 2);
        assert!((rate.per_second(last + 60.7).unwrap() - 10.0).abs() < 0.01);
    }
}
