//! Nodes of a Gaussian mixture that lie together, summed as a whole or left out as a whole.

use crate::numerics::Point;
use crate::numerics::exp::exp_negative;

/// Nodes are taken so many at a time, so that the compiler can use vector instructions.
const LANES: usize = 16;

/// Up to [`Block::MOST`] nodes of one part, about the data's mean, in data units.
#[derive(Clone, Debug)]
pub struct Block {
    /// Index of the part.
    pub part: usize,
    chunks: Vec<Nodes>,
    /// A disc that holds all nodes, and the greatest log weight among them.
    middle: Point,
    radius: f64,
    top: f64,
}

#[derive(Clone, Debug)]
struct Nodes {
    x: [f64; LANES],
    y: [f64; LANES],
    /// log weight − ½ Σ a² u² / v; −∞ where there is no node.
    lead: [f64; LANES],
}

/// Sums over nodes of their weights times 1, x, y, x², xy, y².
#[derive(Default)]
pub struct Sums([[f64; LANES]; 6]);

impl Sums {
    pub fn totals(&self) -> [f64; 6] {
        self.0.map(|sum| sum.iter().sum())
    }
}

impl Block {
    pub const MOST: usize = 256;

    /// From nodes with their log weights; `pull` is a² / v along each axis.
    pub fn new(part: usize, nodes: &[(Point, f64)], pull: Point) -> Self {
        let chunks = nodes.chunks(LANES).map(|some| {
            let mut chunk = Nodes { x: [0.0; LANES], y: [0.0; LANES], lead: [f64::NEG_INFINITY; LANES] };
            for (lane, &([x, y], log_weight)) in some.iter().enumerate() {
                (chunk.x[lane], chunk.y[lane]) = (x, y);
                chunk.lead[lane] = log_weight - 0.5 * (pull[0] * x * x + pull[1] * y * y);
            }
            chunk
        });
        let count = nodes.len() as f64;
        let middle = [0, 1].map(|axis| nodes.iter().map(|(node, _)| node[axis]).sum::<f64>() / count);
        let away = |(node, _): &(Point, f64)| (node[0] - middle[0]).hypot(node[1] - middle[1]);
        Self {
            part,
            chunks: chunks.collect(),
            middle,
            radius: nodes.iter().map(away).fold(0.0, f64::max),
            top: nodes.iter().map(|(_, log_weight)| *log_weight).fold(f64::NEG_INFINITY, f64::max),
        }
    }

    /// The most that log weight − ½ Σ (d − a u)² / v can be of any node u.
    pub fn bound(&self, d: Point, scale: Point, variance: Point) -> f64 {
        let [x, y] = [0, 1].map(|axis| (d[axis] - scale[axis] * self.middle[axis]) / variance[axis].sqrt());
        let per_unit = [0, 1].map(|axis| scale[axis] / variance[axis].sqrt());
        let near = (x * x + y * y).sqrt() - self.radius * per_unit[0].max(per_unit[1]);
        if near > 0.0 { self.top - 0.5 * near * near } else { self.top }
    }

    /// The greatest exponent of a node; `pull` is a d / v along each axis.
    pub fn peak(&self, pull: Point) -> f64 {
        let mut peaks = [f64::NEG_INFINITY; LANES];
        for nodes in &self.chunks {
            for (lane, peak) in peaks.iter_mut().enumerate() {
                let exponent = nodes.exponent(lane, pull);
                *peak = if exponent > *peak { exponent } else { *peak };
            }
        }
        peaks.into_iter().fold(f64::NEG_INFINITY, f64::max)
    }

    /// Adds every node's weight e^(exponent − `peak`), and that times its place, but for chunks of nodes that are all
    /// `negligible`.
    pub fn add(&self, pull: Point, peak: f64, negligible: f64, Sums(sums): &mut Sums) {
        for nodes in &self.chunks {
            let exponents: [f64; LANES] = std::array::from_fn(|lane| nodes.exponent(lane, pull) - peak);
            if exponents.iter().all(|&exponent| exponent < negligible) {
                continue;
            }
            for lane in 0..LANES {
                let weight = exp_negative(exponents[lane]);
                let (x, y) = (nodes.x[lane], nodes.y[lane]);
                sums[0][lane] += weight;
                sums[1][lane] += weight * x;
                sums[2][lane] += weight * y;
                sums[3][lane] += weight * x * x;
                sums[4][lane] += weight * x * y;
                sums[5][lane] += weight * y * y;
            }
        }
    }

    /// Each node with its weight; `pull` as in [`new`](Self::new).
    pub fn nodes(&self, pull: Point) -> impl Iterator<Item = (Point, f64)> + '_ {
        let of_chunk = move |nodes: &Nodes| {
            let [xs, ys, leads] = [nodes.x, nodes.y, nodes.lead];
            (0..LANES).map(move |lane| {
                let (x, y) = (xs[lane], ys[lane]);
                ([x, y], (leads[lane] + 0.5 * (pull[0] * x * x + pull[1] * y * y)).exp())
            })
        };
        self.chunks.iter().flat_map(of_chunk)
    }
}

impl Nodes {
    #[inline(always)]
    fn exponent(&self, lane: usize, pull: Point) -> f64 {
        self.lead[lane] + (pull[0] * self.x[lane] + pull[1] * self.y[lane])
    }
}
