package consort.ledger.audit.statement;

import consort.ledger.audit.AuditListener;
import consort.ledger.entry.Acceptance;
import consort.ledger.entry.Benchmark;
import consort.ledger.entry.Entry;
import consort.ledger.entry.Invitation;
import consort.ledger.entry.Lease;
import consort.ledger.entry.Member;
import consort.ledger.entry.PeriodClose;
import consort.ledger.entry.Revocation;
import consort.ledger.entry.RoundOpened;
import consort.ledger.entry.WorkerId;
import consort.ledger.fold.LeaseView;
import consort.ledger.fold.Pages;
import consort.ledger.fold.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** Remembers where what bills follow from stands, beside the work of a period: what is of one period, {@link PeriodWork} remembers. */
final class OriginsReader implements AuditListener {

    private final String organization;
    private final Pages pages;
    private final Map<String, Long> invitations = new HashMap<>();
    private final TreeMap<String, List<Long>> standings = new TreeMap<>();
    private final List<Long> closes = new ArrayList<>();
    /** The entries that open the rounds of each run, which are counted from 1. */
    private final Map<Long, Indices> rounds = new HashMap<>();
    private final Map<Measured, Long> newestBenchmarks = new HashMap<>();
    /** The organization's leases that a benchmark gives a score, by index, and beside each that benchmark. */
    private final Indices scoredLeases;
    private final Indices theirBenchmarks;

    private record Measured(WorkerId worker, String trainer) {
    }

    OriginsReader(String organization, Pages pages) {
        this.organization = organization;
        this.pages = pages;
        this.scoredLeases = new Indices(pages);
        this.theirBenchmarks = new Indices(pages);
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
                    newestBenchmarks.put(new Measured(benchmark.workerId(), benchmark.trainer()), index);
                }
            }
            case Lease lease -> {
                if (lease.organization().equals(organization)) {
                    leased(after.lease(lease.lease()).orElseThrow());
                }
            }
            case RoundOpened round -> rounds.computeIfAbsent(round.run(), run -> new Indices(pages)).append(index);
            case PeriodClose close -> closes.add(index);
            default -> { }
        }
    }

    /** Of a close that was just applied, or that would be the next entry. */
    Origins of(State state, PeriodClose close, PeriodWork work) {
        TreeMap<String, List<Long>> reversals = new TreeMap<>();
        state.accounts().reversals(close.period()).stream().filter(one -> !one.afterClose())
                .forEach(one -> reversals.computeIfAbsent(one.organization(), name -> new ArrayList<>()).add(one.index()));
        SortedMap<String, List<Long>> all = new TreeMap<>();
        work.observations().forEach((name, entries) -> all.put(name, Indices.joined(List.of(entries, reversals.getOrDefault(name, List.of())))));
        reversals.forEach(all::putIfAbsent);
        return new Origins(state.charter(), work.costs(), standings, all, close.members(), closes.stream().limit(close.period() - 1).toList());
    }

    /** Where what bounds and normalizes a claim stands. */
    ClaimLine.Task task(LeaseView lease) {
        Indices opened = rounds.get(lease.lease().run());
        long round = lease.lease().round();
        int scored = scoredLeases.placeAscending(lease.index());
        return new ClaimLine.Task(lease.index(),
                opened == null || round < 1 || round > opened.size() ? OptionalLong.empty() : OptionalLong.of(opened.get((int) round - 1)),
                scored < 0 ? OptionalLong.empty() : OptionalLong.of(theirBenchmarks.get(scored)));
    }

    private void leased(LeaseView lease) {
        lease.benchmark().map(benchmark -> newestBenchmarks.get(new Measured(benchmark.workerId(), benchmark.trainer()))).ifPresent(index -> {
            scoredLeases.append(lease.index());
            theirBenchmarks.append(index);
        });
    }

    private void stands(String member, long index) {
        standings.computeIfAbsent(member, name -> new ArrayList<>()).add(index);
    }
}
