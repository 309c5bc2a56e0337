package consort.examples.demo.story;

import consort.examples.demo.report.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * A story in words: what is new since an earlier look, one line each, and how things stand now, as a block.
 *
 * @param plannedRounds       rounds that the job asks for
 * @param roundEstimateMillis how long a round may take, until the first one has shown it
 */
public record Telling(int plannedRounds, long roundEstimateMillis) {

    private static final int BAR = 30;

    /**
     * Something new.
     *
     * @param lasting whether it is worth keeping on the screen; if not, the block shows it
     */
    public record News(String text, boolean lasting) {}

    /** What {@code now} has and {@code before} had not. */
    public List<News> news(Story before, Story now, long nowMillis) {
        List<News> news = new ArrayList<>();
        if (now.starts() > before.starts() && before.starts() > 0) {
            news.add(new News("coordinator started again; the run goes on", true));
        }
        for (int i = 0; i < now.rounds().size(); i++) {
            RoundStory round = now.rounds().get(i);
            RoundStory earlier = i < before.rounds().size() ? before.rounds().get(i) : null;
            if (earlier == null) {
                news.add(new News("round %d of %d: %s train".formatted(round.number(), plannedRounds, round.tasks().stream()
                        .map(task -> task.lease().organization()).collect(Collectors.joining(", "))), false));
            }
            news.addAll(newsOfTasks(round, earlier));
            if (round.over() && (earlier == null || !earlier.over())) {
                news.add(new News(summary(round) + left(now, nowMillis), true));
            }
        }
        return news;
    }

    private static List<News> newsOfTasks(RoundStory round, RoundStory earlier) {
        List<News> news = new ArrayList<>();
        for (int i = 0; i < round.tasks().size(); i++) {
            TaskStory task = round.tasks().get(i);
            boolean ranBefore = earlier == null || i >= earlier.tasks().size() || earlier.tasks().get(i).runs();
            if (ranBefore && !task.runs()) {
                news.add(new News("  %s %s%s".formatted(task.lease().organization(), task.state(), loss(task.loss())),
                        false));
            }
        }
        return news;
    }

    private static String summary(RoundStory round) {
        return round.abandoned().map(reason -> "round %d abandoned: %s".formatted(round.number(), reason))
                .orElseGet(() -> "round %d closed: mean loss %s, held-out accuracy %s".formatted(round.number(),
                        round.loss().isPresent() ? lossText(round.loss().getAsLong()) : "unknown",
                        accuracyText(round.accuracy())));
    }

    private String left(Story story, long nowMillis) {
        OptionalLong left = leftMillis(story, nowMillis);
        return left.isEmpty() || left.getAsLong() == 0 ? "" : "; about %s left".formatted(rounded(left.getAsLong()));
    }

    /**
     * How things stand.
     *
     * @param underWay how far the tasks of a round are; it may be an earlier one's
     */
    public List<String> block(Story story, UnderWay underWay, long nowMillis) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        if (story.rounds().isEmpty()) {
            lines.add("waiting for the workers to connect");
            return lines;
        }
        RoundStory round = story.rounds().getLast();
        OptionalLong left = leftMillis(story, nowMillis);
        int closed = story.closed().size();
        lines.add("Round %d of %d   %s   %s".formatted(round.number(), plannedRounds, bar(story, left, nowMillis),
                left.isEmpty() ? "" : "about %s left".formatted(rounded(left.getAsLong()))));
        for (TaskStory task : round.tasks()) {
            lines.add("  %-10s %s%s".formatted(task.lease().organization(), task.state(),
                    task.runs() ? underWay.of(task.lease()).map(Telling::step).orElse("") : loss(task.loss())));
        }
        lines.add(round.closedMillis().isEmpty() ? "  held-out accuracy by round: " + accuracies(story)
                : round.over() ? "  held-out accuracy by round: " + accuracies(story)
                : "  %s measures the new model on the test images".formatted(
                        round.evaluation().map(task -> task.lease().organization()).orElse("a worker")));
        return closed == 0 && lines.getLast().endsWith(": ") ? lines.subList(0, lines.size() - 1) : lines;
    }

    private static String accuracies(Story story) {
        return story.closed().stream().filter(RoundStory::over).map(round -> accuracyText(round.accuracy()))
                .collect(Collectors.joining("  "));
    }

    private String bar(Story story, OptionalLong left, long nowMillis) {
        long elapsed = nowMillis - story.rounds().getFirst().openedMillis();
        double share = left.isEmpty() ? 0 : Math.clamp(elapsed / (double) Math.max(1, elapsed + left.getAsLong()), 0, 1);
        int full = (int) Math.round(share * BAR);
        return "█".repeat(full) + "░".repeat(BAR - full);
    }

    /** Rounds still to come at the mean pace of those that are over, less what the open one already took. */
    OptionalLong leftMillis(Story story, long nowMillis) {
        if (story.rounds().isEmpty() || story.ended().isPresent()) {
            return OptionalLong.empty();
        }
        List<RoundStory> rounds = story.rounds();
        RoundStory current = rounds.getLast();
        long over = rounds.stream().filter(RoundStory::over).count();
        long pace = rounds.size() > 1
                ? (current.openedMillis() - rounds.getFirst().openedMillis()) / (rounds.size() - 1)
                : roundEstimateMillis;
        long remaining = plannedRounds - story.closed().stream().filter(RoundStory::over).count();
        long spent = over == rounds.size() ? 0 : Math.min(pace, Math.max(0, nowMillis - current.openedMillis()));
        return OptionalLong.of(Math.max(0, remaining * pace - spent));
    }

    private static String rounded(long millis) {
        return Text.seconds(Math.max(5, Math.round(millis / 5000.0) * 5) * 1000);
    }

    private static String step(UnderWay.Step at) {
        return ", step %d of %d%s".formatted(at.step(), at.steps(), loss(OptionalLong.of(at.lossMillionths())));
    }

    private static String loss(OptionalLong millionths) {
        return millionths.isEmpty() ? "" : ", loss " + lossText(millionths.getAsLong());
    }

    private static String lossText(long millionths) {
        return String.format(Locale.ROOT, "%.3f", millionths / 1e6);
    }

    private static String accuracyText(OptionalLong millionths) {
        return millionths.isEmpty() ? "unknown" : Text.percent(millionths.getAsLong()) + " %";
    }
}
