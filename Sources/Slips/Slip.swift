/// Content of a slip, independent of a printer.
package struct Slip: Hashable, Sendable {
    package enum Size: Hashable, Sendable { case small, normal, large }

    package enum Block: Hashable, Sendable {
        case text(String, size: Size = .normal, isBold: Bool = false, isCentered: Bool = false)
        /// Number of the ticket, as large as the roll allows.
        case number(String)
        /// Box for the officer's pen with its text. It is ticked where the visitor marked the item
        /// as brought.
        case box(String, isTicked: Bool)
        case rule
        /// Empty paper, in millimetres.
        case space(Double)
        case qr(String)
    }

    package var blocks: [Block]

    package init(blocks: [Block]) {
        self.blocks = blocks
    }
}
