package consort.coordinator.cli;

import static consort.coordinator.cli.RawPeer.END_HEADERS;
import static consort.coordinator.cli.RawPeer.HEADERS;
import static consort.coordinator.cli.RawPeer.INITIAL_WINDOW_SIZE;
import static consort.coordinator.cli.RawPeer.WINDOW_UPDATE;
import static consort.coordinator.cli.RawPeer.call;
import static consort.coordinator.cli.RawPeer.frame;
import static consort.coordinator.cli.RawPeer.message;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import consort.ledger.entry.Document;
import consort.proto.BlobsGrpc;
import consort.proto.CoordinatorMessage;
import consort.proto.Hello;
import consort.proto.HeldRequest;
import consort.proto.ReadRequest;
import consort.proto.SessionGrpc;
import consort.proto.StoreHeader;
import consort.proto.StorePart;
import consort.proto.WorkerMessage;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members that open calls or connections and then keep the coordinator waiting. */
class StallTest {

    private static final String READ = "consort.v1.LedgerCopy/Read";
    private static final String LARGE = "keys/large";
    private static final int LARGE_BYTES = 4 << 20;
    private static final int TRIES = 20;

    @TempDir
    private Path temporary;

    private LiveCoordinator coordinator;

    @BeforeEach
    void serves() throws IOException {
        coordinator = new LiveCoordinator(temporary, """
                server: { maxStallSeconds: 1, maxIdleSeconds: 1, maxConnectionsPerPeer: 2 }
                blobs: { maxUploadsPerPeer: 1 }
                """);
        Files.write(coordinator.ledger().resolve(LARGE), new byte[LARGE_BYTES]);
    }

    @AfterEach
    void stops() {
        coordinator.close();
    }

