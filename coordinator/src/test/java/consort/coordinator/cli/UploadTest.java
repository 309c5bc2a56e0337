package consort.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import consort.ledger.entry.Document;
import consort.proto.BlobsGrpc;
import consort.proto.Chunk;
import consort.proto.FetchRequest;
import consort.proto.HeldRequest;
import consort.proto.StoreHeader;
import consort.proto.StorePart;
import consort.proto.StoreReply;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blobs that peers send through the port. */
class UploadTest {

    @TempDir
    private Path temporary;

    private LiveCoordinator coordinator;

    @BeforeEach
    void serves() {
        coordinator = new LiveCoordinator(temporary, "");
    }

    @AfterEach
    void stops() {
        coordinator.close();
    }

    @Test
    void resumesAnUploadThatWasCutAndServesNoUnpublishedBlob() throws Exception {
        byte[] bytes = new byte[3 << 20];
        String digest = Document.digest(bytes);
        ManagedChannel worker = coordinator.connect(LiveCoordinator.worker("w1"));
        Uploading cut = new Uploading(worker);
        cut.send(StorePart.newBuilder().setHeader(header(digest, bytes.length, 0)).setData(ByteString.copyFrom(bytes, 0, 1 << 20)));
        awaitHeld(worker, digest, 1 << 20);
        cut.out.onError(Status.CANCELLED.asRuntimeException());
        Uploading resumed = new Uploading(worker);
        resumed.send(StorePart.newBuilder().setHeader(header(digest, bytes.length, 1 << 20))
                .setData(ByteString.copyFrom(bytes, 1 << 20, 1 << 20)));
        resumed.send(StorePart.newBuilder().setData(ByteString.copyFrom(bytes, 2 << 20, 1 << 20)));
        resumed.out.onCompleted();
        assertThat(resumed.reply.get(180, TimeUnit.SECONDS).getBytes()).isEqualTo(bytes.length);
        Iterator<Chunk> fetched = BlobsGrpc.newBlockingStub(worker).fetch(FetchRequest.newBuilder().setDigest(digest).build());
        assertThatThrownBy(fetched::hasNext).hasMessageContaining("NOT_FOUND");
    }

    @Test
    void refusesPartsThatAreNotAsAgreed() {
        String digest = "e".repeat(64);
        assertThat(refusal(StorePart.newBuilder().setData(ByteString.copyFrom(new byte[1])))).contains("INVALID_ARGUMENT", "header");
        assertThat(refusal(StorePart.newBuilder().setHeader(header(digest, 2 << 20, 0))
                .setData(ByteString.copyFrom(new byte[(1 << 20) + 1])))).contains("INVALID_ARGUMENT", "1048576");
        assertThat(refusal(StorePart.newBuilder().setHeader(header(digest, 10, 5)))).contains("ABORTED", "byte 0");
        assertThat(refusal(StorePart.newBuilder().setHeader(header("x", 10, 0)))).contains("INVALID_ARGUMENT", "digest");
        assertThat(refusal(StorePart.newBuilder().setHeader(header(digest, Long.MAX_VALUE, 0)))).contains("INVALID_ARGUMENT");
        assertThat(refusal(StorePart.newBuilder().setHeader(header(digest, 4 << 20, 0))
                .setData(ByteString.copyFrom(new byte[2 << 20])))).as("beyond the size of any message").contains("RESOURCE_EXHAUSTED");
    }

    private static StoreHeader header(String digest, long total, long offset) {
        return StoreHeader.newBuilder().setDigest(digest).setTotalBytes(total).setOffset(offset).build();
    }

    private String refusal(StorePart.Builder part) {
        Uploading uploading = new Uploading(coordinator.connect(LiveCoordinator.worker("w1")));
        uploading.send(part);
        try {
            return "accepted: " + uploading.reply.get(180, TimeUnit.SECONDS);
        } catch (ExecutionException refused) {
            return refused.getCause().getMessage();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitHeld(ManagedChannel worker, String digest, long bytes) throws InterruptedException {
        HeldRequest request = HeldRequest.newBuilder().setDigest(digest).build();
        while (BlobsGrpc.newBlockingStub(worker).held(request).getBytes() < bytes) {
            Thread.sleep(10);
        }
    }

    private static final class Uploading implements StreamObserver<StoreReply> {

        private final CompletableFuture<StoreReply> reply = new CompletableFuture<>();
        private final StreamObserver<StorePart> out;

        private Uploading(ManagedChannel channel) {
            out = BlobsGrpc.newStub(channel).store(this);
        }

        private void send(StorePart.Builder part) {
            out.onNext(part.build());
        }

        @Override
        public void onNext(StoreReply stored) {
            reply.complete(stored);
        }

        @Override
        public void onError(Throwable refused) {
            reply.completeExceptionally(refused);
        }

        @Override
        public void onCompleted() {
            reply.completeExceptionally(new AssertionError("no reply"));
        }
    }
}
