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
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Peers that hold back others if they could: what is small is done before they are. Nothing here depends on how long it takes. */
class FairnessTest {

    private static final int MEBIBYTE = 1 << 20;
    private static final long HUGE_BYTES = 1L << 30;
    /** Each is given room for a part; together they would hold six times what there is. */
    private static final int STALLED = 200;
    private static final int ALL_OF_IT = 30;
    /** Each has a connection of its own, and announces a part. */
    private static final int TRICKLING = 100;

    @TempDir
    private Path temporary;

    private LiveCoordinator coordinator;

    @BeforeEach
    void serves() {
        coordinator = new LiveCoordinator(temporary, "server: { maxConnections: 300, maxHandshakesPerAddress: 128,"
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
        List<ManagedChannel> peers = new ArrayList<>();
        for (int i = 0; i < STALLED; i++) {
            Upload stalled = new Upload(coordinator.connect(LiveCoordinator.worker("stalled" + i)), "e".repeat(64), 2 * MEBIBYTE);
            stalled.part(10);
            peers.add(stalled.channel);
        }
        // The others wait for the memory that is granted to these.
        for (ManagedChannel peer : peers.subList(0, ALL_OF_IT)) {
            awaitHeld(peer, 10);
        }
        byte[] content = content(2, 3 * MEBIBYTE);
        assertThat(stored(coordinator.connect(LiveCoordinator.worker("modest")), content)).isEqualTo(content.length);
    }

    @Test
    void manyUploadsThatSendAByteNowAndThenHoldBackNeitherAQuickNorASlowOne() throws Exception {
        List<RawPeer> peers = new ArrayList<>();
        for (int i = 0; i < TRICKLING; i++) {
            peers.add(coordinator.raw(LiveCoordinator.worker("trickling" + i)).begin());
        }
        try (Trickle _ = new Trickle(peers)) {
            byte[] slow = content(3, 400_000);
            CompletableFuture<Long> reply = CompletableFuture.supplyAsync(
                    () -> stored(coordinator.connect(LiveCoordinator.worker("slow")), slow, 100_000, 2_000));
            byte[] content = content(4, 3 * MEBIBYTE);
            assertThat(stored(coordinator.connect(LiveCoordinator.worker("modest")), content)).isEqualTo(content.length);
            assertThat(reply.orTimeout(120, TimeUnit.SECONDS).join()).isEqualTo(slow.length);
        }
    }

    /** Peers that each announce a whole part and then send a byte of it a second. */
    private record Trickle(List<RawPeer> peers, ScheduledExecutorService timer) implements AutoCloseable {

        private Trickle(List<RawPeer> peers) {
            this(peers, Executors.newSingleThreadScheduledExecutor());
            StorePart first = StorePart.newBuilder()
                    .setHeader(StoreHeader.newBuilder().setDigest("e".repeat(64)).setTotalBytes(2 * MEBIBYTE)).build();
            ByteBuf announced = Unpooled.buffer().writeByte(0).writeInt(MEBIBYTE);
            for (RawPeer peer : peers) {
                peer.send(RawPeer.frame(RawPeer.HEADERS, RawPeer.END_HEADERS, 1, RawPeer.call("consort.v1.Blobs/Store")))
                        .send(RawPeer.frame(RawPeer.DATA, 0, 1, RawPeer.grpc(first.toByteArray())))
                        .send(RawPeer.frame(RawPeer.DATA, 0, 1, announced.copy()));
            }
            timer.scheduleAtFixedRate(() -> peers.forEach(peer ->
                    peer.send(RawPeer.frame(RawPeer.DATA, 0, 1, Unpooled.buffer().writeByte(0)))), 0, 1, TimeUnit.SECONDS);
        }

        @Override
        public void close() {
            timer.shutdownNow();
            peers.forEach(RawPeer::close);
        }
    }

    private static byte[] content(long seed, int bytes) {
        byte[] content = new byte[bytes];
        new Random(seed).nextBytes(content);
        return content;
    }

    private static void awaitHeld(ManagedChannel channel, long bytes) throws InterruptedException {
        HeldRequest request = HeldRequest.newBuilder().setDigest("e".repeat(64)).build();
        while (BlobsGrpc.newBlockingStub(channel).held(request).getBytes() < bytes) {
            Thread.sleep(5);
        }
    }

    private static long stored(ManagedChannel channel, byte[] content) {
        return stored(channel, content, MEBIBYTE, 0);
    }

    /** Goes on where it stood when it is told to call again, as a worker does. */
    private static long stored(ManagedChannel channel, byte[] content, int partBytes, long pauseMillis) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (true) {
            try {
                return tried(channel, content, partBytes, pauseMillis);
            } catch (CompletionException e) {
                boolean again = e.getCause() instanceof StatusRuntimeException ended && ended.getStatus().getCode() == Status.Code.UNAVAILABLE;
                if (!again || System.nanoTime() > until) {
                    throw e;
                }
            }
        }
    }

    private static long tried(ManagedChannel channel, byte[] content, int partBytes, long pauseMillis) {
        String digest = Document.digest(content);
        int held = (int) BlobsGrpc.newBlockingStub(channel).held(HeldRequest.newBuilder().setDigest(digest).build()).getBytes();
        Upload upload = new Upload(channel, digest, content.length, held);
        for (int at = held; at < content.length; at += partBytes) {
            int length = Math.min(partBytes, content.length - at);
            upload.out.onNext(StorePart.newBuilder().setData(ByteString.copyFrom(content, at, length)).build());
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMillis));
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
            this(channel, digest, bytes, 0);
        }

        private Upload(ManagedChannel channel, String digest, long bytes, long from) {
            this.channel = channel;
            this.out = BlobsGrpc.newStub(channel).store(this);
            out.onNext(StorePart.newBuilder().setHeader(StoreHeader.newBuilder().setDigest(digest).setTotalBytes(bytes).setOffset(from)).build());
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
