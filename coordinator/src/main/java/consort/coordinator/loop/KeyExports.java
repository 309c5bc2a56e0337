package consort.coordinator.loop;

import consort.ledger.entry.Entry;
import consort.ledger.entry.KeyFile;
import consort.ledger.log.TrustPolicy;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Shows the keys that entries admit, in {@code keys/} beside the log, once a checkpoint has these entries. */
final class KeyExports {

    private final LedgerFolder folder;
    private final Deque<Established> waiting = new ArrayDeque<>();
    private Optional<TrustPolicy> shown = Optional.empty();

    /** A key and the index of the entry that admits it. */
    private record Established(long index, KeyFile key) {
    }

    KeyExports(LedgerFolder folder) {
        this.folder = folder;
    }

    /** Notes the key that an applied entry admits, if it admits one. */
    void note(Entry entry) {
        KeyFile.of(entry.body()).ifPresent(key -> waiting.add(new Established(entry.index(), key)));
    }

    /**
     * Shows the keys of entries under a checkpoint, of each name the last. No earlier: who copies the folder must not find keys
     * without entries.
     */
    void show(long checkpointSize) throws IOException {
        Map<String, KeyFile> last = new LinkedHashMap<>();
        while (!waiting.isEmpty() && waiting.getFirst().index() < checkpointSize) {
            KeyFile key = waiting.removeFirst().key();
            last.put(key.name(), key);
        }
        for (KeyFile key : last.values()) {
            folder.export(key);
        }
    }

    /** Shows whose cosignatures count under the newest checkpoint, when it has changed. */
    void show(TrustPolicy policy) throws IOException {
        if (shown.filter(policy::equals).isEmpty()) {
            folder.export(policy);
            shown = Optional.of(policy);
        }
    }
}
