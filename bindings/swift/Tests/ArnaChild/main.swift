// Measures and says so, until it is killed.

import ArnaKit
import Foundation

let lab = LabConfig(scenario: "kz-2024-sni-drop")
let config = EngineConfig(folder: CommandLine.arguments[1], language: "en", country: "KZ", lab: lab)
for await event in try await Engine.open(config: config).start(request: RunRequest()).events {
  guard case .measured(let site) = event else { continue }
  FileHandle.standardOutput.write(Data("\(site.subject)\n".utf8))  // at once, unlike `print`
}
