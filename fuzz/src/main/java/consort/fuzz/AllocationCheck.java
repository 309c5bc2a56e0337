package consort.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// Decodes an input and looks at what that allocated.
final class AllocationCheck {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final int REPETITIONS = 5;

    private final DecoderFuzzTest target;
    private boolean accepted;

    AllocationCheck(DecoderFuzzTest target) {
        this.target = target;
    }

    /// @return whether the decoder accepted it
    /// @throws AssertionError if the decoder allocated more than it may
    boolean check(byte[] input) throws Throwable {
        long most = target.maxAllocatedBytes(input.length);
        long allocated = allocated(input);
        // Loading and linking classes counts for the thread that needs them; what the input itself costs comes back.
        for (int again = 0; allocated > most && again < REPETITIONS; again++) {
            allocated = Math.min(allocated, allocated(input));
        }
        if (allocated > most) {
            throw new AssertionError("an input of " + input.length + " bytes made the decoder allocate " + allocated
                    + " bytes; at most " + most + " are expected");
        }
        return accepted;
    }

    private long allocated(byte[] input) throws Throwable {
        byte[] copy = input.clone();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        accepted = target.accepts(copy);
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
