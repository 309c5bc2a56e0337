package consort.ledger.entry;

import static org.assertj.core.api.Assertions.assertThat;

import consort.fuzz.DecoderFuzzTest;
import consort.ledger.fold.LedgerBuilder;
import consort.ledger.merkle.TreeHash;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Entries: members and workers offer them, and everyone reads those of a ledger. */
class EntryFuzzTest extends DecoderFuzzTest {

    @Override
    protected List<byte[]> seeds() {
        Map<EntryType, byte[]> oneOfEach = new EnumMap<>(EntryType.class);
        LedgerBuilder.consortium().entries.forEach(bytes -> oneOfEach.put(Entries.parse(bytes).type(), bytes));
        LedgerBuilder asking = LedgerBuilder.asking(1);
        asking.approve("acme");
        asking.entries.forEach(bytes -> oneOfEach.put(Entries.parse(bytes).type(), bytes));
        LedgerBuilder.measured().entries.forEach(bytes -> oneOfEach.put(Entries.parse(bytes).type(), bytes));
        return new ArrayList<>(oneOfEach.values());
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
                .isEqualTo(entry.domain() + "/" + entry.type().text() + "/v1\n" + entry.body().json().canonicalText() + "\n");
        return true;
    }
}
