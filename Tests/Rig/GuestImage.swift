import Foundation
import TestSupport

/// System of the guest, which the kernel unpacks into memory: BusyBox, modules, our binaries with
/// their libraries, fonts, settings. It is kept beside the binaries until one of them changes.
struct GuestImage: Sendable {
    /// Path of the kernel.
    let kernel: String
    let initramfs: String

    /// Modules loaded at boot. `vfb` is on the image too, and loaded by the tests that need it.
    static let modules = [
        "virtio_pci", "virtio_console", "virtio_blk", "crc32c_generic", "ext4", "evdev", "uinput",
        "virtio_input", "hid_generic", "usbhid", "xhci_pci", "bochs", "virtio_gpu",
    ]
    static let modulesOnDemand = ["vfb"]
    /// Modules for a printer at a USB cable, loaded by `Guest.loadPrinterPorts`.
    static let printerModules = ["libcomposite", "dummy_hcd", "usb_f_printer", "usblp"]

    /// Folder of loketd, loket and loket-pos: LOKET_RIG_BINARIES, else the one built with the
    /// tests.
    static let binaries =
        ProcessInfo.processInfo.environment["LOKET_RIG_BINARIES"] ?? Daemon.binaries

    /// Version of the newest kernel on this machine; nil: none.
    static var kernelVersion: String? {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: "/boot")) ?? []
        return files.filter { $0.hasPrefix("vmlinuz-") }.map { String($0.dropFirst(8)) }
            .max { $0.compare($1, options: .numeric) == .orderedAscending }
    }

    /// Sentence about what is missing on this machine; nil: nothing.
    static var isMissing: String? {
        let folders = ["/usr/bin", "/bin", "/usr/sbin", "/sbin"]
        let programs = ["qemu-system-x86_64", "busybox", "cpio", "modprobe", "mke2fs", "fc-list"]
        let missing = programs.filter { program in
            !folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
        }
        if kernelVersion == nil { return "no kernel in /boot: Kiosk/install rig installs one" }
        guard !missing.isEmpty else { return nil }
        return "no \(missing.joined(separator: ", ")): Kiosk/install rig installs them"
    }

    /// Builds the image unless it exists. Throws where a program fails.
    static func make() async throws -> GuestImage {
        guard let version = kernelVersion else { throw NeverHappened(what: "a kernel in /boot") }
        let folder = "\(Daemon.binaries)/rig-image"
        let key = try await fingerprint(version)
        let image = GuestImage(
            kernel: "/boot/vmlinuz-\(version)", initramfs: "\(folder)/\(key).cpio")
        if FileManager.default.fileExists(atPath: image.initramfs) { return image }
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let home = try TemporaryFolder("rig-image")
        try await image.fill(home.path, version: version)
        // Rename the image only when complete, so that an interrupted build leaves none.
        try await shell(
            "cd \(home.path) && find . -mindepth 1 | cpio -o -H newc -R 0:0 --quiet "
                + "> \(image.initramfs).new && mv \(image.initramfs).new \(image.initramfs)")
        return image
    }

    private static func fingerprint(_ version: String) async throws -> String {
        let sum = try await shell(
            """
            { echo '\(version)'; cat \(Repository.file("Tests/Rig/GuestImage.swift"))
              cat \(binaries)/loketd \(binaries)/loket{,-pos} \(Daemon.binaries)/rig-{guest,glass}
              find \(Repository.file("Kiosk")) \(Repository.file("Printers")) -type f | sort \
                | xargs cat; } | sha256sum
            """)
        return String(sum.prefix(16))
    }

    private func fill(_ root: String, version: String) async throws {
        let folders = [
            "bin", "dev", "proc", "sys", "run", "tmp", "etc/loket", "modules", "usr/bin",
            "var/cache/fontconfig", "root", "disk", "lib64", "etc/cups", "usr/lib/cups/backend",
            "usr/lib/cups/filter", "usr/lib/cups/daemon", "usr/share/cups/mime",
        ]
        for folder in folders {
            try FileManager.default.createDirectory(
                atPath: "\(root)/\(folder)", withIntermediateDirectories: true)
        }
        try Self.initScript.write(toFile: "\(root)/init", atomically: true, encoding: .utf8)
        for (file, text) in [
            (
                "passwd",
                """
                root:x:0:0:root:/root:/bin/sh
                lp:x:7:7:lp:/var/spool/lpd:/bin/sh
                loket:x:990:990::/var/lib/loket:/bin/sh

                """
            ),
            ("group", "root:x:0:\nlp:x:7:loket\nlpadmin:x:106:\nloket:x:990:\n"),
            ("cups/cups-files.conf", Self.cupsFiles),
        ] {
            try text.write(toFile: "\(root)/etc/\(file)", atomically: true, encoding: .utf8)
        }
        try await Self.shell(
            """
            set -e
            chmod 755 \(root)/init
            cp $(command -v busybox) \(root)/bin/busybox
            cp -rL \(Repository.file("Kiosk"))/. \(root)/etc/loket
            cp -rL \(Repository.file("Printers")) \(root)/etc/Printers
            cp /usr/share/cups/cupsd.conf.default \(root)/etc/cups/cupsd.conf
            echo DirtyCleanInterval 0 >> \(root)/etc/cups/cupsd.conf
            cp /usr/share/cups/mime/mime.{types,convs} \(root)/usr/share/cups/mime
            ln -s /usr/bin/loket-pos \(root)/usr/lib/cups/backend/pos
            ln -s /usr/bin/cups-deviced /usr/bin/cups-exec \(root)/usr/lib/cups/daemon
            for program in \(Self.binaries)/loketd \(Self.binaries)/loket{,-pos} \
                \(Daemon.binaries)/rig-{guest,glass} /usr/sbin/cupsd \
                /usr/lib/cups/daemon/cups-{deviced,exec}; do
                strip -s -o \(root)/usr/bin/${program##*/} $program
                ldd $program | awk '$3 ~ "^/" { print $3 } $1 ~ "^/" { print $1 }'
            done | sort -u | while read library; do
                mkdir -p \(root)${library%/*}
                cp -L $library \(root)$library
            done
            FONTCONFIG_FILE=\(Repository.file("Kiosk/fonts.conf")) fc-list : file | tr -d : |
            while read font; do
                mkdir -p \(root)${font%/*}
                cp -L $font \(root)$font
            done
            for zone in UTC Asia/Jakarta Asia/Makassar Asia/Jayapura; do
                mkdir -p \(root)/usr/share/zoneinfo/Asia
                cp -L /usr/share/zoneinfo/$zone \(root)/usr/share/zoneinfo/$zone
            done
            """)
        try await copyModules(to: root, version: version)
    }

    /// Copies the modules into one folder, with the order in which the boot loads them.
    private func copyModules(to root: String, version: String) async throws {
        try await Self.shell(
            """
            set -e
            for module in \(Self.modules.joined(separator: " ")); do
                modprobe --show-depends -S \(version) $module
            done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }' > \(root)/modules/paths
            for module in \(Self.modulesOnDemand.joined(separator: " ")); do
                modprobe --show-depends -S \(version) $module
            done | awk '$1 == "insmod" { print $2 }' > \(root)/modules/more
            for module in \(Self.printerModules.joined(separator: " ")); do
                modprobe --show-depends -S \(version) $module
            done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }' > \(root)/modules/printer
            cat \(root)/modules/{paths,more,printer} | sort -u | while read path; do
                name=${path##*/}
                case $path in
                *.xz) xz -dc $path > \(root)/modules/${name%.xz} ;;
                *.zst) zstd -qdc $path > \(root)/modules/${name%.zst} ;;
                *) cp $path \(root)/modules/$name ;;
                esac
            done
            for list in paths:order printer:printer-order; do
                sed -E 's,.*/,,; s,\\.(xz|zst)$,,' \(root)/modules/${list%:*} \
                    > \(root)/modules/${list#*:}
            done
            """)
    }

    @discardableResult
    static func shell(_ script: String) async throws -> String {
        let done = try await Command.run("bash", ["-o", "pipefail", "-c", script])
        guard done.status == 0 else {
            throw NeverHappened(what: "the guest's image: \(done.errors)")
        }
        return done.text
    }

    /// Configuration of the scheduler. Its files are in memory, like the whole guest; its policy is
    /// Debian's default, except that it stores at once what it has accepted.
    static let cupsFiles = """
        User lp
        Group lp
        SystemGroup root lpadmin
        StateDir /run/cups
        CacheDir /run/cups/cache
        RequestRoot /run/cups/spool
        TempDir /run/cups/spool/tmp
        ErrorLog /run/cups/error_log
        AccessLog /run/cups/access_log
        PageLog /run/cups/page_log
        ServerBin /usr/lib/cups

        """

    /// First program of the guest. The guest ends together with the agent, when the host closes the
    /// link.
    static let initScript = """
        #!/bin/busybox sh
        /bin/busybox --install -s /bin
        export PATH=/bin:/usr/bin HOME=/root
        mount -t proc proc /proc
        mount -t sysfs sysfs /sys
        mount -t devtmpfs dev /dev
        mkdir -p /dev/pts /dev/shm
        mount -t devpts devpts /dev/pts
        mount -t tmpfs tmpfs /run
        mount -t tmpfs tmpfs /tmp
        mkdir -p /run/loket
        ln -s /proc/self/fd /dev/fd
        ip link set lo up
        while read module; do insmod /modules/$module || echo "rig: $module is not loaded"; done \
            < /modules/order
        for port in /sys/class/virtio-ports/*; do
            [ "$(cat $port/name)" = loket.rig ] && rig-guest agent /dev/${port##*/}
        done
        sync
        poweroff -f
        """
}
