import Glibc
import Testing

@testable import Kernel

@Suite("Y7 Memory and descriptors", .timeLimit(.minutes(1)))
struct MemoryTests {
    @Test("Y7 a large block that was freed is given back, also after larger ones")
    func flat() {
        #expect(Memory.keepFlat())
        // Without the fixed limit glibc would keep blocks of this size in the heap after the first one.
        // Smaller ones may find room in what other tests left there.
        for round in 1...2 {
            let size = 24 << 20
            let block = malloc(size)
            defer { free(block) }
            // Bit 1 of the word before a block says that it was mapped (malloc.c, IS_MMAPPED).
            let word = block?.load(fromByteOffset: -MemoryLayout<UInt>.size, as: UInt.self) ?? 0
            #expect(word & 2 != 0, "block \(round) is in the heap")
        }
    }

    @Test("Y7 the limit of descriptors is raised as far as it may") func descriptors() {
        DescriptorLimit.raise()
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        #expect(DescriptorLimit.current == Int(clamping: limit.rlim_cur))
        #expect(limit.rlim_cur >= min(limit.rlim_max, rlim_t(DescriptorLimit.wanted)))
    }
}
