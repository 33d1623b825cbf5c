//! What the sentences of the guide speak from.

use crate::settings::EbmSettings;
use crate::ui::chapters::ebm::lane::LaneModel;
use crate::ui::chapters::ebm::model::Model;
use crate::ui::words::ebm as names;

pub struct Situation<'a> {
    pub now: &'a Model,
    pub settings: &'a EbmSettings,
    /// Training goes on.
    pub running: bool,
}

impl Situation<'_> {
    /// Whether a lane has to be named, for there are two.
    pub fn has_two(&self) -> bool {
        self.now.lanes.len() > 1
    }

    /// A lane's energy, named where there are two.
    pub fn of(&self, lane: &LaneModel) -> String {
        if self.has_two() { format!(" of {}", names::lane(lane.objective)) } else { String::new() }
    }
}
