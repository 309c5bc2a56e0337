package consort.ledger.tampering;

import static consort.ledger.tampering.Cheat.found;

import consort.ledger.entry.Document;
import consort.ledger.entry.Entry;
import consort.ledger.entry.EntryType;
import consort.ledger.entry.Lease;
import consort.ledger.entry.RoundClosed;
import consort.ledger.entry.UsageClaim;
import consort.ledger.fold.LedgerBuilder;
import consort.ledger.json.JsonObject;
import consort.ledger.note.Note;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** A worker claims, or the operator accepts, work that was not done; or another model comes out than the work gave. */
final class WorkCheats {

    private WorkCheats() {
    }

    static List<Cheat> all() {
        return List.of(
                found("a claim inflated, and accepted in full", "acceptance-rule", "acceptedMillis", scene -> {
                    scene.alter(EntryType.USAGE_CLAIM, 1, "busyMillis", 60_000);
                    scene.alter(EntryType.OBSERVATION, 1, "acceptedMillis", 60_000);
                }),
                found("more devices claimed than were leased, and accepted", "acceptance-rule", "acceptedMillis", scene -> {
                    scene.alter(EntryType.USAGE_CLAIM, 1, "devices", 2);
                    scene.alter(EntryType.OBSERVATION, 1, "acceptedMillis", 12_000);
                }),
                found("accepted time without its reduction for speed", "acceptance-rule", "acceptedMillis", scene -> {
                    int last = scene.find(EntryType.OBSERVATION, 9);
                    scene.rewrite(last, json -> JsonPaths.set(JsonPaths.set(JsonPaths.set(json, "acceptedMillis", 4_000),
                            "reduction", null), "reductions", null));
                }),
                found("more steps claimed than the benchmark's speed allows, and the time accepted in full", "acceptance-rule", "acceptedMillis",
                        scene -> {
                            scene.alter(EntryType.USAGE_CLAIM, 1, "steps", 100_000);
                            scene.cheated(scene.find(EntryType.OBSERVATION, 1));
                        }),
                found("more energy claimed than the devices can draw, and counted in full", "acceptance-rule", "reductions", scene -> {
                    int last = scene.find(EntryType.OBSERVATION, 9);
                    scene.rewrite(last - 1, json -> JsonPaths.set(json, "meters.gpuMillijoules", 50_000_000));
                    scene.cheated(last);
                }),
                found("device time beyond what the lease's work takes by the benchmark, and accepted whole", "acceptance-rule", "acceptedMillis",
                        scene -> {
                            // Carol's late claim: 7,000 ms by the clock, 6,875 by its work, of which half counts.
                            int late = scene.find(EntryType.OBSERVATION, 3);
                            scene.rewrite(late, json -> JsonPaths.set(JsonPaths.set(JsonPaths.set(json, "acceptedMillis", 3_500),
                                    "reduction", null), "reductions", null));
                        }),
                found("device time that another lease took on the same device, and accepted whole", "acceptance-rule", "acceptedMillis",
                        WorkCheats::overlap),
                found("another score than the benchmark's", "acceptance-rule", "scoreMilli",
                        scene -> scene.add(EntryType.OBSERVATION, 1, "scoreMilli", 1)),
                found("a benchmark of fewer steps than the charter's", "benchmark", "steps",
                        scene -> scene.add(EntryType.BENCHMARK, 1, "steps", -1)),
                found("a claim for another worker's lease", "claim", "lease", scene -> scene.alter(EntryType.USAGE_CLAIM, 1, "lease", 2)),
                found("a claim for a lease that was never granted", "claim", "lease",
                        scene -> scene.alter(EntryType.USAGE_CLAIM, 1, "lease", 99)),
                found("a refused update counted as accepted", "verdict", "normMillionths", scene -> scene.rewrite(
                        scene.find(EntryType.OBSERVATION, 7), json -> JsonPaths.set(JsonPaths.set(JsonPaths.set(json, "verdict", "accepted"),
                                "reason", null), "detail", null))),
                found("an update left out of the sum", "manifest", "updates", scene -> scene.add(EntryType.ROUND_CLOSED, 1, "updates", -1)),
                found("the sum of another round's updates", "manifest", "manifest", scene -> {
                    int second = scene.find(EntryType.ROUND_CLOSED, 2);
                    String first = ((RoundClosed) scene.parse(scene.find(EntryType.ROUND_CLOSED, 1)).body()).manifest();
                    scene.alter(EntryType.ROUND_CLOSED, 2, "manifest", first);
                    scene.cheated(second);
                }),
                found("another weight than the lease's in the sum", "weight", "weight",
                        scene -> scene.add(EntryType.ROUND_CLOSED, 1, "weight", 1)),
                found("another rule of aggregation", "aggregation", "rule",
                        scene -> scene.alter(EntryType.ROUND_CLOSED, 1, "rule", "median/1")),
                found("a round from another model than the one reached", "model", "model",
                        scene -> scene.alter(EntryType.ROUND_OPENED, 3, "model", LedgerBuilder.digest("other"))),
                found("a run that ends with another model", "model", "model",
                        scene -> scene.alter(EntryType.RUN_ENDED, 1, "model", LedgerBuilder.digest("other"))),
                found("a release of a model that no run reached", "release", "model",
                        scene -> scene.alter(EntryType.MODEL_RELEASE, 1, "model", LedgerBuilder.digest("other"))),
                found("a smaller quorum than the job's", "quorum", "quorum", scene -> scene.add(EntryType.ROUND_OPENED, 1, "quorum", -1)),
                found("a seed of the operator's choice", "seed", "seed", scene -> scene.add(EntryType.LEASE, 1, "seed", 1)),
                found("a run without the approvals that the charter asks for", "approval", "job", scene -> {
                    scene.drop(scene.find(EntryType.APPROVAL, 1));
                    scene.cheated(scene.find(EntryType.RUN_STARTED, 1));
                }),
                found("a finding about claims that do not differ", "finding", "offered", scene -> {
                    String held = Document.digest(scene.entries.get(scene.find(EntryType.USAGE_CLAIM, 1)));
                    scene.documents.put(held, scene.entries.get(scene.find(EntryType.USAGE_CLAIM, 1)));
                    scene.alter(EntryType.FINDING, 1, "offered", held);
                }),
                found("a worker's number used again for another claim", "seq", "seq",
                        scene -> scene.alter(EntryType.USAGE_CLAIM, 4, "seq", 2)),
                found("a worker's number left out, to hide a claim", "seq", "seq", scene -> scene.alter(EntryType.USAGE_CLAIM, 4, "seq", 5)));
    }

