package consort.ledger.audit;

import consort.ledger.entry.Limits;
import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import consort.ledger.note.VerifierKey;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a member kept since it joined, and what it learned since from the ledger: {@code trust.json}.
 *
 * @param logKey the log's verifier key; its name is the ledger's origin
 * @param charter digest of the charter
 * @param authority fingerprint of the certificate authority that it joined by
 * @param authorities fingerprints of those that count, as the ledger says; {@code authority} alone in the beginning
 */
public record Trust(VerifierKey logKey, String charter, String authority, List<String> authorities) {

    /** No trust file is longer. */
    public static final int MAX_BYTES = 8192;

    private static final int MAX_TEXT = 1024;
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final String DIGEST_FORM = "64 lower-case hexadecimal digits";

    public Trust {
        authorities = List.copyOf(authorities);
    }

    /** As at joining. */
    public Trust(VerifierKey logKey, String charter, String authority) {
        this(logKey, charter, authority, List.of(authority));
    }

    /** With other authorities that count. */
    public Trust counting(List<String> learned) {
        return new Trust(logKey, charter, authority, learned);
    }

    /**
     * Reads canonical JSON, with or without a newline at its end.
     *
     * @throws IllegalArgumentException saying which field is wrong
     */
    public static Trust parse(byte[] bytes) {
        boolean newline = bytes.length > 0 && bytes[bytes.length - 1] == '\n';
        byte[] json = newline ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
        JsonFields fields = JsonObject.parse(json, MAX_BYTES).fields();
        String origin = fields.text("origin", MAX_TEXT);
        VerifierKey logKey = VerifierKey.parse(fields.text("logKey", MAX_TEXT));
        String charter = fields.text("charter", DIGEST, DIGEST_FORM);
        String authority = fields.text("authority", DIGEST, DIGEST_FORM);
        List<String> authorities = fields.has("authorities")
                ? fields.texts("authorities", Limits.MAX_AUTHORITIES_EVER, MAX_TEXT) : List.of(authority);
        fields.end();
        if (authorities.isEmpty() || !authorities.stream().allMatch(one -> DIGEST.matcher(one).matches())) {
            throw fields.error("authorities", "each " + DIGEST_FORM + ", and at least one");
        }
        if (!logKey.name().equals(origin)) {
            throw fields.error("origin", "the name of logKey, " + logKey.name());
        }
        return new Trust(logKey, charter, authority, authorities);
    }

    /** The form that {@link #parse} reads. */
    public String json() {
        JsonObject.Builder json = JsonObject.builder()
                .put("origin", logKey.name())
                .put("logKey", logKey.toString())
                .put("charter", charter)
                .put("authority", authority);
        return (authorities.equals(List.of(authority)) ? json : json.putTexts("authorities", authorities))
                .build().canonicalText();
    }
}
