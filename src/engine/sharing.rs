//! A run that two engines share. Of two networks the second engine trains the second one ahead; the first takes its slices over
//! one by one while it trains the other network as far, and does everything else, so that both networks of a run are always
//! at one step. Of a single network the second engine draws and scores samples, of one state after the other that the first
//! hands over and trains on from. Whenever it has to the first goes on alone, for it has all that training goes on from.

use crate::protocol::diffusion::DiffusionLane;
use crate::protocol::sharing::{Progress, Role, Slice};
use crate::protocol::{Content, Frame, RunId};
use std::collections::VecDeque;
use web_time::Instant;

/// The network that the second engine trains.
pub const SECOND: usize = 1;
/// Fewer steps are not waited for.
const WORTH_WAITING: u32 = 20;

#[derive(Default)]
pub struct Sharing {
    role: Role,
    /// There is one network: the second engine draws samples.
    draws: bool,
    /// How often the first engine has changed the shared network, or how it is trained or drawn from.
    changes: u32,
    /// The second engine knows the newest of these changes; where it draws, it has not drawn all of the state that it knows.
    in_step: bool,
    /// Slices that are not taken over yet.
    ahead: VecDeque<Slice>,
    /// Drawn by the second engine: on its way there, or not shown yet.
    pub drawn: DiffusionLane,
    /// What the other engine has not been told yet.
    pub next: Option<Progress>,
}

impl Sharing {
    /// A run of so many networks is shared from now on, or is no more.
    pub fn share(&mut self, role: Role, networks: usize) {
        self.leave();
        (self.role, self.draws) = (role, networks == 1);
    }

    pub fn is_second(&self) -> bool {
        self.role == Role::Second
    }

    /// Whether the second engine draws the samples of this first one.
    pub fn draws_elsewhere(&self) -> bool {
        self.role == Role::First && self.draws
    }

    /// The shared network, or how it is trained or drawn from, has changed: what the other engine does is of no use.
    pub fn leave(&mut self) {
        self.changes += 1;
        self.in_step = false;
        self.ahead.clear();
        self.drawn = DiffusionLane::default();
    }

    /// Takes in what the other engine tells. Gives the second one what it goes on from.
    pub fn hear(&mut self, mut progress: Progress) -> Option<Slice> {
        match self.role {
            Role::Second => {
                (self.changes, self.in_step) = (progress.changes, true);
                return progress.slices.pop();
            }
            Role::First if progress.changes == self.changes => {
                self.ahead.extend(progress.slices);
                if let Some(drawn) = progress.drawn {
                    (self.drawn, self.in_step) = (*drawn, false);
                }
            }
            Role::First | Role::Alone => {}
        }
        None
    }

    /// Whether the first engine has to wait for the second before it takes more of the `left` steps.
    pub fn waits(&self, left: u32) -> bool {
        let trains_ahead = self.role == Role::First && !self.draws && self.in_step;
        trains_ahead && self.ahead.is_empty() && left >= WORTH_WAITING
    }

    /// The slice to take over after step `done`, of at most `left` steps; none where this engine trains both networks.
    pub fn take(&mut self, done: u32, left: u32) -> Option<Slice> {
        let next = self.ahead.pop_front().filter(|slice| slice.from == done && slice.steps <= left);
        if next.is_none() && !self.draws {
            self.leave();
        }
        next
    }

    /// Whether the first engine has to tell the second what to go on from, after a frame that was to take so many steps.
    pub fn owes_state(&self, steps: u32) -> bool {
        self.role == Role::First && !self.in_step && steps >= WORTH_WAITING
    }

    /// The second engine trains for about `budget_ms` if it is to take steps, a slice by `next` after the other. Its frame has
    /// this empty `content`.
    ///
    /// # Errors
    /// Says in words that the device is lost.
    pub async fn train_ahead(
        &mut self,
        run: RunId,
        steps: u32,
        budget_ms: f32,
        content: Content,
        mut next: impl AsyncFnMut() -> Result<Option<Slice>, String>,
    ) -> Result<Frame, String> {
        let begin = Instant::now();
        let mut slices = Vec::new();
        while steps > 0 && self.in_step && 1e3 * begin.elapsed().as_secs_f32() < budget_ms {
            let Some(slice) = next().await? else { break };
            slices.push(slice);
        }
        self.tell(run, slices);
        Ok(unseen(run, content))
    }

    /// Tells the first engine what is `drawn` of the state that it has told, once that `is_all`.
    pub fn tell_drawn(&mut self, run: RunId, drawn: DiffusionLane, is_all: bool) {
        if is_all && std::mem::take(&mut self.in_step) {
            let drawn = Some(Box::new(drawn));
            self.next = Some(Progress { run, changes: self.changes, drawn, ..Progress::default() });
        } else {
            self.drawn = drawn;
        }
    }

    /// Tells the other engine, if there is anything.
    pub fn tell(&mut self, run: RunId, slices: Vec<Slice>) {
        if !slices.is_empty() {
            self.in_step = true;
            self.next = Some(Progress { run, changes: self.changes, slices, ..Progress::default() });
        }
    }
}

/// A frame of the second engine, which nobody sees.
pub fn unseen(run: RunId, content: Content) -> Frame {
    Frame { run, step: 0, more: false, halt: None, content }
}
