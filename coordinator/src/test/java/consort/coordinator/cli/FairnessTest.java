package consort.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import consort.ledger.entry.Document;
import consort.proto.BlobsGrpc;
import consort.proto.Chunk;
import consort.proto.HeldRequest;
import consort.proto.LedgerCopyGrpc;
import consort.proto.ReadRequest;
import consort.proto.StoreHeader;
import consort.proto.StorePart;
import consort.proto.StoreReply;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Peers that hold back others if they could: what is small is done before they are. Nothing here depends on how long it takes. */
class FairnessTest {

    private static final int MEBIBYTE = 1 << 20;
    private static final long HUGE_BYTES = 1L << 30;
    /** Each keeps room for a part; not quite all of it is taken. */
    private static final int STALLED = 25;

    @TempDir
    private Path temporary;

    private LiveCoordinator coordinator;

    @BeforeEach
    void serves() {
        coordinator = new LiveCoordinator(temporary, "server: { maxConnections: 100, maxHandshakesPerAddress: 128,"
                + " connectionsPerSecondPerAddress: 1000 }\n"
                + "bandwidth: { receiveBytesPerSecond: 16 MiB, sendBytesPerSecond: 16 MiB }\n");
    }

    @AfterEach
    void stops() {
        coordinator.close();
    }

    @Test
    void aHugeUploadAndASlowReaderDoNotHoldBackASmallTransfer() throws Exception {
        byte[] content = new byte[3 * MEBIBYTE];
        new Random(1).nextBytes(content);
        Files.write(coordinator.ledger().resolve("keys/large"), content);
        ManagedChannel greedy = coordinator.connect(LiveCoordinator.worker("greedy"));
        Upload huge = new Upload(greedy, "e".repeat(64), HUGE_BYTES);
        huge.sendForever();
        SlowReader slow = SlowReader.of(coordinator.connect(LiveCoordinator.worker("slow")));
        ManagedChannel modest = coordinator.connect(LiveCoordinator.worker("modest"));
        assertThat(stored(modest, content)).isEqualTo(content.length);
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        LedgerCopyGrpc.newBlockingStub(modest).withDeadlineAfter(120, TimeUnit.SECONDS)
                .read(ReadRequest.newBuilder().setPath("keys/large").build())
                .forEachRemaining((Chunk chunk) -> read.writeBytes(chunk.getData().toByteArray()));
        assertThat(read.toByteArray()).isEqualTo(content);
        assertThat(huge.reply).as("the huge one goes on").isNotDone();
        assertThat(slow.ended).as("so does the slow one").isNotDone();
    }

    @Test
    void manyUploadsThatSendNoMoreDoNotHoldBackAnother() throws Exception {
        byte[] content = new byte[3 * MEBIBYTE];
        new Random(2).nextBytes(content);
        for (int i = 0; i < STALLED; i++) {
            Upload stalled = new Upload(coordinator.connect(LiveCoordinator.worker("stalled" + i)), "e".repeat(64), HUGE_BYTES);
            stalled.part(10);
            awaitHeld(stalled.channel, 10);
        }
        assertThat(stored(coordinator.connect(LiveCoordinator.worker("modest")), content)).isEqualTo(content.length);
    }

    private static void awaitHeld(ManagedChannel channel, long bytes) throws InterruptedException {
        HeldRequest request = HeldRequest.newBuilder().setDigest("e".repeat(64)).build();
        while (BlobsGrpc.newBlockingStub(channel).held(request).getBytes() < bytes) {
            Thread.sleep(5);
        }
    }

    private static long stored(ManagedChannel channel, byte[] content) {
        Upload upload = new Upload(channel, Document.digest(content), content.length);
        for (int at = 0; at < content.length; at += MEBIBYTE) {
            upload.out.onNext(StorePart.newBuilder().setData(ByteString.copyFrom(content, at, MEBIBYTE)).build());
        }
        upload.out.onCompleted();
        return upload.reply.orTimeout(120, TimeUnit.SECONDS).join();
    }

    /** An upload that goes on as long as the coordinator takes its parts. */
    private static final class Upload implements ClientResponseObserver<StorePart, StoreReply> {

        private final ManagedChannel channel;
        private final CompletableFuture<Long> reply = new CompletableFuture<>();
        private final StreamObserver<StorePart> out;
        private volatile Runnable whenReady = () -> { };
        private ClientCallStreamObserver<StorePart> call;

        private Upload(ManagedChannel channel, String digest, long bytes) {
            this.channel = channel;
            this.out = BlobsGrpc.newStub(channel).store(this);
            out.onNext(StorePart.newBuilder().setHeader(StoreHeader.newBuilder().setDigest(digest).setTotalBytes(bytes)).build());
        }

        private void part(int bytes) {
            out.onNext(StorePart.newBuilder().setData(ByteString.copyFrom(new byte[bytes])).build());
        }

        private void sendForever() {
            whenReady = () -> {
                while (call.isReady()) {
                    part(MEBIBYTE);
                }
            };
            part(MEBIBYTE);
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<StorePart> started) {
            call = started;
            started.setOnReadyHandler(() -> whenReady.run());
        }

        @Override
        public void onNext(StoreReply stored) {
            reply.complete(stored.getBytes());
        }

        @Override
        public void onError(Throwable refused) {
            reply.completeExceptionally(refused);
        }

        @Override
        public void onCompleted() {
            reply.complete(-1L);
        }
    }

    /** A download whose peer asks for nothing after the first chunk. */
    private static final class SlowReader implements ClientResponseObserver<ReadRequest, Chunk> {

        private final CompletableFuture<Void> begun = new CompletableFuture<>();
        private final CompletableFuture<Void> ended = new CompletableFuture<>();

        static SlowReader of(ManagedChannel channel) {
            SlowReader reader = new SlowReader();
            LedgerCopyGrpc.newStub(channel).read(ReadRequest.newBuilder().setPath("keys/large").build(), reader);
            reader.begun.orTimeout(60, TimeUnit.SECONDS).join();
            return reader;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<ReadRequest> call) {
            call.disableAutoRequestWithInitial(1);
        }

        @Override
        public void onNext(Chunk chunk) {
            begun.complete(null);
        }

        @Override
        public void onError(Throwable failure) {
            begun.completeExceptionally(failure);
            ended.completeExceptionally(failure);
        }

        @Override
        public void onCompleted() {
            ended.complete(null);
        }
    }
}
