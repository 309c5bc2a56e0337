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
 * @param worker the worker, in a worker's folder
 * @param person the person, in the folder of one of the organization's people
 */
public record Enrolled(Address coordinator, String organization, Optional<String> worker, Optional<String> person) {

    private static final int MAX_BYTES = 4096;
    private static final int MAX_TEXT = 1024;

    /** Whether it is the organization itself, with its key. */
    public boolean isOrganization() {
        return worker.isEmpty() && person.isEmpty();
    }

    /** For messages: {@code acme}, {@code acme/w1} or {@code person ann of acme}. */
    public String describe() {
        return person.map(name -> "person " + name + " of " + organization)
                .orElse(organization + worker.map(name -> "/" + name).orElse(""));
    }

    static Enrolled parse(byte[] json) {
        JsonFields fields = JsonObject.parse(json, MAX_BYTES).fields();
        Address coordinator = Address.parse(fields.text("coordinator", MAX_TEXT));
        String organization = fields.text("organization", MAX_TEXT);
        Optional<String> worker = fields.has("worker") ? Optional.of(fields.text("worker", MAX_TEXT)) : Optional.empty();
        Optional<String> person = fields.has("person") ? Optional.of(fields.text("person", MAX_TEXT)) : Optional.empty();
        fields.end();
        return new Enrolled(coordinator, organization, worker, person);
    }

    String json() {
        JsonObject.Builder json = JsonObject.builder()
                .put("coordinator", coordinator.toString())
                .put("organization", organization);
        worker.ifPresent(name -> json.put("worker", name));
        person.ifPresent(name -> json.put("person", name));
        return json.build().canonicalText();
    }
}
