package consort.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import consort.ledger.entry.Document;
import consort.proto.BlobsGrpc;
import consort.proto.Chunk;
import consort.proto.KeysRequest;
import consort.proto.LedgerCopyGrpc;
import consort.proto.ReadRequest;
import consort.proto.StoreHeader;
import consort.proto.StorePart;
import consort.proto.StoreReply;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members that want more in a second than they may have: they get all of it, later, and nobody else waits. */
class RateTest {

    private static final int MEBIBYTE = 1 << 20;

    @TempDir
    private Path temporary;

    private LiveCoordinator coordinator;

    @BeforeEach
    void serves() {
        coordinator = new LiveCoordinator(temporary,
                "server: { callsPerSecondPerPeer: 5, bytesPerSecondPerPeer: " + MEBIBYTE + " }\n");
    }

    @AfterEach
    void stops() {
        coordinator.close();
    }

    @Test
    void callsBeyondTheRateWait() {
        LedgerCopyGrpc.LedgerCopyBlockingStub copy =
                LedgerCopyGrpc.newBlockingStub(coordinator.connect(LiveCoordinator.worker("busy")));
        Duration took = time(() -> {
            for (int i = 0; i < 20; i++) {
                assertThat(copy.keys(KeysRequest.getDefaultInstance()).getNamesList()).isNotEmpty();
            }
        });
        assertThat(took).as("10 at once, then 5 a second").isGreaterThan(Duration.ofSeconds(1));
        coordinator.assertServesAnHonestMember();
    }

    @Test
    void aDownloadBeyondTheRateGoesOnLaterAndIsWhole() throws Exception {
        byte[] content = new byte[4 * MEBIBYTE];
        new Random(1).nextBytes(content);
        Files.write(coordinator.ledger().resolve("keys/large"), content);
        LedgerCopyGrpc.LedgerCopyBlockingStub copy =
                LedgerCopyGrpc.newBlockingStub(coordinator.connect(LiveCoordinator.worker("busy")));
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        Duration took = time(() -> copy.read(ReadRequest.newBuilder().setPath("keys/large").build())
                .forEachRemaining((Chunk chunk) -> read.writeBytes(chunk.getData().toByteArray())));
        assertThat(read.toByteArray()).isEqualTo(content);
        assertThat(took).as("2 MiB at once, then 1 a second").isGreaterThan(Duration.ofSeconds(1));
        coordinator.assertServesAnHonestMember();
    }

    @Test
    void anUploadBeyondTheRateIsTakenLaterAndWhole() {
        byte[] content = new byte[4 * MEBIBYTE];
        ManagedChannel channel = coordinator.connect(LiveCoordinator.worker("busy"));
        CompletableFuture<Long> stored = new CompletableFuture<>();
        Duration took = time(() -> {
            StreamObserver<StorePart> parts = BlobsGrpc.newStub(channel).store(new StreamObserver<>() {
                @Override
                public void onNext(StoreReply reply) {
                    stored.complete(reply.getBytes());
                }

                @Override
                public void onError(Throwable refused) {
                    stored.completeExceptionally(refused);
                }

                @Override
                public void onCompleted() {
                    stored.complete(-1L);
                }
            });
            for (int i = 0; i < 4; i++) {
                StorePart.Builder part = StorePart.newBuilder().setData(ByteString.copyFrom(content, i * MEBIBYTE, MEBIBYTE));
                if (i == 0) {
                    part.setHeader(StoreHeader.newBuilder().setDigest(Document.digest(content)).setTotalBytes(content.length));
                }
                parts.onNext(part.build());
            }
            parts.onCompleted();
            assertThat(stored.orTimeout(180, TimeUnit.SECONDS).join()).isEqualTo(content.length);
        });
        assertThat(took).as("2 MiB at once, then 1 a second").isGreaterThan(Duration.ofSeconds(1));
        coordinator.assertServesAnHonestMember();
    }

    /** Only how short it was at least is asserted: a slow machine changes nothing. */
    private static Duration time(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