    @Test
    void aCallWhoseRequestNeverComesIsEnded() {
        Open<?> upload = open(BlobsGrpc.getStoreMethod());
        Open<?> unary = open(BlobsGrpc.getHeldMethod());
        Open<?> session = open(SessionGrpc.getOpenMethod());
        assertThat(upload.awaitEnd()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(unary.awaitEnd()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(session.awaitEnd()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        coordinator.assertServesAnHonestMember();
    }

    @Test
    void aSessionMayBeSilentOnceItsFirstMessageCame() {
        Status.Code end = Status.Code.DEADLINE_EXCEEDED;
        // On a busy machine even the first message may be late.
        for (int tries = 0; tries < TRIES && end == Status.Code.DEADLINE_EXCEEDED; tries++) {
            Open<WorkerMessage> session = open(SessionGrpc.getOpenMethod());
            session.call.sendMessage(WorkerMessage.newBuilder().setHello(Hello.getDefaultInstance()).build());
            for (int i = 0; i < 2; i++) {
                assertThat(open(BlobsGrpc.getHeldMethod()).awaitEnd()).as("later, and shorter lived").isEqualTo(Status.Code.DEADLINE_EXCEEDED);
            }
            end = session.end.getNow(Status.Code.OK);
        }
        assertThat(end).isNotEqualTo(Status.Code.DEADLINE_EXCEEDED);
    }

    @Test
    void anUploadThatStallsGivesUpItsSlotAndCanBeResumed() throws Exception {
        ManagedChannel channel = coordinator.connect(LiveCoordinator.worker("w1"));
        byte[] bytes = new byte[2 << 20];
        String digest = Document.digest(bytes);
        HeldRequest held = HeldRequest.newBuilder().setDigest(digest).build();
        // On a busy machine a whole part may be late.
        for (int tries = 0; tries < TRIES && BlobsGrpc.newBlockingStub(channel).held(held).getBytes() == 0; tries++) {
            Open<StorePart> stalled = open(channel, BlobsGrpc.getStoreMethod());
            stalled.call.sendMessage(part(digest, bytes.length, 0, 1 << 20));
            assertThat(stalled.awaitEnd()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        }
        assertThat(BlobsGrpc.newBlockingStub(channel).held(held).getBytes()).isEqualTo(1 << 20);
        Status.Code end = Status.Code.DEADLINE_EXCEEDED;
        for (int tries = 0; tries < TRIES && end == Status.Code.DEADLINE_EXCEEDED; tries++) {
            Open<StorePart> resumed = open(channel, BlobsGrpc.getStoreMethod());
            resumed.call.sendMessage(part(digest, bytes.length, 1 << 20, 1 << 20));
            resumed.call.halfClose();
            end = resumed.awaitEnd();
        }
        assertThat(end).isEqualTo(Status.Code.OK);
        Open<StorePart> other = open(channel, BlobsGrpc.getStoreMethod());
        other.call.sendMessage(part("e".repeat(64), bytes.length, 0, 100));
        assertThat(other.awaitEnd()).as("the one slot is free").isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    }

    @Test
    void aDownloadThatNobodyTakesEndsWithItsConnection() throws Exception {
        try (RawPeer peer = coordinator.raw(LiveCoordinator.worker("hostile"))) {
            peer.begin().send(frame(HEADERS, END_HEADERS, 1, call(READ))).send(message(1, read()));
            peer.awaitEnd();
        }
        coordinator.assertServesAnHonestMember();
    }

    @Test
    void aDownloadTakenByteByByteEndsToo() throws Exception {
        try (RawPeer peer = coordinator.raw(LiveCoordinator.worker("hostile"))) {
            peer.begin().send(frame(HEADERS, END_HEADERS, 1, call(READ))).send(message(1, read()));
            while (peer.isOpen()) {
                peer.send(frame(WINDOW_UPDATE, 0, 0, 1)).send(frame(WINDOW_UPDATE, 0, 1, 1));
                Thread.sleep(50);
            }
            peer.awaitEnd();
        }
        coordinator.assertServesAnHonestMember();
    }

    @Test
    void anAnswerForWhichAPeerLeavesNoRoomEndsWithItsConnection() throws Exception {
        try (RawPeer peer = coordinator.raw(LiveCoordinator.worker("hostile"))) {
            peer.begin(INITIAL_WINDOW_SIZE, 0)
                    .send(frame(HEADERS, END_HEADERS, 1, call("consort.v1.LedgerCopy/Keys"))).send(message(1, new byte[0]));
            peer.awaitEnd();
        }
        coordinator.assertServesAnHonestMember();
    }

    @Test
    void aConnectionWithoutCallsEndsWhetherItSpeaksHttp2OrNothing() throws Exception {
        try (RawPeer mute = coordinator.raw(LiveCoordinator.worker("hostile"));
                RawPeer idle = coordinator.raw(LiveCoordinator.worker("hostile")).begin()) {
            mute.awaitEnd();
            idle.awaitEnd();
        }
        coordinator.assertServesAnHonestMember();
    }

    private static byte[] read() {
        return ReadRequest.newBuilder().setPath(LARGE).build().toByteArray();
    }

    private static StorePart part(String digest, long total, long offset, int bytes) {
        return StorePart.newBuilder()
                .setHeader(StoreHeader.newBuilder().setDigest(digest).setTotalBytes(total).setOffset(offset))
                .setData(ByteString.copyFrom(new byte[bytes])).build();
    }

    /** A call whose request the test sends, or does not. */
    private record Open<Q>(ClientCall<Q, ?> call, CompletableFuture<Status.Code> end) {
        private Status.Code awaitEnd() {
            return end.orTimeout(180, TimeUnit.SECONDS).join();
        }
    }

    private <Q, A> Open<Q> open(MethodDescriptor<Q, A> method) {
        return open(coordinator.connect(LiveCoordinator.worker("w" + System.identityHashCode(new Object()))), method);
    }

    private static <Q, A> Open<Q> open(ManagedChannel channel, MethodDescriptor<Q, A> method) {
        ClientCall<Q, A> call = channel.newCall(method, CallOptions.DEFAULT);
        CompletableFuture<Status.Code> end = new CompletableFuture<>();
        call.start(new ClientCall.Listener<>() {
            @Override
            public void onClose(Status status, Metadata trailers) {
                end.complete(status.getCode());
            }
        }, new Metadata());
        call.request(100);
        return new Open<>(call, end);
    }
}
