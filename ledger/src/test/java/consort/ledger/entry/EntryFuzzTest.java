package consort.ledger.entry;

import static org.assertj.core.api.Assertions.assertThat;

import consort.fuzz.DecoderFuzzTest;
import consort.ledger.fold.EveryEntry;
import consort.ledger.merkle.TreeHash;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Entries: members and workers offer them, and everyone reads those of a ledger. */
class EntryFuzzTest extends DecoderFuzzTest {

    @Override
    protected List<byte[]> seeds() {
        Map<String, byte[]> oneOfEach = new TreeMap<>();
        EveryEntry.write().entries.forEach(bytes -> oneOfEach.put(firstLine(bytes), bytes));
        return List.copyOf(oneOfEach.values());
    }

    /** With type and version. */
    private static String firstLine(byte[] entry) {
        return new String(entry, StandardCharsets.UTF_8).lines().findFirst().orElseThrow();
    }

    @Override
    protected List<String> words() {
        return Stream.of(EntryType.values()).map(type -> "/" + type.text() + "/v1\n").toList();
    }

    @Override
    protected boolean accepts(byte[] input) {
        Entry entry;
        try {
            entry = Entries.parse(7, input);
        } catch (MalformedEntryException | UnknownEntryTypeException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return false;
        }
        assertThat(input.length).isLessThanOrEqualTo(Limits.MAX_ENTRY_BYTES);
        assertThat(entry.bytes()).isEqualTo(input);
        assertThat(entry.leafHash()).isEqualTo(TreeHash.leaf(input));
        assertThat(entry.note().text())
                .isEqualTo(entry.domain() + "/" + entry.type().text() + "/v" + entry.body().version() + "\n" + entry.body().json().canonicalText() + "\n");
        return true;
    }
}
