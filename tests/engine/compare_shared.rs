//! A comparison that two engines share: two served side by side, each told what the other has done.

use crate::common::compare_run::{RUN, small};
use futures::StreamExt;
use futures::channel::mpsc::{self, UnboundedSender};
use futures::executor::block_on;
use futures::future::{join, poll_fn};
use mcmc_to_diffusion::engine::{device::EngineDevice, serve};
use mcmc_to_diffusion::protocol::compare::{Claim, CompareRealVsReal, MethodScore, ModelState, Origin};
use mcmc_to_diffusion::protocol::sharing::{Progress, Role};
use mcmc_to_diffusion::protocol::{Command, Content, Event};
use mcmc_to_diffusion::settings::{ComparePlan, DataSettings, Experiment};
use std::cell::RefCell;
use std::task::Poll;

/// What the page has been told, and what it has passed on.
#[derive(Default)]
struct Told {
    epoch: u32,
    step: u32,
    models: [ModelState; 2],
    columns: [Vec<f32>; 3],
    scores: Vec<MethodScore>,
    claims: Vec<Claim>,
    real_vs_real: Option<CompareRealVsReal>,
    map: Vec<f32>,
    halts: Vec<String>,
    more: bool,
    /// Sets of samples that each engine has told the other, and weights handed over.
    passed: [usize; 2],
    handed: [usize; 2],
}

impl Told {
    fn take(&mut self, event: Event) {
        let Event::Frame(frame) = event else { return };
        let Content::Compare(content) = frame.content else { panic!("of another chapter") };
        (self.step, self.more, self.models) = (frame.step, frame.more, content.models);
        self.halts.extend(frame.halt);
        if std::mem::replace(&mut self.epoch, content.epoch) != content.epoch {
            self.scores.clear();
            self.claims.clear();
        }
        for column in content.columns {
            self.columns[column.method.family() as usize] = column.points;
        }
        self.scores.extend(content.scores);
        self.claims.extend(content.claims);
        self.real_vs_real = content.real_vs_real.or(self.real_vs_real.take());
        self.map = content.map.map_or_else(|| std::mem::take(&mut self.map), |map| map.energy);
    }

    /// What depends on the seed alone, not on time.
    fn lasting(&self) -> impl PartialEq + std::fmt::Debug + use<> {
        let mut scores: Vec<_> =
            self.scores.iter().map(|score| MethodScore { seconds: 0.0, ..score.clone() }).collect();
        scores.sort_by_key(|score| (score.method.key(), score.run, score.within));
        let mut claims = self.claims.clone();
        claims.sort_by_key(|claim| format!("{:?}", claim.kind));
        let models = self.models.map(|model| ModelState { seconds: 0.0, ..model });
        (scores, claims, self.real_vs_real.clone(), self.columns.clone(), self.map.clone(), models)
    }
}

/// So short that a slice is one training step.
const STEP_BY_STEP: f32 = 0.01;

/// A page without a page: whether it trains, and when it loses the second engine.
struct Script {
    seed: u32,
    plan: ComparePlan,
    engines: usize,
    slice_ms: f32,
    /// Training pauses once after so many steps, to measure.
    pause_at: u32,
    /// The second engine is gone after so many of its answers.
    lost_after: usize,
}

impl Script {
    fn new(engines: usize) -> Self {
        let mut plan = small(&DataSettings::default());
        // Long enough that both are at work at once.
        plan.compare.train_steps = 60;
        (plan.ebm.train_steps, plan.diffusion.train_steps) = (60, 60);
        Self { seed: 7, plan, engines, slice_ms: 2.0, pause_at: u32::MAX, lost_after: usize::MAX }
    }
}

/// As it travels between workers.
fn over_the_wire(progress: &Progress) -> Box<Progress> {
    let bytes = postcard::to_allocvec(progress).expect("plain data");
    Box::new(postcard::from_bytes(&bytes).expect("what was written"))
}

