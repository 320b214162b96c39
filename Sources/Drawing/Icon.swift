/// Icons of the screens, by their code points in Google's Material Icons 1.0 (Apache-2.0), as in
/// Debian's fonts-material-design-icons-iconfont.
package enum Icon: UInt32, Sendable, CaseIterable {
    case ticket = 0xE638
    case search = 0xE8B6
    case back = 0xE5C4
    case forward = 0xE5C8
    case home = 0xE88A
    case wheelchair = 0xE914
    case textSize = 0xE262
    case contrast = 0xEB37
    case officer = 0xF0E2
    case bell = 0xE7F7
    case help = 0xE887
    case checked = 0xE834
    case unchecked = 0xE835
    case check = 0xE5CA
    case done = 0xE86C
    case printer = 0xE8AD
    case warning = 0xE002
    case error = 0xE000
    case faceVeryBad = 0xE814
    case faceBad = 0xE811
    case faceGood = 0xE813
    case faceVeryGood = 0xE815
    case clock = 0xE8B5
    case money = 0xEF63
    case document = 0xE873
    case list = 0xE0EE
    case clipboard = 0xE85D
    case star = 0xE838
    case place = 0xE0C8
    case people = 0xE7FB
    case elderly = 0xF21A
    case pregnant = 0xE91E
    case infant = 0xEB41
    case language = 0xE894
    case down = 0xE5CF
    case up = 0xE5CE
    case backspace = 0xE14A
    case shift = 0xE5D8
    case close = 0xE5CD
    case cleaning = 0xF0FF
    case giveBack = 0xE166
    case timer = 0xE425
    case receipt = 0xEF6E
    case feedback = 0xE87F
    case agency = 0xE0AF
    case gavel = 0xE90E
    case folder = 0xE2C7
    case person = 0xE7FD
    case family = 0xF1A2
    case question = 0xE8FD
    case add = 0xE145
    case touch = 0xE913
    case info = 0xE88E
    case radioOff = 0xE836
    case radioOn = 0xE837

    var text: String { Unicode.Scalar(rawValue).map { String(Character($0)) } ?? "" }
}
