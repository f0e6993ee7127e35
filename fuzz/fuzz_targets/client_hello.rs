//! ClientHellos, as the fingerprint and as a middlebox reads them.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|hello: &[u8]| {
    arna_net::fuzzing::client_hello(hello);
    arna_lab::fuzzing::client_hello(hello);
});
