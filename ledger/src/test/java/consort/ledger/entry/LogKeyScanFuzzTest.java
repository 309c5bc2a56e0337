package consort.ledger.entry;

import static org.assertj.core.api.Assertions.assertThat;

import consort.fuzz.DecoderFuzzTest;
import consort.ledger.fold.LedgerBuilder;
import consort.ledger.fold.NextLogKeys;
import consort.ledger.log.EntryBundle;
import consort.ledger.note.UnverifiedNoteException;
import consort.ledger.note.VerifierKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Entries of a log, as a coordinator serves them to who copies it: the keys that they name are the log's, and up to the entry that
 * names the last of them no byte is another.
 *
 * <p>An input is a bundle of entries.
 */
class LogKeyScanFuzzTest extends DecoderFuzzTest {

    private static final LedgerBuilder LEDGER = ledger();
    private static final List<VerifierKey> KEYS = LEDGER.state.logKeys().all();

    private static LedgerBuilder ledger() {
        LedgerBuilder ledger = LedgerBuilder.consortium();
        NextLogKeys.rotate(ledger);
        ledger.append(new CoordinatorStarted(ledger.nowMillis(), 7, "x"), ledger.logKey);
        NextLogKeys.rotate(ledger);
        return ledger;
    }

    @Override
    protected List<byte[]> seeds() {
        List<byte[]> all = LEDGER.entries;
        List<byte[]> ending = new ArrayList<>(all);
        Collections.swap(ending, all.size() - 2, all.size() - 3);
        return List.of(EntryBundle.encode(all), EntryBundle.encode(all.subList(0, 1)), EntryBundle.encode(all.subList(0, all.size() - 1)),
                EntryBundle.encode(List.of(all.getFirst(), ending.getFirst())));
    }

    @Override
    protected List<String> words() {
        return List.of("/log-key/v1\n", "/charter/v1\n");
    }

    @Override
    protected int maxInputBytes() {
        return 16 << 10;
    }

    @Override
    protected int quickRuns() {
        return 2000;
    }

    @Override
    protected boolean accepts(byte[] input) {
        List<byte[]> entries;
        try {
            entries = EntryBundle.decode(input);
        } catch (IllegalArgumentException refused) {
            return false;
        }
        LogKeyScan scan = new LogKeyScan();
        for (int index = 0; index < entries.size(); index++) {
            scan.entry(index, entries.get(index));
        }
        LogKeys keys;
        try {
            keys = scan.keys();
        } catch (UnverifiedNoteException refused) {
            assertThat(refused.getMessage()).isNotBlank().doesNotContain("\u001b");
            return false;
        }
        assertThat(keys.all()).isEqualTo(KEYS.subList(0, keys.all().size()));
        int before = keys.rotations().isEmpty() ? 1 : (int) keys.rotations().getLast().index();
        assertThat(entries.subList(0, before).toArray()).isEqualTo(LEDGER.entries.subList(0, before).toArray());
        return true;
    }
}
