/// What is to stand on paper, before anybody asks on which printer.
package struct Slip: Hashable, Sendable {
    package enum Size: Hashable, Sendable { case small, normal, large }

    package enum Block: Hashable, Sendable {
        case text(String, size: Size = .normal, isBold: Bool = false, isCentered: Bool = false)
        /// The ticket's number, as large as the roll allows.
        case number(String)
        /// A box for the officer's pen, and what belongs beside it; ticked where the visitor
        /// said that he has brought it.
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
