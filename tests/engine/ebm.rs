//! The engine of the chapter on energies, driven as a page drives it, on the CPU.

use crate::common::energy_run::{RUN, Told, drive, next};
use mcmc_to_diffusion::protocol::{Command, Stage};
use mcmc_to_diffusion::settings::{Beside, EbmSettings, Experiment, Objective, Walk, WalkStart};

fn small() -> EbmSettings {
    EbmSettings {
        width: 16,
        batch_size: 32,
        points: 300,
        langevin_steps: 3,
        walkers: 12,
        ..EbmSettings::default()
    }
}

/// Asks for what `commands` say, one frame each, then for nothing but what is still to tell.
fn run(seed: u32, settings: &EbmSettings, commands: &[Command]) -> Told {
    let mut rest = commands.iter().cloned();
    drive(seed, settings, |told, sender| {
        let mut wanted = rest.next();
        while let Some(command) = wanted.take_if(|command| !matches!(command, Command::Next { .. })) {
            sender.unbounded_send(command).expect("it is open");
            wanted = rest.next();
        }
        wanted.or_else(|| told.more.then(|| next(0, 0, 1_000.0)))
    })
}

fn steps(count: usize, each: u32) -> Vec<Command> {
    vec![next(each, 0, 60_000.0); count]
}

#[test]
fn on_arrival_walkers_are_on_the_exact_density_which_is_told_once() {
    let mut references = 0;
    let mut asked = 0;
    let told = drive(1, &small(), |told, _| {
        if let Some(reference) = &told.frame.reference {
            references += 1;
            assert_eq!(reference.exact.density.len(), Stage::CELLS * Stage::CELLS);
            assert_eq!(reference.exact.data.len(), 600);
            assert!(reference.barrier > 1.0 && reference.weights == 16 * 3 + 16 * 17 + 17);
        }
        asked += 1;
        // Walkers that move always have more to tell.
        (references == 0 || asked < 30).then(|| next(0, 2, 50.0))
    });
    assert_eq!((references, told.step), (1, 0));
    let lane = &told.frame.lanes[0];
    assert!(lane.on_exact && lane.objective == Some(Objective::Cd) && told.maps[0].is_none());
    assert_eq!(lane.walkers.positions.len(), 24);
    assert!(lane.walkers.cost.transitions >= 40.0, "they moved");
}

#[test]
fn the_same_seed_is_the_same_run_however_it_is_asked_for() {
    for objective in [Objective::Cd, Objective::Pcd, Objective::Sliced] {
        let settings = EbmSettings { objective, ..small() };
        let singly = run(5, &settings, &steps(8, 1)).losses;
        assert_eq!(singly[0].len(), 8);
        assert_eq!(singly, run(5, &settings, &steps(2, 4)).losses, "{objective:?}");
        // Walkers do not disturb what is learned.
        let watched = run(5, &settings, &vec![next(1, 7, 60_000.0); 8]).losses;
        assert_eq!(singly, watched, "{objective:?}");
        assert_ne!(singly, run(6, &settings, &steps(8, 1)).losses, "{objective:?}");
    }
}

#[test]
fn walkers_start_again_when_training_rests_and_their_walk_can_be_repeated() {
    let mut commands = steps(3, 2);
    commands.push(next(0, 0, 60_000.0));
    commands.push(next(0, 30, 60_000.0));
    let first = run(2, &small(), &commands);
    assert!(!first.frame.lanes[0].on_exact);
    assert_eq!(first.draws(0), 30.0);
    // Gathered again, they take the same way.
    commands.extend([Command::Gather { run: RUN }, next(0, 0, 60_000.0), next(0, 30, 60_000.0)]);
    let again = run(2, &small(), &commands);
    assert_eq!(again.draws(0), 30.0);
    assert_eq!(first.frame.lanes[0].walkers.positions, again.frame.lanes[0].walkers.positions);
    assert!(again.frame.lanes[0].walkers.epoch > first.frame.lanes[0].walkers.epoch);
}

#[test]
fn earlier_weights_are_kept_and_can_be_looked_at() {
    let told = run(1, &small(), &steps(10, 6));
    let checkpoints = told.checkpoints.clone();
    assert_eq!((checkpoints[0], checkpoints[1]), (0, 1));
    assert!(
        checkpoints.windows(2).all(|pair| pair[0] < pair[1]) && checkpoints.len() > 10,
        "{checkpoints:?}"
    );
    // Log-spaced: the last steps lie farther apart than the first.
    let [.., before, last] = checkpoints[..] else { panic!("{checkpoints:?}") };
    assert!(last - before > 5 && last <= 60, "{checkpoints:?}");
    let newest = told.maps[0].expect("a map");
    assert_eq!(newest.0, 60);

    let mut commands = steps(10, 6);
    commands.push(next(0, 0, 60_000.0));
    commands.extend([
        Command::LookAt { run: RUN, step: Some(2) },
        next(0, 0, 60_000.0),
        next(0, 5, 60_000.0),
    ]);
    let back = run(1, &small(), &commands);
    let near = *checkpoints.iter().min_by_key(|step| step.abs_diff(2)).expect("some");
    assert_eq!((back.looking_at, back.step), (Some(near), 60));
    let (step, metrics) = back.maps[0].expect("a map");
    assert_eq!(step, near);
    assert_ne!(metrics.kl, newest.1.kl);
    let score = back.scores[0].expect("a score");
    assert!(score.step == near && score.negatives.is_none(), "negatives of earlier weights are not kept");
    assert_eq!(back.draws(0), 5.0, "walkers start again on the old energy");

    commands.extend([Command::LookAt { run: RUN, step: None }, next(0, 0, 60_000.0)]);
    let now = run(1, &small(), &commands);
    assert_eq!(
        (now.looking_at, now.maps[0].map(|(step, metrics)| (step, metrics.kl))),
        (None, Some((60, newest.1.kl)))
    );
    // Training goes on from the newest weights, whatever is looked at.
    commands.extend([
        Command::LookAt { run: RUN, step: Some(0) },
        next(0, 0, 60_000.0),
        next(3, 0, 60_000.0),
    ]);
    let on = run(1, &small(), &commands);
    assert_eq!((on.step, on.looking_at), (63, None));
    let straight = run(1, &small(), &[steps(10, 6), steps(1, 3)].concat());
    assert_eq!(on.losses, straight.losses);
}

