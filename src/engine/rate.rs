//! How many steps a second the last slices of work have done.

/// How fast old slices are forgotten.
const MEMORY: f64 = 0.95;

#[derive(Debug, Default)]
pub struct Rate {
    steps: f64,
    ms: f64,
}

impl Rate {
    /// Notes a slice, everything in between its steps included; one without steps says nothing.
    pub fn note(&mut self, steps: usize, ms: f64) {
        if steps > 0 {
            self.steps = self.steps * MEMORY + steps as f64;
            self.ms = self.ms * MEMORY + ms;
        }
    }

    /// 0 before the first slice.
    pub fn per_second(&self) -> f32 {
        if self.ms > 0.0 { (1e3 * self.steps / self.ms) as f32 } else { 0.0 }
    }
}
