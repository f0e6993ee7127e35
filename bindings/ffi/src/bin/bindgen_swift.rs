//! Generates the Swift code from the built library: `scripts/bindings` calls it.

fn main() {
    uniffi::uniffi_bindgen_swift();
}
