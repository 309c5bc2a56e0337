package consort.worker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import consort.certs.Address;
import consort.ledger.audit.Trust;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.CharterDocument.Outcomes;
import consort.ledger.entry.CharterDocument.Settlement;
import consort.ledger.entry.CharterDocument.Share;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Key;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.entry.Receipts;
import consort.ledger.entry.Witnessing;
import consort.ledger.entry.WorkerId;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.CosignerKey;
import consort.ledger.note.SignerKey;
import consort.ledger.witness.Answer;
import consort.proto.AppendReply;
import consort.proto.AppendRequest;
import consort.proto.MembershipGrpc;
import consort.proto.PositionReply;
import consort.proto.PositionRequest;
import consort.proto.WitnessAnswer;
import consort.proto.WitnessRequest;
import consort.proto.WitnessingGrpc;
import consort.worker.confidential.Confiding;
import consort.worker.copy.KeptCharter;
import consort.worker.folder.Enrolled;
import consort.worker.folder.PartyFolder;
import consort.worker.folder.WorkerConfig;
import consort.worker.rpc.BlobServer;
import consort.worker.rpc.CoordinatorChannel;
import consort.worker.session.Fatal;
import consort.worker.session.Notice;
import consort.worker.witness.WitnessKeys;
import consort.worker.witness.WitnessState;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker's agent as its organization's witness, over real sockets, and a coordinator of the tests that asks it. */
@Timeout(600)
class AgentWitnessTest {

    private static final String ORIGIN = History.LOG_KEY.name();
    private static final WorkerId WORKER = WorkerId.parse("acme/w1");
    private static final String ANOTHER =
            CosignerKey.of(SignerKey.fromSeed(KeyNames.witness(ORIGIN, "acme"), new byte[SignerKey.SEED_BYTES])).toString();

    @TempDir
    private Path root;

    private final BlockingQueue<Notice> notices = new LinkedBlockingQueue<>();
    private final CountDownLatch forked = new CountDownLatch(1);
    private final CountDownLatch none = new CountDownLatch(1);
    private final Ledger ledger = new Ledger();
    private final Asks asks = new Asks();
    private BlobServer server;
    private CoordinatorChannel channel;
    private PartyFolder folder;

    /** What it says of the organization's witness, and the entry it takes. */
    private static final class Ledger extends MembershipGrpc.MembershipImplBase {

        private volatile String witnessKey = "";
        private volatile Optional<Status> refusal = Optional.empty();
        private volatile Optional<String> faster = Optional.empty();
        private volatile long entries;

        @Override
        public void position(PositionRequest request, StreamObserver<PositionReply> observer) {
            observer.onNext(PositionReply.newBuilder().setAdmitted(true).setLastSeq(entries).setWitnessKey(witnessKey).build());
            observer.onCompleted();
        }

        @Override
        public void append(AppendRequest request, StreamObserver<AppendReply> observer) {
            if (faster.isPresent()) {
                witnessKey = faster.get();
                observer.onError(Status.FAILED_PRECONDITION.withDescription("acme has a witness already").asRuntimeException());
                return;
            }
            if (refusal.isPresent()) {
                observer.onError(refusal.get().asRuntimeException());
                return;
            }
            witnessKey = key(request.getEntry()).key();
            entries++;
            observer.onNext(AppendReply.newBuilder().setReceipt(ByteString.copyFrom(Receipts.sign(History.LOG_KEY,
                    List.of(new Receipted(7, TreeHash.leaf(request.getEntry().toByteArray())))))).build());
            observer.onCompleted();
        }

        private static Key key(ByteString entry) {
            try {
                return (Key) Entries.parse(entry.toByteArray()).body();
            } catch (Exception malformed) {
                throw new AssertionError(malformed);
            }
        }
    }

    /** One stream at a time. */
    private static final class Asks extends WitnessingGrpc.WitnessingImplBase {

        private final BlockingQueue<WitnessAnswer> answers = new LinkedBlockingQueue<>();
        private final BlockingQueue<StreamObserver<WitnessRequest>> streams = new LinkedBlockingQueue<>();

