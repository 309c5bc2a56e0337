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
    private static final int LARGE = 1 << 20;
    private static final long SECOND = 1_000_000_000;
    private static final long NONE = Long.MAX_VALUE;

    private long now;
    /** How many of those in {@code order} moved their part. */
    private int served;
    private final Queue<Runnable> wakes = new ArrayDeque<>();
    private final List<String> order = new ArrayList<>();
    private final List<String> revoked = new ArrayList<>();

    /** A transfer that has as many parts as it is given turns. */
    private final class Transfer {

        private final Turns.Line line;
        private final String name;
        private final int part;

        private Transfer(Turns turns, String peer, String name, long deadline) {
            this(turns, peer, name, deadline, PART);
        }

        private Transfer(Turns turns, String peer, String name, long deadline, int part) {
            this.name = name;
            this.part = part;
            this.line = turns.open(peer, () -> deadline, () -> order.add(name), () -> revoked.add(name));
        }

        private Transfer ask() {
            if (line.ask(part)) {
                order.add(name);
            }
            return this;
        }

        private void moves() {
            line.moved(part);
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
            if (order.size() <= served) {
                wakes.remove().run();
            }
            String name = order.get(served++);
            Transfer moving = transfers.stream().filter(each -> each.name.equals(name)).findFirst().orElseThrow();
            moving.line.moved(PART);
            moving.ask();
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
        run(2, List.of(huge, small));
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
        order.clear();
        served = 0;
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
        Turns.Line line = turns.open("p", () -> NONE, () -> order.add("turn"), () -> { });
        assertThat(line.ask(PART)).isTrue();
        line.moved(1);
        assertThat(line.ask(PART)).as("a byte is in the bucket").isTrue();
        line.close();
        Turns.Line other = turns.open("q", () -> NONE, () -> order.add("turn"), () -> { });
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
            elapse(turns, 2 * SECOND);
            slow.get(i).moves();
        }
        order.clear();
        slow.forEach(Transfer::ask);
        assertThat(order).as("slow ones together").hasSize(5);
        transfer(turns, "quick", "quick").ask();
        assertThat(order).hasSize(6).endsWith("quick");
        slow.getFirst().line.moved(PART);
        slow.getFirst().line.done();
        assertThat(order).as("one slow part more for the one that came").hasSize(7);
    }

    /** As much time as it takes, look by look, which nobody makes when nobody waits. */
    private void pass(long nanos) {
        for (long passed = 0; passed < nanos; passed += Arriving.LOOK_NANOS) {
            now += Arriving.LOOK_NANOS;
            for (int due = wakes.size(); due > 0; due--) {
                wakes.remove().run();
            }
        }
    }

    /** Transfers of large parts, each of a peer of its own. */
    private List<Transfer> large(Turns turns, int count) {
        List<Transfer> large = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            large.add(new Transfer(turns, "l" + i, "l" + i, NONE, LARGE).ask());
        }
        return large;
    }

    private Turns forLarge(int parts) {
        return new Turns((long) parts * LARGE, Optional.empty(), () -> now, (task, nanos) -> wakes.add(task));
    }

    @Test
    void handsOnTheMemoryOfThoseThatSendNothing() {
        Turns turns = forLarge(8);
        large(turns, 200);
        assertThat(order).hasSize(8);
        Transfer honest = new Transfer(turns, "honest", "honest", NONE, LARGE).ask();
        pass(20 * SECOND);
        assertThat(order).hasSize(201).endsWith("honest");
        assertThat(revoked).as("silence is not punished").isEmpty();
        for (int i = 0; i < 100; i++) {
            honest.moves();
            honest.ask();
        }
        assertThat(turnsOf("honest")).as("nobody is in its way any more").isEqualTo(101);
    }

    @Test
    void keepsTheMemoryOfASlowOneWhoseBytesCome() {
        Turns turns = forLarge(8);
        List<Transfer> slow = large(turns, 9);
        for (int second = 0; second < 20; second++) {
            slow.subList(0, 4).forEach(each -> each.line.arrived(50_000));
            pass(SECOND);
        }
        assertThat(order).as("the place of a silent one is taken").endsWith("l8");
        slow.getFirst().line.moved(LARGE);
        slow.getFirst().ask();
        assertThat(revoked).isEmpty();
    }

    @Test
    void takesAByteASecondForNothing() {
        Turns turns = forLarge(8);
        List<Transfer> trickling = large(turns, 200);
        for (int second = 0; second < 20; second++) {
            trickling.stream().filter(each -> order.contains(each.name)).forEach(each -> each.line.arrived(1));
            pass(SECOND);
        }
        new Transfer(turns, "honest", "honest", NONE, LARGE).ask();
        assertThat(order).hasSize(201).endsWith("honest");
        assertThat(revoked).isEmpty();
    }

    @Test
    void givesItsMemoryBackToOneThatGoesOnAndRevokesThoseForWhomThereIsNone() {
        Turns turns = forLarge(8);
        List<Transfer> paused = large(turns, 16);
        pass(SECOND / 2);
        assertThat(order).as("others took the place of the first").hasSize(16);
        for (Transfer one : paused.subList(0, 3)) {
            one.line.arrived(LARGE / 2);
        }
        assertThat(revoked).as("two fit in the fourth more that is allowed").containsExactly("l2");
        paused.get(2).line.close();
        paused.get(0).line.moved(LARGE);
        paused.get(0).line.done();
        paused.get(3).line.arrived(LARGE / 2);
        assertThat(revoked).as("one was done").containsExactly("l2");
    }

    @Test
    void aTurnThatWasNotUsedIsNotPaidBack() {
        Turns turns = forLarge(2);
        large(turns, 2);
        Transfer honest = new Transfer(turns, "honest", "honest", NONE, LARGE).ask();
        pass(SECOND);
        List<Transfer> others = new ArrayList<>();
        honest.moves();
        for (int i = 0; i < 2; i++) {
            others.add(new Transfer(turns, "l" + i, "again" + i, NONE, LARGE).ask());
        }
        honest.ask();
        pass(2 * SECOND);
        assertThat(turnsOf("honest")).isEqualTo(2);
    }

    @Test
    void revokesWhoseHalfMessageStaysThatFillsTheMemory() {
        Turns turns = forLarge(4);
        List<Transfer> halves = large(turns, 4);
        halves.forEach(each -> each.line.arrived(LARGE - 1));
        new Transfer(turns, "honest", "honest", NONE, LARGE).ask();
        pass(3 * SECOND);
        assertThat(revoked).isEmpty();
        pass(20 * SECOND);
        assertThat(revoked).containsExactlyInAnyOrder("l0", "l1", "l2", "l3");
        halves.forEach(each -> each.line.close());
        assertThat(order).endsWith("honest");
    }

    @Test
    void timeInWhichNobodyLookedCountsAgainstNobody() {
        Turns turns = forLarge(2);
        List<Transfer> first = large(turns, 3);
        now += 100 * SECOND;
        wakes.remove().run();
        assertThat(order).as("the process stood still, not they").hasSize(2);
        first.get(0).line.arrived(LARGE);
        first.get(1).line.arrived(LARGE);
        pass(SECOND);
        assertThat(order).hasSize(2);
    }

    @Test
    void chargesTheRateForNothingThatDoesNotCome() {
        Turns turns = new Turns(2L * LARGE, Optional.of(new TokenBucket(LARGE, 3L * LARGE, now)), () -> now, (task, nanos) -> wakes.add(task));
        large(turns, 100);
        pass(60 * SECOND);
        assertThat(order).hasSize(100);
    }

    @Test
    void remembersWhoIsSlowThoughItLeft() {
        Turns turns = forLarge(8);
        List<Transfer> silent = large(turns, 9);
        pass(2 * SECOND);
        silent.forEach(each -> each.line.close());
        turns.sweep();
        order.clear();
        large(turns, 9);
        assertThat(order).as("half of it, and the one that was never seen").hasSize(5).endsWith("l8");
    }

    @Test
    void takesThoseForSlowWhoseMessageHasNotCome() {
        Turns turns = inMemory(10);
        for (int i = 0; i < 8; i++) {
            transfer(turns, "silent" + i, "silent" + i).ask();
        }
        elapse(turns, 2 * SECOND);
        transfer(turns, "silent0", "more").ask();
        assertThat(order).as("they hold more than half").hasSize(8);
        transfer(turns, "quick", "quick").ask();
        assertThat(order).endsWith("quick");
    }

    @Test
    void letsNoPeerHoldMoreThanItsPart() {
        Turns turns = inMemory(80);
        for (int i = 0; i < 100; i++) {
            transfer(turns, "greedy", "g").ask();
        }
        assertThat(order).hasSize(10);
        transfer(turns, "other", "o").ask();
        assertThat(order).endsWith("o");
    }

    @Test
    void partsOfOnePeerThatReturnAtOnceHoldNoMoreThanItsPart() {
        Turns turns = forLarge(8);
        List<Transfer> many = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            many.add(new Transfer(turns, "many", "m" + i, NONE, LARGE).ask());
        }
        pass(10 * SECOND);
        assertThat(order).hasSize(8);
        many.forEach(each -> each.line.arrived(5000));
        assertThat(revoked).as("the last had not lapsed").containsExactly("m0", "m1", "m2", "m3", "m4", "m5", "m6");
        large(turns, 7);
        assertThat(order).as("others have the rest").hasSize(8 + 6);
    }

    @Test
    void partsOfSlowPeersThatReturnAtOnceHoldNoMoreThanTheirHalf() {
        Turns turns = forLarge(8);
        List<Transfer> paused = large(turns, 16);
        Transfer honest = new Transfer(turns, "honest", "honest", NONE, LARGE).ask();
        pass(2 * SECOND);
        assertThat(order).endsWith("honest");
        honest.moves();
        paused.forEach(each -> each.line.arrived(5000));
        assertThat(revoked).as("four of sixteen fit").hasSize(12);
        for (int i = 0; i < 3; i++) {
            new Transfer(turns, "quick" + i, "quick" + i, NONE, LARGE).ask();
        }
        assertThat(order).endsWith("quick0", "quick1", "quick2");
    }

    @Test
    void revokesManySmallRestsThatTogetherFillTheMemory() {
        Turns turns = forLarge(1);
        int rest = 60_000;
        List<Transfer> rests = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            rests.add(new Transfer(turns, "r" + i, "r" + i, NONE, 64 << 10).ask());
        }
        rests.forEach(each -> each.line.arrived(rest));
        new Transfer(turns, "honest", "honest", NONE, LARGE / 2).ask();
        pass(4 * SECOND + 3 * SECOND);
        assertThat(revoked).isEmpty();
        pass(3 * SECOND);
        assertThat(revoked).isNotEmpty();
        rests.stream().filter(each -> revoked.contains(each.name)).forEach(each -> each.line.close());
        assertThat(order).endsWith("honest");
    }

    /** As much time as it takes, with the sweeps that a running process makes. */
    private void elapse(Turns turns, long nanos) {
        for (long passed = 0; passed < nanos; passed += SECOND / 2) {
            now += SECOND / 2;
            turns.sweep();
        }
    }

    @Test
    void aMessageThatIsThereButNotTakenUpMakesNobodySlow() {
        Turns turns = inMemory(10);
        List<Transfer> quick = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            quick.add(transfer(turns, "p" + i, "t" + i).ask());
            quick.get(i).line.arrived(PART);
            quick.get(i).line.whole();
        }
        Transfer other = transfer(turns, "other", "other").ask();
        for (int i = 0; i < 20; i++) {
            pass(SECOND / 2);
            elapse(turns, SECOND / 2);
        }
        assertThat(order).as("what is whole is kept").doesNotContain("other");
        other.line.close();
        quick.forEach(Transfer::moves);
        order.clear();
        quick.forEach(Transfer::ask);
        assertThat(order).hasSize(10);
    }

    @Test
    void timeInWhichThisProcessStoodStillMakesNobodySlow() {
        Turns turns = inMemory(10);
        List<Transfer> quick = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            quick.add(transfer(turns, "p" + i, "t" + i).ask());
        }
        now += 100 * SECOND;
        transfer(turns, "other", "other").ask().line.close();
        quick.forEach(Transfer::moves);
        order.clear();
        quick.forEach(Transfer::ask);
        assertThat(order).hasSize(10);
    }

    @Test
    void aTurnThatIsTakenAndGivenUpCounts() {
        Turns turns = inMemory(1);
        List<Transfer> all = new ArrayList<>();
        all.add(transfer(turns, "honest", "honest").ask());
        for (int i = 0; i < 4; i++) {
            all.add(transfer(turns, "greedy", "g" + i).ask());
        }
        for (int i = 4; i < 100; i++) {
            String name = order.get(served++);
            Transfer next = all.stream().filter(each -> each.name.equals(name)).findFirst().orElseThrow();
            if (name.equals("honest")) {
                next.line.moved(PART);
                next.ask();
            } else {
                next.line.close();
                all.add(transfer(turns, "greedy", "g" + i).ask());
            }
        }
        assertThat(turnsOf("honest")).isBetween(45L, 52L);
    }

    @Test
    void theTurnThatALastMessageLeavesUnusedIsGivenBackButForALittle() {
        Turns turns = forLarge(1);
        List<Transfer> all = new ArrayList<>(List.of(new Transfer(turns, "large", "large", NONE, LARGE).ask()));
        all.add(new Transfer(turns, "small", "s0", NONE, LARGE).ask());
        all.add(new Transfer(turns, "small", "s1", NONE, LARGE).ask());
        for (int i = 2; i < 160; i++) {
            String name = order.get(served++);
            Transfer next = all.stream().filter(each -> each.name.equals(name)).findFirst().orElseThrow();
            if (name.equals("large")) {
                next.line.moved(LARGE);
                next.ask();
            } else {
                next.line.finish();
                all.add(new Transfer(turns, "small", "s" + i, NONE, LARGE).ask());
            }
        }
        assertThat(turnsOf("large")).as("one of some sixteen").isBetween(8L, 12L);
    }
}
