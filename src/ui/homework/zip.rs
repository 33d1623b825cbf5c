//! Files as a zip. Pure.

use crc::{CRC_32_ISO_HDLC, Crc, NoTable};
use rawzip::time::UtcDateTime;
use rawzip::{CompressionMethod, DataDescriptorOutput, Error, ZipArchiveWriter};
use std::io::Write;

/// Without a table, which would be larger than the rest.
const CRC: Crc<u32, NoTable> = Crc::<u32, NoTable>::new(&CRC_32_ISO_HDLC);

pub fn crc32(bytes: &[u8]) -> u32 {
    CRC.checksum(bytes)
}

/// The beginning of 1980, in seconds of Unix: the first time that a zip can hold, so that the same files make the same zip.
const TIME: i64 = 315_532_800;

/// Each file by its name.
///
/// # Errors
/// What the writer reports; never of names of ours.
pub fn zip(files: &[(&str, &[u8])]) -> Result<Vec<u8>, Error> {
    let mut archive = ZipArchiveWriter::new(Vec::new());
    for &(name, bytes) in files {
        let file = archive.new_file(name).compression_method(CompressionMethod::DEFLATE);
        let (mut entry, _) = file.last_modified(UtcDateTime::from_unix(TIME)).start()?;
        entry.write_all(&deflated(bytes))?;
        entry.finish(DataDescriptorOutput::new(crc32(bytes), bytes.len() as u64))?;
    }
    archive.finish()
}

/// A stream of stored blocks (RFC 1951, section 3.2.4): what is large in our files is packed already, and readers that stream
/// refuse files that are not in such a stream and whose sizes come after them.
fn deflated(bytes: &[u8]) -> Vec<u8> {
    const LONGEST: usize = u16::MAX as usize;
    let last = bytes.len().saturating_sub(1) / LONGEST;
    let mut stream = Vec::with_capacity(bytes.len() + 5 * (last + 1));
    for at in 0..=last {
        let block = &bytes[at * LONGEST..bytes.len().min((at + 1) * LONGEST)];
        let length = block.len() as u16;
        stream.push(u8::from(at == last));
        stream.extend(length.to_le_bytes());
        stream.extend((!length).to_le_bytes());
        stream.extend(block);
    }
    stream
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use flate2::read::DeflateDecoder;
    use rawzip::ZipArchive;
    use std::io::Read;

    /// Names and contents, checked against their sums.
    pub fn unzip(zip: &[u8]) -> Vec<(String, Vec<u8>)> {
        let archive = ZipArchive::from_slice(zip).expect("a zip");
        let entries = archive.entries().map(|entry| entry.expect("an entry"));
        entries
            .map(|entry| {
                let name = String::from_utf8_lossy(entry.file_path().as_bytes()).into_owned();
                let inside = archive.get_entry(entry.wayfinder()).expect("its place");
                let mut bytes = Vec::new();
                inside
                    .verifying_reader(DeflateDecoder::new(inside.data()))
                    .read_to_end(&mut bytes)
                    .expect("the file as it was");
                (name, bytes)
            })
            .collect()
    }

    #[test]
    fn a_reader_finds_the_files_as_they_were() {
        for length in [0, 1, 65_535, 65_536, 200_000] {
            let long: Vec<u8> = (0..length).map(|at: u32| (at.wrapping_mul(at) >> 3) as u8).collect();
            let zip = zip(&[("index.html", b"<p>"), ("moons.html", &long)]).expect("a zip");
            assert_eq!(
                unzip(&zip),
                [("index.html".into(), b"<p>".to_vec()), ("moons.html".into(), long)],
                "{length}"
            );
        }
    }
}
