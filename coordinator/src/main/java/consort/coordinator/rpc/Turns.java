package consort.coordinator.rpc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Whose message is moved next, among all transfers of one direction: what is under way fits a budget of memory and a rate of bytes.
 *
 * <p>Where there is room, nobody waits. Where there is not, three turns of four go to the transfer whose deadline comes first; the
 * fourth, and all where there are no deadlines, to the peer that moved least (start-time fair queueing: Goyal, Vin and Cheng, 1996), so
 * that a peer's many transfers get no more than another's only one, and whoever comes waits for no backlog of others. Each peer holds a
 * part of the memory at most, and those that are slow to send what they got a turn for hold half of it together: the
 * other half stays for who sends at once.
 *
 * <p>Memory is kept for a message as long as its bytes come. While others wait, one of which none come ({@link Arriving}) keeps what did
 * come and no more, and its peer has had its turn. When the rest comes after all, it gets its memory back, for which a fourth more
 * is allowed, within its peer's part and that of the slow; where that is taken as well, the transfer is revoked, to be begun again where it
 * stood. So is one whose rest stays, unless it is small and all such together are.
 *
 * <p>Who is slow is told by time in which this process ran, until the last byte was there: what it does not take up itself is no peer's doing.
 * A turn counts for its peer, whether it was used or not.
 *
 * <p>Thread-safe. What is to go on runs on the thread that made room, outside of every lock here.
 */
final class Turns {

    private static final int FAIR_TURN = 4;
    private static final int SLOW_PART = 2;
    private static final int PEER_PART = 8;
    /** Who takes longer for a message is slow. */
    private static final long SLOW_NANOS = 1_000_000_000;
    /** Of time in which this process did nothing here, not even sweep, so much counts: it stood still. */
    private static final long MOST_PAUSE_NANOS = SLOW_NANOS / 2;
    /** For which it is remembered who is slow, though it has gone: it may be back at once. */
    private static final long SLOW_MEMORY_NANOS = 600 * SLOW_NANOS;
    /** More than the memory, for messages that come on after all. */
    private static final int RETURN_PART = 4;
    /** Bytes of a message that does not become whole may stay, of which nothing comes for so many looks while others wait. */
    private static final int MOST_LOOKS = 40;
    private static final int SMALL_BYTES = 64 << 10;
    /** What such rests that stay take of the memory together, however many they are. */
    private static final int RESTS_PART = 4;
    /** Who takes longer, whatever comes of its message, gives way where slow ones together hold more than their part. */
    private static final int TOO_MANY_LOOKS = 32;
    private static final Comparator<Line> LEAST_MOVED = Comparator.comparingLong(line -> line.peer.moved);
    private static final Comparator<Line> FIRST_DUE =
            Comparator.<Line>comparingLong(line -> line.dueNanos).thenComparing(LEAST_MOVED);

    /** Runs something after a while. */
    @FunctionalInterface
    interface Later {
        void run(Runnable task, long afterNanos);
    }

    /** One peer with all its transfers. What it moved counts from where the others stood when it came. */
    private static final class Peer {
        private long moved;
        private long heldBytes;
        private int lines;
        private boolean slow;
        private long slowNanos;

        private void judge(boolean isSlow, long now) {
            slow = isSlow;
            slowNanos = now;
        }

        /** Whether it counts in nothing that is yet to come. */
        private boolean isForgettable(boolean idle, long reached, long now) {
            return lines == 0 && (slow ? now - slowNanos > SLOW_MEMORY_NANOS : idle || moved <= reached);
        }
    }

    private final long memoryBytes;
    private final Optional<TokenBucket> rate;
    private final LongSupplier nanos;
    private final Later later;
    private final Map<String, Peer> peers = new HashMap<>();
    /** Who asked first stands first. */
    private final List<Line> waiting = new ArrayList<>();
    /** Whose message is to come; the one that got its turn first stands first. */
    private final Set<Line> due = new LinkedHashSet<>();
    private long heldBytes;
    private long slowBytes;
    private long reached;
    private long ranNanos;
    private long seenNanos;
    private int turn;
    private long lookedNanos;
    private boolean waking;

