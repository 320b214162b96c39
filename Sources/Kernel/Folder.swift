import Glibc

/// Folders and what is written into them.
package enum Folder {
    /// Names in a folder, sorted, without `.` and `..`.
    package static func names(in folder: String) throws(SystemError) -> [String] {
        guard let stream = opendir(folder) else {
            throw SystemError(call: "opendir", path: folder)
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Makes a folder, where wished those above it too; fine where it is there.
    package static func make(
        _ folder: String, permissions: UInt32, withParents: Bool = false
    ) throws(SystemError) {
        if mkdir(folder, mode_t(permissions)) == 0 { return }
        let code = errno
        var facts = stat()
        if stat(folder, &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR { return }
        guard withParents, code == ENOENT, let slash = folder.lastIndex(of: "/"),
            slash > folder.startIndex
        else { throw SystemError(call: "mkdir", path: folder, code: code) }
        try make(String(folder[..<slash]), permissions: permissions, withParents: true)
        try SystemError.check("mkdir", path: folder, mkdir(folder, mode_t(permissions)))
    }

    /// Puts a file in place of the one of that name, so that a power cut leaves the old one or
    /// the new one, whole. Waits for the disk. The new one is written beside it, as `NAME.new`.
    package static func replace(
        _ path: String, with bytes: [UInt8], permissions: UInt32
    ) throws(SystemError) {
        let new = path + ".new"
        do throws(SystemError) {
            let file = try Descriptor(
                opening: new, O_WRONLY | O_CREAT | O_TRUNC, permissions: permissions)
            try file.write(bytes)
            try file.sync()
        } catch {
            if error.call != "open" { unlink(new) }
            throw SystemError(call: error.call, path: new, code: error.code)
        }
        try SystemError.check("rename", path: path, rename(new, path))
        try sync(path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ".")
    }

    /// Waits until the names in a folder are on the disk: what came, went and was renamed.
    package static func sync(_ folder: String) throws(SystemError) {
        do throws(SystemError) {
            try Descriptor(opening: folder, O_RDONLY | O_DIRECTORY).sync()
        } catch {
            throw SystemError(call: error.call, path: folder, code: error.code)
        }
    }
}