        @Override
        public StreamObserver<WitnessAnswer> attend(StreamObserver<WitnessRequest> observer) {
            streams.add(observer);
            return new StreamObserver<>() {
                @Override
                public void onNext(WitnessAnswer answer) {
                    answers.add(answer);
                }

                @Override
                public void onError(Throwable gone) {
                    // A stream that was cut.
                }

                @Override
                public void onCompleted() {
                    observer.onCompleted();
                }
            };
        }

        private StreamObserver<WitnessRequest> attended(String key) throws InterruptedException {
            StreamObserver<WitnessRequest> stream = streams.poll(120, TimeUnit.SECONDS);
            assertThat(answer().getBody().toStringUtf8()).isEqualTo(key);
            return stream;
        }

        private WitnessAnswer answer() throws InterruptedException {
            return answers.poll(120, TimeUnit.SECONDS);
        }

        private int ask(StreamObserver<WitnessRequest> stream, byte[] body) throws InterruptedException {
            stream.onNext(WitnessRequest.newBuilder().setNumber(1).setBody(ByteString.copyFrom(body)).build());
            return answer().getStatus();
        }
    }

    @BeforeEach
    void aWorkersFolder() throws Exception {
        server = new BlobServer(ledger, asks);
        channel = server.channel(server.address().getPort());
        folder = new PartyFolder(root);
        folder.save(SignerKey.fromSeed(KeyNames.worker(ORIGIN, WORKER), new byte[SignerKey.SEED_BYTES]));
        folder.save(new Trust(History.LOG_KEY.verifierKey(), charter(Witnessing.members(1, Optional.empty())).digest(), "b".repeat(64)));
        folder.save(new Enrolled(new Address("localhost", server.address().getPort()), "acme", Optional.of("w1"), Optional.empty()));
        KeptCharter.keep(folder, charter(Witnessing.members(1, Optional.empty())));
        Files.writeString(folder.workerYaml(), "{}");
    }

    @AfterEach
    void hangUp() {
        channel.close();
        server.close();
    }

    private static CharterDocument charter(Witnessing witnesses) {
        return new CharterDocument("pool", "pool.example", "EUR", 184, "a rate", new Share(70, 20, 10), Settlement.TRANSFERS,
                new Outcomes(1000, 800, 500, 250, 100), 0, witnesses, 14, List.of());
    }

    private AgentWitness witness() {
        return new AgentWitness(folder, WorkerConfig.read(folder.workerYaml()), notices::add, why -> forked.countDown(), none::countDown, 1);
    }

    /** As before a session. */
    private void begin(AgentWitness witness) throws Exception {
        assertThat(new BenchmarksFirst(folder, WorkerConfig.read(folder.workerYaml()), Map.of(), witness, notices::add)
                .run(channel, new FileDisk(root), Confiding.NOTHING)).isEmpty();
    }

    private String key() {
        return CosignerKey.of(new WitnessKeys(folder, "acme").kept().orElseThrow()).toString();
    }

    private String told(String what) throws InterruptedException {
        while (true) {
            Notice notice = notices.poll(120, TimeUnit.SECONDS);
            assertThat(notice).as("a notice that says: " + what).isNotNull();
            if (notice.text().contains(what)) {
                return notice.text();
            }
        }
    }

    // ---- what it does

    @Test
    void entersItsOwnKeyOnceAndCosignsAcrossCutStreamsAndRestarts() throws Exception {
        try (AgentWitness witness = witness()) {
            begin(witness);
            assertThat(told("is the witness of acme now")).contains(key());
            assertThat(ledger.witnessKey).isEqualTo(key());
            StreamObserver<WitnessRequest> stream = asks.attended(key());
            assertThat(asks.ask(stream, History.request("a", 0, 5))).isEqualTo(Answer.COSIGNED);
            stream.onError(Status.UNAVAILABLE.withDescription("restarting").asRuntimeException());
            assertThat(told("the witness is not connected")).contains("restarting", "again in");
            assertThat(asks.ask(asks.attended(key()), History.request("a", 5, 9))).isEqualTo(Answer.COSIGNED);
        }
        try (AgentWitness again = witness()) {
            begin(again);
            assertThat(asks.ask(asks.attended(key()), History.request("a", 9, 12))).isEqualTo(Answer.COSIGNED);
        }
        assertThat(ledger.entries).as("one key").isEqualTo(1);
        assertThat(WitnessState.of(folder)).contains(new WitnessState(12, false));
        assertThat(forked.getCount()).isEqualTo(1);
    }

