import Foundation
import Kernel
import TestSupport
import Testing

@testable import Pos

@Suite("Addresses of a printer", .timeLimit(.minutes(5)))
struct AddressTests {
    /// Returns a port of loopback in the resolver's form.
    private func address(_ port: UInt16) throws -> [UInt8] {
        try #require(
            Resolver.addresses(of: "127.0.0.1", port: port, until: Uptime.now()).first)
    }

    @Test("B2 an address that swallows all that is sent leaves time for the one that answers")
    func swallows() throws {
        let deaf = try BlackHole()
        let printer = try ReceiptPrinter()
        let addresses = [try address(deaf.port), try address(printer.port)]
        let end = Uptime.now() + .seconds(3)
        close(try TCP.connect(to: addresses, name: "printer", until: end))
        // The first address gets half of the time.
        #expect(Uptime.now() < end - .milliseconds(200))
        let begin = Uptime.now()
        let error = #expect(throws: LinkError.self) {
            try TCP.connect(
                to: Array(repeating: addresses[0], count: 3), name: "printer",
                until: begin + .milliseconds(300))
        }
        #expect(error?.code == ETIMEDOUT)
        #expect(Uptime.now() - begin >= .milliseconds(300))
    }

    @Test("B a slip that is proved does not wait for its printer to close the connection")
    func provedAndGone() throws {
        let printer = try RawPrinter(.neverReads)
        let uri = DeviceURI(place: .tcp(host: "127.0.0.1", port: printer.port))
        func duration(of end: DialogueEnd) throws -> Duration {
            let link = try Link(uri)
            let begin = Uptime.now()
            link.finish(end, within: .seconds(2))
            return Uptime.now() - begin
        }
        #expect(try duration(of: .printed(.status)) < .seconds(1))
        // Bytes that were not read yet would be lost with a reset.
        #expect(try duration(of: .sent) >= .seconds(2))
    }

    @Test("B2 one that refuses costs no time, and the error is the last one's")
    func refuses() throws {
        let addresses = try [RawPrinter.closedPort(), RawPrinter.closedPort()].map(address)
        let error = #expect(throws: LinkError.self) {
            try TCP.connect(to: addresses, name: "printer", until: Uptime.now() + .seconds(60))
        }
        #expect(error?.code == ECONNREFUSED)
    }
}
