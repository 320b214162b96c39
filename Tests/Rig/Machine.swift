import Testing

/// Computer emulated by QEMU.
enum Machine: String, CaseIterable, Sendable {
    case bochs
    case virtioGPU = "virtio-gpu"
    case virtioGPUTwoOutputs = "virtio-gpu, 2 outputs"

    /// Width of its panel in pixels.
    static let width = 1_280
    static let height = 800

    /// Options of QEMU for the display, with the id `glass`.
    var glass: String {
        let size = "xres=\(Self.width),yres=\(Self.height)"
        return switch self {
        case .bochs: "bochs-display,id=glass,\(size)"
        case .virtioGPU: "virtio-gpu-pci,id=glass,max_outputs=1,\(size)"
        case .virtioGPUTwoOutputs: "virtio-gpu-pci,id=glass,max_outputs=2,\(size)"
        }
    }
}

/// Machine with the way that loketd takes to its glass.
enum Glass: CaseIterable, Sendable, CustomTestStringConvertible {
    case bochsKMS, bochsFramebuffer, virtioKMS, virtioTwoOutputs, virtioAnyOutput
    case virtioFramebuffer, vfb16

    var machine: Machine {
        switch self {
        case .bochsKMS, .bochsFramebuffer, .vfb16: .bochs
        case .virtioKMS, .virtioFramebuffer: .virtioGPU
        case .virtioTwoOutputs, .virtioAnyOutput: .virtioGPUTwoOutputs
        }
    }

    /// Name in `display.backend` of kiosk.yaml.
    var backend: String {
        switch self {
        case .bochsKMS, .virtioKMS, .virtioAnyOutput: "kms"
        case .virtioTwoOutputs: "kms:Virtual-1"
        case .bochsFramebuffer, .virtioFramebuffer: "fbdev:/dev/fb0"
        case .vfb16: "fbdev:/dev/fb1"
        }
    }

    var testDescription: String {
        switch self {
        case .bochsKMS: "bochs, kms"
        case .bochsFramebuffer: "bochs, fbdev"
        case .virtioKMS: "virtio-gpu, kms"
        case .virtioTwoOutputs: "virtio-gpu with 2 outputs, kms:Virtual-1"
        case .virtioAnyOutput: "virtio-gpu with 2 outputs, kms"
        case .virtioFramebuffer: "virtio-gpu, fbdev"
        case .vfb16: "vfb 16 bit, fbdev"
        }
    }

    /// Glass whose picture QEMU can photograph.
    static let photographed = allCases.filter { $0 != .vfb16 && $0 != .virtioAnyOutput }
}