    /**
     * @param memoryBytes of messages that were asked for and are not dealt with yet
     * @param rate of all transfers together; empty: no limit
     * @param nanos a monotonic clock
     */
    Turns(long memoryBytes, Optional<TokenBucket> rate, LongSupplier nanos, Later later) {
        this.memoryBytes = memoryBytes;
        this.rate = rate;
        this.nanos = nanos;
        this.later = later;
        this.seenNanos = nanos.getAsLong();
    }

    /**
     * Begins a transfer.
     *
     * @param deadlineNanos by the clock; {@link Long#MAX_VALUE} when there is none
     * @param goOn what runs when it gets a turn that it had to wait for
     * @param revoke ends the transfer, which then is to be closed; is called within a lock, so it only hands over
     */
    synchronized Line open(String peer, LongSupplier deadlineNanos, Runnable goOn, Runnable revoke) {
        Peer known = peers.computeIfAbsent(peer, ignored -> {
            Peer comes = new Peer();
            comes.moved = reached;
            return comes;
        });
        known.lines++;
        return new Line(known, deadlineNanos, goOn, revoke);
    }

    private void wake() {
        List<Line> gone;
        synchronized (this) {
            waking = false;
            gone = grant();
        }
        gone.forEach(line -> line.goOn.run());
    }

    /** Forgets peers that have no transfer and no debt; to be called every half second, or waiting for a peer counts as less. */
    synchronized void sweep() {
        ranNanos();
        boolean idle = heldBytes == 0 && waiting.isEmpty();
        long now = nanos.getAsLong();
        peers.values().removeIf(peer -> peer.isForgettable(idle, reached, now));
    }

    /** For how long this process ran; to be called under the lock. */
    private long ranNanos() {
        long now = nanos.getAsLong();
        ranNanos += Math.min(now - seenNanos, MOST_PAUSE_NANOS);
        seenNanos = now;
        return ranNanos;
    }

    private List<Line> grant() {
        List<Line> granted = new ArrayList<>();
        while (!waiting.isEmpty() && mayMove()) {
            markSlow();
            boolean fair = turn == FAIR_TURN - 1;
            Optional<Line> next = next(fair);
            if (next.isPresent()) {
                turn = (turn + 1) % FAIR_TURN;
                if (fair || next.get().dueNanos == Long.MAX_VALUE) {
                    reached = Math.max(reached, next.get().peer.moved);
                }
                next.get().take();
                granted.add(next.get());
            } else if (!reclaim()) {
                lookAgain();
                break;
            }
        }
        return granted;
    }

    private Optional<Line> next(boolean fair) {
        return waiting.stream().filter(Line::fitsItsShare).min(fair ? LEAST_MOVED : FIRST_DUE)
                .filter(line -> heldBytes == 0 || heldBytes + line.askedBytes <= memoryBytes);
    }

    /** Whose message has not come in time is slow from now on, not from when it comes. */
    private void markSlow() {
        long ran = ranNanos();
        for (Line line : due) {
            if (ran - line.sinceNanos <= SLOW_NANOS) {
                return;
            }
            if (!line.whole) {
                line.peer.judge(true, nanos.getAsLong());
                if (!line.heldAsSlow) {
                    line.hold(line.ownBytes);
                }
            }
        }
    }

    /** Takes back memory that nothing comes into; tells whether there was any. */
    private boolean reclaim() {
        long now = nanos.getAsLong();
        if (now - lookedNanos < Arriving.LOOK_NANOS) {
            return false;
        }
        lookedNanos = now;
        long before = heldBytes;
        due.forEach(Line::look);
        if (heldBytes == before && slowBytes > memoryBytes / SLOW_PART && waiting.stream().anyMatch(Line::fitsItsShare)) {
            due.stream().filter(line -> line.heldAsSlow && !line.lapsed && !line.whole && line.looks > TOO_MANY_LOOKS)
                    .min(Comparator.comparingLong(line -> line.arriving.bytes())).ifPresent(Line::lapse);
        }
        return heldBytes < before;
    }

