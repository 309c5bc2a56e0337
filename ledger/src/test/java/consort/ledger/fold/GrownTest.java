package consort.ledger.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import consort.fuzz.Seed;
import consort.ledger.entry.WorkerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Lists and maps that grow from each other stay what they were, whatever grew from them. */
class GrownTest {

    private static final int STEPS = 2000;

    private final long seed = Seed.get();
    private final Random random = new Random(seed);

    @Test
    void listsStayWhatTheyWere() {
        List<Grown<Integer>> lists = new ArrayList<>(List.of(Grown.of(List.of()), Grown.of(List.of(1, 2, 3))));
        List<List<Integer>> expected = new ArrayList<>(List.of(List.of(), List.of(1, 2, 3)));
        for (int step = 0; step < STEPS; step++) {
            // Mostly from the newest, as rounds do.
            int from = random.nextInt(4) == 0 ? random.nextInt(lists.size()) : lists.size() - 1;
            lists.add(lists.get(from).with(step));
            List<Integer> longer = new ArrayList<>(expected.get(from));
            longer.add(step);
            expected.add(longer);
        }
        assertThat(lists).as("seed %d", seed).isEqualTo(expected);
        assertThat(Grown.of(lists.getLast())).isSameAs(lists.getLast());
        assertThatThrownBy(() -> lists.getFirst().get(0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> lists.getLast().add(1)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void leasesOfARoundStayWhatTheyWere() {
        List<WorkerId> cohort = IntStream.range(0, 60).mapToObj(i -> new WorkerId("org" + i % 7, "w" + i)).sorted().toList();
        List<RoundLeases> maps = new ArrayList<>(List.of(RoundLeases.none(cohort)));
        List<Map<WorkerId, Long>> expected = new ArrayList<>(List.of(Map.of()));
        for (int step = 0; step < STEPS; step++) {
            int from = random.nextInt(4) == 0 ? random.nextInt(maps.size()) : maps.size() - 1;
            // Now and then one that takes part in place of another.
            WorkerId worker = random.nextInt(20) == 0 ? new WorkerId("other", "w" + random.nextInt(9)) : cohort.get(random.nextInt(cohort.size()));
            if (!maps.get(from).containsKey(worker)) {
                maps.add(maps.get(from).with(worker, step));
                Map<WorkerId, Long> more = new TreeMap<>(expected.get(from));
                more.put(worker, (long) step);
                expected.add(more);
            }
        }
        for (int i = 0; i < maps.size(); i++) {
            assertThat(maps.get(i)).as("seed %d", seed).isEqualTo(expected.get(i));
            assertThat(maps.get(i).keySet()).as("seed %d", seed).containsExactlyElementsOf(expected.get(i).keySet());
        }
        WorkerId stranger = new WorkerId("acme", "w1");
        assertThat(maps.getLast()).doesNotContainKey(stranger);
    }
}
