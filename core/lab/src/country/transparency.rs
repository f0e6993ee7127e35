//! What a certificate says of the logs that hold it: without it, chains would be shorter than the web's.

use arna_net::Entropy;
use rcgen::CustomExtension;

/// A list of signed certificate timestamps (RFC 6962, section 3.3), as web certificates carry it: here
/// there are more of them, for the length that RSA keys and signatures would have.
pub(super) fn timestamps(seed: u64, label: &str, count: usize) -> CustomExtension {
    let mut entropy = Entropy::labelled(seed, &format!("{label}/timestamps"));
    let mut list = Vec::new();
    for _ in 0..count {
        let mut timestamp = [0; TIMESTAMP];
        entropy.fill(&mut timestamp);
        timestamp[0] = 0; // version 1
        timestamp[41..43].fill(0); // no extensions
        timestamp[43..45].copy_from_slice(&[4, 3]); // SHA-256 with ECDSA
        timestamp[45..47].copy_from_slice(&((TIMESTAMP - 47) as u16).to_be_bytes());
        list.extend((TIMESTAMP as u16).to_be_bytes());
        list.extend(timestamp);
    }
    let mut content = (list.len() as u16).to_be_bytes().to_vec();
    content.extend(list);
    let mut octets = vec![0x04, 0x82];
    octets.extend((content.len() as u16).to_be_bytes());
    octets.extend(content);
    CustomExtension::from_oid_content(&[1, 3, 6, 1, 4, 1, 11129, 2, 4, 2], octets)
}

/// Version, log, time, no extensions, algorithm, a signature of 71 bytes.
const TIMESTAMP: usize = 1 + 32 + 8 + 2 + 2 + 2 + 71;
