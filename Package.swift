// swift-tools-version: 6.1
import PackageDescription

// A room is a target under Sources/ and, where it has tests, a folder of the same name under
// Tests/. The arrows between rooms point one way; Sources/ARCHITECTURE.md draws them.
//
// `LOKET_ROOMS="Office Screens" swift test` builds these rooms and what they stand on, and
// nothing else, so that a change in Screens is tested without building the HTTP server.

struct Room {
    enum Kind {
        case library, executable
        case system(pkgConfig: String?, apt: String)
        case support
    }
    var name: String
    var kind: Kind = .library
    var uses: [String] = []
    var products: [Target.Dependency] = []
    var isTested = true
    var testsUse: [String] = []
    /// Its folder, where that is not Sources/NAME.
    var path: String?
}

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let argumentParser = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser")
let lifecycle = Target.Dependency.product(
    name: "ServiceLifecycle", package: "swift-service-lifecycle")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

let rooms: [Room] = [
    // Libraries of the system, each behind a module map.
    Room(name: "CPango", kind: .system(pkgConfig: "pangocairo", apt: "libpango1.0-dev")),
    Room(name: "CFontconfig", kind: .system(pkgConfig: "fontconfig", apt: "libfontconfig-dev")),
    Room(name: "CQREncode", kind: .system(pkgConfig: "libqrencode", apt: "libqrencode-dev")),
    Room(name: "CCups", kind: .system(pkgConfig: nil, apt: "libcups2-dev")),
    Room(name: "CEvdev", kind: .system(pkgConfig: "libevdev", apt: "libevdev-dev")),
    Room(name: "CSQLite", kind: .system(pkgConfig: "sqlite3", apt: "libsqlite3-dev")),
    Room(name: "CNettle", kind: .system(pkgConfig: "nettle", apt: "nettle-dev")),
    Room(name: "CDRM", kind: .system(pkgConfig: "libdrm", apt: "libdrm-dev")),
    Room(name: "CALSA", kind: .system(pkgConfig: "alsa", apt: "libasound2-dev")),
    Room(name: "CGlass", kind: .system(pkgConfig: nil, apt: "linux-libc-dev")),
    Room(name: "CMalloc", kind: .system(pkgConfig: nil, apt: "libc6-dev")),

    // Calls of the kernel, each error in one type; without Foundation.
    Room(
        name: "Kernel", uses: ["CMalloc"], products: [systemPackage], testsUse: ["TestSupport"]),

    // What an office is, and what it remembers.
    Room(name: "Office", testsUse: ["TestSupport"]),
    Room(name: "Errands", uses: ["Office"], isTested: false),
    Room(
        name: "Settings", uses: ["Office", "Geometry", "Display", "Slips"], products: [yams],
        testsUse: ["TestSupport"]),
    Room(
        name: "Records", uses: ["Office", "CNettle"], products: [grdb], testsUse: ["TestSupport"]),

    // From a finger to a pixel.
    Room(name: "Geometry", testsUse: ["TestSupport"]),
    Room(
        name: "Drawing", uses: ["Geometry", "CPango", "CFontconfig", "CQREncode"],
        testsUse: ["TestSupport"]),
    Room(
        name: "Display", uses: ["Kernel", "Geometry", "CDRM", "CGlass"], testsUse: ["TestSupport"]),
    Room(name: "Touch", uses: ["Kernel", "Geometry", "CEvdev"], testsUse: ["TestSupport"]),
    Room(
        name: "Screens", uses: ["Office", "Errands", "Geometry", "Drawing", "Touch"],
        testsUse: ["Settings", "TestSupport"]),

    // From a ticket to paper.
    Room(
        name: "Slips", uses: ["Office", "Drawing", "Geometry"],
        testsUse: ["Settings", "SlipSamples", "TestSupport"]),
    Room(
        name: "Papers", uses: ["Drawing", "Geometry"], testsUse: ["TestSupport"]),
    Room(
        name: "Cups", uses: ["Kernel", "Slips", "Office", "Pos", "Wire", "CCups"],
        testsUse: ["Settings", "Drawing", "Geometry", "SlipSamples", "loket-pos", "TestSupport"]),

    // CUPS's back end for receipt printers: small, static, without Foundation.
    Room(name: "Pos", uses: ["Kernel"], testsUse: ["loket-pos", "TestSupport"]),
    Room(name: "loket-pos", kind: .executable, uses: ["Pos"], isTested: false),

    // Tones through ALSA.
    Room(name: "Sound", uses: ["Kernel", "CALSA"], testsUse: ["TestSupport"]),

    // The machine as a whole.
    Room(name: "Wire", isTested: false),
    Room(name: "Routes", uses: ["Wire"], testsUse: ["TestSupport"]),
    Room(
        name: "Face",
        uses: [
            "Kernel", "Errands", "Screens", "Display", "Touch", "Drawing", "Geometry", "Office",
            "Settings", "Slips",
        ], products: [logging], testsUse: ["PanelModel", "TestSupport"]),
    Room(
        name: "Desk", uses: ["Records", "Slips", "Errands", "Office", "Settings"],
        testsUse: ["TestSupport"]),
    Room(name: "Hall", uses: ["Records", "Office"], testsUse: ["TestSupport"]),
    Room(
        name: "Terminal",
        uses: [
            "Kernel", "Desk", "Hall", "Face", "Office", "Settings", "Records", "Geometry",
            "Drawing", "Display", "Touch", "Errands", "Screens", "Slips", "Papers", "Sound", "Cups",
            "Wire",
        ],
        products: [logging], testsUse: ["loket-pos", "PanelModel", "TestSupport"]),
    Room(
        name: "API",
        uses: [
            "Kernel", "Routes", "Terminal", "Face", "Wire", "Office", "Display", "Drawing", "Slips",
        ],
        products: [hummingbird, httpTypes, lifecycle, logging],
        testsUse: [
            "Settings", "Records", "Geometry", "Errands", "Screens", "TestSupport",
        ]),
    Room(
        name: "loketd", kind: .executable,
        uses: [
            "Kernel", "API", "Terminal", "Face", "Settings", "Office", "Errands", "Records",
            "Geometry", "Drawing", "Display", "Touch", "Screens", "Slips", "Sound", "Cups", "Wire",
        ],
        products: [argumentParser, lifecycle, logging],
        testsUse: ["loket-pos", "TestSupport"]),
    Room(
        name: "loket", kind: .executable,
        uses: [
            "Kernel", "Routes", "Wire", "Office", "Settings", "Slips", "Cups", "Geometry",
            "Display",
            "Touch", "Records",
        ],
        products: [argumentParser], testsUse: ["loketd", "TestSupport"]),
    Room(
        name: "loket-bench", kind: .executable,
        uses: [
            "Kernel", "Wire", "Terminal", "Desk", "Hall", "Face", "CSQLite", "CNettle", "Office",
            "Settings", "Records",
            "Geometry", "Drawing", "Display", "Touch", "Errands", "Screens", "Slips", "Cups",
        ],
        products: [argumentParser, logging], isTested: false),
    // The repository itself: words, rooms, sizes.
    Room(name: "House", kind: .support, uses: ["TestSupport"]),
    // Whole days of visitors, with faults: the simulator, its program and its tests.
    Room(
        name: "Simulator",
        uses: [
            "Desk", "Hall", "Face", "Office", "Settings", "Records", "Geometry", "Drawing",
            "Display", "Touch", "Errands", "Screens", "Slips", "Papers", "Sound", "Terminal",
            "Wire", "TestSupport",
        ], products: [sqlite], isTested: false, path: "Tests/Simulator"),
    Room(
        name: "loket-sim", kind: .executable, uses: ["Simulator", "Drawing", "TestSupport"],
        products: [argumentParser], isTested: false, path: "Tests/loket-sim"),
    Room(
        name: "Simulation", kind: .support,
        uses: [
            "Simulator", "Desk", "Hall", "Face", "Settings", "Records", "Geometry", "Drawing",
            "Touch",
            "Office", "Errands", "Screens", "TestSupport",
        ],
        testsUse: ["loket-sim"]),
    // A real kernel in QEMU: `rig-guest` runs in it, the tests of Rig around it.
    Room(
        name: "CRigKernel", kind: .system(pkgConfig: nil, apt: "linux-libc-dev"),
        path: "Tests/Rig/CRigKernel"),
    Room(name: "RigWire", isTested: false, path: "Tests/Rig/Wire"),
    Room(
        name: "rig-guest", kind: .executable,
        uses: ["CRigKernel", "RigWire", "PrinterModel", "Kernel", "Pos"], isTested: false,
        path: "Tests/Rig/Guest"),
    Room(
        name: "rig-glass", kind: .executable, uses: ["Kernel", "Geometry", "Display", "Touch"],
        isTested: false, path: "Tests/Rig/Glass"),
    Room(
        name: "Rig", kind: .support,
        uses: ["RigWire", "Wire", "Geometry", "Drawing", "TestSupport"],
        testsUse: ["loketd", "loket", "loket-pos", "rig-guest", "rig-glass"]),
    // Private cupsd, printers on loopback, temporary folders, processes: for tests only.
    Room(
        name: "TestSupport", uses: ["Kernel", "PrinterModel", "CSpawn"], isTested: false,
        path: "Tests/TestSupport"),
    Room(
        name: "CSpawn", kind: .system(pkgConfig: nil, apt: "libc6-dev"),
        path: "Tests/TestSupport/CSpawn"),
    // Slips for tests, and readers of the bytes that become of them.
    Room(
        name: "SlipSamples", uses: ["Slips", "Settings", "Office", "Drawing", "TestSupport"],
        isTested: false, path: "Tests/TestSupport/Slips"),
    // A touchscreen, a turned display and a clock in a test's hands.
    Room(
        name: "PanelModel", uses: ["Face", "Errands", "Display", "Touch", "Geometry", "Screens"],
        isTested: false, path: "Tests/TestSupport/Panel"),
    // What a receipt printer does with its bytes; without Foundation, for the rig's guest too.
    Room(name: "PrinterModel", isTested: false, path: "Tests/TestSupport/Model"),
]

