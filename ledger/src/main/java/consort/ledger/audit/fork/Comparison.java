package consort.ledger.audit.fork;

import consort.ledger.audit.fork.Fork.NotPrefix;
import consort.ledger.audit.fork.Fork.OtherEntry;
import consort.ledger.audit.fork.Fork.TwoReceipts;
import consort.ledger.audit.fork.Fork.TwoTrees;
import consort.ledger.audit.fork.Holding.Copy;
import consort.ledger.audit.fork.Said.Places;
import consort.ledger.audit.fork.Said.Tree;
import consort.ledger.entry.LogKeys;
import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.log.Checkpoint;
import consort.ledger.log.TlogProof;
import consort.ledger.merkle.Hash;
import consort.ledger.note.UnverifiedNoteException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds against each other what several people hold of one log. */
final class Comparison {

    private final LogKeys logKeys;
    private final List<Copy> copies = new ArrayList<>();
    private final List<Tree> trees = new ArrayList<>();
    private final List<Places> receipts = new ArrayList<>();
    private final List<String> ignored = new ArrayList<>();

    /** @param logKeys what is trusted, and what the copies' entries add to that */
    Comparison(LogKeys logKeys, List<Holding> holdings) {
        this.logKeys = logKeys;
        holdings.forEach(this::take);
    }

    /** What was passed over because no key of the log signed it, and why. */
    List<String> ignored() {
        return List.copyOf(ignored);
    }

    /** The first contradiction, as a proof that verifies; empty when there is none. */
    Optional<Fork> fork() throws IOException {
        Optional<Fork> fork = twoTrees().or(this::twoReceipts);
        for (int i = 0; i < copies.size() && fork.isEmpty(); i++) {
            fork = against(copies.get(i));
        }
        if (fork.isPresent()) {
            requireTrue(fork.get());
        }
        return fork;
    }

    /** Whether something of one was held against something of the other. */
    boolean links(Holding one, Holding other) {
        return covers(one, other) || covers(other, one) || valid(one).stream().anyMatch(tree -> valid(other).stream()
                .anyMatch(same -> same.size() == tree.size()));
    }

    private boolean covers(Holding copied, Holding other) {
        if (copied.copy().filter(copies::contains).isEmpty()) {
            return false;
        }
        long size = copied.copy().get().newest().size();
        return valid(other).stream().anyMatch(tree -> tree.size() <= size)
                || other.said().stream().anyMatch(said -> said instanceof Places places && receipts.contains(places)
                        && places.receipt().entries().getFirst().index() < size);
    }

    private List<Tree> valid(Holding holding) {
        return holding.said().stream().filter(Tree.class::isInstance).map(Tree.class::cast).filter(trees::contains).toList();
    }

    private void take(Holding holding) {
        for (Said said : holding.said()) {
            try {
                said.verify(logKeys);
                switch (said) {
                    case Tree tree -> trees.add(tree);
                    case Places places -> receipts.add(places);
                }
            } catch (UnverifiedNoteException stranger) {
                ignored.add(said.source() + ": " + stranger.getMessage());
            }
        }
        holding.copy().filter(copy -> trees.contains(copy.newest())).ifPresent(copies::add);
    }

    private Optional<Fork> twoTrees() {
        Map<Long, Tree> bySize = new HashMap<>();
        for (Tree tree : trees) {
            Tree other = bySize.putIfAbsent(tree.size(), tree);
            if (other != null && !other.signed().checkpoint().root().equals(tree.signed().checkpoint().root())) {
                return Optional.of(new TwoTrees(other.signed(), tree.signed()));
            }
        }
        return Optional.empty();
    }

    private Optional<Fork> twoReceipts() {
        Map<Long, Places> byIndex = new HashMap<>();
        Map<Long, Hash> hashes = new HashMap<>();
        for (Places places : receipts) {
            for (Receipted one : places.receipt().entries()) {
                Hash other = hashes.putIfAbsent(one.index(), one.leafHash());
                Places first = byIndex.putIfAbsent(one.index(), places);
                if (other != null && !other.equals(one.leafHash())) {
                    return Optional.of(new TwoReceipts(first.note(), places.note(), one.index()));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Fork> against(Copy copy) throws IOException {
        Checkpoint whole = copy.newest().signed().checkpoint();
        for (Tree tree : trees) {
            if (tree.size() > 0 && tree.size() < whole.size()) {
                Hash prefix = copy.reader().root(whole, tree.size());
                if (!prefix.equals(tree.signed().checkpoint().root())) {
                    return Optional.of(new NotPrefix(tree.signed(), copy.newest().signed(), prefix,
                            copy.reader().proveConsistency(tree.size(), whole)));
                }
            }
        }
        for (Places places : receipts) {
            for (Receipted one : places.receipt().entries()) {
                if (one.index() < whole.size() && !one.leafHash().equals(copy.leaves().get(one.index()))) {
                    TlogProof proof = copy.reader().proof(copy.newest().signed(), one.index());
                    return Optional.of(new OtherEntry(places.note(), copy.leaves().get(one.index()), proof));
                }
            }
        }
        return Optional.empty();
    }

    /** Nobody is accused by what does not verify. */
    private void requireTrue(Fork fork) throws IOException {
        try {
            fork.verify(logKeys);
        } catch (UnverifiedNoteException untrue) {
            throw new IOException("a contradiction was found and its proof does not verify: " + untrue.getMessage()
                    + "; a file was changed meanwhile: compare again", untrue);
        }
    }
}
