package consort.ledger.audit.statement;

import consort.ledger.entry.CharterDocument;
import consort.ledger.entry.PeriodClose;
import consort.ledger.fold.ExternalCostView;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a bill's figures follow from beside the organization's own work: all pay for all.
 *
 * @param charter as it was founded
 * @param costs of all members in the period, and corrections of them
 * @param standings by member, the entries that fix its benefit, its tier and its days: invitation, member, acceptance and revocation
 * @param work by member, the observations that its device time is the sum of, and reversals before the close
 * @param lines of all members, as the close has them
 * @param closes entries of the closes before, by period
 */
record Origins(CharterDocument charter, List<ExternalCostView> costs, SortedMap<String, List<Long>> standings,
        SortedMap<String, List<Long>> work, List<PeriodClose.Line> lines, List<Long> closes) {

    Origins {
        costs = List.copyOf(costs);
        standings = copy(standings);
        work = copy(work);
        lines = List.copyOf(lines);
        closes = List.copyOf(closes);
    }

    List<Long> costsOf(String member) {
        return costs.stream().filter(cost -> cost.cost().organization().equals(member)).map(ExternalCostView::index).toList();
    }

    List<Long> standing(String member) {
        return standings.getOrDefault(member, List.of());
    }

    /** All that a member's credit is the sum of. */
    List<Long> creditOf(String member) {
        return Indices.joined(List.of(work.getOrDefault(member, List.of()), costsOf(member)));
    }

    private static SortedMap<String, List<Long>> copy(SortedMap<String, List<Long>> lists) {
        TreeMap<String, List<Long>> copy = new TreeMap<>();
        lists.forEach((name, entries) -> copy.put(name, Indices.kept(entries)));
        return Collections.unmodifiableSortedMap(copy);
    }
}
