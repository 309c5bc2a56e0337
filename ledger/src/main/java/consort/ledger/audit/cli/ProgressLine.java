package consort.ledger.audit.cli;

import consort.ledger.audit.AuditProgress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Says on standard error how far a command has come: on a terminal by a bar, elsewhere by a line every ten seconds, and nothing to
 * whoever asked for JSON.
 */
final class ProgressLine implements AuditProgress, AutoCloseable {

    private static final long LINE_NANOS = Duration.ofSeconds(10).toNanos();
    private static final int BAR_MILLIS = 200;
    /** A bar is looked at less often than entries are read. */
    private static final int BAR_EVERY = 256;

    private final Screen screen;
    private final PrintWriter lines;
    private final String command;
    private final boolean wanted;
    private long lastLine;
    private Step drawn;
    private ProgressBar bar;

    private ProgressLine(Screen screen, PrintWriter lines, String command, boolean wanted) {
        this.screen = screen;
        this.lines = lines;
        this.command = command;
        this.wanted = wanted;
        lastLine = screen.nanos().getAsLong();
    }

    static ProgressLine of(CommandSpec command, boolean json) {
        return new ProgressLine(Main.screen(command), command.commandLine().getErr(), command.qualifiedName(), !json);
    }

    @Override
    public void come(Step step, long done, long size) {
        if (!wanted) {
            return;
        }
        if (screen.bars().isPresent()) {
            draw(step, done, size);
        } else if (lineIsDue()) {
            lines.println(String.format(Locale.ROOT, "%s: %,d of %,d %s", command, done / step.unit(), size / step.unit(), step.text()));
        }
    }

    private boolean lineIsDue() {
        long now = screen.nanos().getAsLong();
        if (now - lastLine < LINE_NANOS) {
            return false;
        }
        lastLine = now;
        return true;
    }

    private void draw(Step step, long done, long size) {
        if (step == drawn && done % BAR_EVERY != 0 && done != size) {
            return;
        }
        if (step != drawn) {
            close();
            bar = new ProgressBarBuilder().setTaskName(step.text()).setInitialMax(size).setUpdateIntervalMillis(BAR_MILLIS)
                    .setUnit("", step.unit()).setConsumer(screen.bars().get().get()).clearDisplayOnFinish().build();
            drawn = step;
        }
        bar.maxHint(size);
        bar.stepTo(done);
    }

    /** Takes the bar away. */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
            drawn = null;
        }
    }
}
