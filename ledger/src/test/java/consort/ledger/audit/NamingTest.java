package consort.ledger.audit;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.audit.AuditVerdict.Tampered;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.Entries;
import consort.ledger.entry.EntryType;
import consort.ledger.entry.Standing;
import consort.ledger.fold.LedgerBuilder;
import consort.ledger.log.LogReader;
import consort.ledger.log.TileSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which entry an altered file beside the log goes back to. */
class NamingTest {

    @TempDir
    private Path temporary;

    private final LedgerBuilder ledger = LedgerBuilder.consortium();
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        folder = temporary.resolve("ledger");
        LedgerFolder.write(ledger, folder);
    }

    @Test
    void textThatAnybodyMayWriteNamesNothing() throws IOException {
        String key = LedgerBuilder.organizationKey("acme").verifierKey().toString();
        Standing said = new Standing(1, "acme", Optional.empty(), Standing.Level.DRAINING, key + " " + ledger.state.charterDigest());
        ledger.entries.addFirst(Entries.sign("example.org", said, ledger.logKey));
        Path planted = temporary.resolve("planted");
        LedgerFolder.write(ledger, planted);
        LogReader reader = new LogReader(TileSource.of(new FileDisk(planted)));
        Naming naming = new Naming(reader, reader.checkpoint().checkpoint(), ledger.entries.size());
        assertThat(naming.ofDocument(ledger.state.charterDigest())).hasValue(1);
        assertThat(naming.ofKey("keys/acme")).hasValueSatisfying(source -> {
            assertThat(source.entry()).isEqualTo(find(EntryType.MEMBER, key));
            assertThat(source.file().verifierKey()).isEqualTo(key);
        });
        assertThat(naming.ofKey("keys/nobody")).isEmpty();
        assertThat(naming.ofDocument("0".repeat(64))).isEmpty();
    }

    @Test
    void entriesThatNobodyHeldAgainstRulesNameNothing() throws IOException {
        LogReader reader = new LogReader(TileSource.of(new FileDisk(folder)));
        String key = LedgerBuilder.organizationKey("acme").verifierKey().toString();
        long entry = find(EntryType.MEMBER, key);
        assertThat(new Naming(reader, reader.checkpoint().checkpoint(), entry - 1).ofKey("keys/acme")).isEmpty();
        assertThat(new Naming(reader, reader.checkpoint().checkpoint(), entry).ofKey("keys/acme")).isPresent();
    }

    @Test
    void aKeyOfAnInviteGoesBackToItsEntryToo() throws IOException {
        Path file = folder.resolve("keys/acme.w1.worker-invite");
        String key = Files.readString(file).strip();
        Files.writeString(file, "not a key\n");
        Evidence evidence = ((Tampered) Auditor.of(TileSource.of(new FileDisk(folder))).run()).evidence();
        assertThat(evidence.file()).isEqualTo("keys/acme.w1.worker-invite");
        assertThat(evidence.entry()).hasValue(find(EntryType.KEY, key));
        assertThat(evidence.expected()).isEqualTo(key);
        assertThat(evidence.found()).isEqualTo("not a key");
    }

    /** What was found stands, though the entries cannot be read a second time. */
    @Test
    void namesNoEntryWhereTheLedgerCannotBeReadAgain() throws IOException {
        for (String file : List.of("docs/" + ledger.state.charterDigest(), "keys/acme")) {
            byte[] honest = Files.readAllBytes(folder.resolve(file));
            Files.write(folder.resolve(file), new byte[] {'{', '}'});
            AuditVerdict verdict = Auditor.of(new ReadOnce(TileSource.of(new FileDisk(folder)))).trusting(LedgerFolder.trust(ledger)).run();
            assertThat(verdict).as(file).isInstanceOfSatisfying(Tampered.class, tampered -> {
                assertThat(tampered.evidence().file()).isEqualTo(file);
                assertThat(tampered.evidence().entry()).isEmpty();
            });
            Files.write(folder.resolve(file), honest);
        }
    }

    /** A folder whose disk fails once all entries have been read. */
    private static final class ReadOnce implements TileSource {

        private final TileSource source;
        private boolean failed;

        ReadOnce(TileSource source) {
            this.source = source;
        }

        @Override
        public Optional<byte[]> read(String path, int maxBytes) throws IOException {
            boolean entries = path.startsWith("tile/entries/");
            if (entries && failed) {
                throw new IOException(path + ": input/output error");
            }
            Optional<byte[]> bytes = source.read(path, maxBytes);
            failed |= entries && bytes.isPresent();
            return bytes;
        }

        @Override
        public List<String> list(String path) throws IOException {
            return path.startsWith("tile") ? List.of() : source.list(path);
        }
    }

    private long find(EntryType type, String part) {
        return IntStream.range(0, ledger.entries.size())
                .filter(i -> new String(ledger.entries.get(i), StandardCharsets.UTF_8).contains(part))
                .filter(i -> Entries.parse(i, ledger.entries.get(i)).type() == type).findFirst().orElseThrow();
    }
}
