package consort.ledger.export;

import consort.ledger.entry.PeriodClose;
import consort.ledger.fold.PeriodView;
import consort.ledger.money.Bill;
import consort.ledger.money.Party;
import consort.ledger.money.Transfers;
import consort.ledger.money.Weighting;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Bills of up to four periods with up to twenty members, the same for the same seed. */
final class RandomBills {

    private static final List<String> NAMES = List.of("acme", "a", "a-", "a-b", "ab", "3com", "0", "share", "net-payable", "payable",
            "consortium", "x1", "x-1", "x11", "zeta", "income", "assets", "q", "r", "z".repeat(40));

    private RandomBills() {
    }

    static List<PeriodView> of(long seed, String currency) {
        Random random = new Random(seed);
        List<PeriodView> periods = new ArrayList<>();
        long index = 1;
        long timeMillis = 1_800_000_000_000L;
        for (int period = 1; period <= 1 + random.nextInt(4); period++) {
            long fromIndex = index;
            index += 1 + random.nextInt(1000);
            timeMillis += random.nextLong(40L * 24 * 3_600_000);
            periods.add(new PeriodView(index++, close(random, timeMillis, period, fromIndex, currency)));
        }
        return periods;
    }

    private static PeriodClose close(Random random, long timeMillis, long period, long fromIndex, String currency) {
        List<Party> parties = NAMES.subList(0, random.nextInt(NAMES.size() + 1)).stream()
                .map(name -> new Party(name, random.nextBoolean() ? 0 : random.nextLong(10_000_000_000L),
                        random.nextInt(4) == 0 ? random.nextLong(1_000_000) : 0, random.nextInt(1000), random.nextInt(5)))
                .toList();
        long rate = random.nextInt(10) == 0 ? 0 : random.nextLong(1_000_000);
        Bill bill = Bill.of(parties, rate, new Weighting(70, 20, 10));
        return new PeriodClose(timeMillis, period, fromIndex, currency, rate, bill.poolMinor(),
                bill.lines().stream().map(line -> new PeriodClose.Line(line.party().name(), line.party().ngpuMillis(),
                        line.creditMinor(), line.party().externalMinor(), line.shareMinor(), line.netMinor())).toList(),
                Transfers.settling(bill.nets()).stream()
                        .map(one -> new PeriodClose.Transfer(one.from(), one.to(), one.amountMinor())).toList());
    }
}
