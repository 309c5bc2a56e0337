package consort.ledger.audit.statement;

import consort.ledger.fold.Scores;
import consort.ledger.money.DeviceTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** From claimed to normalized device time. */
final class WorkFigures {

    static final String REDUCTIONS = "reductions";

    private WorkFigures() {
    }

    static List<Figure> of(Statement statement) {
        List<Long> claims = statement.claims().stream().map(ClaimLine::claim).toList();
        // The coordinator's observation stands right after its claim.
        List<Long> observations = claims.stream().map(claim -> claim + 1).toList();
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.of("claimed", "claimed by its workers, " + plural(statement.claims().size(), "claim"),
                DeviceTimes.format(statement.claimedMillis()), "busy time of each claim by its devices, as the workers signed it", claims));
        statement.reductionMillis().forEach((reason, millis) -> figures.add(Figure.of(REDUCTIONS, "less: " + reason,
                DeviceTimes.format(-millis), "by the rule of acceptance, recomputed for each claim", reduced(statement, reason))));
        figures.add(Figure.of("device-time", "accepted", DeviceTimes.format(statement.acceptedMillis()),
                "claimed less what was taken off; the observation after each claim states it", observations));
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
        String how = "accepted time by the score of its worker's benchmark at the lease, rounded down once";
        List<Long> observations = statement.claims().stream().map(claim -> claim.claim() + 1).toList();
        if (byScore.size() <= 1) {
            long score = byScore.isEmpty() ? Scores.AS_IT_IS : byScore.firstKey();
            figures.add(Figure.of("normalized", "score " + score + "/1000: normalized", normalized, how, observations));
            return;
        }
        byScore.forEach((score, millis) -> figures.add(Figure.part("  of which at score " + score + "/1000", "(" + DeviceTimes.format(millis) + ")")));
        figures.add(Figure.of("normalized", "each by its score: normalized", normalized, how, observations));
    }

    private static List<Long> reduced(Statement statement, String reason) {
        return statement.claims().stream()
                .filter(claim -> claim.reductions().stream().anyMatch(one -> one.reason().equals(reason)))
                .map(claim -> claim.claim() + 1).toList();
    }

    static String plural(long count, String one) {
        return count + " " + (count == 1 ? one : one + "s");
    }
}
