//! The way from the end of a chapter to the next one.

use crate::settings::Chapter;
use crate::settings::embed::CHAPTERS;
use crate::ui::browser;
use crate::ui::controls::framed::Part;
use crate::ui::store::Store;
use crate::ui::words::language::{chapter as name_of, say_with};
use leptos::prelude::*;

/// What leads on from `chapter`, and where to: the last one leads back to the first.
fn after(chapter: Chapter) -> (String, Chapter) {
    let next = Chapter::ALL[(chapter as usize + 1) % Chapter::ALL.len()];
    let key = if next == Chapter::Sample { "next.first" } else { "next.chapter" };
    (say_with(key, "chapter", name_of(next)), next)
}

#[component]
pub fn NextChapter() -> impl IntoView {
    let store = Store::get();
    let (words, next) = after(store.settings.with_untracked(|settings| settings.chapter));
    let go = move |_| {
        store.open(next);
        browser::show(".page");
    };
    view! {
        <Part name=CHAPTERS>
            <p class="buttons next">
                <button type="button" class="primary" data-testid="next-chapter" on:click=go>{words}</button>
            </p>
        </Part>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_leads_through_all_chapters_and_back() {
        let words = Chapter::ALL.map(|chapter| after(chapter).0);
        assert_eq!(
            words,
            ["Next: 2 Learn an energy →", "Next: 3 Denoise →", "Next: 4 Compare →", "Back to 1 Sample"]
        );
    }
}
