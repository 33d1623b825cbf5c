//! Benchmark workloads: fixed units of the work that the page asks for, on the same code.
//!
//! | case | one unit |
//! |---|---|
//! | `w1.A.256` `w1.A.1024` | one training step of an MLP 66→128→128→128→2 |
//! | `w1.B.256` `w1.B.1024` | the same of a residual MLP 66→128, three blocks, →2 |
//! | `w2.A` `w2.B` | one point of one DDIM step, 2,000 points, 100 steps |
//! | `w3` | one contrastive divergence step of an energy network 2→128→128→1: 256 rows, 20 Langevin steps |
//! | `w4.1` `w4.64` | one HMC transition of 20 leapfrog steps of .1 on Rezende and Mohamed's U1, 1 or 64 chains |
//! | `limit.` and one of w1, w2, w3 | the same unit's matrix products alone |

mod chains;
mod energy;
mod limit;
mod network;

use super::device::EngineDevice;
use crate::protocol::BenchSlice;
use chains::ChainWork;
use energy::EnergyWork;
use limit::LimitWork;
use network::NetworkWork;
use web_time::Instant;

/// Every case there is.
pub const CASES: [&str; 9] =
    ["w1.A.256", "w1.A.1024", "w1.B.256", "w1.B.1024", "w2.A", "w2.B", "w3", "w4.1", "w4.64"];

/// A benchmark under way: further slices go on where the last one ended.
pub struct Bench {
    case: String,
    seed: u32,
    work: Work,
}

enum Work {
    Network(Box<NetworkWork>),
    Energy(Box<EnergyWork>),
    Chains(ChainWork),
    Limit(LimitWork),
    /// There is no such case.
    None,
}

impl Bench {
    /// The benchmark in `slot`, if it is this one; otherwise a new one, put there.
    pub fn resume<'a>(
        slot: &'a mut Option<Self>,
        case: &str,
        seed: u32,
        device: &EngineDevice,
    ) -> &'a mut Self {
        if slot.as_ref().is_none_or(|bench| bench.case != case || bench.seed != seed) {
            *slot = Some(Self { case: case.to_owned(), seed, work: Work::new(case, seed, device) });
        }
        slot.as_mut().expect("just filled")
    }

    /// Works for about `budget_ms`, results read back.
    ///
    /// # Errors
    /// Says in words that the device is lost. A case that does not exist is reported in the slice.
    pub async fn advance(&mut self, budget_ms: f32) -> Result<BenchSlice, String> {
        let mut slice = BenchSlice { case: self.case.clone(), ..BenchSlice::default() };
        let begin = Instant::now();
        match &mut self.work {
            Work::Network(work) => work.advance(f64::from(budget_ms), &mut slice).await?,
            Work::Energy(work) => work.advance(f64::from(budget_ms), &mut slice).await?,
            Work::Chains(work) => work.advance(f64::from(budget_ms), &mut slice),
            Work::Limit(work) => work.advance(f64::from(budget_ms), &mut slice),
            Work::None => {
                let cases = CASES.join(", ");
                slice.error = Some(format!("there is no case {:?}; there are {cases}", self.case));
            }
        }
        slice.elapsed_ms = begin.elapsed().as_secs_f64() * 1e3;
        Ok(slice)
    }
}

impl Work {
    fn new(case: &str, seed: u32, device: &EngineDevice) -> Self {
        if let Some(case) = case.strip_prefix("limit.") {
            let known = CASES.contains(&case).then_some(case);
            return known.and_then(LimitWork::of).map_or(Self::None, Self::Limit);
        }
        match case {
            "w3" => Self::Energy(Box::new(EnergyWork::new(seed, device))),
            "w4.1" => Self::Chains(ChainWork::new(1, seed)),
            "w4.64" => Self::Chains(ChainWork::new(64, seed)),
            case if CASES.contains(&case) => Self::Network(Box::new(NetworkWork::new(case, seed, device))),
            _ => Self::None,
        }
    }
}
