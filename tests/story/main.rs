//! What each step of the story claims is what runs show, over five seeds; and a state of the controls in which it does not hold.
//! The engine's frames go to the page's models, as on the page, and the step's own measure reads them.

mod extras;
#[path = "../guide/reader.rs"]
mod reader;

use mcmc_to_diffusion::settings::story::{Measured, state_of};
use mcmc_to_diffusion::settings::{Chapter, Settings};
use mcmc_to_diffusion::ui::chapters::{compare, diffusion, ebm, mcmc};
use mcmc_to_diffusion::ui::metrics::Metrics;
use mcmc_to_diffusion::ui::story::measure;
use mcmc_to_diffusion::ui::story::step::Now;
use mcmc_to_diffusion::ui::story::step::Step;
use mcmc_to_diffusion::ui::story::step::Task;
use mcmc_to_diffusion::ui::story::steps::step_of;
use reader::{Reader, shipped};

/// Fewer walkers than in the page, to be measured in seconds; and chains that start where the denoiser does.
const FEW: &str = "compare_walkers=200";
const FROM_NOISE: &str = "compare_walkers=200&compare_start=noise";

const SEEDS: std::ops::RangeInclusive<u32> = 1..=5;

/// The state of a step with other changes after it.
fn state(step: usize, seed: u32, changes: &str) -> String {
    let begins = state_of(step as u8).expect("a step").changes;
    format!("{begins}&seed={seed}&{changes}")
}

fn chains(step: usize, seed: u32, changes: &str, transitions: u32) -> Metrics {
    let model = mcmc::model::Model::new;
    let mut reader =
        Reader::new(Chapter::Sample, &state(step, seed, changes), model, |now, frame| _ = now.take(frame));
    (reader.now.chains, reader.now.rungs) = (reader.settings.mcmc.chains, reader.settings.mcmc.rungs);
    mcmc::metrics::metrics(&reader.rest(transitions, 0).now)
}

fn energy(step: usize, seed: u32, changes: &str) -> Reader<ebm::model::Model> {
    let model = |settings: &Settings| ebm::model::Model::new(&settings.data);
    let take = |now: &mut ebm::model::Model, frame| _ = now.take(frame);
    Reader::new(Chapter::LearnAnEnergy, &state(step, seed, changes), model, take)
}

fn trained_energy(step: usize, seed: u32, changes: &str, steps: u32, walk: u32) -> Metrics {
    ebm::metrics::metrics(&energy(step, seed, changes).rest(steps, 0).rest(0, walk).now)
}

fn denoiser(step: usize, seed: u32, changes: &str) -> Reader<diffusion::model::Model> {
    let model = |_: &Settings| diffusion::model::Model::default();
    let mut reader =
        Reader::new(Chapter::Denoise, &state(step, seed, changes), model, diffusion::model::Model::take);
    reader.now.data = reader.settings.data.clone();
    reader
}

fn compared(seed: u32, changes: &str) -> Metrics {
    let model = |_: &Settings| compare::model::Model::default();
    let take = |now: &mut compare::model::Model, frame| _ = now.take(frame);
    let mut reader = Reader::new(Chapter::Compare, &state(12, seed, changes), model, take);
    for name in ["energy", "diffusion"] {
        reader.run.chapter.take_along(&shipped(name));
    }
    reader.run.chapter.measure(true);
    compare::metrics::metrics(&reader.rest(0, 0).now)
}

fn the(step: usize) -> &'static Step {
    step_of(step as u8).expect("a step")
}

/// What the step measures of it.
fn measured(step: usize, of: &Metrics) -> Measured {
    let guess = the(step).guess().expect("a step with a guess");
    (guess.measure)(of).unwrap_or_else(|| panic!("step {step} measures nothing of {of:?}"))
}

/// Whether the deed of the step is done.
fn is_done(step: usize, changes: &str, of: &Metrics) -> bool {
    let Task::Deed(done) = &the(step).task else { panic!("step {step} asks for a guess") };
    let (settings, _) =
        mcmc_to_diffusion::settings::url::from_changes(Settings::default(), &state(step, 1, changes));
    done(&Now { settings: &settings, metrics: of, runs: false })
}

