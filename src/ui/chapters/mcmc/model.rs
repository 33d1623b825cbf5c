//! What the engine has told about the chains of the present run, in bounded memory.

use crate::protocol::mcmc::McmcReference;
use crate::protocol::{Content, Frame};
use crate::ui::chapter::chains::LaneModel;

#[derive(Default)]
pub struct Model {
    /// Of the present run, or of one before on the same density until the present one has told its own.
    pub reference: Option<McmcReference>,
    /// Whether `reference` belongs to the present run.
    reference_is_new: bool,
    /// One for each sampler that runs.
    pub lanes: Vec<LaneModel>,
    /// Transitions of each chain.
    pub step: u32,
    pub steps_per_second: f32,
    /// Count what has changed, so that drawings know when they are stale.
    pub reference_version: u32,
    pub version: u32,
    pub curves_version: u32,
}

impl Model {
    /// Forgets the run before; its density can still be shown where the new run has one of the same kind.
    pub fn begin(&mut self, same_target: bool) {
        let before = std::mem::take(self);
        *self = Self {
            reference: before.reference.filter(|_| same_target),
            reference_version: before.reference_version + u32::from(!same_target),
            version: before.version + 1,
            curves_version: before.curves_version + 1,
            ..Self::default()
        };
    }

    /// Takes in a frame of the present run. True if it brought another transition.
    pub fn take(&mut self, frame: Frame) -> bool {
        let Content::Mcmc(content) = frame.content else { return false };
        let moved = frame.step != self.step;
        self.step = frame.step;
        if frame.steps_per_second > 0.0 {
            self.steps_per_second = frame.steps_per_second;
        }
        if let Some(reference) = content.reference {
            self.reference = Some(reference);
            self.reference_is_new = true;
            self.reference_version += 1;
            self.curves_version += 1;
        }
        self.lanes.resize_with(content.lanes.len(), LaneModel::default);
        for (model, lane) in self.lanes.iter_mut().zip(content.lanes) {
            self.curves_version += u32::from(model.take(lane));
        }
        self.version += 1;
        moved
    }

    /// Shows the first chain where the reader holds it, before the engine has answered.
    pub fn place(&mut self, at: [f32; 2]) {
        self.lanes.iter_mut().for_each(|lane| lane.place(at));
        self.version += 1;
    }

    /// What is known exactly about the present run.
    pub fn reference(&self) -> Option<&McmcReference> {
        self.reference.as_ref().filter(|_| self.reference_is_new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::mcmc::{Lane, McmcFrame};

    fn frame(step: u32, reference: Option<McmcReference>, lanes: usize) -> Frame {
        let lanes = vec![Lane { positions: vec![step as f32, 0.0], ..Lane::default() }; lanes];
        let content = McmcFrame { reference, lanes }.into();
        Frame { run: 0, step, steps_per_second: 0.0, more: false, halt: None, content }
    }

    #[test]
    fn a_new_run_forgets_all_but_a_density_of_the_same_kind() {
        let mut model = Model::default();
        assert!(!model.take(frame(0, Some(McmcReference::default()), 2)));
        assert!(model.take(frame(5, None, 2)));
        assert_eq!((model.lanes.len(), model.step), (2, 5));
        assert!(model.reference().is_some());
        let (version, curves, reference) = (model.version, model.curves_version, model.reference_version);
        model.begin(true);
        assert!(model.reference.is_some() && model.reference().is_none());
        assert_eq!((model.lanes.len(), model.step, model.reference_version), (0, 0, reference));
        assert!(model.version > version && model.curves_version > curves);
        model.begin(false);
        assert!(model.reference.is_none() && model.reference_version > reference);
    }

    #[test]
    fn a_race_that_ends_leaves_one_lane() {
        let mut model = Model::default();
        model.take(frame(1, None, 2));
        model.take(frame(2, None, 1));
        assert_eq!(model.lanes.len(), 1);
    }

    #[test]
    fn a_chain_in_the_hand_is_shown_there_at_once() {
        let mut model = Model::default();
        model.take(frame(1, None, 2));
        let version = model.version;
        model.place([0.5, -0.5]);
        assert!(model.lanes.iter().all(|lane| lane.lane.positions == [0.5, -0.5]));
        assert!(model.version > version);
    }
}
