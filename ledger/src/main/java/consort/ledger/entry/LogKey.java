package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;

/**
 * The log goes over to its next key, which the present one names. This is the last entry that the present one signs.
 *
 * <p>It binds what stood before: whoever gets hold of a later key cannot write that anew, for it would need the signature of
 * an earlier one.
 *
 * @param key the next key's verifier key, which has the same name
 * @param size entries before this one, hence its own index
 * @param root of the tree of these entries, hexadecimal
 */
public record LogKey(long timeMillis, String key, long size, String root) implements CoordinatorBody {

    static LogKey read(JsonFields json) {
        return new LogKey(
                Fields.time(json),
                Fields.key(json, "key"),
                Fields.number(json, "size"),
                Fields.digest(json, "root"));
    }

    @Override
    public EntryType type() {
        return EntryType.LOG_KEY;
    }

    @Override
    public JsonObject json() {
        return JsonObject.builder()
                .put("timeMillis", timeMillis)
                .put("key", key)
                .put("size", size)
                .put("root", root)
                .build();
    }
}
