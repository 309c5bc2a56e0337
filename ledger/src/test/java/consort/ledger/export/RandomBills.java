package consort.ledger.export;

import consort.ledger.entry.Journal;
import consort.ledger.entry.PeriodClose;
import consort.ledger.entry.PeriodClose.Correction;
import consort.ledger.entry.SettlementConfirm;
import consort.ledger.entry.SettlementInstruct;
import consort.ledger.fold.InstructionView;
import consort.ledger.fold.JournalView;
import consort.ledger.fold.PeriodView;
import consort.ledger.money.Bill;
import consort.ledger.money.Party;
import consort.ledger.money.ShareTerms;
import consort.ledger.money.Transfers;
import consort.ledger.money.Weighting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Bills of up to four periods with up to twenty members, the same for the same seed. */
final class RandomBills {

    private static final List<String> NAMES = List.of("acme", "a", "a-", "a-b", "ab", "3com", "0", "share", "net-payable", "payable",
            "consortium", "x1", "x-1", "x11", "zeta", "income", "assets", "q", "r", "z".repeat(40));

    private RandomBills() {
    }

    /**
     * @param journals of these periods
     * @param payments of their transfers, some of them
     */
    record Drawn(List<PeriodView> periods, List<JournalView> journals, List<InstructionView> payments) {
    }

    static Drawn of(long seed, String currency) {
        Random random = new Random(seed);
        List<PeriodView> periods = new ArrayList<>();
        List<JournalView> journals = new ArrayList<>();
        long index = 1;
        long timeMillis = 1_800_000_000_000L;
        for (int period = 1; period <= 1 + random.nextInt(4); period++) {
            long fromIndex = index;
            index += 10 + random.nextInt(1000);
            timeMillis += random.nextLong(40L * 24 * 3_600_000);
            List<String> names = NAMES.subList(0, random.nextInt(NAMES.size() + 1));
            List<JournalView> agreed = journals(random, timeMillis, period, fromIndex, names);
            journals.addAll(agreed);
            periods.add(new PeriodView(index++, close(random, timeMillis, period, fromIndex, currency, names, agreed)));
        }
        return new Drawn(periods, journals, payments(random, periods, index, timeMillis));
    }

    /** After all closes; some are confirmed. */
    private static List<InstructionView> payments(Random random, List<PeriodView> periods, long firstIndex, long fromMillis) {
        List<InstructionView> payments = new ArrayList<>();
        long index = firstIndex;
        long timeMillis = fromMillis;
        for (PeriodView period : periods) {
            for (PeriodClose.Transfer transfer : random.nextInt(3) == 0 ? List.<PeriodClose.Transfer>of() : period.close().transfers()) {
                timeMillis += random.nextLong(24 * 3_600_000);
                long number = payments.size() + 1L;
                SettlementInstruct instruct = new SettlementInstruct(timeMillis, number, period.close().period(), transfer.from(),
                        transfer.to(), transfer.amountMinor());
                InstructionView view = new InstructionView(index++, instruct, Optional.empty(), OptionalLong.empty(), OptionalLong.empty());
                payments.add(random.nextBoolean() ? view : confirmed(view, index++, timeMillis));
            }
        }
        return payments;
    }

    private static InstructionView confirmed(InstructionView view, long entry, long timeMillis) {
        SettlementInstruct instruct = view.instruct();
        return new InstructionView(view.index(), instruct, Optional.of(new SettlementConfirm(timeMillis, instruct.to(), 1,
                instruct.instruction(), instruct.from(), instruct.amountMinor())), OptionalLong.of(entry), OptionalLong.of(timeMillis));
    }

    private static List<JournalView> journals(Random random, long timeMillis, long period, long fromIndex, List<String> names) {
        List<JournalView> journals = new ArrayList<>();
        for (int i = 0; names.size() > 1 && i < random.nextInt(3); i++) {
            List<Journal.Posting> postings = new ArrayList<>();
            zeroSum(random, names.subList(0, 2 + random.nextInt(names.size() - 1))).forEach((name, amount) ->
                    postings.add(new Journal.Posting(name, amount)));
            if (postings.size() > 1) {
                journals.add(new JournalView(fromIndex + i, period,
                        new Journal(timeMillis - random.nextInt(3) * 1000, postings, "agreed", OptionalLong.empty())));
            }
        }
        return journals;
    }

    /** Amounts other than 0, by name. */
    private static SortedMap<String, Long> zeroSum(Random random, List<String> names) {
        SortedMap<String, Long> amounts = new TreeMap<>();
        names.forEach(name -> amounts.put(name, random.nextLong(-5000, 5000)));
        amounts.merge(names.getFirst(), -amounts.values().stream().mapToLong(Long::longValue).sum(), Long::sum);
        amounts.values().removeIf(amount -> amount == 0);
        return amounts;
    }

    private static PeriodClose close(Random random, long timeMillis, long period, long fromIndex, String currency, List<String> names,
            List<JournalView> journals) {
        List<Party> parties = names.stream()
                .map(name -> new Party(name, random.nextBoolean() ? 0 : random.nextLong(10_000_000_000L),
                        random.nextInt(4) == 0 ? random.nextLong(1_000_000) : 0, random.nextInt(1000), random.nextInt(5)))
                .toList();
        long rate = random.nextInt(10) == 0 ? 0 : random.nextLong(1_000_000);
        ShareTerms terms = new ShareTerms(random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextLong(100_000_000)),
                random.nextInt(1000), 0, 1);
        Bill bill = Bill.of(parties, rate, new Weighting(70, 20, 10), terms);
        List<Correction> corrections = random.nextBoolean() || names.size() < 2 ? List.of() : corrections(random, names);
        List<PeriodClose.Line> lines = bill.lines().stream().map(line -> line(line, corrections, journals)).toList();
        SortedMap<String, Long> payables = new TreeMap<>();
        lines.forEach(line -> payables.put(line.organization(), line.payableMinor()));
        return new PeriodClose(timeMillis, period, fromIndex, currency, rate, bill.poolMinor(), bill.deficitMinor(), lines, corrections,
                Transfers.settling(payables).stream()
                        .map(one -> new PeriodClose.Transfer(one.from(), one.to(), one.amountMinor())).toList());
    }

    private static List<Correction> corrections(Random random, List<String> names) {
        SortedMap<String, Long> nets = zeroSum(random, names);
        return nets.entrySet().stream().map(net -> {
            long share = random.nextInt(3) * 100L;
            return new Correction(1, net.getKey(), net.getValue() + share, share, net.getValue());
        }).toList();
    }

    private static PeriodClose.Line line(Bill.Line line, List<Correction> corrections, List<JournalView> journals) {
        String name = line.party().name();
        long correction = corrections.stream().filter(one -> one.organization().equals(name)).mapToLong(Correction::netMinor).sum();
        long journal = journals.stream().mapToLong(one -> one.journal().amountMinor(name)).sum();
        return new PeriodClose.Line(name, line.party().ngpuMillis(), line.creditMinor(), line.party().externalMinor(), line.shareMinor(),
                line.netMinor(), 0, line.cutMinor(), correction, journal, line.netMinor() + correction + journal);
    }
}
