//! Nodes of a Gaussian mixture in small blocks, of which those are summed that lie near enough to a point.

use crate::numerics::Point;
use crate::numerics::exp::exp_2;
use crate::numerics::kernel::lanes::Lanes;
use std::f64::consts::LOG2_E;

/// Nodes of a block, and blocks whose discs are looked at together: so many that the compiler can use vector instructions.
pub const NODES: usize = 8;
const DISCS: usize = 8;

/// Neighbouring nodes of one part, about the data's mean, in data units.
#[derive(Clone, Debug)]
pub struct Block {
    pub x: Lanes<NODES>,
    pub y: Lanes<NODES>,
    /// log₂ of weight − ½ Σ a² u² / v; −∞ where there is no node.
    lead: Lanes<NODES>,
}

/// Up to [`DISCS`] blocks of one part.
#[derive(Clone, Debug)]
pub struct Cluster {
    /// Index of the part.
    part: usize,
    blocks: Vec<Block>,
    /// A node of each block, and how far the others are from it, in units of the blur; not-a-number where there is no block.
    middle: [Lanes<DISCS>; 2],
    radius: Lanes<DISCS>,
}

/// A rule of quadrature over all parts.
#[derive(Clone, Debug)]
pub struct Mixture {
    clusters: Vec<Cluster>,
    /// Radius of the largest block of nodes, in units of the blur.
    pub largest: f64,
}

impl Mixture {
    /// From the nodes of each part with their log weights; `gain` is a / √v along each axis.
    pub fn new<'a>(parts: impl Iterator<Item = &'a [(Point, f64)]>, gain: Point) -> Self {
        let of_part = |(part, nodes): (usize, &'a [(Point, f64)])| {
            nodes.chunks(NODES * DISCS).map(move |nodes| Cluster::new(part, nodes, gain))
        };
        let clusters: Vec<_> = parts.enumerate().flat_map(of_part).collect();
        let radii = clusters.iter().flat_map(|cluster| cluster.radius.0);
        Self { largest: radii.fold(0.0, f64::max), clusters }
    }

    /// Nodes of all parts, or of one.
    #[inline(always)]
    pub fn clusters(&self, part: Option<usize>) -> impl Iterator<Item = &Cluster> {
        self.clusters.iter().filter(move |cluster| part.is_none_or(|part| cluster.part == part))
    }

    /// Square of the distance from `d` to about the nearest node, in units of the blur.
    #[inline(always)]
    pub fn nearest(&self, d: Point, part: Option<usize>) -> f64 {
        let nearer = |least: Lanes<DISCS>, cluster: &Cluster| {
            least.zip(cluster.squares(d), |least, square| if square < least { square } else { least })
        };
        let least = self.clusters(part).fold(Lanes::splat(f64::INFINITY), nearer);
        least.0.into_iter().fold(f64::INFINITY, f64::min)
    }

    /// Each node with its weight; `gain` as in [`new`](Self::new).
    pub fn nodes(&self, gain: Point) -> impl Iterator<Item = (Point, f64)> + '_ {
        let of_block = move |block: &Block| {
            let [xs, ys, leads] = [block.x, block.y, block.lead].map(|lanes| lanes.0);
            (0..NODES).map(move |lane| {
                let (x, y) = (gain[0] * xs[lane], gain[1] * ys[lane]);
                ([xs[lane], ys[lane]], (leads[lane] + 0.5 * LOG2_E * (x * x + y * y)).exp2())
            })
        };
        self.clusters.iter().flat_map(|cluster| &cluster.blocks).flat_map(of_block)
    }
}

impl Cluster {
    fn new(part: usize, nodes: &[(Point, f64)], gain: Point) -> Self {
        let nowhere = Lanes::splat(f64::NAN);
        let (mut middle, mut radius) = ([nowhere; 2], nowhere);
        let blurred = |node: Point| [node[0] * gain[0], node[1] * gain[1]];
        for (disc, nodes) in nodes.chunks(NODES).enumerate() {
            let [x, y] = blurred(nodes[nodes.len() / 2].0);
            let away = |&(node, _): &(Point, f64)| (blurred(node)[0] - x).hypot(blurred(node)[1] - y);
            (middle[0].0[disc], middle[1].0[disc]) = (x, y);
            radius.0[disc] = nodes.iter().map(away).fold(0.0, f64::max);
        }
        let block = |nodes: &[(Point, f64)]| {
            let zero = Lanes::splat(0.0);
            let mut block = Block { x: zero, y: zero, lead: Lanes::splat(f64::NEG_INFINITY) };
            for (lane, &(node, log_weight)) in nodes.iter().enumerate() {
                let [x, y] = blurred(node);
                (block.x.0[lane], block.y.0[lane]) = (node[0], node[1]);
                block.lead.0[lane] = (log_weight - 0.5 * (x * x + y * y)) * LOG2_E;
            }
            block
        };
        Self { part, blocks: nodes.chunks(NODES).map(block).collect(), middle, radius }
    }

    /// Square of the distance from `d` to the middle of each block, in units of the blur.
    #[inline(always)]
    fn squares(&self, [x, y]: Point) -> Lanes<DISCS> {
        let (x, y) = (self.middle[0] - x, self.middle[1] - y);
        x * x + y * y
    }

    /// The blocks that have nodes within `reach` of `d`, in units of the blur.
    #[inline(always)]
    pub fn within(&self, d: Point, reach: f64) -> impl Iterator<Item = &Block> {
        let near = self.radius + reach;
        let beyond = self.squares(d) - near * near;
        self.blocks.iter().zip(beyond.0).filter(|(_, beyond)| *beyond <= 0.0).map(|(block, _)| block)
    }
}

impl Block {
    /// log₂ of each node's weight, and of the Gaussian about it but for what all have in common; `pull` is a d / v · log₂ e.
    #[inline(always)]
    fn exponents(&self, pull: Point) -> Lanes<NODES> {
        self.lead + (self.x * pull[0] + self.y * pull[1])
    }

    /// The greatest exponent.
    pub fn peak(&self, pull: Point) -> f64 {
        self.exponents(pull).0.into_iter().fold(f64::NEG_INFINITY, f64::max)
    }

    /// Adds to sums over nodes their weights 2^(exponent − `peak`) times one of `terms` each.
    #[inline(always)]
    pub fn add<const K: usize>(
        &self,
        pull: Point,
        peak: f64,
        terms: impl Fn(&Self) -> [Lanes<NODES>; K],
        sums: &mut [Lanes<NODES>; K],
    ) {
        let weights = exp_2(self.exponents(pull) - peak);
        for (sum, term) in sums.iter_mut().zip(terms(self)) {
            *sum += weights * term;
        }
    }
}
