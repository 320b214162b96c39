import Foundation
import Office
import Slips

/// Follows a job by the rules of `JobWatch`: asks what they want to know, and does what they
/// decide.
extension CupsPrinter {
    /// Follows a job to its end, or gives it up. `sees` hears what a person has to mend.
    func follow(
        _ job: JobWatch, _ sees: @Sendable (PrinterCondition) async -> Void
    ) async -> PrintEnd {
        var job = job
        var verdict = JobWatch.Verdict.listen(.zero)
        while true {
            switch verdict {
            case .listen(let limit):
                // The first look comes at once.
                if limit > .zero {
                    do {
                        let events = try await listen(
                            limit, isTroubled: job.progress.trouble != nil)
                        (job, verdict) = job.seeing(.events(events), at: uptime())
                    } catch {
                        (job, verdict) = job.seeing(.abandoned, at: uptime())
                    }
                    guard case .listen = verdict else { continue }
                }
                (job, verdict) = job.seeing(await look(at: job), at: uptime())
                if let news = job.news() { await sees(news) }
                if job.progress.trouble != nil { await feed.forget() }
            case .prove: (job, verdict) = job.seeing(await proof(of: job), at: uptime())
            case .cancel, .hearLastWord:
                let given = job
                // In a task that was cancelled nothing would wait any more.
                return await Task { await leave(given) }.value
            case .over(let end): return end
            }
        }
    }

    private func look(at job: JobWatch) async -> JobWatch.Sight {
        do {
            guard let status = try await cups.job(job.id, queue: queue) else {
                return .job(nil, queue: nil, news: [])
            }
            let known = job.wantsQueue(with: status) ? try await cups.queue(queue) : nil
            // Told, and not read yet.
            let isLast = job.end(of: status) != nil && !job.isGuarded
            return .job(status, queue: known, news: isLast ? await feed.news() ?? [] : [])
        } catch {
            return .noAnswer("\(error)")
        }
    }

    /// Waits until CUPS tells of an event, or it is time to look anyway. Throws where the task
    /// ends.
    private func listen(_ limit: Duration, isTroubled: Bool) async throws -> [QueueEvent] {
        let end = uptime() + limit
        repeat {
            try await clock.sleep(for: limits.look)
            if isTroubled { return [] }
            if let news = await feed.news() { return news }
        } while uptime() < end
        return []
    }

    /// Questions to a printer about a job of its own. One answer may be lost.
    private static let questions = 3

    private func proof(of job: JobWatch) async -> JobWatch.Sight {
        guard let printer = IPPDevice(job.device, patience: .init(all: IdleProbe.limit)) else {
            return .proof(nil)
        }
        var why = ""
        for _ in 0..<Self.questions {
            do { return .proof(try await printer.end(ofJob: job.name)) } catch { why = "\(error)" }
        }
        return .noProof(why)
    }

    /// Cancels a job and waits for its back end to end.
    private func leave(_ job: JobWatch) async -> PrintEnd {
        var (job, verdict) = (job, JobWatch.Verdict.cancel)
        while true {
            switch verdict {
            case .cancel:
                try? await cups.cancel(job: job.id, queue: queue)
                (job, verdict) = job.seeing(await farewell(job), at: uptime())
            case .listen(let limit):
                try? await clock.sleep(for: limit)
                (job, verdict) = job.seeing(await farewell(job), at: uptime())
            case .hearLastWord:
                let last = try? await cups.job(job.id, queue: queue)
                (job, verdict) = job.seeing(.lastWord(last), at: uptime())
            case .prove: (job, verdict) = job.seeing(await proof(of: job), at: uptime())
            case .over(let end): return end
            }
        }
    }

    private func farewell(_ job: JobWatch) async -> JobWatch.Sight {
        let status =
            job.progress.trouble == nil ? try? await cups.job(job.id, queue: queue) : nil
        return .farewell(status, queue: try? await cups.queue(queue))
    }
}
