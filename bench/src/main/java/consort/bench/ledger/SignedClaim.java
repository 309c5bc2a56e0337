package consort.bench.ledger;

import com.google.protobuf.ByteString;
import consort.ledger.entry.Document;
import consort.ledger.entry.Entries;
import consort.ledger.entry.UsageClaim;
import consort.ledger.entry.WorkerId;
import consort.ledger.note.SignerKey;
import consort.ledger.note.VerifierKey;
import consort.proto.Claim;
import consort.proto.WorkerMessage;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A usage claim as its worker sends it.
 *
 * @param entry signed by {@code key}
 */
record SignedClaim(WorkerId worker, long seq, VerifierKey key, byte[] entry, WorkerMessage message) {

    static SignedClaim of(String domain, Consortium.Assigned task, long seq, SignerKey key) {
        WorkerId worker = task.worker();
        byte[] entry = Entries.sign(domain, new UsageClaim(System.currentTimeMillis(), worker.organization(), worker.worker(), seq,
                task.lease(), task.model(), UsageClaim.Outcome.DONE, Optional.empty(), Optional.empty(), 1000, 1, 5,
                Optional.of(Document.digest((worker + "/" + seq).getBytes(StandardCharsets.UTF_8))), OptionalLong.of(500_000),
                OptionalLong.empty()), key);
        return new SignedClaim(worker, seq, key.verifierKey(), entry, WorkerMessage.newBuilder()
                .setClaim(Claim.newBuilder().setEntry(ByteString.copyFrom(entry))).build());
    }
}
