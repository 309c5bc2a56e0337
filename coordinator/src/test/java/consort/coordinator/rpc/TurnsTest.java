package consort.coordinator.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private static final int PART = 1000;
    private static final long SECOND = 1_000_000_000;
    private static final long NONE = Long.MAX_VALUE;

    private long now;
    private final Queue<Runnable> wakes = new ArrayDeque<>();
    private final List<String> order = new ArrayList<>();

    /** A transfer that has as many parts as it is given turns. */
    private final class Transfer {

        private final Turns.Line line;
        private final String name;

        private Transfer(Turns turns, String peer, String name, long deadline) {
            this.name = name;
            this.line = turns.open(peer, () -> deadline, () -> order.add(name));
        }

        private Transfer ask() {
            if (line.ask(PART)) {
                order.add(name);
            }
            return this;
        }

        private void moves() {
            line.moved(PART);
            line.done();
        }
    }

    private Turns inMemory(int parts) {
        return new Turns((long) parts * PART, Optional.empty(), () -> now, (task, nanos) -> wakes.add(task));
    }

    private Turns atRate(long bytesPerSecond) {
        return new Turns(Long.MAX_VALUE, Optional.of(new TokenBucket(bytesPerSecond, 1, now)), () -> now, (task, nanos) -> {
            assertThat(wakes).isEmpty();
            wakes.add(() -> {
                now += nanos;
                task.run();
            });
        });
    }

    private Transfer transfer(Turns turns, String peer, String name) {
        return new Transfer(turns, peer, name, NONE);
    }

    /** Lets each transfer that got a turn move its part and ask again, so many times. */
    private void run(int turns, List<Transfer> transfers) {
        for (int i = 0; i < turns; i++) {
            if (order.size() <= i) {
                wakes.remove().run();
            }
            String name = order.get(i);
            Transfer served = transfers.stream().filter(each -> each.name.equals(name)).findFirst().orElseThrow();
            served.line.moved(PART);
            served.ask();
        }
    }

    private long turnsOf(String name) {
        return order.stream().filter(name::equals).count();
    }

    @Test
    void letsAllMoveAtOnceWhereThereIsRoom() {
        Turns turns = inMemory(100);
        for (int i = 0; i < 100; i++) {
            transfer(turns, "p" + i, "t" + i).ask();
        }
        assertThat(order).hasSize(100);
    }

    @Test
    void keepsWhatWasAskedForWithinTheMemory() {
        Turns turns = inMemory(10);
        List<Transfer> transfers = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            transfers.add(transfer(turns, "p" + i, "t" + i).ask());
        }
        assertThat(order).hasSize(10);
        transfers.get(3).line.moved(PART);
        assertThat(order).as("what came is not dealt with yet").hasSize(10);
        transfers.get(3).line.done();
        assertThat(order).hasSize(11).endsWith("t10");
        transfers.get(4).line.close();
        assertThat(order).as("one that was cut makes room").hasSize(12);
        transfers.get(500).line.close();
        transfers.get(5).moves();
        assertThat(order).as("who was cut while it waited is passed over").hasSize(13);
    }

    @Test
    void servesEveryTransferOfAThousandThatComeAtOnce() {
        Turns turns = inMemory(10);
        List<Transfer> transfers = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            transfers.add(new Transfer(turns, "p" + i, "t" + i, i % 7 == 0 ? NONE : (1000L - i) * SECOND).ask());
        }
        run(5000, transfers);
        assertThat(transfers).allSatisfy(each -> assertThat(turnsOf(each.name)).as(each.name).isPositive());
    }

    @Test
    void givesAPeersManyTransfersNoMoreThanAnothersOnlyOne() {
        Turns turns = atRate(PART);
        List<Transfer> transfers = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            transfers.add(transfer(turns, "greedy", "g" + i).ask());
        }
        transfers.add(transfer(turns, "modest", "m").ask());
        run(100, transfers);
        assertThat(turnsOf("m")).isBetween(45L, 55L);
    }

    @Test
    void makesASmallTransferWaitForNoBacklogOfAHugeOne() {
        Turns turns = atRate(PART);
        Transfer huge = transfer(turns, "huge", "h").ask();
        run(1000, List.of(huge));
        Transfer small = transfer(turns, "small", "s").ask();
        run(1002, List.of(huge, small));
        assertThat(order.subList(1000, order.size())).contains("s");
    }

    @Test
    void savesUpNoTurnsForWhoDidNotAskForThem() {
        Turns turns = atRate(PART);
        Transfer idle = transfer(turns, "greedy", "idle");
        List<Transfer> transfers = new ArrayList<>();
        transfers.add(transfer(turns, "modest", "m").ask());
        run(1000, transfers);
        for (int i = 0; i < 4; i++) {
            transfers.add(transfer(turns, "greedy", "g" + i).ask());
        }
        order.subList(0, order.size() - 1).clear();
        run(100, transfers);
        assertThat(turnsOf("m")).isBetween(45L, 56L);
        idle.line.close();
    }

    @Test
    void servesTheEarliestDeadlineFirstAndStarvesNobody() {
        Turns turns = atRate(PART);
        Transfer late = new Transfer(turns, "late", "late", 100_000 * SECOND).ask();
        Transfer soon = new Transfer(turns, "soon", "soon", 10_000 * SECOND).ask();
        Transfer without = new Transfer(turns, "without", "without", NONE).ask();
        run(120, List.of(late, soon, without));
        assertThat(turnsOf("soon")).isGreaterThan(turnsOf("late") + turnsOf("without"));
        assertThat(turnsOf("late")).isGreaterThanOrEqualTo(10);
        assertThat(turnsOf("without")).isGreaterThanOrEqualTo(10);
    }

    @Test
    void keepsToTheRate() {
        Turns turns = atRate(10 * PART);
        List<Transfer> transfers = List.of(transfer(turns, "a", "a").ask(), transfer(turns, "b", "b").ask(), transfer(turns, "c", "c").ask());
        run(1000, transfers);
        assertThat(now).isBetween(99 * SECOND, 101 * SECOND);
    }

    @Test
    void chargesWhatWasMovedNotWhatWasAskedFor() {
        Turns turns = atRate(PART);
        Turns.Line line = turns.open("p", () -> NONE, () -> order.add("turn"));
        assertThat(line.ask(PART)).isTrue();
        line.moved(1);
        assertThat(line.ask(PART)).as("a byte is in the bucket").isTrue();
        line.close();
        Turns.Line other = turns.open("q", () -> NONE, () -> order.add("turn"));
        assertThat(other.ask(PART)).as("a turn that nobody used is given back").isTrue();
    }

    @Test
    void leavesHalfOfTheMemoryToThoseThatSendAtOnce() {
        Turns turns = inMemory(10);
        List<Transfer> slow = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            slow.add(transfer(turns, "slow" + i, "slow" + i).ask());
        }
        for (int i = 0; i < 100; i++) {
            now += 2 * SECOND;
            slow.get(i).moves();
        }
        order.clear();
        slow.forEach(Transfer::ask);
        assertThat(order).as("slow ones together").hasSize(5);
        transfer(turns, "quick", "quick").ask();
        assertThat(order).hasSize(6).endsWith("quick");
        assertThat(turns.isCrowded()).isTrue();
        slow.getFirst().line.moved(PART);
        slow.getFirst().line.done();
        assertThat(order).as("one slow part more for the one that came").hasSize(7);
    }

    @Test
    void takesThoseForSlowWhoseMessageHasNotCome() {
        Turns turns = inMemory(10);
        for (int i = 0; i < 8; i++) {
            transfer(turns, "silent" + i, "silent" + i).ask();
        }
        now += 2 * SECOND;
        Transfer silent = transfer(turns, "silent0", "more").ask();
        assertThat(order).as("they hold more than half").hasSize(8);
        transfer(turns, "quick", "quick").ask();
        assertThat(order).endsWith("quick");
        silent.line.close();
        assertThat(turns.isCrowded()).as("nobody waits").isFalse();
    }

    @Test
    void letsNoPeerHoldMoreThanItsPart() {
        Turns turns = inMemory(80);
        for (int i = 0; i < 100; i++) {
            transfer(turns, "greedy", "g").ask();
        }
        assertThat(order).hasSize(10);
        assertThat(turns.isCrowded()).as("it waits for nobody but itself").isFalse();
        transfer(turns, "other", "o").ask();
        assertThat(order).endsWith("o");
    }
}
