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
    private final List<String> unknownSigners = new ArrayList<>();

    /** @param logKeys what is trusted, and what the copies' entries add to that */
    Comparison(LogKeys logKeys, List<Holding> holdings) {
        this.logKeys = logKeys;
        holdings.forEach(this::take);
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
        Optional<Fork> fork = twoTrees().or(this::twoReceipts);
        for (int i = 0; i < copies.size() && fork.isEmpty(); i++) {
            fork = against(copies.get(i));
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
                if (said.origin().equals(logKeys.origin())) {
                    unknownSigners.add(said.source() + " speaks for this log, and no key that is known here and may signed it");
                }
            }
        }
        holding.unread().forEach(path -> ignored.add(path + ": nothing that a log signs can be read there"));
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
