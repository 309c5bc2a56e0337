package consort.ledger.audit;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.disk.Disk;
import consort.ledger.disk.FileDisk;
import consort.ledger.entry.Body;
import consort.ledger.entry.Entries;
import consort.ledger.entry.EntryType;
import consort.ledger.entry.KeyFile;
import consort.ledger.fold.EveryEntry;
import consort.ledger.fold.LedgerBuilder;
import consort.ledger.fold.RuleViolation;
import consort.ledger.fold.State;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonString;
import consort.ledger.json.JsonValue;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.LogReader;
import consort.ledger.log.LogStore;
import consort.ledger.log.TileSource;
import consort.ledger.log.TrustPolicy;
import consort.ledger.note.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ledgers that earlier programs wrote, in {@code src/test/resources/ledgers}, one folder for each: they are read, verified and
 * billed as they were. CONTRIBUTING.md says how a folder is made; none is ever changed.
 */
class StoredLedgersTest {

    private static final Path STORED = Path.of("src/test/resources/ledgers");
    private static final String EXPECTED = "expected.json";
    private static final int MAX_BYTES = 1 << 20;

    @TempDir
    private Path temporary;

    static List<Path> ledgers() throws IOException {
        try (Stream<Path> folders = Files.list(STORED)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("ledgers")
    void isVerifiedFoldedAndBilledAsItWas(Path ledger) throws IOException {
        TileSource source = TileSource.of(new FileDisk(ledger));
        JsonObject expected = JsonObject.parse(Files.readAllBytes(ledger.resolve(EXPECTED)), MAX_BYTES);
        VerifierKey logKey = VerifierKey.parse(expected.fields().text("logKey", 500));
        assertThat(Auditor.of(source).trusting(new Trust(logKey, expected.fields().text("charter", 64),
                expected.fields().text("authority", 64))).run()).isInstanceOf(AuditVerdict.Verified.class);
        assertThat(facts(source).canonicalText()).isEqualTo(expected.canonicalText());
    }

    @Test
    void aLedgerWithEveryTypeCanBeStored() throws IOException {
        store(temporary);
        Set<String> types = new TreeSet<>();
        Stream.of(EntryType.values()).map(EntryType::text).forEach(types::add);
        assertThat(types(TileSource.of(new FileDisk(temporary))).stream().map(type -> type.substring(0, type.indexOf('/'))))
                .as("EveryEntry writes entries of every type").containsAll(types);
        isVerifiedFoldedAndBilledAsItWas(temporary);
    }

    @Test
    @EnabledIfSystemProperty(named = "consort.store", matches = "[a-z0-9.-]+")
    void stores() throws IOException {
        Path folder = STORED.resolve(System.getProperty("consort.store"));
        assertThat(folder).as("a stored ledger is never changed").doesNotExist();
        store(folder);
    }

    private static void store(Path folder) throws IOException {
        LedgerBuilder ledger = EveryEntry.write();
        Disk disk = new FileDisk(folder);
        for (Map.Entry<String, byte[]> document : ledger.documents.entrySet()) {
            disk.create("docs/" + document.getKey(), document.getValue());
        }
        for (byte[] entry : ledger.entries) {
            for (KeyFile key : KeyFile.of(Entries.parse(entry).body()).stream().toList()) {
                disk.replace(key.path(), key.bytes());
            }
        }
        VerifierKey logKey = ledger.logKey.verifierKey();
        disk.create(TrustPolicy.PATH, new TrustPolicy(logKey).text().getBytes(StandardCharsets.UTF_8));
        try (LogStore store = LogStore.open(disk, logKey)) {
            store.append(ledger.entries);
            store.publish(ledger.logKey);
        }
        disk.create(EXPECTED, facts(TileSource.of(disk)).canonicalBytes());
    }

    /** What any program must find in a ledger. */
    private static JsonObject facts(TileSource source) throws IOException {
        Checkpoint checkpoint = new LogReader(source).checkpoint().checkpoint();
        State state = new State();
        FolderDocuments documents = new FolderDocuments(source);
        new LogReader(source).verify(checkpoint, (index, bytes) -> {
            try {
                state.apply(Entries.parse(index, bytes), documents);
            } catch (RuleViolation violation) {
                throw new AssertionError(violation);
            }
        });
        return JsonObject.builder()
                .put("logKey", state.logKeys().first().toString())
                .put("charter", state.charterDigest())
                .put("authority", state.authority())
                .put("entries", checkpoint.size())
                .put("root", checkpoint.root().hex())
                .put("types", types(source).stream().map(type -> (JsonValue) new JsonString(type)).toList())
                .put("bills", state.periods().stream().map(period -> (JsonValue) period.close().json()).toList())
                .put("acceptedMillis", accepted(state))
                .build();
    }

    /** Device time of the open period. */
    private static JsonObject accepted(State state) {
        JsonObject.Builder accepted = JsonObject.builder();
        state.acceptedMillis().forEach(accepted::put);
        return accepted.build();
    }

    private static Set<String> types(TileSource source) throws IOException {
        Set<String> types = new TreeSet<>();
        LogReader reader = new LogReader(source);
        reader.verify(reader.checkpoint().checkpoint(), (index, bytes) -> {
            Body body = Entries.parse(index, bytes).body();
            types.add(body.type().text() + "/v" + body.version());
        });
        return types;
    }
}
