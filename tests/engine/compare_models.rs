//! The models of a run of the chapter that compares: trained in it, or taken along from their own chapters.

use crate::common::compare_run::{Comparison, RUN, small};
use crate::common::diffusion_run::answers;
use mcmc_to_diffusion::engine::chapter_run::ChapterRun;
use mcmc_to_diffusion::protocol::compare::{Doing, Origin};
use mcmc_to_diffusion::protocol::weights::{NetworkWeights, Weights};
use mcmc_to_diffusion::protocol::{Command, Content, Event};
use mcmc_to_diffusion::settings::{ComparePlan, DataSet, DataSettings, Experiment, Family};

fn moons() -> DataSettings {
    DataSettings::default()
}

/// What a chapter of its own exports after so many steps.
fn exported(seed: u32, data: &DataSettings, experiment: Experiment, steps: u32) -> Option<Weights> {
    let commands = [
        Command::Start { run: 9, seed, data: data.clone(), experiment, from: None },
        Command::Export { run: 9 },
        Command::Next { run: 9, steps, walk: 0, budget_ms: 60_000.0 },
        Command::Export { run: 8 },
        Command::Export { run: 9 },
    ];
    let weights = answers(commands).into_iter().filter_map(|event| match event {
        Event::Weights(weights) => Some(*weights),
        _ => None,
    });
    // Neither before a step nor of another run.
    let all: Vec<_> = weights.collect();
    assert!(all.len() <= 1);
    all.into_iter().next()
}

fn both(seed: u32, plan: &ComparePlan) -> [Weights; 2] {
    let steps = plan.compare.train_steps as u32;
    [Experiment::Ebm(plan.ebm.clone()), Experiment::Diffusion(plan.diffusion.clone())]
        .map(|experiment| exported(seed, &moons(), experiment, steps).expect("it has trained"))
}

#[test]
fn the_energy_trains_first_and_steps_count_for_both() {
    let mut all = Comparison::start(1, &moons(), &small(&moons()));
    all.train(5, 5);
    assert_eq!((all.step, all.models.map(|model| model.steps)), (5, [5, 0]));
    assert_eq!(all.work.last().map(|work| work.doing), Some(Doing::Training(Family::Energy)));
    assert!(all.models[0].loss.is_some_and(f32::is_finite) && all.models[0].seconds > 0.0);
    all.train(11, 100);
    assert_eq!((all.step, all.models.map(|model| model.steps)), (11, [8, 3]));
    assert_eq!(all.models.map(|model| (model.origin, model.goal)), [(Origin::Trained, 8); 2]);
    assert_eq!(all.models.map(|model| model.examples), [8.0 * 32.0, 3.0 * 32.0]);
    all.rest();
    assert_eq!(all.mapped, Some(8));
    assert!(all.column(Family::Energy).learned && all.column(Family::Diffusion).learned);
    assert!(!all.column(Family::Exact).learned);
    // There is no more to train than both.
    all.train(16, 100);
    all.next(100);
    assert_eq!(all.step, 16);
}

#[test]
fn training_goes_on_after_a_pause_as_if_there_had_been_none() {
    let recorded = |pauses: bool| {
        let mut all = Comparison::start(4, &moons(), &small(&moons()));
        for goal in [3, 8, 10, 16] {
            all.train(goal, if pauses { 1 } else { 100 });
            if pauses {
                all.rest();
            }
        }
        all.rest();
        all.columns.map(|column| column.expect("it walked").points)
    };
    assert_eq!(recorded(true), recorded(false));
}

