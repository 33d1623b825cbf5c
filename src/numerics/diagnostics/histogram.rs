//! A histogram that fills draw by draw.

/// Counts in equal bins over an interval.
#[derive(Clone, Debug)]
pub struct Histogram {
    low: f64,
    high: f64,
    counts: Vec<u64>,
    total: u64,
}

impl Histogram {
    /// `bins` equal bins from `low` to `high`, the units of the draws.
    pub fn new(low: f64, high: f64, bins: usize) -> Self {
        Self { low, high, counts: vec![0; bins], total: 0 }
    }

    /// A bin holds its lower end but not its upper one; draws outside, or not a number, are in no bin.
    pub fn push(&mut self, draw: f64) {
        self.total += 1;
        if draw >= self.low && draw < self.high {
            let bin = (draw - self.low) / (self.high - self.low) * self.counts.len() as f64;
            // Rounding may lift the last number below `high` to the end.
            let bin = (bin as usize).min(self.counts.len().saturating_sub(1));
            if let Some(count) = self.counts.get_mut(bin) {
                *count += 1;
            }
        }
    }

    /// Share of all draws in each bin, those outside counted among all; not-a-number before the first.
    pub fn shares(&self) -> Vec<f64> {
        self.counts.iter().map(|&count| count as f64 / self.total as f64).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn histograms_count_what_is_outside() {
        let mut histogram = Histogram::new(-1.0, 1.0, 4);
        assert!(histogram.shares().iter().all(|share| share.is_nan()));
        let last = 1.0_f64.next_down();
        for draw in [-1.0, -0.51, -0.5, 0.0, last, 1.0, -1.1, f64::NAN, f64::INFINITY, 0.25] {
            histogram.push(draw);
        }
        assert_eq!(histogram.total, 10);
        assert_eq!(histogram.shares(), [0.2, 0.1, 0.2, 0.1]);
        // An interval whose last number is lifted to its end by rounding.
        let mut thin = Histogram::new(0.0, 0.3, 3);
        thin.push(0.3_f64.next_down());
        assert_eq!(thin.shares(), [0.0, 0.0, 1.0]);
        let mut none = Histogram::new(0.0, 1.0, 0);
        none.push(0.5);
        assert_eq!((none.total, none.shares().len()), (1, 0));
    }
}
