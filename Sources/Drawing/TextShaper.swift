import CPango
import Geometry

/// Text shaper with a cache, by Pango. Most texts of a screen are on the next frame too. It belongs
/// to one thread.
package final class TextShaper: TextMeasuring {
    /// Number of cached layouts of a terminal. Beyond it the older half is dropped.
    package static let maximumLayouts = 1_500

    private struct Key: Hashable {
        var text: String
        var style: TextStyle
        var width: Int?
        var isIcon: Bool

        /// Hashes what tells most texts apart. The rest would cost more than it saves.
        func hash(into hasher: inout Hasher) {
            hasher.combine(text)
            hasher.combine(style.size)
            hasher.combine(width ?? -1)
        }
    }

    private let maximumLayouts: Int
    private let context: OpaquePointer
    private var layouts: [Key: ShapedText] = [:]
    private var words: [Key: Int] = [:]
    private var clock = 0
    /// Number of texts that were shaped or rasterised so far, for the proof that none is twice.
    package private(set) var workCount = 0

    /// `maximumLayouts` is another number of cached layouts, for programs with more screens or memory.
    package init(maximumLayouts: Int = TextShaper.maximumLayouts) {
        self.maximumLayouts = maximumLayouts
        let map = pango_cairo_font_map_get_default()
        context = pango_font_map_create_context(map)
        let options = cairo_font_options_create()
        // Without hinting a picture is the same with every version of the rasteriser (T51).
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
        pango_cairo_context_set_font_options(context, options)
        pango_cairo_context_set_resolution(context, 96)
        pango_context_set_round_glyph_positions(context, 0)
        cairo_font_options_destroy(options)
    }

    deinit {
        layouts.removeAll()
        g_object_unref(UnsafeMutableRawPointer(context))
    }

    package func measure(_ text: String, _ style: TextStyle, width: Int?) -> TextMetrics {
        shape(text, style, width: width).metrics
    }

    package func widestWord(_ text: String, _ style: TextStyle) -> Int {
        var style = style
        style.maximumLines = nil
        let key = Key(text: text, style: style, width: nil, isIcon: false)
        if let known = words[key] { return known }
        workCount += 1
        if words.count >= maximumLayouts { words.removeAll() }
        var widest = 0
        // A line may also break after a hyphen or dash, but not between a hyphen and a digit (UAX
        // 14, LB25).
        for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
            var rest = word
            while !rest.isEmpty {
                let end = rest.indices.first { index in
                    if rest[index] == "–" { return true }
                    let next = rest[rest.index(after: index)...].first
                    return rest[index] == "-" && next?.isNumber != true
                }
                let piece = end.map { rest[...$0] } ?? rest
                widest = max(widest, measure(String(piece), style, width: nil).width)
                rest = rest[piece.endIndex...]
            }
        }
        words[key] = widest
        return widest
    }

    func shape(_ text: String, _ style: TextStyle, width: Int?, isIcon: Bool = false)
        -> ShapedText
    {
        let key = Key(text: text, style: style, width: width, isIcon: isIcon)
        clock += 1
        if let known = layouts[key] {
            known.lastUse = clock
            return known
        }
        if layouts.count >= maximumLayouts { evict() }
        let shaped = ShapedText(
            context: context, text: text, style: style, width: width,
            family: isIcon ? Fonts.icons : "\(Fonts.text), \(Fonts.fallback)")
        shaped.lastUse = clock
        workCount += 1
        layouts[key] = shaped
        return shaped
    }

    /// Shapes an icon as large as the shorter side of the rectangle.
    func shape(_ icon: Icon, in rect: Rect) -> ShapedText {
        let style = TextStyle(size: Double(min(rect.width, rect.height)))
        return shape(icon.text, style, width: nil, isIcon: true)
    }

    // MARK: Ahead of need

    /// Returns the extent of the text if it is shaped already, else nil.
    func knownMetrics(_ text: String, _ style: TextStyle, width: Int?) -> TextMetrics? {
        layouts[Key(text: text, style: style, width: width, isIcon: false)]?.metrics
    }

    /// Returns the width of the longest word if it is known already, else nil.
    func knownWidestWord(_ text: String, _ style: TextStyle) -> Int? {
        var style = style
        style.maximumLines = nil
        return words[Key(text: text, style: style, width: nil, isIcon: false)]
    }

    /// Shapes and rasterises what the item will draw. Returns whether that was still to do.
    @discardableResult
    package func prepare(_ item: Scene.Item) -> Bool {
        let before = workCount
        switch item.shape {
        case .box, .qr: return false
        case .text(let text, let style, _, _):
            if shape(text, style, width: item.frame.width).rasteriseOnce() { workCount += 1 }
        case .icon(let icon, _, _):
            if shape(icon, in: item.frame).rasteriseOnce() { workCount += 1 }
        }
        return workCount > before
    }

    private func evict() {
        let border = layouts.values.map(\.lastUse).sorted()[layouts.count / 2]
        layouts = layouts.filter { $0.value.lastUse > border }
    }
}

