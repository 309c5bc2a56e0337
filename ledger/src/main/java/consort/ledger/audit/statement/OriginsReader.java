package consort.ledger.audit.statement;

import consort.ledger.audit.AuditListener;
import consort.ledger.entry.Acceptance;
import consort.ledger.entry.Benchmark;
import consort.ledger.entry.Entry;
import consort.ledger.entry.ExternalCost;
import consort.ledger.entry.Invitation;
import consort.ledger.entry.Member;
import consort.ledger.entry.Observation;
import consort.ledger.entry.PeriodClose;
import consort.ledger.entry.Revocation;
import consort.ledger.entry.RoundOpened;
import consort.ledger.entry.UsageClaim;
import consort.ledger.fold.ExternalCostView;
import consort.ledger.fold.LeaseView;
import consort.ledger.fold.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Remembers where what bills follow from stands: of others' work no more than an index each, and that for one period. */
final class OriginsReader implements AuditListener {

    private final String organization;
    private final Map<String, Long> invitations = new HashMap<>();
    private final TreeMap<String, List<Long>> standings = new TreeMap<>();
    private final TreeMap<String, List<Long>> work = new TreeMap<>();
    private final List<ExternalCostView> costs = new ArrayList<>();
    private final List<Long> closes = new ArrayList<>();
    private final Map<Benchmark, Long> benchmarks = new HashMap<>();
    private final Map<RoundId, Long> rounds = new HashMap<>();
    private String claimant = "";

    private record RoundId(long run, long round) {
    }

    OriginsReader(String organization) {
        this.organization = organization;
    }

    @Override
    public void applied(State after, Entry entry) {
        long index = entry.index();
        switch (entry.body()) {
            case Invitation invited -> invitations.put(invited.inviteHash(), index);
            case Member member -> {
                stands(member.organization(), invitations.get(member.inviteHash()));
                stands(member.organization(), index);
            }
            case Acceptance accepted -> stands(accepted.organization(), index);
            case Revocation revoked -> {
                if (revoked.worker().isEmpty() && revoked.person().isEmpty()) {
                    stands(revoked.organization(), index);
                }
            }
            case Benchmark benchmark -> {
                if (benchmark.organization().equals(organization)) {
                    benchmarks.put(benchmark, index);
                }
            }
            case RoundOpened round -> rounds.put(new RoundId(round.run(), round.round()), index);
            case UsageClaim claim -> claimant = claim.organization();
            case Observation observation -> work.computeIfAbsent(claimant, name -> new ArrayList<>()).add(index);
            case ExternalCost cost -> costs.add(new ExternalCostView(index, cost));
            case PeriodClose close -> closes.add(index);
            default -> { }
        }
    }

    /** The next period begins. */
    void next() {
        work.clear();
        costs.clear();
    }

    /** Of a close that was just applied, or that would be the next entry. */
    Origins of(State state, PeriodClose close) {
        TreeMap<String, List<Long>> all = new TreeMap<>();
        work.forEach((name, entries) -> all.put(name, new ArrayList<>(entries)));
        state.accounts().reversals(close.period()).stream().filter(one -> !one.afterClose())
                .forEach(one -> all.computeIfAbsent(one.organization(), name -> new ArrayList<>()).add(one.index()));
        return new Origins(state.charter(), costs, standings, all, close.members(), closes.stream().limit(close.period() - 1).toList());
    }

    /** Where what bounds and normalizes a claim stands. */
    ClaimLine.Task task(LeaseView lease) {
        Long benchmark = lease.benchmark().map(benchmarks::get).orElse(null);
        Long round = rounds.get(new RoundId(lease.lease().run(), lease.lease().round()));
        return new ClaimLine.Task(lease.index(), index(round), index(benchmark));
    }

    private static OptionalLong index(Long found) {
        return found == null ? OptionalLong.empty() : OptionalLong.of(found);
    }

    private void stands(String member, long index) {
        standings.computeIfAbsent(member, name -> new ArrayList<>()).add(index);
    }
}
