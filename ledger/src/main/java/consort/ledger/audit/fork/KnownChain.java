package consort.ledger.audit.fork;

import consort.ledger.audit.fork.Fork.TwoSuccessors;
import consort.ledger.entry.LogKeys;
import consort.ledger.note.UnverifiedNoteException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The log's keys as far as they are known: those that are trusted, and those that copies' entries name after them.
 *
 * @param fork of two copies, or of a copy and what is trusted, in which one key named two successors
 * @param parted copies whose keys part from these by the signature of a key that, by what is trusted, had been replaced by then:
 *     nothing is proven by that, and nothing can be said of what their keys signed
 */
record KnownChain(LogKeys keys, Optional<ForkFile> fork, List<String> parted) {

    /** @param trusted without them, the first key of the first copy that names some; empty when there is none */
    static Optional<KnownChain> of(Optional<LogKeys> trusted, List<Holding> holdings) {
        return trusted.or(() -> holdings.stream().flatMap(one -> named(one).stream()).findFirst().map(LogKeys::first).map(LogKeys::of))
                .map(known -> followed(known, holdings));
    }

    private static KnownChain followed(LogKeys trusted, List<Holding> holdings) {
        LogKeys keys = trusted;
        Optional<ForkFile> fork = Optional.empty();
        List<String> parted = new ArrayList<>();
        for (Holding holding : holdings) {
            LogKeys other = named(holding).orElse(keys);
            LogKeys known = keys;
            Optional<LogKeys> joined = known.with(other).or(() -> other.from(known.first()).flatMap(known::with));
            Optional<TwoSuccessors> two = joined.isPresent() ? Optional.empty() : TwoSuccessors.between(known, other);
            if (two.isPresent()) {
                Optional<ForkFile> proof = proof(known, two.get(), trusted);
                if (proof.isEmpty()) {
                    parted.add(holding.name() + ": " + two.get().text() + ". By what you trust that key had been replaced when it signed one"
                            + " of them: whoever has the old key made this copy, or the operator leads two ledgers");
                }
                fork = fork.or(() -> proof);
            }
            keys = joined.orElse(known);
        }
        return new KnownChain(keys, fork, List.copyOf(parted));
    }

    private static Optional<ForkFile> proof(LogKeys known, TwoSuccessors two, LogKeys trusted) {
        try {
            ForkFile file = new ForkFile(known.upTo(two.signer(known)).orElseThrow(), two);
            file.verify(trusted);
            return Optional.of(file);
        } catch (UnverifiedNoteException unproven) {
            return Optional.empty();
        }
    }

    private static Optional<LogKeys> named(Holding holding) {
        return holding.copy().flatMap(Holding.Copy::keys);
    }
}
