package consort.examples.system;

import com.google.protobuf.ByteString;
import consort.certs.AuthorityCertificate;
import consort.certs.Credential;
import consort.certs.Tls;
import consort.ledger.entry.Entries;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.Observation;
import consort.ledger.entry.UsageClaim;
import consort.ledger.note.SignerKey;
import consort.model.tensor.MemorySource;
import consort.model.tensor.Sha256;
import consort.proto.BlobsGrpc;
import consort.proto.Claim;
import consort.proto.CoordinatorMessage;
import consort.proto.Hello;
import consort.proto.SessionGrpc;
import consort.proto.StoreHeader;
import consort.proto.StorePart;
import consort.proto.StoreReply;
import consort.proto.Task;
import consort.proto.WorkerMessage;
import consort.worker.folder.PartyFolder;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.BlockingClientCall;
import java.io.IOException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * A worker's side of the wire without the worker's care: it says whatever a test wants said, with the keys of a worker
 * that joined.
 */
final class RawWorker implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 600;

    private final Site site;
    private final SignerKey key;
    private final String domain;
    private final ManagedChannel channel;
    private final BlockingClientCall<WorkerMessage, CoordinatorMessage> stream;
    private long seq;

    /** Connects and says hello, offering {@code reference} and {@code train}. */
    RawWorker(Site site, int port) throws Exception {
        this.site = site;
        PartyFolder folder = new PartyFolder(site.folder());
        this.key = folder.signingKey();
        this.domain = KeyNames.domain(folder.trust().logKey().name());
        this.channel = channel(folder.credential(), folder.authorities().oldest(), port);
        this.stream = SessionGrpc.newBlockingV2Stub(channel).open();
        send(WorkerMessage.newBuilder()
                .setHello(Hello.newBuilder().addTrainers("reference").addData("train").setDevices(1)).build());
        this.seq = await(CoordinatorMessage.MessageCase.WELCOME).getWelcome().getLastSeq();
    }

    /** A channel with a credential of the caller's choice. */
    static ManagedChannel channel(Credential credential, AuthorityCertificate authority, int port) {
        return NettyChannelBuilder.forAddress("localhost", port)
                .sslContext(Tls.client(() -> credential, authority, Clock.systemUTC())).build();
    }

    /** The next task. */
    Task task() throws Exception {
        return await(CoordinatorMessage.MessageCase.TASK).getTask();
    }

    /** Stores bytes as a blob; returns their digest. */
    String store(byte[] bytes) throws Exception {
        String digest = digest(bytes);
        BlockingClientCall<StorePart, StoreReply> call = BlobsGrpc.newBlockingV2Stub(channel).store();
        call.write(StorePart.newBuilder()
                .setHeader(StoreHeader.newBuilder().setDigest(digest).setTotalBytes(bytes.length))
                .setData(ByteString.copyFrom(bytes)).build());
        call.halfClose();
        if (call.read(PATIENCE_SECONDS, TimeUnit.SECONDS).getBytes() != bytes.length) {
            throw new AssertionError("stored only a part");
        }
        return digest;
    }

    static String digest(byte[] bytes) throws IOException {
        return HexFormat.of().formatHex(Sha256.of(new MemorySource(bytes)));
    }

    /** Claims that a task is done. */
    UsageClaim claim(Task task, String update) {
        return new UsageClaim(System.currentTimeMillis(), site.organization(), site.worker(), seq + 1, task.getLease(),
                task.getModel(), UsageClaim.Outcome.DONE, Optional.empty(), Optional.empty(), 1, 1, task.getSteps(), Optional.of(update),
                OptionalLong.of(1), OptionalLong.empty());
    }

    /** Signs and sends a claim; returns the coordinator's answer to it. */
    CoordinatorMessage answer(UsageClaim claim) throws Exception {
        return answer(Entries.sign(domain, claim, key));
    }

    /** Sends bytes as a claim; returns the coordinator's answer. */
    CoordinatorMessage answer(byte[] claim) throws Exception {
        send(WorkerMessage.newBuilder().setClaim(Claim.newBuilder().setEntry(ByteString.copyFrom(claim))).build());
        return next();
    }

    /** Claims a task with these bytes as its update; returns the observation that the receipt brings. */
    Observation submit(Task task, byte[] update) throws Exception {
        return submit(claim(task, store(update)));
    }

    /** Sends a claim with the next seq; returns the observation that the receipt brings. */
    Observation submit(UsageClaim claim) throws Exception {
        CoordinatorMessage answer = answer(claim);
        if (!answer.hasReceipt()) {
            throw new AssertionError("expected a receipt, got " + answer);
        }
        seq++;
        return (Observation) Entries.parse(answer.getReceipt().getObservation().toByteArray()).body();
    }

    private void send(WorkerMessage message) throws Exception {
        stream.write(message, PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private CoordinatorMessage await(CoordinatorMessage.MessageCase kind) throws Exception {
        CoordinatorMessage message = next();
        if (message.getMessageCase() != kind) {
            throw new AssertionError("expected " + kind + ", got " + message);
        }
        return message;
    }

    private CoordinatorMessage next() throws Exception {
        CoordinatorMessage message = stream.read(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("the coordinator ended the stream");
        }
        return message;
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
