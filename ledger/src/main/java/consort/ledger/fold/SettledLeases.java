package consort.ledger.fold;

import consort.ledger.entry.Benchmark;
import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.Tasks.Task;
import java.util.Optional;

/**
 * Leases that were claimed or ended, packed: a claim of any of them may still come, late or again. The lease with number n
 * stands in row n - 1; what the leases of a round have in common, and texts, which few have, stand beside the rows.
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
    /** 1 when it was refused for the worker's own reason. */
    private static final int REFUSED_FAILED = 77;
    /** Places of texts, where there are any. */
    private static final int ENDED_DETAIL = 78;
    private static final int REFUSED_CODE = 86;
    private static final int REFUSED_DETAIL = 94;
    private static final int WIDTH = 102;

    private static final LeaseEnded.Reason[] REASONS = LeaseEnded.Reason.values();

    private final Rows rows;
    private final Tasks tasks;
    private final Texts texts;
    private final Values<WorkerId> workers;
    private final Values<Scores.Normalization> normalizations;
    private final Values<Benchmark> benchmarks;

    SettledLeases(Pages pages) {
        rows = new Rows(pages, WIDTH);
        tasks = new Tasks(pages);
        texts = new Texts(pages);
        workers = new Values<>();
        normalizations = new Values<>();
        benchmarks = new Values<>();
    }

    /** On the heap. */
    SettledLeases(SettledLeases other) {
        rows = new Rows(other.rows);
        tasks = new Tasks(other.tasks);
        texts = new Texts(other.texts);
        workers = new Values<>(other.workers);
        normalizations = new Values<>(other.normalizations);
        benchmarks = new Values<>(other.benchmarks);
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
        rows.putInt(row, TASK, tasks.number(Task.of(lease)));
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
        put(row, ENDED_DETAIL, view.endedDetail());
        put(row, REFUSED_CODE, view.refused().map(RefusalView::code));
        put(row, REFUSED_DETAIL, view.refused().flatMap(RefusalView::detail));
        rows.putByte(row, REFUSED_FAILED, (byte) (view.refused().filter(RefusalView::failed).isPresent() ? 1 : 0));
    }

    private void put(int row, int at, Optional<String> text) {
        rows.putLong(row, at, texts.put(rows.getLong(row, at), text));
    }

    private Optional<String> text(int row, int at) {
        return texts.at(rows.getLong(row, at));
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
                text(row, ENDED_DETAIL),
                claim == 0 ? Optional.empty() : Optional.of(claim - 1),
                text(row, REFUSED_CODE).map(code -> new RefusalView(code, text(row, REFUSED_DETAIL), rows.getByte(row, REFUSED_FAILED) == 1)),
                rows.getInt(row, CLAIMS), rows.getLong(row, COUNTED), rows.getLong(row, CLAIMABLE)));
    }

    private Lease lease(long number, int row) {
        Task task = tasks.get(rows.getInt(row, TASK));
        WorkerId worker = workers.value(rows.getInt(row, WORKER));
        return new Lease(rows.getLong(row, TIME), number, task.run(), task.round(), task.kind(), worker.organization(), worker.worker(),
                task.model(), task.trainer(), task.data(), task.steps(), rows.getLong(row, SEED), rows.getInt(row, WEIGHT),
                rows.getInt(row, DEVICES), task.durationMillis());
    }
}
