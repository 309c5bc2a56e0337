package consort.worker.confidential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.ledger.audit.Trust;
import consort.ledger.disk.Disk;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.Benchmark;
import consort.ledger.entry.Commitments;
import consort.ledger.entry.Entries;
import consort.ledger.entry.ErasedFields;
import consort.ledger.entry.Erasure;
import consort.ledger.entry.KeyNames;
import consort.ledger.entry.Opening;
import consort.ledger.entry.PartyBody;
import consort.ledger.entry.PrivateField;
import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.entry.Receipts;
import consort.ledger.entry.WorkerId;
import consort.ledger.json.JsonInteger;
import consort.ledger.json.JsonString;
import consort.ledger.json.JsonValue;
import consort.ledger.merkle.TreeHash;
import consort.ledger.note.SignerKey;
import consort.ledger.note.VerifierKey;
import consort.worker.enroll.TaughtKeys;
import consort.worker.folder.PartyFolder;
import consort.worker.member.OwnEntries;
import io.grpc.Status;
import io.grpc.StatusException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker's folder whose entries commit to what a test says of the site, and a coordinator that may lose its answer. */
class SiteConfidencesTest {

    private static final String ORIGIN = "pool.example/pool";
    private static final SignerKey LOG_KEY = SignerKey.fromSeed(ORIGIN, new byte[32]);
    private static final WorkerId WORKER = WorkerId.parse("acme/w1");
    private static final SignerKey KEY = SignerKey.fromSeed(KeyNames.worker(ORIGIN, WORKER), new byte[32]);
    private static final String HOST = "rack-7.acme.example";
    private static final Set<PrivateField> BOTH = Set.of(PrivateField.HOST, PrivateField.DATA_BYTES);

    @TempDir
    private Path root;

    private final Random random = new Random(7);
    private final Coordinator coordinator = new Coordinator();
    private Disk disk;
    private OwnEntries entries;

    /** Refuses, as the real one does, what was erased before. */
    private static final class Coordinator implements OwnEntries.Membership {
        private final List<byte[]> held = new ArrayList<>();
        private final Set<String> erased = new HashSet<>();
        private boolean losesAnswer;

        @Override
        public OwnEntries.Position position(VerifierKey key) {
            return new OwnEntries.Position(held.size(), true, "");
        }

        @Override
        public byte[] append(byte[] entry) throws StatusException {
            PartyBody body = (PartyBody) Entries.parse(entry).body();
            if (body.seq() == held.size() + 1) {
                if (body instanceof Erasure erasure && erasure.erased().stream().anyMatch(this::known)) {
                    throw Status.ALREADY_EXISTS.withDescription("erased already").asException();
                }
                held.add(entry);
                if (body instanceof Erasure erasure) {
                    erasure.erased().forEach(one -> one.fields().forEach(field -> erased.add(one.entry() + field.text())));
                }
            }
            if (losesAnswer) {
                throw Status.UNAVAILABLE.asException();
            }
            return Receipts.sign(LOG_KEY, List.of(new Receipted(100 + body.seq(), TreeHash.leaf(entry))));
        }

        private boolean known(ErasedFields one) {
            return one.fields().stream().anyMatch(field -> erased.contains(one.entry() + field.text()));
        }

        private List<Erasure> erasures() {
            return held.stream().map(entry -> Entries.parse(entry).body()).filter(Erasure.class::isInstance).map(Erasure.class::cast)
                    .toList();
        }
    }

    @BeforeEach
    void aWorkersFolder() throws IOException {
        PartyFolder folder = new PartyFolder(root);
        folder.save(KEY);
        folder.save(new Trust(LOG_KEY.verifierKey(), "a".repeat(64), "b".repeat(64)));
        disk = new FileDisk(root);
        entries = new OwnEntries(folder, coordinator, TaughtKeys.only(LOG_KEY));
    }

