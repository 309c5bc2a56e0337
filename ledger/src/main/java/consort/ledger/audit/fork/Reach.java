package consort.ledger.audit.fork;

import consort.ledger.audit.fork.Holding.Copy;
import consort.ledger.audit.fork.Said.Places;
import consort.ledger.audit.fork.Said.Tree;
import consort.ledger.entry.Receipt.Receipted;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How far statements could be held against each other. The largest copy decides: all trees and receipts within it were held against it,
 * and so against each other. A tree beyond it can only be held against another of its size.
 *
 * @param copied entries of the largest copy; 0 without one
 */
record Reach(long copied, int copies, Set<Tree> trees, Set<Places> receipts) {

    private static final int MAX_NAMED = 20;

    /** All of them statements of the log, none of which was found to contradict another. */
    Reach(List<Copy> copies, List<Tree> trees, List<Places> receipts) {
        this(copies.stream().mapToLong(copy -> copy.newest().size()).max().orElse(0), copies.size(), new LinkedHashSet<>(trees),
                new LinkedHashSet<>(receipts));
    }

    /** Whether something of one was held against something of the other. */
    boolean links(Holding one, Holding other) {
        return isWithin(one) && isWithin(other) || sizes(one).stream().anyMatch(sizes(other)::contains)
                || places(one).stream().anyMatch(places(other)::contains);
    }

    /** What could not be held against all else that was given, one a line; empty when all could. */
    List<String> open() {
        List<String> open = new ArrayList<>();
        beyond().forEach((size, same) -> open.add(same.getFirst().source() + (same.size() == 1 ? "" : " and " + (same.size() - 1) + " more")
                + ": a tree of " + size + " entries, which no copy that was given holds; only trees of this size were held against it"));
        return open.size() <= MAX_NAMED ? List.copyOf(open) : shortened(open);
    }

    /** What was held against each other, in one line. */
    String compared() {
        long held = Math.max(0, trees.size() - copies - beyond().values().stream().mapToLong(List::size).sum());
        return count(copies, "copy", "copies") + (copied > 0 ? " of up to " + copied + " entries" : "") + ", "
                + count(held, "other tree", "other trees") + " and " + count(receipts.size(), "receipt", "receipts");
    }

    /** The trees that something else was not held against, by size. */
    private Map<Long, List<Tree>> beyond() {
        Map<Long, List<Tree>> beyond = trees.stream().filter(tree -> tree.size() > copied)
                .collect(Collectors.groupingBy(Tree::size, TreeMap::new, Collectors.toList()));
        Set<Long> sizes = trees.stream().map(Tree::size).filter(size -> size > 0).collect(Collectors.toSet());
        long first = receipts.stream().mapToLong(one -> one.entries().getFirst().index()).min().orElse(Long.MAX_VALUE);
        // A tree without entries contradicts nothing, and neither does a tree a receipt for what comes after it.
        beyond.keySet().removeIf(size -> sizes.size() == 1 && first >= size);
        return beyond;
    }

    private static String count(long number, String one, String more) {
        return number + " " + (number == 1 ? one : more);
    }

    private static List<String> shortened(List<String> open) {
        List<String> few = new ArrayList<>(open.subList(0, MAX_NAMED));
        few.add((open.size() - MAX_NAMED) + " more trees, which no copy that was given holds");
        return List.copyOf(few);
    }

    private boolean isWithin(Holding holding) {
        return trees(holding).stream().anyMatch(tree -> tree.size() <= copied)
                || receipts(holding).stream().anyMatch(one -> one.entries().getFirst().index() < copied);
    }

    private Set<Long> sizes(Holding holding) {
        return trees(holding).stream().map(Tree::size).collect(Collectors.toSet());
    }

    private Set<Long> places(Holding holding) {
        return receipts(holding).stream().flatMap(one -> one.entries().stream()).map(Receipted::index).collect(Collectors.toSet());
    }

    private List<Tree> trees(Holding holding) {
        return holding.said().stream().filter(Tree.class::isInstance).map(Tree.class::cast).filter(trees::contains).toList();
    }

    private List<Places> receipts(Holding holding) {
        return holding.said().stream().filter(Places.class::isInstance).map(Places.class::cast).filter(receipts::contains).toList();
    }
}
