package consort.worker.cli;

import consort.ledger.json.JsonObject;
import consort.worker.control.Control;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code consort worker resume}. */
@Command(name = "resume", mixinStandardHelpOptions = true, description = "End a pause.")
final class WorkerResume implements Callable<Integer> {

    @Mixin
    private DirOption dir;

    @Mixin
    private Reporting reporting;

    @Override
    public Integer call() {
        Control control = new Control(WorkerFolders.required(dir.folder()));
        boolean wasPaused = control.isPaused();
        control.resume();
        boolean running = control.isRunning();
        reporting.print((wasPaused ? "the pause is over" : "this worker was not paused")
                + (running ? "" : "; it does not run: consort worker run starts it"),
                JsonObject.builder().put("paused", false).put("running", running).build());
        return ExitCodes.OK;
    }
}
