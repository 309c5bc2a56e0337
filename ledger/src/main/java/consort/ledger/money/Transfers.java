package consort.ledger.money;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Payments that settle nets which sum to zero.
 *
 * <p>Parties whose nets sum to zero among themselves settle with one payment less than they are many. So the fewest payments
 * come from the most such groups; up to {@value #MAX_EXACT} parties they are found exactly, by dynamic programming over
 * subsets. Beyond that everybody is one group, which costs at most one payment less than there are parties.
 */
public final class Transfers {

    /** Parties with a net other than 0 for which the fewest payments are found. */
    static final int MAX_EXACT = 16;

    private Transfers() {
    }

    /** One payment. */
    public record Transfer(String from, String to, long amountMinor) {
    }

    /**
     * The payments, sorted by payer and payee; the same for the same nets.
     *
     * @param nets what each party receives, or owes when negative; within ±{@link Amounts#MAX_MINOR}
     * @throws IllegalArgumentException when they do not sum to zero
     */
    public static List<Transfer> settling(SortedMap<String, Long> nets) {
        List<Map.Entry<String, Long>> open = nets.entrySet().stream().filter(net -> net.getValue() != 0).toList();
        if (open.stream().mapToLong(Map.Entry::getValue).sum() != 0) {
            throw new IllegalArgumentException("nets do not sum to zero: " + nets);
        }
        List<Transfer> transfers = new ArrayList<>();
        for (List<Map.Entry<String, Long>> group : open.size() <= MAX_EXACT ? groups(open) : List.of(open)) {
            settleGroup(group, transfers);
        }
        transfers.sort(Comparator.comparing(Transfer::from).thenComparing(Transfer::to));
        return List.copyOf(transfers);
    }

    /** The largest debtor pays the largest creditor, until nobody owes. Each payment settles one of the two. */
    private static void settleGroup(List<Map.Entry<String, Long>> group, List<Transfer> transfers) {
        SortedMap<String, Long> open = new TreeMap<>();
        group.forEach(net -> open.put(net.getKey(), net.getValue()));
        while (!open.isEmpty()) {
            String creditor = open.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
            String debtor = open.entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow().getKey();
            long amount = Math.min(open.get(creditor), -open.get(debtor));
            transfers.add(new Transfer(debtor, creditor, amount));
            open.merge(creditor, -amount, Long::sum);
            open.merge(debtor, amount, Long::sum);
            open.values().removeIf(net -> net == 0);
        }
    }

    /**
     * The most groups that each sum to zero. {@code most[s]} is the number of prefixes with sum zero in the best order of the
     * members of s; cutting that order at these prefixes gives the groups.
     */
    private static List<List<Map.Entry<String, Long>>> groups(List<Map.Entry<String, Long>> nets) {
        int sets = 1 << nets.size();
        long[] sum = new long[sets];
        byte[] most = new byte[sets];
        for (int set = 1; set < sets; set++) {
            int lowest = Integer.numberOfTrailingZeros(set);
            sum[set] = sum[set & set - 1] + nets.get(lowest).getValue();
            for (int rest = set; rest != 0; rest &= rest - 1) {
                most[set] = (byte) Math.max(most[set], most[set ^ Integer.lowestOneBit(rest)]);
            }
            most[set] += sum[set] == 0 ? (byte) 1 : 0;
        }
        return cut(nets, sum, most);
    }

    private static List<List<Map.Entry<String, Long>>> cut(List<Map.Entry<String, Long>> nets, long[] sum, byte[] most) {
        List<List<Map.Entry<String, Long>>> groups = new ArrayList<>();
        List<Map.Entry<String, Long>> group = new ArrayList<>();
        int set = sum.length - 1;
        while (set != 0) {
            int before = most[set] - (sum[set] == 0 ? 1 : 0);
            int member = 0;
            while ((set >> member & 1) == 0 || most[set ^ 1 << member] != before) {
                member++;
            }
            group.add(nets.get(member));
            set ^= 1 << member;
            if (sum[set] == 0) {
                groups.add(List.copyOf(group));
                group.clear();
            }
        }
        return groups;
    }
}
