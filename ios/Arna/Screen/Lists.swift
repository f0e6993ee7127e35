import ArnaScreens
import SwiftUI

/// What is tested: groups and lists with their switches, and what stays off until somebody chooses it.
struct ListsPage: View {
  let lists: ShownLists
  @EnvironmentObject private var model: Model
  @Environment(\.look) private var look

  var body: some View {
    Page {
      BackBar(title: lists.heading)
    } picture: {
    } content: {
      Search(text: model.query, hint: lists.queryHint)
      if lists.query.isEmpty { blocks } else { found }
    } dock: {
      ActionButton(lists.test)
    }
  }

  @ViewBuilder private var found: some View {
    if let none = lists.noneFound { Words(.body, none).set(look, above: 16) }
    if let add = lists.addFound { ActionButton(add, .small).set(look, above: 12) }
    SiteSwitches(sites: lists.found)
    if let more = lists.moreFound { Words(.detail, more, .inkSoft).set(look, above: 8) }
  }

  @ViewBuilder private var blocks: some View {
    ForEach(lists.blocks.indices, id: \.self) { at in
      block(lists.blocks[at])
      // Where sites are added stands below the user's own, which are the second.
      if at == Self.own { Rows(rows: [lists.add]) }
    }
    if lists.blocks.count <= Self.own { Rows(rows: [lists.add]) }
  }

  private static let own = 1

  @ViewBuilder private func block(_ block: GroupBlock) -> some View {
    HStack(spacing: 8) {
      Words(.heading, block.heading, .inkSoft).across()
      if let count = block.count { Words(.heading, count, .inkSoft) }
    }
    .set(look, above: 16)
    .padding(.bottom, 2)
    .accessibilityElement(children: .combine)
    .heading()
    if let lead = block.lead { Words(.detail, lead, .inkSoft).set(look) }
    ForEach(block.groups.indices, id: \.self) { at in
      let group = block.groups[at]
      SwitchRow(
        title: group.title, detail: group.detail, state: group.state, spoken: group.spoken,
        isDivided: at > 0, flip: model.doing(group.flips),
        open: { model.goes(group.goes) })
    }
  }
}

/// Sites, each with its switch.
struct SiteSwitches: View {
  let sites: [SiteSwitch]
  @EnvironmentObject private var model: Model

  var body: some View {
    ForEach(sites.indices, id: \.self) { at in
      let site = sites[at]
      SwitchRow(
        title: site.title, detail: site.detail, state: site.isOn ? .on : .off,
        spoken: site.spoken, isDivided: at > 0,
        flip: model.doing(site.flips),
        open: model.going(site.goes))
    }
  }
}

/// The sites of a group, each with its switch.
struct GroupPage: View {
  let group: GroupSites
  @EnvironmentObject private var model: Model
  @Environment(\.look) private var look

  var body: some View {
    Page {
      BackBar(title: group.heading)
    } picture: {
    } content: {
      Words(.detail, group.count, .inkSoft).set(look)
      if let empty = group.empty { Words(.body, empty).set(look, above: 16) }
      SiteSwitches(sites: group.rows)
      if let more = group.more { LinkButton(more) { model.asks(.more) }.set(look) }
      ForEach(group.actions.indices, id: \.self) { at in
        let action = group.actions[at]
        if case .renameList(let list) = action.does {
          Rename(list: list, before: group.heading, action: action)
        } else {
          ActionButton(action, .small).set(look, above: 12)
        }
      }
    } dock: {
    }
  }
}

/// A list's name in a field, and the button that keeps it.
private struct Rename: View {
  let list: String
  let before: String
  let action: Action
  @State private var name: String?
  @EnvironmentObject private var model: Model
  @Environment(\.look) private var look

  var body: some View {
    Field(text: name ?? before, hint: before, isAddress: false) { name = $0 }
      .modifier(Framed())
      .set(look, above: 16)
    ActionButton(action, .small) { model.asks(.rename(list: list, name: name ?? before)) }
      .set(look, above: 10)
  }
}

/// What a risky kind of sites means here, before it is switched on.
struct RiskyPage: View {
  let kind: RiskyKind
  @EnvironmentObject private var model: Model
  @Environment(\.look) private var look

  var body: some View {
    Page {
      BackBar(title: kind.heading)
    } picture: {
    } content: {
      ForEach(kind.sentences, id: \.self) { Words(.reading, $0).set(look, above: 12) }
      SiteSwitches(sites: kind.rows)
      if let more = kind.more { LinkButton(more) { model.asks(.more) }.set(look) }
    } dock: {
      VStack(spacing: 10) {
        if let choose = kind.choose { ActionButton(choose, .outlined) }
        ActionButton(kind.leave)
      }
    }
  }
}
