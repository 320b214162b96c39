import GRDB

/// Columns of a row, read so that a damaged file makes an error. GRDB's own subscripts end the process
/// where a value is missing or of another type.
extension Row {
    /// Value of the column at this place. Throws where the column can't hold it.
    func at<Value: DatabaseValueConvertible & StatementColumnConvertible>(_ place: Int) throws
        -> Value
    {
        try decode(Value.self, atIndex: place)
    }

    /// Value of the column of this name. Throws where the column can't hold it.
    func at<Value: DatabaseValueConvertible & StatementColumnConvertible>(_ name: String) throws
        -> Value
    {
        try decode(Value.self, forColumn: name)
    }
}

/// Value that no run of Loket writes: the file is damaged.
struct DamagedValue: Error, CustomStringConvertible {
    var description: String

    /// Throws where a value lies outside its range.
    static func check(_ value: Int, _ range: ClosedRange<Int>, _ what: String) throws {
        if !range.contains(value) {
            throw DamagedValue(description: "\(what) is \(value): the file is damaged")
        }
    }
}

extension FixedWidthInteger {
    /// Number behind this one. Throws where a damaged file holds the last of all.
    func next(_ what: String) throws -> Self {
        let (next, isTooLarge) = addingReportingOverflow(1)
        if isTooLarge {
            throw DamagedValue(description: "\(what) is \(self): the file is damaged")
        }
        return next
    }
}
