package consort.coordinator.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import consort.coordinator.blobs.BlobLimits;
import consort.coordinator.blobs.BlobStore;
import consort.coordinator.blobs.DiskBlobStore;
import consort.fuzz.DecoderFuzzTest;
import consort.ledger.disk.simulated.SimulatedDisk;
import consort.ledger.entry.Document;
import consort.proto.StoreHeader;
import consort.proto.StorePart;
import consort.proto.StoreReply;
import consort.proto.wire.BlobMethods;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Uploads of one peer, one after the other: whatever they announce and send, a blob has the digest it is stored under, and no limit
 * is passed.
 *
 * <p>An input is a row of parts, each with its length before it; one with a header begins the next upload.
 */
class UploadFuzzTest extends DecoderFuzzTest {

    private static final BlobLimits LIMITS = new BlobLimits(200, 500, 2);
    private static final String PEER = "acme/w1";
    private static final byte[] WHOLE = "a model, or an update".getBytes(StandardCharsets.UTF_8);
    private static final Set<Status.Code> SAID =
            Set.of(Status.Code.OK, Status.Code.INVALID_ARGUMENT, Status.Code.ABORTED, Status.Code.RESOURCE_EXHAUSTED);

    @Override
    protected List<byte[]> seeds() throws IOException {
        StorePart begun = part(header(WHOLE.length, 0), 0, 8);
        StorePart none = StorePart.newBuilder().setData(ByteString.copyFrom(WHOLE)).build();
        return List.of(
                row(part(header(WHOLE.length, 0), 0, WHOLE.length)),
                row(begun, StorePart.newBuilder().setData(ByteString.copyFrom(WHOLE, 8, WHOLE.length - 8)).build()),
                row(begun, part(header(WHOLE.length, 8), 8, WHOLE.length)),
                row(part(header(WHOLE.length, 5), 5, WHOLE.length)),
                row(part(header(Long.MAX_VALUE, 0), 0, 8), part(header(-1, 0), 0, 8), part(header(0, 0), 0, 0)),
                row(part(header(WHOLE.length - 1, 0), 0, WHOLE.length)),
                row(none));
    }

    @Override
    protected int quickRuns() {
        return 3000;
    }

    /** What a disk in memory takes. */
    @Override
    protected long maxAllocatedBytes(int inputBytes) {
        return (2L << 20) + 4096L * inputBytes;
    }

    @Override
    protected boolean accepts(byte[] input) throws IOException {
        BlobStore blobs = DiskBlobStore.open(new SimulatedDisk(new SplittableRandom(1)), LIMITS);
        ByteArrayInputStream row = new ByteArrayInputStream(input);
        Upload upload = null;
        FakeCall<StoreReply> call = new FakeCall<>();
        try {
            for (StorePart part = StorePart.parseDelimitedFrom(row); part != null; part = StorePart.parseDelimitedFrom(row)) {
                if (upload == null || part.hasHeader()) {
                    end(upload, call);
                    call = new FakeCall<>();
                    upload = new Upload(blobs, PEER, call);
                }
                upload.onNext(BlobMethods.SERVE_STORE.parseRequest(part.toByteString().newInput()));
                holds(blobs, part.getHeader().getDigest());
            }
        } catch (InvalidProtocolBufferException refused) {
            return false;
        }
        end(upload, call);
        holds(blobs, "");
        return true;
    }

    private static void end(Upload upload, FakeCall<StoreReply> call) {
        if (upload == null) {
            return;
        }
        upload.onCompleted();
        Status status = call.ended().orElseThrow();
        assertThat(status.getCode()).as("%s", status).isIn(SAID);
        assertThat(call.sent).hasSize(status.isOk() ? 1 : 0);
        assertThat(status.isOk() || !status.getDescription().isBlank()).isTrue();
    }

    private static void holds(BlobStore blobs, String digest) throws IOException {
        if (digest.matches("[0-9a-f]{64}")) {
            assertThat(blobs.held(PEER, digest)).isBetween(0L, LIMITS.maxBlobBytes());
        }
        Map<String, Long> stored = blobs.stored();
        assertThat(stored.size()).isLessThanOrEqualTo(LIMITS.maxUploadsPerPeer());
        for (Map.Entry<String, Long> blob : stored.entrySet()) {
            assertThat(blob.getValue()).isLessThanOrEqualTo(LIMITS.maxBlobBytes());
            ByteBuffer bytes = ByteBuffer.allocate(blob.getValue().intValue());
            blobs.read(blob.getKey(), 0, bytes);
            assertThat(Document.digest(bytes.array())).isEqualTo(blob.getKey());
        }
    }

    private static StoreHeader header(long totalBytes, long offset) {
        return StoreHeader.newBuilder().setDigest(Document.digest(WHOLE)).setTotalBytes(totalBytes).setOffset(offset).build();
    }

    private static StorePart part(StoreHeader header, int from, int to) {
        return StorePart.newBuilder().setHeader(header).setData(ByteString.copyFrom(WHOLE, from, to - from)).build();
    }

    private static byte[] row(StorePart... parts) throws IOException {
        ByteString.Output row = ByteString.newOutput();
        for (StorePart part : parts) {
            part.writeDelimitedTo(row);
        }
        return row.toByteString().toByteArray();
    }
}
