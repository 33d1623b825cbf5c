//! Long curves in bounded memory: losses in buckets that double, scores thinned to every other.

/// Buckets of a loss history. When they are full, neighbours merge and each covers twice the steps.
const BUCKETS: usize = 400;
/// Points of a score history.
const POINTS: usize = 400;
/// Decay of the smoothed loss.
const SMOOTHING: f64 = 0.98;

/// The losses of neighbouring training steps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bucket {
    pub least: f32,
    pub most: f32,
    /// The smoothed loss after the last of these steps.
    pub smoothed: f32,
}

/// The loss at every training step of a run, raw and smoothed.
#[derive(Clone, Debug)]
pub struct LossHistory {
    buckets: Vec<Bucket>,
    /// Steps in every bucket but the last.
    stride: u32,
    /// Steps in the last bucket.
    filled: u32,
    /// Steps before the first bucket: a run may go on from weights of an earlier one.
    before: u32,
    /// Steps behind the last loss.
    steps: u32,
    last: Option<f32>,
    /// Moving average that starts at zero, and the weight it has gathered: their quotient is unbiased.
    average: f64,
    weight: f64,
    /// The same of squares.
    squares: f64,
}

impl Default for LossHistory {
    fn default() -> Self {
        Self {
            buckets: Vec::new(),
            stride: 1,
            filled: 0,
            before: 0,
            steps: 0,
            last: None,
            average: 0.0,
            weight: 0.0,
            squares: 0.0,
        }
    }
}

impl LossHistory {
    /// The losses of the steps up to `step`. Those that are not numbers are left out: the engine halts a run that has them.
    /// So are those of steps that are told again: a run that lost its engine goes on from a little before.
    pub fn extend_to(&mut self, step: u32, losses: &[f32]) {
        let before = step.saturating_sub(losses.len() as u32);
        if self.buckets.is_empty() && !losses.is_empty() {
            self.before = before;
            self.steps = before;
        }
        let again = self.steps.saturating_sub(before) as usize;
        self.extend(losses.get(again..).unwrap_or_default());
    }

    fn extend(&mut self, losses: &[f32]) {
        for &loss in losses.iter().filter(|loss| loss.is_finite()) {
            self.push(loss);
        }
    }

    fn push(&mut self, loss: f32) {
        self.average = SMOOTHING * self.average + (1.0 - SMOOTHING) * f64::from(loss);
        self.weight = SMOOTHING * self.weight + (1.0 - SMOOTHING);
        self.squares = SMOOTHING * self.squares + (1.0 - SMOOTHING) * f64::from(loss).powi(2);
        let smoothed = (self.average / self.weight) as f32;
        if self.filled == 0 || self.filled == self.stride {
            if self.buckets.len() == BUCKETS {
                self.merge();
            }
            self.buckets.push(Bucket { least: loss, most: loss, smoothed });
            self.filled = 1;
        } else if let Some(bucket) = self.buckets.last_mut() {
            *bucket = Bucket { least: bucket.least.min(loss), most: bucket.most.max(loss), smoothed };
            self.filled += 1;
        }
        self.steps += 1;
        self.last = Some(loss);
    }

    fn merge(&mut self) {
        self.buckets = self
            .buckets
            .chunks(2)
            .map(|pair| Bucket {
                least: pair.iter().map(|bucket| bucket.least).fold(f32::INFINITY, f32::min),
                most: pair.iter().map(|bucket| bucket.most).fold(f32::NEG_INFINITY, f32::max),
                smoothed: pair[pair.len() - 1].smoothed,
            })
            .collect();
        self.stride *= 2;
    }

    /// Bias-corrected moving average of the loss.
    pub fn smoothed(&self) -> Option<f32> {
        self.buckets.last().map(|bucket| bucket.smoothed)
    }

    /// Standard error of that average, as if the losses in it were of one expectation: their variance times (1 − s) / (1 + s).
    pub fn standard_error(&self) -> Option<f64> {
        let mean = self.average / self.weight;
        let variance = (self.squares / self.weight - mean * mean).max(0.0);
        self.last.map(|_| (variance * (1.0 - SMOOTHING) / (1.0 + SMOOTHING)).sqrt())
    }

    /// The same after `step` steps, as near as buckets tell; none before the first and after the last.
    pub fn smoothed_at(&self, step: u32) -> Option<f32> {
        let mut buckets = self.buckets().filter(|_| step > self.before);
        buckets.find(|(end, _)| *end >= step).map(|(_, bucket)| bucket.smoothed)
    }

    /// Loss of the last step.
    pub fn last(&self) -> Option<f32> {
        self.last
    }

    pub fn steps(&self) -> u32 {
        self.steps
    }

