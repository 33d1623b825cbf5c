//! The museum of bugs of this chapter: what the run's own numbers say of what is on.

pub mod recognise;

use super::model::Model;
use crate::settings::{Sampler, SamplerBug, url};
use crate::ui::chapter::chains::LaneModel;
use crate::ui::chapter::guide::Advice;
use crate::ui::chapter::live::Live;
use crate::ui::chapter::museum;
use crate::ui::words::controls::option;
use crate::ui::words::format;
use crate::ui::words::language::{Told, number, say, say_with, tell};
use leptos::prelude::*;
use recognise::{Evidence, Lies, suspects};

#[component]
pub fn Museum() -> impl IntoView {
    let live = Live::<Model>::get();
    let on = live.memo(|model| model.bug.map(|bug| url::name_of(&bug)));
    let told = live.memo(told);
    view! { <museum::Museum key="bug" on told/> }
}

/// What the diagnostics of a lane say, once there are enough draws of a density of which enough is known.
pub fn evidence(now: &Model, lane: &LaneModel) -> Option<Evidence> {
    Evidence::of(lane.measured()?, now.log_densities(), now.chains)
}

/// The bugs that the diagnostics of all lanes name; none as long as one of them says nothing.
pub fn named(now: &Model) -> Option<Vec<SamplerBug>> {
    let mut named = Vec::new();
    for lane in &now.lanes {
        named.extend(suspects(lane.lane.sampler, &evidence(now, lane)?));
    }
    named.dedup();
    (!now.lanes.is_empty()).then_some(named)
}

/// The numbers of a lane, or why there are none.
fn numbers(now: &Model, lane: &LaneModel) -> String {
    let name = now.name(lane);
    let Some(of) = evidence(now, lane) else {
        let is_known = now.reference().is_none() || !now.log_densities().is_empty();
        return say_with(if is_known { "museum.early" } else { "museum.unknown" }, "sampler", name);
    };
    tell("museum.log-density", |place| {
        let shown = |value| number(&format::decimals(value));
        Some(Told::Words(match place {
            "sampler" => name.clone(),
            "measured" => shown(of.log_density),
            "error" => shown(of.error),
            "exact" => shown(of.exact),
            _ => number(&format::percent(of.accepted)),
        }))
    })
}

/// What follows of them, where `on` is on.
fn follows(sampler: Sampler, of: &Evidence, on: SamplerBug) -> String {
    let named = suspects(sampler, of);
    let is_off = on == SamplerBug::Off;
    match named.first() {
        _ if !is_off && !sampler.has(on) => say_with("museum.untouched", "sampler", sampler.name()),
        Some(SamplerBug::EnergySign) => say("museum.energy-sign"),
        Some(SamplerBug::NoCorrection) => say("museum.no-correction"),
        Some(SamplerBug::NoSqrt2) => say("museum.no-root"),
        _ if sampler.acceptance_key().is_none() && of.lies() == Lies::Low => say("museum.unadjusted"),
        _ if !is_off => say("museum.cannot"),
        _ if of.lies() == Lies::Right => say("museum.as-it-should"),
        _ => say("museum.other"),
    }
}

/// Of each lane, its numbers and what follows of them.
fn told(now: &Model) -> Vec<String> {
    let of_lane = |lane: &LaneModel| {
        let follows = evidence(now, lane)
            .zip(now.bug)
            .map_or(String::new(), |(of, bug)| follows(lane.lane.sampler, &of, bug));
        format!("{} {follows}", numbers(now, lane)).trim_end().to_owned()
    };
    now.lanes.iter().map(of_lane).collect()
}

/// What the guide says where a bug is on or may be: the numbers, and of a hidden one nothing else.
pub fn advice(now: &Model) -> Option<Advice> {
    let numbers = || now.lanes.iter().map(|lane| numbers(now, lane)).collect::<Vec<_>>().join(" ");
    let bug = now.bug_set;
    match bug {
        _ if now.lanes.is_empty() => None,
        SamplerBug::Hidden => Some(Advice::open(say("museum.find"), numbers())),
        _ if !now.lanes.iter().any(|lane| lane.lane.sampler.has(bug)) => None,
        _ => {
            let name = option("bug", &url::name_of(&bug), bug.name());
            Some(Advice::bad(say_with("museum.on", "bug", name), numbers()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::mcmc::Diagnostics;

    fn now(sampler: Sampler, mean: f64, acceptance: f64, bug: SamplerBug) -> Model {
        let measured = Diagnostics {
            draws: 5000.0,
            log_density: [mean, 0.01],
            late_shares: vec![1.0, 0.0],
            acceptance,
            ..Diagnostics::default()
        };
        let mut model = Model::of_two_modes([LaneModel::of(sampler, measured)]);
        (model.bug, model.bug_set) = (Some(bug), SamplerBug::Hidden);
        if let Some(reference) = &mut model.reference {
            reference.log_densities = vec![-1.0, -1.0];
        }
        model
    }

    #[test]
    fn the_answer_has_the_runs_numbers_and_what_follows_of_them() {
        use Sampler::{Hmc, Mala, Ula};
        let says = |model: &Model| told(model).pop().expect("a lane");
        let words = says(&now(Hmc, -9.5, 0.02, SamplerBug::EnergySign));
        for part in ["HMC", "−9.500 ± 0.010", "exactly −1.000", "2.0\u{a0}%", "refused"] {
            assert!(words.contains(part), "{part} is not in “{words}”");
        }
        assert!(says(&now(Mala, -1.3, 1.0, SamplerBug::NoCorrection)).contains("no proposal is refused"));
        assert!(says(&now(Mala, -0.8, 0.7, SamplerBug::NoSqrt2)).contains("Too high"));
        assert!(says(&now(Mala, -1.0, 0.7, SamplerBug::Off)).contains("as it should be"));
        assert!(says(&now(Mala, -1.0, 0.7, SamplerBug::EnergySign)).contains("not in the code of MALA"));
        assert!(says(&now(Mala, -1.0, 0.7, SamplerBug::NoSqrt2)).contains("cannot tell"));
        assert!(says(&now(Ula, -1.3, 1.0, SamplerBug::NoSqrt2)).contains("Shorten the step"));
        let mut unknown = now(Mala, -1.0, 0.7, SamplerBug::Off);
        if let Some(reference) = &mut unknown.reference {
            reference.log_densities.clear();
        }
        assert!(says(&unknown).contains("not known") && named(&unknown).is_none());
        unknown.reference = None;
        assert!(says(&unknown).contains("too few draws"));
    }

    #[test]
    fn the_guide_does_not_say_what_is_hidden_and_calls_no_bug_good() {
        let mut model = now(Sampler::Mala, -0.8, 0.7, SamplerBug::NoSqrt2);
        let hidden = advice(&model).expect("a verdict");
        assert!(hidden.verdict.contains("may be on") && !hidden.why.contains("Too high"));
        model.bug_set = SamplerBug::NoSqrt2;
        assert!(advice(&model).expect("a verdict").verdict.contains("√2 missing"));
        model.bug_set = SamplerBug::EnergySign;
        assert_eq!(advice(&model), None, "it is not in the code of MALA");
        assert_eq!(named(&model), Some(vec![SamplerBug::NoSqrt2]));
    }
}
