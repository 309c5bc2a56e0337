package consort.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import consort.ledger.disk.simulated.SimulatedDisk;
import consort.ledger.entry.CoordinatorStarted;
import consort.ledger.entry.Entries;
import consort.ledger.entry.LogKeys;
import consort.ledger.entry.Receipts;
import consort.ledger.entry.RunEnded;
import consort.ledger.entry.Subject;
import consort.ledger.entry.WorkerId;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.merkle.TreeHash;
import consort.proto.Hello;
import consort.proto.WorkerMessage;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A coordinator whose ledger was restored, before its first entry. */
class RecoveringTest {

    private static final Subject ACME = Subject.ofOrganization("acme");
    private static final Subject BETA = Subject.ofOrganization("beta");

    private Pool pool;
    private WorkerId acme;
    private WorkerId beta;
    private SimulatedDisk backup;
    private long size;

    /** A backup in the middle of a round: one claim is in it, one is not given yet. */
    @BeforeEach
    void backUpInTheMiddleOfARound() throws IOException {
        pool = new Pool();
        acme = pool.member("acme");
        beta = pool.member("beta");
        pool.connect(acme);
        pool.connect(beta);
        pool.submit(Pool.job(2, 2, 2, 2));
        pool.work(acme);
        backUp(OptionalInt.empty());
    }

    private void backUp(OptionalInt reports) throws IOException {
        backup = pool.restored(reports);
        size = pool.state().size();
    }

    @Test
    void appendsNothingUntilAllHaveReportedAndThenGoesOnWithTheRun() throws IOException {
        ByteString receipt = receipt(acme);
        pool.replaceBy(backup);
        assertThat(status()).contains("\"silent\":[\"acme\",\"beta\"]", "\"waitsForReports\":2", "\"healthy\":false");
        pool.connect(acme, receipt);
        assertThat(lastClosed()).contains("restored with " + size + " entries", "2 more", ": acme, beta");
        report(ACME);
        pool.pass(3_600_000);
        assertThat(pool.state().size()).isEqualTo(size);
        assertThat(heard(pool.ask(new Event.Report(pool.ticket(), BETA, held(checkpoint())))))
                .matches(Reply.Heard::waiting)
                .satisfies(last -> assertThat(last.message()).endsWith("enough organizations said what they hold of it, so it goes on"));
        assertThat(pool.state().size()).isEqualTo(size + 1);
        assertThat(entry(size)).isEqualTo(new CoordinatorStarted(
                pool.now().wallMillis(), pool.state().epoch(), "test", OptionalLong.of(size)));
        assertThat(pool.disk.exists("restored")).isFalse();
        assertThat(status()).doesNotContain("restored");
        finish();
    }

    @Test
    void aReceiptForWhatIsNotThereStopsItForGood() throws IOException {
        pool.work(beta);
        ByteString receipt = receipt(beta);
        long lost = pool.state().size();
        pool.replaceBy(backup);
        pool.connect(acme);
        pool.connect(beta, receipt);
        long proven = Receipts.parse(receipt.toByteArray()).entries().getLast().index();
        assertThat(proven).isBetween(size, lost - 1);
        assertThat(lastClosed()).contains("entries " + size + ".." + proven + " are lost: worker beta/w1", "--ledger-from");
        assertThat(heard(report(ACME))).matches(Reply.Heard::contradicted);
        assertThat(pool.ask(new Event.ClosePeriod(pool.ticket(), true))).isInstanceOf(Reply.Refused.class);
        pool.pass(3_600_000);
        assertThat(status()).contains("\"contradicted\":true");
        assertThat(pool.state().size()).isEqualTo(size);
    }

