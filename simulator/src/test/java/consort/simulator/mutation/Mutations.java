package consort.simulator.mutation;

import consort.simulator.mutation.Change.Early;
import consort.simulator.mutation.Change.FirstOf;
import consort.simulator.mutation.Change.Negated;
import consort.simulator.mutation.Change.OffByOne;
import consort.simulator.mutation.Change.OneLess;
import consort.simulator.mutation.Change.Returning;
import consort.simulator.mutation.Change.Twice;
import consort.simulator.mutation.Change.Without;
import java.util.List;

/** The defects, each in one method of the product. */
final class Mutations {

    private static final String LOG = "consort.ledger.log.";
    private static final String FOLD = "consort.ledger.fold.";
    private static final String MONEY = "consort.ledger.money.";
    private static final String CORE = "consort.coordinator.core.";
    private static final String BLOBS = "consort.coordinator.blobs.";
    private static final String OUTBOX = "consort.worker.outbox.";
    private static final String SESSION = "consort.worker.session.";

    private static final String CRASHES = "power,torn,kills";

    private Mutations() {
    }

    static List<Mutation> all() {
        return List.of(
                of("entries count before they are synced", LOG + "TailJournal", "sync", new Without("sync"), CRASHES, "entries were recovered"),
                of("open leases are not granted again", CORE + "Core", "regrant", new Without("restart"), "harmless",
                        "faults changed the result"),
                of("a claim sent again is taken for another", CORE + "Claims", "again",
                        new Without("equals"), "loss,duplication,power,kills", "no end in sight"),
                of("the last claim is taken for a new one", CORE + "Claims", "place",
                        new OffByOne(0), "loss,duplication,power,kills", "no end in sight"),
                of("a second claim is no duplicate", FOLD + "Observations", "refusal", new Without("isPresent"), "workers", "verdict=ACCEPTED"),
                of("a quorum is one more", FOLD + "RoundView", "hasQuorum", new OffByOne(0), "none", "with nothing amiss the runs ended"),
                of("a worker that comes back is not told its lease", CORE + "Sessions", "compareLeases",
                        new Without("release"), "harmless", "no end in sight"),
                of("a worker that is gone counts as there", CORE + "Sessions", "disconnected",
                        new Without("remove"), "processes", "is granted to a worker that is not there"),
                of("a worker that is gone keeps its task", CORE + "Sessions", "disconnected",
                        new Without("put"), "leave,kills", "although its worker has been gone"),
                of("a worker that is silent keeps its task", CORE + "LeaseClock", "isSilent",
                        new Returning(0), "late,kills", "although nothing was heard"),
                of("whoever falls out is not replaced", CORE + "Substitutes", "grant",
                        new Returning(0), "workers", "could have taken the place"),
                of("a run without its quorum does not pause", CORE + "Waiting", "gather",
                        new Without("abandonWhenAlone"), "leave,kills", "not said to lack workers"),
                of("a run without its quorum is given up at once", CORE + "Waiting", "abandonWhenAlone",
                        new Negated(0), "leave,kills", "enough workers were there"),
                of("whoever is too slow gets as much again", FOLD + "ShorterTasks", "expired",
                        new FirstOf("with"), "late,kills", "by what its worker did before"),
                of("whoever was too slow never gets more again", FOLD + "ShorterTasks", "accepted",
                        new Negated(0), "late,kills", "by what its worker did before"),
                of("evicted workers get tasks", FOLD + "StandingView", "active",
                        new Returning(1), "leave", "the worker may not take tasks"),
                of("models of a run that goes on may be deleted", CORE + "Retention", "keeps", new Negated(0), "delay", "the model"),
                of("updates that are to be kept are all old", CORE + "Retention", "isOld", new Returning(1), "delay", "the update"),
                of("updates that are to be kept go a round early", CORE + "Retention", "isOld", new OneLess("updateRounds"), "delay", "the update"),
                of("nothing is ever deleted", BLOBS + "BlobKeeping", "delete", new Without("delete"), "delay", "retention should have deleted"),
                of("a torn frame is read", LOG + "JournalFrame", "matches", new Returning(1), CRASHES, "a crash damaged the log"),
                of("a torn end is left", LOG + "TailJournal", "settle", new Without("truncate"), CRASHES, "the journal was recovered"),
                of("more than the torn end is cut off", LOG + "TailJournal", "settle", new OneLess("bytes"), CRASHES, "a crash damaged the log"),
                of("what was recovered is cut off", LOG + "TailJournal", "settle", new Without("bytes"), CRASHES, "a crash damaged the log"),
                of("a coordinator that is back is looked for late", SESSION + "Timing", "reconnectCapMillis", new Returning(60_000), CRASHES,
                        "did not go on within"),
                of("a task is begun twice", SESSION + "Training", "begin", new Twice("emit"), CRASHES, "does the task of lease"),
                of("a claim is thrown away at the start", OUTBOX + "Recovery", "isSetAside", new Returning(1), CRASHES, "holds receipts for its claims"),
                of("what arrived is not sealed", BLOBS + "Staged", "seal", new Without("sync"), CRASHES, "faults changed the result"),
                of("claimed time counts", FOLD + "AcceptanceRule", "deviceMillis", new FirstOf("min"), "workers", "Observation["),
                of("everybody gets the remainder", MONEY + "LargestRemainder", "split",
                        new FirstOf("limit"), "none", "nets do not sum to zero"),
                of("a claim names an update that is not synced", OUTBOX + "UpdateWriter", "finish", new Without("sync"), CRASHES, "no end in sight"),
                of("a claim is not kept", OUTBOX + "Outbox", "keepClaim", new Without("create"), CRASHES, "holds receipts for its claims"),
                of("a claim is forgotten with its process", OUTBOX + "Recovery", "run", new Without("add"), CRASHES, "still has a claim in its outbox"),
                of("a receipt is not kept", OUTBOX + "Outbox", "keepReceipt",
                        new Without("replace"), "none", "holds receipts for its claims"),
                of("a claim goes before its receipt is kept", OUTBOX + "Outbox", "keepReceipt",
                        new Early("clear"), CRASHES, "holds receipts for its claims"),
                of("a claim is kept for ever", OUTBOX + "Outbox", "clear",
                        new Without("delete"), "none", "still has a claim in its outbox"),
                of("a seq is used twice", SESSION + "Keeping", "happened", new Without("settledSeq"), "none", "no end in sight"),
                of("a witness forgets what it cosigned", "consort.ledger.witness.WitnessFile", "keep", new Without("replace"), CRASHES, "remembers"),
                of("the ledger's time stands still", CORE + "LedgerClock", "timeMillis", new Without("max"), "clocks", "INVITE"));
    }

    private static Mutation of(String id, String type, String method, Change change, String faults, String tells) {
        return new Mutation(id, type, method, change, faults, tells);
    }
}
