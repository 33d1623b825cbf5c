//! Chapter 1: Markov chains sample a density that is known exactly, so what they find can be judged.

mod alarm;
mod caption;
pub mod charts;
mod guide;
pub mod model;
pub mod painter;
mod panel;
mod plots;
pub mod presets;
mod samplers;
pub mod samples;
mod scoreboard;
pub mod session;
mod stage;
mod transport;

use self::model::Model;
use crate::settings::embed::{GUIDE, PLOTS, PRESETS, SAVE, SCORES};
use crate::ui::chapter::handle::Handle;
use crate::ui::chapter::live::Live;
use crate::ui::chapter::notice::Notice;
use crate::ui::chapter::plots::Plots;
use crate::ui::chapter::preset::TryThis;
use crate::ui::chapter::session::ChapterSession;
use crate::ui::controls::framed::{Lead, Part};
use crate::ui::saving::TakeAway;
use crate::ui::store::Store;
use leptos::prelude::*;
use session::McmcSession;

#[component]
pub fn McmcChapter() -> impl IntoView {
    let store = Store::get();
    let mcmc = Handle::<McmcSession>::get();
    let nothing_shown = Live::<Model>::get().memo(|model| model.lanes.is_empty());
    view! {
        <main class="chapter-body mcmc">
            <Lead title="Sample">
                "The density is known; only samples of it are wanted. Switch between "<b>"MALA"</b>" and "<b>"HMC"</b>
                " while the chain runs, drag its point anywhere, and see who explores, who crawls, and what neither finds."
            </Lead>
            <section class="theatre" aria-label="Stage">
                // Sticky within the section, which is as high as what lies beside it.
                <div class="pinned">
                    <stage::Stages/>
                    <samplers::Samplers/>
                    <stage::Layers/>
                    <div class="dock">
                        <transport::Transport/>
                        <Notice work="sampling"/>
                    </div>
                </div>
            </section>
            <section class="side" aria-label="Settings, what to look for, and plots">
                <panel::Panel/>
                <Part name=GUIDE><guide::Guide/></Part>
                <Part name=PLOTS><Plots rows=0..plots::PLOTS.len() cards=plots::cards()/></Part>
            </section>
            <section class="below" aria-label="Scoreboard and experiments">
                <Part name=SCORES><scoreboard::Scoreboard/></Part>
                <Part name=PRESETS>
                    <TryThis presets=presets::PRESETS start=move || mcmc.act(|mcmc| mcmc.run_anew(&store))/>
                </Part>
                <Part name=SAVE>
                    <TakeAway samples="Where the chains are, the first one's last states, and the last places visited."
                        nothing_shown plots=plots::cards()/>
                </Part>
            </section>
        </main>
    }
}
