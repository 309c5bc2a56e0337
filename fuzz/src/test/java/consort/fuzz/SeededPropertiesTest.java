package consort.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;

/// Two properties alike see the same samples, for both begin with the seed of the build.
class SeededPropertiesTest {
    private static final List<Integer> ONE = new ArrayList<>();
    private static final List<Integer> OTHER = new ArrayList<>();

    @Property(tries = 50)
    void aProperty(@ForAll int sample) {
        ONE.add(sample);
    }

    @Property(tries = 50)
    void anotherAlike(@ForAll int sample) {
        OTHER.add(sample);
    }

    @AfterContainer
    static void bothSawTheSame() {
        assumeFalse(Seed.isRandom());
        assertThat(ONE).hasSizeGreaterThanOrEqualTo(50).isEqualTo(OTHER);
    }
}