    private void lookAgain() {
        if (!waking && !due.isEmpty()) {
            waking = true;
            later.run(this::wake, Arriving.LOOK_NANOS);
        }
    }

    private boolean mayMove() {
        long wait = rate.map(bucket -> bucket.waitNanos(nanos.getAsLong())).orElse(0L);
        if (wait > 0 && !waking) {
            waking = true;
            later.run(this::wake, wait);
        }
        return wait == 0;
    }

    /** One transfer: asks for a turn, moves a message, is done with it, and so on. */
    final class Line implements AutoCloseable {

        private final Peer peer;
        private final LongSupplier deadlineNanos;
        private final Runnable goOn;
        private final Runnable revoke;
        private final Arriving arriving = new Arriving();
        private long dueNanos = Long.MAX_VALUE;
        private long askedBytes;
        private long ownBytes;
        private long chargedBytes;
        /** By {@link Turns#ranNanos()}, as is {@code wholeNanos}. */
        private long sinceNanos;
        private long wholeNanos;
        /** All of the message is there, and to be taken up. */
        private boolean whole;
        private int looks;
        private boolean heldAsSlow;
        private boolean moving;
        /** Holds no more than what came of the message. */
        private boolean lapsed;
        /** Lapsed at some time during this turn, which counts as taken. */
        private boolean paid;
        private boolean revoked;
        private boolean closed;

        private Line(Peer peer, LongSupplier deadlineNanos, Runnable goOn, Runnable revoke) {
            this.peer = peer;
            this.deadlineNanos = deadlineNanos;
            this.goOn = goOn;
            this.revoke = revoke;
        }

        /**
         * Asks for a turn; being done with what was moved before is understood.
         *
         * @param bytes at most
         * @return true when it is the turn; else what was given to {@link Turns#open} runs when it is
         */
        boolean ask(long bytes) {
            List<Line> granted;
            synchronized (Turns.this) {
                free();
                if (closed) {
                    return false;
                }
                if (peer.heldBytes == 0 && waiting.stream().noneMatch(line -> line.peer == peer)) {
                    // A turn that was not asked for is not saved up.
                    peer.moved = Math.max(peer.moved, reached);
                }
                askedBytes = bytes;
                dueNanos = deadlineNanos.getAsLong();
                waiting.add(this);
                granted = grant();
            }
            boolean own = granted.remove(this);
            granted.forEach(line -> line.goOn.run());
            return own;
        }

        /** Some bytes of the message came; whole it is {@link #moved}. */
        void arrived(long bytes) {
            synchronized (Turns.this) {
                if (!due.contains(this)) {
                    return;
                }
                arriving.came(bytes);
                if (lapsed) {
                    hold(Math.max(ownBytes, arriving.bytes()));
                    chargeFor(ownBytes);
                    if (arriving.hasBegun()) {
                        comeBack();
                    }
                }
            }
        }

        /** The last byte of the message came. */
        void whole() {
            synchronized (Turns.this) {
                if (due.contains(this)) {
                    whole = true;
                    wholeNanos = ranNanos();
                }
            }
        }

        private void comeBack() {
            if (mayComeBack()) {
                lapsed = false;
                arriving.judgeAnew();
                hold(askedBytes);
                chargeFor(askedBytes);
            } else {
                giveUp();
            }
        }

        /** As much as with a new turn, but for the memory of all. */
        private boolean mayComeBack() {
            long moreBytes = askedBytes - ownBytes;
            long othersSlowBytes = slowBytes - (heldAsSlow ? ownBytes : 0);
            return heldBytes + moreBytes <= memoryBytes + memoryBytes / RETURN_PART
                    && (peer.heldBytes == ownBytes || peer.heldBytes + moreBytes <= memoryBytes / PEER_PART)
                    && (!peer.slow || othersSlowBytes == 0 || othersSlowBytes + askedBytes <= memoryBytes / SLOW_PART);
        }

