package consort.ledger.audit.fork;

import consort.ledger.audit.fork.Said.Places;
import consort.ledger.disk.Disk;
import consort.ledger.entry.LogKeys;
import consort.ledger.entry.Receipt.Receipted;
import consort.ledger.log.TileSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks for a contradiction in what people hold of one log: copies of its folder, checkpoints, receipts, proofs, what a witness kept as
 * evidence.
 */
public final class ForkSearch {

    private final List<Holding> holdings = new ArrayList<>();
    private final List<Pending> copies = new ArrayList<>();

    /** A copy that is read once it is known which of its entries are asked for. */
    private record Pending(String name, TileSource source, int place) {
    }

    /** What was found. */
    public sealed interface Result {

        /** What no key of the log signed, and why; it was passed over. */
        List<String> ignored();
    }

    /** A contradiction, with its proof. */
    public record Forked(ForkFile proof, List<String> ignored) implements Result {
    }

    /** All of it can be true at once. */
    public record Agreeing(List<String> ignored) implements Result {
    }

    /**
     * Of some of it nothing can be told.
     *
     * @param reason what is missing, for people
     */
    public record Undecided(String reason, List<String> ignored) implements Result {
    }

    /** Adds a copied ledger. */
    public void copy(String name, TileSource source) {
        copies.add(new Pending(name, source, holdings.size()));
        holdings.add(new Holding(name, Optional.empty(), List.of()));
    }

    /** Adds the files of a folder. */
    public void files(String name, Disk folder) throws IOException {
        holdings.add(Holding.files(name, folder));
    }

    /**
     * Adds a file.
     *
     * @return whether it is something that a log signs
     */
    public boolean file(String name, byte[] bytes) {
        Optional<Holding> holding = Holding.file(name, bytes);
        holding.ifPresent(holdings::add);
        return holding.isPresent();
    }

    /**
     * Searches.
     *
     * @param trusted the log's keys; without them those of the first copy that names some
     * @throws consort.ledger.log.LogDamagedException when a copy does not lead to its own checkpoint
     */
    public Result run(Optional<LogKeys> trusted) throws IOException {
        Set<Long> asked = holdings.stream().flatMap(one -> one.said().stream())
                .filter(Places.class::isInstance).map(Places.class::cast)
                .flatMap(places -> places.receipt().entries().stream()).map(Receipted::index).collect(Collectors.toSet());
        for (Pending copy : copies) {
            holdings.set(copy.place(), Holding.copy(copy.name(), copy.source(), asked));
        }
        Optional<LogKeys> keys = keys(trusted);
        if (keys.isEmpty()) {
            return new Undecided("nothing says which key is the log's", List.of());
        }
        Comparison comparison = new Comparison(keys.get(), holdings);
        Optional<Fork> fork = comparison.fork();
        return fork.isPresent() ? new Forked(new ForkFile(keys.get(), fork.get()), comparison.ignored()) : unforked(comparison);
    }

    private Result unforked(Comparison comparison) {
        for (int i = 0; i < holdings.size(); i++) {
            for (int j = i + 1; j < holdings.size(); j++) {
                if (!comparison.links(holdings.get(i), holdings.get(j))) {
                    return new Undecided("nothing in " + holdings.get(i).name() + " can be held against anything in " + holdings.get(j).name()
                            + ": for trees of different size, a copy of the ledger is needed that holds the larger one", comparison.ignored());
                }
            }
        }
        return new Agreeing(comparison.ignored());
    }

    /** Those that a copy's entries name after the trusted ones are known too. */
    private Optional<LogKeys> keys(Optional<LogKeys> trusted) {
        List<LogKeys> named = holdings.stream().flatMap(one -> one.copy().stream()).flatMap(copy -> copy.keys().stream()).toList();
        Optional<LogKeys> first = trusted.or(() -> named.stream().findFirst());
        return first.map(keys -> named.stream().reduce(keys, (known, more) -> known.with(more).orElse(known)));
    }
}
