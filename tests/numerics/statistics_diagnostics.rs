//! What diagnostics say of chains whose truth is known, of how they must not depend on units and order, and of
//! chains that cannot be measured.

use crate::common::{assert_all_close, assert_close, mean_and_error};
use mcmc_to_diffusion::numerics::diagnostics::Draws;
use mcmc_to_diffusion::numerics::diagnostics::ess::{ess_bulk, ess_mean, ess_tail};
use mcmc_to_diffusion::numerics::diagnostics::mcse::{mcse_mean, mcse_sd};
use mcmc_to_diffusion::numerics::diagnostics::online::{FEWEST, MOST, TOTAL};
use mcmc_to_diffusion::numerics::diagnostics::r_hat::{folded_r_hat, r_hat, rank_r_hat, split_r_hat};
use mcmc_to_diffusion::numerics::{Rng, Stream};

type Chains = Vec<Vec<f64>>;

/// Seeds of each estimate.
const RUNS: u32 = 8;
/// Geyer's estimate of a chain's memory is off by so much of itself, on top of its noise.
const BIAS: f64 = 0.04;

/// Stationary first-order autoregressions of correlation `rho` and variance 1; ESS of the mean of n draws is
/// n (1 − ρ) / (1 + ρ).
fn autoregressions(chains: usize, draws: usize, rho: f64, seed: u32) -> Chains {
    let mut rng = Rng::new(seed, Stream::Sampling);
    let mut chain = || {
        let mut x = rng.normal();
        let mut step = || {
            x = rho * x + (1.0 - rho * rho).sqrt() * rng.normal();
            x
        };
        (0..draws).map(|_| step()).collect()
    };
    (0..chains).map(|_| chain()).collect()
}

fn store(chains: &Chains) -> Draws {
    let mut store = Draws::new(chains.len());
    for at in 0..chains[0].len() {
        store.push(&chains.iter().map(|chain| chain[at]).collect::<Vec<f64>>());
    }
    store
}

/// Fails unless the ratios are 1 on average, but for their noise and `BIAS`.
#[track_caller]
fn assert_one(ratios: &[f64], what: &str) {
    let (mean, error) = mean_and_error(ratios);
    assert!(error < 0.05, "{what}: too noisy to tell, ±{error}");
    assert_close(mean, 1.0, 4.0 * error + BIAS, what);
}

#[test]
fn thinned_draws_are_worth_what_all_were() {
    for (chains, draws) in [(4, 70_000), (128, 5_000)] {
        for rho in [-0.5, 0.0, 0.5, 0.9, 0.99] {
            // Where chains are no longer than a few times their memory, Geyer's estimate is biased.
            if draws as f64 * (1.0 - rho) < 100.0 {
                continue;
            }
            let truth = (chains * draws) as f64 * (1.0 - rho) / (1.0 + rho);
            let (mut of_mean, mut of_bulk, mut of_tail, mut uncorrected) = (vec![], vec![], vec![], vec![]);
            for seed in 0..RUNS {
                let all = autoregressions(chains, draws, rho, seed);
                let store = store(&all);
                assert!(store.stride() >= 16, "{} is hardly thinned", store.stride());
                of_mean.push(store.ess_mean() / truth);
                of_bulk.push(store.ess_bulk() / truth);
                of_tail.push(store.ess_tail() / ess_tail(&all));
                uncorrected.push(ess_bulk(store.chains()) / truth);
            }
            let what = format!("{chains} chains, ρ = {rho}");
            assert_one(&of_mean, &format!("{what}: mean"));
            assert_one(&of_bulk, &format!("{what}: bulk"));
            assert_one(&of_tail, &format!("{what}: tail"));
            // Control: the kept draws alone are worth no more than their number, or little more.
            let (mean, _) = mean_and_error(&uncorrected);
            assert!(rho > 0.0 || mean < 0.1, "{what}: nothing to correct, {mean}");
        }
    }
}

#[test]
fn journeys_between_two_modes_are_counted_after_thinning() {
    // A chain that changes its mode with probability p forgets by 1 − 2p a step: ESS is n p / (1 − p).
    let (chains, draws, p) = (4, 100_000, 0.02);
    let truth = (chains * draws) as f64 * p / (1.0 - p);
    let ratios: Vec<f64> = (0..RUNS)
        .map(|seed| {
            let mut rng = Rng::new(seed, Stream::Sampling);
            let mut modes: Vec<f64> = (0..chains).map(|chain| (chain % 2) as f64).collect();
            let mut store = Draws::new(chains);
            for _ in 0..draws {
                for mode in &mut modes {
                    *mode = if rng.uniform() < p { 1.0 - *mode } else { *mode };
                }
                store.push(&modes);
            }
            store.ess_mean() / truth
        })
        .collect();
    assert_one(&ratios, "ESS of the mode");
}

