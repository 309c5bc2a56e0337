package consort.worker.folder;

import consort.certs.Fingerprint;
import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import consort.ledger.note.VerifierKey;
import java.util.regex.Pattern;

/**
 * What was learned at enrolling and is believed from then on: {@code trust.json}. The auditor takes the same file.
 *
 * @param logKey the log's verifier key; its name is the origin
 * @param charter digest of the charter
 * @param authority fingerprint of the authority
 */
public record Trust(VerifierKey logKey, String charter, Fingerprint authority) {

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final int MAX_BYTES = 8192;
    private static final int MAX_TEXT = 1024;

    public String origin() {
        return logKey.name();
    }

    /** Reads canonical JSON; throws {@link RuntimeException}s that say which field is wrong. */
    static Trust parse(byte[] json) {
        JsonFields fields = JsonObject.parse(json, MAX_BYTES).fields();
        String origin = fields.text("origin", MAX_TEXT);
        VerifierKey logKey = VerifierKey.parse(fields.text("logKey", MAX_TEXT));
        String charter = fields.text("charter", DIGEST, "64 lower-case hexadecimal digits");
        Fingerprint authority = new Fingerprint(fields.text("authority", MAX_TEXT));
        fields.end();
        if (!logKey.name().equals(origin)) {
            throw fields.error("origin", "the name of logKey, " + logKey.name());
        }
        return new Trust(logKey, charter, authority);
    }

    String json() {
        return JsonObject.builder()
                .put("origin", origin())
                .put("logKey", logKey.toString())
                .put("charter", charter)
                .put("authority", authority.hex())
                .build().canonicalText();
    }
}
