package consort.ledger.audit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.audit.Evidence;
import consort.ledger.audit.LedgerFolder;
import consort.ledger.audit.fork.ForkFile;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.entry.Receipts;
import consort.ledger.entry.RunPaused;
import consort.ledger.fold.LedgerBuilder;
import consort.ledger.log.LogStore;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.TileSource;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.Note;
import consort.ledger.note.SignerKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two people hold something of one log: {@code prove}, {@code compare} and {@code judge}. */
final class CompareCommandTest {

    private static final int FORK = 20;
    private static final int MANY = 20_001;

    @TempDir
    private Path temporary;

    private final LedgerBuilder ledger = LedgerBuilder.consortium();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String mine;
    private String proof;
    private String logKey;

    @BeforeEach
    void writeFolder() throws IOException {
        mine = temporary.resolve("mine").toString();
        proof = temporary.resolve("proof").toString();
        logKey = ledger.logKey.verifierKey().toString();
        LedgerFolder.write(ledger, Path.of(mine));
        Files.writeString(temporary.resolve("trust.json"), LedgerFolder.trust(ledger).json());
    }

    @Test
    void aMemberHoldsWhatItHasAgainstTheCoordinatorsLedgerByWhatItTrusts() throws IOException {
        String theirs = forked("theirs", ledger.entries.size());
        assertThat(online("compare", mine)).as(err.toString()).isZero();
        assertThat(online("compare", theirs + "/checkpoint", "--out", proof)).as(err.toString()).isEqualTo(60);
        assertThat(out.toString()).contains("the log signed two trees of " + ledger.entries.size() + " entries");
        assertThat(online("judge", proof)).as(err.toString()).isEqualTo(60);
        assertThat(run("compare", mine)).isEqualTo(2);
        assertThat(err.toString()).contains("only " + mine + " was given");
    }

    @Test
    void aCoordinatorsLedgerThatDoesNotLeadToItsOwnCheckpointIsAVerdict() throws IOException {
        String older = log("older", ledger.entries.subList(0, FORK));
        Path bundle = Path.of(mine, Evidence.bundle(3, ledger.entries.size()));
        byte[] bytes = Files.readAllBytes(bundle);
        bytes[bytes.length - 1] ^= 1;
        Files.write(bundle, bytes);
        assertThat(online("compare", older)).as(err.toString()).isEqualTo(60);
        assertThat(out.toString()).startsWith("TAMPERED: what the coordinator serves does not lead to its own checkpoint: the coordinator's ledger/tile/entries/")
                .contains("entry " + (ledger.entries.size() - 1), "Nothing was compared");
        out.getBuffer().setLength(0);
        assertThat(online("compare", older, "--json")).isEqualTo(60);
        assertThat(out.toString()).startsWith("{\"exitCode\":60,").contains("\"verdict\":\"tampered\"");
        assertThat(err.toString()).isEmpty();
        Files.delete(Path.of(mine, "checkpoint"));
        assertThat(online("compare", older)).as("nothing was signed").isEqualTo(2);
    }

