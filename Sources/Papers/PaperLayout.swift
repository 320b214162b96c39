package import Drawing
package import Geometry

/// Sheets of a document, laid out: the texts and rules of each. The unit is a dot of
/// `dotsPerMillimetre`.
package struct PaperLayout {
    /// Text or rule at its place on a sheet.
    package enum Mark: Hashable, Sendable {
        case text(String, TextStyle, Rect)
        case rule(Rect)
        case shade(Rect)
    }

    package static let dotsPerMillimetre = 12.0
    /// A4, in dots.
    package static let size = Size(width: mm(210), height: mm(297))
    static let margin = mm(18)

    /// Marks of each sheet, at least one.
    package private(set) var sheets: [[Mark]] = [[]]

    private let shaper: any TextMeasuring
    private var y = Self.margin
    private var width: Int { Self.size.width - 2 * Self.margin }
    /// Lowest dot of the content, above the foot.
    private var bottom: Int { Self.size.height - Self.margin - Self.mm(8) }

    package init(_ paper: Paper, measuring shaper: any TextMeasuring) {
        self.shaper = shaper
        for (index, block) in paper.blocks.enumerated() {
            // A heading stands with what it is about.
            let isFollowed = index + 1 < paper.blocks.count
            switch block {
            case .title(let text): add(text, Self.style(4.2, .bold), after: 2, keeping: 0)
            case .heading(let text):
                add(
                    text, Self.style(2.8, .semibold), before: 5, after: 2,
                    keeping: isFollowed ? Self.mm(22) : 0)
            case .text(let text): add(text, Self.style(2.2, .regular), after: 1.5, keeping: 0)
            case .table(let table): add(table)
            }
        }
        addFeet(paper)
    }

    private static func mm(_ millimetres: Double) -> Int {
        Int((millimetres * dotsPerMillimetre).rounded())
    }

    /// Style with capitals of this many millimetres.
    private static func style(
        _ capMillimetres: Double, _ weight: TextStyle.Weight,
        _ alignment: TextStyle.Alignment = .leading
    ) -> TextStyle {
        TextStyle(
            size: TextStyle.size(capHeight: capMillimetres * dotsPerMillimetre), weight: weight,
            alignment: alignment, tabularDigits: true)
    }

    private mutating func put(_ mark: Mark) { sheets[sheets.count - 1].append(mark) }

    private mutating func nextSheet() {
        sheets.append([])
        y = Self.margin
    }

    private mutating func add(
        _ text: String, _ style: TextStyle, before: Double = 0, after: Double, keeping: Int
    ) {
        let height = shaper.measure(text, style, width: width).height
        if y > Self.margin { y += Self.mm(before) }
        if y + height + keeping > bottom, y > Self.margin { nextSheet() }
        put(.text(text, style, Rect(x: Self.margin, y: y, width: width, height: height)))
        y += height + Self.mm(after)
    }

    // MARK: Tables

    private mutating func add(_ table: Paper.Table) {
        let columns = columns(of: table)
        addHead(table, columns)
        for (index, row) in table.rows.enumerated() {
            let isLast = index + 1 == table.rows.count
            // The sum is never alone on a sheet.
            let rest = isLast ? table.sum.map { height($0, table, columns, .bold) } ?? 0 : 0
            if y + height(row, table, columns, .regular) + rest > bottom {
                nextSheet()
                addHead(table, columns)
            }
            add(row, table, columns, .regular, isShaded: index % 2 == 1)
        }
        if let sum = table.sum {
            rule()
            add(sum, table, columns, .bold, isShaded: false)
        }
        rule()
        y += Self.mm(2)
    }

    private struct Column {
        var x: Int
        var width: Int
    }

    /// Height of the capitals of a table's head, in millimetres.
    private static let headCap = 1.7
    private static let cellGap = mm(1.5)
    private static let rowPadding = mm(0.9)

    /// Columns by their shares. One whose title has a longer word takes the room from the widest.
    private func columns(of table: Paper.Table) -> [Column] {
        let all = max(1, table.columns.reduce(0) { $0 + $1.share })
        let words = table.columns.map {
            shaper.widestWord($0.title, Self.cellStyle($0, .semibold, cap: Self.headCap))
                + Self.cellGap + 1
        }
        var widths = table.columns.map { width * $0.share / all }
        for index in widths.indices where widths[index] < words[index] {
            guard let widest = widths.indices.max(by: { widths[$0] < widths[$1] }) else { break }
            widths[widest] -= words[index] - widths[index]
            widths[index] = words[index]
        }
        var x = Self.margin
        return widths.map { width in
            defer { x += width }
            return Column(x: x, width: max(1, width - Self.cellGap))
        }
    }

    private static func cellStyle(
        _ column: Paper.Table.Column, _ weight: TextStyle.Weight, cap: Double = 2.0
    ) -> TextStyle {
        style(cap, weight, column.isNumeric ? .trailing : .leading)
    }

    private func height(
        _ row: [String], _ table: Paper.Table, _ columns: [Column], _ weight: TextStyle.Weight,
        cap: Double = 2.0
    ) -> Int {
        zip(row, zip(table.columns, columns)).reduce(0) { most, cell in
            let (text, (column, place)) = cell
            let style = Self.cellStyle(column, weight, cap: cap)
            return max(most, shaper.measure(text, style, width: place.width).height)
        } + 2 * Self.rowPadding
    }

    private mutating func addHead(_ table: Paper.Table, _ columns: [Column]) {
        let titles = table.columns.map(\.title)
        let height = height(titles, table, columns, .semibold, cap: Self.headCap)
        if y + height + Self.mm(12) > bottom, y > Self.margin { nextSheet() }
        for (title, (column, place)) in zip(titles, zip(table.columns, columns)) {
            let style = Self.cellStyle(column, .semibold, cap: Self.headCap)
            let own = shaper.measure(title, style, width: place.width).height
            // Titles of several lines stand on the rule below them.
            put(
                .text(
                    title, style,
                    Rect(
                        x: place.x, y: y + height - Self.rowPadding - own, width: place.width,
                        height: own)))
        }
        y += height
        rule()
    }

    private mutating func add(
        _ row: [String], _ table: Paper.Table, _ columns: [Column], _ weight: TextStyle.Weight,
        isShaded: Bool
    ) {
        let height = height(row, table, columns, weight)
        if isShaded { put(.shade(Rect(x: Self.margin, y: y, width: width, height: height))) }
        for (text, (column, place)) in zip(row, zip(table.columns, columns)) {
            let style = Self.cellStyle(column, weight)
            let own = shaper.measure(text, style, width: place.width).height
            put(
                .text(
                    text, style,
                    Rect(x: place.x, y: y + Self.rowPadding, width: place.width, height: own)))
        }
        y += height
    }

    private mutating func rule() {
        put(.rule(Rect(x: Self.margin, y: y, width: width, height: Self.mm(0.25))))
        y += Self.mm(0.25)
    }

    private mutating func addFeet(_ paper: Paper) {
        for index in sheets.indices {
            let number = paper.sheetNumber
                .replacing("{n}", with: String(index + 1))
                .replacing("{of}", with: String(sheets.count))
            let y = Self.size.height - Self.margin - Self.mm(3)
            let frame = Rect(x: Self.margin, y: y, width: width, height: Self.mm(3))
            sheets[index].append(.text(paper.foot, Self.style(1.7, .regular), frame))
            sheets[index].append(.text(number, Self.style(1.7, .regular, .trailing), frame))
        }
    }
}
