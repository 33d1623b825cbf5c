//! The state that each step of the story begins with.

/// What a step of the story begins with.
pub struct StepState {
    /// What it changes of the defaults, as a link has it.
    pub changes: &'static str,
    /// Settings whose controls it needs, also where an embed shows no others.
    pub needs: &'static [&'static str],
}

const fn state(changes: &'static str, needs: &'static [&'static str]) -> StepState {
    StepState { changes, needs }
}

/// In their order: the first step is the first. Those from [`TABLE`] on come after the table, and a reader may leave them out.
pub const STEPS: [StepState; 17] = [
    state("chapter=sample&chains=1&pace=1", &[]),
    state("chapter=sample&chains=8&pace=1000", &[]),
    state("chapter=sample&race=1&pace=1000", &[]),
    state("chapter=sample&race=1&pace=1000", &[]),
    state(
        "chapter=learn-an-energy&data=1&density=0&contours=0&negatives=0&samples=0&trails=0&proposals=0&walk_pace=0&walkers=1",
        &[],
    ),
    state("chapter=learn-an-energy&walk_start=one-moon&walk_pace=0&negatives=0", &[]),
    state(
        "chapter=learn-an-energy&objective=sliced&walk_pace=0&walkers=1&negatives=0&samples=0&trails=0&proposals=0",
        &[],
    ),
    state(
        "chapter=learn-an-energy&objective=denoising&blur=0.05&energy_steps=400&walk_start=one-moon&walk_pace=120&trails=0",
        &["blur"],
    ),
    state("chapter=denoise&t=1&trails=0&density=0", &[]),
    state("chapter=denoise&trails=0&density=0", &[]),
    state("chapter=denoise&diffusion_sampler=ddim&sampler_steps=100&t=1&trails=0", &["sampler_steps"]),
    state("chapter=compare&curves=&compare_start=one-mode", &[]),
    state("chapter=denoise&fate=exact&trails=0&density=0", &[]),
    state(
        "chapter=denoise&points=20&diffusion_beside=copies&data=1&density=0&contours=0&trails=0",
        &["points"],
    ),
    state(
        "chapter=denoise&schedule=rescaled-linear&diffusion_beside=composed&t=1&trails=0&density=0",
        &["corrector"],
    ),
    state(
        "chapter=sample&target=eight-gaussians&sampler=random-walk&step_random_walk=0.12&chains=8&log_z=one-mode&pace=1",
        &["log_z"],
    ),
    state("chapter=sample&race=1&bug=hidden&step_langevin=0.05&pace=1000", &[]),
];

/// The table of the reader's answers has the number after the last step that everybody is led to.
pub const TABLE: u8 = 13;
/// The number of the last step.
pub const LAST: u8 = STEPS.len() as u8 + 1;

/// The place among [`STEPS`] of the step of this number; none of 0, and of the table.
pub fn place_of(step: u8) -> Option<usize> {
    let place = match step {
        0 | TABLE => return None,
        ..TABLE => step - 1,
        _ => step - 2,
    };
    (step <= LAST).then_some(place.into())
}

/// What the step of this number begins with.
pub fn state_of(step: u8) -> Option<&'static StepState> {
    Some(&STEPS[place_of(step)?])
}
