/// Document on A4 sheets, for the office's files: headings, texts and tables in their order.
package struct Paper: Sendable, Hashable {
    package enum Block: Sendable, Hashable {
        case title(String)
        case heading(String)
        case text(String)
        case table(Table)
    }

    package struct Table: Sendable, Hashable {
        package struct Column: Sendable, Hashable {
            package var title: String
            /// Share of the width that it gets beside the others.
            package var share: Int
            /// Whether its values are numbers, which stand at the right.
            package var isNumeric: Bool

            package init(_ title: String, share: Int, isNumeric: Bool = true) {
                self.title = title
                self.share = share
                self.isNumeric = isNumeric
            }
        }

        package var columns: [Column]
        /// Values of each row, one a column.
        package var rows: [[String]]
        /// Last row, set apart; nil: none.
        package var sum: [String]?

        package init(columns: [Column], rows: [[String]], sum: [String]? = nil) {
            self.columns = columns
            self.rows = rows
            self.sum = sum
        }
    }

    package var blocks: [Block]
    /// Text at the foot of each sheet, before its number.
    package var foot: String
    /// Number of a sheet in words, with `{n}` and `{of}`.
    package var sheetNumber: String

    package init(blocks: [Block], foot: String, sheetNumber: String) {
        self.blocks = blocks
        self.foot = foot
        self.sheetNumber = sheetNumber
    }
}
