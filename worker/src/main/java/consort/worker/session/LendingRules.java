package consort.worker.session;

import consort.proto.Availability;
import consort.proto.WorkerMessage;
import consort.worker.policy.Closed;
import consort.worker.session.Lending.Device;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Opens and closes the site: as the person there asks, and as its policy says of this moment. */
final class LendingRules {

    /** Less than the hour that a coordinator leaves: clocks differ. */
    private static final long LEAST_AGE_MILLIS = Duration.ofMinutes(30).toMillis();

    private LendingRules() {
    }

    /** Looked at after every event, so at least once a second. */
    static void reconsider(Turn turn) {
        Optional<Closed> closed = now(turn);
        if (!(turn.state().link() instanceof Link.Greeting)) {
            announce(closed, turn);
        }
        if (closed.isEmpty()) {
            turn.lends(turn.state().lending().with(Device.LENT));
            return;
        }
        if (closed.get().interrupts()) {
            turn.state().work().close(closed.get().reason(), turn);
        }
        if (turn.state().lending().device() == Device.LENT && !(turn.state().work() instanceof Training)) {
            turn.lends(turn.state().lending().with(Device.ENDING));
            turn.emit(new Effect.FreeDevice());
        }
        if (!(turn.state().work() instanceof Idle) || turn.state().lending().device() != Device.FREE) {
            return;
        }
        if (turn.state().lending().leaving()) {
            turn.exit(0, "nothing is outstanding any more");
        } else if (turn.state().lending().gap()) {
            turn.gap();
        } else if (closed.get().reason().equals(Closed.MEASURING)) {
            turn.measure(turn.state().lending().measuring().orElseThrow().trainer());
        }
    }

    /**
     * The coordinator wants a benchmark again: done once what is in hand is settled. Not soon after the last one, or it could have this
     * site measure, which nobody pays, instead of train; nor soon after one that failed, which then lets that of another trainer go first.
     */
    static void benchmarkWanted(String trainer, Turn turn) {
        Long last = turn.site().measuredMillis().get(trainer);
        if (last == null) {
            turn.tell(Notice.Kind.PROBLEM, "the coordinator asks for a benchmark of trainer " + PeerText.shown(trainer)
                    + ", which this worker does not do now");
            return;
        }
        long now = turn.now().wallMillis();
        boolean soon = now >= last && now - last < LEAST_AGE_MILLIS;
        long from = soon ? last + LEAST_AGE_MILLIS : now;
        if (turn.state().lending().measuring().filter(pending -> pending.fromMillis() <= from).isEmpty()) {
            turn.tell(Notice.Kind.SITE, "the coordinator asks for the benchmark of trainer " + trainer + " again"
                    + (soon ? "; it is done in " + Math.ceilDiv(from - now, 60_000) + " min: the last attempt was less than "
                            + LEAST_AGE_MILLIS / 60_000 + " minutes ago" : ""));
            turn.lends(turn.state().lending().withMeasuring(new Lending.Wanted(trainer, from)));
        }
    }

    /** Why the site takes no tasks now. */
    static Optional<Closed> now(Turn turn) {
        return turn.state().lending().closedNow(turn.site().policy(), turn.now().wallMillis());
    }

    /** What hello says; remembered as said. */
    static Optional<Availability> introduced(Turn turn) {
        Optional<Closed> closed = now(turn);
        turn.lends(turn.state().lending().withClosed(closed));
        return closed.map(one -> message(Optional.of(one), turn));
    }

    /** Why no task will come, said with each connection: nothing else happens that a person could see. */
    static void remind(Turn turn) {
        turn.state().lending().closed().ifPresent(closed -> turn.tell(Notice.Kind.SITE, text(closed)));
    }

    private static void announce(Optional<Closed> closed, Turn turn) {
        Optional<Closed> said = turn.state().lending().closed();
        if (said.map(Closed::reason).equals(closed.map(Closed::reason))) {
            return;
        }
        turn.lends(turn.state().lending().withClosed(closed));
        turn.send(WorkerMessage.newBuilder().setAvailability(message(closed, turn)).build());
        turn.tell(Notice.Kind.SITE, closed.map(LendingRules::text).orElse("tasks are taken again"));
    }

    private static Availability message(Optional<Closed> closed, Turn turn) {
        return closed.map(one -> Availability.newBuilder().setReason(one.reason()).setForMillis(one.forMillis(turn.now().wallMillis())))
                .orElseGet(() -> Availability.newBuilder().setAvailable(true)).build();
    }

    private static String text(Closed closed) {
        return "no tasks are taken: " + closed.reason()
                + (closed.untilMillis() == 0 ? "" : ", until " + Instant.ofEpochMilli(closed.untilMillis()));
    }
}
