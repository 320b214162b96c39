import Office

/// What happens when nothing happens.
extension Session {
    /// How long this screen waits for its visitor; nil: for ever.
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
                    reprintEnd == nil ? rules.lastTimeout : rules.lastTimeoutWithReprint
                case .onScreenOnly, .failedButValid, .failedAndVoid: rules.unprintedTimeout
                }
            } else {
                rules.lastTimeout
            }
        case .fixed: visit.screen == .paused ? rules.childPause : rules.cleaningLock
        }
    }

    /// Whether the visitor is asked before this screen ends. Not while a slip prints (C5), nor
    /// where a screen is over sooner than the question could be read.
    private var warns: Bool {
        if visit.screen == .welcome || isPrinting { return false }
        switch visit.screen.patience {
        case .menu, .requirements, .survey: return true
        case .last: return (patience ?? .zero) > rules.warning
        case .forever, .printing, .fixed: return false
        }
    }

    /// Waiting for the database: a time-out now would throw away what was asked for.
    private var isHeld: Bool { visit.isIssuing }

    /// The uptime at which this screen gives way to another one; nil: never.
    private var screenEnd: Duration? {
        isPrinting ? lastNews + rules.printingLimit : patience.map { lastActivity + $0 }
    }

    /// Seconds left, while the visitor is asked whether he is still there.
    package var secondsLeft: Int? {
        guard visit.isWarned, let end = screenEnd else { return nil }
        let left = end - now.uptime
        return max(1, Int((left / .seconds(1)).rounded(.up)))
    }

    /// The uptime at which `Event.time` is due: the next minute of the clock (L5), the next
    /// second of a countdown, the end of an offer or of somebody's patience.
    package var deadline: Duration {
        var next = now.uptime + .seconds(60 - content.zone.local(now.wall).second)
        if let called = facts.officerCalledAt {
            let end = called + rules.officerNotice
            if end > now.uptime { next = min(next, end) }
        }
        if let refused = visit.scanRefusedAt {
            next = min(next, max(now.uptime, refused + rules.scanNotice))
        }
        if let reprintEnd { next = min(next, reprintEnd) }
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

    /// Ends what has outlived its time.
    mutating func expire() -> [Effect] {
        facts.issueTimes.removeAll { now.uptime - $0 >= .seconds(60) }
        facts.lastIssued = facts.lastIssued.filter {
            now.uptime - $0.value < rules.sameServiceGuard
        }
        if let refused = visit.scanRefusedAt, now.uptime - refused >= rules.scanNotice {
            visit.scanRefusedAt = nil
        }
        guard facts.fault == nil, !isHeld else { return [] }
        if isPrinting {
            if now.uptime - lastNews >= rules.printingLimit { giveUpPrint() }
            return []
        }
        guard let patience else { return [] }
        let idle = now.uptime - lastActivity
        if idle >= patience { return timeOut() }
        if warns, !visit.isWarned, idle >= patience - rules.warning { visit.isWarned = true }
        return []
    }

    private mutating func timeOut() -> [Effect] {
        var effects = leaving()
        switch visit.screen {
        case .paused, .cleaning, .ticket, .gaveBack, .thanks, .welcome: break
        default: effects.append(.timedOut(screen: visit.screen.name))
        }
        answerOffer()
        end()
        return effects
    }

    /// What a visit leaves undone when it ends here.
    func leaving() -> [Effect] {
        guard case .question(let index) = visit.screen,
            content.questionnaire.questions.indices.contains(index),
            !visit.answers.isEmpty
        else { return [] }
        return [.surveyAbandoned(question: content.questionnaire.questions[index].id)]
    }

    /// "An officer was called" stands on the screen.
    var showsOfficerNotice: Bool {
        facts.officerCalledAt.map { now.uptime - $0 < rules.officerNotice } ?? false
    }
}

extension Session {
    /// Something was asked for and has not been answered yet.
    package var isBusy: Bool {
        if visit.isIssuing || visit.pending != nil || visit.scan != nil { return true }
        return isPrinting
    }
}
