// swift-tools-version: 6.0
// Arna for Swift. Three layers, of which an app sees the last; and what the iOS app is without its UI:
//
//   arnaFFI       the C header of the Rust library         generated
//   ArnaBindings  uniffi's Swift over it                   generated
//   ArnaKit       what an app imports                      written by hand
//   ArnaScreens   places, touches and pictures of our app  written by hand; Look/ by scripts/design
//   ArnaShared    what other apps shared with ours         written by hand; no engine in it
//
// Apps get the Rust code from arnaFFI.xcframework. Where there is none (Linux, or a Mac before it is built),
// `libarna` is a shared library whose folder the command line names: see README.md.

import Foundation
import PackageDescription

#if os(Linux)
  let hasFramework = false
#else
  let hasFramework = FileManager.default.fileExists(
    atPath: Context.packageDirectory + "/arnaFFI.xcframework")
#endif

let package = Package(
  name: "ArnaKit",
  platforms: [.iOS(.v15), .macOS(.v12)],
  products: [
    .library(name: "ArnaKit", targets: ["ArnaKit"]),
    .library(name: "ArnaScreens", targets: ["ArnaScreens"]),
    .library(name: "ArnaShared", targets: ["ArnaShared"]),
  ],
  targets: [
    hasFramework
      ? .binaryTarget(name: "arnaFFI", path: "arnaFFI.xcframework")
      : .systemLibrary(name: "arnaFFI"),
    .target(
      name: "ArnaBindings",
      dependencies: ["arnaFFI"],
      // The generator does not promise to keep Swift 6's data-race rules.
      swiftSettings: [.swiftLanguageMode(.v5)],
      linkerSettings: hasFramework ? [] : [.linkedLibrary("arna")]),
    .target(name: "ArnaKit", dependencies: ["ArnaBindings"]),
    .target(name: "ArnaScreens", dependencies: ["ArnaKit"]),
    // Alone: the share extension links this, and nothing of libarna.
    .target(name: "ArnaShared"),
    .executableTarget(name: "arna-example", dependencies: ["ArnaKit"], path: "example"),
    .executableTarget(name: "arna-bench", dependencies: ["ArnaKit"], path: "bench"),
    // What a test kills while it measures.
    .executableTarget(name: "ArnaChild", dependencies: ["ArnaKit"], path: "Tests/ArnaChild"),
    .target(name: "ArnaTesting", path: "Tests/ArnaTesting"),
    .testTarget(
      name: "ArnaKitTests", dependencies: ["ArnaKit", "ArnaTesting", "ArnaChild", "arna-example"]),
    .testTarget(
      name: "ArnaScreensTests",
      dependencies: ["ArnaScreens", "ArnaShared", "ArnaTesting", "ArnaChild"]),
  ],
  swiftLanguageModes: [.v6]
)
