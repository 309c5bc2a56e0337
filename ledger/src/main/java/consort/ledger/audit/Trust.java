package consort.ledger.audit;

import consort.ledger.entry.Entries;
import consort.ledger.entry.Limits;
import consort.ledger.entry.LogKeys;
import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import consort.ledger.note.StrictBase64;
import consort.ledger.note.UnverifiedNoteException;
import consort.ledger.note.VerifierKey;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a member kept since it joined, and what it learned since from the ledger: {@code trust.json}.
 *
 * @param logKeys the log's key as at joining, and how it was replaced since; their name is the ledger's origin
 * @param charter digest of the charter
 * @param authority fingerprint of the certificate authority that it joined by
 * @param authorities fingerprints of those that count, as the ledger says; {@code authority} alone in the beginning
 * @param retired fingerprints of those that were retired, as far as is known: a ledger adds none of them again, so none counts again
 */
public record Trust(LogKeys logKeys, String charter, String authority, List<String> authorities, List<String> retired) {

    /** No trust file is longer; one with as many keys and authorities as a ledger can have is not. */
    public static final int MAX_BYTES = 65_536;

    private static final int MAX_TEXT = 1024;
    private static final int MAX_ENTRY_TEXT = 2048;
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final String DIGEST_FORM = "64 lower-case hexadecimal digits";

    public Trust {
        authorities = List.copyOf(authorities);
        retired = List.copyOf(retired);
    }

    /** As at joining. */
    public Trust(VerifierKey logKey, String charter, String authority) {
        this(LogKeys.of(logKey), charter, authority, List.of(authority), List.of());
    }

    /** The log's key as at joining. */
    public VerifierKey logKey() {
        return logKeys.first();
    }

    /** With other authorities that count. */
    public Trust counting(List<String> learned) {
        return new Trust(logKeys, charter, authority, learned, retired);
    }

    /** With other authorities that count no more. */
    public Trust withRetired(List<String> learned) {
        return new Trust(logKeys, charter, authority, authorities, learned);
    }

    /** With more of the log's keys; they begin with the one as at joining. */
    public Trust knowing(LogKeys learned) {
        return new Trust(learned, charter, authority, authorities, retired);
    }

    /**
     * Reads canonical JSON, with or without a newline at its end.
     *
     * @throws IllegalArgumentException saying which field is wrong; also when the entries do not lead from key to key
     */
    public static Trust parse(byte[] bytes) {
        boolean newline = bytes.length > 0 && bytes[bytes.length - 1] == '\n';
        byte[] json = newline ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
        JsonFields fields = JsonObject.parse(json, MAX_BYTES).fields();
        String origin = fields.text("origin", MAX_TEXT);
        VerifierKey logKey = VerifierKey.parse(fields.text("logKey", MAX_TEXT));
        LogKeys logKeys = logKeys(fields, logKey);
        String charter = fields.text("charter", DIGEST, DIGEST_FORM);
        String authority = fields.text("authority", DIGEST, DIGEST_FORM);
        List<String> authorities = fields.has("authorities")
                ? fields.texts("authorities", Limits.MAX_AUTHORITIES_EVER, MAX_TEXT) : List.of(authority);
        List<String> retired = fields.has("retired") ? fields.texts("retired", Limits.MAX_AUTHORITIES_EVER, MAX_TEXT) : List.of();
        fields.end();
        if (authorities.isEmpty() || !authorities.stream().allMatch(one -> DIGEST.matcher(one).matches())) {
            throw fields.error("authorities", "each " + DIGEST_FORM + ", and at least one");
        }
        if (!retired.stream().allMatch(one -> DIGEST.matcher(one).matches())) {
            throw fields.error("retired", "each " + DIGEST_FORM);
        }
        if (!logKey.name().equals(origin)) {
            throw fields.error("origin", "the name of logKey, " + logKey.name());
        }
        return new Trust(logKeys, charter, authority, authorities, retired);
    }

    private static LogKeys logKeys(JsonFields fields, VerifierKey first) {
        LogKeys keys = LogKeys.of(first);
        if (!fields.has("logKeyEntries")) {
            return keys;
        }
        for (String entry : fields.texts("logKeyEntries", Limits.MAX_LOG_KEYS_EVER - 1, MAX_ENTRY_TEXT)) {
            try {
                keys = keys.after(Entries.parse(StrictBase64.decode(entry)));
            } catch (UnverifiedNoteException | IllegalArgumentException unfit) {
                throw new IllegalArgumentException("field 'logKeyEntries': " + unfit.getMessage(), unfit);
            }
        }
        return keys;
    }

    /** The form that {@link #parse} reads. */
    public String json() {
        JsonObject.Builder json = JsonObject.builder()
                .put("origin", logKeys.origin())
                .put("logKey", logKey().toString())
                .put("charter", charter)
                .put("authority", authority);
        if (!logKeys.rotations().isEmpty()) {
            json.putTexts("logKeyEntries", logKeys.entries().stream().map(StrictBase64::encode).toList());
        }
        if (!retired.isEmpty()) {
            json.putTexts("retired", retired);
        }
        return (authorities.equals(List.of(authority)) ? json : json.putTexts("authorities", authorities))
                .build().canonicalText();
    }
}
