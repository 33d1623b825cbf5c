//! Adam, and the moving average of the weights, in one pass over flat vectors.

use super::ops::Update;
use super::simd::f32x4;

/// θ, Adam's two moments and the average of θ, `[weights]` each.
pub struct Vectors<'a> {
    pub weights: &'a mut [f32],
    pub first_moment: &'a mut [f32],
    pub second_moment: &'a mut [f32],
    pub average: &'a mut [f32],
}

/// Its length.
pub fn norm(gradient: &[f32]) -> f64 {
    gradient.iter().map(|&part| f64::from(part).powi(2)).sum::<f64>().sqrt()
}

/// Makes a gradient of this `norm` no longer than `limit`, if that is not 0. One that is not a number stays one: it must be
/// noticed.
pub fn clip(gradient: &mut [f32], norm: f64, limit: f64) {
    if limit > 0.0 && !(norm <= limit) {
        let factor = (limit / norm) as f32;
        gradient.iter_mut().for_each(|part| *part *= factor);
    }
}

/// One update: see [`Update`]. Bias corrections and ε are folded into two numbers:
/// (m / c₁) / (√(v / c₂) + ε) = (√c₂ / c₁) m / (√v + ε √c₂).
pub fn update(vectors: Vectors, gradient: &[f32], update: &Update) {
    let [c1, c2] = [update.beta1, update.beta2].map(|beta| 1.0 - beta.powi(update.step as i32));
    let numbers = [
        update.beta1,
        1.0 - update.beta1,
        update.beta2,
        1.0 - update.beta2,
        update.rate * c2.sqrt() / c1,
        update.epsilon * c2.sqrt(),
        update.decay,
        1.0 - update.decay,
    ];
    let numbers = numbers.map(|number| f32x4::splat(number as f32));
    let Vectors { weights, first_moment, second_moment, average } = vectors;
    let (w, w_rest) = weights.as_chunks_mut::<4>();
    let (m, m_rest) = first_moment.as_chunks_mut::<4>();
    let (v, v_rest) = second_moment.as_chunks_mut::<4>();
    let (a, a_rest) = average.as_chunks_mut::<4>();
    let (g, g_rest) = gradient.as_chunks::<4>();
    for ((((w, m), v), a), g) in w.iter_mut().zip(m).zip(v).zip(a).zip(g) {
        [*w, *m, *v, *a] = step([*w, *m, *v, *a, *g], &numbers);
    }
    let filled = |rest: &[f32]| std::array::from_fn(|index| rest.get(index).copied().unwrap_or_default());
    let rest = [&*w_rest, &*m_rest, &*v_rest, &*a_rest, g_rest].map(filled);
    for (to, from) in [w_rest, m_rest, v_rest, a_rest].into_iter().zip(step(rest, &numbers)) {
        to.copy_from_slice(&from[..to.len()]);
    }
}

#[inline(always)]
fn step(values: [[f32; 4]; 5], numbers: &[f32x4; 8]) -> [[f32; 4]; 4] {
    let [w, m, v, a, g] = values.map(f32x4::new);
    let [beta1, new1, beta2, new2, rate, epsilon, decay, new] = *numbers;
    let m = g * new1 + m * beta1;
    let v = g * new2 * g + v * beta2;
    let w = w - rate * m / (v.sqrt() + epsilon);
    [w, m, v, w * new + a * decay].map(f32x4::to_array)
}
