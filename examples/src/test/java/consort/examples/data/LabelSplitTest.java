package consort.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelSplitTest {

    private static final LabeledImages SET = randomSet(3000);

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 42, -7, Long.MAX_VALUE})
    void dealsEveryImageToExactlyOneParty(long seed) {
        List<int[]> parts = LabelSplit.dirichlet(SET, 4, 0.5, 100, seed);
        assertThat(parts.stream().flatMapToInt(IntStream::of).sorted().toArray())
                .as("seed %d", seed)
                .isEqualTo(IntStream.range(0, SET.count()).toArray());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void givesEveryPartyTheMinimumEvenWhenTheSharesDoNot(long seed) {
        assertThat(LabelSplit.dirichlet(SET, 6, 0.01, 400, seed)).as("seed %d", seed)
                .allMatch(part -> part.length >= 400);
    }

    @Test
    void theSameSeedGivesTheSameSplitAndAnotherSeedAnother() {
        List<int[]> once = LabelSplit.dirichlet(SET, 4, 0.5, 100, 42);
        assertThat(LabelSplit.dirichlet(SET, 4, 0.5, 100, 42)).usingRecursiveComparison().isEqualTo(once);
        assertThat(LabelSplit.dirichlet(SET, 4, 0.5, 100, 43).getFirst()).isNotEqualTo(once.getFirst());
    }

    @Test
    void partiesSeeDifferentMixturesOfClasses() {
        List<int[]> parts = LabelSplit.dirichlet(SET, 4, 0.5, 100, 42);
        for (int[] part : parts) {
            int[] counts = SET.select(part).countByLabel();
            int largest = IntStream.of(counts).max().orElseThrow();
            assertThat(largest).isGreaterThan(2 * part.length / LabeledImages.CLASSES);
        }
    }

    @Test
    void refusesAMinimumThatTheSetCannotGive() {
        assertThatThrownBy(() -> LabelSplit.dirichlet(SET, 4, 0.5, 1000, 1))
                .hasMessage("3000 images cannot give 4 parties 1000 each");
    }

    private static LabeledImages randomSet(int count) {
        SplittableRandom random = new SplittableRandom(5);
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++) {
            labels[i] = (byte) random.nextInt(LabeledImages.CLASSES);
        }
        return new LabeledImages(1, 1, new byte[count], labels);
    }
}
