//! What a WebGPU adapter says of itself, and whether it is a GPU at all.

/// How software adapters call themselves: Chromium's, Mesa's two, and Windows's.
const SOFTWARE: [&str; 5] = ["swiftshader", "llvmpipe", "lavapipe", "basic render", "warp"];

/// An adapter that the browser offers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Adapter {
    /// The name of one that computes in software, on the CPU; none of a GPU.
    pub software: Option<String>,
}

impl Adapter {
    /// One that gives itself these names (the strings of `GPUAdapterInfo`, the most telling first), and that the browser calls a fallback or not.
    pub fn new(names: &[String], is_fallback: bool) -> Self {
        let is_software = |name: &&String| {
            let name = name.to_ascii_lowercase();
            SOFTWARE.iter().any(|software| name.contains(software))
        };
        let named = names.iter().find(is_software).cloned();
        let fallback = || names.iter().find(|name| !name.is_empty()).cloned().unwrap_or("a fallback".into());
        Self { software: named.or_else(|| is_fallback.then(fallback)) }
    }
}

#[cfg(test)]
mod tests {
    use super::Adapter;

    fn software(names: &[&str], is_fallback: bool) -> Option<String> {
        let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
        Adapter::new(&names, is_fallback).software
    }

    #[test]
    fn software_adapters_are_known_by_name_or_by_the_browser() {
        assert_eq!(software(&["", "swiftshader", "", "google"], false).as_deref(), Some("swiftshader"));
        let mesa = "llvmpipe (LLVM 19.1.7, 256 bits)";
        assert_eq!(software(&[mesa, "", "", "mesa"], false).as_deref(), Some(mesa));
        assert!(software(&["Microsoft Basic Render Driver", "", "", "microsoft"], false).is_some());
        assert_eq!(software(&["", "unheard-of"], true).as_deref(), Some("unheard-of"));
        assert!(software(&[], true).is_some());
    }

    #[test]
    fn gpus_are_not() {
        for names in [["gen-12lp", "intel"], ["metal-3", "apple"], ["ampere", "nvidia"], ["", ""]] {
            assert_eq!(software(&names, false), None, "{names:?}");
        }
    }
}