/// Text that is shaped and, once drawn, also rasterised as a coverage mask.
final class ShapedText {
    let metrics: TextMetrics
    var lastUse = 0
    private let layout: OpaquePointer
    /// Rectangle of the ink, relative to the layout's upper left corner.
    private let ink: Rect
    private var mask: OpaquePointer?

    init(
        context: OpaquePointer, text: String, style: TextStyle, width: Int?, family: String
    ) {
        layout = pango_layout_new(context)
        let font = pango_font_description_new()
        pango_font_description_set_family(font, family)
        pango_font_description_set_weight(font, PangoWeight(UInt32(style.weight.rawValue)))
        pango_font_description_set_absolute_size(font, style.size * Double(PANGO_SCALE))
        pango_layout_set_font_description(layout, font)
        pango_font_description_free(font)
        pango_layout_set_text(layout, text, Int32(text.utf8.count))
        if style.tabularDigits {
            let attributes = pango_attr_list_new()
            pango_attr_list_insert(attributes, pango_attr_font_features_new("tnum"))
            pango_layout_set_attributes(layout, attributes)
            pango_attr_list_unref(attributes)
        }
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
        switch style.alignment {
        case .leading: pango_layout_set_alignment(layout, PANGO_ALIGN_LEFT)
        case .center: pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER)
        case .trailing: pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT)
        }
        if let width { pango_layout_set_width(layout, Int32(width) * PANGO_SCALE) }
        if let lines = style.maximumLines {
            pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END)
            pango_layout_set_height(layout, Int32(-lines))
        }
        var inkRect = PangoRectangle()
        var logical = PangoRectangle()
        pango_layout_get_pixel_extents(layout, &inkRect, &logical)
        // One pixel of margin on every side: without hinting, ink exceeds whole pixels.
        ink = Rect(
            x: Int(inkRect.x) - 1, y: Int(inkRect.y) - 1, width: Int(inkRect.width) + 2,
            height: Int(inkRect.height) + 2)
        metrics = TextMetrics(
            width: Int(logical.width), height: Int(logical.height),
            lineCount: Int(pango_layout_get_line_count(layout)),
            isCut: pango_layout_is_ellipsized(layout) != 0)
    }

    deinit {
        cairo_surface_destroy(mask)
        g_object_unref(UnsafeMutableRawPointer(layout))
    }

    /// Draws the layout with its upper left corner at `origin`. Pixels use a cached mask, which is
    /// several times faster than setting glyphs; a page uses glyphs.
    func draw(_ cairo: OpaquePointer, at origin: Point, color: Color, asGlyphs: Bool) {
        setSource(cairo, color)
        if asGlyphs {
            cairo_move_to(cairo, Double(origin.x), Double(origin.y))
            pango_cairo_show_layout(cairo, layout)
            return
        }
        if ink.width <= 2 { return }
        rasteriseOnce()
        cairo_mask_surface(cairo, mask, Double(origin.x + ink.x), Double(origin.y + ink.y))
    }

    /// Makes the mask where there is none yet. Returns whether it did.
    @discardableResult
    func rasteriseOnce() -> Bool {
        guard mask == nil, ink.width > 2 else { return false }
        mask = rasterise()
        return true
    }

    private func rasterise() -> OpaquePointer? {
        let surface = cairo_image_surface_create(
            CAIRO_FORMAT_A8, Int32(ink.width), Int32(ink.height))
        let cairo = cairo_create(surface)
        cairo_move_to(cairo, Double(-ink.x), Double(-ink.y))
        pango_cairo_show_layout(cairo, layout)
        cairo_destroy(cairo)
        cairo_surface_flush(surface)
        return surface
    }
}

func setSource(_ cairo: OpaquePointer, _ color: Color) {
    cairo_set_source_rgb(
        cairo, Double(color.red) / 255, Double(color.green) / 255, Double(color.blue) / 255)
}
