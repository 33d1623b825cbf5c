//! Bytes made small, and bytes as text.

use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};
use std::io::Write;

/// As `gzip -9` does; the same bytes each time.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("writing to memory succeeds")
}

/// As `brotli -q 11` does (RFC 7932).
pub fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut packed, &BrotliEncoderParams::default())
        .expect("writing to memory succeeds");
    packed
}

/// Base64 with padding (RFC 4648, section 4).
pub fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |index: usize| u32::from(chunk.get(index).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for letter in 0..4 {
            let index = (bits >> (18 - 6 * letter)) as usize & 63;
            text.push(if letter > chunk.len() { '=' } else { char::from(LETTERS[index]) });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{base64, brotli, gzip};

    #[test]
    fn repetition_compresses_and_noise_does_not() {
        let mut state = 1u32;
        let noise: Vec<u8> = std::iter::repeat_with(|| {
            // Marsaglia's xorshift32.
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            state as u8
        })
        .take(10_000)
        .collect();
        assert!(gzip(&[7; 10_000]).len() < 100);
        assert!(gzip(&noise).len() > 9_900);
    }

    #[test]
    fn brotli_gives_back_what_it_was_given_and_is_smaller_than_gzip() {
        let text = include_bytes!("pack.rs");
        let packed = brotli(text);
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut packed.as_slice(), &mut unpacked).unwrap();
        assert_eq!(unpacked, text);
        assert!(packed.len() < gzip(text).len());
    }

    #[test]
    fn base64_of_the_examples_in_its_standard() {
        let texts = ["", "f", "fo", "foo", "foob", "fooba", "foobar"];
        let expected = ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"];
        assert_eq!(texts.map(|text| base64(text.as_bytes())), expected);
        assert_eq!(base64(&[0xfb, 0xff]), "+/8=");
    }
}
