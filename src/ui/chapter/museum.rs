//! The museum of bugs under its setting: of a bug that is shown what it does to the run; of a hidden one the game, in which the
//! reader guesses and is told what was on and which number would have told.

use crate::settings::setting::Kind;
use crate::settings::{Settings, find};
use crate::ui::controls::seed::roll;
use crate::ui::store::Store;
use crate::ui::words::controls::option;
use crate::ui::words::language::{say, say_with};
use leptos::prelude::*;

/// Values of each chapter's setting that are no bugs, as a link has them.
const OFF: &str = "off";
const HIDDEN: &str = "hidden";

/// What a chapter's museum has on its wall, by the names in a link and on the page.
fn options(key: &'static str) -> Vec<(String, &'static str)> {
    let choice = find(key).map(|setting| setting.kind);
    let Some(Kind::Choice(choice)) = choice else { return Vec::new() };
    (choice.options)().into_iter().filter(|(name, _)| name != HIDDEN).collect()
}

/// What is said of a guess: whether it is right, and what was on.
fn verdict(guess: &str, on: &str, words: impl Fn(&str) -> String) -> String {
    let is = say(if guess == on { "museum.right" } else { "museum.wrong" });
    let was = if on == OFF { say("museum.was.none") } else { say_with("museum.was", "bug", words(on)) };
    format!("{is} {was}")
}

#[component]
pub fn Museum(
    /// The key of the chapter's setting.
    key: &'static str,
    /// What is on in the present run, as a link has it; none until the run has told.
    on: Memo<Option<String>>,
    /// What the numbers of the present run say, a sentence each.
    told: Memo<Vec<String>>,
) -> impl IntoView {
    let settings = Store::get().settings;
    let value = Memo::new(move |_| {
        settings.with(|settings| find(key).map_or(String::new(), |setting| setting.text(settings)))
    });
    move || match value.get().as_str() {
        OFF => ().into_any(),
        HIDDEN => view! { <Game key on told/> }.into_any(),
        _ => view! { <Told told/> }.into_any(),
    }
}

#[component]
fn Told(told: Memo<Vec<String>>) -> impl IntoView {
    let items = move || told.get().into_iter().map(|words| view! { <li>{words}</li> }).collect::<Vec<_>>();
    view! { <ul class="museum-told" data-testid="museum-told">{items}</ul> }
}

#[component]
fn Game(key: &'static str, on: Memo<Option<String>>, told: Memo<Vec<String>>) -> impl IntoView {
    let store = Store::get();
    let seed =
        Memo::new(move |_| store.settings.with(|settings: &Settings| settings.seed_of(settings.chapter)));
    // With the seed it was made for: another one hides another bug.
    let guess = RwSignal::new(None::<(u32, String)>);
    let guessed = move || guess.get().filter(|(of, _)| *of == seed.get()).map(|(_, name)| name);
    let words = move |name: &str| {
        let english =
            options(key).into_iter().find(|(other, _)| other == name).map_or("", |(_, words)| words);
        option(key, name, english).to_owned()
    };
    let button = move |(name, english): (String, &'static str)| {
        let (own, pressed) = (name.clone(), name.clone());
        view! {
            <button type="button" data-testid=format!("bug-{name}")
                aria-pressed=move || (guessed().as_ref() == Some(&pressed)).to_string()
                on:click=move |_| guess.set(Some((seed.get_untracked(), own.clone())))>
                {option(key, &name, english)}
            </button>
        }
    };
    let said = move || Some(verdict(&guessed()?, &on.get()?, words));
    let told = move || guessed().is_some().then(|| view! { <Told told/> });
    view! {
        <div class="museum-game" role="group" aria-label=say("museum.find")>
            <p>{say("museum.find")}</p>
            <p class="buttons">{options(key).into_iter().map(button).collect_view()}</p>
            <p class="judged" aria-live="polite" data-testid="museum-verdict">{said}</p>
            {told}
            <button type="button" class="quiet" data-testid="museum-another" on:click=move |_| roll(store)>
                {say("museum.another")}
            </button>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guess_is_right_or_wrong_and_what_was_on_is_told() {
        let words = |name: &str| name.to_uppercase();
        assert_eq!(verdict("no-sqrt2", "no-sqrt2", words), "Right. What was on: NO-SQRT2.");
        assert_eq!(verdict("off", "no-sqrt2", words), "No. What was on: NO-SQRT2.");
        assert_eq!(verdict("off", "off", words), "Right. No bug was on.");
        assert_eq!(verdict("energy-sign", "off", words), "No. No bug was on.");
    }

    #[test]
    fn every_bug_and_none_can_be_guessed() {
        let names: Vec<_> = options("bug").into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["off", "energy-sign", "no-correction", "no-sqrt2"]);
    }
}
