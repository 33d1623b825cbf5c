//! What the steps after the table claim, which a reader may leave out.

use super::{chains, denoiser, measured, over_seeds, the};
use mcmc_to_diffusion::settings::story::Measured;
use mcmc_to_diffusion::ui::chapters::diffusion;

#[test]
fn half_of_the_noise_leaves_most_samples_at_home() {
    let of = |seed, changes: &str| {
        let reader = denoiser(14, seed, changes);
        let reader = if changes.is_empty() { reader.trained("diffusion") } else { reader };
        diffusion::metrics::metrics(&reader.rest(0, 0).now)
    };
    let home = over_seeds("14 percent at home", |seed| {
        let of = of(seed, "");
        let exact = 100.0 * of.get("exact_home_from_half").expect("it is known exactly");
        let Measured { value, error } = measured(14, &of);
        assert!(
            error > 0.0 && error < 2.0 && (value - exact).abs() < 4.5 * error,
            "{value} ± {error}, {exact}"
        );
        value
    });
    assert!(home.iter().all(|home| (60.0..74.0).contains(home)));
    let apart = over_seeds("14 exact share at home, moons far apart", |seed| {
        of(seed, "gap=1.5").get("exact_home_from_half").expect("it is known exactly")
    });
    assert!(apart.iter().all(|&home| home > 0.76), "there the choice is made earlier on the way back");
}

#[test]
fn few_points_are_copied() {
    let nearest = |changes: &'static str| {
        move |seed| {
            measured(15, &diffusion::metrics::metrics(&denoiser(15, seed, changes).rest(3000, 0).now)).value
        }
    };
    assert!(over_seeds("15 nearest of 20 points", nearest("")).iter().all(|&ratio| ratio < 0.5));
    let many = nearest("points=2000")(1);
    assert!(many > 0.85, "many are not: {many}");
}

#[test]
fn a_corrector_mends_added_scores() {
    let all = |seed, changes: &str| diffusion::metrics::metrics(&denoiser(16, seed, changes).rest(0, 0).now);
    let exact = all(1, "").get("exact_composed_share").expect("it is worked out");
    let off = |Measured { value, error }: Measured| (value - 100.0 * exact) / error;
    let mended =
        over_seeds("16 standard errors, corrected", |seed| off(measured(16, &all(seed, the(16).then))));
    assert!(mended.iter().all(|off| off.abs() < 3.5));
    // Without a corrector nothing is measured, and it would be wrong.
    let added = over_seeds("16 standard errors, added", |seed| {
        let of = all(seed, "");
        assert!(the(16).guess().is_some_and(|guess| (guess.measure)(&of).is_none()));
        let [value, error] =
            ["composed_share", "composed_share_error"].map(|name| of.get(name).expect("drawn"));
        (value - exact) / error
    });
    assert!(added.iter().all(|&off| off > 5.0));
}

#[test]
fn chains_weigh_what_they_see() {
    let mass = |changes: &'static str| move |seed| measured(17, &chains(17, seed, changes, 1)).value;
    let one = over_seeds("17 log Z from one mode", mass(""));
    assert!(one.iter().all(|log_z| (log_z + 8.0_f64.ln()).abs() < 0.1));
    let all = over_seeds("17 log Z from everywhere", mass("log_z=wide&step_random_walk=0.3"));
    assert!(all.iter().all(|log_z| log_z.abs() < 0.15));
}

#[test]
fn the_diagnostics_name_the_bug() {
    // In the order of the options: the last is none.
    for (place, bug) in ["energy-sign", "no-correction", "no-sqrt2", "off"].into_iter().enumerate() {
        let seen = over_seeds(bug, |seed| measured(18, &chains(18, seed, &format!("bug={bug}"), 1500)).value);
        assert!(seen.iter().all(|&value| value == place as f64), "{bug}");
    }
    // With hardly any draws nothing is named.
    let of = chains(18, 1, "bug=no-sqrt2", 20);
    assert!(the(18).guess().is_some_and(|guess| (guess.measure)(&of).is_none()));
}
