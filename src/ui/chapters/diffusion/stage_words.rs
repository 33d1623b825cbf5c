//! What the stages show, in words.

use super::describe;
use super::lane::LaneModel;
use super::model::Model;
use crate::protocol::diffusion::{Denoiser, ProbeTrajectory};
use crate::settings::diffusion::names::COMPOSITIONS;
use crate::settings::{CorrectorKind, DiffusionBeside};
use crate::ui::words::data_words;
use crate::ui::words::format;
use crate::ui::words::names::name;

impl Model {
    /// What the stage of a lane shows.
    pub fn label(&self, lane: usize) -> String {
        match self.beside(lane) {
            Some(DiffusionBeside::Forward) => {
                return format!("Data, noised to t = {:.0}", self.t().unwrap_or_default());
            }
            Some(DiffusionBeside::Composed) => return self.composed_label(),
            Some(_) => return "Ideal denoiser of the training points".into(),
            None => {}
        }
        let steps = |step: u32| format::count(f64::from(step));
        let shown = match self.lanes.get(lane).and_then(LaneModel::cloud) {
            None => "Computing the ideal denoiser …".to_owned(),
            Some(cloud) if cloud.denoiser == Denoiser::Ideal => "Ideal denoiser (exact)".to_owned(),
            Some(cloud) if self.looking_at.is_some() => {
                format!("Network, looking back at step {}", steps(cloud.step))
            }
            Some(cloud) => format!("Network after {}", format::plural(f64::from(cloud.step), "step")),
        };
        match self.names.get(lane) {
            Some(name) => format!("{name} · {shown}"),
            None => shown,
        }
    }

    fn composed_label(&self) -> String {
        let beside = self.first().and_then(|lane| lane.beside(DiffusionBeside::Composed));
        let Some(drawn_as) = beside.and_then(|beside| Some(beside.composed.as_ref()?.drawn_as)) else {
            return "Drawing samples of the composition …".into();
        };
        let corrected = match drawn_as.corrector {
            CorrectorKind::None => "uncorrected",
            CorrectorKind::RandomWalk | CorrectorKind::Mala | CorrectorKind::Hmc => "corrected",
        };
        format!("{}, {corrected}", name(COMPOSITIONS, &drawn_as.compose))
    }

    /// One sentence that says what the stage of a lane shows.
    pub fn describe(&self, lane: usize) -> String {
        let shown = self.shown(lane);
        let Some(lane_now) = shown.filter(|lane| lane.cloud().is_some()) else {
            return "A square plane; samples are about to appear.".into();
        };
        let place = match self.t() {
            _ if self.playhead.playing() => "moving from noise to data, again and again".to_owned(),
            Some(t) if t > 0.0 => format!("at noise level {t:.0}"),
            _ => "at the end of the way, without noise".to_owned(),
        };
        let hand = "A point can be picked up with the pointer or the arrow keys.";
        let label = self.label(lane);
        match self.beside(lane) {
            Some(DiffusionBeside::Forward) => {
                return format!("{label}: what the network is trained on, {place}. {hand}");
            }
            Some(DiffusionBeside::Composed) => {
                return format!("{label}: 1,000 samples {place}. {} {hand}", describe::composition(self));
            }
            Some(_) => {
                return format!(
                    "{label}: it has the least training loss of all, and copies them, {place}. {hand}"
                );
            }
            None => {}
        }
        let shares = lane_now.score().map_or(String::new(), |score| {
            let [first, off] = [score.distances.first_share, score.distances.off_share]
                .map(|share| format::percent(f64::from(share)));
            let nearest = if data_words::has_parts(&self.data) {
                format!("{first} lie nearest to {} and ", data_words::the(&self.data, 0))
            } else {
                String::new()
            };
            format!(" Of the finished samples {nearest}{off} lie off {}.", data_words::all(&self.data))
        });
        let whole = data_words::whole(&self.data);
        format!("{label}: 1,000 samples {place}, over the density of {whole}.{shares} {hand}")
    }

    /// Where the denoisers send the point in the reader's hand, in words; empty while nothing is held.
    pub fn describe_hand(&self) -> String {
        let Some(at) = self.probe_point.at() else { return String::new() };
        let t = self.t().unwrap_or_default();
        let end = |way: &ProbeTrajectory| way.points.last_chunk().copied().map(place);
        let ends = self.lanes.iter().enumerate().filter_map(|(index, lane)| {
            let probe = lane.probe.as_ref()?;
            let name = self.names.get(index).map_or(String::new(), |name| format!(" ({name})"));
            let learned = probe.learned.as_ref().and_then(end);
            let learned = learned.map_or(String::new(), |end| format!(", the network{name} to {end}"));
            Some(match index {
                0 => format!("the ideal denoiser sends it to {}{learned}", end(&probe.exact)?),
                _ => learned.trim_start_matches(", ").to_owned(),
            })
        });
        let ends: Vec<_> = ends.filter(|words| !words.is_empty()).collect();
        let answer = if ends.is_empty() { "asking the denoisers …".to_owned() } else { ends.join(", ") };
        format!("The point {} at t = {t:.0}: {answer}.", place(at))
    }
}

/// A place of the plane.
fn place([x, y]: [f32; 2]) -> String {
    format!("({x:.2}, {y:.2})").replace('-', "−")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::diffusion::{Cloud, Probe};

    fn now() -> Model {
        let lane = || LaneModel {
            learned: Some(Cloud {
                denoiser: Denoiser::Learned,
                step: 1250,
                times: vec![60.0],
                ..Cloud::default()
            }),
            ..LaneModel::default()
        };
        Model { lanes: vec![lane(), lane()], ..Model::default() }
    }

    #[test]
    fn each_stage_says_what_it_shows() {
        let mut now = now();
        assert_eq!(now.label(0), "Network after 1,250 steps");
        now.names = vec!["Cosine schedule", "Linear schedule"];
        assert_eq!(now.label(1), "Linear schedule · Network after 1,250 steps");
        now.looking_at = Some(1250);
        assert!(now.describe(1).contains("Linear schedule · Network, looking back at step 1,250"));
        let beside = Model { beside: DiffusionBeside::Forward, names: vec![], ..now };
        assert_eq!(beside.label(1), "Data, noised to t = 60");
        assert!(Model::default().describe(0).contains("about to appear"));
    }

    #[test]
    fn a_point_in_the_hand_is_told_with_where_it_is_sent() {
        let mut now = now();
        assert_eq!(now.describe_hand(), "");
        now.probe_point.put([0.5, -0.25]);
        assert!(now.describe_hand().contains("asking"));
        let way = |points: [f32; 2]| ProbeTrajectory { points: points.into(), ..ProbeTrajectory::default() };
        let probe = Probe { exact: way([1.0, 0.0]), learned: Some(way([0.0, 1.0])), ..Probe::default() };
        now.lanes[0].probe = Some(probe.clone());
        assert_eq!(
            now.describe_hand(),
            "The point (0.50, −0.25) at t = 60: the ideal denoiser sends it to (1.00, 0.00), the network to (0.00, 1.00)."
        );
        now.names = vec!["Residual MLP", "MLP"];
        now.lanes[1].probe = Some(probe);
        assert!(now.describe_hand().ends_with("the network (MLP) to (0.00, 1.00)."));
    }
}
