//! Chapter 2: a network learns an energy while walkers sample it, and each can be right where the other is wrong.

mod card;
pub mod charts;
mod guide;
pub mod lane;
pub mod model;
pub mod painter;
mod panel;
mod plots;
pub mod presets;
mod samples;
mod scores;
pub mod session;
mod stage;
mod stage_words;
mod transport;

use self::model::Model;
use crate::settings::embed::{GUIDE, PLOTS, PRESETS, SAVE, SCORES};
use crate::ui::chapter::handle::Handle;
use crate::ui::chapter::live::Live;
use crate::ui::chapter::notice::Notice;
use crate::ui::chapter::preset::TryThis;
use crate::ui::chapter::session::ChapterSession;
use crate::ui::controls::framed::{Lead, Part, embed};
use crate::ui::saving::TakeAway;
use crate::ui::saving::weights::WeightsButtons;
use crate::ui::store::Store;
use leptos::prelude::*;
use session::EbmSession;

#[component]
pub fn EbmChapter() -> impl IntoView {
    let store = Store::get();
    let ebm = Handle::<EbmSession>::get();
    let live = Live::<Model>::get();
    let nothing_shown = live.memo(|now| now.lanes.is_empty());
    let untrained = live.memo(|now| now.step == 0);
    view! {
        <main class="chapter-body ebm">
            <Lead title="Learn an energy">
                "Now the density is not known, only data. Press "<b>"Train"</b>
                " and a network learns an energy, low where data are, while walkers crawl over it. \
                 Is what it learned right? And do the walkers find it?"
            </Lead>
            <section class="theatre" aria-label="Stage">
                // Sticky within the section, which is as high as what lies beside it.
                <div class="pinned">
                    <stage::Stages/>
                    <stage::Layers/>
                    <div class="dock">
                        <transport::Transport/>
                        <Notice work="training"/>
                    </div>
                </div>
            </section>
            <section class="side" aria-label="Settings, what to look for, and plots">
                <panel::Panel/>
                <Part name=GUIDE><guide::Guide/></Part>
                <Part name=PLOTS><plots::Plots/></Part>
            </section>
            <section class="below" aria-label="Scores and experiments">
                <Part name=SCORES><scores::EnergyScores/></Part>
                <Part name=PRESETS>
                    <TryThis presets=presets::PRESETS start=move || ebm.act(|ebm| ebm.run_anew(&store))/>
                </Part>
                <Part name=SAVE>
                    <TakeAway samples="The walkers and where they have been, and negatives and data where they are shown."
                        nothing_shown plots=plots::cards()>
                        // A file brings settings of its own.
                        {embed(|embed| embed.locked.is_empty()).then(|| view! { <WeightsButtons untrained/> })}
                    </TakeAway>
                </Part>
            </section>
        </main>
    }
}
