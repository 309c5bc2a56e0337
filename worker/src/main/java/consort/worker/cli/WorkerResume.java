package consort.worker.cli;

import consort.ledger.json.JsonObject;
import consort.worker.control.Control;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code consort worker resume}. */
@Command(name = "resume", mixinStandardHelpOptions = true, description = "End a pause.")
final class WorkerResume implements Callable<Integer> {

    private static final long PATIENCE_SECONDS = 5;

    @Mixin
    private DirOption dir;

    @Mixin
    private Reporting reporting;

    @Override
    public Integer call() throws InterruptedException {
        Control control = new Control(WorkerFolders.required(dir.folder()));
        boolean wasPaused = control.isPaused();
        control.resume();
        boolean running = control.isRunning();
        if (running) {
            // It looks every second; whatever it does about it, what worker status says from now on is to be true.
            Waiting.until(PATIENCE_SECONDS, () -> !control.isRunning()
                    || control.state().filter(state -> state.fields().flag("paused")).isEmpty());
        }
        reporting.print((wasPaused ? "the pause is over" : "this worker was not paused")
                + (running ? "" : "; it does not run: consort worker run starts it"),
                JsonObject.builder().put("paused", false).put("running", running).build());
        return ExitCodes.OK;
    }
}
