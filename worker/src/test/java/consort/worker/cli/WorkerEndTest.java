package consort.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import consort.certs.Identity;
import consort.certs.Name;
import consort.ledger.disk.Disk;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.Benchmark;
import consort.ledger.entry.Departure;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.entry.Receipts;
import consort.ledger.json.JsonBoolean;
import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.merkle.TreeHash;
import consort.proto.AppendReply;
import consort.proto.AppendRequest;
import consort.proto.MembershipGrpc;
import consort.proto.PositionReply;
import consort.proto.PositionRequest;
import consort.worker.control.Control;
import consort.worker.folder.PartyFolder;
import consort.worker.rpc.BlobServer;
import consort.worker.trust.Chain;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker whose part has ended, or that was stopped: what its commands say, over real sockets. */
@Timeout(600)
class WorkerEndTest {

    private static final String WHY = "worker acme/w1 was revoked: its key was copied";

    @TempDir
    private Path root;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private BlobServer server;
    private PartyFolder folder;

    @BeforeEach
    void starts() throws Exception {
        server = new BlobServer(new Revoking());
        folder = EnrolledFolder.worker(root, server, server.address().getPort(), Instant.now());
    }

    @AfterEach
    void ends() {
        server.close();
    }

    private static final class Revoking extends MembershipGrpc.MembershipImplBase {
        @Override
        public void position(PositionRequest request, StreamObserver<PositionReply> observer) {
            observer.onError(Status.UNAUTHENTICATED.withDescription(WHY).asRuntimeException());
        }

        @Override
        public void append(AppendRequest request, StreamObserver<AppendReply> observer) {
            observer.onError(Status.UNAUTHENTICATED.withDescription(WHY).asRuntimeException());
        }
    }

    private void benchmarkInTheOutbox() throws IOException {
        new FileDisk(root).create("outbox/1", Entries.sign("pool.example",
                new Benchmark(1_700_000_000_000L, "acme", "w1", 1, "cnn", 10, 900, 1, "c".repeat(64)), folder.signingKey()));
    }

    private int worker(String command, String... more) {
        String[] all = new String[more.length + 4];
        all[0] = "worker";
        all[1] = command;
        all[2] = "--dir";
        all[3] = root.toString();
        System.arraycopy(more, 0, all, 4, more.length);
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.run(new PrintWriter(out), new PrintWriter(err), all);
    }

    private JsonObject status() {
        assertThat(worker("status", "--json")).as(err.toString()).isZero();
        return JsonObject.parse(out.toString().strip().getBytes(StandardCharsets.UTF_8), 65_536);
    }

    @Test
    void aRevokedWorkerWithABenchmarkToSendEndsWithTheReasonAndItsStatusKeepsIt() throws Exception {
        benchmarkInTheOutbox();
        assertThat(worker("run")).isEqualTo(ExitCodes.CERTIFICATE);
        assertThat(out.toString()).contains("end").contains(WHY);

        assertThat(worker("status")).isZero();
        assertThat(out.toString()).contains("acme/w1 does not run", "with exit code 24: " + WHY, "next: ask your organization",
                "Keep receipts");
        assertThat(status().fields().object("ended").text("reason", 1000)).isEqualTo(WHY);
    }

    @Test
    void aClockThatIsBeforeTheCertificateIsSaidWithBothTimes(@TempDir Path early) throws Exception {
        EnrolledFolder.worker(early, server, server.address().getPort(), Instant.now().plus(Duration.ofHours(2)));
        root = early;
        assertThat(worker("run")).isEqualTo(ExitCodes.CLOCK);
        assertThat(err.toString()).contains("this machine's clock says ", "this worker's certificate is valid from ", "set the clock right");
    }

    @Test
    void statusWarnsOfACertificateThatWasNotRenewedInTime(@TempDir Path older) throws Exception {
        assertThat(worker("status")).isZero();
        assertThat(out.toString()).as("a day is left").doesNotContain("WARNING");
        EnrolledFolder.worker(older, server, server.address().getPort(), Instant.now().minus(Duration.ofMinutes(20 * 60 + 30)));
        root = older;
        assertThat(worker("status")).isZero();
        assertThat(out.toString()).contains("WARNING: the certificate ends in 3 hours, at ", "was not renewed: worker run renews it");
        assertThat(status().fields().flag("certificateOverdue")).isTrue();
    }

    @Test
    void statusSaysThatACertificateCannotBeReadAndTheRestToo() throws Exception {
        new FileDisk(root).create("receipts/1", Receipts.sign(Chain.FIRST, List.of(new Receipted(1, TreeHash.leaf(new byte[1])))));
        Files.writeString(folder.credentialFile(), "no certificate");
        assertThat(worker("status")).as(err.toString()).isZero();
        assertThat(out.toString()).contains("WARNING: the certificate cannot be used: ", folder.credentialFile().toString(), "  1 receipts, 0 of them proven");
        assertThat(status().fields().text("certificateProblem", 1000)).contains(folder.credentialFile().toString());
        Files.delete(folder.credentialFile());
        assertThat(worker("status")).as(err.toString()).isZero();
        assertThat(out.toString()).contains("WARNING: the certificate cannot be used: ", "  1 receipts, 0 of them proven");
    }

