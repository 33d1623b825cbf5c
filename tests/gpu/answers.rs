//! What networks say, and where their gradients lead.

use super::*;
use mcmc_to_diffusion::numerics::nn::TimeEmbedding;

/// Widths whose vectors have four numbers, two, and one; the ends of the range among them.
const WIDTHS: [usize; 7] = [4, 5, 6, 66, 127, 128, 256];

#[test]
fn a_denoiser_says_what_its_module_says() {
    let gpu = gpu();
    let mut worst = 0.0f32;
    for network in [Network::Mlp, Network::ResidualMlp] {
        for (index, width) in WIDTHS.into_iter().enumerate() {
            let (depth, conditional, rows) =
                ([1, 6, 3][index % 3], index % 2 == 1, [1, 33, 8, 100][index % 4]);
            let (settings, plan) = denoiser(network, width, depth, conditional);
            let module = denoising_net(&settings, &Device::flex());
            let x = normals(2, rows * plan.dense);
            let features = TimeEmbedding::new(50).features(7).to_vec();
            let inputs = x.chunks(plan.dense).flat_map(|own| [&own[..2], &features[..], &own[2..]].concat());
            let inputs: Vec<f32> = inputs.collect();
            let columns = plan.dense + plan.features;
            let wanted = values(module.forward(tensor(&inputs, [rows, columns], &Device::flex())));
            let found = Dispatch::denoise(
                tensor(&x, [rows, plan.dense], &gpu).into_dispatch(),
                tensor(&features, [features.len()], &gpu).into_dispatch(),
                tensor(&values(module.parameters()), [plan.weights()], &gpu).into_dispatch(),
                plan,
            );
            let apart = difference(&values(Tensor::<2>::from_dispatch(found)), &wanted);
            assert!(apart < 1e-4, "{network:?}, {width} wide, {depth} deep, {rows} rows: {apart}");
            worst = worst.max(apart);
        }
    }
    println!("denoise: {worst}");
}

#[test]
fn an_energy_and_its_gradient_are_those_of_the_module() {
    let gpu = gpu();
    let mut worst = 0.0f32;
    for activation in [Activation::Silu, Activation::Softplus, Activation::Tanh] {
        for (index, width) in WIDTHS.into_iter().enumerate() {
            let (depth, rows) = ([1, 4, 2][index % 3], [1, 70, 8, 257][index % 4]);
            let (settings, plan) = energy(width, depth, activation);
            let module = energy_net(&settings, &Device::flex());
            let x = normals(3, rows * 2);
            let expansion = module.expand(tensor(&x, [rows, 2], &Device::flex()));
            let (energies, gradients) = (values(expansion.energy), values(expansion.gradient));
            let place = || tensor(&x, [rows, 2], &gpu).into_dispatch();
            let weights = || tensor(&values(module.parameters()), [plan.weights()], &gpu).into_dispatch();
            let found = values(Tensor::<2>::from_dispatch(Dispatch::energy(place(), weights(), plan)));
            let all = Dispatch::energy_and_gradient(place(), weights(), plan);
            let all = values(Tensor::<2>::from_dispatch(all));
            let wanted: Vec<f32> = (0..rows)
                .flat_map(|row| [energies[row], gradients[2 * row], gradients[2 * row + 1]])
                .collect();
            let apart = difference(&found, &energies).max(difference(&all, &wanted));
            assert!(apart < 1e-4, "{activation:?}, {width} wide, {depth} deep, {rows} rows: {apart}");
            worst = worst.max(apart);
        }
    }
    println!("energy and gradient: {worst}");
}

#[test]
fn activations_far_from_zero_are_finite_and_right() {
    let gpu = gpu();
    for activation in [Activation::Silu, Activation::Softplus, Activation::Tanh] {
        let (settings, plan) = energy(8, 2, activation);
        let module = energy_net(&settings, &Device::flex());
        let x = [1e3, -1e3, 80.0, 100.0, -90.0, 30.0, 1e5, 1e5];
        let expansion = module.expand(tensor(&x, [4, 2], &Device::flex()));
        let (energies, gradients) = (values(expansion.energy), values(expansion.gradient));
        let weights = tensor(&values(module.parameters()), [plan.weights()], &gpu).into_dispatch();
        let all = Dispatch::energy_and_gradient(tensor(&x, [4, 2], &gpu).into_dispatch(), weights, plan);
        let all = values(Tensor::<2>::from_dispatch(all));
        for row in 0..4 {
            let wanted = [energies[row], gradients[2 * row], gradients[2 * row + 1]];
            let apart = difference(&all[3 * row..][..3], &wanted);
            assert!(apart < 1e-4, "{activation:?}, row {row}: {:?}, not {wanted:?}", &all[3 * row..][..3]);
        }
    }
}

#[test]
fn langevin_chains_end_where_those_of_the_module_end() {
    let gpu = gpu();
    for (width, depth, rows, activation) in [
        (128, 2, 100, Activation::Silu),
        (64, 1, 8, Activation::Tanh),
        (127, 4, 13, Activation::Softplus),
        (4, 3, 1, Activation::Silu),
    ] {
        let (settings, plan) = energy(width, depth, activation);
        let module = energy_net(&settings, &Device::flex());
        let (x, noise, steps) = (normals(4, rows * 2), normals(5, 20 * rows * 2), 20);
        let (step_size, noise_scale) = (0.1, 0.7);
        let mut end = tensor(&x, [rows, 2], &Device::flex());
        for normals in noise.chunks(rows * 2) {
            let normals = tensor(normals, [rows, 2], &Device::flex());
            let drift = module.expand(end.clone()).gradient * (0.5 * step_size * step_size);
            end = end - drift + normals * (noise_scale * step_size);
        }
        let found = Dispatch::langevin(
            tensor(&x, [rows, 2], &gpu).into_dispatch(),
            tensor(&noise, [steps * rows, 2], &gpu).into_dispatch(),
            tensor(&values(module.parameters()), [plan.weights()], &gpu).into_dispatch(),
            plan,
            step_size,
            noise_scale,
        );
        let apart = difference(&values(Tensor::<2>::from_dispatch(found)), &values(end));
        println!("langevin, {width} wide, {depth} deep: {apart}");
        assert!(apart < 1e-4, "{width} wide, {depth} deep, {rows} rows: {apart}");
    }
}
