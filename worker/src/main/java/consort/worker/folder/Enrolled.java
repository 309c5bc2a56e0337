package consort.worker.folder;

import consort.certs.Address;
import consort.ledger.json.JsonFields;
import consort.ledger.json.JsonObject;
import java.util.Optional;

/**
 * Who a folder belongs to: {@code enrolled.json}.
 *
 * @param coordinator where the coordinator was at enrolling
 * @param organization the organization
 * @param worker the worker; empty in a member's folder
 */
public record Enrolled(Address coordinator, String organization, Optional<String> worker) {

    private static final int MAX_BYTES = 4096;
    private static final int MAX_TEXT = 1024;

    static Enrolled parse(byte[] json) {
        JsonFields fields = JsonObject.parse(json, MAX_BYTES).fields();
        Address coordinator = Address.parse(fields.text("coordinator", MAX_TEXT));
        String organization = fields.text("organization", MAX_TEXT);
        Optional<String> worker = fields.has("worker") ? Optional.of(fields.text("worker", MAX_TEXT)) : Optional.empty();
        fields.end();
        return new Enrolled(coordinator, organization, worker);
    }

    String json() {
        JsonObject.Builder json = JsonObject.builder()
                .put("coordinator", coordinator.toString())
                .put("organization", organization);
        worker.ifPresent(name -> json.put("worker", name));
        return json.build().canonicalText();
    }
}
