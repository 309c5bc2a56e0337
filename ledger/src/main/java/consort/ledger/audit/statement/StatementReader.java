package consort.ledger.audit.statement;

import consort.ledger.audit.AuditListener;
import consort.ledger.audit.statement.Statement.MaximumLiability;
import consort.ledger.entry.Entry;
import consort.ledger.entry.ExternalCost;
import consort.ledger.entry.Observation;
import consort.ledger.entry.PeriodClose;
import consort.ledger.entry.Reasons;
import consort.ledger.entry.UsageClaim;
import consort.ledger.fold.Billing;
import consort.ledger.fold.EnergyView;
import consort.ledger.fold.ExternalCostView;
import consort.ledger.fold.JournalView;
import consort.ledger.fold.LeaseView;
import consort.ledger.fold.Pages;
import consort.ledger.fold.PeriodView;
import consort.ledger.fold.ReversalView;
import consort.ledger.fold.State;
import consort.ledger.money.Bill;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Listens to an audit and writes one organization's statement. For one audit and thread. */
public final class StatementReader implements AuditListener {

    private final String organization;
    private final OptionalLong period;
    private final OriginsReader origins;
    private final Overlaps overlaps = new Overlaps();
    private PeriodWork current;
    /** Of the period of {@link #closed}, once there is one. */
    private PeriodWork finished;
    private Optional<Statement> closed = Optional.empty();
    private Optional<State> last = Optional.empty();
    private Optional<UsageClaim> claim = Optional.empty();

    /**
     * @param period the one that is wanted; empty: the last that was closed with the organization in it, or the open one if there was none
     * @param pages where what it reads of claims stands, for as long as its statement is used
     */
    public StatementReader(String organization, OptionalLong period, Pages pages) {
        this.organization = organization;
        this.period = period;
        this.origins = new OriginsReader(organization, pages);
        this.current = new PeriodWork(pages);
        this.finished = new PeriodWork(pages);
    }

    @Override
    public void applied(State after, Entry entry) {
        last = Optional.of(after);
        origins.applied(after, entry);
        switch (entry.body()) {
            case UsageClaim claimed -> claim = Optional.of(claimed);
            case Observation observation -> observed(after, entry.index(), observation);
            case ExternalCost cost -> current.paid(new ExternalCostView(entry.index(), cost));
            case PeriodClose close -> closed(after, entry.index(), close);
            default -> { }
        }
    }

    /** Empty when the organization was no member, or there is no such period. Only after the audit. */
    public Optional<Statement> statement() {
        if (last.isEmpty() || !last.get().founded()) {
            return Optional.empty();
        }
        State state = last.get();
        if (closed.isPresent()) {
            PeriodView bill = state.periods().get((int) closed.get().period() - 1);
            return closed.map(statement -> statement.with(Aftermath.of(state, bill, organization)));
        }
        long open = state.periods().size() + 1L;
        return period.orElse(open) == open
                ? of(state, state.size(), Billing.close(state, state.ledgerTimeMillis()), true)
                : Optional.empty();
    }

    /** Why there is no statement, naming what there is. Only after an audit that ended well and gave none. */
    public String whyNone() {
        State state = last.orElseThrow();
        if (!state.members().containsKey(organization)) {
            return "there is no member \"" + organization + "\" in this ledger; its members are "
                    + String.join(", ", state.members().keySet().stream().sorted().toList());
        }
        int closedPeriods = state.periods().size();
        long wanted = period.orElse(closedPeriods + 1L);
        if (wanted >= 1 && wanted <= closedPeriods + 1L) {
            OptionalLong left = state.members().get(organization).revoked();
            return left.isPresent() && (wanted > closedPeriods || left.getAsLong() < state.periods().get((int) wanted - 1).close().fromIndex())
                    ? organization + " left in entry " + left.getAsLong() + ", before period " + wanted + " began"
                    : organization + " was no member yet when period " + wanted + " was closed";
        }
        return "there is no period " + wanted + " in this ledger; " + switch (closedPeriods) {
            case 0 -> "none was closed yet";
            case 1 -> "period 1 is closed";
            default -> "periods 1 to " + closedPeriods + " are closed";
        } + ", period " + (closedPeriods + 1) + " is open";
    }

