package consort.coordinator.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.WorkerId;
import consort.proto.Task;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

    private static final WorkerId WORKER = new WorkerId("acme", "w1");

    private long now = 5;
    private final Deadlines deadlines = new Deadlines(() -> now);

    @Test
    void isTheEndOfTheLastTasksLease() {
        deadlines.sent(WORKER, Task.newBuilder().setDurationMillis(1000).build());
        deadlines.sent(WORKER, Task.newBuilder().setDurationMillis(2000).build());
        assertThat(deadlines.of("acme/w1")).isEqualTo(2_000_000_005L);
        assertThat(deadlines.of("acme/w2")).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void hurriesNobodyWhoIsLate() {
        deadlines.sent(WORKER, Task.newBuilder().setDurationMillis(1000).build());
        now += 1_000_000_001;
        assertThat(deadlines.of("acme/w1")).isEqualTo(Long.MAX_VALUE);
        deadlines.sweep();
        now = 5;
        assertThat(deadlines.of("acme/w1")).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void bearsALeaseOfAFarFuture() {
        deadlines.sent(WORKER, Task.newBuilder().setDurationMillis(Long.MAX_VALUE).build());
        assertThat(deadlines.of("acme/w1")).isGreaterThan(now);
    }
}
