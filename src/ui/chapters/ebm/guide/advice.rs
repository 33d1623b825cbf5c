//! The verdict on a learned energy: what is broken comes first, then what lies off the data, then shares, then what is good.

use super::situation::Situation;
use super::verdicts::{self, CLOSE_KL, FAR_KL, LARGE_GAP, MOSTLY_OFF, PATIENCE, is_near, never_crossed};
use crate::settings::{EbmSettings, Objective};
use crate::ui::chapter::guide::Advice;
use crate::ui::chapters::ebm::lane::LaneModel;
use crate::ui::words::data_words;
use crate::ui::words::ebm as names;
use crate::ui::words::format;

/// A blurred density has more than this off the data.
const BLURRED: f64 = 0.05;
/// A part whose share is below this part of the true one is lost.
const LOST: f64 = 0.2;
const PENALTY: (&str, &str) = ("Add an energy penalty of 0.1", "penalty=0.1");

/// The advice but for its details.
pub fn advice(at: &Situation) -> Advice {
    let Some(first) = at.now.lanes.first() else {
        return Advice::open("The exact density is being computed", "The walkers set out on it next.");
    };
    let lanes = || at.now.lanes.iter();
    broken(at)
        .or_else(|| untrained(at, first))
        .or_else(|| lanes().find_map(|lane| off(at, lane)))
        .or_else(|| lanes().find_map(|lane| wrong_shares(at, lane)))
        .or_else(|| nearer(at))
        .or_else(|| far(at, first))
        .or_else(|| walkers(at, first))
        .unwrap_or_else(|| {
            let verdict = if first.score().is_some() {
                "Energy and walkers match the data"
            } else {
                "The energy matches the data"
            };
            Advice::good(verdict, verdicts::about_density(at))
        })
}

fn broken(at: &Situation) -> Option<Advice> {
    let contrastive = |lane: &LaneModel| lane.objective.is_some_and(Objective::is_contrastive);
    let mend = |advice: Advice| match at.now.lanes.iter().any(contrastive) && at.settings.penalty == 0.0 {
        true => advice.change(PENALTY.0, PENALTY.1),
        false => advice.change("Use a smaller learning rate", "energy_rate=0.0003"),
    };
    // What stopped the newest weights says nothing of those before.
    if let Some(why) = at.now.halted.as_ref().filter(|_| at.now.looking_at.is_none()) {
        return Some(mend(Advice::stopped(why)));
    }
    let no_number = |lane: &LaneModel| lane.metrics().is_some_and(|metrics| !metrics.kl.is_finite());
    if at.now.lanes.iter().any(no_number) {
        let why = "Its total mass is not a number that can be computed, so it has no distance to the exact density.";
        return Some(mend(Advice::bad("The learned density cannot be measured", why)));
    }
    let gap = |lane: &LaneModel| lane.metrics().and(lane.smoothed(|lane| &lane.gap));
    let large = at.now.lanes.iter().filter_map(gap).find(|gap| gap.abs() >= LARGE_GAP)?;
    let why = format!(
        "Data and negatives are {} nats apart in energy; after {} a healthy gap is below {LARGE_GAP}.",
        format::price(large.abs()),
        format::plural(f64::from(at.now.step), "step")
    );
    Some(mend(Advice::bad("The energies are running away", why)))
}

fn untrained(at: &Situation, lane: &LaneModel) -> Option<Advice> {
    if lane.metrics().is_some() {
        return None;
    }
    Some(if at.running {
        let why = "No map of the energy is drawn yet; the walkers are still on the exact density.";
        Advice::open("Training has begun", why)
    } else {
        Advice::open("Nothing is learned yet", verdicts::about_exact(at, lane)).go("Train")
    })
}

/// Mass that lies off the data, in a young network or in a blurred one.
fn off(at: &Situation, lane: &LaneModel) -> Option<Advice> {
    let metrics = lane.metrics()?;
    let all = data_words::all(&at.now.data);
    let after = format::plural(f64::from(lane.map_step().unwrap_or_default()), "step");
    let why = format!(
        "{} of the density{} lies off {all} after {after}; of the exact one it is almost 0\u{a0}%.",
        format::percent(metrics.off_share),
        at.of(lane)
    );
    if let Some((words, changes)) = blurred_by(at, lane, metrics.off_share).filter(|_| !at.running) {
        return Some(Advice::bad("The density is blurred", why).change(words, changes));
    }
    (metrics.off_share > MOSTLY_OFF).then(|| {
        let verdict = format!("The energy does not fit {all} yet");
        match at.running {
            true => Advice::open(verdict, why),
            false => Advice::bad(verdict, why).go("Train on"),
        }
    })
}

/// What mends the blur of a density, where a blur explains the share of it that lies off the data.
fn blurred_by(at: &Situation, lane: &LaneModel, off: f64) -> Option<(&'static str, &'static str)> {
    let EbmSettings { data_noise, jitter, blur, .. } = *at.settings;
    let blur = if lane.objective == Some(Objective::Denoising) { blur } else { 0.0 };
    // Off the data is what lies farther than 4σ from where they come from; at most e^(−x²/2) of a Gaussian is beyond x deviations.
    let x = 4.0 * data_noise / data_noise.hypot(jitter).hypot(blur);
    (off > BLURRED && off <= (-0.5 * x * x).exp()).then_some(if jitter > blur {
        ("Take the noise off the data", "data_jitter=0")
    } else {
        ("Learn with less blur", "blur=0.05")
    })
}

