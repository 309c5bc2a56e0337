package consort.simulator.time;

import java.util.PriorityQueue;

/** What is going to happen, in the order of simulated time; at one time, in the order in which it was planned. */
public final class Schedule {

    private record Due(long atMillis, long number, Runnable action) implements Comparable<Due> {

        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(atMillis, other.atMillis);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    private final Trace trace;
    private long nowMillis;
    private long planned;

    public Schedule(Trace trace) {
        this.trace = trace;
    }

    /** Simulated time since the beginning. */
    public long nowMillis() {
        return nowMillis;
    }

    /** What happened so far. */
    public Trace trace() {
        return trace;
    }

    /** Something happened that is worth a line. */
    public void tell(String line) {
        trace.line(nowMillis, line);
    }

    /** Plans an action. */
    public void after(long delayMillis, Runnable action) {
        queue.add(new Due(nowMillis + Math.max(0, delayMillis), planned++, action));
    }

    /** Moves the time to the next action and does it; false when nothing is planned. */
    public boolean runNext() {
        Due due = queue.poll();
        if (due == null) {
            return false;
        }
        nowMillis = due.atMillis;
        trace.add(due.atMillis);
        due.action.run();
        return true;
    }
}
