package consort.coordinator.core;

import consort.ledger.json.JsonInteger;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The part of the status document that answers: who has seen this ledger, and up to where. */
final class WitnessStatus {

    private static final long MAX_UNWITNESSED_MILLIS = 600_000;

    private WitnessStatus() {
    }

    static JsonObject json(Turn turn) {
        WitnessFacts facts = facts(turn);
        boolean waits = facts.quorum() > 0 && facts.witnessedSize() < turn.state().size();
        return JsonObject.builder()
                .put("quorum", facts.quorum())
                .put("witnessedSize", facts.witnessedSize())
                .putIfPresent("unwitnessedSince", waits ? Optional.of(new JsonInteger(facts.witnessedSize())) : Optional.empty())
                .put("unwitnessedMillis", facts.unwitnessedMillis())
                .put("witnesses", facts.witnesses().stream().map(WitnessStatus::json).toList())
                .build();
    }

    private static JsonObject json(WitnessFacts.Witness witness) {
        return JsonObject.builder()
                .put("name", witness.name())
                .put("outside", witness.outside())
                .put("attends", witness.attends())
                .put("counts", witness.counts())
                .put("cosignedSize", witness.cosignedSize())
                .putIfPresent("trouble", witness.trouble().map(JsonString::new))
                .build();
    }

    /** What an operator must see to. */
    static List<String> problems(Turn turn) {
        WitnessFacts facts = facts(turn);
        List<String> problems = new ArrayList<>();
        facts.witnesses().stream().filter(WitnessFacts.Witness::alarming)
                .forEach(witness -> problems.add("the witness of " + witness.name() + " " + witness.trouble().orElse("")));
        if (facts.unwitnessedMillis() > MAX_UNWITNESSED_MILLIS) {
            problems.add("what was entered since entry " + facts.witnessedSize() + " has waited " + facts.unwitnessedMillis() / 60_000
                    + " min for the cosignatures of " + facts.quorum() + (facts.quorum() == 1 ? " witness" : " witnesses")
                    + "; their workers cosign while they run, and 'consort member witness' where there is none");
        }
        return problems;
    }

    /** Why nothing may rest on an entry yet: fewer witnesses than the charter asks for have seen it. */
    static Optional<String> unseen(Turn turn, String what, long entry) {
        WitnessFacts facts = facts(turn);
        return facts.quorum() == 0 || facts.witnessedSize() > entry ? Optional.empty()
                : Optional.of(what + ", entry " + entry + ", waits for the cosignatures of " + facts.quorum()
                        + (facts.quorum() == 1 ? " witness" : " witnesses") + ", which have seen " + facts.witnessedSize()
                        + " entries; members' workers cosign while they run, or 'consort member witness'; 'status' says who does. Try again then");
    }

    private static WitnessFacts facts(Turn turn) {
        return turn.ephemeral().observed().surroundings().witnesses();
    }
}
