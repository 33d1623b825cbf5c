//! Numbers of a chapter by name: for a host page that asks, and for the story. `docs/reference.md` has what each is.

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metrics(Vec<(&'static str, f64)>);

impl Metrics {
    /// Adds a number; one that is not finite is not known.
    pub fn add(&mut self, name: &'static str, value: f64) {
        if value.is_finite() {
            self.0.push((name, value));
        }
    }

    pub fn maybe(&mut self, name: &'static str, value: Option<f64>) {
        self.add(name, value.unwrap_or(f64::NAN));
    }

    /// The number of this name, where it is known.
    pub fn get(&self, name: &str) -> Option<f64> {
        self.0.iter().find(|(other, _)| *other == name).map(|&(_, value)| value)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&'static str, f64)> {
        self.0.iter().copied()
    }
}

/// The standard error of a share, `count` of so many independent draws, that is not 0 where all or none are counted (Agresti & Coull
/// 1998).
pub fn share_error(count: f64, of: f64) -> f64 {
    let (shrunk, n) = ((count + 2.0) / (of + 4.0), of + 4.0);
    (shrunk * (1.0 - shrunk) / n).sqrt()
}