/// Values over the seeds, told with the name of the claim.
fn over_seeds(claim: &str, of: impl Fn(u32) -> f64) -> Vec<f64> {
    let values: Vec<f64> = SEEDS.map(of).collect();
    println!("{claim}: {values:.3?}");
    values
}

#[test]
fn a_chain_is_sometimes_rejected() {
    let acceptance = |changes: &'static str| {
        move |seed| chains(1, seed, changes, 2000).get("acceptance").expect("it has run")
    };
    assert!(over_seeds("1 acceptance", acceptance("")).iter().all(|&rate| (0.3..0.8).contains(&rate)));
    let short = over_seeds("1 acceptance of short steps", acceptance("step_langevin=0.005"));
    assert!(short.iter().all(|&rate| rate > 0.9), "nearly none is rejected there");
}

#[test]
fn chains_do_not_cross_the_gap() {
    let crossed = |changes: &'static str| move |seed| measured(2, &chains(2, seed, changes, 5100)).value;
    assert!(over_seeds("2 crossed", crossed("")).iter().all(|&count| count <= 1.0));
    let wide = over_seeds("2 crossed, wide moons", crossed("sigma=0.2&step_langevin=0.3"));
    assert!(wide.iter().all(|&count| count >= 6.0), "there they do");
}

#[test]
fn hmc_explores_many_times_faster() {
    let times = |changes: &'static str| {
        move |seed| {
            let Measured { value, error } = measured(3, &chains(3, seed, changes, 700));
            assert!(error > 0.0 && error < 0.4 * value, "{value} ± {error}");
            value
        }
    };
    assert!(over_seeds("3 times as many", times("")).iter().all(|&times| times > 5.0));
    let short = over_seeds("3 times as many, one leapfrog step", |seed| {
        measured(3, &chains(3, seed, "leapfrog_steps=1&step_hmc=0.09", 40_000)).value
    });
    assert!(short.iter().all(|&times| times < 3.0), "without a path there is no gain");
}

#[test]
fn agreement_is_not_truth() {
    let r_hat = over_seeds("4 R-hat of HMC", |seed| {
        let of = chains(4, seed, "", 1500);
        assert_eq!(measured(4, &of).value, 1.0, "the draws are wrong");
        of.get("rival_r_hat").expect("it is measured")
    });
    assert!(r_hat.iter().all(|&r_hat| r_hat < 1.01));
    let right = over_seeds("4 wrong, wide moons", |seed| {
        measured(4, &chains(4, seed, "sigma=0.2&step_langevin=0.3", 6000)).value
    });
    assert!(right.iter().all(|&wrong| wrong == 0.0), "there they are right");
}

#[test]
fn an_energy_grows() {
    let kl = |changes: &'static str| {
        move |seed| {
            let of = trained_energy(5, seed, changes, 400, 0);
            assert!(is_done(5, changes, &of));
            of.get("kl").expect("there is a density")
        }
    };
    assert!(over_seeds("5 KL after 400 steps", kl("")).iter().all(|&kl| kl < 1.0));
    assert!(over_seeds("5 KL, hardly trained", kl("energy_rate=0.00001")).iter().all(|&kl| kl > 1.0));
}

#[test]
fn a_good_energy_is_not_a_good_sampler() {
    let crossed = |changes: &'static str| {
        move |seed| {
            let reader = energy(6, seed, changes).trained("energy").rest(0, 0).rest(0, 301);
            let of = ebm::metrics::metrics(&reader.now);
            assert!(of.get("kl").is_some_and(|kl| kl < 0.1), "it is good");
            measured(6, &of).value
        }
    };
    assert!(over_seeds("6 percent crossed", crossed("")).iter().all(|&share| share < 10.0));
    let annealed = over_seeds("6 percent crossed, annealed", crossed("walk=annealed"));
    assert!(annealed.iter().all(|&share| share > 20.0), "heat takes them across");
}

#[test]
fn slopes_do_not_weigh_the_moons() {
    let share =
        |changes: &'static str| move |seed| measured(7, &trained_energy(7, seed, changes, 600, 0)).value;
    let off = |share: &f64| (share - 50.0).abs() > 10.0;
    assert!(
        over_seeds("7 percent in the upper moon", share("")).iter().filter(|share| off(share)).count() >= 4
    );
    let blurred = over_seeds("7 percent, blurred", share("objective=denoising&blur=0.3"));
    assert!(!blurred.iter().any(off), "data between the moons weigh them");
}

