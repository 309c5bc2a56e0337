package consort.ledger.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The overlap rule on one device, held against all windows there ever were. jqwik prints the seed of a failure. */
class OccupancyPropertyTest {

    private record Window(long start, long end, long acceptedMillis) {
    }

    /** Leases that can still be claimed, the device as the fold keeps it, and all that it may forget. */
    private static final class Device {

        private final TreeMap<Long, Integer> starts = new TreeMap<>();
        private final List<Long> open = new ArrayList<>();
        private final List<Window> all = new ArrayList<>();
        private Occupancy occupancy = Occupancy.NONE;

        void lease(long start) {
            starts.merge(start, 1, Integer::sum);
            open.add(start);
        }

        long claim(int lease, long now, long busyMillis) {
            long start = open.remove(lease);
            long room = occupancy.roomMillis(start, now);
            assertThat(room).as("forgetting must change no answer").isEqualTo(plainRoom(start, now));
            long accepted = Math.min(Math.min(busyMillis, now - start), room);
            forgetStart(start);
            all.add(new Window(start, now, accepted));
            occupancy = (accepted > 0 ? occupancy.with(start, accepted) : occupancy).forgetting(starts.navigableKeySet());
            assertThat(occupancy.groups().size()).isLessThanOrEqualTo(starts.size() + 1);
            return accepted;
        }

        void giveUp(int lease) {
            forgetStart(open.remove(lease));
        }

        private void forgetStart(long start) {
            starts.computeIfPresent(start, (time, count) -> count == 1 ? null : count - 1);
        }

        private long plainRoom(long start, long end) {
            long room = end - start - demand(start);
            for (Window window : all) {
                if (window.start <= start) {
                    room = Math.min(room, end - window.start - demand(window.start));
                }
            }
            return Math.max(0, room);
        }

        private long demand(long from) {
            return all.stream().filter(window -> window.start >= from).mapToLong(Window::acceptedMillis).sum();
        }

        void assertNothingTwice() {
            for (Window first : all) {
                for (Window last : all) {
                    long within = all.stream().filter(one -> one.start >= first.start && one.end <= last.end)
                            .mapToLong(Window::acceptedMillis).sum();
                    assertThat(within).isLessThanOrEqualTo(Math.max(0, last.end - first.start));
                }
            }
        }
    }

    /** Whatever is claimed, in whatever order: late, at the same moment, for leases that cross, far too much. */
    @Property(tries = 400)
    void neverAcceptsMoreThanAnIntervalHoldsAndForgetsWithoutATrace(@ForAll long seed) {
        Random random = new Random(seed);
        Device device = new Device();
        long now = random.nextInt(1000);
        for (int i = 0; i < 60; i++) {
            now += random.nextInt(4) == 0 ? 0 : random.nextInt(30);
            int turn = random.nextInt(10);
            if (device.open.isEmpty() || turn < 4) {
                device.lease(now);
            } else if (turn < 9) {
                device.claim(random.nextInt(device.open.size()), now, random.nextInt(80));
            } else {
                device.giveUp(random.nextInt(device.open.size()));
            }
        }
        device.assertNothingTwice();
    }

    /** A device that turns to any of its leases, in slices, and is never at two at once. */
    @Property(tries = 400)
    void neverCutsWhatWasDoneOneAfterTheOther(@ForAll long seed) {
        Random random = new Random(seed);
        Device device = new Device();
        List<Long> worked = new ArrayList<>();
        long now = random.nextInt(1000);
        for (int i = 0; i < 80; i++) {
            int turn = random.nextInt(10);
            if (worked.isEmpty() || turn < 3) {
                device.lease(now);
                worked.add(0L);
            } else if (turn < 7) {
                int lease = random.nextInt(worked.size());
                long slice = random.nextInt(50);
                now += slice;
                worked.set(lease, worked.get(lease) + slice);
            } else if (turn < 9) {
                int lease = random.nextInt(worked.size());
                long busyMillis = worked.remove(lease);
                assertThat(device.claim(lease, now, busyMillis)).isEqualTo(busyMillis);
            } else {
                now += random.nextInt(40);
            }
        }
    }

    /** However many leases can still be claimed, a device holds a bounded number of groups, and nothing counts twice for it. */
    @Property(tries = 100)
    void holdsABoundedNumberOfGroupsAndErrsToTheSafeSide(@ForAll long seed) {
        Random random = new Random(seed);
        TreeMap<Long, Integer> starts = new TreeMap<>();
        Occupancy occupancy = Occupancy.NONE;
        Occupancy exact = Occupancy.NONE;
        for (long start = 0; start < 20_000; start += 100) {
            starts.put(start, 1);
            starts.put(start + 50, 1);
            long accepted = 1 + random.nextInt(100);
            occupancy = occupancy.with(start, accepted).forgetting(starts.navigableKeySet());
            exact = exact.with(start, accepted);
            long late = 50 + 100L * random.nextInt((int) (start / 100 + 1));
            assertThat(occupancy.groups().size()).isLessThanOrEqualTo(Occupancy.MAX_GROUPS);
            assertThat(occupancy.roomMillis(late, start + 100)).isLessThanOrEqualTo(exact.roomMillis(late, start + 100));
            assertThat(occupancy.roomMillis(start, start + 100)).as("of the newest lease").isEqualTo(exact.roomMillis(start, start + 100));
        }
    }
}
