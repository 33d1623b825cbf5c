//! Single settings of the chapter shown: which of them students see, and which they cannot change.

use crate::settings::embed::Shown;
use crate::settings::setting::{Place, Setting};
use crate::settings::{EmbedSettings, Settings, all};
use crate::ui::store::Store;
use crate::ui::words::controls::words_in;
use crate::ui::words::language::{say, say_with};
use leptos::prelude::*;

/// Shows a part or a setting, or leaves it out.
pub fn show(draft: RwSignal<EmbedSettings>, name: &'static str, on: bool) {
    draft.update(|draft| {
        if let Shown::Only(names) = &mut draft.shown {
            names.set(name, on);
        }
    });
}

#[component]
pub fn Singles(draft: RwSignal<EmbedSettings>) -> impl IntoView {
    let settings = Store::get().settings;
    let chapter = settings.with_untracked(|settings| settings.chapter);
    let row = move |setting: &'static Setting| {
        let (key, part, (label, _)) = (setting.key, setting.part(), words_in(setting, chapter));
        let whole = move || draft.with(|draft| draft.shown.contains(part));
        let shown = move || whole() || draft.with(|draft| draft.shown.contains(key));
        let locked = move || draft.with(|draft| draft.locked.contains(key));
        view! {
            <tr>
                <th scope="row">{label}</th>
                <td><input type="checkbox" data-testid=format!("embed-show-{key}") aria-label=say_with("teacher.show.of", "setting", label)
                    prop:checked=shown disabled=whole
                    on:change:target=move |event| show(draft, key, event.target().checked())/></td>
                <td><input type="checkbox" data-testid=format!("embed-lock-{key}") aria-label=say_with("teacher.lock.of", "setting", label)
                    prop:checked=locked
                    on:change:target=move |event| draft.update(|draft| draft.locked.set(key, event.target().checked()))/></td>
            </tr>
        }
    };
    view! {
        <div class="singles" tabindex="0" role="group" aria-label=say("teacher.settings")>
            <table>
                <thead><tr><th scope="col">{say("teacher.setting")}</th><th scope="col">{say("teacher.show")}</th><th scope="col">{say("teacher.lock")}</th></tr></thead>
                <tbody>{settings.with_untracked(on_page).into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

/// The settings whose controls stand on the page now: what a sampler or a network is, and then the layers of the stage.
fn on_page(settings: &Settings) -> Vec<&'static Setting> {
    let stands = |setting: &&Setting| {
        // The table has its controls only once a reader opens it.
        let stands = !matches!(setting.place, Place::Page | Place::Table);
        stands && setting.is_in(settings.chapter) && setting.is_shown(settings)
    };
    let (layers, mut others): (Vec<_>, Vec<_>) =
        all().filter(stands).partition(|setting| setting.place == Place::Layers);
    others.extend(layers);
    others
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Chapter;

    #[test]
    fn what_does_nothing_now_is_not_on_offer() {
        let keys =
            |settings: &Settings| -> Vec<&str> { on_page(settings).iter().map(|row| row.key).collect() };
        let mut settings = Settings { chapter: Chapter::Sample, ..Settings::default() };
        let offered = keys(&settings);
        assert!(
            offered.contains(&"seed") && offered.contains(&"step_langevin") && offered.contains(&"sampler")
        );
        assert!(
            !offered.contains(&"step_hmc") && !offered.contains(&"width") && !offered.contains(&"ghosts")
        );
        assert_eq!(offered.last(), Some(&"score"), "layers last");
        settings.mcmc.race = true;
        assert!(keys(&settings).contains(&"step_hmc") && keys(&settings).contains(&"rival"));
    }
}