    private int online(String... arguments) throws IOException {
        TileSource served = TileSource.of(new FileDisk(Path.of(mine)));
        Online coordinator = new Online("consort member audit", () -> served, () -> {
            throw new AssertionError("no model is asked for");
        }, () -> LedgerOptions.readTrust(temporary.resolve("trust.json")));
        return Main.run(coordinator, new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    @Test
    void aPrefixAndItsContinuationAgree() throws IOException {
        String older = log("older", ledger.entries.subList(0, FORK));
        assertThat(run("compare", mine, older)).as(err.toString()).isZero();
        assertThat(run("compare", older + "/checkpoint", mine, "--log-key", logKey)).isZero();
        assertThat(out.toString()).startsWith("NO CONTRADICTION");
        assertThat(Path.of(proof)).doesNotExist();
    }

    @Test
    void twoTreesOfOneSizeProveAFork() throws IOException {
        String theirs = forked("theirs", ledger.entries.size());
        provesWith(mine + "/checkpoint", theirs + "/checkpoint", "the log signed two trees of " + ledger.entries.size() + " entries");
    }

    @Test
    void aTreeThatIsNoPrefixProvesAFork() throws IOException {
        String theirs = forked("theirs", FORK + 3);
        provesWith(mine, theirs + "/checkpoint", "the log signed a tree of " + (FORK + 3) + " entries");
        provesWith(theirs, mine, "the log signed a tree of " + (FORK + 3) + " entries");
    }

    @Test
    void aReceiptForAnotherEntryProvesIt() throws IOException {
        LedgerFolder.writeReceipts(ledger, "acme/w1", temporary.resolve("receipts"));
        String receipts = temporary.resolve("receipts").toString();
        assertThat(run("compare", mine, receipts)).as(err.toString()).isZero();
        Path lie = temporary.resolve("lie");
        Files.write(lie, Receipts.sign(ledger.logKey, List.of(new Receipted(7, TreeHash.leaf(new byte[1])))));
        provesWith(mine, lie.toString(), "the log gave a receipt for entry 7");
        Files.copy(lie, temporary.resolve("receipts").resolve("lie"));
        assertThat(run("compare", mine, mine + "/checkpoint", "--receipts", receipts)).isEqualTo(60);
    }

    @Test
    void theOneLieAmongTheFilesOfAWorkersLongLifeIsFound() throws IOException {
        Path receipts = temporary.resolve("receipts");
        LedgerFolder.writeReceipts(ledger, "acme/w1", receipts);
        Path torn = Files.createFile(receipts.resolve("90"));
        for (int i = 1; i < MANY; i++) {
            Files.createLink(receipts.resolve("90" + i), i % 10 == 0 ? receipts.resolve("1") : torn);
        }
        Files.write(receipts.resolve("99lie"), Receipts.sign(ledger.logKey, List.of(new Receipted(7, TreeHash.leaf(new byte[1])))));
        provesWith(mine, receipts.toString(), "the log gave a receipt for entry 7");
    }

    @Test
    void twoReceiptsForOnePlaceProveIt() throws IOException {
        Path one = temporary.resolve("one");
        Path other = temporary.resolve("other");
        Files.write(one, Receipts.sign(ledger.logKey, List.of(new Receipted(7, TreeHash.leaf(new byte[1])))));
        Files.write(other, Receipts.sign(ledger.logKey, List.of(new Receipted(7, TreeHash.leaf(new byte[2])))));
        provesWith(one.toString(), other.toString(), "two receipts that name other entries at 7");
    }

    @Test
    void anExtensionLineHidesNoFork() throws IOException {
        Path lie = temporary.resolve("lie");
        int size = ledger.entries.size();
        Files.write(lie, extended(new Checkpoint(LedgerBuilder.ORIGIN, size, TreeHash.leaf(new byte[1]))));
        provesWith(mine + "/checkpoint", lie.toString(), "the log signed two trees of " + size + " entries");
        Files.write(lie, extended(new Checkpoint(LedgerBuilder.ORIGIN, FORK, TreeHash.leaf(new byte[1]))));
        provesWith(mine, lie.toString(), "the log signed a tree of " + FORK + " entries");
        String theirs = forked("theirs", size + 1);
        Path folder = Path.of(theirs, "checkpoint");
        Files.write(folder, extended(SignedCheckpoint.parse(Files.readAllBytes(folder)).checkpoint()));
        provesWith(mine + "/checkpoint", theirs, "the log signed a tree of " + size + " entries");
        String whole = Files.readString(lie);
        Files.writeString(lie, "c2sp.org/tlog-proof@v1\nindex 3\n\n" + whole);
        provesWith(mine, lie.toString(), "the log signed a tree of " + FORK + " entries");
    }

    private byte[] extended(Checkpoint checkpoint) {
        return Note.sign(checkpoint.text() + "an extension\n", ledger.logKey).bytes();
    }

    @Test
    void saysWhichTreesWereNotComparedWithEachOther() throws IOException {
        Path kept = temporary.resolve("kept");
        LedgerFolder.writeReceipts(ledger, "acme/w1", kept);
        int beyond = ledger.entries.size() + 5;
        Files.write(kept.resolve("checkpoint"),
                SignedCheckpoint.sign(new Checkpoint(LedgerBuilder.ORIGIN, beyond, TreeHash.leaf(new byte[1])), ledger.logKey).bytes());
        assertThat(run("compare", mine, kept.toString())).isEqualTo(66);
        assertThat(out.toString()).startsWith("UNDECIDED: not all that was given could be held against each other")
                .contains("held against each other: 1 copy of up to " + ledger.entries.size() + " entries, 0 other trees and ",
                        "not compared: " + kept.resolve("checkpoint") + ": a tree of " + beyond + " entries");
        out.getBuffer().setLength(0);
        Files.writeString(kept.resolve("checkpoint"), "torn");
        assertThat(run("compare", mine, kept.toString(), "--json")).isZero();
        assertThat(out.toString()).contains("\"compared\":\"1 copy", "\"notCompared\":[]",
                "\"ignored\":[\"" + kept.resolve("checkpoint") + ": nothing that a log signs can be read there\"]");
        out.getBuffer().setLength(0);
        Files.write(kept.resolve("checkpoint"), SignedCheckpoint.sign(new Checkpoint(LedgerBuilder.ORIGIN, FORK, TreeHash.leaf(new byte[1])),
                SignerKey.fromSeed(LedgerBuilder.ORIGIN, new byte[SignerKey.SEED_BYTES])).bytes());
        assertThat(run("compare", mine, kept.toString())).as("what an unknown key of the log's name signed").isEqualTo(66);
        assertThat(out.toString()).contains("not compared: " + kept.resolve("checkpoint") + " speaks for this log");
    }

    @Test
    void saysWhatItCannotTell() throws IOException {
        String older = log("older", ledger.entries.subList(0, FORK));
        assertThat(run("compare", mine + "/checkpoint", older + "/checkpoint", "--log-key", logKey)).isEqualTo(66);
        assertThat(out.toString()).startsWith("UNDECIDED: nothing in ").contains("a copy of the ledger is needed");
        out.getBuffer().setLength(0);
        assertThat(run("compare", mine + "/checkpoint", older + "/checkpoint")).isEqualTo(66);
        assertThat(out.toString()).contains("nothing says which key is the log's");
    }

    @Test
    void namesTheCopyThatDoesNotHoldInItself() throws IOException {
        String theirs = log("theirs", ledger.entries);
        Path bundle = Path.of(theirs, Evidence.bundle(3, ledger.entries.size()));
        byte[] bytes = Files.readAllBytes(bundle);
        bytes[bytes.length - 1] ^= 1;
        Files.write(bundle, bytes);
        assertThat(run("compare", mine, theirs)).isEqualTo(2);
        assertThat(err.toString()).contains("a copy does not hold in itself: " + bundle + ": entry " + (ledger.entries.size() - 1) + ": ");
        err.getBuffer().setLength(0);
        Files.delete(bundle);
        assertThat(run("compare", theirs, mine, "--json")).isEqualTo(2);
        assertThat(out.toString()).contains("\"error\":\"a copy does not hold in itself: " + bundle + ": entry 0: the file is missing");
    }

    @Test
    void whatAnotherKeySignedAccusesNobody() throws IOException {
        SignerKey forger = SignerKey.fromSeed(LedgerBuilder.ORIGIN, new byte[SignerKey.SEED_BYTES]);
        Path forged = temporary.resolve("forged");
        Files.write(forged, SignedCheckpoint.sign(
                new Checkpoint(LedgerBuilder.ORIGIN, ledger.entries.size(), TreeHash.leaf(new byte[0])), forger).bytes());
        assertThat(run("compare", mine, forged.toString())).isEqualTo(66);
        assertThat(out.toString()).contains("passed over: " + forged + ": not signed by any known key");
    }

    @Test
    void judgesByTheJudgesKeyAndTheWholeFile() throws IOException {
        String theirs = forked("theirs", ledger.entries.size());
        run("compare", mine, theirs, "--out", proof);
        SignerKey stranger = SignerKey.fromSeed(LedgerBuilder.ORIGIN, new byte[SignerKey.SEED_BYTES]);
        assertThat(run("judge", proof, "--log-key", stranger.verifierKey().toString())).isEqualTo(66);
        assertThat(run("judge", proof)).isEqualTo(2);
        assertThat(run("judge", proof, "--log-key", "x")).isEqualTo(2);
        assertThat(run("judge", mine + "/checkpoint", "--log-key", logKey)).isEqualTo(2);
        byte[] file = Files.readAllBytes(Path.of(proof));
        assertThat(ForkFile.parse(file).bytes()).isEqualTo(file);
        for (int at = 0; at < file.length; at += 7) {
            byte[] changed = file.clone();
            changed[at] ^= 1;
            Files.write(Path.of(proof), changed);
            assertThat(run("judge", proof, "--log-key", logKey)).as("byte %d", at).isNotEqualTo(60);
        }
    }

    @Test
    void provesAnEntryToWhoHasOnlyTheKey() throws IOException {
        assertThat(run("prove", mine, "--entry", "9", "--out", proof, "--log-key", logKey)).as(err.toString()).isZero();
        assertThat(run("prove", "--check", proof, "--trust", temporary.resolve("trust.json").toString())).isZero();
        assertThat(out.toString()).contains("PROVEN: entry 9 stands in the tree of " + ledger.entries.size());
        String text = Files.readString(Path.of(proof));
        Files.writeString(Path.of(proof), text.replace("index 9", "index 8"));
        assertThat(run("prove", "--check", proof, "--log-key", logKey)).isEqualTo(66);
        assertThat(run("prove", mine, "--entry", "9999", "--out", proof)).isEqualTo(2);
        assertThat(err.toString()).contains("there is no entry 9999; the ledger has the entries 0 to " + (ledger.entries.size() - 1));
        assertThat(run("prove", mine)).isEqualTo(2);
    }

    @Test
    void saysWhatAProofIsWorthThatWasHeldAgainstNoKey() throws IOException {
        assertThat(run("prove", mine, "--entry", "9", "--out", proof)).as(err.toString()).isZero();
        assertThat(out.toString()).contains("its signature was not verified", "it proves nothing to you yet: give --trust FILE");
        out.getBuffer().setLength(0);
        Files.delete(Path.of(proof));
        assertThat(run("prove", mine, "--entry", "9", "--out", proof, "--json")).isZero();
        assertThat(out.toString().lines()).hasSize(1).first().asString().contains("its signature was not verified");
        out.getBuffer().setLength(0);
        Files.delete(Path.of(proof));
        assertThat(run("prove", mine, "--entry", "9", "--out", proof, "--log-key", logKey)).isZero();
        assertThat(out.toString()).contains("that a key of example.org/demo signed").doesNotContain("not verified");
    }

    @Test
    void answersMachinesWithOneObject() throws IOException {
        String theirs = forked("theirs", ledger.entries.size());
        assertThat(run("compare", mine, theirs, "--out", proof, "--json")).isEqualTo(60);
        assertThat(out.toString()).startsWith("{\"compared\":\"2 copies of up to ").contains("\"exitCode\":60,\"ignored\":[],\"notCompared\":[]", "\"verdict\":\"forked\"", "\"written\":");
        out.getBuffer().setLength(0);
        assertThat(run("judge", proof, "--log-key", logKey, "--json")).isEqualTo(60);
        assertThat(out.toString()).startsWith("{\"exitCode\":60,").contains("\"verdict\":\"forked\"");
    }

    private void provesWith(String one, String other, String said) throws IOException {
        Files.deleteIfExists(Path.of(proof));
        assertThat(run("compare", one, other, "--log-key", logKey, "--out", proof)).as(out + " " + err).isEqualTo(60);
        assertThat(out.toString()).contains("FORKED: ", said);
        out.getBuffer().setLength(0);
        assertThat(run("judge", proof, "--log-key", logKey)).as(out + " " + err).isEqualTo(60);
        assertThat(out.toString()).startsWith("PROVEN: ").contains(said);
    }

    /** The same entries up to the fork, others from there on. */
    private String forked(String name, int size) throws IOException {
        LedgerBuilder other = LedgerBuilder.consortium();
        List<byte[]> entries = new ArrayList<>(other.entries.subList(0, FORK));
        while (entries.size() < size) {
            entries.add(Entries.sign("example.org",
                    new RunPaused(LedgerBuilder.START_MILLIS + entries.size(), 1, "another tree"), other.logKey));
        }
        return log(name, entries);
    }

    private String log(String name, List<byte[]> entries) throws IOException {
        Path folder = temporary.resolve(name);
        try (LogStore store = LogStore.open(new FileDisk(folder), ledger.logKey.verifierKey())) {
            store.append(entries);
            store.publish(ledger.logKey);
        }
        return folder.toString();
    }

    private int run(String... arguments) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }
}