#[test]
fn blur_buys_crossings() {
    let at = |blur: &'static str, seed| trained_energy(8, seed, blur, 400, 301);
    for seed in SEEDS {
        let [sharp, thick] = ["blur=0.051", "blur=0.3"].map(|blur| at(blur, seed));
        let kl = [&sharp, &thick].map(|of| of.get("kl").expect("there is a density"));
        let crossed = [&sharp, &thick].map(|of| of.get("crossed_in_300").expect("they walked"));
        println!("8 seed {seed}: crossed {crossed:?} of 128, KL {kl:.3?}");
        assert!(is_done(8, "blur=0.3", &thick) && !is_done(8, "blur=0.051", &sharp));
        assert!(kl[1] > kl[0], "what is bought is paid for");
    }
}

#[test]
fn noise_joins_the_moons() {
    for (changes, falls) in [("", true), ("schedule=linear&timesteps=20", false)] {
        let mut reader = denoiser(9, 1, changes).rest(0, 0);
        let states = reader.now.first().and_then(|lane| lane.cloud()).map_or(0, |cloud| cloud.times.len());
        reader.now.playhead.set_states(states);
        // From the data to the noise.
        let bridges: Vec<f64> = (0..=10)
            .map(|tenth| {
                reader.now.playhead.seek(1.0 - f64::from(tenth) / 10.0);
                let of = diffusion::metrics::metrics(&reader.now);
                assert_eq!(is_done(9, changes, &of), of.get("bridge").is_some_and(|nats| nats < 1.0));
                of.get("bridge").expect("it is known exactly")
            })
            .collect();
        println!("9 bridge, {changes}: {bridges:.2?}");
        assert!(bridges[0] > 10.0);
        assert_eq!(bridges[3] < 1.0, falls, "with so little noise the moons stay apart for longer");
    }
}

#[test]
fn the_least_loss_is_not_zero() {
    let loss = |steps| {
        move |seed| {
            let of = diffusion::metrics::metrics(&denoiser(10, seed, "").rest(steps, 0).now);
            let Measured { value, error } = measure::loss(&of).unwrap_or(Measured { value: 1.0, error: 0.0 });
            let least = of.get("ideal_loss").expect("it is known");
            assert!(value > least - 3.0 * error && least > 0.3, "{value} ± {error}, least {least}");
            value
        }
    };
    assert!(over_seeds("10 loss after 300 steps", loss(300)).iter().all(|&loss| loss < 0.5));
    assert!(
        over_seeds("10 loss after 3 steps", loss(3)).iter().all(|&loss| loss > 0.5),
        "nothing is learned"
    );
}

#[test]
fn long_strides_leave_the_moons() {
    let off = |changes: &'static str| {
        move |seed| {
            let reader = denoiser(11, seed, changes).trained("diffusion").rest(0, 0);
            100.0 * diffusion::metrics::metrics(&reader.now).get("off_share").expect("it is scored")
        }
    };
    assert!(over_seeds("11 off of 100, 5 steps", off(the(11).then)).iter().all(|&off| off > 8.0));
    assert!(over_seeds("11 off of 100, 100 steps", off("")).iter().all(|&off| off < 4.0));
    let of = diffusion::metrics::metrics(&denoiser(11, 1, the(11).then).trained("diffusion").rest(0, 0).now);
    assert!(measured(11, &of).error < 2.0);
}

#[test]
fn the_denoiser_comes_nearest() {
    // By how many standard errors of the difference chains that know the density are farther from the data.
    let ahead = |changes: &'static str| {
        move |seed| {
            let of = compared(seed, changes);
            let number = |name| of.get(name).expect("it is scored");
            let error = number("mmd2_exact_error").hypot(number("mmd2_diffusion_error"));
            assert!(changes != FEW || measured(12, &of).value == 2.0, "{of:?}");
            (number("mmd2_exact") - number("mmd2_diffusion")) / error
        }
    };
    assert!(over_seeds("12 ahead of the chains", ahead(FEW)).iter().all(|&ahead| ahead > 3.0));
    let from_noise = over_seeds("12 ahead of chains that start from noise", ahead(FROM_NOISE));
    assert!(!from_noise.iter().all(|&ahead| ahead > 3.0), "those find both moons");
}