/// The models of a run are those of the chapters, to the bit; and so are their samples.
#[test]
fn what_is_taken_along_is_what_its_chapter_has_trained() {
    let plan = small(&moons());
    let mut trained = Comparison::start(6, &moons(), &plan);
    trained.train(16, 100);
    trained.rest();
    let mut taken = Comparison::start(6, &moons(), &plan);
    taken.rest();
    let stand_ins = taken.columns.clone();
    for (index, weights) in both(6, &plan).into_iter().enumerate() {
        assert_eq!(
            (weights.seed, weights.step, weights.networks[0].values.len()),
            (6, 8, plan.weights()[index])
        );
        taken.run.take_along(&weights);
    }
    taken.rest();
    assert_eq!((taken.step, taken.halts.len(), taken.mapped), (16, 0, Some(8)));
    for (model, own) in taken.models.iter().zip(&trained.models) {
        assert_eq!((model.origin, model.loss), (Origin::TakenAlong, None));
        assert_eq!((model.steps, model.weights, model.examples), (8, own.weights, own.examples));
    }
    for family in [Family::Energy, Family::Diffusion] {
        let column = taken.column(family);
        assert!(column.learned);
        assert_eq!(column.points, trained.column(family).points, "{family:?}");
        assert_ne!(Some(&column.points), stand_ins[family as usize].as_ref().map(|column| &column.points));
    }
}

#[test]
fn a_model_of_another_size_is_welcome() {
    let mut plan = small(&moons());
    (plan.diffusion.conditional, plan.diffusion.width) = (true, 9);
    let [_, weights] = both(2, &plan);
    let mut all = Comparison::start(1, &moons(), &small(&moons()));
    all.run.take_along(&weights);
    all.rest();
    assert!(all.halts.is_empty() && all.column(Family::Diffusion).learned);
    assert_eq!(all.models[1].weights as usize, plan.weights()[1]);
}

#[test]
fn a_model_taken_along_makes_void_what_was_measured_of_its_family() {
    let plan = small(&moons());
    let mut all = Comparison::start(6, &moons(), &plan);
    all.measure();
    let count = all.scores.len();
    let [_, diffusion] = both(6, &plan);
    all.run.take_along(&diffusion);
    all.next(0);
    assert_eq!(all.epoch, 1);
    all.rest();
    assert_eq!(all.scores.len(), count);
    let mut learned =
        all.scores.iter().map(|score| score.learned == (score.method.family() == Family::Diffusion));
    assert!(learned.all(|as_it_should| as_it_should));
}

#[test]
fn a_model_that_does_not_fit_is_refused_with_words_and_changes_nothing() {
    let plan = small(&moons());
    let mut all = Comparison::start(6, &moons(), &plan);
    all.measure();
    let [energy, diffusion] = both(6, &plan);
    let elsewhere = DataSettings { set: DataSet::Circles, ..moons() };
    let with = |values: Vec<f32>| vec![NetworkWeights { values, training: Vec::new() }];
    let whole = energy.networks[0].values.clone();
    let mut sharper = plan.ebm.clone();
    sharper.data_noise = 0.3;
    let strangers = [
        (Weights { data: elsewhere, ..diffusion.clone() }, "other data"),
        (Weights { experiment: Experiment::Ebm(sharper), ..energy.clone() }, "other data"),
        (Weights { networks: with(whole[1..].to_vec()), ..energy.clone() }, "weights, but"),
        (Weights { networks: with(vec![f32::NAN; whole.len()]), ..energy.clone() }, "not numbers"),
        (Weights { networks: Vec::new(), ..energy.clone() }, "0 networks instead of 1"),
        (Weights { experiment: diffusion.experiment.clone(), ..energy.clone() }, "weights, but"),
        (Weights { step: 0, ..energy.clone() }, "not trained"),
        (Weights { experiment: Experiment::Mcmc(plan.mcmc.clone()), ..energy }, "neither"),
    ];
    let scores = all.scores.clone();
    for (weights, word) in strangers {
        all.run.take_along(&weights);
        all.next(0);
        let halt = all.halts.pop().expect("words");
        assert!(halt.contains(word), "{halt}");
        assert!(all.halts.is_empty() && !all.more && all.epoch == 0 && all.scores == scores);
        assert!(all.models.iter().all(|model| model.origin == Origin::Exact));
    }
}

#[test]
fn a_model_that_diverges_halts_training_with_words() {
    let mut plan = small(&moons());
    plan.diffusion.learning_rate = 1e30;
    let mut all = Comparison::start(1, &moons(), &plan);
    all.train(16, 100);
    let [halt] = &all.halts[..] else { panic!("{:?}", all.halts) };
    assert!(halt.contains("stopped being a number") && halt.contains("learning rate"), "{halt}");
    assert!(all.step >= 8 && all.step < 16 && all.models[0].steps == 8);
    all.measure();
    assert!(all.claims.len() == 4 && !all.more, "and the rest goes on");
}