#[test]
fn the_first_weights_can_be_looked_at_before_any_training() {
    let told = run(1, &small(), &[Command::LookAt { run: RUN, step: Some(0) }, next(0, 0, 60_000.0)]);
    assert_eq!(told.looking_at, Some(0));
    assert!(!told.frame.lanes[0].on_exact);
    assert_eq!(told.maps[0].map(|(step, _)| step), Some(0));
}

#[test]
fn the_exact_density_stands_beside_with_walkers_of_its_own() {
    let settings = EbmSettings { beside: Beside::Exact, ..small() };
    let told = run(1, &settings, &[steps(2, 3), vec![next(0, 0, 60_000.0), next(0, 9, 60_000.0)]].concat());
    let [learned, exact] = &told.frame.lanes[..] else { panic!("two lanes") };
    assert_eq!((learned.objective, exact.objective), (Some(Objective::Cd), None));
    assert_eq!((learned.on_exact, exact.on_exact), (false, true));
    assert!(told.maps[0].is_some() && told.maps[1].is_none());
    assert_eq!((told.draws(0), told.draws(1)), (9.0, 9.0));
    assert!(told.scores[1].is_some_and(|score| score.negatives.is_none()));
}

#[test]
fn two_objectives_begin_with_the_same_weights_and_data_and_part() {
    let settings = EbmSettings { beside: Beside::Rival, rival: Objective::Denoising, ..small() };
    let mut first = None;
    let mut asked = 0;
    let told = drive(1, &settings, |told, _| {
        if first.is_none() && !told.frame.lanes[0].data_energies.is_empty() {
            first = Some([0, 1].map(|lane| told.frame.lanes[lane].data_energies[0]));
        }
        asked += 1;
        if asked <= 5 { Some(next(2, 0, 60_000.0)) } else { told.more.then(|| next(0, 0, 1_000.0)) }
    });
    let [cd, denoising] = first.expect("energies");
    assert_eq!(cd, denoising, "the same energies of the same batch");
    assert_eq!((told.losses[0].len(), told.losses[1].len()), (10, 10));
    let [one, other] = [0, 1].map(|lane| told.maps[lane].expect("a map"));
    assert!(one.0 == 10 && other.0 == 10 && one.1.kl != other.1.kl);
    let negatives = [0, 1].map(|lane| told.scores[lane].expect("a score").negatives.is_some());
    assert_eq!(negatives, [true, false]);
}

#[test]
fn live_knobs_act_without_a_new_run() {
    let tuned = EbmSettings {
        langevin_steps: 5,
        penalty: 0.5,
        walk: Walk::Hmc,
        walkers: 7,
        walk_start: WalkStart::OneMoon,
        ..small()
    };
    assert!(!small().needs_restart(&tuned));
    let tune = Command::Tune { run: RUN, experiment: Experiment::Ebm(tuned) };
    let commands =
        [steps(2, 2), vec![tune], steps(2, 2), vec![next(0, 0, 60_000.0), next(0, 4, 60_000.0)]].concat();
    let told = run(1, &small(), &commands);
    assert_eq!(told.step, 8);
    let walkers = &told.frame.lanes[0].walkers;
    assert_eq!((walkers.positions.len(), told.draws(0)), (14, 4.0));
    let untouched = run(1, &small(), &steps(4, 2)).losses;
    assert_eq!(told.losses[0][..4], untouched[0][..4]);
    assert_ne!(told.losses[0][4..], untouched[0][4..]);
}

#[test]
fn a_learning_rate_that_explodes_is_halted_with_words_and_sound_weights() {
    let settings =
        EbmSettings { objective: Objective::Implicit, learning_rate: 0.1, train_steps: 100_000, ..small() };
    let mut frames = 0;
    let told = drive(1, &settings, |told, _| {
        frames += 1;
        if told.halt.is_some() {
            return told.more.then(|| next(0, 0, 1_000.0));
        }
        (frames < 400).then(|| next(50, 0, 60_000.0))
    });
    // It need not explode; if it does the map that comes back is finite.
    if let Some(halt) = &told.halt {
        assert!(halt.contains("would have helped"), "{halt}");
    }
    assert!(told.losses[0].iter().all(|loss| loss.is_finite()));
    assert!(told.maps[0].is_some_and(|(_, metrics)| metrics.log_z.is_finite()));
}

#[test]
fn commands_of_another_run_are_not_obeyed() {
    let other = [Command::Gather { run: RUN + 1 }, Command::LookAt { run: RUN + 1, step: Some(0) }];
    let told = run(1, &small(), &[steps(1, 2), other.to_vec(), vec![next(0, 0, 60_000.0)]].concat());
    assert_eq!((told.looking_at, told.step), (None, 2));
}
