package consort.worker.session;

import com.google.protobuf.ByteString;
import consort.worker.policy.Use;
import java.util.Optional;

/**
 * A signed claim that stands in the outbox and has no receipt yet.
 *
 * @param seq its place among this worker's entries
 * @param lease the lease it answers
 * @param entry the signed bytes; the same however often it is sent
 * @param update the update it names
 * @param timeMillis wall clock when it was made
 * @param deviceMillis busy time it claims, times devices
 */
public record PendingClaim(long seq, long lease, ByteString entry, Optional<UpdateRef> update, long timeMillis,
        long deviceMillis) {

    /** What it took, once it is settled. */
    public Use use(long acceptedMillis) {
        return new Use(timeMillis, deviceMillis, acceptedMillis);
    }
}
