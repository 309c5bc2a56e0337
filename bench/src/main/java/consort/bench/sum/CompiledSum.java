package consort.bench.sum;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code bench/src/main/c/sum.c}, compiled for this machine. */
public final class CompiledSum {

    private static final Path SOURCE = Path.of("bench", "src", "main", "c", "sum.c");

    private final MethodHandle sum;

    private CompiledSum(MethodHandle sum) {
        this.sum = sum;
    }

    /**
     * @param arena as long as it is to be called
     * @throws IOException when there is no C compiler, or no source
     */
    @SuppressWarnings("restricted")
    public static CompiledSum compile(Path folder, Arena arena) throws IOException, InterruptedException {
        Path source = Path.of(System.getProperty("consort.home", ".")).resolve(SOURCE);
        if (!Files.isReadable(source)) {
            throw new IOException(source + ": not there; run this from the source tree");
        }
        Path library = folder.resolve("libsum.so").toAbsolutePath();
        Programs.run(List.of("cc", "-O3", "-march=native", "-shared", "-fPIC", "-o", library.toString(), source.toString(), "-lm"));
        MemorySegment symbol = SymbolLookup.libraryLookup(library, arena).findOrThrow("exact_sum");
        return new CompiledSum(Linker.nativeLinker().downcallHandle(symbol, FunctionDescriptor.of(ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.ADDRESS)));
    }

    /** Elements from {@code first} to before {@code end} of each update, applied to {@code theta}; the greatest magnitude. */
    public int apply(List<MemorySegment> updates, int[] weights, MemorySegment theta, long first, long end, int slice, int shift) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment addresses = arena.allocate(ValueLayout.ADDRESS, updates.size());
            for (int k = 0; k < updates.size(); k++) {
                addresses.setAtIndex(ValueLayout.ADDRESS, k, updates.get(k));
            }
            MemorySegment integers = arena.allocateFrom(ValueLayout.JAVA_INT, weights);
            MemorySegment sums = arena.allocate((long) slice * Long.BYTES, 64);
            return (int) sum.invokeExact(addresses, integers, updates.size(), theta, first, end, (long) slice, shift, sums);
        } catch (RuntimeException | Error failed) {
            throw failed;
        } catch (Throwable undeclared) {
            throw new IllegalStateException(undeclared);
        }
    }
}
