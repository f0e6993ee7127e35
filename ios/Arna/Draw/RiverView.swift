import ArnaScreens
import SwiftUI

/// The calendar: a row a day, the newest on top, with a band as thick as what got through each hour.
///
/// A finger takes the day that it is on; who cannot has the arrows below. Time runs from left to right in every language. Who listens hears a sentence a day.
struct RiverView: View {
  let days: [Day]
  let pick: (String) -> Void
  @Environment(\.look) private var look

  var body: some View {
    VStack(spacing: 0) {
      ForEach(days, id: \.id) { day in
        row(day)
          .contentShape(Rectangle())
          .onTapGesture { pick(day.id) }
          .accessibilityElement(children: .ignore)
          .accessibilityLabel(Text(verbatim: day.spoken))
          .accessibilityAddTraits(day.isChosen ? [.isButton, .isSelected] : .isButton)
          .accessibilityAction { pick(day.id) }
      }
      hours.accessibilityHidden(true)
    }
    // The system turns what stands in lines: not what is time.
    .environment(\.layoutDirection, .leftToRight)
  }

  private var rowHeight: CGFloat { max(Hours.day, look.line(.tab) + 2) }
  private var label: CGFloat {
    let longest = days.map(\.short.count).max() ?? 0
    return CGFloat(longest) * look.size(.tab) * 0.62
  }

  private func row(_ day: Day) -> some View {
    HStack(spacing: 0) {
      Text(verbatim: day.short)
        .font(look.font(.tab))
        .foregroundColor(look.colour(day.isChosen ? .ink : .inkSoft))
        .lineLimit(1)
        .frame(width: label, alignment: .trailing)
      Drawing(isWay: false, height: rowHeight) { size in
        river(day.hours, along: Hours(width: size.width, label: 0), y: size.height / 2)
      }
    }
    .background(look.colour(day.isChosen ? .sunken : .ground).cornerRadius(4))
  }

  private var hours: some View {
    HStack(spacing: 0) {
      Color.clear.frame(width: label, height: 1)
      Canvas { context, size in
        let axis = Hours(width: size.width, label: 0)
        for hour in Hours.lines {
          let text = Text(verbatim: "\(hour)").font(look.font(.tab))
          let word = context.resolve(text.foregroundColor(look.colour(.inkSoft)))
          let long = word.measure(in: size).width
          let x = min(max(axis.at(hour) - long / 2, 0), size.width - long)
          context.draw(word, at: CGPoint(x: x, y: 2), anchor: .topLeading)
        }
      }
      .frame(height: look.line(.tab) + 4)
    }
  }
}

/// The mark of a state, as a legend shows it.
struct LegendMark: View {
  let state: NetworkState?

  var body: some View {
    Drawing(isWay: false, height: Hours.day) {
      legendMark(state, width: $0.width, y: $0.height / 2)
    }
    .frame(width: 22)
  }
}
