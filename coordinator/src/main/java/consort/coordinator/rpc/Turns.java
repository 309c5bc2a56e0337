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
 * <p>Thread-safe. What is to go on runs on the thread that made room, outside of every lock here.
 */
final class Turns {

    private static final int FAIR_TURN = 4;
    private static final int SLOW_PART = 2;
    private static final int PEER_PART = 8;
    /** Who takes longer for a message is slow. */
    private static final long SLOW_NANOS = 1_000_000_000;
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
    private int turn;
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
    }

    /**
     * Begins a transfer.
     *
     * @param deadlineNanos by the clock; {@link Long#MAX_VALUE} when there is none
     * @param goOn what runs when it gets a turn that it had to wait for
     */
    synchronized Line open(String peer, LongSupplier deadlineNanos, Runnable goOn) {
        Peer known = peers.computeIfAbsent(peer, ignored -> {
            Peer comes = new Peer();
            comes.moved = reached;
            return comes;
        });
        known.lines++;
        return new Line(known, deadlineNanos, goOn);
    }

    private void wake() {
        List<Line> gone;
        synchronized (this) {
            waking = false;
            gone = grant();
        }
        gone.forEach(line -> line.goOn.run());
    }

    /** Whether somebody waits for memory that others hold, and not for one's own share. */
    synchronized boolean isCrowded() {
        return heldBytes > 0 && waiting.stream().anyMatch(Line::fitsItsPart) && mayMove();
    }

    /** Forgets peers that have no transfer and no debt; to be called now and then. */
    synchronized void sweep() {
        boolean idle = heldBytes == 0 && waiting.isEmpty();
        peers.values().removeIf(peer -> peer.lines == 0 && (idle || !peer.slow && peer.moved <= reached));
    }

    private List<Line> grant() {
        List<Line> granted = new ArrayList<>();
        while (!waiting.isEmpty() && mayMove()) {
            boolean fair = turn == FAIR_TURN - 1;
            markSlow();
            Optional<Line> next = waiting.stream().filter(Line::fitsItsShare).min(fair ? LEAST_MOVED : FIRST_DUE);
            if (next.isEmpty() || heldBytes > 0 && heldBytes + next.get().askedBytes > memoryBytes) {
                break;
            }
            turn = (turn + 1) % FAIR_TURN;
            if (fair || next.get().dueNanos == Long.MAX_VALUE) {
                reached = Math.max(reached, next.get().peer.moved);
            }
            next.get().take();
            granted.add(next.get());
        }
        return granted;
    }

    /** Whose message has not come in time is slow from now on, not from when it comes. */
    private void markSlow() {
        long now = nanos.getAsLong();
        for (Line line : due) {
            if (now - line.sinceNanos <= SLOW_NANOS) {
                return;
            }
            line.peer.slow = true;
            if (!line.heldAsSlow) {
                line.heldAsSlow = true;
                slowBytes += line.ownBytes;
            }
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

    private void charge(long bytes) {
        rate.ifPresent(bucket -> bucket.charge(bytes, nanos.getAsLong()));
    }

    /** One transfer: asks for a turn, moves a message, is done with it, and so on. */
    final class Line implements AutoCloseable {

        private final Peer peer;
        private final LongSupplier deadlineNanos;
        private final Runnable goOn;
        private long dueNanos = Long.MAX_VALUE;
        private long askedBytes;
        private long ownBytes;
        private long sinceNanos;
        private boolean heldAsSlow;
        private boolean moving;
        private boolean closed;

        private Line(Peer peer, LongSupplier deadlineNanos, Runnable goOn) {
            this.peer = peer;
            this.deadlineNanos = deadlineNanos;
            this.goOn = goOn;
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

        /** A message was moved, in its turn. */
        void moved(long bytes) {
            synchronized (Turns.this) {
                if (closed) {
                    return;
                }
                charge(bytes - askedBytes);
                peer.moved += bytes - askedBytes;
                peer.slow = nanos.getAsLong() - sinceNanos > SLOW_NANOS;
                free();
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

        /** No message comes any more. */
        @Override
        public void close() {
            List<Line> granted;
            synchronized (Turns.this) {
                if (closed) {
                    return;
                }
                closed = true;
                peer.lines--;
                if (!waiting.remove(this)) {
                    charge(-askedBytes);
                    peer.moved -= askedBytes;
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
            sinceNanos = nanos.getAsLong();
            due.add(this);
            charge(askedBytes);
            peer.moved += askedBytes;
            hold(askedBytes);
        }

        private void hold(long bytes) {
            ownBytes = bytes;
            heldAsSlow = peer.slow;
            heldBytes += bytes;
            peer.heldBytes += bytes;
            slowBytes += heldAsSlow ? bytes : 0;
        }

        private void free() {
            due.remove(this);
            heldBytes -= ownBytes;
            peer.heldBytes -= ownBytes;
            slowBytes -= heldAsSlow ? ownBytes : 0;
            ownBytes = 0;
            moving = false;
        }
    }
}
