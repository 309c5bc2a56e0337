package consort.coordinator.cli;

import consort.ledger.json.JsonObject;
import picocli.CommandLine.Option;

/** What {@code init} says of witnesses in the charter. */
final class WitnessOptions {

    @Option(names = "--witnesses", defaultValue = "0", paramLabel = "K",
            description = "members whose witnesses must have cosigned a checkpoint for it to count as witnessed; they cosign in any case (default: 0)")
    private int quorum;

    @Option(names = "--operated-by", paramLabel = "ORG",
            description = "the member that operates this coordinator, whose own witness does not count (default: none)")
    private String operatedBy;

    void put(JsonObject.Builder charter) {
        charter.put("witnesses", quorum == 0 ? "none" : "members");
        if (quorum != 0) {
            charter.put("witnessQuorum", quorum);
        }
        if (operatedBy != null) {
            charter.put("operatedBy", operatedBy);
        }
    }
}
