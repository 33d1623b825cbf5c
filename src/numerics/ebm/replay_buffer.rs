//! Chains that outlive a training step: persistent contrastive divergence (Tieleman 2008), as a replay buffer (Du &
//! Mordatch 2019, arXiv:1903.08689).

use burn::tensor::{Device, Tensor, TensorData};

/// Chains in blocks of one batch, which take turns. They stay on the device: nothing is read back.
#[derive(Clone, Debug)]
pub struct ReplayBuffer {
    blocks: Vec<Tensor<2>>,
    turn: usize,
}

impl ReplayBuffer {
    /// `chains` chains in blocks of `batch`, at least one block; `start` gives the places of a block, `[batch, 2]`.
    pub fn new(chains: usize, batch: usize, device: &Device, mut start: impl FnMut() -> Vec<f32>) -> Self {
        let block = |_| Tensor::from_data(TensorData::new(start(), [batch, 2]), device);
        Self { blocks: (0..chains.div_ceil(batch).max(1)).map(block).collect(), turn: 0 }
    }

    /// Whose turn it is, and where all chains are, `[2 · chains]`.
    pub fn state(&self) -> (u64, Tensor<1>) {
        let blocks = self.blocks.iter().map(|block| block.clone().flatten(0, 1)).collect();
        (self.turn as u64, Tensor::cat(blocks, 0))
    }

    /// Goes on from the [state](Self::state) of as many chains in as many blocks: the first of `values`, which are taken.
    ///
    /// # Panics
    /// If there are fewer.
    pub fn resume(&mut self, turn: u64, values: &mut &[f32]) {
        self.turn = turn as usize;
        for block in &mut self.blocks {
            let places = values.split_off(..block.shape().num_elements()).expect("places of all chains");
            *block = Tensor::from_data(TensorData::new(places.to_vec(), block.dims()), &block.device());
        }
    }

    /// The block whose turn it is, `[batch, 2]`; a row is taken from `fresh` (`[batch, 2]`) where `restart` says so.
    pub fn take(&self, restart: &[bool], fresh: Vec<f32>) -> Tensor<2> {
        let chains = self.blocks[self.turn].clone();
        if !restart.contains(&true) {
            return chains;
        }
        let (device, shape) = (chains.device(), chains.dims());
        let kept: Vec<f32> = restart.iter().flat_map(|&restart| [f32::from(u8::from(!restart)); 2]).collect();
        let new = fresh.into_iter().zip(&kept).map(|(place, kept)| place * (1.0 - kept)).collect::<Vec<_>>();
        chains * Tensor::from_data(TensorData::new(kept, shape), &device)
            + Tensor::from_data(TensorData::new(new, shape), &device)
    }

    /// Where the chains of this turn have come to; the next block's turn.
    pub fn put(&mut self, chains: Tensor<2>) {
        self.blocks[self.turn] = chains;
        self.turn = (self.turn + 1) % self.blocks.len();
    }

    /// The chains moved last, `[batch, 2]`.
    pub fn last(&self) -> Tensor<2> {
        self.blocks[(self.turn + self.blocks.len() - 1) % self.blocks.len()].clone()
    }
}
