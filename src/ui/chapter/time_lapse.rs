//! The slider through training: which weights are wanted, and whether training goes on once it is let go.

use super::session::ChapterSession;
use crate::ui::store::Store;
use web_sys::HtmlInputElement;

/// A chapter that keeps weights of its training and can show them again.
pub trait LooksBack: ChapterSession {
    /// The slider, and the training steps whose weights are kept, in order.
    fn look_back(&mut self) -> (&mut TimeLapse, &[u32]);

    /// Moves through the kept weights; behind the last of them is now.
    fn scrub_to(&mut self, place: usize, store: &Store) {
        let trains = self.client().phase().trains();
        let (time_lapse, checkpoints) = self.look_back();
        let Some(moved) = time_lapse.scrub(place, checkpoints, trains) else { return };
        if moved.pause {
            self.client().toggle_train();
        }
        self.client().look_at(moved.look_at);
        self.carry_out(store);
    }

    /// The slider is let go: what was training goes on, if now is shown.
    fn release(&mut self, store: &Store) {
        if self.look_back().0.release() && !self.client().phase().trains() {
            self.toggle(store);
        }
    }

    /// Training goes on from the newest weights.
    fn show_now(&mut self) {
        if self.look_back().0.forget() {
            self.client().look_at(None);
        }
    }
}

/// What moving the slider asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// Training is to pause at once.
    pub pause: bool,
    /// The training step to look back at; none for the newest weights.
    pub look_at: Option<u32>,
}

/// Moves a slider's handle to where it belongs, of `most` places from 0.
pub fn show_place(slider: &HtmlInputElement, place: f64, most: usize) {
    let most = most.to_string();
    if slider.max() != most {
        slider.set_max(&most);
    }
    if (slider.value_as_number() - place).abs() > 1e-3 {
        slider.set_value_as_number(place);
    }
}

/// The handle stands at the index of the kept weights, or behind the last of them for now.
#[derive(Clone, Copy, Debug, Default)]
pub struct TimeLapse {
    /// The training step wanted; none for now.
    wanted: Option<u32>,
    /// It trained when the handle was first moved.
    resume: bool,
}

impl TimeLapse {
    pub fn place(&self, checkpoints: &[u32]) -> usize {
        self.wanted
            .and_then(|wanted| checkpoints.iter().position(|&step| step == wanted))
            .unwrap_or(checkpoints.len())
    }

    /// The handle is moved to a place. Nothing to do where it stands already.
    pub fn scrub(&mut self, place: usize, checkpoints: &[u32], trains: bool) -> Option<Move> {
        let look_at = checkpoints.get(place).copied();
        if look_at == self.wanted {
            return None;
        }
        self.wanted = look_at;
        self.resume |= trains;
        Some(Move { pause: trains, look_at })
    }

    /// The handle is let go. True if training goes on.
    pub fn release(&mut self) -> bool {
        std::mem::take(&mut self.resume) && self.wanted.is_none()
    }

    /// Back to now, without the slider. True if something else was shown.
    pub fn forget(&mut self) -> bool {
        std::mem::take(self).wanted.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEPT: [u32; 3] = [0, 10, 100];

    #[test]
    fn moving_pauses_and_letting_go_at_the_right_end_goes_on() {
        let mut lapse = TimeLapse::default();
        assert_eq!(lapse.place(&KEPT), 3);
        assert_eq!(lapse.scrub(1, &KEPT, true), Some(Move { pause: true, look_at: Some(10) }));
        assert_eq!((lapse.place(&KEPT), lapse.scrub(1, &KEPT, false)), (1, None));
        assert_eq!(lapse.scrub(3, &KEPT, false), Some(Move { pause: false, look_at: None }));
        assert!(lapse.release() && !lapse.release());
    }

    #[test]
    fn letting_go_in_the_past_stays_there_and_training_stays_paused() {
        let mut lapse = TimeLapse::default();
        lapse.scrub(0, &KEPT, true);
        assert!(!lapse.release());
        assert_eq!(lapse.place(&KEPT), 0);
        lapse.scrub(3, &KEPT, false);
        assert!(!lapse.release(), "it was let go before");
        lapse.scrub(2, &KEPT, false);
        assert!(lapse.forget() && !lapse.forget());
    }
}
