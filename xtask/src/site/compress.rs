//! The `.br` and `.gz` neighbours that a host sends to browsers that can unpack them.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::GzBuilder;

use crate::workspace::files_below;

/// What gets smaller. Pictures and fonts of the web's own formats are packed already.
const COMPRESSIBLE: [&str; 9] = [
    "html",
    "css",
    "js",
    "mjs",
    "wasm",
    "svg",
    "json",
    "txt",
    "webmanifest",
];

/// Writes the neighbours of every file in the folder that gets smaller by it.
pub fn neighbours(folder: &Path) -> Result<()> {
    for file in files_below(folder)? {
        let extension = file
            .extension()
            .and_then(|extension| extension.to_str())
            .unwrap_or_default();
        if !COMPRESSIBLE.contains(&extension) {
            continue;
        }
        let bytes = fs::read(&file)?;
        for (suffix, packed) in [("br", brotli(&bytes)?), ("gz", gzip(&bytes)?)] {
            fs::write(file.with_extension(format!("{extension}.{suffix}")), packed)
                .with_context(|| format!("could not compress {}", file.display()))?;
        }
    }
    Ok(())
}

/// Brotli at its best, as a static host keeps it.
pub fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut packed = Vec::new();
    let params = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: bytes.len(),
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &bytes[..], &mut packed, &params)?;
    Ok(packed)
}

/// Gzip at its best. Neither time nor file name goes in, so that a second build gives the same bytes.
fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzBuilder::new().write(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}
