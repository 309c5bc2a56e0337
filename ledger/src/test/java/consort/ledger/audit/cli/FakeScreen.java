package consort.ledger.audit.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;

/** A screen that a test can read, on a clock that goes on by the same time whenever somebody looks at it. */
final class FakeScreen {

    private final List<String> bars = Collections.synchronizedList(new ArrayList<>());
    private final long tickNanos;
    private long nanos;

    FakeScreen(Duration tick) {
        tickNanos = tick.toNanos();
    }

    Screen terminal() {
        return new Screen(Optional.of(() -> new DelegatingProgressBarConsumer(bars::add)), this::tick);
    }

    Screen file() {
        return new Screen(Optional.empty(), this::tick);
    }

    /** All that was drawn. */
    String bars() {
        return String.join("\n", bars);
    }

    private long tick() {
        nanos += tickNanos;
        return nanos;
    }
}
