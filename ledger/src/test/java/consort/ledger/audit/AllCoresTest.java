package consort.ledger.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.fuzz.Seed;
import consort.ledger.audit.AuditVerdict.ConsistentNotAuthenticated;
import consort.ledger.audit.AuditVerdict.Verified;
import consort.ledger.disk.FileDisk;
import consort.ledger.fold.LedgerBuilder;
import consort.ledger.log.LogReader;
import consort.ledger.log.LogStore;
import consort.ledger.log.TileSource;
import consort.ledger.note.Note;
import consort.ledger.note.SignerKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However many threads look at entries ahead, the verdict is that of one that takes them one by one. */
class AllCoresTest {

    private static final int ENTRIES = 900;
    private static final int ALTERATIONS = 40;
    private static final SignerKey LOG_KEY = LedgerBuilder.key(LedgerBuilder.ORIGIN);

    @TempDir
    private Path temporary;
    private Path honest;
    private Trust trust;
    private final List<byte[]> entries = new ArrayList<>();

    @BeforeEach
    void writeLedger() throws IOException {
        honest = temporary.resolve("honest");
        trust = LargeLedger.write(honest, ENTRIES);
        LogReader reader = new LogReader(source(honest));
        reader.verify(reader.checkpoint().checkpoint(), (index, entry) -> entries.add(entry));
    }

    @Test
    void anHonestLedgerIsHeardInOrderOnAnyNumberOfThreads() throws IOException {
        for (int threads : new int[] {0, 1, 2, 7}) {
            List<Long> heard = new ArrayList<>();
            Set<Thread> hearing = ConcurrentHashMap.newKeySet();
            AuditVerdict verdict = Auditor.of(source(honest)).trusting(trust).onThreads(threads).heardBy((after, entry) -> {
                heard.add(entry.index());
                hearing.add(Thread.currentThread());
            }).run();
            assertThat(verdict).isInstanceOfSatisfying(Verified.class, verified ->
                    assertThat(verified.facts().size()).isEqualTo(entries.size()));
            assertThat(heard).hasSize(entries.size()).isSorted();
            assertThat(hearing).containsExactly(Thread.currentThread());
        }
    }

    @Test
    void alteredLedgersGetTheSameVerdict() throws IOException {
        long seed = Seed.get();
        Random random = new Random(seed);
        Set<String> rules = new HashSet<>();
        for (int i = 0; i < ALTERATIONS; i++) {
            Path folder = temporary.resolve("altered-" + i);
            String what = alter(folder, random);
            Optional<Object> expected = outcome(folder, 0);
            Optional<Object> found = outcome(folder, 1 + random.nextInt(4));
            assertThat(found).as("%s, alteration %d of seed %d", what, i, seed).isEqualTo(expected);
            if (expected.orElseThrow() instanceof AuditVerdict.Tampered tampered) {
                rules.add(tampered.evidence().rule());
            }
            LedgerFolder.deleteFolder(folder);
        }
        assertThat(rules).as("alterations of many kinds, seed %d", seed).hasSizeGreaterThan(5);
    }

    @Test
    void whatCannotBeReadEndsTheAuditAsItWouldWithoutThreads() {
        TileSource broken = new TileSource() {

            @Override
            public Optional<byte[]> read(String path, int maxBytes) throws IOException {
                if (path.equals("tile/entries/002")) {
                    throw new IOException("the disk is gone");
                }
                return source(honest).read(path, maxBytes);
            }
        };
        assertThatThrownBy(() -> Auditor.of(broken).onAllCores().run()).isInstanceOf(IOException.class).hasMessage("the disk is gone");
    }

    @Test
    void noThreadIsLeftBehind() throws Exception {
        assertThat(Auditor.of(source(honest)).onAllCores().run()).isInstanceOf(ConsistentNotAuthenticated.class);
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("bundles-ahead")) {
                assertThat(thread.join(Duration.ofMinutes(1))).as("%s ends", thread.getName()).isTrue();
            }
        }
    }

    private Optional<Object> outcome(Path folder, int threads) {
        try {
            return Optional.of(Auditor.of(source(folder)).trusting(trust).onThreads(threads).run());
        } catch (IOException unreadable) {
            return Optional.of(String.valueOf(unreadable.getMessage()));
        }
    }

    /** Entries are altered under a tree that fits, by whoever has the log's key; bytes of files are by anybody. */
    private String alter(Path folder, Random random) throws IOException {
        List<byte[]> altered = new ArrayList<>(entries);
        List<String> done = new ArrayList<>();
        for (int times = 1 + random.nextInt(2); times > 0; times--) {
            int at = 1 + random.nextInt(altered.size() - 2);
            int kind = random.nextInt(8);
            done.add("kind " + kind + " at " + at);
            switch (kind) {
                case 0 -> altered.set(at, flipped(altered.get(at), random));
                case 1 -> altered.remove(at);
                case 2 -> altered.add(at, altered.get(at));
                case 3 -> altered.add(at, altered.remove(altered.size() - 1));
                case 4 -> altered.set(at, new String(altered.get(at), UTF_8).replaceFirst("/v[0-9]+\n", "/v99\n").getBytes(UTF_8));
                case 5 -> altered.set(at, signedBy(altered.get(at), LedgerBuilder.workerKey("org3/w1")));
                case 6 -> altered.set(at, signedBy(altered.get(at), LOG_KEY));
                default -> done.add("a file");
            }
        }
        try (LogStore store = LogStore.open(new FileDisk(folder), LOG_KEY.verifierKey())) {
            store.append(altered);
            store.publish(LOG_KEY);
        }
        Files.createDirectories(folder.resolve("docs"));
        for (Path document : LedgerFolder.files(honest.resolve("docs"))) {
            Files.copy(document, folder.resolve("docs").resolve(document.getFileName()));
        }
        if (done.contains("a file")) {
            List<Path> files = LedgerFolder.files(folder.resolve(random.nextInt(4) == 0 ? "docs" : "tile"));
            Path file = files.get(random.nextInt(files.size()));
            Files.write(file, flipped(Files.readAllBytes(file), random));
        }
        return String.join(", ", done);
    }

    private static byte[] flipped(byte[] bytes, Random random) {
        byte[] other = bytes.clone();
        other[random.nextInt(other.length)] ^= (byte) (1 << random.nextInt(7));
        return other;
    }

    private static byte[] signedBy(byte[] entry, SignerKey key) {
        return Note.sign(Note.parse(entry, entry.length).text(), key).bytes();
    }

    private static TileSource source(Path folder) {
        try {
            return TileSource.of(new FileDisk(folder));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