/// Lets the other engine work before this command.
async fn in_turn(command: Command) -> Command {
    let mut waited = false;
    poll_fn(|context| {
        context.waker().wake_by_ref();
        if std::mem::replace(&mut waited, true) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    command
}

fn pull(script: &Script) -> Told {
    let told = RefCell::new(Told::default());
    let goal = 2 * script.plan.compare.train_steps as u32;
    let (senders, receivers): (Vec<_>, Vec<_>) = (0..2).map(|_| mpsc::unbounded::<Command>()).unzip();
    let senders: [RefCell<Option<UnboundedSender<Command>>>; 2] = senders
        .into_iter()
        .map(|sender| RefCell::new(Some(sender)))
        .collect::<Vec<_>>()
        .try_into()
        .expect("two");
    let send = |to: usize, command: Command| {
        if let Some(sender) = &*senders[to].borrow() {
            let _ = sender.unbounded_send(command);
        }
    };
    let roles: &[Role] = if script.engines > 1 { &[Role::First, Role::Second] } else { &[Role::Alone] };
    for (engine, &role) in roles.iter().enumerate() {
        let experiment = Experiment::Compare(Box::new(script.plan.clone()));
        send(
            engine,
            Command::Start {
                run: RUN,
                seed: script.seed,
                data: DataSettings::default(),
                experiment,
                from: None,
            },
        );
        send(engine, Command::Measure { run: RUN, on: true });
        send(engine, Command::Share { run: RUN, role });
    }
    // Where a slice is one step, what is counted begins once the exact answers have walked.
    let has_begun = || {
        let is_shown = |column: &Vec<f32>| !column.is_empty();
        script.slice_ms != STEP_BY_STEP || told.borrow().columns.iter().all(is_shown)
    };
    let paused = RefCell::new(0);
    let steps = || {
        if !has_begun() {
            return 0;
        }
        let step = told.borrow().step;
        let mut paused = paused.borrow_mut();
        if step >= script.pause_at && *paused < 40 {
            *paused += 1;
            return 0;
        }
        goal - step
    };
    let next = || Command::Next { run: RUN, steps: steps(), walk: 0, budget_ms: script.slice_ms };
    let answers = RefCell::new(0);
    let pass_on = |from: usize, event: &Event| {
        let Event::Progress(progress) = event else { return };
        told.borrow_mut().passed[from] += progress.scores.len();
        told.borrow_mut().handed[from] += usize::from(!progress.weights.is_empty());
        send(1 - from, Command::Hear { run: RUN, progress: over_the_wire(progress) });
    };
    let first = |event: Event| {
        pass_on(0, &event);
        let answered = matches!(event, Event::Frame(_));
        told.borrow_mut().take(event);
        let is_done = {
            let told = told.borrow();
            !told.halts.is_empty() || (told.step == goal && !told.more)
        };
        if answered && is_done {
            senders.iter().for_each(|sender| *sender.borrow_mut() = None);
        } else if answered {
            send(0, next());
        }
    };
    let second = |event: Event| {
        if *answers.borrow() >= script.lost_after {
            return;
        }
        pass_on(1, &event);
        if matches!(event, Event::Frame(_)) {
            *answers.borrow_mut() += usize::from(has_begun());
            if *answers.borrow() >= script.lost_after {
                *senders[1].borrow_mut() = None;
                send(0, Command::Share { run: RUN, role: Role::Alone });
            } else {
                send(1, next());
            }
        }
    };
    // One command each in turn.
    let mut receivers = receivers.into_iter().map(|receiver| Box::pin(receiver.then(in_turn)));
    let (one, two) = (receivers.next().expect("one"), receivers.next().expect("two"));
    if script.engines < 2 {
        *senders[1].borrow_mut() = None;
    }
    block_on(join(serve(EngineDevice::cpu(), one, first), serve(EngineDevice::cpu(), two, second)));
    told.into_inner()
}

#[test]
fn the_scoreboard_of_two_engines_is_that_of_one_bit_for_bit() {
    let alone = pull(&Script::new(1));
    assert_eq!((alone.scores.len(), alone.claims.len(), alone.map.is_empty()), (53, 4, false));
    assert_eq!(alone.models.map(|model| (model.origin, model.steps)), [(Origin::Trained, 60); 2]);
    let shared = pull(&Script::new(2));
    assert_eq!(shared.lasting(), alone.lasting());
    assert_eq!(shared.handed, [1, 1], "each has trained one model");
    assert!(shared.passed[1] > 5, "the first tests claims meanwhile: {:?}", shared.passed);
    assert_eq!(shared.epoch, 0, "nothing was measured for nothing");
    let longer = pull(&Script { slice_ms: 30.0, ..Script::new(2) });
    assert_eq!(longer.lasting(), alone.lasting());
}

#[test]
fn a_pause_in_which_the_half_trained_models_are_measured_changes_nothing() {
    let alone = pull(&Script::new(1));
    let paused = pull(&Script { slice_ms: STEP_BY_STEP, pause_at: 20, ..Script::new(2) });
    assert!(paused.handed.iter().all(|&times| times >= 2), "{:?}", paused.handed);
    assert_eq!(paused.lasting(), alone.lasting());
}

#[test]
fn an_engine_that_is_lost_is_not_missed() {
    let alone = pull(&Script::new(1));
    // While it trains, while it measures, and before it has done anything.
    for lost_after in [1, 4, 30, 60] {
        let lost = pull(&Script { lost_after, ..Script::new(2) });
        assert_eq!(lost.lasting(), alone.lasting(), "after {lost_after} answers");
    }
    let lost = pull(&Script { slice_ms: STEP_BY_STEP, lost_after: 25, pause_at: 20, ..Script::new(2) });
    assert!(lost.handed[1] == 1 && lost.step == 120);
    assert_eq!(lost.lasting(), alone.lasting(), "half trained weights of it are not gone on from");
}

#[test]
fn training_that_diverges_in_the_second_engine_halts_the_run_with_its_words() {
    let mut script = Script::new(2);
    script.plan.diffusion.learning_rate = 1e30;
    let halted = pull(&script);
    let [halt] = &halted.halts[..] else { panic!("{:?}", halted.halts) };
    assert!(halt.contains("stopped being a number") && halt.contains("learning rate"), "{halt}");
}

#[test]
fn what_was_measured_under_other_settings_or_of_another_model_is_not_taken_over() {
    let plan = Script::new(1).plan;
    let experiment = Experiment::Compare(Box::new(plan.clone()));
    let measured = pull(&Script::new(1)).scores;
    let hear = |changes: u32, steps: u32| {
        let trained = ModelState { origin: Origin::Trained, steps, goal: 60, ..ModelState::default() };
        let models = [ModelState::default(), trained];
        let progress =
            Progress { run: RUN, changes, models, scores: measured.clone(), ..Progress::default() };
        let commands = [
            Command::Start {
                run: RUN,
                seed: 7,
                data: DataSettings::default(),
                experiment: experiment.clone(),
                from: None,
            },
            Command::Share { run: RUN, role: Role::First },
            Command::Tune { run: RUN, experiment: experiment.clone() },
            Command::Hear { run: RUN, progress: Box::new(progress) },
            Command::Next { run: RUN, steps: 0, walk: 0, budget_ms: 0.0 },
        ];
        let mut told = Told::default();
        crate::common::diffusion_run::answers(commands).into_iter().for_each(|event| told.take(event));
        let mut families: Vec<_> = told.scores.iter().map(|score| score.method.family() as usize).collect();
        families.sort_unstable();
        families.dedup();
        (families, told.models[1].steps)
    };
    assert_eq!(hear(0, 60), (vec![], 60), "a setting has changed since");
    // The energy that it was measured on is as little trained here; the diffusion model has not been handed over.
    assert_eq!(hear(1, 60), (vec![0, 1], 60));
}
