package consort.ledger.audit;

import consort.ledger.entry.Document;
import consort.ledger.entry.Limits;
import consort.ledger.fold.Documents;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.LogReader;
import consort.ledger.log.TileSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Pattern;

/** The documents in {@code docs/}. */
final class FolderDocuments implements Documents {

    private static final String FOLDER = "docs";
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private final TileSource source;

    FolderDocuments(TileSource source) {
        this.source = source;
    }

    @Override
    public Optional<byte[]> get(String sha256) {
        try {
            return source.read(path(sha256), Limits.MAX_DOCUMENT_BYTES);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static String path(String sha256) {
        return FOLDER + "/" + sha256;
    }

    /** A document whose bytes are not those that its name says, whether an entry names it or not. */
    Optional<Evidence> altered(LogReader ledger, Checkpoint tree) throws IOException {
        for (String name : source.list(FOLDER)) {
            if (DIGEST.matcher(name).matches()) {
                String digest = Document.digest(get(name).orElse(new byte[0]));
                if (!digest.equals(name)) {
                    return Optional.of(new Evidence(path(name), Naming.first(ledger, tree, name), "bytes", "document",
                            "bytes with the digest " + name, "the digest " + digest));
                }
            }
        }
        return Optional.empty();
    }
}
