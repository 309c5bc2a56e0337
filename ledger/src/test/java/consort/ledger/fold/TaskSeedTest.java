package consort.ledger.fold;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.WorkerId;
import org.junit.jupiter.api.Test;

class TaskSeedTest {

    /** The first 12 digits of what {@code printf seed/7/1/acme/w1 | sha256sum} prints. */
    @Test
    void isTheBeginningOfADigest() {
        assertThat(TaskSeed.of(7, 1, new WorkerId("acme", "w1"))).isEqualTo(Long.parseLong("82be1e3afe54", 16));
    }
}