let wanted: Set<String> = {
    guard let named = Context.environment["LOKET_ROOMS"], !named.isEmpty else {
        return Set(rooms.map(\.name))
    }
    var seen: Set<String> = []
    var open = named.split(separator: " ").map(String.init)
    while let name = open.popLast() {
        guard seen.insert(name).inserted, let room = rooms.first(where: { $0.name == name })
        else { continue }
        open += room.uses + room.testsUse
    }
    return seen
}()

/// Features that a later version of the language turns on by itself.
let features: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

func targets(of room: Room) -> [Target] {
    let uses = room.uses.map { Target.Dependency(stringLiteral: $0) } + room.products
    // Pictures and stored files are read from the repository, not bundled; a folder of another room
    // is that room's.
    let exclude =
        [
            "Screens": ["Golden", "SessionTable.txt"], "Records": ["Fixtures"],
            "Touch": ["Recordings"], "loketd": ["Schema"],
            "Rig": ["CRigKernel", "Glass", "Guest", "Wire"],
            "TestSupport": ["Model", "Panel", "Slips", "CSpawn"],
        ][room.name] ?? []
    let tests = Target.testTarget(
        name: room.name + "Tests",
        dependencies: (room.uses + room.testsUse).filter { $0 != room.name }
            .map { Target.Dependency(stringLiteral: $0) } + room.products
            + ({ if case .support = room.kind { [] } else { [.init(stringLiteral: room.name)] } }()),
        path: "Tests/\(room.name)", exclude: exclude, swiftSettings: features)
    let path = room.path ?? "Sources/\(room.name)"
    switch room.kind {
    case .system(let pkgConfig, let apt):
        return [
            .systemLibrary(
                name: room.name, path: path, pkgConfig: pkgConfig,
                providers: [.apt([apt])])
        ]
    case .library:
        let documents = ["Pos": ["PRINTERS.md"]][room.name] ?? []
        let others = room.path == nil ? documents : exclude
        return [
            .target(
                name: room.name, dependencies: uses, path: path, exclude: others,
                swiftSettings: features)
        ] + (room.isTested ? [tests] : [])
    case .executable:
        return [
            .executableTarget(
                name: room.name, dependencies: uses, path: path, swiftSettings: features)
        ] + (room.isTested ? [tests] : [])
    case .support:
        return [tests]
    }
}

