package consort.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.audit.cli.Main;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.Observation.Verdict;
import consort.ledger.log.LogStore;
import consort.proto.Proof;
import consort.proto.Receipt;
import consort.worker.outbox.Outbox;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker keeps of a coordinator that lied to it, as it stands in its folder then, is what {@code audit compare} makes a proof of. */
class EvidenceTest {

    private static final int FORKED = 60;

    @TempDir
    private Path temporary;

    private final Scenario session = Scenario.online();
    private final ProvenLog log = new ProvenLog();
    private final StringWriter out = new StringWriter();

    @Test
    void anotherTreeOfTheSameSizeIsProvenByTheFolderAlone() throws IOException {
        proven();
        answered(new ProvenLog().grow(12, "fork").proof(12));
        provenBy("the log signed two trees of 12 entries", worker(), kept("evidence") + "/checkpoint-shown");
        provenBy("the log signed two trees of 12 entries", kept("evidence"), kept("receipts"));
    }

    @Test
    void aLargerTreeThatDoesNotContinueIsProvenWithTheCopyThatOthersWereGiven() throws IOException {
        proven();
        answered(new ProvenLog().grow(25, "fork").proof(12));
        assertThat(run("compare", kept("evidence"), kept("receipts"), "--log-key", key())).as("without a copy").isEqualTo(66);
        String others = copy(25, "fork");
        provenBy("the log signed a tree of 12 entries", others, kept("evidence"));
        provenBy("the log signed a tree of 12 entries", others, kept("receipts"));
    }

    @Test
    void aDroppedEntryIsProvenByItsReceiptWithTheCopyThatLacksIt() throws IOException {
        receipted();
        ProvenLog without = new ProvenLog().grow(20, "dropped");
        answered(without.proof(0).addEntries(without.entry(1, 10, 11)));
        String others = copy(20, "dropped");
        assertThat(run("compare", others, kept("evidence"), "--log-key", key())).as("it is a tree of this copy").isZero();
        provenBy("the log gave a receipt for entry 10", others, kept("receipts"));
    }

    @Test
    void aReceiptForOtherBytesIsProvenWithTheCopyOfWhatStandsThere() throws IOException {
        session.claimed(5);
        session.happens(new Event.Uploaded(Scenario.UPDATE));
        session.receives(session.receipt(Scenario.claim(1, 6, Optional.empty()), Verdict.ACCEPTED, log.key));
        keep();
        provenBy("the log gave a receipt for entry 10", copy(20, "other"), kept("evidence"));
    }

    private Receipt.Builder receipted() throws IOException {
        PendingClaim claim = session.claimed(5);
        session.happens(new Event.Uploaded(Scenario.UPDATE));
        Receipt.Builder receipt = session.receipt(claim, Verdict.ACCEPTED, log.key);
        session.receives(receipt);
        keep();
        session.happens(new Event.ReceiptKept(claim.seq()));
        return receipt;
    }

    /** Claim 1 is receipted and proven, under a checkpoint of 12 entries. */
    private void proven() throws IOException {
        log.holding(receipted().getNote());
        answered(log.proof(0).addEntries(log.entry(1, 10, 11)));
    }

    private void answered(Proof.Builder proof) throws IOException {
        session.forget();
        session.receives(ProvenLog.message(proof));
        keep();
    }

    /** As the agent does. */
    private void keep() throws IOException {
        Outbox outbox = Outbox.open(new FileDisk(temporary.resolve("worker")));
        for (Effect effect : session.effects()) {
            switch (effect) {
                case Effect.KeepReceipt one -> outbox.keepReceipt(one.claim(), one.note(), one.verdict());
                case Effect.KeepProofs one -> outbox.keepProofs(one.checkpoint(), one.proven());
                case Effect.KeepEvidence one -> outbox.keepEvidence(one.name(), one.bytes());
                default -> { }
            }
        }
    }

    private String worker() {
        return temporary.resolve("worker").toString();
    }

    private String kept(String folder) {
        return temporary.resolve("worker").resolve(folder).toString();
    }

    /** The ledger that others were given. */
    private String copy(int size, String salt) throws IOException {
        Path folder = temporary.resolve("copy");
        List<byte[]> entries = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            entries.add((salt + i).getBytes(StandardCharsets.UTF_8));
        }
        try (LogStore store = LogStore.open(new FileDisk(folder), log.key.verifierKey())) {
            store.append(entries);
            store.publish(log.key);
        }
        return folder.toString();
    }

    private String key() {
        return log.key.verifierKey().toString();
    }

    private void provenBy(String text, String one, String other) {
        String proof = temporary.resolve("proof-" + System.nanoTime()).toString();
        assertThat(run("compare", one, other, "--log-key", key(), "--out", proof)).as(out.toString()).isEqualTo(FORKED);
        assertThat(out.toString()).startsWith("FORKED: " + text);
        assertThat(run("judge", proof, "--log-key", key())).as(out.toString()).isEqualTo(FORKED);
        assertThat(out.toString()).startsWith("PROVEN: " + text);
    }

    private int run(String... words) {
        out.getBuffer().setLength(0);
        PrintWriter printer = new PrintWriter(out, true);
        return Main.run(printer, printer, words);
    }
}
