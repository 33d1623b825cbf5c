//! The claims of the story, tested on the reader's own run.

use super::model::Model;
use crate::protocol::compare::{Claim, ClaimKind, ModelState, Origin, Verdict};
use crate::settings::{DataSettings, url};
use crate::ui::chapter::live::Live;
use crate::ui::store::Store;
use crate::ui::words::data_words;
use crate::ui::words::format;
use crate::ui::words::language::say;
use leptos::prelude::*;

#[component]
pub fn Claims() -> impl IntoView {
    view! {
        <section class="claims" data-testid="claims">
            <h2>{say("compare.claims")}</h2>
            <p class="hint">
                "Each claim holds only if its whole 95 % confidence interval supports it. A share, or a difference \
                 of shares, of less than "{format::percent(Claim::SLIGHT)}" counts as none."
            </p>
            <ul>{ClaimKind::ALL.map(|kind| view! { <Card kind/> }).collect_view()}</ul>
        </section>
    }
}

#[component]
fn Card(kind: ClaimKind) -> impl IntoView {
    let store = Store::get();
    let live = Live::<Model>::get();
    // Numbers that are not defined equal nothing: what is told tells whether it has changed.
    let claim = live.memo(move |now| now.claims.iter().find(|claim| claim.kind == kind).cloned().map(Told));
    let verdict = move || claim.with(|claim| claim.as_ref().map(|Told(claim)| claim.verdict()));
    let data = store.part(DataSettings::clone);
    let measured =
        move || claim.with(|claim| claim.as_ref().map(|Told(claim)| data.with(|data| measured(claim, data))));
    let effect = move || {
        claim.with(|claim| claim.as_ref().map(|Told(claim)| claim.effect).filter(|effect| effect.is_finite()))
    };
    let stand_in = live.memo(move |now| stand_in(kind, &now.models));
    view! {
        <li class="card" data-testid=format!("claim-{}", url::name_of(&kind)) data-verdict=move || name(verdict())
            data-effect=move || effect().map(|effect| effect.to_string())>
            <h3>
                {move || data.with(|data| sentence(kind, data))}
                <span class="verdict" class:works=move || verdict() == Some(Verdict::Holds)
                    class:open=move || matches!(verdict(), None | Some(Verdict::DoesNotApply))>
                    {move || words(verdict())}
                </span>
            </h3>
            <p class="num">{move || measured().unwrap_or_else(|| "Measured once samples are compared.".into())}</p>
            <p>{move || why(kind, verdict())}" "{stand_in}</p>
        </li>
    }
}

/// A claim that is told again only if it says something else.
#[derive(Clone)]
struct Told(Claim);

impl PartialEq for Told {
    fn eq(&self, Self(other): &Self) -> bool {
        let numbers =
            |claim: &Claim| [claim.one, claim.two, claim.effect, claim.low, claim.high].map(f64::to_bits);
        let Self(claim) = self;
        (claim.kind, claim.walkers, claim.evaluations, &claim.why_not, numbers(claim))
            == (other.kind, other.walkers, other.evaluations, &other.why_not, numbers(other))
    }
}

fn name(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        None => "pending",
        Some(Verdict::Holds) => "holds",
        Some(Verdict::Fails) => "fails",
        Some(Verdict::DoesNotApply) => "none",
    }
}

fn words(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        None => "not measured yet",
        Some(Verdict::Holds) => "✓ holds",
        Some(Verdict::Fails) => "✗ not on this data",
        Some(Verdict::DoesNotApply) => "does not apply",
    }
}

fn sentence(kind: ClaimKind, data: &DataSettings) -> String {
    match kind {
        ClaimKind::HmcExploresBetter => {
            format!("HMC explores {} better than MALA", data_words::any(data))
        }
        ClaimKind::NeitherCrosses => format!("Neither crosses to {}", data_words::other(data)),
        ClaimKind::EnergyDependsOnStart => "The energy model's samples depend on where walkers start".into(),
        ClaimKind::DiffusionDoesNot => "Diffusion's do not".into(),
    }
}

/// Why it is so, or, before it is tested, why it should be; nothing where there is nothing to test.
fn why(kind: ClaimKind, verdict: Option<Verdict>) -> &'static str {
    let fails = match verdict {
        Some(Verdict::DoesNotApply) => return "",
        Some(Verdict::Fails) => true,
        Some(Verdict::Holds) | None => false,
    };
    match (kind, fails) {
        (ClaimKind::HmcExploresBetter, false) => {
            "Momentum carries HMC along a thin shape for many gradients, while MALA takes a new random direction \
             after each."
        }
        (ClaimKind::HmcExploresBetter, true) => {
            "On fat shapes MALA's steps are long as well: so momentum gains too little to be seen."
        }
        (ClaimKind::NeitherCrosses, false) => {
            "Both know only the slope where they are, and between the parts the slope points back."
        }
        (ClaimKind::NeitherCrosses, true) => {
            "Chains do cross, because the density between the parts is not low enough to turn all of them back."
        }
        (ClaimKind::EnergyDependsOnStart, false) => {
            "Its walkers are Markov chains on a landscape with the same gap. Where they end depends on where they \
             began."
        }
        (ClaimKind::EnergyDependsOnStart, true) => {
            "Walkers leave the place where they began. They cross, or the energy leads most of them elsewhere."
        }
        (ClaimKind::DiffusionDoesNot, false) => {
            "At high noise the parts are one hill, and noise added on the way makes walkers forget their start. A \
             sampler that adds none remembers it."
        }
        (ClaimKind::DiffusionDoesNot, true) => {
            "Something of the start is left, because the highest noise level is not pure noise or too little is \
             added on the way."
        }
    }
}

