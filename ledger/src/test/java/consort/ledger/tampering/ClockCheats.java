package consort.ledger.tampering;

import static consort.ledger.tampering.Cheat.found;

import consort.ledger.entry.EntryType;
import consort.ledger.fold.LedgerBuilder;
import java.util.List;

/** Times that are not true. */
final class ClockCheats {

    private static final long HOUR = LedgerBuilder.HOUR_MILLIS;

    private ClockCheats() {
    }

    static List<Cheat> all() {
        return List.of(
                found("the operator's clock set back", "ledger-time", "timeMillis",
                        scene -> scene.add(EntryType.RUN_ENDED, 1, "timeMillis", -HOUR)),
                found("an invitation used after it expired", "invitation", "timeMillis",
                        scene -> scene.add(EntryType.MEMBER, 1, "timeMillis", 2 * HOUR)),
                found("an invitation that had expired when it was written", "invitation", "expiresMillis",
                        scene -> scene.alter(EntryType.INVITATION, 1, "expiresMillis", 1)),
                found("more time between lease and arrival than there was", "acceptance-rule", "acceptedMillis",
                        scene -> scene.alter(EntryType.OBSERVATION, 1, "acceptedMillis", 7_000)),
                found("a claim called late that was not", "verdict", "reason", scene -> scene.rewrite(scene.find(EntryType.OBSERVATION, 1),
                        json -> JsonPaths.set(JsonPaths.set(json, "verdict", "refused"), "reason", "late"))),
                found("a late claim called in time", "verdict", "verdict", scene -> scene.rewrite(scene.find(EntryType.OBSERVATION, 3),
                        json -> JsonPaths.set(JsonPaths.set(JsonPaths.set(json, "verdict", "accepted"), "reason", null),
                                "normMillionths", 1))),
                found("a longer lease than the round has", "lease", "durationMillis",
                        scene -> scene.add(EntryType.LEASE, 1, "durationMillis", HOUR)),
                found("the same coordinator's epoch twice", "epoch", "epoch",
                        scene -> scene.alter(EntryType.COORDINATOR_STARTED, 2, "epoch", 1)));
    }
}
