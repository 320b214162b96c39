import Desk
import Display
import Errands
import Face
import Foundation
import Geometry
import Office
import Records
import Screens
import Settings
import Slips
import Touch
package import Wire

/// The screen and its devices.
extension Control {
    /// Every input device and what it is used for; none where touches come from a page alone.
    package func inputDevices() async -> [Wire.InputDevice] {
        await loop.query { core in
            core.inputDevices.map { device in
                Wire.InputDevice(
                    path: device.path, name: device.identity?.name ?? "?",
                    vendorProduct: device.identity?.vendorProduct ?? "",
                    role: device.role.map { "\($0)" }, score: device.score,
                    reason: device.reason)
            }
        }
    }

    // MARK: Screen

    package func screen() async -> Wire.Screen {
        await loop.query { core in
            let session = core.session
            var numbers: [String] = []
            var form: String?
            switch session.visit.screen {
            case .printing(let tickets):
                numbers = tickets.map(\.number.description)
                form = session.facts.printingFault?.rawValue
            case .ticket(let tickets, let outcome):
                numbers = tickets.map(\.number.description)
                form = "\(outcome)"
            default: break
            }
            return Wire.Screen(
                screen: core.screenName, form: form, language: session.visit.language.rawValue,
                page: session.visit.page, pageCount: core.pageCount, isBusy: session.isBusy,
                numbers: numbers,
                targets: core.targets.map { target in
                    Wire.Screen.Target(
                        action: target.id.name, x: target.frame.x, y: target.frame.y,
                        width: target.frame.width, height: target.frame.height,
                        isEnabled: target.isEnabled)
                })
        }
    }

    /// A finger on the memory display.
    package func touch(_ tap: Wire.Tap) throws { try loop.touch(tap) }

    /// Locks the screen for 30 s, so that the glass can be wiped (L7).
    package func clean() {
        loop.post(.event(.cleaning))
    }

    /// Shows in pictures how a roll is put in (L7).
    package func showLoadingPaper() {
        loop.post(.event(.loadPaper))
    }
}

extension KioskLoop {
    /// A finger on the memory display.
    package func touch(_ tap: Wire.Tap) throws {
        let point = Point(x: tap.x, y: tap.y)
        func touch(_ phase: ContactEvent.Phase) {
            post(
                .contact(
                    ContactEvent(
                        contact: 0, phase: phase, position: point, uptime: SystemClock.uptime())))
        }
        guard let name = tap.phase else {
            touch(.down)
            touch(.up)
            return
        }
        guard let phase = ContactEvent.Phase(rawValue: name) else {
            throw Refusal.invalid(
                "phase", "'\(name)' is no phase: use down, move, up or cancel.")
        }
        touch(phase)
    }
}
