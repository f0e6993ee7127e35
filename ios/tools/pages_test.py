"""Each fault that ios/tools/pages.py is for is found. Run by scripts/ios."""

import unittest

import pages


def wrong(text):
    return [fault for _, fault in pages.faults(text)[0]]


def held(text):
    faults, notes = pages.faults(text)
    assert not faults, faults
    return notes


class Names(unittest.TestCase):
    """A page's address ends as Apple ends it."""

    def named(self, source):
        return pages.declaration(1, source).name

    def test_functions(self):
        self.assertEqual(self.named("nonisolated public func frame(width: CGFloat? = nil, alignment: Alignment = .center) -> some View"), "frame(width:alignment:)")
        self.assertEqual(self.named("public func mask<Mask>(_ mask: Mask) -> some View where Mask: View"), "mask(_:)")
        self.assertEqual(self.named("public static func == (a: Path, b: Path) -> Bool"), "==(_:_:)")

    def test_closures_and_tuples_are_one_label_each(self):
        source = "func onEnded(_ action: @escaping (Value, Int) -> Void, @ViewBuilder label: () -> Label)"
        self.assertEqual(self.named(source), "onended(_:label:)")
        self.assertEqual(self.named("mutating func insert(_ newMember: Set<Int, Int>) -> (inserted: Bool, after: Int)"), "insert(_:)")

    def test_initializers_and_subscripts(self):
        self.assertEqual(self.named("public init?<T>(exactly value: T) where T: BinaryInteger"), "init(exactly:)")
        self.assertEqual(self.named("public subscript<K>(key: K.Type) -> K.Value { get set }"), "subscript(_:)")
        self.assertEqual(self.named("public subscript(dynamicMember path: Path) -> Int { get }"), "subscript(dynamicmember:)")

    def test_cases(self):
        self.assertEqual(self.named("case posix(POSIXErrorCode)"), "posix(_:)")
        self.assertEqual(self.named("case hostPort(host: Host, port: Port)"), "hostport(host:port:)")
        self.assertEqual(self.named("case `default`, cancel"), "default")


class Notes(unittest.TestCase):
    def test_a_declaration_without_a_page_is_found(self):
        self.assertEqual(wrong("public func poll() -> Int"), ["poll() names no page"])
        self.assertEqual(wrong("open class BGTask: NSObject {\n}"), ["bgtask names no page"])

    def test_a_page_of_another_declaration_is_found(self):
        # A label that changed, for one.
        line = "public func padding(_ length: CGFloat) -> some View // swiftui/view/padding(_:_:)"
        self.assertEqual(wrong(line), ["padding(_:) names the page of padding(_:_:)"])
        self.assertEqual(wrong("struct Path {} // swiftui/shape"), ["path names the page of shape"])

    def test_what_tells_pages_of_one_name_apart_is_no_part_of_it(self):
        held("func lineLimit(_ number: Int?) -> some View // swiftui/view/linelimit(_:)-513mb")
        held("public enum Status { // network/nwpath/status-swift.enum\n}")

    def test_what_is_awaited_may_stand_on_the_page_of_what_calls_back(self):
        held("func add(_ request: Request) async throws // usernotifications/center/add(_:withcompletionhandler:)")
        self.assertTrue(wrong("func add(_ request: Request) throws // usernotifications/center/add(_:withcompletionhandler:)"))

    def test_a_type_covers_its_cases_and_not_its_functions(self):
        page = "public enum Status: Sendable { // network/nwpath/status\n"
        self.assertEqual(held(page + "  case satisfied\n  public func hash(into hasher: inout Hasher)\n}"), ["network/nwpath/status"] * 3)
        self.assertEqual(wrong(page + "  public func worse() -> Bool\n}"), ["worse() names no page"])

    def test_an_extension_of_a_type_covers_nothing(self):
        self.assertEqual(wrong("extension View {\n  func glow() -> some View\n}"), ["glow() names no page"])

    def test_an_extension_by_a_protocol_covers_what_the_protocol_asks_for(self):
        inside = "  public var pi: Float { get }\n  public func isEqual(to other: Float) -> Bool\n}"
        self.assertEqual(len(held("extension CGFloat: BinaryFloatingPoint { // swift/binaryfloatingpoint\n" + inside)), 2)
        self.assertTrue(wrong("extension CGFloat: BinaryFloatingPoint { // swift/hashable\n" + inside))

    def test_what_nobody_read_is_counted_by_itself(self):
        notes = held("var a: Int { get } // unread swiftui/a\nvar b: Int { get } // header netdb.h\nvar c: Int { get } // unchecked: why\nvar d: Int // m/d")
        self.assertEqual([pages.kind(note) for note in notes], ["unread", "header", "unchecked", "page"])
        self.assertTrue(wrong("var a: Int { get } // unread swiftui/b"))

    def test_a_reason_has_to_be_there(self):
        self.assertEqual(wrong("var a: Int { get } // unchecked:"), ["a does not say why it is unchecked"])
        self.assertEqual(wrong("var a: Int { get } // from memory"), ["a names no page: from memory"])


if __name__ == "__main__":
    unittest.main()
