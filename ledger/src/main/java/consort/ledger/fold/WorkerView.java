package consort.ledger.fold;

import consort.ledger.entry.WorkerId;
import consort.ledger.note.VerifierKey;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An enrolled worker.
 *
 * @param key signs its usage claims
 * @param index of the {@code key} entry that admits it
 * @param benchmarks the latest of each trainer, by its name
 * @param benchmarked how many it ever entered
 */
public record WorkerView(WorkerId id, VerifierKey key, long index, SortedMap<String, BenchmarkView> benchmarks, int benchmarked) {

    public WorkerView {
        benchmarks = Collections.unmodifiableSortedMap(new TreeMap<>(benchmarks));
    }

    WorkerView(WorkerId id, VerifierKey key, long index) {
        this(id, key, index, new TreeMap<>(), 0);
    }

    WorkerView with(BenchmarkView benchmark) {
        TreeMap<String, BenchmarkView> more = new TreeMap<>(benchmarks);
        more.put(benchmark.benchmark().trainer(), benchmark);
        return new WorkerView(id, key, index, more, benchmarked + 1);
    }
}
