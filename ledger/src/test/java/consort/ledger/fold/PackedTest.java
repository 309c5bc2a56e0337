package consort.ledger.fold;

import static consort.ledger.fold.LedgerBuilder.digest;
import static org.assertj.core.api.Assertions.assertThat;

import consort.fuzz.Seed;
import consort.ledger.entry.Benchmark;
import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.LeaseKind;
import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.merkle.TreeHash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a state packs comes out as it went in. */
class PackedTest {

    private static final int COUNT = 5000;

    private final long seed = Seed.get();
    private final Random random = new Random(seed);

    @Test
    void leasesComeOutAsTheyWentIn() {
        Leases leases = new Leases(Pages.HEAP);
        Map<Long, LeaseView> kept = new HashMap<>();
        for (long number = 1; number <= COUNT; number++) {
            put(leases, kept, lease(number));
            put(leases, kept, lease(1 + random.nextLong(number)));
        }
        Leases copy = new Leases(leases);
        put(leases, new HashMap<>(), lease(1));
        kept.forEach((number, view) -> assertThat(copy.get(number)).as("lease %d, seed %d", number, seed).contains(view));
        assertThat(copy.last()).isEqualTo(COUNT);
        for (long none : new long[] {0, -1, COUNT + 1, Long.MAX_VALUE}) {
            assertThat(copy.get(none)).isEmpty();
        }
    }

    @Test
    void updatesComeOutAsTheyWentIn() {
        Updates updates = new Updates(Pages.HEAP);
        Map<String, UpdateView> kept = new HashMap<>();
        for (int i = 0; i < COUNT; i++) {
            UpdateView update = new UpdateView(digest("update" + random.nextInt(COUNT)), random.nextLong(), random.nextLong(), random.nextLong());
            updates.put(update);
            kept.put(update.digest(), update);
        }
        Updates copy = new Updates(updates);
        updates.put(new UpdateView(digest("another"), 1, 2, 3));
        kept.forEach((digest, update) -> assertThat(copy.get(digest)).as("seed %d", seed).contains(update));
        assertThat(copy.all()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(kept.values());
        assertThat(copy.count()).isEqualTo(kept.size());
        assertThat(copy.has(digest("another"))).isFalse();
        assertThat(updates.has(digest("another"))).isTrue();
    }

    @Test
    void entriesOfAPartyComeOutAsTheyWentIn() {
        PartyEntries entries = new PartyEntries(Pages.HEAP);
        List<PartyEntryView> kept = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            Receipted entry = receipted(3L * i);
            entries.add(entry);
            Optional<Receipted> observation = random.nextBoolean() ? Optional.of(receipted(3L * i + 1)) : Optional.empty();
            observation.ifPresent(entries::observed);
            kept.add(new PartyEntryView(entry, observation));
        }
        PartyEntries copy = new PartyEntries(entries);
        entries.observed(receipted(0));
        for (int i = 0; i < COUNT; i++) {
            assertThat(copy.get(i + 1)).as("seed %d", seed).contains(kept.get(i));
            assertThat(copy.holdsClaim(3L * i)).as("seed %d", seed).isEqualTo(kept.get(i).observation().isPresent());
            assertThat(copy.holdsClaim(3L * i + 1)).isFalse();
        }
        assertThat(copy.get(0)).isEmpty();
        assertThat(copy.get(COUNT + 1L)).isEmpty();
    }

    private static void put(Leases leases, Map<Long, LeaseView> kept, LeaseView view) {
        leases.put(view);
        kept.put(view.lease().lease(), view);
    }

    /** Every component takes every form that it has. */
    private LeaseView lease(long number) {
        long round = number / 10;
        Lease lease = new Lease(random.nextLong(1L << 53), number, number / 1000, round, random.nextBoolean() ? LeaseKind.TRAIN : LeaseKind.EVALUATE,
                "org" + number % 7, "w" + number % 3, digest("model" + round), "trainer", "data", random.nextLong(1L << 53),
                random.nextLong(1L << 48), random.nextInt(1 << 20), random.nextInt(1, 64), random.nextLong(1L << 53));
        return new LeaseView(lease, random.nextLong(1L << 53),
                maybe(new Scores.Normalization(random.nextInt(1, 5), random.nextLong(100))),
                maybe(new Benchmark(1, "org" + number % 7, "w" + number % 3, random.nextInt(1, 4), "trainer", 10, 1000, 1, digest("initial"))),
                maybe(LeaseEnded.Reason.values()[random.nextInt(LeaseEnded.Reason.values().length)]), maybe("detail " + random.nextInt()),
                maybe(random.nextLong(1L << 53)), maybe(new RefusalView("code", maybe("why"), random.nextBoolean())), random.nextInt(5),
                random.nextLong(1L << 53), random.nextLong(1L << 53));
    }

    private <T> Optional<T> maybe(T value) {
        return random.nextBoolean() ? Optional.of(value) : Optional.empty();
    }

    private static Receipted receipted(long index) {
        return new Receipted(index, TreeHash.leaf(Long.toString(index).getBytes()));
    }
}
