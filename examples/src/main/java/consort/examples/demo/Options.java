package consort.examples.demo;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the user asked for.
 *
 * @param rounds  rounds of federated averaging; empty: as many as suit the data set
 * @param workers organizations, one worker each
 * @param seed    of the split, the initial model and the sampling
 * @param out     where everything is kept; empty: a new folder beside where the user stands
 * @param json    print {@code result.json} instead of the last screen
 * @param crash   kill the coordinator in round 2
 */
public record Options(OptionalInt rounds, int workers, Recipe recipe, long seed, Optional<Path> out, boolean json,
        boolean crash) {

    private static final int MIN_WORKERS = 2;
    private static final int MAX_WORKERS = 6;
    private static final int MAX_ROUNDS = 1000;

    /** @throws WrongOptionException naming the option and what it may be */
    public Options {
        requireWorkers(workers);
        require(rounds.isEmpty() || rounds.getAsInt() >= 1 && rounds.getAsInt() <= MAX_ROUNDS,
                "--rounds must be 1 to %d, not %s".formatted(MAX_ROUNDS, rounds.isEmpty() ? "" : rounds.getAsInt()));
        require(seed >= 0 && seed < 1L << 48, "--seed must be 0 to 2^48 - 1, not " + seed);
        require(!crash || rounds.isEmpty() || rounds.getAsInt() >= 2,
                "--crash kills the coordinator in round 2: --rounds must be at least 2");
    }

    /** Rounds to run. */
    public int plannedRounds() {
        return rounds.orElse(recipe.rounds());
    }

    static void requireWorkers(int workers) {
        require(workers >= MIN_WORKERS && workers <= MAX_WORKERS,
                "--workers must be %d to %d, not %d".formatted(MIN_WORKERS, MAX_WORKERS, workers));
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new WrongOptionException(otherwise);
        }
    }
}
