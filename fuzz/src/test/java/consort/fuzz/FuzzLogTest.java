package consort.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FuzzLogTest {
    private static final String NEW = "#4984\tNEW    cov: 180 ft: 753 corp: 122/23Kb lim: 278 exec/s: 0 rss: 918Mb L: 1/278 MS: 1 CopyPart-\n";

    @Test
    void countsByTheLastLine() {
        assertThat(new FuzzLog(NEW + "#5004\tDONE   cov: 181 ft: 754 corp: 123/24Kb lim: 278 exec/s: 0 rss: 918Mb\n").summary())
                .isEqualTo("5004 inputs, 181 branches, 123 inputs worth keeping");
    }

    @Test
    void countsByTheLineBeforeOneIntoWhichTheAgentPrinted() {
        assertThat(new FuzzLog(NEW + "INFO: #5004\tDONE   cov: 181Instrumented a.Janitor (took 0 ms)\n ft: 754 corp: 123/24Kb\n").summary())
                .isEqualTo("4984 inputs, 180 branches, 122 inputs worth keeping");
    }

    @Test
    void refusesARunThatCountedNothing() {
        assertThatThrownBy(() -> new FuzzLog("Done 5004 runs in 0 second(s)\n").summary())
                .isInstanceOf(AssertionError.class).hasMessageContaining("counted nothing");
    }

    @Test
    void refusesARunThatSawNoBranch() {
        assertThatThrownBy(() -> new FuzzLog("#2\tDONE   cov: 1 ft: 1 corp: 1/1b lim: 4 exec/s: 0 rss: 9Mb\n").summary())
                .isInstanceOf(AssertionError.class).hasMessageContaining("no branch");
    }
}