    @Test
    void refusesAnotherHistoryKeepsItAndEndsTheWorker() throws Exception {
        try (AgentWitness witness = witness()) {
            begin(witness);
            StreamObserver<WitnessRequest> stream = asks.attended(key());
            assertThat(asks.ask(stream, History.request("a", 0, 5))).isEqualTo(Answer.COSIGNED);
            assertThat(asks.ask(stream, History.request("b", 3, 4))).as("an older copy was put back").isEqualTo(Answer.CONFLICT);
            assertThat(forked.getCount()).isEqualTo(1);
            assertThat(asks.ask(stream, History.request("b", 5, 7))).isEqualTo(Answer.UNPROCESSABLE);
            assertThat(forked.await(120, TimeUnit.SECONDS)).isTrue();
            assertThat(witness.caught().orElseThrow().exitCode()).isEqualTo(Fatal.TAMPERING.exitCode());
            assertThat(witness.caught().orElseThrow().message()).contains("does not continue the one of 5", "a tree of 7 entries", "evidence");
        }
        assertThat(WitnessState.of(folder)).contains(new WitnessState(5, true));
    }

    @Test
    void whatIsNotProvenIsAskedForAgainAndEndsTheWorkerOtherwiseThanAFork() throws Exception {
        try (AgentWitness witness = witness()) {
            begin(witness);
            StreamObserver<WitnessRequest> stream = asks.attended(key());
            assertThat(asks.ask(stream, History.request("a", 0, 5))).isEqualTo(Answer.COSIGNED);
            for (int i = 1; i < WitnessDuty.UNPROVEN_REFUSALS; i++) {
                assertThat(asks.ask(stream, History.unproven("a", 5, 7))).isEqualTo(Answer.UNPROCESSABLE);
            }
            assertThat(asks.ask(stream, History.request("a", 5, 6))).as("its files were mended").isEqualTo(Answer.COSIGNED);
            for (int i = 1; i < WitnessDuty.UNPROVEN_REFUSALS; i++) {
                assertThat(asks.ask(stream, History.unproven("a", 6, 7))).isEqualTo(Answer.UNPROCESSABLE);
            }
            assertThat(witness.caught()).isEmpty();
            assertThat(asks.ask(stream, History.unproven("a", 6, 7))).isEqualTo(Answer.UNPROCESSABLE);
            assertThat(forked.await(120, TimeUnit.SECONDS)).isTrue();
            assertThat(witness.caught().orElseThrow().exitCode()).isEqualTo(Fatal.UNPROVEN.exitCode());
            assertThat(witness.caught().orElseThrow().message())
                    .contains("did not prove that its checkpoint of 7 entries continues the one of 6", "evidence");
        }
    }

    @Test
    void cosignsAlsoWhereTheCharterAsksForNone() throws Exception {
        folder.save(new Trust(History.LOG_KEY.verifierKey(), charter(Witnessing.NONE).digest(), "b".repeat(64)));
        KeptCharter.keep(folder, charter(Witnessing.NONE));
        try (AgentWitness witness = witness()) {
            begin(witness);
            assertThat(asks.ask(asks.attended(key()), History.request("a", 0, 5))).isEqualTo(Answer.COSIGNED);
        }
        assertThat(ledger.entries).isEqualTo(1);
    }

    @Test
    void leavesItToTheOneThereIs() throws Exception {
        ledger.witnessKey = ANOTHER;
        new FileDisk(root).replace("receipts/checkpoint", "no matter to who does not witness".getBytes(StandardCharsets.UTF_8));
        try (AgentWitness witness = witness()) {
            begin(witness);
        }
        assertThat(ledger.entries).isZero();
        assertThat(new WitnessKeys(folder, "acme").kept()).isEmpty();
        assertThat(notices).isEmpty();
    }

