package consort.ledger.fold;

import consort.ledger.entry.Document;
import consort.ledger.json.JsonException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Compares one entry with the rules; the first difference is a {@link RuleViolation}. */
final class Check {

    private final long index;

    Check(long index) {
        this.index = index;
    }

    void equal(Rule rule, String field, Object expected, Object found) throws RuleViolation {
        if (!Objects.equals(expected, found)) {
            throw violation(rule, field, Shown.text(expected), found);
        }
    }

    void that(boolean holds, Rule rule, String field, String expected, Object found) throws RuleViolation {
        if (!holds) {
            throw violation(rule, field, expected, found);
        }
    }

    <T> T present(Optional<T> value, Rule rule, String field, String expected, Object found) throws RuleViolation {
        if (value.isEmpty()) {
            throw violation(rule, field, expected, found);
        }
        return value.get();
    }

    RuleViolation violation(Rule rule, String field, String expected, Object found) {
        return new RuleViolation(index, field, rule, expected, Shown.text(found));
    }

    /** The bytes of a document that the entry names. */
    byte[] document(Documents documents, String field, String digest) throws RuleViolation {
        byte[] bytes = present(documents.get(digest), Rule.DOCUMENT, field, "the document docs/" + digest, "no such document");
        equal(Rule.DOCUMENT, field, digest, Document.digest(bytes));
        return bytes;
    }

    <D extends Document> D document(Documents documents, String field, String digest, Function<byte[], D> parser)
            throws RuleViolation {
        try {
            return parser.apply(document(documents, field, digest));
        } catch (JsonException malformed) {
            throw violation(Rule.DOCUMENT, field, "a well-formed document", malformed.getMessage());
        }
    }
}
