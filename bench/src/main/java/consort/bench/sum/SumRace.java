package consort.bench.sum;

import consort.model.aggregate.FedAvg;
import consort.model.aggregate.Lanes;
import consort.model.kernel.Kernels;
import consort.model.sum.Scales;
import consort.model.tensor.ByteSink;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The exact sum of updates in Java and in C, in turns. */
final class SumRace implements AutoCloseable {

    private static final int SHIFT = Scales.DEFAULT_SHIFT;
    private static final ByteSink NOWHERE = part -> part.position(part.limit());

    private final Arena arena = Arena.ofShared();
    private final UpdateFiles files;
    private final Sharing sharing;
    private final int slice;
    private final CompiledSum compiled;
    private final List<MemorySegment> mapped;
    private final MemorySegment javaModel;
    private final MemorySegment compiledModel;

    SumRace(UpdateFiles files, Sharing sharing, int slice, Path folder) throws IOException, InterruptedException {
        this.files = files;
        this.sharing = sharing;
        this.slice = slice;
        compiled = CompiledSum.compile(folder, arena);
        mapped = files.map(arena);
        javaModel = arena.allocate(files.elements() * Float.BYTES, 64);
        compiledModel = arena.allocate(files.elements() * Float.BYTES, 64);
    }

    /** Seconds of the program's kernels on mapped memory. */
    double kernels() throws Exception {
        return seconds(() -> sharing.each(files.elements(), (first, end) -> add(mapped, first, end)));
    }

    /** Seconds of the same in C on the same memory. */
    double compiledKernels() throws Exception {
        return seconds(() -> sharing.each(files.elements(), (first, end) ->
                compiled.apply(mapped, files.weights(), compiledModel, first, end, slice, SHIFT)));
    }

    /** Whether both have come to the same model, as they must after as many turns each. */
    boolean same() {
        return javaModel.mismatch(compiledModel) == -1;
    }

    private void add(List<MemorySegment> updates, long first, long end) {
        Kernels kernels = Kernels.best();
        int[] weights = files.weights();
        int total = Arrays.stream(weights).sum();
        long[] sums = new long[slice];
        MemorySegment[] rows = new MemorySegment[updates.size()];
        for (long at = first; at < end; at += slice) {
            int count = (int) Math.min(slice, end - at);
            Arrays.fill(sums, 0, count, 0);
            for (int k = 0; k < rows.length; k++) {
                rows[k] = elements(updates.get(k), at, count);
            }
            int k = 0;
            for (; k + Kernels.ADDED_AT_ONCE <= rows.length; k += Kernels.ADDED_AT_ONCE) {
                kernels.addFour(rows, weights, k, count, SHIFT, sums);
            }
            for (; k < rows.length; k++) {
                kernels.add(rows[k], count, weights[k], SHIFT, sums);
            }
            kernels.subtractMean(elements(javaModel, at, count), count, sums, total, SHIFT);
        }
    }

    private static MemorySegment elements(MemorySegment of, long first, int count) {
        return of.asSlice(first * Float.BYTES, (long) count * Float.BYTES);
    }

    /** Seconds of the program's way from files to the bytes of the next model. */
    static double aggregate(UpdateFiles files, Sharing sharing) throws Exception {
        return seconds(() -> files.opened(input ->
                new FedAvg().aggregate(input, NOWHERE, Lanes.of(sharing.pool(), sharing.threads()))));
    }

    /** Seconds of C on files mapped for it, and unmapped. */
    double compiledFiles() throws Exception {
        return seconds(() -> {
            try (Arena once = Arena.ofShared()) {
                List<MemorySegment> anew = files.map(once);
                sharing.each(files.elements(), (first, end) ->
                        compiled.apply(anew, files.weights(), compiledModel, first, end, slice, SHIFT));
            }
        });
    }

    private interface Run {
        void run() throws Exception;
    }

    private static double seconds(Run run) throws Exception {
        long begun = System.nanoTime();
        run.run();
        return (System.nanoTime() - begun) / 1e9;
    }

    @Override
    public void close() {
        arena.close();
    }
}
