//! The loss told apart by timestep, and timesteps drawn by it.

/// How fast old rows are forgotten, a row: a part of the timesteps remembers some 500 of its own.
const MEMORY: f64 = 0.998;
/// Share of rows whose timestep is drawn uniformly all the same, so that none is forgotten.
const UNIFORM_SHARE: f64 = 0.1;

/// Moving averages of a row's loss and of its square, in parts of the timesteps of equal length.
#[derive(Clone, Debug)]
pub struct TimestepLosses {
    timesteps: usize,
    parts: Vec<Part>,
}

/// Averages that start at zero, and the weight they have gathered.
#[derive(Clone, Copy, Debug, Default)]
struct Part {
    loss: f64,
    square: f64,
    weight: f64,
}

impl TimestepLosses {
    pub fn new(timesteps: usize, parts: usize) -> Self {
        Self { timesteps, parts: vec![Part::default(); parts] }
    }

    /// All of it, to the bit: three words a part.
    pub fn words(&self) -> impl Iterator<Item = u64> + '_ {
        self.parts.iter().flat_map(|part| [part.loss, part.square, part.weight].map(f64::to_bits))
    }

    /// Goes on from the [words](Self::words) of another of as many parts, the first of these.
    pub fn resume(&mut self, words: &mut impl Iterator<Item = u64>) {
        let mut next = || f64::from_bits(words.next().expect("three words a part"));
        for part in &mut self.parts {
            *part = Part { loss: next(), square: next(), weight: next() };
        }
    }

    /// Takes in the loss of a row at timestep `t`. One that is not a number is left out.
    pub fn take(&mut self, t: usize, loss: f64) {
        if !loss.is_finite() {
            return;
        }
        let index = part_of(t, self.timesteps, self.parts.len());
        let part = &mut self.parts[index];
        *part = Part {
            loss: MEMORY * part.loss + (1.0 - MEMORY) * loss,
            square: MEMORY * part.square + (1.0 - MEMORY) * loss * loss,
            weight: MEMORY * part.weight + (1.0 - MEMORY),
        };
    }

    /// Mean loss of each part, NaN where there has been no row.
    pub fn means(&self) -> impl Iterator<Item = f64> + '_ {
        self.parts.iter().map(|part| part.loss / part.weight)
    }

    /// How often each timestep is to be drawn: by the root of the mean squared loss (Nichol & Dhariwal 2021,
    /// arXiv:2102.09672, equation 18), over a uniform floor. `[T]`, sums to 1; none before every part has had a row.
    pub fn probabilities(&self) -> Option<Vec<f64>> {
        let used: Vec<usize> =
            (0..self.timesteps).map(|t| part_of(t, self.timesteps, self.parts.len())).collect();
        if used.iter().any(|&part| self.parts[part].weight == 0.0) {
            return None;
        }
        let root = |part: &usize| (self.parts[*part].square / self.parts[*part].weight).sqrt();
        let sum: f64 = used.iter().map(root).sum();
        let uniform = UNIFORM_SHARE / self.timesteps as f64;
        Some(used.iter().map(|part| uniform + (1.0 - UNIFORM_SHARE) * root(part) / sum).collect())
    }
}

/// Which of `parts` parts of equal length a timestep is in.
pub fn part_of(t: usize, timesteps: usize, parts: usize) -> usize {
    t * parts / timesteps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timesteps_are_drawn_by_the_root_of_their_squared_loss() {
        let mut losses = TimestepLosses::new(4, 2);
        losses.take(0, 1.0);
        assert!(losses.probabilities().is_none(), "the second part has had no row");
        losses.take(3, 3.0);
        losses.take(2, f64::NAN);
        assert_eq!(losses.means().collect::<Vec<_>>(), [1.0, 3.0]);
        let probabilities = losses.probabilities().unwrap();
        assert!((probabilities.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert!((probabilities[0] - (0.025 + 0.9 / 8.0)).abs() < 1e-12, "{probabilities:?}");
        assert_eq!((probabilities[0], probabilities[2]), (probabilities[1], probabilities[3]));
    }

    #[test]
    fn fewer_timesteps_than_parts_leave_parts_empty_and_draw_all_the_same() {
        let mut losses = TimestepLosses::new(3, 50);
        (0..3).for_each(|t| losses.take(t, 1.0));
        assert_eq!(losses.means().filter(|mean| mean.is_finite()).count(), 3);
        assert!(losses.probabilities().unwrap().iter().all(|share| (share - 1.0 / 3.0).abs() < 1e-12));
    }
}
