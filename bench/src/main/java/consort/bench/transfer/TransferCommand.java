package consort.bench.transfer;

import consort.bench.Figures;
import consort.bench.Scratch;
import consort.bench.Usage;
import consort.certs.Tls;
import consort.model.tensor.Sha256;
import consort.proto.wire.Sockets;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code transfer}. */
@Command(name = "transfer", mixinStandardHelpOptions = true, description = {
    "CPU and garbage per gigabyte of models down and updates up: a coordinator's port with the memory it may take, and workers, over"
        + " loopback with mutual TLS; beside bare sockets with the same TLS.",
    "Hashing is measured alone and taken off the side that hashes: the one that receives."})
public final class TransferCommand implements Callable<Integer> {

    private static final double GIGA = 1e9;
    private static final int HASH_PIECE = 1 << 20;
    private static final int HASH_PIECES = 256;
    private static final int MEBI = 20;

    @Option(names = "--clients", defaultValue = "1", description = "workers at once (default: ${DEFAULT-VALUE})")
    private int clients;

    @Option(names = "--gigabytes", defaultValue = "1", description = "of all of them together, each time (default: ${DEFAULT-VALUE})")
    private double gigabytes;

    @Option(names = "--rounds", defaultValue = "5", description = "that count (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--warm-up", defaultValue = "8", paramLabel = "GB",
            description = "moved each way before (default: ${DEFAULT-VALUE}; the compilers take so long)")
    private double warmUp;

    @Option(names = "--in", defaultValue = ".", paramLabel = "DIR", description = "a folder on the disk to measure (default: here)")
    private Path in;

    @Option(names = "--heap", defaultValue = "256m", description = "the coordinator's -Xmx (default: ${DEFAULT-VALUE})")
    private String heap;

    @Option(names = "--direct", defaultValue = "128m", description = "its -XX:MaxDirectMemorySize (default: ${DEFAULT-VALUE})")
    private String direct;

    @Spec
    private CommandSpec spec;

    /** One direction's slices. */
    private static final class Way {
        private final List<Slice> product = new ArrayList<>();
        private final List<Slice> sockets = new ArrayList<>();
        private final List<Slice> files = new ArrayList<>();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Way down = new Way();
        Way up = new Way();
        List<Double> hashing = new ArrayList<>();
        try (Scratch scratch = new Scratch(in)) {
            Path folder = Files.createDirectories(scratch.of("transfer"));
            Keys keys = Keys.found(folder);
            try (FarProcess far = new FarProcess(folder, List.of("-Xmx" + heap, "-XX:MaxDirectMemorySize=" + direct));
                    Moves moves = new Moves(far, keys, folder, clients, (long) (gigabytes * GIGA / clients))) {
                int discarded = (int) Math.ceil(warmUp / gigabytes);
                for (int round = 0; round < discarded + rounds; round++) {
                    boolean counts = round >= discarded;
                    double hash = hashSeconds();
                    round(moves, counts ? down : new Way(), counts ? up : new Way());
                    if (counts) {
                        hashing.add(hash);
                    }
                }
                double hash = Figures.of(hashing).median();
                say("%s, %s; SHA-256 alone: %.2f CPU s/GB%n", Sockets.kind(), Tls.library(), hash);
                report("models down", down, hash, true);
                report("updates up", up, hash, false);
                memory(far.usage());
            }
        }
        return 0;
    }

    private static void round(Moves moves, Way down, Way up) throws IOException, InterruptedException {
        down.sockets.add(moves.bareDown(false));
        down.product.add(moves.productDown());
        down.files.add(moves.bareDown(true));
        up.sockets.add(moves.bareUp(false));
        up.product.add(moves.productUp());
        up.files.add(moves.bareUp(true));
    }

    /** CPU seconds for a gigabyte. */
    private static double hashSeconds() {
        ByteBuffer piece = ByteBuffer.allocateDirect(HASH_PIECE);
        MessageDigest digest = Sha256.newDigest();
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int i = 0; i < HASH_PIECES; i++) {
            digest.update(piece.clear());
        }
        digest.digest();
        return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / GIGA
                * (GIGA / ((double) HASH_PIECES * HASH_PIECE));
    }

    /** @param hash CPU seconds, at the near side or else at the far one */
    private void report(String what, Way way, double hash, boolean nearHashes) {
        say("%s, CPU s/GB            worker  coordinator  both    rate%n", what);
        row("  bare sockets, memory to memory", way.sockets, 0, 0);
        row("  bare sockets, file to file", way.files, 0, 0);
        row("  the product, hashing apart", way.product, nearHashes ? hash : 0, nearHashes ? 0 : hash);
        double product = median(way.product, Slice::cpu) - hash;
        double sockets = median(way.sockets, Slice::cpu);
        double files = median(way.files, Slice::cpu);
        say("  the product takes %.2f x the sockets from file to file; its files taken off too, %.2f x the sockets alone%n",
                product / files, (product - (files - sockets)) / sockets);
        say("  garbage: %.1f MB/GB at the worker, %.1f MB/GB at the coordinator%n",
                median(way.product, Slice::nearGarbage), median(way.product, Slice::farGarbage));
    }

    private void row(String name, List<Slice> slices, double nearHash, double farHash) {
        say("%-34s %6.2f  %6.2f  %6.2f  %6.2f GB/s%n", name, median(slices, Slice::nearCpu) - nearHash,
                median(slices, Slice::farCpu) - farHash, median(slices, Slice::cpu) - nearHash - farHash, median(slices, Slice::rate));
    }

    private void memory(Usage far) {
        say("the coordinator with -Xmx%s and %s of direct memory: heap at most %d MiB (garbage included), network buffers %d MiB, resident"
                + " at most %d MiB%n", heap, direct, far.heapPeakBytes() >> MEBI, far.directBytes() >> MEBI, far.residentPeakBytes() >> MEBI);
    }

    private static double median(List<Slice> slices, ToDoubleFunction<Slice> figure) {
        return Figures.of(slices.stream().map(figure::applyAsDouble).toList()).median();
    }

    private void say(String format, Object... values) {
        spec.commandLine().getOut().printf(Locale.ROOT, format, values);
        spec.commandLine().getOut().flush();
    }
}
