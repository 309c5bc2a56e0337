package consort.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// Decodes an input and looks at what that allocated.
final class AllocationCheck {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final DecoderFuzzTest target;

    AllocationCheck(DecoderFuzzTest target) {
        this.target = target;
    }

    /// @throws AssertionError if the decoder allocated more than it may
    void check(byte[] input) throws Throwable {
        long most = target.maxAllocatedBytes(input.length);
        if (allocated(input) <= most) {
            return;
        }
        // The first time may have loaded classes, which counts for the thread that needs them.
        long again = allocated(input);
        if (again > most) {
            throw new AssertionError("an input of " + input.length + " bytes made the decoder allocate " + again
                    + " bytes; at most " + most + " are expected");
        }
    }

    private long allocated(byte[] input) throws Throwable {
        byte[] copy = input.clone();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        target.accepts(copy);
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