    @Test
    void theClockOfAWitnessThatIsBeforeItsCertificateIsSaidToo(@TempDir Path early) {
        EnrolledFolder.organization(early, server, server.address().getPort(), Instant.now().plus(Duration.ofHours(2)));
        int exitCode = Main.run(new PrintWriter(out), new PrintWriter(err), "member", "witness", "--dir", early.toString());
        assertThat(exitCode).as(err.toString()).isEqualTo(ExitCodes.CLOCK);
        assertThat(err.toString()).contains("this machine's clock says ", "the certificate of acme is valid from ", "set the clock right");
    }

    @Test
    void leavingWithABenchmarkToSendEndsWithTheReasonToo() throws Exception {
        benchmarkInTheOutbox();
        assertThat(worker("leave", "--yes")).isEqualTo(ExitCodes.CERTIFICATE);
        assertThat(err.toString()).contains(WHY);
        assertThat(worker("status")).isZero();
        assertThat(out.toString()).contains(", leaving", WHY, "next: consort worker leave --dir " + root);
    }

    @Test
    void aRefusalDoesNotProveThatTheDepartureWasEntered() throws Exception {
        new FileDisk(root).create("outbox/1", Entries.sign("pool.example",
                new Departure(1_700_000_000_000L, "acme", "w1", 1, "done"), folder.signingKey()));
        assertThat(worker("leave", "--yes")).as(err.toString()).isZero();
        assertThat(out.toString()).contains("acme/w1 signed that it leaves", WHY, "consort member status", "consort member withdraw")
                .doesNotContain("has left");
        assertThat(new Control(folder).ending()).isEmpty();
        assertThat(worker("leave", "--yes", "--json")).isZero();
        assertThat(out.toString()).contains("\"left\":false", "\"signed\":true").doesNotContain("already");
    }

    @Test
    void aWorkerThatNeverRanIsToldHowItRuns() {
        assertThat(worker("status")).isZero();
        assertThat(out.toString()).contains("next: consort worker run --dir " + root).doesNotContain("ended");
    }

    @Test
    void saysSinceWhenAReceiptLacksItsProof() throws IOException {
        FileDisk disk = new FileDisk(root);
        for (int seq = 1; seq <= 3; seq++) {
            disk.create("receipts/" + seq, Receipts.sign(Chain.FIRST, List.of(new Receipted(seq, TreeHash.leaf(new byte[1])))));
        }
        disk.create("receipts/1.tlog-proof", new byte[1]);
        disk.create("verdicts/2", "{\"timeMillis\":1700000000000}".getBytes(StandardCharsets.UTF_8));
        disk.create("receipts/checkpoint", SignedCheckpoint.sign(
                new Checkpoint(Chain.ORIGIN, 9, TreeHash.leaf(new byte[1])), Chain.FIRST).bytes());
        assertThat(worker("status")).isZero();
        assertThat(out.toString()).contains("  3 receipts, 1 of them proven; the ledger had 9 entries",
                "  no proof yet of what receipt 2 says, of 2023-11-14T22:13:20Z");
        JsonFields status = status().fields();
        assertThat(status.integer("unprovenReceipts", 0, 9)).isEqualTo(2);
        assertThat(status.integer("unprovenSinceMillis", 0, Long.MAX_VALUE)).isEqualTo(1_700_000_000_000L);
        assertThat(status.integer("checkpointSize", 0, 99)).isEqualTo(9);
    }

    @Test
    void anEndedCertificateIsSaidWithoutACoordinator() {
        server.credential(new Identity.Worker(EnrolledFolder.POOL, EnrolledFolder.ACME, new Name("w1")),
                Instant.now().minus(Duration.ofDays(2))).save(folder.credentialFile());
        assertThat(worker("status")).as(err.toString()).isZero();
        assertThat(out.toString()).contains("its certificate ended at", "next: ask your organization");
    }

    @Test
    void whatAStoppedWorkerDidIsNotWhatItDoes() {
        Control control = new Control(folder);
        control.pause();
        control.publishMeasuring(true);
        control.resume();
        assertThat(status().members()).containsEntry("running", new JsonBoolean(false))
                .doesNotContainKeys("reason", "connected", "takesTasks", "stage", "process");
    }

    @Test
    void aPauseThatIsOverIsNoReasonAnyMore() throws Exception {
        Control control = new Control(folder);
        control.pause();
        control.publishMeasuring(true);
        try (Disk.Lock _ = new FileDisk(root).lock("lock")) {
            assertThat(status().fields().text("reason", 100)).isEqualTo("paused");
            control.resume();
            assertThat(status().members()).containsEntry("running", new JsonBoolean(true))
                    .doesNotContainKeys("reason", "takesTasks").containsKey("stage");
            assertThat(worker("status")).isZero();
            assertThat(out.toString()).contains("acme/w1 runs").doesNotContain("paused", "takes no tasks");
        }
    }
}
