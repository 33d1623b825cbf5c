//! The energy model in a few numbers, as another chapter shows it beside its own.

use super::model::Model;
use crate::ui::chapter::card::{Climb, Numbers, Side};

pub fn numbers(now: &Model) -> Numbers {
    Numbers { data: now.data.clone(), side: side(now), climb: climb(now) }
}

/// The model and its walkers, if one has been trained in this page.
fn side(now: &Model) -> Option<Side> {
    let lane = now.lanes.first().filter(|lane| !lane.on_exact)?;
    let score = lane.score().map(|score| score.walkers);
    Some(Side {
        steps: lane.map_step()?,
        first_share: score.map(|score| score.first_share),
        off_share: score.map(|score| score.off_share),
        mmd2: score.map(|score| score.mmd2),
    })
}

fn climb(now: &Model) -> Option<Climb> {
    let lane = now.lanes.first().filter(|lane| !lane.on_exact)?;
    Some(Climb {
        learned: lane.metrics()?.barrier,
        exact: now.barrier(),
        walkers: lane.walkers.chains(),
        crossed: lane.crossed(),
        steps: lane.walked(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::ebm::{EbmScore, EnergyMetrics, SampleScore};
    use crate::settings::Objective;
    use crate::ui::chapters::ebm::lane::LaneModel;

    fn with(lane: LaneModel) -> Model {
        Model::of([lane], 0.5, 7.0)
    }

    #[test]
    fn walkers_on_the_exact_density_tell_nothing_of_a_model() {
        let learned = LaneModel::on_exact(8, 0.0, &[]).learn(Objective::Cd, 3, EnergyMetrics::default());
        let exact = LaneModel { on_exact: true, ..learned };
        assert_eq!(numbers(&with(exact)), Numbers::default());
    }

    #[test]
    fn its_samples_are_its_walkers() {
        let walkers = SampleScore { mmd2: 0.01, first_share: 0.25, off_share: 0.1 };
        let metrics = EnergyMetrics { barrier: 4.0, ..EnergyMetrics::default() };
        let mut lane = LaneModel::on_exact(8, 1500.0, &[9.0, 7.0]).learn(Objective::Cd, 4000, metrics);
        lane.score = Some(EbmScore { walkers, ..EbmScore::default() });
        let Numbers { side, climb, .. } = numbers(&with(lane));
        let side = side.expect("trained");
        assert_eq!((side.steps, side.first_share, side.mmd2), (4000, Some(0.25), Some(0.01)));
        let expected = Climb { learned: 4.0, exact: Some(7.0), walkers: 8, crossed: 2, steps: 1500.0 };
        assert_eq!(climb, Some(expected));
    }
}
