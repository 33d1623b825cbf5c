//! Chapter 3: a diffusion model learns, before the reader's eyes, to undo noise.

pub mod charts;
pub mod closing;
pub mod clouds;
mod describe;
mod gauge;
mod guide;
mod hand;
pub mod lane;
pub mod levels;
pub mod model;
pub mod painter;
mod panel;
mod plots;
pub mod presets;
mod reading;
mod samples;
mod saving;
mod scores;
pub mod session;
mod stage;
mod stage_words;
mod transport;
pub mod walkers;

use self::model::Model;
use crate::settings::DataSettings;
use crate::settings::embed::{GUIDE, PLOTS, PRESETS, SAVE, SCORES};
use crate::ui::chapter::handle::Handle;
use crate::ui::chapter::live::Live;
use crate::ui::chapter::notice::Notice;
use crate::ui::chapter::plots::Plots;
use crate::ui::chapter::preset::TryThis;
use crate::ui::chapter::session::ChapterSession;
use crate::ui::controls::framed::{Lead, Part, embed};
use crate::ui::saving::TakeAway;
use crate::ui::saving::weights::WeightsButtons;
use crate::ui::store::Store;
use crate::ui::words::data_words;
use leptos::prelude::*;
use session::DiffusionSession;

#[component]
pub fn DiffusionChapter(
    /// A further card among the things to try, and what stands last among the scores.
    #[prop(into)]
    card: ViewFn,
    #[prop(into)] table: ViewFn,
) -> impl IntoView {
    let store = Store::get();
    let diffusion = Handle::<DiffusionSession>::get();
    let comes = Store::get().part(|data: &DataSettings| {
        format!("Noise goes in, {} {} out. ", data_words::whole(data), data_words::come(data))
    });
    let live = Live::<Model>::get();
    let nothing_shown = live.memo(|now| now.lanes.iter().all(|lane| lane.cloud().is_none()));
    let untrained = live.memo(|now| now.step == 0);
    view! {
        <main class="chapter-body diffusion">
            <Lead title="Denoise">
                {comes}"Press "<b>"Train"</b>
                " and a network learns to undo a little noise at a time; drag "<i>"t"</i>" to walk between noise and data."
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
                <Part name=GUIDE>
                    <div class="stack">
                        <gauge::SignalGauge/>
                        <guide::Guide/>
                    </div>
                </Part>
                <Part name=PLOTS><Plots rows=0..plots::LEVELS cards=plots::cards() beside=plots::beside below=plots::below/></Part>
            </section>
            <section class="below" aria-label="Scores and experiments">
                <Part name=PRESETS>
                    <TryThis presets=presets::PRESETS start=move || diffusion.act(|diffusion| diffusion.restart(&store))>
                        {card.run()}
                    </TryThis>
                </Part>
                <Part name=SCORES>
                    <scores::SampleScores/>
                    <closing::Closing/>
                    {table.run()}
                </Part>
                <Part name=SAVE>
                    <TakeAway samples="The samples at the noise level shown, where they end, and where the denoiser says they will."
                        nothing_shown plots=plots::cards() timeline="From noise to data">
                        // A file brings settings of its own.
                        {embed(|embed| embed.locked.is_empty()).then(|| view! { <WeightsButtons untrained/> })}
                    </TakeAway>
                </Part>
            </section>
        </main>
    }
}
