import Drawing
import Geometry

/// Content of a screen before it is laid out. All screens share this frame. A plan names the main
/// and the back button, so that Enter and Escape need not search the picture.
struct ScreenPlan {
    var title: String
    /// Button that leads back, at the left of the footer. Escape acts as this button.
    var back: Button?
    /// Further buttons of the footer.
    var aside: [Button] = []
    /// Button that leads on, at the right of the footer. Enter acts as this button while it is
    /// enabled.
    var main: Button?
    /// Action of Enter on a screen without a main button.
    var enter: Action?
    /// Text field of the screen; nil: none.
    var field: TextField?
    /// Whether the rail beside the body has a home button.
    var showsHome = true
    /// Whether the rail has the helps: officer, text size, contrast, low reach. The clock always
    /// stays.
    var showsHelp = true
    /// Whether the body is centred in the free height instead of at its top.
    var isCentered = false
    /// Makes the rows of the body for the width and height that are left.
    var rows: (RowMaker) -> [Row]

    /// Buttons at the foot of every page.
    var footer: [Button] { (back.map { [$0] } ?? []) + aside + (main.map { [$0] } ?? []) }

    /// Action of Enter; nil: none.
    var mainAction: Action? {
        guard let main else { return enter }
        return main.isEnabled ? main.action : nil
    }

    /// Action of Escape; nil: none.
    var backAction: Action? { back?.action }

    /// Returns the plan with its plain buttons at the end of the body, for a footer without room.
    func withSecondaryInBody() -> ScreenPlan {
        let moved = footer.filter { $0.kind == .plain }
        var plan = self
        plan.back = back?.kind == .plain ? nil : back
        plan.aside = aside.filter { $0.kind != .plain }
        plan.rows = { maker in
            rows(maker) + maker.buttons(moved, columns: min(2, moved.count))
        }
        return plan
    }
}

/// Text field of a screen. Its keys are on the screen, or on a keyboard that is plugged in.
struct TextField {
    var typing: Typing
    /// Text of the empty field.
    var placeholder: String
}

/// Frames of the parts of a screen.
struct ScreenFrame {
    let look: Look
    let header: Rect
    let content: Rect
    let rail: Rect

    /// Places the header on top, the rail beside the body (landscape) or below it (portrait), and
    /// leaves the rest to the body.
    init(look: Look, headerHeight: Int) {
        self.look = look
        let size = look.panel.size
        let margin = look.margin
        if look.isBare {
            rail = Rect(x: margin, y: margin, width: 0, height: 0)
        } else if size.isPortrait {
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
        let (isBare, isUpright) = (look.isBare, size.isPortrait)
        let right =
            isBare || isUpright ? size.width - margin : rail.x - look.gap - look.mm(1)
        let bottom = isUpright && !isBare ? rail.y - look.gap : size.height - margin
        header = Rect(x: margin, y: margin, width: right - margin, height: headerHeight)
        // In the low-reach layout all targets stay below the reach from a wheelchair.
        let reach = size.height - look.mm(Look.reachMillimetres)
        let top = max(header.maxY + look.mm(3), look.isLowReach ? reach : 0)
        content = Rect(x: margin, y: top, width: right - margin, height: bottom - top)
    }
}