/// Parts that the density has lost, or weighs wrong.
fn wrong_shares(at: &Situation, lane: &LaneModel) -> Option<Advice> {
    let (metrics, truth) = (lane.metrics()?, at.now.truth()?);
    let share = metrics.first_share;
    if !data_words::has_parts(&at.now.data) || !share.is_finite() || is_near(share, truth) {
        return None;
    }
    let data = &at.now.data;
    let part = data_words::part(data);
    let why = format!(
        "{} of its mass{} is nearest to {}; {} would be right",
        format::percent(share),
        at.of(lane),
        data_words::the(data, 0),
        format::percent(truth)
    );
    if at.running {
        return Some(Advice::open("The shares are still moving", why + ". Training goes on."));
    }
    let lost = share < LOST * truth || 1.0 - share < LOST * (1.0 - truth);
    let fair = lane.score().is_some_and(|score| {
        [Some(score.walkers), score.negatives]
            .into_iter()
            .flatten()
            .any(|of| of.off_share < MOSTLY_OFF && is_near(of.first_share, truth))
    });
    let contrastive = lane.objective.is_some_and(Objective::is_contrastive);
    Some(match (lost, contrastive) {
        (true, true) => {
            let verdict = match fair {
                true => format!("Good samples hide a lost {part}"),
                false => format!("The energy has lost a {part}"),
            };
            let advice = Advice::bad(verdict, why + ".");
            if at.settings.penalty == 0.0 {
                advice.change(PENALTY.0, PENALTY.1)
            } else {
                advice.go("Train on")
            }
        }
        (_, true) => Advice::bad(format!("The energy weighs the {part}s wrong"), why + ".").go("Train on"),
        (_, false) if lane.objective == Some(Objective::Nce) => {
            let why = format!("{why}. Where its noise hardly lies, it is not told how high the energy is.");
            let advice = Advice::bad(format!("The energy weighs the {part}s wrong"), why);
            match at.settings.noise_shift > 0.0 {
                true => advice.change("Put the noise over the data", "noise_shift=0"),
                false => advice.go("Train on"),
            }
        }
        (_, false) => {
            let why = format!("{why}. A score tells directions, not how much each {part} weighs.");
            Advice::bad(format!("The energy weighs the {part}s wrong"), why)
                .change("Learn by denoising with blur 0.1", "objective=denoising&blur=0.1")
        }
    })
}

/// Of two objectives, the one whose density is nearer to the exact one.
fn nearer(at: &Situation) -> Option<Advice> {
    let kl = |lane: &LaneModel| lane.metrics().map(|metrics| metrics.kl).filter(|kl| kl.is_finite());
    let [one, other] = &at.now.lanes[..] else { return None };
    let (a, b) = (kl(one)?, kl(other)?);
    (one.objective != other.objective && !at.running).then(|| {
        let best = names::lane(if a <= b { one.objective } else { other.objective });
        Advice::open(format!("{best} is nearer in this one run"), verdicts::about_density(at))
    })
}

/// A density that is not close to the exact one.
fn far(at: &Situation, lane: &LaneModel) -> Option<Advice> {
    let kl = lane.metrics()?.kl;
    if kl < CLOSE_KL {
        return None;
    }
    let why = verdicts::about_density(at);
    Some(match (kl >= FAR_KL, at.running) {
        (true, false) => Advice::bad("The energy is far from the exact one", why).go("Train on"),
        (_, true) => Advice::open("The energy is getting better", why),
        (false, false) => Advice::open("The energy is near, not there yet", why).go("Train on"),
    })
}

/// A good energy and walkers that do not show it.
fn walkers(at: &Situation, lane: &LaneModel) -> Option<Advice> {
    let score = lane.score().filter(|_| lane.walkers.chains() > 0)?;
    let data = &at.now.data;
    let walked = format::plural(lane.walked(), "step");
    if score.walkers.off_share > MOSTLY_OFF {
        let why = format!(
            "{} of the walkers are off {} after {walked}, and {} of the density.",
            format::percent(score.walkers.off_share),
            data_words::all(data),
            format::percent(lane.metrics()?.off_share)
        );
        return Some(Advice::open("A good energy; its walkers are still on their way", why));
    }
    let truth = at.now.truth().filter(|_| data_words::has_parts(data))?;
    if is_near(score.walkers.first_share, truth) && never_crossed(lane) < 0.5 {
        return None;
    }
    let why = format!(
        "{} of {} walkers have crossed in {walked}, and {} are in {}, where {} would be right.",
        lane.crossed(),
        lane.walkers.chains(),
        format::percent(score.walkers.first_share),
        data_words::the(data, 0),
        format::percent(truth)
    );
    Some(if lane.walked() < PATIENCE || at.running {
        Advice::open("A good energy; its walkers have just begun", why)
    } else {
        Advice::bad("A good energy, but most walkers have not crossed", why)
            .change("Try annealed Langevin", "walk=annealed")
    })
}