    /// Each bucket with the training step it ends at.
    pub fn buckets(&self) -> impl Iterator<Item = (u32, Bucket)> + '_ {
        self.buckets.iter().enumerate().map(|(index, bucket)| {
            ((self.before + (index as u32 + 1) * self.stride).min(self.steps), *bucket)
        })
    }
}

/// A score at some training steps of a run.
#[derive(Clone, Debug, Default)]
pub struct ScoreHistory {
    points: Vec<(u32, f32)>,
}

impl ScoreHistory {
    /// A second score at the same step replaces the first, and one of an earlier step those after it: the run has gone back.
    /// One that is not a number is left out.
    pub fn push(&mut self, step: u32, score: f32) {
        if !score.is_finite() {
            return;
        }
        self.points.retain(|&(other, _)| other < step);
        if self.points.len() == POINTS {
            let mut index = 0;
            self.points.retain(|_| {
                index += 1;
                index % 2 == 1
            });
        }
        self.points.push((step, score));
    }

    pub fn points(&self) -> &[(u32, f32)] {
        &self.points
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_bounded_and_nothing_is_lost_from_the_envelope() {
        let mut history = LossHistory::default();
        let losses: Vec<f32> =
            (0..100_000_u32).map(|step| if step == 31_415 { 9.0 } else { 1.0 + (step % 7) as f32 }).collect();
        for slice in losses.chunks(13) {
            history.extend(slice);
        }
        let buckets: Vec<_> = history.buckets().collect();
        assert!(buckets.len() <= BUCKETS && buckets.len() > BUCKETS / 4, "{}", buckets.len());
        assert_eq!(buckets.last().unwrap().0, 100_000);
        assert!(buckets.windows(2).all(|pair| pair[0].0 < pair[1].0));
        let spike: Vec<_> = buckets.iter().filter(|(_, bucket)| bucket.most == 9.0).collect();
        assert_eq!(spike.len(), 1);
        assert!(spike[0].0 >= 31_416 && spike[0].0 < 31_416 + 1024);
        assert!(buckets.iter().all(|(_, bucket)| bucket.least == 1.0));
    }

    #[test]
    fn losses_of_a_run_that_goes_on_stand_where_it_went_on() {
        let mut history = LossHistory::default();
        history.extend_to(4002, &[1.0, 2.0]);
        history.extend_to(4003, &[3.0]);
        let steps: Vec<_> = history.buckets().map(|(step, bucket)| (step, bucket.most)).collect();
        assert_eq!(steps, [(4001, 1.0), (4002, 2.0), (4003, 3.0)]);
        assert_eq!(history.steps(), 4003);
        let at = |step| history.smoothed_at(step);
        assert_eq!((at(4000), at(4001), at(4003), at(4004)), (None, Some(1.0), history.smoothed(), None));
    }

    #[test]
    fn a_run_that_goes_back_tells_no_step_twice() {
        let mut history = LossHistory::default();
        history.extend_to(4, &[1.0, 2.0, 3.0, 4.0]);
        history.extend_to(4, &[9.0, 9.0]);
        history.extend_to(6, &[9.0, 5.0, 6.0]);
        let losses: Vec<_> = history.buckets().map(|(step, bucket)| (step, bucket.most)).collect();
        assert_eq!(losses, [(1, 1.0), (2, 2.0), (3, 3.0), (4, 4.0), (5, 5.0), (6, 6.0)]);
        let mut history = ScoreHistory::default();
        for (step, score) in [(10, 0.1), (20, 0.2), (30, 0.3), (15, 0.4)] {
            history.push(step, score);
        }
        assert_eq!(history.points(), [(10, 0.1), (15, 0.4)]);
    }

    #[test]
    fn smoothing_is_unbiased_from_the_first_step() {
        let mut history = LossHistory::default();
        for _ in 0..5 {
            history.extend(&[0.7]);
            assert!((history.smoothed().unwrap() - 0.7).abs() < 1e-6);
        }
        history.extend(&[f32::NAN]);
        assert_eq!((history.steps(), history.last()), (5, Some(0.7)));
    }

    #[test]
    fn smoothing_is_the_weighted_mean_of_the_past() {
        let mut history = LossHistory::default();
        history.extend(&[1.0, 3.0]);
        let expected = (0.98 * 1.0 + 3.0) / (0.98 + 1.0);
        assert!((f64::from(history.smoothed().unwrap()) - expected).abs() < 1e-6);
    }

    #[test]
    fn scores_thin_out_but_keep_the_newest() {
        let mut history = ScoreHistory::default();
        for step in 0..5000 {
            history.push(step, step as f32);
        }
        assert!(history.points().len() <= POINTS);
        assert_eq!(history.points()[0], (0, 0.0));
        assert_eq!(history.points().last(), Some(&(4999, 4999.0)));
        history.push(4999, 1.0);
        history.push(5000, f32::NAN);
        assert_eq!(history.points().last(), Some(&(4999, 1.0)));
    }
}
