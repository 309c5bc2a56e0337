package consort.worker.cli;

import consort.ledger.entry.Subject;
import consort.ledger.json.JsonArray;
import consort.ledger.json.JsonBoolean;
import consort.ledger.json.JsonException;
import consort.ledger.json.JsonInteger;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonString;
import consort.ledger.json.JsonValue;
import consort.proto.MembershipGrpc;
import consort.proto.OrganizationStatusRequest;
import consort.worker.rpc.Calls;
import consort.worker.rpc.CoordinatorChannel;
import io.grpc.StatusException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** How the coordinator says that one's organization stands. What is absent, or of another kind, is read as nothing. */
final class OwnStatus {

    private static final int MAX_BYTES = 4 << 20;

    private OwnStatus() {
    }

    static JsonObject fetch(CoordinatorChannel channel, String organization) throws StatusException {
        String json = Calls.unary(channel, MembershipGrpc::newBlockingV2Stub, stub -> stub.status(
                OrganizationStatusRequest.newBuilder().setOrganization(organization).build())).getJson();
        return read(json);
    }

    static JsonObject read(String json) {
        try {
            return JsonObject.parse(json.getBytes(StandardCharsets.UTF_8), MAX_BYTES);
        } catch (JsonException e) {
            throw new CommandFailure(ExitCodes.NOT_THE_COORDINATOR, "the coordinator's answer cannot be read: " + e.getMessage());
        }
    }

    /** How somebody's part ended, the last of it, if it has ended and did not begin anew: not even an invite is open. */
    static Optional<JsonObject> ended(JsonObject status, Subject subject) {
        boolean takesPart = list(status, "workers").stream().anyMatch(worker -> subject.worker().equals(Optional.of(string(worker, "worker"))))
                || list(status, "people").stream().anyMatch(person -> subject.person().equals(Optional.of(string(person, "name"))))
                || list(status, "invites").stream().anyMatch(invite -> string(invite, "for").equals(subject.toString()));
        return takesPart ? Optional.empty() : list(status, "left").reversed().stream()
                .filter(gone -> string(gone, "who").equals(subject.toString())).findFirst();
    }

    /** A coordinator's text, fit for a terminal. */
    static String string(JsonObject object, String field) {
        return object.members().get(field) instanceof JsonString(String value) ? value.replaceAll("[^ -~]", "?") : "";
    }

    static long number(JsonObject object, String field) {
        return object.members().get(field) instanceof JsonInteger(long value) ? value : 0;
    }

    static boolean flag(JsonObject object, String field) {
        return object.members().get(field) instanceof JsonBoolean(boolean value) && value;
    }

    static List<JsonObject> list(JsonObject object, String field) {
        JsonValue value = object.members().get(field);
        return value instanceof JsonArray array
                ? array.items().stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast).toList() : List.of();
    }
}