    @Test
    void takesThePlaceOfOneThatLeftAndBeginsAtWhatItSawAsAWorker() throws Exception {
        ledger.witnessKey = ANOTHER;
        new FileDisk(root).replace("receipts/checkpoint", History.checkpoint("a", 5));
        try (AgentWitness witness = witness()) {
            begin(witness);
            assertThat(none.getCount()).as("there is one").isEqualTo(1);
            ledger.witnessKey = "";
            assertThat(none.await(120, TimeUnit.SECONDS)).isTrue();
            begin(witness);
            assertThat(told("is the witness of acme now")).contains(key());
            StreamObserver<WitnessRequest> stream = asks.attended(key());
            assertThat(asks.ask(stream, History.request("b", 0, 3))).as("less than it saw").isEqualTo(Answer.CONFLICT);
            assertThat(asks.ask(stream, History.request("a", 5, 9))).isEqualTo(Answer.COSIGNED);
            begin(witness);
            assertThat(asks.ask(stream, History.request("b", 9, 12))).isEqualTo(Answer.UNPROCESSABLE);
            assertThat(forked.await(120, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(ledger.entries).isEqualTo(1);
        assertThat(WitnessState.of(folder)).contains(new WitnessState(9, true));
    }

    @Test
    void cosignsNoOtherTreeThanTheOneItSawAsAWorker() throws Exception {
        new FileDisk(root).replace("receipts/checkpoint", History.checkpoint("a", 5));
        try (AgentWitness witness = witness()) {
            begin(witness);
            assertThat(asks.ask(asks.attended(key()), History.request("b", 5, 7))).isEqualTo(Answer.UNPROCESSABLE);
            assertThat(forked.await(120, TimeUnit.SECONDS)).isTrue();
            assertThat(witness.caught().orElseThrow().exitCode()).isEqualTo(Fatal.TAMPERING.exitCode());
        }
    }

    @Test
    void doesNotBeginAtADamagedCheckpoint() throws Exception {
        byte[] sound = History.checkpoint("a", 5);
        new FileDisk(root).replace("receipts/checkpoint",
                new String(sound, StandardCharsets.UTF_8).replace("\n5\n", "\n6\n").getBytes(StandardCharsets.UTF_8));
        try (AgentWitness witness = witness()) {
            assertThatThrownBy(() -> begin(witness)).isInstanceOf(IOException.class).hasMessageContaining("receipts/checkpoint is damaged");
        }
        assertThat(ledger.entries).isZero();
    }

    @Test
    void leavesItToAnotherWorkerThatWasFasterAndTakesOverFromThatOne() throws Exception {
        ledger.faster = Optional.of(ANOTHER);
        try (AgentWitness witness = witness()) {
            begin(witness);
            assertThat(told("is not its organization's witness")).contains(ANOTHER);
            ledger.faster = Optional.empty();
            ledger.witnessKey = "";
            assertThat(none.await(120, TimeUnit.SECONDS)).isTrue();
            begin(witness);
            assertThat(asks.ask(asks.attended(key()), History.request("a", 0, 5))).isEqualTo(Answer.COSIGNED);
        }
    }

    @Test
    void endsWhenTheOrganizationReplacesItsKey() throws Exception {
        try (AgentWitness witness = witness()) {
            begin(witness);
            StreamObserver<WitnessRequest> stream = asks.attended(key());
            ledger.witnessKey = "another";
            stream.onError(Status.ABORTED.asRuntimeException());
            assertThat(told("is not its organization's witness")).contains("another");
            assertThat(witness.caught()).isEmpty();
        }
    }

    @Test
    void whatFailsIsToldAndTriedAgainAndKeepsTheWorkerFromNothing() throws Exception {
        ledger.refusal = Optional.of(Status.FAILED_PRECONDITION.withDescription("not you"));
        try (AgentWitness refused = witness()) {
            begin(refused);
            assertThat(told("does not witness the ledger")).contains("not you", "next start");
        }
        ledger.refusal = Optional.empty();
        Files.writeString(root.resolve("witness"), "a file where the folder is to be");
        try (AgentWitness witness = witness()) {
            begin(witness);
            told("again in 1 s");
            Files.delete(root.resolve("witness"));
            assertThat(asks.ask(asks.attended(key()), History.request("a", 0, 5))).isEqualTo(Answer.COSIGNED);
        }
        assertThat(forked.getCount()).isEqualTo(1);
    }

    @Test
    void isNoneWhereTheSiteDoesNotWantIt() throws Exception {
        Files.writeString(folder.workerYaml(), "witness: false");
        try (AgentWitness witness = witness()) {
            begin(witness);
        }
        assertThat(ledger.entries).isZero();
        assertThat(root.resolve("keys/witness.key")).doesNotExist();
    }
}