    private void observed(State state, long index, Observation observation) {
        UsageClaim claimed = claim.orElseThrow();
        boolean own = claimed.organization().equals(organization);
        if (own) {
            observed(state, state.lease(claimed.lease()).orElseThrow(), claimed, observation);
        }
        if (wanted(state.periods().size() + 1L)) {
            current.observed(claimed.organization(), index);
        }
    }

    private void observed(State state, LeaseView lease, UsageClaim claimed, Observation observation) {
        List<String> devices = lease.deviceIds(claimed);
        if (wanted(state.periods().size() + 1L)) {
            current.claimed(ClaimLine.of(lease, origins.task(lease), claimed, observation, state.charter().outcomes(),
                            observation.cutMillis(Reasons.OVERLAP) > 0 ? overlaps.since(devices, lease.lease().timeMillis()) : List.of()),
                    state.devices().energy().getOrDefault(organization, EnergyView.NONE));
        }
        if (observation.acceptedMillis() > 0) {
            overlaps.accepted(observation.claim(), devices, observation.timeMillis());
        }
    }

    private boolean wanted(long number) {
        return period.isEmpty() || period.getAsLong() == number;
    }

    private void closed(State state, long index, PeriodClose close) {
        // A bill that it is not in is that of a time before it joined, or after it left.
        if (wanted(close.period()) && close.line(organization).isPresent()) {
            closed = of(state, index, close, false);
            PeriodWork before = finished;
            finished = current;
            current = before;
        }
        current.clear();
    }

    private Optional<Statement> of(State state, long toIndex, PeriodClose close, boolean open) {
        Bill bill = (open ? Billing.basis(state, close.timeMillis()) : state.accounts().basis(close.period()).orElseThrow())
                .bill(state.charter());
        List<ReversalView> before = state.accounts().reversals(close.period()).stream()
                .filter(one -> one.organization().equals(organization) && !one.afterClose()).toList();
        Origins from = origins.of(state, close, current);
        List<ExternalCostView> costs = from.costs().stream().filter(cost -> cost.cost().organization().equals(organization)).toList();
        return close.line(organization)
                .map(line -> new Statement(organization, close.period(), open, last(state, close), close.fromIndex(), toIndex,
                        close.currency(), current.claims(), before, costs, current.energy(), state.charter().metering(), close.rateMinorPerHour(), line,
                        bill.line(organization), bill,
                        close.corrections().stream().filter(one -> one.organization().equals(organization)).toList(),
                        causes(state, close), journals(state, close),
                        new MaximumLiability(state.charter().maximumLiabilityMinor(), state.charter().terms().capMinor().isPresent()),
                        close.transfers().stream().filter(this::concerns).toList(), from, Optional.empty()));
    }

    private boolean last(State state, PeriodClose close) {
        OptionalLong revoked = state.members().get(organization).revoked();
        return revoked.isPresent() && revoked.getAsLong() >= close.fromIndex();
    }

    private static List<ReversalView> causes(State state, PeriodClose close) {
        Set<Long> corrected = close.corrections().stream().map(PeriodClose.Correction::period).collect(Collectors.toSet());
        return state.accounts().reversals().stream().filter(one -> one.afterClose() && corrected.contains(one.period())).toList();
    }

    private List<JournalView> journals(State state, PeriodClose close) {
        return state.accounts().journals(close.period()).stream().filter(one -> one.journal().amountMinor(organization) != 0).toList();
    }

    private boolean concerns(PeriodClose.Transfer transfer) {
        return transfer.from().equals(organization) || transfer.to().equals(organization);
    }
}
