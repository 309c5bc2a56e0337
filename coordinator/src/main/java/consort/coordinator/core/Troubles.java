package consort.coordinator.core;

import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.Limits;
import consort.ledger.entry.Observation;
import consort.ledger.entry.ReasonWords;
import consort.ledger.entry.UsageClaim;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.LeaseView;
import consort.ledger.fold.RefusalView;
import consort.ledger.fold.RoundView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Why tasks brought nothing, in words for people. Of a task that failed, only a code left the site; what it means is said here in
 * words of the coordinator's own, and where the rest stands: in the worker's log.
 */
final class Troubles {

    private static final int MOST_WORKERS = 3;

    private Troubles() {
    }

    /** Of a round, as far as somebody said so, each after "; "; empty when nobody did. Workers with the same trouble stand together. */
    static String of(Turn turn, RoundView round) {
        Map<String, List<WorkerId>> workers = new LinkedHashMap<>();
        round.leases().values().stream().map(number -> turn.state().lease(number).orElseThrow()).forEach(lease ->
                trouble(lease).ifPresent(trouble ->
                        workers.computeIfAbsent(trouble, first -> new ArrayList<>()).add(lease.lease().workerId())));
        StringBuilder text = new StringBuilder();
        workers.forEach((trouble, who) -> text.append("; ").append(Named.list(who, MOST_WORKERS)).append(' ').append(trouble));
        return text.toString();
    }

    private static Optional<String> trouble(LeaseView lease) {
        return lease.refused().map(Troubles::refused).or(() -> lease.ended().filter(LeaseEnded.Reason.HANDED_BACK::equals)
                .map(ended -> handedBack(lease.endedDetail())));
    }

    /** Of one task, as far as somebody said so. */
    static Optional<String> of(LeaseView lease) {
        return lease.refused().map(Troubles::reason).or(lease::endedDetail);
    }

    private static String refused(RefusalView refusal) {
        return (refusal.failed() ? "failed: " : "refused: ") + reason(refusal);
    }

    private static String handedBack(Optional<String> detail) {
        return "handed back" + detail.map(text -> ": " + text).orElse("");
    }

    /** What the coordinator itself found is more exact than the words for its code; what a peer adds is not repeated. */
    private static String reason(RefusalView refusal) {
        Optional<String> found = refusal.failed() ? Optional.empty() : refusal.detail().map(Troubles::printable);
        return refusal.code() + found.or(() -> ReasonWords.of(refusal.code())).map(words -> ": " + words).orElse("")
                + (refusal.failed() ? " (the worker's log says more)" : "");
    }

    // ---- the last of each worker

    /** A claim is answered: what it was refused for is kept, for the status document, until one of the worker is accepted. */
    static void answered(Turn turn, Lease lease, UsageClaim claim, Observation observation) {
        if (observation.reason().isPresent()) {
            String code = observation.reason().get();
            remember(turn, lease, refused(new RefusalView(code, observation.detail(),
                    claim.reason().filter(code::equals).isPresent())));
        } else {
            turn.ephemeral().troubles.remove(lease.workerId());
        }
    }

    /** A task was handed back. */
    static void handedBack(Turn turn, Lease lease, Optional<String> detail) {
        remember(turn, lease, handedBack(detail));
    }

    /** A task's time was up. */
    static void expired(Turn turn, Lease lease) {
        remember(turn, lease, "was not done within " + lease.durationMillis() / 1000 + " s");
    }

    /** Nothing was heard of a task for long. */
    static void silent(Turn turn, Lease lease, long silentMillis, long taskMillis) {
        remember(turn, lease, "silent for " + silentMillis / 1000 + " s, where the one before took " + taskMillis / 1000 + " s");
    }

    private static void remember(Turn turn, Lease lease, String trouble) {
        turn.ephemeral().troubles.put(lease.workerId(), lease.kind().text() + " task in run " + lease.run() + ", round "
                + lease.round() + " " + trouble);
    }

    /** A peer's text stands in the ledger and on terminals: printable ASCII only, and not too much of it. */
    static String printable(String text) {
        return text.codePoints().limit(Limits.MAX_DETAIL_CHARACTERS)
                .map(point -> point >= ' ' && point <= '~' ? point : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString().strip();
    }
}
