package consort.coordinator.loop;

import consort.ledger.disk.Disk;
import consort.ledger.entry.Charter;
import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.Document;
import consort.ledger.entry.Entries;
import consort.ledger.entry.KeyFile;
import consort.ledger.entry.Limits;
import consort.ledger.fold.Documents;
import consort.ledger.log.LogStore;
import consort.ledger.log.TrustPolicy;
import consort.ledger.note.SignerKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What stands in the ledger's folder beside the log: documents, exported keys and the policy. */
public final class LedgerFolder implements Documents {

    private static final String DOCS = "docs/";

    private final Disk disk;

    public LedgerFolder(Disk disk) {
        this.disk = disk;
    }

    /**
     * Founds a ledger: writes the charter and the entry at index 0, and publishes them.
     *
     * @param authority fingerprint of the certificate authority
     * @throws IOException also when the folder holds a ledger already
     */
    public static void found(Disk disk, CharterDocument charter, String authority, SignerKey logKey, long wallMillis)
            throws IOException {
        LedgerFolder folder = new LedgerFolder(disk);
        try (LogStore log = LogStore.open(disk, logKey.verifierKey())) {
            if (log.size() > 0) {
                throw new IOException("this folder holds a ledger of " + log.size() + " entries already");
            }
            folder.write(charter.bytes());
            Charter founding = new Charter(wallMillis, charter.digest(), authority, logKey.verifierKey().toString());
            log.append(List.of(Entries.sign(charter.domain(), founding, logKey)));
            log.publish(logKey);
            folder.export(KeyFile.ofLog(logKey.verifierKey()));
            folder.export(new TrustPolicy(logKey.verifierKey()));
        }
    }

    /** Keeps a document; the same one may be there already. */
    void write(byte[] document) throws IOException {
        String path = DOCS + Document.digest(document);
        try {
            disk.create(path, document);
        } catch (FileAlreadyExistsException same) {
            if (!Arrays.equals(disk.readAll(path, Limits.MAX_DOCUMENT_BYTES), document)) {
                throw new IOException(path + ": other bytes than its name says stand there; keep the folder as evidence");
            }
        }
    }

    /** Shows a key that an entry under the checkpoint admits; an older one may stand there. */
    void export(KeyFile key) throws IOException {
        bring(key.path(), key.bytes());
    }

    /** Shows who signs and cosigns. */
    void export(TrustPolicy policy) throws IOException {
        bring(TrustPolicy.PATH, policy.text().getBytes(StandardCharsets.UTF_8));
    }

    private void bring(String path, byte[] bytes) throws IOException {
        if (!disk.exists(path) || disk.size(path) != bytes.length || !Arrays.equals(disk.readAll(path, bytes.length), bytes)) {
            disk.replace(path, bytes);
        }
    }

    @Override
    public Optional<byte[]> get(String sha256) {
        try {
            String path = DOCS + sha256;
            return disk.exists(path) ? Optional.of(disk.readAll(path, Limits.MAX_DOCUMENT_BYTES)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
