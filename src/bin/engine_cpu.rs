//! Worker entry: the engine on the CPU.

fn main() {
    #[cfg(target_arch = "wasm32")]
    mcmc_to_diffusion::engine::worker::run(async {
        Ok(mcmc_to_diffusion::engine::device::EngineDevice::cpu())
    });
}
