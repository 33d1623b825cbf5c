//! The seed of everything random, by hand or by dice.

use super::Restarts;
use super::framed::{Framed, locked_words};
use crate::settings::find;
use crate::ui::store::Store;
use crate::ui::words::controls::{help, label};
use crate::ui::words::language::say;
use leptos::prelude::*;

/// Another seed of the chapter shown.
pub fn roll(store: Store) {
    let chapter = store.settings.with_untracked(|settings| settings.chapter);
    match getrandom::u32() {
        // Short enough to read out in a classroom.
        Ok(number) => store.settings.update(|settings| settings.set_seed_of(chapter, number % 10_000)),
        Err(why) => store.notice.set(format!("The browser gives no random numbers: {why}.")),
    }
}

#[component]
pub fn Seed() -> impl IntoView {
    let Some(setting) = find("seed") else { return ().into_any() };
    let locked = Framed::of(setting) == Framed::Locked;
    let store = Store::get();
    // That of the chapter shown: the other chapter's run goes on with its own.
    let chapter = store.settings.with_untracked(|settings| settings.chapter);
    let seed = Memo::new(move |_| store.settings.with(|settings| settings.seed_of(chapter)));
    let set = move |event: leptos::ev::Targeted<web_sys::Event, web_sys::HtmlInputElement>| match event
        .target()
        .value()
        .trim()
        .parse()
    {
        Ok(seed) => store.settings.update(|settings| settings.set_seed_of(chapter, seed)),
        Err(_) => {
            store.notice.set(format!(
                "A seed is a whole number from 0 to {}; it stays {}.",
                u32::MAX,
                seed.get_untracked()
            ));
            event.target().set_value(&seed.get_untracked().to_string());
        }
    };
    view! {
        <div class="control seed" class:greyed=locked>
            <label for="seed" title=help(setting)>{label(setting)}<Restarts/>
            </label>
            <span>
                <input id="seed" type="number" inputmode="numeric" min="0" max=u32::MAX.to_string() step="1" disabled=locked
                    data-testid="seed" prop:value=move || seed.get().to_string() on:change:target=set/>
                <button type="button" data-testid="dice" aria-label=say("seed.dice") title=say("seed.dice") disabled=locked
                    on:click=move |_| roll(store)>"⚄"</button>
            </span>
            {locked.then(|| view! { <p class="why-not">{locked_words()}</p> })}
        </div>
    }
    .into_any()
}