#[test]
fn over_the_wire_a_run_starts_takes_along_and_answers() {
    let plan = small(&moons());
    let [energy, _] = both(3, &plan);
    let next = |steps| Command::Next { run: RUN, steps, walk: 0, budget_ms: 60_000.0 };
    let commands = [
        Command::Start {
            run: RUN,
            seed: 3,
            data: moons(),
            experiment: Experiment::Compare(Box::new(plan.clone())),
            from: None,
        },
        next(0),
        Command::TakeAlong { run: RUN, weights: Box::new(energy) },
        next(0),
        Command::Export { run: RUN },
        Command::Measure { run: RUN, on: true },
        next(0),
    ];
    let frames: Vec<_> = answers(commands)
        .into_iter()
        .filter_map(|event| match event {
            Event::Frame(frame) => Some(frame),
            // The model that was taken along.
            Event::Ready { .. } | Event::Weights(_) => None,
            other => panic!("unexpected {other:?}"),
        })
        .collect();
    let contents: Vec<_> = frames
        .iter()
        .map(|frame| match &frame.content {
            Content::Compare(content) => content,
            _ => panic!("of another chapter"),
        })
        .collect();
    assert_eq!(contents.len(), 4);
    assert!(contents[0].reference.is_none() && contents[1].reference.is_some(), "nothing costly on arrival");
    assert_eq!(contents[1].columns.len(), 3);
    assert_eq!(contents[2].models[0].origin, Origin::TakenAlong);
    assert!(
        contents[2].map.is_some() && contents[2].columns.len() == 1,
        "only the new model's walkers walk anew"
    );
    assert!(contents[3].scores.len() > 20 && contents[3].work.is_some_and(|work| work.share > 0.5));
}

#[test]
fn what_a_run_has_trained_to_its_end_is_handed_out_and_walks_the_same_in_a_later_run() {
    let plan = small(&moons());
    let next = |steps| Command::Next { run: RUN, steps, walk: 0, budget_ms: 60_000.0 };
    let export = Command::Export { run: RUN };
    let experiment = Experiment::Compare(Box::new(plan.clone()));
    let start = Command::Start { run: RUN, seed: 6, data: moons(), experiment, from: None };
    let handed_out = |commands: &[Command]| -> Vec<Weights> {
        let weights = answers(commands.to_vec()).into_iter().filter_map(|event| match event {
            Event::Weights(weights) => Some(*weights),
            _ => None,
        });
        weights.collect()
    };
    let half = handed_out(&[start.clone(), next(5), export.clone()]);
    assert!(half.is_empty(), "nothing has come to its end");
    let models = handed_out(&[start, next(8), next(8), export]);
    let [energy, diffusion] = &models[..] else { panic!("{} models", models.len()) };
    assert!(matches!(energy.experiment, Experiment::Ebm(_)) && energy.units.is_none());
    assert!(matches!(diffusion.experiment, Experiment::Diffusion(_)) && diffusion.units.is_some());
    assert!(
        models.iter().all(|weights| weights.check().is_ok() && weights.step == 8 && weights.seconds > 0.0)
    );

    let mut before = Comparison::start(6, &moons(), &plan);
    before.train(16, 100);
    before.rest();
    let mut later = Comparison::start(6, &moons(), &plan);
    models.iter().for_each(|weights| later.run.take_along(weights));
    later.rest();
    for family in [Family::Energy, Family::Diffusion] {
        assert!(later.column(family).learned && later.column(family).points == before.column(family).points);
    }
    assert_eq!(later.models.map(|model| (model.origin, model.steps)), [(Origin::TakenAlong, 8); 2]);
    let again = futures::executor::block_on(later.run.export()).expect("the CPU is never lost");
    let values = again.iter().map(|trained| &trained.networks).collect::<Vec<_>>();
    assert_eq!(values, models.iter().map(|weights| &weights.networks).collect::<Vec<_>>(), "and once more");
}
