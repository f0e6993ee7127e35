// Everything of the Rust library that an app may use, under one name: `import ArnaKit`.
//
// Apps do not import `ArnaBindings` or `arnaFFI`: those are generated, and change with the generator.

@_exported import ArnaBindings