/// What a claim about a model is tested on while that is not learned.
fn stand_in(kind: ClaimKind, [energy, diffusion]: &[ModelState; 2]) -> &'static str {
    match kind {
        ClaimKind::EnergyDependsOnStart if energy.origin == Origin::Exact => {
            "Nothing is learned yet, so the exact density stands in for the energy."
        }
        ClaimKind::DiffusionDoesNot if diffusion.origin == Origin::Exact => {
            "Nothing is learned yet, so the exact denoiser stands in for the network."
        }
        _ => "",
    }
}

/// The numbers behind a claim, or why there are none.
fn measured(claim: &Claim, data: &DataSettings) -> String {
    if let Some(why) = &claim.why_not {
        return format!("{}.", data_words::capital(why));
    }
    let cost = format!(
        "{} walkers each, {} evaluations a walker",
        format::count(f64::from(claim.walkers)),
        format::count(f64::from(claim.evaluations))
    );
    let interval = |show: &dyn Fn(f64) -> String| format!("{} to {}", show(claim.low), show(claim.high));
    match claim.kind {
        ClaimKind::HmcExploresBetter => {
            let times = |ratio: f64| format!("{} ×", format::price(ratio));
            format!(
                "Effective samples for 1,000 gradients: HMC {}, MALA {}; {} as many (95 %: {}). {cost}.",
                format::price(claim.one),
                format::price(claim.two),
                times(claim.effect),
                interval(&times)
            )
        }
        ClaimKind::NeitherCrosses => format!(
            "Left their {}: {} of HMC's chains, {} of MALA's; the larger is {} (95 %: {}). {cost}.",
            data_words::part(data),
            format::percent(claim.one),
            format::percent(claim.two),
            format::percent(claim.effect),
            interval(&format::percent)
        ),
        ClaimKind::EnergyDependsOnStart | ClaimKind::DiffusionDoesNot => format!(
            "End nearest to {}: {} after a start there, {} after a start in {}; difference {} (95 %: {}). {cost}.",
            data_words::the(data, 0),
            format::percent(claim.one),
            format::percent(claim.two),
            data_words::the(data, 1),
            format::percent(claim.effect),
            interval(&format::percent)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::DataSet;

    fn claim(kind: ClaimKind) -> Claim {
        Claim {
            kind,
            one: 0.9,
            two: 0.2,
            effect: 0.7,
            low: 0.6,
            high: 0.8,
            walkers: 500,
            evaluations: 2000,
            why_not: None,
        }
    }

    #[test]
    fn what_was_measured_is_told_with_its_interval_and_cost() {
        let data = DataSettings::default();
        let told = measured(&claim(ClaimKind::EnergyDependsOnStart), &data);
        for part in
            ["the upper moon: 90", "20", "the lower moon", "60", "80", "500 walkers", "2,000 evaluations"]
        {
            assert!(told.contains(part), "{part}: {told}");
        }
        assert!(measured(&claim(ClaimKind::NeitherCrosses), &data).starts_with("Left their moon"));
        let none =
            Claim { why_not: Some("this data set has one mode".into()), ..claim(ClaimKind::NeitherCrosses) };
        assert_eq!(measured(&none, &data), "This data set has one mode.");
    }

    #[test]
    fn a_claim_that_fails_is_not_explained_as_if_it_held() {
        for kind in ClaimKind::ALL {
            assert_eq!(why(kind, None), why(kind, Some(Verdict::Holds)));
            assert_ne!(why(kind, Some(Verdict::Fails)), why(kind, Some(Verdict::Holds)));
            assert_eq!(why(kind, Some(Verdict::DoesNotApply)), "");
        }
    }

    #[test]
    fn a_claim_about_a_model_says_where_none_is_learned() {
        let perfect = [ModelState::default(); 2];
        let told = ClaimKind::ALL.map(|kind| !stand_in(kind, &perfect).is_empty());
        assert_eq!(told, [false, false, true, true]);
        let trained = [ModelState { origin: Origin::Trained, ..ModelState::default() }; 2];
        assert!(ClaimKind::ALL.into_iter().all(|kind| stand_in(kind, &trained).is_empty()));
    }

    #[test]
    fn claims_are_about_the_data_set_chosen() {
        let data = DataSettings { set: DataSet::Spirals, ..DataSettings::default() };
        assert_eq!(sentence(ClaimKind::NeitherCrosses, &data), "Neither crosses to the other spiral");
        assert!(sentence(ClaimKind::HmcExploresBetter, &data).contains("spiral"));
    }

    #[test]
    fn a_claim_of_undefined_numbers_is_not_told_again_and_again() {
        let undefined = Told(Claim { effect: f64::NAN, ..claim(ClaimKind::DiffusionDoesNot) });
        assert!(undefined == undefined.clone());
        assert!(undefined != Told(claim(ClaimKind::DiffusionDoesNot)));
    }
}
