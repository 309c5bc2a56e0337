package consort.ledger.fold;

import consort.ledger.entry.Benchmark;
import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.LeaseKind;
import consort.ledger.entry.WorkerId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Leases that were claimed or ended, packed: a claim of any of them may still come, late or again. The lease with number n
 * stands in row n - 1; what the leases of a round have in common, and what few have at all, stands beside the rows.
 */
final class SettledLeases {

    private static final int INDEX = 0;
    private static final int TIME = 8;
    private static final int SEED = 16;
    /** Index of the claim and 1; 0 for none. */
    private static final int CLAIM = 24;
    private static final int COUNTED = 32;
    private static final int CLAIMABLE = 40;
    private static final int WEIGHT = 48;
    private static final int TASK = 52;
    private static final int WORKER = 56;
    /** Place of the normalization, if there is one. */
    private static final int NORMALIZATION = 60;
    private static final int DEVICES = 64;
    private static final int CLAIMS = 68;
    /** Place of the benchmark, if there is one. */
    private static final int BENCHMARK = 72;
    /** 0 when it is not settled, 1 when it was claimed only, else the reason's number and 2. */
    private static final int SETTLED = 76;
    private static final int WIDTH = 77;

    private static final LeaseEnded.Reason[] REASONS = LeaseEnded.Reason.values();

    private final Rows rows;
    private final Values<Task> tasks;
    private final Values<WorkerId> workers;
    private final Values<Scores.Normalization> normalizations;
    private final Values<Benchmark> benchmarks;
    private final Map<Integer, String> endedDetails;
    private final Map<Integer, RefusalView> refusals;

    /** What the leases of a round have in common. */
    private record Task(long run, long round, LeaseKind kind, String model, String trainer, String data, long steps,
            long durationMillis) {
    }

    SettledLeases() {
        rows = new Rows(WIDTH);
        tasks = new Values<>();
        workers = new Values<>();
        normalizations = new Values<>();
        benchmarks = new Values<>();
        endedDetails = new HashMap<>();
        refusals = new HashMap<>();
    }

    SettledLeases(SettledLeases other) {
        rows = new Rows(other.rows);
        tasks = new Values<>(other.tasks);
        workers = new Values<>(other.workers);
        normalizations = new Values<>(other.normalizations);
        benchmarks = new Values<>(other.benchmarks);
        endedDetails = new HashMap<>(other.endedDetails);
        refusals = new HashMap<>(other.refusals);
    }

    /** Packs a lease; it replaces what was packed with its number before. */
    void put(LeaseView view) {
        Lease lease = view.lease();
        int row = Math.toIntExact(lease.lease() - 1);
        while (rows.count() <= row) {
            rows.add();
        }
        rows.putLong(row, INDEX, view.index());
        rows.putLong(row, TIME, lease.timeMillis());
        rows.putLong(row, SEED, lease.seed());
        rows.putLong(row, CLAIM, view.claim().map(claim -> claim + 1).orElse(0L));
        rows.putInt(row, TASK, tasks.number(new Task(lease.run(), lease.round(), lease.kind(), lease.model(), lease.trainer(), lease.data(),
                lease.steps(), lease.durationMillis())));
        rows.putInt(row, WORKER, workers.number(lease.workerId()));
        rows.putInt(row, NORMALIZATION, normalizations.place(view.normalization()));
        rows.putInt(row, BENCHMARK, benchmarks.place(view.benchmark()));
        rows.putLong(row, COUNTED, view.countedMillis());
        rows.putLong(row, CLAIMABLE, view.claimableMillis());
        // Weights of a round sum to at most 2^20.
        rows.putInt(row, WEIGHT, Math.toIntExact(lease.weight()));
        rows.putInt(row, DEVICES, lease.devices());
        rows.putInt(row, CLAIMS, view.claims());
        rows.putByte(row, SETTLED, (byte) view.ended().map(reason -> reason.ordinal() + 2).orElse(1).intValue());
        keep(endedDetails, row, view.endedDetail());
        keep(refusals, row, view.refused());
    }

    private static <T> void keep(Map<Integer, T> rare, int row, Optional<T> value) {
        value.ifPresentOrElse(one -> rare.put(row, one), () -> rare.remove(row));
    }

    /** Empty when no such lease was packed. */
    Optional<LeaseView> get(long number) {
        if (number < 1 || number > rows.count() || rows.getByte((int) number - 1, SETTLED) == 0) {
            return Optional.empty();
        }
        int row = (int) number - 1;
        int settled = rows.getByte(row, SETTLED);
        long claim = rows.getLong(row, CLAIM);
        return Optional.of(new LeaseView(lease(number, row), rows.getLong(row, INDEX),
                normalizations.at(rows.getInt(row, NORMALIZATION)), benchmarks.at(rows.getInt(row, BENCHMARK)),
                settled == 1 ? Optional.empty() : Optional.of(REASONS[settled - 2]),
                Optional.ofNullable(endedDetails.get(row)),
                claim == 0 ? Optional.empty() : Optional.of(claim - 1),
                Optional.ofNullable(refusals.get(row)),
                rows.getInt(row, CLAIMS), rows.getLong(row, COUNTED), rows.getLong(row, CLAIMABLE)));
    }

    private Lease lease(long number, int row) {
        Task task = tasks.value(rows.getInt(row, TASK));
        WorkerId worker = workers.value(rows.getInt(row, WORKER));
        return new Lease(rows.getLong(row, TIME), number, task.run(), task.round(), task.kind(), worker.organization(), worker.worker(),
                task.model(), task.trainer(), task.data(), task.steps(), rows.getLong(row, SEED), rows.getInt(row, WEIGHT),
                rows.getInt(row, DEVICES), task.durationMillis());
    }
}
