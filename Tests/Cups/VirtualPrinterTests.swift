import TestSupport
import Testing

@Suite("The virtual printer", .timeLimit(.minutes(10)))
struct VirtualPrinterTests {
    /// A caller may wait for the program's end by a descriptor that it holds.
    @Test("B9 it leaves open what its caller handed on, whatever the number")
    func descriptors() async throws {
        let folder = try TemporaryFolder()
        let script = """
            for number in 3 4 5 6 7 8 9; do eval "exec $number>$2/$number"; done
            "$1" "$2/p" >"$2/out" & printer=$!
            until grep -q ready "$2/out"; do kill -0 $printer || exit 1; sleep 0.05; done
            for number in 3 4 5 6 7 8 9; do readlink /proc/$printer/fd/$number; done
            kill $printer; wait $printer
            """
        let done = try await Command.run(
            "bash",
            ["-c", script, "bash", Repository.file("Kiosk/virtual-printer"), folder.path])
        #expect(
            done.text.split(separator: "\n") == (3...9).map { "\(folder.path)/\($0)" },
            "\(done.errors)")
    }
}
