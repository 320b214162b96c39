import Drawing
import Geometry

/// What a screen is made of; the same frame for all of them.
struct PageContent {
    var title: String
    /// Makes the body's rows for the width and height that are left for it.
    var rows: (RowMaker) -> [Row]
    /// At the foot, always there: back, on, and what leads on.
    var footer: [Button] = []
    /// Home stands beside the body, except on the welcome screen.
    var showsHome = true
    /// The helps beside the body: an officer, letters, contrast, low reach. The clock stays.
    var showsHelp = true
    /// The body stands in the middle of what is free, instead of at the top.
    var isCentered = false

    /// Where there is no room for them at the foot, buttons that lead aside end the body.
    func withSecondaryInBody() -> PageContent {
        var page = self
        let aside = footer.filter { $0.kind == .plain && $0.action != .back }
        page.footer = footer.filter { $0.kind != .plain || $0.action == .back }
        page.rows = { maker in rows(maker) + maker.buttons(aside, columns: min(2, aside.count)) }
        return page
    }
}

/// Where everything of a page goes.
struct PageFrame {
    let look: Look
    let header: Rect
    let content: Rect
    let rail: Rect

    /// Header above, help beside (landscape) or below (portrait), the rest for the screen.
    init(look: Look, headerHeight: Int) {
        self.look = look
        let size = look.panel.size
        let margin = look.margin
        if size.isPortrait {
            let railHeight = look.mm(look.isRoomy ? 32 : 22)
            rail = Rect(
                x: margin, y: size.height - margin - railHeight, width: size.width - 2 * margin,
                height: railHeight)
        } else {
            let railWidth = look.mm(look.isRoomy ? 44 : 31)
            rail = Rect(
                x: size.width - margin - railWidth, y: margin, width: railWidth,
                height: size.height - 2 * margin)
        }
        let right = size.isPortrait ? size.width - margin : rail.x - look.gap - look.mm(1)
        let bottom = size.isPortrait ? rail.y - look.gap : size.height - margin
        header = Rect(x: margin, y: margin, width: right - margin, height: headerHeight)
        // Low reach: what is touched stays below the height that a hand reaches from a chair.
        let reach = size.height - look.mm(Look.reachMillimetres)
        let top = max(header.maxY + look.mm(3), look.isLowReach ? reach : 0)
        content = Rect(x: margin, y: top, width: right - margin, height: bottom - top)
    }
}
