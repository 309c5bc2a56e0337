package consort.worker.cli;

import consort.ledger.json.JsonObject;
import consort.worker.control.Control;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code consort worker pause}. */
@Command(name = "pause", mixinStandardHelpOptions = true,
        description = {"Take the device back: the task in training is handed back, its trainer ended, and none taken until resume.",
            "A restart does not end the pause. Done work is still sent."})
final class WorkerPause implements Callable<Integer> {

    private static final long PATIENCE_SECONDS = 10;

    @Mixin
    private DirOption dir;

    @Mixin
    private Reporting reporting;

    @Override
    public Integer call() throws InterruptedException {
        Control control = new Control(WorkerFolders.required(dir.folder()));
        control.pause();
        boolean running = control.isRunning();
        boolean free = !running || Waiting.until(PATIENCE_SECONDS, () -> !control.isRunning()
                || control.state().filter(state -> flag(state, "paused") && flag(state, "deviceFree")).isPresent());
        if (!free) {
            throw new CommandFailure(ExitCodes.DEVICE_HELD, "the pause is noted, but the worker did not free the device within "
                    + PATIENCE_SECONDS + " s; look at its output, or end it with SIGTERM");
        }
        reporting.print(running ? "paused; the device is free. consort worker resume gives it again"
                : "paused; this worker does not run, and will take no tasks when it does. consort worker resume ends the pause",
                JsonObject.builder().put("paused", true).put("running", running).put("deviceFree", true).build());
        return ExitCodes.OK;
    }

    private static boolean flag(JsonObject state, String name) {
        return state.fields().flag(name);
    }
}
