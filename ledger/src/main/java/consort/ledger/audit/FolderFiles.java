package consort.ledger.audit;

import consort.ledger.fold.KeyFiles;
import consort.ledger.fold.State;
import consort.ledger.log.TileSource;
import consort.ledger.log.TrustPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * The files beside the log that others' tools read: {@code policy} and {@code keys/}. They may be absent, and there may be
 * keys of entries after the checkpoint; but what is there must be what the ledger says.
 */
final class FolderFiles {

    private static final int MAX_BYTES = 4096;

    private FolderFiles() {
    }

    static Optional<Evidence> altered(TileSource source, State state) throws IOException {
        SortedMap<String, String> files = KeyFiles.of(state);
        files.put(TrustPolicy.PATH, new TrustPolicy(state.logKey()).text());
        for (Map.Entry<String, String> file : files.entrySet()) {
            Optional<byte[]> bytes = source.read(file.getKey(), MAX_BYTES);
            if (bytes.isPresent()) {
                String text = new String(bytes.get(), StandardCharsets.UTF_8);
                if (!text.equals(file.getValue())) {
                    return Optional.of(new Evidence(file.getKey(), OptionalLong.empty(), "text", "exported-keys",
                            file.getValue().strip(), text.strip()));
                }
            }
        }
        return Optional.empty();
    }
}
