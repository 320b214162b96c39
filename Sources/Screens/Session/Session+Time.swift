import Errands
import Office

/// Time-outs, warnings and deadlines.
extension Session {
    /// Time without a touch after which this screen ends; nil: never.
    var patience: Duration? {
        switch visit.screen.patience {
        case .forever: isFresh ? nil : rules.menuTimeout
        case .menu: rules.menuTimeout
        case .requirements: rules.requirementsTimeout
        case .survey: rules.surveyTimeout
        case .printing: rules.printingLimit
        case .last:
            if case .ticket(_, let outcome) = visit.screen {
                switch outcome {
                case .onPaper:
                    visit.reprintEnd(by: rules, at: now) == nil
                        ? rules.lastTimeout : rules.lastTimeoutWithReprint
                case .onScreenOnly, .failedButValid, .failedAndVoid: rules.unprintedTimeout
                }
            } else {
                rules.lastTimeout
            }
        case .fixed: visit.screen == .paused ? rules.childPause : rules.cleaningLock
        }
    }

    /// Whether the screen asks before it ends. Not while a slip prints (C5), nor on a screen too
    /// short for the question to be read.
    private var warns: Bool {
        if visit.screen == .welcome || isPrinting { return false }
        switch visit.screen.patience {
        case .menu, .requirements, .survey: return true
        case .last: return (patience ?? .zero) > rules.warning
        case .forever, .printing, .fixed: return false
        }
    }

    /// Whether the visit waits for the database. A time-out now would lose the tickets asked for.
    private var isHeld: Bool { visit.ticket.isIssuing }

    /// Uptime at which the visit waits for the database no longer; nil: it does not wait.
    private var issueEnd: Duration? { visit.ticket.requestedAt.map { $0 + rules.issueLimit } }

    /// Uptime at which this screen ends; nil: never.
    private var screenEnd: Duration? {
        isPrinting ? lastNews + rules.printingLimit : patience.map { lastActivity + $0 }
    }

    /// Seconds left, at least 1, while "Are you still here?" is up; nil: it is not.
    package var secondsLeft: Int? {
        guard visit.isWarned, let end = screenEnd else { return nil }
        let left = end - now.uptime
        return max(1, Int((left / .seconds(1)).rounded(.up)))
    }

    /// Uptime at which `Event.time` is due: the next minute of the clock (L5), the next second of a
    /// countdown, or the end of a notice, an offer or a screen.
    package var deadline: Duration {
        var next = now.uptime + .seconds(60 - content.zone.local(now.wall).second)
        if let end = staff.noticeEnd(by: rules, at: now) { next = min(next, end) }
        if let refused = visit.lookup.scanRefusedAt {
            next = min(next, max(now.uptime, refused + rules.scanNotice))
        }
        if let end = visit.reprintEnd(by: rules, at: now) { next = min(next, end) }
        if let end = issueEnd { next = min(next, max(now.uptime, end)) }
        guard facts.fault == nil, !isHeld, let end = screenEnd else { return next }
        if visit.isWarned {
            let left = max(.zero, end - now.uptime)
            let wholeSeconds = (left / .seconds(1)).rounded(.up) - 1
            next = min(next, end - .seconds(max(0, wholeSeconds)))
        } else if warns {
            next = min(next, end - rules.warning)
        } else {
            next = min(next, end)
        }
        return max(next, now.uptime)
    }

    /// Ends what has timed out.
    mutating func expire() -> [Effect] {
        facts.expire(by: rules, at: now)
        visit.lookup.expire(by: rules, at: now)
        if let end = issueEnd, now.uptime >= end { return pass(.deskIsSilent) }
        guard facts.fault == nil, !isHeld else { return [] }
        if isPrinting {
            return now.uptime - lastNews >= rules.printingLimit ? pass(.printsAreSilent) : []
        }
        guard let patience else { return [] }
        let idle = now.uptime - lastActivity
        if idle >= patience { return timeOut() }
        if warns, !visit.isWarned, idle >= patience - rules.warning { visit.isWarned = true }
        return []
    }

    private mutating func timeOut() -> [Effect] {
        var effects = pass(.left)
        switch visit.screen {
        case .paused, .cleaning, .ticket, .gaveBack, .thanks, .welcome: break
        default: effects.append(.timedOut(screen: visit.screen.name))
        }
        end()
        return effects
    }
}
