import Foundation
package import Kernel

/// Calibration matrices in the state folder, one file per device. A device finds its matrix again
/// on every port (C6, C7).
package struct CalibrationStore: Sendable {
    /// Maximum file size. A longer file is not one of these.
    static let maximumBytes = 64 << 10

    private struct Stored: Codable {
        var device: String
        var matrix: String
    }

    /// Content of a file. `problem` is a sentence on what is wrong with it.
    package struct Found: Hashable, Sendable {
        package var matrix: CalibrationMatrix
        package var problem: String?
    }

    package let folder: String

    package init(folder: String) {
        self.folder = folder
    }

    package func file(for device: DeviceIdentity) -> String {
        "\(folder)/touch-\(device.stableKey).json"
    }

    /// Returns the matrices of all devices, by `DeviceIdentity.stableKey`, and a sentence for each
    /// file that cannot be read.
    package func loadAll() -> (matrices: [String: CalibrationMatrix], problems: [String]) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        var matrices: [String: CalibrationMatrix] = [:]
        var problems: [String] = []
        for name in names.sorted() where name.hasPrefix("touch-") && name.hasSuffix(".json") {
            let key = String(name.dropFirst("touch-".count).dropLast(".json".count))
            let found = load("\(folder)/\(name)", key)
            if let problem = found.problem {
                problems.append(problem)
            } else {
                matrices[key] = found.matrix
            }
        }
        return (matrices, problems)
    }

    /// Returns the device's matrix, or the identity where there is none or it cannot be read.
    package func load(_ device: DeviceIdentity) -> Found {
        load(file(for: device), device.name)
    }

    private func load(_ path: String, _ name: String) -> Found {
        guard FileManager.default.fileExists(atPath: path) else {
            return Found(matrix: .identity, problem: nil)
        }
        do {
            guard let data = FileManager.default.contents(atPath: path),
                data.count <= Self.maximumBytes
            else {
                throw CalibrationTextError(text: "a file that can't be read")
            }
            let stored = try JSONDecoder().decode(Stored.self, from: data)
            return Found(matrix: try CalibrationMatrix(text: stored.matrix), problem: nil)
        } catch {
            let reason = (error as? CalibrationTextError)?.description ?? "It is no such JSON."
            return Found(
                matrix: .identity,
                problem: "The calibration of \(name) in \(path) can't be read and is left "
                    + "out; calibrate again or delete the file. \(reason)")
        }
    }

    /// Writes the matrix so that a power cut leaves the old file or the new one. It waits for the
    /// disk and must not run on the loop's thread. Throws `CalibrationStoreError`.
    package func save(
        _ matrix: CalibrationMatrix, for device: DeviceIdentity
    ) throws(CalibrationStoreError) {
        let path = file(for: device)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let stored = Stored(device: device.name, matrix: matrix.description)
        guard var data = try? encoder.encode(stored) else {
            throw CalibrationStoreError(SystemError(call: "write", path: path, code: EINVAL))
        }
        data.append(0x0A)
        do throws(SystemError) {
            try Folder.make(folder, permissions: 0o750)
            try Folder.replace(path, with: Array(data), permissions: 0o640)
        } catch { throw CalibrationStoreError(error) }
    }

    /// Deletes the device's matrix, if there is one. Throws `CalibrationStoreError`.
    package func remove(_ device: DeviceIdentity) throws(CalibrationStoreError) {
        let path = file(for: device)
        do throws(SystemError) {
            guard unlink(path) == 0 || errno == ENOENT else {
                throw SystemError(call: "unlink", path: path)
            }
            try Folder.sync(folder)
        } catch { throw CalibrationStoreError(error) }
    }
}

/// Error for a calibration that cannot be written.
package struct CalibrationStoreError: Error, Hashable, Sendable, CustomStringConvertible {
    package var cause: SystemError

    package init(_ cause: SystemError) {
        self.cause = cause
    }

    package var description: String {
        "The calibration can't be written: \(cause). See that the state folder belongs to the user "
            + "that runs loketd and has room."
    }
}
