package consort.examples.demo.story;

import com.fasterxml.jackson.databind.JsonNode;
import consort.ledger.entry.Lease;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How far the train tasks of a round are. The ledger does not tell: it knows of a task only when it begins and ends.
 *
 * @param steps by organization; those are absent that have not said anything yet
 */
public record UnderWay(long round, Map<String, Step> steps) {

    /** When nothing is known. */
    public static final UnderWay NOTHING = new UnderWay(0, Map.of());

    /** @param lossMillionths of the latest step */
    public record Step(long step, long steps, long lossMillionths) {}

    /** Of the first run in the document that {@code coordinator status --json} prints. */
    public static UnderWay of(JsonNode status) {
        JsonNode round = status.at("/runs/0/round");
        Map<String, Step> steps = new HashMap<>();
        for (JsonNode one : round.path("cohort")) {
            if (one.has("step")) {
                steps.put(one.path("organization").asText(), new Step(one.path("step").asLong(), one.path("steps").asLong(),
                        one.path("lossMillionths").asLong()));
            }
        }
        return new UnderWay(round.path("round").asLong(), steps);
    }

    Optional<Step> of(Lease lease) {
        return lease.round() == round ? Optional.ofNullable(steps.get(lease.organization())) : Optional.empty();
    }
}
