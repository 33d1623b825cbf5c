//! The programs of the built site hold no instruction that a browser of 2023 does not know: one such, and it refuses the whole
//! program.

use browser_tests::site_dir;
use wasmparser::{Validator, WasmFeatures};

/// WebAssembly 2.0, which has SIMD, and nothing newer: no relaxed SIMD, exceptions, tail calls or threads.
fn is_known(program: &[u8]) -> Result<(), String> {
    let mut validator = Validator::new_with_features(WasmFeatures::WASM2);
    validator.validate_all(program).map(|_| ()).map_err(|why| why.to_string())
}

#[test]
fn every_browser_since_2023_knows_their_instructions() {
    let files = std::fs::read_dir(site_dir()).expect("the site's folder").flatten().map(|file| file.path());
    let programs: Vec<_> = files.filter(|file| file.extension().is_some_and(|end| end == "wasm")).collect();
    assert!(programs.len() >= 2, "a page and an engine: {programs:?}");
    for program in programs {
        let bytes = std::fs::read(&program).expect("a program");
        assert_eq!(is_known(&bytes), Ok(()), "{}", program.display());
    }
}

/// A module of one function, `() -> ()`, with these instructions.
fn module(instructions: &[u8]) -> Vec<u8> {
    let size = instructions.len() as u8;
    let code = [&[10, size + 4, 1, size + 2, 0][..], instructions, &[0x0b]].concat();
    [&b"\0asm\x01\0\0\0"[..], &[1, 4, 1, 0x60, 0, 0], &[3, 2, 1, 0], &code].concat()
}

#[test]
fn newer_instructions_are_noticed() {
    // return_call 0; relaxed_swizzle of two vectors; a try block of the old exceptions; a fence between threads.
    let vector = [&[0xfd, 0x0c][..], &[0; 16]].concat();
    let relaxed = [&vector[..], &vector, &[0xfd, 0x80, 0x02, 0x1a]].concat();
    for newer in [&[0x12, 0][..], &relaxed, &[0x06, 0x40, 0x0b], &[0xfe, 0x03, 0x00]] {
        assert!(is_known(&module(newer)).is_err(), "{newer:x?}");
    }
    // Two vectors added are not new.
    let added = [&vector[..], &vector, &[0xfd, 0xae, 0x01, 0x1a]].concat();
    assert_eq!(is_known(&module(&added)), Ok(()));
}
