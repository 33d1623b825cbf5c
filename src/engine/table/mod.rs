//! The table experiment: four models trained anew by the recipe of the write-up, several seeds each.

mod model;
mod real_vs_real;
mod score;

use super::chapter_run::{Answer, ChapterRun};
use super::device::EngineDevice;
use crate::protocol::table::{TableFrame, TableProgress};
use crate::protocol::{Frame, RunId};
use crate::settings::{TableModel, TablePart, TableSettings};
use model::ModelInProgress;
use real_vs_real::RealVsRealInProgress;
use std::collections::VecDeque;
use web_time::Instant;

/// One part of the table: the models of one engine, one after the other.
pub struct TableRun {
    id: RunId,
    table: TableSettings,
    device: EngineDevice,
    /// Only the first part measures it.
    real_vs_real: Option<RealVsRealInProgress>,
    current: Option<ModelInProgress>,
    ahead: VecDeque<TableModel>,
    /// Training steps done, and all there are.
    done: u32,
    all: u32,
}

impl TableRun {
    /// Sets a run up. Nothing costly happens before [`advance`](Self::advance).
    pub fn start(id: RunId, seed: u32, part: TablePart, device: &EngineDevice) -> Self {
        let ahead: VecDeque<TableModel> = part.models(seed).collect();
        Self {
            id,
            device: device.clone(),
            real_vs_real: (part.part == 0).then(|| RealVsRealInProgress::new(seed, &part.table)),
            current: None,
            done: 0,
            all: (ahead.len() * part.table.steps()) as u32,
            ahead,
            table: part.table,
        }
    }
}

impl ChapterRun for TableRun {
    /// Samples are drawn and scored beside.
    fn advance(&mut self, steps: u32, _walk: u32, budget_ms: f32) -> Answer<'_, Frame> {
        Box::pin(async move {
            let begin = Instant::now();
            let elapsed_ms = || begin.elapsed().as_secs_f64() * 1e3;
            let before = self.done;
            let mut frame = TableFrame::default();
            while elapsed_ms() < f64::from(budget_ms) {
                if let Some(real_vs_real) = &mut self.real_vs_real {
                    frame.real_vs_real = real_vs_real.advance().await?;
                    if frame.real_vs_real.is_some() {
                        self.real_vs_real = None;
                    }
                    continue;
                }
                if self.current.is_none() {
                    let next = self.ahead.pop_front();
                    self.current = next.map(|model| ModelInProgress::new(model, &self.table, &self.device));
                }
                let Some(current) = &mut self.current else { break };
                if !current.is_trained() {
                    if self.done - before >= steps {
                        break;
                    }
                    // A model that diverges has no steps left to take.
                    self.done += current.train().await?;
                } else if let Some(result) = current.sample().await? {
                    frame.results.push(result);
                    self.current = None;
                }
            }
            frame.current = self
                .current
                .as_ref()
                .map(|current| TableProgress { model: current.model, loss: current.loss });
            (frame.done, frame.all) = (self.done, self.all);
            Ok(Frame {
                run: self.id,
                step: self.done,
                more: self.real_vs_real.is_some() || self.current.is_some() || !self.ahead.is_empty(),
                halt: None,
                content: frame.into(),
            })
        })
    }
}