    /** It may be newer than any receipt of the worker that remembers it. */
    @Test
    void aCheckpointThatAWorkerRemembersStopsIt() throws IOException {
        ByteString receipt = receipt(acme);
        pool.work(beta);
        ByteString newer = ByteString.copyFrom(checkpoint());
        long lost = pool.state().size();
        pool.replaceBy(backup);
        pool.connect(acme, receipt, newer);
        assertThat(lastClosed()).contains("entries " + size + ".." + (lost - 1) + " are lost: worker acme/w1");
        report(ACME);
        report(BETA);
        assertThat(pool.state().size()).isEqualTo(size);
    }

    @Test
    void aCheckpointOfMoreEntriesStopsIt() throws IOException {
        pool.work(beta);
        byte[] newer = checkpoint();
        pool.replaceBy(backup);
        report(BETA);
        assertThat(heard(report(ACME, newer)).message()).contains("organization acme holds");
        assertThat(pool.state().size()).isEqualTo(size);
    }

    @Test
    void anotherHistoryOfTheSameSizeStopsIt() throws IOException {
        Checkpoint forked = new Checkpoint(Pool.ORIGIN, size, TreeHash.leaf(new byte[1]));
        pool.replaceBy(backup);
        assertThat(heard(report(ACME, SignedCheckpoint.sign(forked, pool.logKey).bytes())).message())
                .contains("another history");
        report(BETA);
        assertThat(pool.state().size()).isEqualTo(size);
    }

    @Test
    void goesOnAfterSoManyReportsAsTheMarkSaysAndStillSeesWhatContradictsIt() throws IOException {
        backUp(OptionalInt.of(1));
        pool.work(beta);
        ByteString receipt = receipt(beta);
        pool.replaceBy(backup);
        report(ACME);
        assertThat(pool.state().size()).isGreaterThan(size);
        Reply.Heard late = heard(report(BETA, receipt.toByteArray()));
        assertThat(late.waiting()).isFalse();
        assertThat(late.contradicted()).isTrue();
    }

    /** As docs/operate.md says of it. */
    @Test
    void entriesThatWereGivenUpStopEveryLaterRestoreUntilTheirHolderLaysThemAsideAndItIsStartedAgain() throws IOException {
        backUp(OptionalInt.of(1));
        pool.work(beta);
        byte[] givenUp = receipt(beta).toByteArray();
        pool.replaceBy(backup);
        report(ACME);
        assertThat(pool.state().size()).as("went on without beta").isGreaterThan(size);

        backUp(OptionalInt.empty());
        pool.replaceBy(backup);
        report(ACME);
        assertThat(heard(report(BETA, givenUp)).contradicted()).isTrue();
        assertThat(heard(report(BETA)).contradicted()).as("what was said counts").isTrue();
        assertThat(pool.state().size()).isEqualTo(size);
        pool.restart();
        report(ACME);
        report(BETA, checkpoint());
        assertThat(pool.state().size()).isEqualTo(size + 1);
    }

    @Test
    void asksAgainAfterACrashAndNotOnceItWentOn() throws IOException {
        pool.replaceBy(backup);
        report(ACME);
        pool.restart();
        report(BETA);
        assertThat(pool.state().size()).isEqualTo(size);
        report(ACME);
        assertThat(pool.state().size()).isEqualTo(size + 1);
        pool.restart();
        assertThat(pool.state().size()).isEqualTo(size + 2);
        finish();
    }

    @Test
    void workersAndPeopleOnlyContradict() throws IOException {
        ByteString receipt = receipt(acme);
        pool.replaceBy(backup);
        report(BETA);
        pool.connect(acme);
        pool.connect(acme, receipt);
        report(Subject.ofPerson("acme", "ann"));
        assertThat(status()).contains("\"silent\":[\"acme\"]");
        assertThat(pool.state().size()).isEqualTo(size);
        report(ACME);
        assertThat(pool.state().size()).isGreaterThan(size);
    }

