package consort.ledger.audit.fork;

import consort.ledger.audit.AuditProgress;
import consort.ledger.audit.AuditProgress.Step;
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
import consort.ledger.merkle.Hash;
import consort.ledger.note.UnverifiedNoteException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds against each other what several people hold of one log. */
final class Comparison {

    private final LogKeys logKeys;
    private final AuditProgress progress;
    private final List<Copy> copies = new ArrayList<>();
    private final List<Tree> trees = new ArrayList<>();
    private final List<Places> receipts = new ArrayList<>();
    private final List<String> ignored = new ArrayList<>();
    private final List<String> unknownSigners = new ArrayList<>();

    /**
     * @param logKeys what is trusted, and what the copies' entries add to that
     * @throws IOException when a file cannot be read again
     */
    Comparison(LogKeys logKeys, List<Holding> holdings, AuditProgress progress) throws IOException {
        this.logKeys = logKeys;
        this.progress = progress;
        long all = holdings.stream().mapToLong(one -> one.said().size()).sum();
        long taken = 0;
        for (Holding holding : holdings) {
            for (Said said : holding.said()) {
                take(said);
                progress.come(Step.SIGNATURES, ++taken, all);
            }
            holding.unread().forEach(path -> ignored.add(path + ": nothing that a log signs can be read there"));
            holding.copy().filter(copy -> trees.contains(copy.newest())).ifPresent(copies::add);
        }
    }

    /** What was passed over because it is no statement of the log, and why. */
    List<String> ignored() {
        return List.copyOf(ignored);
    }

    /** Of these what speaks for this log: a key that is not known here may have been named to sign it. */
    List<String> unknownSigners() {
        return List.copyOf(unknownSigners);
    }

    /** The first contradiction, as a proof that verifies; empty when there is none. */
    Optional<Fork> fork() throws IOException {
        Map<Long, Tree> bySize = new LinkedHashMap<>();
        Optional<Fork> fork = twoTrees(bySize);
        if (fork.isEmpty()) {
            fork = twoReceipts();
        }
        for (int i = 0; i < copies.size() && fork.isEmpty(); i++) {
            fork = against(copies.get(i), bySize.values());
        }
        if (fork.isPresent()) {
            requireTrue(fork.get());
        }
        return fork;
    }

    /** What could be held against what, where no contradiction was found. */
    Reach reach() {
        return new Reach(copies, trees, receipts);
    }

    private void take(Said said) throws IOException {
        Statement statement = said.statement();
        try {
            statement.verify(logKeys);
            switch (said) {
                case Tree tree -> trees.add(tree);
                case Places places -> receipts.add(places);
            }
        } catch (UnverifiedNoteException stranger) {
            ignored.add(said.source() + ": " + stranger.getMessage());
            if (statement.origin().equals(logKeys.origin())) {
                unknownSigners.add(said.source() + " speaks for this log, and no key that is known here and may signed it");
            }
        }
    }

    /** @param bySize receives the first tree of each size */
    private Optional<Fork> twoTrees(Map<Long, Tree> bySize) throws IOException {
        for (Tree tree : trees) {
            Tree other = bySize.putIfAbsent(tree.size(), tree);
            if (other != null && !other.root().equals(tree.root())) {
                return Optional.of(new TwoTrees(other.signed(), tree.signed()));
            }
        }
        return Optional.empty();
    }

    private Optional<Fork> twoReceipts() throws IOException {
        Map<Long, Places> byIndex = new HashMap<>();
        for (Places places : receipts) {
            for (Receipted one : places.entries()) {
                Places other = byIndex.putIfAbsent(one.index(), places);
                if (other != null && !other.at(one.index()).orElseThrow().equals(one.leafHash())) {
                    return Optional.of(new TwoReceipts(other.note(), places.note(), one.index()));
                }
            }
        }
        return Optional.empty();
    }

    /** @param distinct one tree of each size, for those of one size are the same */
    private Optional<Fork> against(Copy copy, Collection<Tree> distinct) throws IOException {
        Optional<Fork> fork = treesAgainst(copy, distinct);
        return fork.isPresent() ? fork : receiptsAgainst(copy);
    }

    private Optional<Fork> treesAgainst(Copy copy, Collection<Tree> distinct) throws IOException {
        Checkpoint whole = copy.signed().checkpoint();
        long held = 0;
        for (Tree tree : distinct) {
            if (tree.size() > 0 && tree.size() < whole.size()) {
                Hash prefix = copy.reader().root(whole, tree.size());
                if (!prefix.equals(tree.root())) {
                    return Optional.of(new NotPrefix(tree.signed(), copy.signed(), prefix,
                            copy.reader().proveConsistency(tree.size(), whole)));
                }
            }
            progress.come(Step.TREES, ++held, distinct.size());
        }
        return Optional.empty();
    }

    private Optional<Fork> receiptsAgainst(Copy copy) throws IOException {
        Checkpoint whole = copy.signed().checkpoint();
        for (Places places : receipts) {
            for (Receipted one : places.entries()) {
                if (one.index() < whole.size()) {
                    Hash stands = copy.leaves().at(one.index()).orElseThrow();
                    if (!stands.equals(one.leafHash())) {
                        return Optional.of(new OtherEntry(places.note(), stands, copy.reader().proof(copy.signed(), one.index())));
                    }
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
