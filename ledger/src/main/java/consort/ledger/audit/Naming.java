package consort.ledger.audit;

import consort.ledger.log.Checkpoint;
import consort.ledger.log.LogReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/** Finds the entry that a file beside the log goes back to. Reads all entries again, so it is for a ledger that was found altered. */
final class Naming {

    private Naming() {
    }

    /** The first entry with a text, such as a digest or a key, in it. */
    static OptionalLong first(LogReader ledger, Checkpoint tree, String text) throws IOException {
        AtomicLong first = new AtomicLong(Long.MAX_VALUE);
        ledger.verify(tree, (index, entry) -> {
            if (new String(entry, StandardCharsets.UTF_8).contains(text)) {
                first.accumulateAndGet(index, Math::min);
            }
        });
        return first.get() == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(first.get());
    }
}
