//! The only file that names a device.

use crate::protocol::Backend;
use burn::tensor::{Device, Tensor};

/// An opened device: where networks live.
#[derive(Clone)]
pub struct EngineDevice {
    pub device: Device,
    pub backend: Backend,
    /// What to call it to a reader.
    pub name: String,
}

impl EngineDevice {
    /// Burn's Flex backend on the CPU.
    pub fn cpu() -> Self {
        Self { device: host(), backend: Backend::Cpu, name: "Burn Flex".to_owned() }
    }

    /// Burn's WebGPU backend. Call it once in a program: a second call fails.
    ///
    /// # Errors
    /// Says in words why there is no adapter or no device.
    #[cfg(feature = "gpu")]
    pub async fn gpu() -> Result<Self, String> {
        use burn::tensor::DeviceKind;
        // An integrated GPU is asked for by "low-power"; Burn's default asks for "high-performance",
        // which a browser may refuse inside an iframe, where course pages show this one.
        let kind = if cfg!(target_family = "wasm") {
            DeviceKind::IntegratedGpu(0)
        } else {
            DeviceKind::DefaultDevice
        };
        let (device, setup) = Device::wgpu_options()
            .device_kind(kind)
            .init_with_setup_async()
            .await
            .map_err(|error| plain("the GPU could not be opened", error))?;
        let info = setup.adapter.get_info();
        let name = [info.name, info.driver].into_iter().find(|name| !name.is_empty());
        Ok(Self { device, backend: Backend::Gpu, name: name.unwrap_or_else(|| "WebGPU".to_owned()) })
    }
}

/// The CPU, on which every engine evaluates what needs no network.
pub fn host() -> Device {
    Device::flex()
}

/// Reads a tensor back.
///
/// # Errors
/// Says in words that the device is lost.
pub async fn read_back<const D: usize>(tensor: Tensor<D>) -> Result<Vec<f32>, String> {
    let data = tensor.into_data_async().await.map_err(|error| plain("the GPU was lost", error))?;
    data.try_to_vec::<f32>()
        .map_err(|error| plain("the GPU answered with something else than numbers", error))
}

/// What went wrong in words for a reader; its details go to the console.
fn plain(words: &str, details: impl std::fmt::Debug) -> String {
    #[cfg(target_arch = "wasm32")]
    web_sys::console::warn_1(&format!("{words}: {details:?}").into());
    #[cfg(not(target_arch = "wasm32"))]
    eprintln!("{words}: {details:?}");
    words.to_owned()
}