#[test]
fn standard_errors_of_the_mean_are_its_errors() {
    let squares = |rho: f64, error: fn(&Draws) -> f64| -> f64 {
        let runs = 64u32;
        let square = |seed| {
            let store = store(&autoregressions(4, 20_000, rho, 100 + seed));
            (store.mean() / error(&store)).powi(2)
        };
        (0..runs).map(square).sum::<f64>() / f64::from(runs)
    };
    // The mean of 64 squares of standard normals is 1 ± √(2 / 64).
    for rho in [0.0, 0.9] {
        assert_close(squares(rho, Draws::mcse), 1.0, 4.0 * 0.177, &format!("ρ = {rho}"));
    }
    // Control: the kept draws alone know less.
    let thinned = squares(0.0, |store| mcse_mean(store.chains()));
    assert!(thinned < 0.28, "{thinned}");
}

#[test]
fn the_store_is_bounded_and_exact_in_what_it_keeps() {
    for (chains, draws) in [(1, 20_000), (3, 9_001), (17, 10_001), (512, 1_000), (2_000, 200)] {
        let all = autoregressions(chains, draws, 0.5, 3);
        let mut store = Draws::new(chains);
        for at in 0..draws {
            store.push(&all.iter().map(|chain| chain[at]).collect::<Vec<f64>>());
            let kept = store.chains()[0].len();
            assert!(kept <= MOST && kept * chains <= TOTAL.max(FEWEST * chains), "{chains} chains: {kept}");
            // It never throws away more than it must.
            assert!(store.stride() == 1 || kept >= FEWEST / 2, "{chains} chains: only {kept}");
        }
        assert_eq!(store.count(), draws);
        let stride = store.stride();
        assert!(stride > 1 && store.chains().len() == chains);
        for (kept, chain) in store.chains().iter().zip(&all) {
            let expected: Vec<f64> = chain.chunks_exact(stride).map(|block| block[stride - 1]).collect();
            assert_eq!(kept, &expected, "{chains} chains");
        }
        let mean = all.iter().flatten().sum::<f64>() / (chains * draws) as f64;
        assert_close(store.mean(), mean, 1e-12, &format!("mean of {chains} chains"));
        // Marginal variance, which the blocks know, over ESS.
        let whole = draws / stride * stride;
        let used: Chains = all.iter().map(|chain| chain[..whole].to_vec()).collect();
        let spread = mcse_mean(&used).powi(2) * ess_mean(&used);
        let known = store.mcse().powi(2) * store.ess_mean();
        assert_close(known, spread, 1e-10, &format!("variance of {chains} chains"));
    }
}

#[test]
fn autocorrelation_of_thinned_draws_is_in_strides() {
    let rho: f64 = 0.99;
    let lags = 5;
    let runs: Vec<Vec<f64>> = (0..RUNS)
        .map(|seed| {
            let store = store(&autoregressions(4, 100_000, rho, seed));
            assert_eq!(store.stride(), 32);
            store.autocorrelation(lags)
        })
        .collect();
    for lag in 0..lags {
        let at_lag: Vec<f64> = runs.iter().map(|run| run[lag]).collect();
        let (mean, error) = mean_and_error(&at_lag);
        assert_close(mean, rho.powi(32 * lag as i32), 4.0 * error + 0.002, &format!("lag {lag}"));
    }
    assert_eq!(Draws::new(4).autocorrelation(lags).len(), 0);
}

