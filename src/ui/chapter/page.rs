//! The page of a chapter: what it is made of as plain data, and the one view of it.

use super::next::NextChapter;
use super::notice::Notice;
use super::preset::{Preset, TryThis};
use crate::settings::embed::PRESETS;
use crate::ui::controls::framed::{Lead, Part};
use crate::ui::controls::setting::Remarks;
use crate::ui::controls::settings_panel::SettingsPanel;
use crate::ui::words::language::say;
use leptos::prelude::*;

pub type View = fn() -> AnyView;

pub const NOTHING: View = || ().into_any();

/// The parts of a chapter's page.
pub struct Page {
    /// Its class.
    pub class: &'static str,
    /// The keys of its words: what it is called, what its engine does, and its sections.
    pub title: &'static str,
    /// The sentences that lead into it.
    pub lead: View,
    /// Above its stages: which samplers run, which layers are drawn.
    pub tools: View,
    /// Its stages.
    pub stage: View,
    /// In the bar that is always in sight: what makes the chapter go, and how far it is.
    pub transport: View,
    /// What its engine does, such as “training”.
    pub work: &'static str,
    /// Under the stages: controls that are needed less often.
    pub rest: View,
    /// What stands under single settings.
    pub remarks: Remarks,
    /// Beside the stage, over the controls that matter most; and below all that. Each with what it is to those who hear
    /// the page.
    pub rail: (&'static str, &'static [Section]),
    pub below: (&'static str, &'static [Section]),
}

/// What an embed may leave out.
#[derive(Clone, Copy)]
pub enum Section {
    /// A part by its name in `settings::embed`.
    Part(&'static str, View),
    Presets(&'static [Preset]),
}

impl Section {
    pub fn name(self) -> &'static str {
        match self {
            Self::Part(name, _) => name,
            Self::Presets(_) => PRESETS,
        }
    }

    /// With what is added to it from elsewhere.
    fn view(self, guests: &[Guest]) -> AnyView {
        let name = self.name();
        let guests: Vec<View> =
            guests.iter().filter(|(part, _)| *part == name).map(|(_, view)| *view).collect();
        let guests = move || guests.iter().map(|view| view()).collect::<Vec<_>>();
        match self {
            Self::Part(_, view) => view! { <Part name>{view()}{guests()}</Part> }.into_any(),
            Self::Presets(presets) => {
                view! { <Part name><TryThis presets>{guests()}</TryThis></Part> }.into_any()
            }
        }
    }
}

/// What another folder adds to the end of a section: its name, and what.
pub type Guest = (&'static str, View);

#[component]
pub fn ChapterPage(page: &'static Page, guests: &'static [Guest]) -> impl IntoView {
    let sections =
        |sections: &[Section]| -> Vec<_> { sections.iter().map(|section| section.view(guests)).collect() };
    let ((beside, rail), (under, below)) = (page.rail, page.below);
    view! {
        <main class=format!("chapter-body {}", page.class)>
            <Lead title=say(page.title)>{(page.lead)()}</Lead>
            <section class="theatre" aria-label=say("stage")>
                <div class="tools">{(page.tools)()}</div>
                {(page.stage)()}
                <div class="dock">
                    <Notice work=page.work/>
                    <div class="transport" role="group" aria-label=say("transport")>{(page.transport)()}</div>
                </div>
                {(page.rest)()}
            </section>
            <section class="rail" aria-label=say(beside)>
                {sections(rail)}
                <SettingsPanel remarks=page.remarks/>
            </section>
            <section class="below" aria-label=say(under)>{sections(below)}<NextChapter/></section>
        </main>
    }
}
