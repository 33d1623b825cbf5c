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

#[cfg(test)]
mod tests {
    const REFERENCE: &str = include_str!("../../docs/reference.md");

    #[test]
    fn the_reference_says_what_each_number_is() {
        let sources = [
            include_str!("chapters/mcmc/metrics.rs"),
            include_str!("chapters/ebm/metrics.rs"),
            include_str!("chapters/diffusion/metrics.rs"),
            include_str!("chapters/compare/metrics.rs"),
        ];
        let names: Vec<&str> =
            sources.iter().flat_map(|source| source.split('"').skip(1).step_by(2)).collect();
        let is_told = |name: &str| {
            let name = if name.starts_with("mmd2_") { name.trim_end_matches("_error") } else { name };
            REFERENCE.contains(&format!("`{name}`"))
        };
        assert!(names.len() > 60 && names.iter().all(|name| !name.contains(' ')), "{names:?}");
        let untold: Vec<_> = names.iter().filter(|name| !is_told(name)).collect();
        assert!(untold.is_empty(), "docs/reference.md does not say what these are: {untold:?}");
        assert!(!is_told("no_such_number"));
    }
}