    @Test
    void aHelloRightBehindTheLastReportIsNotAnswered() throws IOException {
        pool.replaceBy(backup);
        report(ACME);
        pool.step(new Event.Report(pool.ticket(), BETA, List.of()),
                new Event.Received(acme, 9, WorkerMessage.newBuilder().setHello(Hello.getDefaultInstance()).build()));
        assertThat(pool.state().size()).isGreaterThan(size);
        assertThat(pool.released).filteredOn(effect -> effect instanceof Effect.Answer answer
                && answer.ticket() == Event.Report.UNASKED).isEmpty();
    }

    @Test
    void withNobodyToAskItGoesOnOnlyWhenNoReportsWereAskedFor() throws IOException {
        for (OptionalInt reports : List.of(OptionalInt.empty(), OptionalInt.of(1))) {
            pool = new Pool();
            backUp(reports);
            pool.replaceBy(backup);
            pool.pass(3_600_000);
            assertThat(status()).contains("\"waitsForReports\":1", "\"silent\":[]", "--reports 0");
            assertThat(pool.invite("carol")).isInstanceOf(Reply.Refused.class);
            assertThat(pool.state().size()).isEqualTo(size);
        }
        pool = new Pool();
        backUp(OptionalInt.of(0));
        pool.replaceBy(backup);
        assertThat(pool.state().size()).isEqualTo(size + 1);
    }

    @Test
    void aForeignNoteHidesNothing() throws IOException {
        pool.work(beta);
        byte[] newer = checkpoint();
        pool.replaceBy(backup);
        byte[] foreign = "no note".getBytes();
        assertThat(heard(report(ACME, foreign, newer)).contradicted()).isTrue();
        assertThat(heard(report(BETA, newer, foreign)).contradicted()).isTrue();
        assertThat(pool.state().size()).isEqualTo(size);
    }

    @Test
    void refusesNotesOfOtherKeysAndWhateverElseIsAsked() throws IOException {
        byte[] stranger = SignedCheckpoint.sign(
                new Checkpoint("other.org/pool", 0, TreeHash.EMPTY_ROOT), Pool.key("other.org/pool")).bytes();
        pool.replaceBy(backup);
        for (byte[] note : List.of(stranger, "no note".getBytes(), new byte[0])) {
            assertThat(report(ACME, note)).isInstanceOf(Reply.Refused.class);
        }
        assertThat(pool.invite("carol")).isInstanceOfSatisfying(Reply.Refused.class,
                refused -> assertThat(refused.message()).contains("nothing is appended until 2 more"));
        pool.engine.close();
        assertThatThrownBy(() -> pool.step()).isInstanceOf(IOException.class);
        pool.restart();
        assertThat(pool.state().size()).isEqualTo(size);
    }

    private void finish() throws IOException {
        pool.workToTheEnd(1, acme, beta);
        assertThat(pool.run(1).ended()).map(RunEnded::outcome).contains(RunEnded.Outcome.COMPLETED);
    }

    private Reply report(Subject who, byte[]... notes) throws IOException {
        return pool.ask(new Event.Report(pool.ticket(), who, held(notes)));
    }

    private List<Held> held(byte[]... notes) {
        return Held.read(List.of(notes), LogKeys.of(pool.logKey.verifierKey()));
    }

    private static Reply.Heard heard(Reply reply) {
        return (Reply.Heard) reply;
    }

    private ByteString receipt(WorkerId worker) {
        return pool.sent.stream().filter(send -> send.worker().equals(worker) && send.message().hasReceipt())
                .reduce((first, last) -> last).orElseThrow().message().getReceipt().getNote();
    }

    private byte[] checkpoint() {
        return pool.engine.log().published().orElseThrow().bytes();
    }

    private Object entry(long index) throws IOException {
        return Entries.parse(index, pool.engine.log().entry(index)).body();
    }

    private String status() throws IOException {
        return ((Reply.Status) pool.ask(new Event.AskStatus(pool.ticket()))).json();
    }

    private String lastClosed() {
        return pool.released.stream().filter(Effect.CloseSession.class::isInstance).map(Effect.CloseSession.class::cast)
                .reduce((first, last) -> last).orElseThrow().reason();
    }
}
