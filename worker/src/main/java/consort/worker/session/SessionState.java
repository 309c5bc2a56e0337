package consort.worker.session;

import java.util.Optional;

/**
 * Everything a session remembers. Immutable.
 *
 * @param link the stream
 * @param work the task in hand
 * @param lastSeq seq of the last claim of this worker that is settled, by its own receipts or the coordinator's word
 * @param lastLease the last lease this worker claimed or handed back; leases are numbered upwards, so an older one is old
 *     news
 * @param stopCause when given, the session ends as soon as nothing would be lost
 */
public record SessionState(Link link, Work work, long lastSeq, long lastLease, Optional<String> stopCause) {

    SessionState with(Link next) {
        return new SessionState(next, work, lastSeq, lastLease, stopCause);
    }

    SessionState with(Work next) {
        return new SessionState(link, next, lastSeq, lastLease, stopCause);
    }

    SessionState withLastSeq(long seq) {
        return new SessionState(link, work, seq, lastLease, stopCause);
    }

    SessionState withLastLease(long lease) {
        return new SessionState(link, work, lastSeq, Math.max(lastLease, lease), stopCause);
    }

    SessionState withStopCause(String cause) {
        return new SessionState(link, work, lastSeq, lastLease, Optional.of(cause));
    }

    /** Whether a coordinator has welcomed this worker and the stream is up. */
    public boolean online() {
        return link instanceof Link.Online;
    }
}
