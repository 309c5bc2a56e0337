package consort.ledger.fold;

import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseKind;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** What the leases of a round have in common, packed, each under a number from 0. For one thread. */
final class Tasks {

    private static final int RUN = 0;
    private static final int ROUND = RUN + Long.BYTES;
    private static final int STEPS = ROUND + Long.BYTES;
    private static final int DURATION = STEPS + Long.BYTES;
    private static final int TRAINER = DURATION + Long.BYTES;
    private static final int DATA = TRAINER + Integer.BYTES;
    private static final int KIND = DATA + Integer.BYTES;
    private static final int MODEL = KIND + Byte.BYTES;
    private static final int MODEL_BYTES = 32;
    private static final int WIDTH = MODEL + MODEL_BYTES;

    private static final LeaseKind[] KINDS = LeaseKind.values();
    /** More tasks than are open at one time, as a rule; a task that is forgotten gets a second number. */
    private static final int MAX_RECENT = 1024;

    private final Rows rows;
    /** Names of trainers and data sets. */
    private final Values<String> names;
    private final Map<Task, Integer> recent;

    /** A task. */
    record Task(long run, long round, LeaseKind kind, String model, String trainer, String data, long steps, long durationMillis) {

        static Task of(Lease lease) {
            return new Task(lease.run(), lease.round(), lease.kind(), lease.model(), lease.trainer(), lease.data(), lease.steps(),
                    lease.durationMillis());
        }
    }

    Tasks(Pages pages) {
        rows = new Rows(pages, WIDTH);
        names = new Values<>();
        recent = new HashMap<>();
    }

    /** On the heap. */
    Tasks(Tasks other) {
        rows = new Rows(other.rows);
        names = new Values<>(other.names);
        recent = new HashMap<>(other.recent);
    }

    int number(Task task) {
        Integer known = recent.get(task);
        if (known != null) {
            return known;
        }
        if (recent.size() == MAX_RECENT) {
            recent.clear();
        }
        int row = add(task);
        recent.put(task, row);
        return row;
    }

    Task get(int row) {
        return new Task(rows.getLong(row, RUN), rows.getLong(row, ROUND), KINDS[rows.getByte(row, KIND)],
                HexFormat.of().formatHex(rows.getBytes(row, MODEL, MODEL_BYTES)), names.value(rows.getInt(row, TRAINER)),
                names.value(rows.getInt(row, DATA)), rows.getLong(row, STEPS), rows.getLong(row, DURATION));
    }

    private int add(Task task) {
        int row = rows.add();
        rows.putLong(row, RUN, task.run());
        rows.putLong(row, ROUND, task.round());
        rows.putLong(row, STEPS, task.steps());
        rows.putLong(row, DURATION, task.durationMillis());
        rows.putInt(row, TRAINER, names.number(task.trainer()));
        rows.putInt(row, DATA, names.number(task.data()));
        rows.putByte(row, KIND, (byte) task.kind().ordinal());
        rows.putBytes(row, MODEL, HexFormat.of().parseHex(task.model()));
        return row;
    }
}
