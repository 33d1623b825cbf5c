//! What students see of their homework, at the end of each step: the code to hand in, once all of it is measured.

use super::asked;
use super::code;
use crate::settings::story::TABLE;
use crate::ui::browser;
use crate::ui::store::Store;
use crate::ui::words::language::{say, say_with};
use leptos::html::Input;
use leptos::prelude::*;

/// Nothing where there is no homework.
pub fn hand_in() -> AnyView {
    let settings = Store::get().settings;
    let left = Memo::new(move |_| {
        settings.with(|settings| {
            let is_some = asked::of(&settings.story.homework).next().is_some();
            is_some.then(|| asked::left(&settings.story).map(|asked| asked.title()).collect::<Vec<_>>())
        })
    });
    let at_table = move || settings.with(|settings| settings.story.step == TABLE);
    let shown = move || match left.get() {
        Some(left) if left.is_empty() => Some(view! { <Code/> }.into_any()),
        Some(left) if at_table() => {
            let words = say_with("homework.left", "steps", left.join(", "));
            Some(view! { <p class="story-do" data-testid="homework-left">{words}</p> }.into_any())
        }
        _ => None,
    };
    (move || shown()).into_any()
}

#[component]
fn Code() -> impl IntoView {
    let store = Store::get();
    let code = Memo::new(move |_| store.settings.with(code::write));
    let field = NodeRef::<Input>::new();
    let copied = RwSignal::new(None);
    let copy = move |_| {
        if let Some(field) = field.get_untracked() {
            field.select();
        }
        browser::copy(code.get_untracked(), move |done| copied.set(Some(done)));
    };
    let said = move || copied.get().map(|done| say(if done { "save.copied" } else { "teacher.not-copied" }));
    view! {
        <div class="hand-in" data-testid="hand-in">
            <label class="field">
                <span>{say("homework.code")}</span>
                <input type="text" readonly node_ref=field data-testid="homework-code" prop:value=code/>
            </label>
            <button type="button" data-testid="homework-copy" on:click=copy>{say("homework.copy")}</button>
            <span role="status">{said}</span>
        </div>
    }
}
