package consort.ledger.confidential;

import consort.ledger.entry.Opening;
import consort.ledger.json.JsonException;
import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonValue;

/**
 * One private field of one entry, opened: what its holder hands to somebody, who holds it against the ledger. Whoever has it can pass
 * it on; the ledger proves it to anybody.
 *
 * @param origin the ledger's name
 * @param entry index of the entry that commits to the field
 */
public record Disclosure(String origin, long entry, Opening opening) {

    public static final int MAX_BYTES = 2 * Opening.MAX_VALUE_BYTES;

    private static final int MAX_ORIGIN_CHARACTERS = 512;

    /** @throws JsonException naming the field, what was expected and what was found */
    public static Disclosure parse(byte[] canonical) {
        JsonFields json = JsonObject.parse(canonical, MAX_BYTES).fields();
        Disclosure disclosure = new Disclosure(json.text("origin", MAX_ORIGIN_CHARACTERS),
                json.integer("entry", 0, JsonValue.MAX_INTEGER), Opening.read(json));
        json.end();
        return disclosure;
    }

    /** Canonical JSON, on one line without an end. */
    public byte[] bytes() {
        JsonObject.Builder json = JsonObject.builder().put("origin", origin).put("entry", entry);
        opening.json().members().forEach(json::put);
        return json.build().canonicalBytes();
    }
}
