package consort.ledger.fold;

import consort.ledger.entry.Dispute;
import consort.ledger.entry.Reversal;
import consort.ledger.money.AmountOverflowException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/** What must be known before a claim is reversed. */
public final class Adjusting {

    private Adjusting() {
    }

    /** The lease that a claim answered first; empty for entries that are no such claim. Looks at all leases. */
    public static Optional<LeaseView> leaseOf(State state, long claim) {
        return LongStream.range(1, state.nextLease()).mapToObj(lease -> state.lease(lease).orElseThrow())
                .filter(lease -> lease.claim().filter(first -> first == claim).isPresent()).findFirst();
    }

    /**
     * Why a claim's reversal cannot follow from a dispute: this one is about another claim, or about a bill that was closed before the claim
     * was entered. A later bill may be disputed for what it says of the claim's period. Empty when it can, or there is no such dispute.
     */
    public static Optional<String> besideDispute(State state, long claim, OptionalLong dispute) {
        return dispute.stream().boxed().flatMap(index -> state.settlements().dispute(index).stream()).findFirst().flatMap(view -> {
            Dispute about = view.dispute();
            return about.claim().orElse(claim) != claim
                    ? Optional.of("dispute " + view.index() + " is about claim " + about.claim().getAsLong())
                    : Settling.period(state, about.period()).filter(period -> period.index() < claim).map(period -> "dispute " + view.index()
                            + " is about the bill of period " + about.period() + ", which was closed before claim " + claim);
        });
    }

    /** How many reversals were entered since the last close. */
    public static long reversalsSinceClose(State state) {
        return state.accounts().reversals().stream().filter(one -> one.index() >= state.periodFromIndex()).count();
    }

    /** Why the bill of a closed period could not be computed any more with this reversal; empty when it can. */
    public static Optional<String> beyondBounds(State state, LeaseView lease, Reversal reversal) {
        ReversalView view = view(state, state.size(), reversal, lease);
        if (!view.afterClose()) {
            return Optional.empty();
        }
        List<ReversalView> all = new ArrayList<>(state.accounts().reversals(view.period()));
        all.add(view);
        try {
            state.accounts().basis(view.period()).orElseThrow().with(all.stream().filter(ReversalView::afterClose).toList())
                    .bill(state.charter());
            return Optional.empty();
        } catch (AmountOverflowException beyond) {
            return Optional.of(beyond.getMessage());
        }
    }

    static ReversalView view(State state, long index, Reversal reversal, LeaseView lease) {
        boolean open = reversal.claim() >= state.periodFromIndex();
        long period = open ? state.periods().size() + 1L : periodOf(state, reversal.claim());
        return new ReversalView(index, reversal, period, !open, lease.lease().organization(), lease.lease().worker(),
                lease.scoreMilli());
    }

    /** A claim and its observation stand in one period, as nothing comes between them. */
    private static long periodOf(State state, long index) {
        return state.periods().stream().filter(closed -> closed.index() > index).findFirst().orElseThrow().close().period();
    }
}
