//! What a WebAssembly program carries that no reader needs: the names of its functions.

/// The program without its section of names (WebAssembly core specification, appendix on custom sections). One that
/// cannot be read is left as it is.
pub fn without_names(program: &[u8]) -> Vec<u8> {
    /// Magic number and version.
    const HEADER: usize = 8;
    let mut kept = program[..HEADER.min(program.len())].to_vec();
    let mut start = kept.len();
    while start < program.len() {
        let Some((end, is_names)) = section(program, start) else { return program.to_vec() };
        if !is_names {
            kept.extend_from_slice(&program[start..end]);
        }
        start = end;
    }
    kept
}

/// Where the section that begins at `start` ends, and whether it holds names.
fn section(program: &[u8], start: usize) -> Option<(usize, bool)> {
    let (size, content) = number(program, start + 1)?;
    let end = content.checked_add(size)?;
    let content = program.get(content..end)?;
    let is_custom = program[start] == 0;
    Some((end, is_custom && content.starts_with(b"\x04name")))
}

/// An unsigned number in LEB128, and where it ends.
fn number(program: &[u8], start: usize) -> Option<(usize, usize)> {
    let mut value = 0;
    for (index, &byte) in program.get(start..)?.iter().take(5).enumerate() {
        value |= usize::from(byte & 0x7f) << (7 * index);
        if byte < 0x80 {
            return Some((value, start + index + 1));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::without_names;

    #[test]
    fn only_the_names_go() {
        let header = *b"\0asm\x01\0\0\0";
        let names = [0, 7, 4, b'n', b'a', b'm', b'e', 1, 2];
        let other = [0, 0x83, 0, 2, b'n', b'a'];
        let code = [10, 2, 9, 9];
        let with = [&header[..], &code, &names, &other].concat();
        assert_eq!(without_names(&with), [&header[..], &code, &other].concat());
        // A section that is longer than the file.
        let broken = [&header[..], &[10, 200, 1, 0]].concat();
        assert_eq!(without_names(&broken), broken);
        assert_eq!(without_names(b"\0asm"), b"\0asm");
    }
}
