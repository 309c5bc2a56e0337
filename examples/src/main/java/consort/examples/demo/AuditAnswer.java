package consort.examples.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import consort.examples.demo.report.Result;
import java.util.Optional;
import java.util.OptionalLong;

/** What {@code audit verify --json} answered; {@code docs/audit.md} has its form. */
final class AuditAnswer {

    private AuditAnswer() {}

    /** Empty if the output is no answer. */
    static Optional<Result.Audit> read(String subject, Result.Expected expected, int exit, String output) {
        JsonNode json;
        try {
            json = new ObjectMapper().readTree(output);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
        String words = json.path("summary").asText(json.path("error").asText());
        return words.isEmpty() ? Optional.empty() : Optional.of(new Result.Audit(subject, expected, exit, words,
                Optional.of(json.path("evidence")).filter(JsonNode::isObject).map(AuditAnswer::evidence), witnesses(json)));
    }

    /** Whose cosignatures cover all of the ledger. */
    private static int witnesses(JsonNode json) {
        JsonNode witnesses = json.path("ledger").path("witnesses");
        return witnesses.has("unwitnessedSince") ? 0 : witnesses.path("by").size();
    }

    private static Result.Evidence evidence(JsonNode json) {
        return new Result.Evidence(json.path("file").asText(),
                json.has("entry") ? OptionalLong.of(json.path("entry").asLong()) : OptionalLong.empty(),
                json.path("field").asText(), json.path("rule").asText(), json.path("expected").asText(),
                json.path("found").asText());
    }
}
