package consort.bench.sum;

import consort.bench.Cost;
import consort.bench.Figures;
import consort.bench.Scratch;
import consort.bench.Usage;
import consort.model.aggregate.AggregationRule;
import consort.model.aggregate.Lanes;
import consort.model.aggregate.TrimmedMean;
import consort.model.kernel.Kernels;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sum}. */
@Command(name = "sum", mixinStandardHelpOptions = true,
        description = "The exact sum beside the same kernel in C on the same memory; coordinate median and trimmed mean beside numpy.")
public final class SumCommand implements Callable<Integer> {

    private static final int TRIMMED_PERCENT = 20;
    private static final long MEGABYTE = 1_000_000;

    @Option(names = "--updates", defaultValue = "8", description = "that are summed (default: ${DEFAULT-VALUE})")
    private int updates;

    @Option(names = "--megabytes", defaultValue = "100", description = "of each update (default: ${DEFAULT-VALUE})")
    private long megabytes;

    @Option(names = "--threads", defaultValue = "0", description = "that sum (default: one a core)")
    private int threads;

    @Option(names = "--slice", defaultValue = "" + Lanes.DEFAULT_SLICE_ELEMENTS,
            description = "elements that kernels in Java and C sum at a time (default: ${DEFAULT-VALUE}, the program's)")
    private int slice;

    @Option(names = "--warm-up", defaultValue = "10", description = "turns before (default: ${DEFAULT-VALUE})")
    private int warmUp;

    @Option(names = "--turns", defaultValue = "15", description = "that count (default: ${DEFAULT-VALUE})")
    private int turns;

    @Option(names = "--alone", description = "sum files only, without C: for models as large as the memory")
    private boolean alone;

    @Option(names = "--robust", split = ",", defaultValue = "8,32", paramLabel = "UPDATES",
            description = "how many updates are sorted; 0: none (default: ${DEFAULT-VALUE})")
    private List<Integer> robust;

    @Option(names = "--robust-megabytes", defaultValue = "16", description = "of each of these (default: ${DEFAULT-VALUE})")
    private long robustMegabytes;

    @Option(names = "--python", defaultValue = "/usr/bin/python3", description = "one that has numpy (default: ${DEFAULT-VALUE})")
    private String python;