    private Confiding confiding() throws IOException {
        Map<PrivateField, JsonValue> facts = Map.of(PrivateField.HOST, new JsonString(HOST), PrivateField.DATA_BYTES, new JsonInteger(7));
        return new SiteConfidences(SiteConfidences.open(root), data -> facts, () -> {
            byte[] salt = new byte[Opening.SALT_BYTES];
            random.nextBytes(salt);
            return salt;
        });
    }

    private static Benchmark benchmark(long seq, Commitments priv) {
        return new Benchmark(1, "acme", "w1", seq, "cnn", 10, 2_000, 1, "c".repeat(64)).withPriv(priv);
    }

    /** Enters a benchmark that commits to both facts, and gives its index. */
    private long enter() throws Exception {
        Confiding confiding = confiding();
        entries.append(disk, seq -> {
            try {
                return benchmark(seq, confiding.commit(seq, "train"));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        return 100L + coordinator.held.size();
    }

    private KeptEntries kept() throws IOException {
        return new KeptEntries(disk, SiteConfidences.open(root));
    }

    private void say() throws Exception {
        new Erasing(disk, kept(), entries, WORKER, () -> Instant.ofEpochMilli(9)).sayAll();
    }

    /** All bytes of all files below the folder. */
    private String everything() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(file).append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    @Test
    void whatAnEntryCommitsToIsKeptAndOpensIt() throws Exception {
        long entry = enter();
        Benchmark entered = (Benchmark) Entries.parse(coordinator.held.getFirst()).body();
        assertThat(kept().entries()).containsExactly(entry);
        assertThat(entered.priv().fields()).isEqualTo(BOTH);
        Opening host = kept().opening(entry, PrivateField.HOST).orElseThrow();
        assertThat(host.value()).isEqualTo(new JsonString(HOST));
        assertThat(entered.priv().of(PrivateField.HOST)).contains(host.commitment());
        assertThat(new String(coordinator.held.getFirst(), StandardCharsets.UTF_8)).doesNotContain("rack-7").doesNotContain(host.salt());
    }

    @Test
    void nothingOfAnErasedValueRemainsInTheFolderAndTheLedgerSaysSo() throws Exception {
        long first = enter();
        long second = enter();
        String salt = kept().opening(first, PrivateField.HOST).orElseThrow().salt();
        assertThat(everything()).contains(HOST).contains(salt);
        KeptEntries kept = kept();
        kept.destroy(first, BOTH);
        kept.destroy(second, Set.of(PrivateField.HOST));
        assertThat(everything()).doesNotContain(HOST).doesNotContain("rack-7").doesNotContain(salt);
        say();
        assertThat(coordinator.erasures()).singleElement().satisfies(erasure -> assertThat(erasure.erased())
                .containsExactly(new ErasedFields(first, BOTH), new ErasedFields(second, Set.of(PrivateField.HOST))));
        assertThat(everything()).doesNotContain(HOST).doesNotContain("rack-7").doesNotContain(salt);
        assertThat(kept().entries()).containsExactly(second);
        assertThat(kept().unsaid()).isEmpty();
        say();
        assertThat(coordinator.erasures()).hasSize(1);
    }

    @Test
    void whatIsKeptOfAnEntryWithoutAReceiptIsNotOverlooked() throws Exception {
        enter();
        assertThat(kept().outstanding()).isFalse();
        coordinator.losesAnswer = true;
        assertThatThrownBy(this::enter).isInstanceOf(StatusException.class);
        assertThat(kept().entries()).hasSize(1);
        assertThat(kept().outstanding()).isTrue();
        coordinator.losesAnswer = false;
        entries.sendLeft(disk);
        assertThat(kept().entries()).hasSize(2);
        assertThat(kept().outstanding()).isFalse();
    }

    @Test
    void anErasureWhoseAnswerIsLostIsSaidOnce() throws Exception {
        long entry = enter();
        kept().destroy(entry, BOTH);
        coordinator.losesAnswer = true;
        assertThatThrownBy(this::say).isInstanceOf(StatusException.class);
        assertThat(kept().unsaid()).hasSize(1);
        coordinator.losesAnswer = false;
        say();
        assertThat(kept().unsaid()).isEmpty();
        assertThat(coordinator.erasures()).hasSize(1);
    }

    /** As after a death between the receipt and the note of it, or when the organization said a part of it. */
    @Test
    void whatTheLedgerSaysAlreadyIsNotedAndTheRestIsSaid() throws Exception {
        long first = enter();
        long second = enter();
        kept().destroy(first, BOTH);
        kept().destroy(second, BOTH);
        coordinator.erased.add(first + PrivateField.HOST.text());
        say();
        assertThat(kept().unsaid()).isEmpty();
        assertThat(coordinator.erased).hasSize(4);
        assertThat(disk.list("outbox")).isEmpty();
    }

    @Test
    void whatEntriesLeftThatNeverCameAboutIsSweptAndWhatWaitsIsKept() throws Exception {
        Confiding confiding = confiding();
        Commitments waiting = confiding.commit(1, "train");
        assertThat(SiteConfidences.open(root).names()).isEmpty();
        assertThat(everything()).doesNotContain("rack-7");
        waiting = confiding.commit(1, "train");
        disk.create("outbox/1", Entries.sign("pool.example", benchmark(1, waiting), KEY));
        assertThat(SiteConfidences.open(root).names()).containsExactly("1");
        disk.replace("outbox/1", Entries.sign("pool.example", benchmark(1, Commitments.NONE), KEY));
        assertThat(SiteConfidences.open(root).names()).isEmpty();
    }

    @Test
    void whatOpensAnEntryThatWaitsIsKeptWhereTheEntryRotted() throws Exception {
        byte[] waiting = Entries.sign("pool.example", benchmark(1, confiding().commit(1, "train")), KEY);
        byte[] rotten = waiting.clone();
        rotten[0] ^= 1;
        disk.create("outbox/1", rotten);
        assertThat(SiteConfidences.open(root).names()).containsExactly("1");
        disk.replace("outbox/1", waiting);
        assertThat(SiteConfidences.open(root).names()).containsExactly("1");
    }

    @Test
    void whatRottedIsKeptForWhoeverCanPutItRight() throws Exception {
        disk.create("outbox/1", Entries.sign("pool.example", benchmark(1, confiding().commit(1, "train")), KEY));
        byte[] kept = disk.readAll("confidential/1", 10_000);
        String other = new String(kept, StandardCharsets.UTF_8).replace(HOST, "rack-8.acme.example");
        disk.replace("confidential/1", other.getBytes(StandardCharsets.UTF_8));
        assertThat(SiteConfidences.open(root).names()).containsExactly("1");
        assertThat(disk.readAll("confidential/1", 10_000)).asString().isEqualTo(other);
    }

    @Test
    void whatIsKnownOfThisMachineIsItsNameAndTheSizeOfItsData() throws Exception {
        Path data = Files.createDirectories(root.resolve("data/deep"));
        Files.writeString(data.resolve("a"), "12345");
        Files.writeString(data.resolveSibling("b"), "678");
        LocalSite site = new LocalSite(Map.of("train", root.resolve("data"), "gone", root.resolve("none")));
        site.awaitSizes();
        assertThat(site.of("train")).containsEntry(PrivateField.DATA_BYTES, new JsonInteger(8))
                .containsEntry(PrivateField.DATA_FILES, new JsonInteger(2));
        assertThat(site.of("gone")).doesNotContainKey(PrivateField.DATA_BYTES);
        Path name = Path.of("/proc/sys/kernel/hostname");
        if (Files.exists(name)) {
            assertThat(site.of("gone")).containsEntry(PrivateField.HOST, new JsonString(Files.readString(name).strip()));
        }
        assertThat(LocalSite.uuids("GPU-b\nfailed\nGPU-a\n").orElseThrow().canonicalText()).isEqualTo("[\"GPU-a\",\"GPU-b\"]");
        assertThat(LocalSite.uuids("no devices were found\n")).isEmpty();
    }
}