/// The packages that the wanted rooms stand on; the others are not even resolved.
func packages() -> [Package.Dependency] {
    let needed = rooms.filter { wanted.contains($0.name) }.flatMap(\.products).map { "\($0)" }
    func isNeeded(_ package: String) -> Bool { needed.contains { $0.contains(package) } }
    let all: [(String, Package.Dependency)] = [
        ("GRDB.swift", .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0")),
        ("Yams", .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2")),
        (
            "hummingbird",
            .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1")
        ),
        (
            "swift-argument-parser",
            .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2")
        ),
        (
            "swift-service-lifecycle",
            .package(
                url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0")
        ),
        (
            "swift-http-types",
            .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0")
        ),
        ("swift-log", .package(url: "https://github.com/apple/swift-log", exact: "1.16.2")),
        (
            "swift-system",
            .package(url: "https://github.com/apple/swift-system", exact: "1.8.1")
        ),
    ]
    return all.filter { isNeeded($0.0) }.map(\.1)
}

let package = Package(
    name: "Loket",
    products: rooms.compactMap { room in
        guard wanted.contains(room.name), case .executable = room.kind else { return nil }
        return .executable(name: room.name, targets: [room.name])
    },
    dependencies: packages(),
    targets: rooms.filter { wanted.contains($0.name) }.flatMap(targets(of:)),
    swiftLanguageModes: [.v6]
)