    /**
     * Of acme's worker, whose device was at work on its lease of round 3 for all but the last second since that lease: it claims the same
     * five seconds, late, for its lease of round 2, which ended as soon as it was granted. One second is left, of which half counts.
     */
    private static void overlap(Scene scene) {
        int claim = scene.find(EntryType.USAGE_CLAIM, 5);
        UsageClaim counted = (UsageClaim) scene.parse(claim).body();
        long lease = IntStream.range(0, claim).mapToObj(scene::parse).map(Entry::body).filter(Lease.class::isInstance).map(Lease.class::cast)
                .filter(one -> one.workerId().equals(counted.workerId()) && one.round() == 2).findFirst().orElseThrow().lease();
        int place = claim + 2;
        scene.insert(place, again(scene, claim, json -> JsonPaths.set(JsonPaths.add(JsonPaths.set(json, "lease", lease), "seq", 1),
                "update", LedgerBuilder.digest("late"))));
        scene.insert(place + 1, again(scene, scene.find(EntryType.OBSERVATION, 3), json -> JsonPaths.set(JsonPaths.set(JsonPaths.set(
                JsonPaths.set(JsonPaths.set(JsonPaths.set(json, "claim", place), "lease", lease), "timeMillis",
                        scene.parse(claim + 1).body().timeMillis() + 1_000), "acceptedMillis", 2_500), "reduction", null), "reductions", null)));
    }

    /** Another entry like it, by the same signer. */
    private static byte[] again(Scene scene, int index, UnaryOperator<JsonObject> alteration) {
        Entry like = scene.parse(index);
        return Note.sign(Scene.lines(like, alteration.apply(like.body().json()).canonicalText()), Scene.signerOf(like.signature())).bytes();
    }
}