    @Option(names = "--in", defaultValue = ".", paramLabel = "DIR", description = "where the updates are written (default: here)")
    private Path in;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        int cores = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
        print("%d threads, %s", cores, Kernels.best().getClass().getSimpleName());
        try (Scratch scratch = new Scratch(in); ExecutorService pool = Executors.newFixedThreadPool(cores)) {
            Path folder = Files.createDirectories(scratch.of("sum"));
            UpdateFiles files = UpdateFiles.write(folder, updates, megabytes * MEGABYTE / Float.BYTES);
            Sharing sharing = new Sharing(pool, cores);
            resetPeak();
            if (alone) {
                alone(files, sharing);
            } else {
                try (SumRace race = new SumRace(files, sharing, slice, folder)) {
                    kernels(race, files);
                    files(race, files, sharing);
                }
            }
            memory("of that");
            for (int count : robust) {
                if (count > 0) {
                    robust(Files.createDirectories(scratch.of("robust" + count)), count, pool, cores);
                    memory("of the " + count);
                }
            }
        }
        return 0;
    }

    private void kernels(SumRace race, UpdateFiles files) throws Exception {
        race("the sum of %d updates of %d MB in the same memory".formatted(updates, megabytes), files.updateBytes(),
                race::kernels, race::compiledKernels);
        if (!race.same()) {
            throw new IllegalStateException("the sums in Java and in C differ");
        }
        print("  both models are the same, bit for bit");
    }

    private void files(SumRace race, UpdateFiles files, Sharing sharing) throws Exception {
        race("from files: read by slices; in C, mapped", files.updateBytes(), () -> SumRace.aggregate(files, sharing),
                race::compiledFiles);
    }

    private void alone(UpdateFiles files, Sharing sharing) throws Exception {
        List<Double> speeds = new ArrayList<>();
        Cost cost = new Cost();
        for (int turn = -warmUp; turn < turns; turn++) {
            Usage before = Usage.now();
            double seconds = SumRace.aggregate(files, sharing);
            if (turn >= 0) {
                cost.add(before, Usage.now(), files.updateBytes());
                speeds.add(files.updateBytes() / seconds / 1e9);
            }
        }
        print("from files, %d updates of %d MB: %s, %s", updates, megabytes, Figures.of(speeds).spread("GB/s of float32"), cost.text());
    }

    /** Of what was done since the last time. */
    private void memory(String what) {
        print("peak memory %s: heap %.1f MB, and outside it %.1f MB of buffers", what, peakHeap() / 1e6, buffers() / 1e6);
        resetPeak();
    }

    private static long buffers() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct")).mapToLong(BufferPoolMXBean::getMemoryUsed).sum();
    }

    private interface Turn {
        double seconds() throws Exception;
    }

    /** Turn and turn about, so that what else the machine does hits both alike. */
    private void race(String what, long bytes, Turn ours, Turn bare) throws Exception {
        List<Double> mine = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        Cost myCost = new Cost();
        Cost theirCost = new Cost();
        for (int turn = -warmUp; turn < turns; turn++) {
            Usage before = Usage.now();
            double first = ours.seconds();
            Usage between = Usage.now();
            double second = bare.seconds();
            if (turn >= 0) {
                myCost.add(before, between, bytes);
                theirCost.add(between, Usage.now(), bytes);
                mine.add(bytes / first / 1e9);
                theirs.add(bytes / second / 1e9);
                ratios.add(first / second);
            }
        }
        print("%s", what);
        print("  Java   %s, %s", Figures.of(mine).spread("GB/s of float32"), myCost.text());
        print("  C      %s, %s", Figures.of(theirs).spread("GB/s of float32"), theirCost.text());
        print("  time   %s", Figures.of(ratios).spread("x that of C"));
    }

    private void robust(Path folder, int count, ExecutorService pool, int cores) throws Exception {
        UpdateFiles files = UpdateFiles.write(folder, count, robustMegabytes * MEGABYTE / Float.BYTES);
        TrimmedMean trimmed = new TrimmedMean(TRIMMED_PERCENT);
        Numpy.Times numpy;
        try {
            numpy = Numpy.measure(python, files, trimmed.trimmed(count), 3);
        } catch (IOException absent) {
            print("numpy was not measured: %s. Perhaps it is not installed (Debian: python3-numpy), or --python is another",
                    absent.getMessage());
            numpy = new Numpy.Times(Double.NaN, Double.NaN);
        }
        for (int lanes = 1; lanes <= cores; lanes += Math.max(1, cores - 1)) {
            Lanes with = Lanes.of(pool, lanes);
            rule("median of %d updates of %d MB, %d threads".formatted(count, robustMegabytes, lanes), TrimmedMean.median(), files,
                    with, numpy.median());
            rule("trimmed mean of %d (%d left out at either end), %d threads".formatted(count, trimmed.trimmed(count), lanes),
                    trimmed, files, with, numpy.trimmedMean());
        }
    }

    private void rule(String what, AggregationRule rule, UpdateFiles files, Lanes lanes, double numpySeconds) throws IOException {
        List<Double> speeds = new ArrayList<>();
        List<Double> seconds = new ArrayList<>();
        Cost cost = new Cost();
        for (int turn = -warmUp; turn < turns; turn++) {
            Usage before = Usage.now();
            long begun = System.nanoTime();
            files.opened(input -> rule.aggregate(input, part -> part.position(part.limit()), lanes));
            double took = (System.nanoTime() - begun) / 1e9;
            if (turn >= 0) {
                cost.add(before, Usage.now(), files.updateBytes());
                seconds.add(took);
                speeds.add(files.updateBytes() / took / 1e9);
            }
        }
        print("%s", what);
        print("  Java   %s, %s", Figures.of(speeds).spread("GB/s of float32, from files"), cost.text());
        print("  numpy  %.3f GB/s, in memory: %.1f x the time", files.updateBytes() / numpySeconds / 1e9,
                numpySeconds / Figures.of(seconds).median());
    }

    private static List<MemoryPoolMXBean> heap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP).toList();
    }

    private static void resetPeak() {
        System.gc();
        heap().forEach(MemoryPoolMXBean::resetPeakUsage);
    }

    private static long peakHeap() {
        return heap().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    }

    private void print(String format, Object... values) {
        spec.commandLine().getOut().printf(Locale.ROOT, format + "%n", values);
        spec.commandLine().getOut().flush();
    }
}
