package consort.worker.session;

import com.google.protobuf.ByteString;
import java.util.Optional;

/**
 * A signed claim that stands in the outbox and has no receipt yet.
 *
 * @param seq its place among this worker's entries
 * @param lease the lease it answers
 * @param entry the signed bytes; the same however often it is sent
 * @param update the update it names
 */
public record PendingClaim(long seq, long lease, ByteString entry, Optional<UpdateRef> update) {
}
