package consort.ledger.audit;

import consort.ledger.entry.Document;
import consort.ledger.entry.Limits;
import consort.ledger.fold.Documents;
import consort.ledger.fold.Rule;
import consort.ledger.fold.RuleViolation;
import consort.ledger.log.TileSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** The documents in {@code docs/}. */
final class FolderDocuments implements Documents {

    private static final String FOLDER = "docs";
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private final TileSource source;
    private String asked = "";

    FolderDocuments(TileSource source) {
        this.source = source;
    }

    @Override
    public Optional<byte[]> get(String sha256) {
        asked = sha256;
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
    Optional<Evidence> altered(Naming naming) throws IOException {
        for (String name : source.list(FOLDER)) {
            if (DIGEST.matcher(name).matches()) {
                String digest = Document.digest(get(name).orElse(new byte[0]));
                if (!digest.equals(name)) {
                    return Optional.of(differing(name, naming.ofDocument(name), digest));
                }
            }
        }
        return Optional.empty();
    }

    /** What is wrong with the document that an entry broke a rule with, where that is absent or another; empty when the entry is at fault. */
    Optional<Evidence> atFault(RuleViolation broken) {
        if (broken.rule() != Rule.DOCUMENT) {
            return Optional.empty();
        }
        String name = asked;
        Optional<String> digest = get(name).map(Document::digest);
        if (digest.isEmpty()) {
            return Optional.of(new Evidence(path(name), OptionalLong.of(broken.index()), broken.field(), broken.rule().text(),
                    broken.expected(), broken.found()));
        }
        return digest.filter(found -> !found.equals(name)).map(found -> differing(name, OptionalLong.of(broken.index()), found));
    }

    private static Evidence differing(String name, OptionalLong entry, String digest) {
        return new Evidence(path(name), entry, "bytes", Rule.DOCUMENT.text(), "bytes with the digest " + name, "the digest " + digest);
    }
}