#[test]
fn ranks_know_no_units_and_chains_no_order() {
    let chains = autoregressions(5, 300, 0.6, 9);
    let changed = |change: &dyn Fn(f64) -> f64| -> Chains {
        chains.iter().map(|chain| chain.iter().map(|&draw| change(draw)).collect()).collect()
    };
    let measures = |chains: &Chains| [ess_bulk(chains), rank_r_hat(chains)];
    let all = |chains: &Chains| [ess_bulk(chains), ess_tail(chains), r_hat(chains), split_r_hat(chains)];
    let close = |actual: &[f64], expected: &[f64], what: &str| {
        assert_all_close(actual, expected, |expected| 1e-9 * expected.abs(), what);
    };
    let maps: [&dyn Fn(f64) -> f64; 3] = [&|x| 3.0 + 0.01 * x, &|x| 7.0 - 1e5 * x, &|x| (5.0 * x).exp()];
    for (index, map) in maps.into_iter().enumerate() {
        close(&measures(&changed(map)), &measures(&chains), &format!("map {index}"));
    }
    // The two middle draws are as far from the median, but for rounding, which may rank them either way.
    for (index, map) in maps.into_iter().take(2).enumerate() {
        assert_close(folded_r_hat(&changed(map)), folded_r_hat(&chains), 1e-4, &format!("folded {index}"));
    }
    // Control: the mean does know units that are not linear.
    assert!(ess_mean(&changed(&|x| (5.0 * x).exp())) > 1.2 * ess_mean(&chains));
    let mut permuted = chains.clone();
    permuted.reverse();
    permuted.swap(0, 3);
    close(&all(&permuted), &all(&chains), "other order");
}

#[test]
fn stuck_chains_are_seen() {
    // Every chain in a mode of its own, and one of four that stands still.
    let mut chains = autoregressions(4, 400, 0.0, 4);
    assert!(r_hat(&chains) < 1.02 && ess_bulk(&chains) > 1_000.0);
    chains[2].fill(1.5);
    assert!(r_hat(&chains) > 1.2 && ess_bulk(&chains) < 40.0, "{} {}", r_hat(&chains), ess_bulk(&chains));
    for (place, chain) in chains.iter_mut().enumerate() {
        chain.fill(place as f64);
    }
    assert!(r_hat(&chains) > 1e3 && ess_bulk(&chains) < 10.0, "{} {}", r_hat(&chains), ess_bulk(&chains));
    // Chains at one place: nothing to compare, every draw counts.
    let constant = vec![vec![0.1; 30_000]; 3];
    for (ess, r_hat) in [
        (ess_bulk(&constant), r_hat(&constant)),
        (store(&constant).ess_bulk(), store(&constant).r_hat()),
        (store(&constant).ess_tail(), store(&constant).r_hat()),
    ] {
        assert!(ess == 90_000.0 && r_hat.is_nan(), "{ess} {r_hat}");
    }
    assert_eq!(store(&constant).mcse(), 0.0);
    assert!(store(&constant).autocorrelation(3).iter().all(|correlation| correlation.is_nan()));
}

#[test]
fn what_cannot_be_measured_is_not_a_number() {
    let every = |chains: &Chains| -> Vec<f64> {
        let store = || store(chains);
        vec![
            ess_bulk(chains),
            ess_tail(chains),
            ess_mean(chains),
            r_hat(chains),
            mcse_mean(chains),
            mcse_sd(chains),
            if chains.is_empty() { f64::NAN } else { store().ess_bulk() },
            if chains.is_empty() { f64::NAN } else { store().ess_tail() },
            if chains.is_empty() { f64::NAN } else { store().r_hat() },
            if chains.is_empty() { f64::NAN } else { store().mcse() },
        ]
    };
    let good = autoregressions(2, 20_000, 0.0, 5);
    assert!(every(&good).iter().all(|value| value.is_finite()));
    let short = |draws: usize| -> Chains { good.iter().map(|chain| chain[..draws].to_vec()).collect() };
    let mut bad = vec![vec![], short(0), short(1), short(3)];
    // Once a draw was lost, thinning does not make good for it.
    for lost in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        for at in [0, 1_000, 19_999] {
            bad.push(good.clone());
            bad.last_mut().expect("just pushed")[1][at] = lost;
        }
    }
    for chains in bad {
        let values = every(&chains);
        assert!(values.iter().all(|value| value.is_nan()), "{} chains: {values:?}", chains.len());
    }
    let uneven = vec![vec![0.0, 1.0, 0.5, 0.2], vec![0.0, 1.0, 0.5, 0.2, 0.1]];
    assert!(ess_bulk(&uneven).is_nan() && r_hat(&uneven).is_nan());
    // Four draws suffice, and one chain but for R̂.
    assert_close(ess_bulk(&short(4)), 8.0 * 8.0_f64.log10(), 1e-12, "four draws");
    let one = vec![good[0].clone()];
    assert!(r_hat(&one).is_nan() && ess_bulk(&one) > 15_000.0 && store(&one).ess_tail() > 15_000.0);
    let empty = Draws::new(0);
    assert!(empty.ess_bulk().is_nan() && empty.r_hat().is_nan() && empty.mean().is_nan());
}
