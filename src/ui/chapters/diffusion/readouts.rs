//! Every number the page reads out, gathered from the model a few times a second.

use super::clouds;
use super::hand::Hand;
use super::lane_readouts::LaneReadouts;
use super::model::Model;
use crate::protocol::diffusion::{Denoiser, Floor};
use crate::settings::{DataSettings, DiffusionBeside, DiffusionSettings};
use crate::ui::chapter::playhead::Playhead;
use crate::ui::words::data_words;
use crate::ui::words::diffusion as names;
use crate::ui::words::format;

#[derive(Clone, Debug, Default)]
pub struct Readouts {
    /// What the run is about, and the exact share of its first part.
    pub data: DataSettings,
    pub truth: Option<f64>,
    pub step: u32,
    pub steps_per_second: Option<f32>,
    /// Seconds until training pauses by itself.
    pub time_left: Option<f64>,
    /// The run, and the one it is forked into if it is.
    pub lanes: Vec<LaneReadouts>,
    /// What the two runs differ in; empty where there is one.
    pub names: Vec<&'static str>,
    /// The noised data stand beside the samples.
    pub forward: bool,
    pub states: usize,
    pub position: f64,
    pub playing: bool,
    /// Noise level shown.
    pub t: Option<f32>,
    /// A point in the reader's hand, data units.
    pub held: Option<[f32; 2]>,
    pub floor: Option<Floor>,
    /// Training steps whose weights are kept, in order.
    pub kept: Vec<u32>,
    /// The training step that is looked back at; none while the newest weights are shown.
    pub looking_at: Option<u32>,
    /// Samplers are being measured: the share that is done.
    pub measuring: Option<f32>,
    /// Counts what the engine has told.
    pub version: u32,
}

impl PartialEq for Readouts {
    /// Numbers that are not defined equal nothing, not even themselves: the version tells what has changed.
    fn eq(&self, other: &Self) -> bool {
        let of = |now: &Self| (now.version, now.time_left, now.position, now.playing, now.held);
        of(self) == of(other) && (&self.names, self.forward) == (&other.names, other.forward)
    }
}

impl Readouts {
    pub fn gather(
        model: &Model,
        data: &DataSettings,
        playhead: &Playhead,
        hand: &Hand,
        settings: &DiffusionSettings,
    ) -> Self {
        let truth = model.first().and_then(|lane| lane.reference()?.exact.shares.first());
        let cloud = model.first().and_then(|lane| lane.cloud());
        let t = cloud.map(|cloud| clouds::time_at(cloud, playhead.position()));
        let rate = Some(model.steps_per_second).filter(|&rate| rate > 0.0);
        let left = (settings.train_steps as f64 - f64::from(model.step)).max(0.0);
        Self {
            data: data.clone(),
            truth: truth.map(|&share| f64::from(share)),
            step: model.step,
            steps_per_second: rate,
            time_left: rate.map(|rate| left / f64::from(rate)),
            lanes: model.lanes.iter().map(|lane| LaneReadouts::gather(lane, t)).collect(),
            names: names::runs(settings),
            forward: settings.beside == DiffusionBeside::Forward,
            states: playhead.states(),
            position: playhead.position(),
            playing: playhead.playing(),
            t,
            held: hand.at(),
            floor: model.floor.clone(),
            kept: model.kept.clone(),
            looking_at: model.looking_at,
            measuring: model.measuring,
            version: model.version,
        }
    }

    /// The run of the settings, whatever stands beside it.
    pub fn first(&self) -> Option<&LaneReadouts> {
        self.lanes.first()
    }

    /// What the stage of a lane shows.
    pub fn label(&self, lane: usize) -> String {
        if self.forward && lane == 1 {
            return format!("Data, noised to t = {:.0}", self.t.unwrap_or_default());
        }
        let steps = |step: u32| format::count(f64::from(step));
        let shown = match self.lanes.get(lane).and_then(|lane| lane.source) {
            None => "Computing the ideal denoiser …".to_owned(),
            Some((Denoiser::Ideal, _)) => "Ideal denoiser (exact)".to_owned(),
            Some((Denoiser::Learned, step)) if self.looking_at.is_some() => {
                format!("Network, looking back at step {}", steps(step))
            }
            Some((Denoiser::Learned, step)) => format!("Network after {} steps", steps(step)),
        };
        match self.names.get(lane) {
            Some(name) => format!("{name} · {shown}"),
            None => shown,
        }
    }

    /// One sentence that says what the stage of a lane shows.
    pub fn describe(&self, lane: usize) -> String {
        let shown = self.lanes.get(if self.forward { 0 } else { lane });
        let Some(lane_now) = shown.filter(|lane| lane.source.is_some()) else {
            return "A square plane; samples are about to appear.".into();
        };
        let place = match self.t {
            _ if self.playing => "moving from noise to data, again and again".to_owned(),
            Some(t) if t > 0.0 => format!("at noise level {t:.0}"),
            _ => "at the end of the way, without noise".to_owned(),
        };
        let hand = "A point can be taken hold of with the pointer or the arrow keys.";
        let label = self.label(lane);
        if self.forward && lane == 1 {
            return format!("{label}: what the network is trained on, {place}. {hand}");
        }
        let shares = lane_now.score.as_ref().map_or(String::new(), |score| {
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
        let Some(at) = self.held else { return String::new() };
        let t = self.t.unwrap_or_default();
        let ends = self.lanes.iter().enumerate().filter_map(|(index, lane)| {
            let ends = lane.ends.as_ref()?;
            let name = self.names.get(index).map_or(String::new(), |name| format!(" ({name})"));
            let learned =
                ends.learned.map_or(String::new(), |end| format!(", the network{name} to {}", place(end)));
            Some(match index {
                0 => format!("the ideal denoiser sends it to {}{learned}", place(ends.exact)),
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
    use super::super::lane_readouts::Ends;
    use super::*;

    fn now() -> Readouts {
        let lane = LaneReadouts { source: Some((Denoiser::Learned, 1250)), ..LaneReadouts::default() };
        Readouts { lanes: vec![lane.clone(), lane], t: Some(60.0), ..Readouts::default() }
    }

    #[test]
    fn each_stage_says_what_it_shows() {
        let mut now = now();
        assert_eq!(now.label(0), "Network after 1,250 steps");
        now.names = vec!["Cosine schedule", "Linear schedule"];
        assert_eq!(now.label(1), "Linear schedule · Network after 1,250 steps");
        now.looking_at = Some(1250);
        assert!(now.describe(1).contains("Linear schedule · Network, looking back at step 1,250"));
        let beside = Readouts { forward: true, names: vec![], ..now };
        assert_eq!(beside.label(1), "Data, noised to t = 60");
        assert!(Readouts::default().describe(0).contains("about to appear"));
    }

    #[test]
    fn a_point_in_the_hand_is_told_with_where_it_is_sent() {
        let mut now = now();
        assert_eq!(now.describe_hand(), "");
        now.held = Some([0.5, -0.25]);
        assert!(now.describe_hand().contains("asking"));
        now.lanes[0].ends = Some(Ends { exact: [1.0, 0.0], learned: Some([0.0, 1.0]) });
        assert_eq!(
            now.describe_hand(),
            "The point (0.50, −0.25) at t = 60: the ideal denoiser sends it to (1.00, 0.00), the network to (0.00, 1.00)."
        );
        now.names = vec!["Residual MLP", "MLP"];
        now.lanes[1].ends = now.lanes[0].ends.clone();
        assert!(now.describe_hand().ends_with("the network (MLP) to (0.00, 1.00)."));
    }
}
