//! Which bug of the museum is on where it is hidden: the seed decides, and nothing else.

use super::Rng;
use super::rng::Stream;
use crate::settings::{DiffusionBug, SamplerBug};

/// The first chapter's bug: see [`revealed`].
pub fn sampler_bug(bug: SamplerBug, seed: u32) -> SamplerBug {
    revealed(bug, SamplerBug::Hidden, &SamplerBug::BUGS, seed)
}

/// The third chapter's bug: see [`revealed`].
pub fn diffusion_bug(bug: DiffusionBug, seed: u32) -> DiffusionBug {
    revealed(bug, DiffusionBug::Hidden, &DiffusionBug::BUGS, seed)
}

/// `bug`, or where it is the `hidden` one that of `bugs` which the seed draws; each of them and none are equally likely.
fn revealed<B: Copy + Default + PartialEq>(bug: B, hidden: B, bugs: &[B], seed: u32) -> B {
    if bug != hidden {
        return bug;
    }
    bugs.get(Rng::new(seed, Stream::Museum).below(bugs.len() + 1)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_seed_hides_a_bug_of_the_third_chapter_too() {
        let hidden = |seed| diffusion_bug(DiffusionBug::Hidden, seed);
        for bug in DiffusionBug::BUGS.into_iter().chain([DiffusionBug::Off]) {
            assert!((0..100).any(|seed| hidden(seed) == bug), "{bug:?}");
            assert_eq!(diffusion_bug(bug, 3), bug);
        }
    }

    #[test]
    fn the_seed_decides_and_each_is_as_likely() {
        let mut counts = [0; 4];
        for seed in 0..4000 {
            let bug = sampler_bug(SamplerBug::Hidden, seed);
            assert_eq!(sampler_bug(SamplerBug::Hidden, seed), bug);
            counts[SamplerBug::BUGS.iter().position(|&other| other == bug).unwrap_or(3)] += 1;
        }
        // Five standard deviations of a count of 1,000 in 4,000.
        assert!(counts.iter().all(|&count| (count - 1000_i32).abs() < 137), "{counts:?}");
        assert_eq!(sampler_bug(SamplerBug::NoSqrt2, 3), SamplerBug::NoSqrt2);
    }
}
