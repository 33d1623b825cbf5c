//! How long an engine works on one request, so that its answer is there for a frame of the page, and not long before.

/// What is known of the page's frames, in ms, smoothed.
#[derive(Clone, Copy, Debug)]
pub struct Frames {
    /// From one to the next.
    interval: f64,
    /// From the beginning of one until engines are asked: the page's own work.
    own_work: f64,
}

/// Share of the newest frame in what is known.
const NEWEST: f64 = 0.1;
/// A page that is given fewer frames still lets an engine hear what the reader does.
const LONGEST: f64 = 250.0;
/// For the request and its answer on their way.
const ON_THE_WAY: f64 = 2.0;

impl Default for Frames {
    fn default() -> Self {
        Self { interval: 1000.0 / 60.0, own_work: 4.0 }
    }
}

impl Frames {
    /// Takes in a frame that came so long after the last, and in which the page was busy so long.
    pub fn note(&mut self, interval: f64, own_work: f64) {
        if interval > 0.0 {
            let interval = interval.min(LONGEST);
            self.interval += NEWEST * (interval - self.interval);
            self.own_work += NEWEST * (own_work.clamp(0.0, interval / 2.0) - self.own_work);
        }
    }

    /// At least `least` ms of work, and all that is left until the first frame that can show it.
    pub fn budget_ms(&self, least: f64) -> f32 {
        let lost = self.own_work + ON_THE_WAY;
        let frames = ((least + lost) / self.interval).ceil();
        (frames * self.interval - lost) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(interval: f64, own_work: f64) -> Frames {
        let mut frames = Frames::default();
        (0..200).for_each(|_| frames.note(interval, own_work));
        frames
    }

    #[test]
    fn an_answer_comes_for_the_first_frame_that_enough_work_reaches() {
        // Interval, own work, least: frames until the answer.
        for (interval, own_work, least, until) in
            [(16.7, 4.0, 9.0, 1.0), (16.7, 4.0, 18.0, 2.0), (16.7, 4.0, 80.0, 6.0), (62.5, 25.0, 9.0, 1.0)]
        {
            let budget = f64::from(after(interval, own_work).budget_ms(least));
            let answered = (own_work + budget + ON_THE_WAY) / interval;
            assert!((answered - until).abs() < 1e-3, "{answered} frames of {interval} ms");
            assert!(budget >= least, "{budget}");
        }
    }

    #[test]
    fn a_page_that_slept_or_was_busy_is_soon_forgotten() {
        let mut frames = after(1e9, 1e9);
        assert!(frames.budget_ms(9.0) <= 250.0 && frames.budget_ms(9.0) >= 9.0);
        (0..60).for_each(|_| frames.note(16.7, 4.0));
        frames.note(0.0, 1e9);
        assert!(frames.budget_ms(9.0) < 16.7, "{frames:?}");
    }
}
