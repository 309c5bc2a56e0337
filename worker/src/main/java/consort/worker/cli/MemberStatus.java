package consort.worker.cli;

import consort.ledger.json.JsonArray;
import consort.ledger.json.JsonBoolean;
import consort.ledger.json.JsonException;
import consort.ledger.json.JsonInteger;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonString;
import consort.ledger.json.JsonValue;
import consort.proto.MembershipGrpc;
import consort.proto.OrganizationStatusRequest;
import consort.worker.folder.Enrolled;
import consort.worker.folder.PartyFolder;
import consort.worker.member.MemberChannel;
import consort.worker.rpc.Calls;
import consort.worker.rpc.CoordinatorChannel;
import io.grpc.StatusException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code consort member status}. */
@Command(name = "status", mixinStandardHelpOptions = true,
        description = "Show how the organization stands: its workers, people, invites, and device time of the open period.")
final class MemberStatus implements Callable<Integer> {

    private static final int MAX_BYTES = 4 << 20;

    @Mixin
    private DirOption dir;

    @Mixin
    private Reporting reporting;

    @Override
    public Integer call() throws StatusException {
        PartyFolder folder = dir.folder();
        Enrolled enrolled = folder.enrolled();
        try (CoordinatorChannel channel = MemberChannel.open(folder)) {
            String json = Calls.unary(channel, MembershipGrpc::newBlockingV2Stub, stub -> stub.status(
                    OrganizationStatusRequest.newBuilder().setOrganization(enrolled.organization()).build())).getJson();
            JsonObject status = parse(json);
            reporting.print(text(status), status);
        }
        return ExitCodes.OK;
    }

    private static JsonObject parse(String json) {
        try {
            return JsonObject.parse(json.getBytes(StandardCharsets.UTF_8), MAX_BYTES);
        } catch (JsonException e) {
            throw new CommandFailure(ExitCodes.NOT_THE_COORDINATOR, "the coordinator's answer cannot be read: " + e.getMessage());
        }
    }

    private static String text(JsonObject status) {
        StringBuilder text = new StringBuilder(string(status, "organization")).append(" in ").append(string(status, "origin"));
        if (flag(status, "revoked")) {
            text.append(": REVOKED by the operator");
        }
        text.append("\n  device time accepted in the open period: ").append(number(status, "acceptedMillis")).append(" ms");
        if (number(status, "normalizedMillis") != number(status, "acceptedMillis")) {
            text.append(", normalized ").append(number(status, "normalizedMillis")).append(" ms");
        }
        for (JsonObject worker : list(status, "workers")) {
            text.append("\n  worker ").append(string(worker, "worker"))
                    .append(flag(worker, "connected") ? " connected" : " away");
            list(worker, "scores").forEach(score -> text.append(", score ").append(number(score, "scoreMilli"))
                    .append("/1000 with ").append(string(score, "trainer")));
            if (worker.members().get("task") instanceof JsonObject task) {
                text.append(", ").append(string(task, "kind")).append(" in run ").append(number(task, "run"))
                        .append(", round ").append(number(task, "round"));
            }
        }
        list(status, "people").forEach(person -> text.append("\n  ").append(string(person, "role")).append(' ')
                .append(string(person, "name")));
        list(status, "invites").forEach(invite -> text.append("\n  open invite for ").append(string(invite, "for"))
                .append(", until ")
                .append(Instant.ofEpochMilli(number(invite, "expiresMillis")).truncatedTo(ChronoUnit.SECONDS)));
        list(status, "left").forEach(gone -> text.append("\n  ").append(string(gone, "who")).append(' ')
                .append(string(gone, "cause")).append(" (entry ").append(number(gone, "entry")).append("): ")
                .append(string(gone, "reason")));
        return text.toString();
    }

    /** A coordinator's text, fit for a terminal. */
    private static String string(JsonObject object, String field) {
        return object.members().get(field) instanceof JsonString(String value) ? value.replaceAll("[^ -~]", "?") : "";
    }

    private static long number(JsonObject object, String field) {
        return object.members().get(field) instanceof JsonInteger(long value) ? value : 0;
    }

    private static boolean flag(JsonObject object, String field) {
        return object.members().get(field) instanceof JsonBoolean(boolean value) && value;
    }

    private static List<JsonObject> list(JsonObject object, String field) {
        JsonValue value = object.members().get(field);
        return value instanceof JsonArray array
                ? array.items().stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast).toList() : List.of();
    }
}
