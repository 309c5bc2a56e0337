package consort.ledger.audit.cli;

import consort.ledger.audit.AuditProgress;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** A bar on standard error while entries are read; drawn on a terminal only. */
final class ProgressLine implements AuditProgress, AutoCloseable {

    private static final int EVERY = 256;

    private final boolean drawn;
    private ProgressBar bar;

    /** @param wanted by the command line: not where a machine reads the report */
    ProgressLine(boolean wanted) {
        drawn = wanted && System.console() != null && System.console().isTerminal();
    }

    @Override
    public void read(long done, long size) {
        if (!drawn || done % EVERY != 0 && done != size) {
            return;
        }
        if (bar == null) {
            bar = new ProgressBarBuilder().setTaskName("entries").setInitialMax(size).setUpdateIntervalMillis(200)
                    .setConsumer(new ConsoleProgressBarConsumer(System.err)).clearDisplayOnFinish().build();
        }
        bar.stepTo(done);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
