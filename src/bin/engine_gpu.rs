//! Worker entry: the engine on WebGPU, with the CPU beside it for what needs no network.

fn main() {
    #[cfg(target_arch = "wasm32")]
    mcmc_to_diffusion::engine::worker::run(mcmc_to_diffusion::engine::device::EngineDevice::gpu());
}
