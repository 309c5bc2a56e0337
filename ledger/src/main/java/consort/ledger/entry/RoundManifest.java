package consort.ledger.entry;

import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import java.util.List;
import java.util.SortedMap;

/**
 * The updates that a closed round summed, and how: all that is needed to compute its model again.
 *
 * @param previous digest of the model before
 * @param trainable as in the job
 * @param scales as in the job
 * @param updates by claim, ascending
 */
public record RoundManifest(
        long run,
        long round,
        String previous,
        List<String> trainable,
        SortedMap<String, Integer> scales,
        List<Update> updates) implements Document {

    public RoundManifest {
        trainable = List.copyOf(trainable);
        scales = TensorLists.copyOf(scales);
        updates = List.copyOf(updates);
    }

    /**
     * One summed update.
     *
     * @param claim index of the usage claim that names it
     * @param update its digest
     * @param weight as leased
     */
    public record Update(long claim, String organization, String worker, String update, long weight) {

        static Update read(JsonFields json) {
            return new Update(Fields.natural(json, "claim"), Fields.name(json, "organization"), Fields.name(json, "worker"),
                    Fields.digest(json, "update"), Fields.number(json, "weight"));
        }

        /** As it stands in the file. */
        @Override
        public String toString() {
            return json().canonicalText();
        }

        JsonObject json() {
            return JsonObject.builder()
                    .put("claim", claim)
                    .put("organization", organization)
                    .put("worker", worker)
                    .put("update", update)
                    .put("weight", weight)
                    .build();
        }
    }

    /**
     * Reads the stored form.
     *
     * @throws consort.ledger.json.JsonException naming the field, what was expected and what was found
     */
    public static RoundManifest parse(byte[] canonical) {
        JsonFields json = JsonObject.parse(canonical, Limits.MAX_DOCUMENT_BYTES).fields();
        RoundManifest manifest = new RoundManifest(
                Fields.number(json, "run"),
                Fields.number(json, "round"),
                Fields.digest(json, "previous"),
                TensorLists.names(json, "trainable"),
                TensorLists.scales(json, "scales"),
                json.objects("updates", Limits.MAX_COHORT, Update::read));
        json.end();
        return manifest;
    }

    @Override
    public JsonObject json() {
        JsonObject.Builder json = JsonObject.builder()
                .put("run", run)
                .put("round", round)
                .put("previous", previous)
                .put("updates", updates.stream().map(Update::json).toList());
        TensorLists.put(json, trainable, scales);
        return json.build();
    }
}
