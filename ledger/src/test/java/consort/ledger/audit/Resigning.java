package consort.ledger.audit;

import consort.ledger.disk.Disk;
import consort.ledger.entry.CoordinatorBody;
import consort.ledger.entry.Entries;
import consort.ledger.entry.Entry;
import consort.ledger.log.LogReader;
import consort.ledger.log.LogStore;
import consort.ledger.log.SignedCheckpoint;
import consort.ledger.log.TileSource;
import consort.ledger.log.TrustPolicy;
import consort.ledger.note.SignerKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a dishonest operator could do: copies a ledger with some of the coordinator's entries altered and signs everything anew.
 * It needs the log's private key, which only the operator has. Tree and signatures fit afterwards.
 */
public final class Resigning {

    private static final int MAX_FILE_BYTES = 1 << 20;
    private static final int BATCH = 256;

    private final Disk honest;
    private final SignerKey logKey;

    /**
     * @param honest the ledger's folder; only read
     * @param logKey signed its checkpoint
     */
    public Resigning(Disk honest, SignerKey logKey) {
        this.honest = honest;
        this.logKey = logKey;
    }

    /**
     * Writes the altered copy.
     *
     * @param copy an empty folder
     * @param alteration the new body of an entry of the coordinator, or empty to leave it
     * @return how many entries were altered
     */
    public int write(Disk copy, Function<Entry, Optional<CoordinatorBody>> alteration) throws IOException {
        LogReader reader = new LogReader(TileSource.of(honest));
        SignedCheckpoint signed = reader.checkpoint(logKey.verifierKey());
        List<byte[]> batch = new ArrayList<>();
        int[] altered = {0};
        try (LogStore store = LogStore.open(copy, logKey.verifierKey())) {
            reader.verify(signed.checkpoint(), (index, bytes) -> {
                Entry entry = Entries.parse(index, bytes);
                Optional<CoordinatorBody> other = alteration.apply(entry);
                altered[0] += other.isPresent() ? 1 : 0;
                batch.add(other.isPresent() ? Entries.sign(entry.domain(), other.get(), logKey) : bytes);
                if (batch.size() == BATCH) {
                    store.append(batch);
                    batch.clear();
                }
            });
            store.append(batch);
            store.publish(logKey);
        }
        for (String folder : List.of("docs", "keys")) {
            copyFolder(copy, folder);
        }
        copy.replace(TrustPolicy.PATH, new TrustPolicy(logKey.verifierKey()).text().getBytes(StandardCharsets.UTF_8));
        return altered[0];
    }

    private void copyFolder(Disk copy, String folder) throws IOException {
        for (String name : honest.list(folder)) {
            copy.create(folder + "/" + name, honest.readAll(folder + "/" + name, MAX_FILE_BYTES));
        }
    }
}
