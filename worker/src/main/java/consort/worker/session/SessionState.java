package consort.worker.session;

import consort.ledger.entry.LogKeys;
import consort.proto.Task;
import java.util.Optional;

/**
 * Everything a session remembers. Immutable.
 *
 * @param link the stream
 * @param work the task in hand
 * @param lastSeq seq of the last claim of this worker that is settled, by its own receipts or the coordinator's word
 * @param lastLease the last lease this worker claimed or handed back; leases are numbered upwards, so an older one is old
 *     news
 * @param next a task that came while the claim of the one before waits for its receipt
 * @param stopCause when given, the session ends as soon as nothing would be lost
 * @param lending whether the site lends
 * @param logKeys whose leases and receipts count
 * @param proving what the ledger is known to hold, and which receipts lack proofs
 */
public record SessionState(Link link, Work work, long lastSeq, long lastLease, Optional<Task> next,
        Optional<String> stopCause, Lending lending, LogKeys logKeys, Proving proving) {

    SessionState with(Link changed) {
        return new SessionState(changed, work, lastSeq, lastLease, next, stopCause, lending, logKeys, proving);
    }

    SessionState with(Work changed) {
        return new SessionState(link, changed, lastSeq, lastLease, next, stopCause, lending, logKeys, proving);
    }

    SessionState withLastSeq(long seq) {
        return new SessionState(link, work, seq, lastLease, next, stopCause, lending, logKeys, proving);
    }

    SessionState withLastLease(long lease) {
        return new SessionState(link, work, lastSeq, Math.max(lastLease, lease), next, stopCause, lending, logKeys, proving);
    }

    SessionState withNext(Optional<Task> task) {
        return new SessionState(link, work, lastSeq, lastLease, task, stopCause, lending, logKeys, proving);
    }

    SessionState withStopCause(String cause) {
        return new SessionState(link, work, lastSeq, lastLease, next, Optional.of(cause), lending, logKeys, proving);
    }

    SessionState with(Lending changed) {
        return new SessionState(link, work, lastSeq, lastLease, next, stopCause, changed, logKeys, proving);
    }

    SessionState with(LogKeys changed) {
        return new SessionState(link, work, lastSeq, lastLease, next, stopCause, lending, changed, proving);
    }

    SessionState with(Proving changed) {
        return new SessionState(link, work, lastSeq, lastLease, next, stopCause, lending, logKeys, changed);
    }

    /** Whether a coordinator has welcomed this worker and the stream is up. */
    public boolean online() {
        return link instanceof Link.Online;
    }
}
