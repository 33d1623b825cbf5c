//! The operations of `numerics::kernel` on a GPU, against Burn's modules, autodiff and Adam on the CPU.
//!
//! They need a device that WebGPU can open; without a graphics card Mesa's software Vulkan is one
//! (`apt-get install mesa-vulkan-drivers`). Where there is none they fail and say so.

mod answers;
mod launches;
mod training;

use burn::backend::{Dispatch, DispatchTensor};
use burn::tensor::{Device, Tensor, TensorData};
use mcmc_to_diffusion::engine::device::EngineDevice;
use mcmc_to_diffusion::numerics::ebm::EnergyNet;
use mcmc_to_diffusion::numerics::kernel::{NetOps, NetState, Plan};
use mcmc_to_diffusion::numerics::nn::DenoisingNet;
use mcmc_to_diffusion::numerics::{Rng, Stream};
use mcmc_to_diffusion::settings::{Activation, DiffusionSettings, EbmSettings, Network};
use std::sync::{LazyLock, Mutex, MutexGuard};

/// The GPU, for one test at a time: what they launch is counted.
fn gpu() -> MutexGuard<'static, Device> {
    static GPU: LazyLock<Mutex<Device>> = LazyLock::new(|| {
        let opened = futures::executor::block_on(EngineDevice::gpu());
        let gpu = opened.unwrap_or_else(|error| panic!("these tests need a GPU, or a software one: {error}"));
        println!("on {}", gpu.name);
        Mutex::new(gpu.device)
    });
    // A test that failed has left nothing behind.
    GPU.lock().unwrap_or_else(|failed| failed.into_inner())
}

fn tensor<const D: usize>(values: &[f32], shape: [usize; D], device: &Device) -> Tensor<D> {
    Tensor::from_data(TensorData::new(values.to_vec(), shape), device)
}

fn values<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().try_to_vec().expect("floats")
}

fn normals(seed: u32, count: usize) -> Vec<f32> {
    Rng::new(seed, Stream::Data).normals(count)
}

/// The largest difference, where what is to be is of the order of 1 or more.
fn difference(found: &[f32], wanted: &[f32]) -> f32 {
    assert_eq!(found.len(), wanted.len());
    let apart =
        found.iter().zip(wanted).map(|(found, wanted)| (found - wanted).abs() / wanted.abs().max(1.0));
    // Not-a-number is as different as can be.
    apart.fold(0.0, |most, apart| if apart <= most { most } else { apart })
}

/// A state of these weights whose average is the weights.
fn state(weights: &[f32], record: usize, device: &Device) -> NetState<Dispatch> {
    let all = |values: &[f32]| -> DispatchTensor { tensor(values, [values.len()], device).into_dispatch() };
    let zeros = vec![0.0; weights.len()];
    NetState {
        weights: all(weights),
        first_moment: all(&zeros),
        second_moment: all(&zeros),
        average: all(weights),
        record: all(&vec![0.0; record]),
    }
}

fn denoiser(network: Network, width: usize, depth: usize, conditional: bool) -> (DiffusionSettings, Plan) {
    let settings = DiffusionSettings { network, width, depth, conditional, ..DiffusionSettings::default() };
    let plan = Plan::denoising(&settings);
    (settings, plan)
}

fn denoising_net(settings: &DiffusionSettings, device: &Device) -> DenoisingNet {
    DenoisingNet::init(settings, &mut Rng::new(1, Stream::Weights), device)
}

fn energy(width: usize, depth: usize, activation: Activation) -> (EbmSettings, Plan) {
    let settings = EbmSettings { width, depth, activation, ..EbmSettings::default() };
    let plan = Plan::energy(&settings);
    (settings, plan)
}

fn energy_net(settings: &EbmSettings, device: &Device) -> EnergyNet {
    EnergyNet::init(settings, &mut Rng::new(1, Stream::Weights), device)
}
