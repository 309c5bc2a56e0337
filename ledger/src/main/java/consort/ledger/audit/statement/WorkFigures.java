package consort.ledger.audit.statement;

import consort.ledger.fold.Scores;
import consort.ledger.money.DeviceTimes;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** From claimed to normalized device time. */
final class WorkFigures {

    static final String REDUCTIONS = "reductions";
    private static final int MOST_BESIDE = 6;

    private WorkFigures() {
    }

    static List<Figure> of(Statement statement) {
        List<Long> claims = entries(statement, any -> true, ClaimLine::claim);
        List<Long> observations = entries(statement, any -> true, ClaimLine::observation);
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.of("claimed", "claimed by its workers, " + plural(statement.claims().size(), "claim"),
                DeviceTimes.format(statement.claimedMillis()), "busy time of each claim by its devices, as the workers signed it", claims));
        statement.reductionMillis().forEach((reason, millis) -> {
            figures.add(reduction(statement, reason, millis));
            List<Long> beside = reason.equals(ClaimLine.OVERLAP) ? statement.claims().beside() : List.of();
            if (!beside.isEmpty()) {
                figures.add(beside(beside));
            }
        });
        figures.add(Figure.of("device-time", "accepted", DeviceTimes.format(statement.acceptedMillis()),
                "claimed less what was taken off; the observation after each claim states it", observations)
                .on(tasks(statement)));
        statement.reversals().forEach(one -> figures.add(Figure.of("reversals", "reversed, entry " + one.index() + ": "
                + Figures.shortened(one.reversal().reason()), DeviceTimes.format(one.reversal().deltaMillis()),
                "the operator took back, or added to, what was accepted of claim " + one.reversal().claim(),
                List.of(one.index(), one.reversal().claim()))));
        normalized(statement, figures);
        return figures;
    }

    /** One row where there is one score, as where the charter names no reference speed. */
    private static void normalized(Statement statement, List<Figure> figures) {
        SortedMap<Long, Long> byScore = statement.acceptedMillisByScore();
        String normalized = DeviceTimes.format(statement.line().ngpuMillis());
        String how = statement.origins().charter().references().isEmpty()
                ? "the charter names no reference speed: accepted time counts as it is"
                : "accepted time by the score of its worker's benchmark at the lease, rounded down once";
        List<Long> observations = entries(statement, any -> true, ClaimLine::observation);
        List<Figure> scores = new Grounds(statement).benchmarks();
        if (byScore.size() <= 1) {
            long score = byScore.isEmpty() ? Scores.AS_IT_IS : byScore.firstKey();
            figures.add(Figure.of("normalized", "normalized, at score " + score + "/1000", normalized, how, observations).on(scores));
            return;
        }
        byScore.forEach((score, millis) -> figures.add(Figure.part("  of which at score " + score + "/1000", "(" + DeviceTimes.format(millis) + ")",
                entries(statement, claim -> claim.scoreMilli() == score, ClaimLine::observation))));
        figures.add(Figure.of("normalized", "normalized, each by its score", normalized, how, observations).on(scores));
    }

    private static Figure reduction(Statement statement, String reason, long millis) {
        Predicate<ClaimLine> which = claim -> claim.cutFor(reason);
        return Figure.of(REDUCTIONS, "less: " + reason, DeviceTimes.format(-millis), "by the rule of acceptance, recomputed for each claim",
                        entries(statement, which, ClaimLine::observation))
                .on(Figure.ground("the claims", "", entries(statement, which, ClaimLine::claim)),
                        Figure.ground("the leases that bound them", "", entries(statement, which, claim -> claim.task().lease())),
                        Figure.ground("the charter's table of what counts how much", "", List.of(0L)));
    }

    /** The claims that overlapping ones were cut for. */
    private static Figure beside(List<Long> claims) {
        StringWriter entries = new StringWriter();
        Figure.print(claims.stream(), MOST_BESIDE, new PrintWriter(entries, true));
        return Figure.part("  the devices were at the work of the claims in " + entries, "", claims);
    }

    private static List<Figure> tasks(Statement statement) {
        return List.of(Figure.ground("the leases that were claimed", "", entries(statement, any -> true, claim -> claim.task().lease())),
                Figure.ground("the rounds that they were for", "", statement.claims().entries(claim -> claim.task().round())));
    }

    private static List<Long> entries(Statement statement, Predicate<ClaimLine> which, ToLongFunction<ClaimLine> entry) {
        return statement.claims().entries(which, claim -> OptionalLong.of(entry.applyAsLong(claim)));
    }

    static String plural(long count, String one) {
        return plural(count, one, one + "s");
    }

    static String plural(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }
}
