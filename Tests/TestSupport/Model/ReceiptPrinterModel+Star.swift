/// Line mode of Star, as in Star's manuals.
extension ReceiptPrinterModel {
    /// Receives a byte. ESC ACK SOH is answered on reception and is no part of a slip; ESC GS ETX
    /// is processed in order. In the data of pictures and QR codes both are data. `ESC GS S`, a
    /// picture in StarPRNT, is unknown here: what follows is text and commands.
    mutating func receiveStar(_ byte: UInt8) {
        if dataLeft > 0 {
            dataLeft -= 1
            add(.paper(byte))
            return
        }
        open.append(byte)
        switch open.count {
        case 1 where byte == 0x1B: return
        case 1: if byte != 0 { addOpen() }
        case 2 where [0x06, 0x1D, 0x1E, 0x69].contains(byte): return
        case 2 where byte == 0x40:
            add(.initialise)
            documentBytesReceived += 2
        case 2 where [0x45, 0x46, 0x30].contains(byte): addOpen()
        case 2: return
        case 3 where open[1] == 0x06: if hasRealTimeStatus { reply(starBlock) }
        case 3 where [0x61, 0x64, 0x7A, 0x52].contains(open[1]): addOpen()
        case 3: return
        default:
            guard takesStarCommand() else { return }
        }
        open = []
    }

    /// Returns whether the command is complete.
    private mutating func takesStarCommand() -> Bool {
        switch (open[1], open[2]) {
        case (0x1D, 0x03) where hasPrintEnd:
            guard open.count == 6 else { return false }
            add(.printEnd(Array(open[3...])))
        // An old model takes the first three bytes as a command and prints the rest; NUL prints
        // nothing.
        case (0x1D, 0x03): for byte in open[3...] where byte != 0 { add(.paper(byte)) }
        case (0x6B, let width):
            addOpen()
            dataLeft = 24 * (Int(width) | Int(open[3]) << 8)
        case (0x58, let columns):
            addOpen()
            dataLeft = 3 * (Int(columns) | Int(open[3]) << 8)
        case (0x1D, 0x79) where open[3] == 0x53:
            guard open.count == 6 else { return false }
            addOpen()
        case (0x1D, 0x79) where open[3] == 0x44:
            guard open.count == 8 else { return false }
            addOpen()
            dataLeft = Int(open[6]) | Int(open[7]) << 8
        default: addOpen()
        }
        return true
    }

    /// Status block of nine bytes, as a printer in order sends it: 23 06 00 ...
    private var starBlock: [UInt8] {
        [
            0x23, 0x06, (isStopped ? 0x08 : 0) | (isCoverOpen ? 0x20 : 0),
            hasCutterError ? 0x08 : 0, 0, (isPaperOut ? 0x08 : 0) | (isNearEnd ? 0x04 : 0), 0, 0, 0,
        ]
    }

    /// Returns the answer: the counter and a NUL after the question's bytes. Over Ethernet "status
    /// type, separator, data type, length, status, separator" precede it; the type of this answer
    /// is not published.
    func printEndAnswer(_ asked: [UInt8]) -> [UInt8] {
        let answer = [0x1B, 0x1D, 0x03] + asked + [UInt8(truncatingIfNeeded: printEnds), 0]
        guard wrapsAnswers else { return answer }
        let status =
            Array("20".utf8) + Array(":B".utf8) + [0, UInt8(answer.count)] + answer
            + Array(";".utf8)
        return [0x23, 0x86] + starBlock[2...] + [0, UInt8(status.count)] + status
    }
}