        private void giveUp() {
            if (!revoked) {
                revoked = true;
                revoke.run();
            }
        }

        /** A message was moved, in its turn. */
        void moved(long bytes) {
            synchronized (Turns.this) {
                if (closed) {
                    return;
                }
                chargeFor(bytes);
                chargedBytes = 0;
                peer.moved += paid ? 0 : bytes - askedBytes;
                long cameNanos = whole ? wholeNanos : ranNanos();
                peer.judge(cameNanos - sinceNanos > SLOW_NANOS, nanos.getAsLong());
                due.remove(this);
                hold(bytes);
                askedBytes = 0;
                moving = true;
            }
        }

        /** What was moved takes no memory any more; without effect when the next turn was asked for. */
        void done() {
            List<Line> granted;
            synchronized (Turns.this) {
                if (!moving) {
                    return;
                }
                free();
                granted = grant();
            }
            granted.forEach(line -> line.goOn.run());
        }

        /** No message comes any more. A turn that was taken counts: else who takes turns to give them up would always be the next. */
        @Override
        public void close() {
            end(false);
        }

        /** The peer has sent all: a turn that was taken for one more message counts for little, where its end came at once. */
        void finish() {
            end(true);
        }

        private void end(boolean finished) {
            List<Line> granted;
            synchronized (Turns.this) {
                if (closed) {
                    return;
                }
                closed = true;
                peer.lines--;
                if (!waiting.remove(this)) {
                    chargeFor(Math.min(chargedBytes, arriving.bytes()));
                    boolean atOnce = finished && ranNanos() - sinceNanos < Arriving.LOOK_NANOS;
                    peer.moved -= atOnce && !paid ? Math.max(0, askedBytes - SMALL_BYTES) : 0;
                }
                free();
                granted = grant();
            }
            granted.forEach(line -> line.goOn.run());
        }

        private boolean fitsItsShare() {
            return fitsItsPart()
                    && (!peer.slow || slowBytes == 0 || slowBytes + askedBytes <= memoryBytes / SLOW_PART);
        }

        private boolean fitsItsPart() {
            return peer.heldBytes == 0 || peer.heldBytes + askedBytes <= memoryBytes / PEER_PART;
        }

        private void take() {
            waiting.remove(this);
            sinceNanos = ranNanos();
            whole = false;
            looks = 0;
            arriving.begin();
            lapsed = false;
            paid = false;
            due.add(this);
            peer.moved += askedBytes;
            hold(askedBytes);
            chargeFor(askedBytes);
        }

        private void look() {
            if (whole) {
                return;
            }
            looks++;
            arriving.looked();
            if (!lapsed && arriving.isIdle()) {
                lapse();
            } else if (lapsed && arriving.looks() >= MOST_LOOKS && !mayStay()) {
                giveUp();
            }
        }

        /** Whether all that are due could keep as much, within the part of the memory that is for rests. */
        private boolean mayStay() {
            return ownBytes <= SMALL_BYTES && ownBytes * due.size() <= memoryBytes / RESTS_PART;
        }

        private void lapse() {
            lapsed = true;
            paid = true;
            peer.judge(true, nanos.getAsLong());
            arriving.judgeAnew();
            hold(Math.min(ownBytes, arriving.bytes()));
            chargeFor(ownBytes);
        }

        /** Holds so much from now on. */
        private void hold(long bytes) {
            slowBytes -= heldAsSlow ? ownBytes : 0;
            heldAsSlow = peer.slow;
            slowBytes += heldAsSlow ? bytes : 0;
            heldBytes += bytes - ownBytes;
            peer.heldBytes += bytes - ownBytes;
            ownBytes = bytes;
        }

        /** Its message takes so much of the rate. */
        private void chargeFor(long bytes) {
            long more = bytes - chargedBytes;
            rate.ifPresent(bucket -> bucket.charge(more, nanos.getAsLong()));
            chargedBytes = bytes;
        }

        private void free() {
            due.remove(this);
            hold(0);
            moving = false;
        }
    }
}
