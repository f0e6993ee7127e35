import ArnaScreens
import SwiftUI

/// What is set, each row with its value; choices unfold below their row. A part of the settings leads back.
struct SettingsPage: View {
  let settings: ShownSettings
  let isPart: Bool

  var body: some View {
    Page(tab: isPart ? nil : .settings) {
      if isPart {
        BackBar(title: settings.heading)
      } else {
        TitleBar(title: settings.heading) {}
      }
    } picture: {
    } content: {
      ForEach(settings.blocks.indices, id: \.self) { at in
        if at > 0 { Rule(ink: .sunken, height: 6).padding(.vertical, 8) }
        let rows = settings.blocks[at].rows
        ForEach(rows.indices, id: \.self) { SettingPart(setting: rows[$0], isDivided: $0 > 0) }
      }
      if let wipe = settings.wipe { HoldRow(wipe: wipe) }
    } dock: {
    }
  }
}

private struct SettingPart: View {
  let setting: SettingRow
  let isDivided: Bool
  @EnvironmentObject private var model: Model

  var body: some View {
    if setting.choices.isEmpty {
      RowView(row: row, isDivided: isDivided, tap: model.going(setting.goes))
    } else {
      Unfolding { unfold, isUnfolded in
        RowView(row: row, isDivided: isDivided, end: isUnfolded ? .up : .down, tap: unfold)
      } content: {
        ChoiceRows(choices: setting.choices) { model.does(.set(key: setting.key, value: $0)) }
          .padding(.leading, 42)
      }
    }
  }

  private var row: Row {
    Row(
      mark: .icon(icon: setting.icon), title: setting.title, detail: setting.value, count: nil,
      goes: setting.goes, spoken: setting.spoken)
  }
}
