package consort.simulator.mutation;

import consort.simulator.mutation.Change.FirstOf;
import consort.simulator.mutation.Change.Negated;
import consort.simulator.mutation.Change.Returning;
import consort.simulator.mutation.Change.Without;
import java.util.List;

/** The defects, each in one method of the product. */
final class Mutations {

    private static final String LOG = "consort.ledger.log.";
    private static final String FOLD = "consort.ledger.fold.";
    private static final String MONEY = "consort.ledger.money.";
    private static final String CORE = "consort.coordinator.core.";
    private static final String LOOP = "consort.coordinator.loop.";
    private static final String BLOBS = "consort.coordinator.blobs.";
    private static final String OUTBOX = "consort.worker.outbox.";

    private static final String CRASHES = "power,torn,kills";

    private Mutations() {
    }

    static List<Mutation> all() {
        return List.of(
                of("tiles are not written", LOG + "LogStore", "publish", new Without("writeTiles"), "none", "no end in sight"),
                of("bundles are not written", LOG + "LogStore", "publish", new Without("writeBundles"), "none", ""),
                of("the checkpoint is not written", LOG + "CheckpointFiles", "publish", new Without("replace"), "none", ""),
                of("documents are not written", LOOP + "Commit", "flush", new Without("write"), "none", "no such document"),
                of("entries are not appended", LOOP + "Commit", "flush",
                        new Without("append"), "none", "the coordinator's state is not that of its"),
                of("open leases are not granted again", CORE + "Core", "regrant", new Without("restart"), "harmless", ""),
                of("a claim sent again is taken for another", CORE + "Claims", "again",
                        new Without("equals"), "loss,duplication,power,kills", "no end in sight"),
                of("a paused run goes on", CORE + "Waiting", "step", new Without("isPresent"), "none", "did not come to rest"),
                of("evicted workers get tasks", FOLD + "StandingView", "active",
                        new Returning(1), "leave", "the worker may not take tasks"),
                of("whole uploads are refused", BLOBS + "DiskUpload", "finish", new Negated(1), "none", "no end in sight"),
                of("what arrived is not sealed", BLOBS + "Staged", "seal", new Without("sync"), CRASHES, "faults changed the result"),
                of("honest updates are refused", "consort.model.update.UpdateCheck", "check", new Negated(0), "none", ""),
                of("a first claim is a duplicate", FOLD + "Observations", "refusal",
                        new Negated(0), "none", "with nothing amiss the runs ended"),
                of("claimed time counts", FOLD + "AcceptanceRule", "deviceMillis", new FirstOf("min"), "workers", "Observation["),
                of("everybody gets the remainder", MONEY + "LargestRemainder", "split",
                        new FirstOf("limit"), "none", "nets do not sum to zero"),
                of("a claim is not kept", OUTBOX + "Outbox", "keepClaim", new Without("create"), CRASHES, "holds receipts for its claims"),
                of("a receipt is not kept", OUTBOX + "Outbox", "keepReceipt",
                        new Without("replace"), "none", "holds receipts for its claims"),
                of("a claim is kept for ever", OUTBOX + "Outbox", "clear",
                        new Without("delete"), "none", "still has a claim in its outbox"),
                of("no stream counts", CORE + "Sessions", "received", new Without("isPresent"), "none", "no end in sight"),
                of("an undisputed bill is taken for disputed", CORE + "Payments", "obstacle", new Negated(0), "none", "is disputed"),
                of("the ledger's time stands still", CORE + "LedgerClock", "timeMillis", new Without("max"), "clocks", "INVITE"),
                of("no entry is the next one", CORE + "OwnEntries", "place", new Negated(3), "none", "INVITE"));
    }

    private static Mutation of(String id, String type, String method, Change change, String faults, String tells) {
        return new Mutation(id, type, method, change, faults, tells);
    }
}
