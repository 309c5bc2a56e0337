package consort.coordinator.cli;

import consort.proto.StopRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code stop}: ends a run with its last good model. */
@Command(name = "stop", mixinStandardHelpOptions = true, description = "End a run; its last good model stays.")
final class StopCommand implements Callable<Integer> {

    @Mixin
    private DirOption dir;

    @Parameters(paramLabel = "RUN", description = "number of the run")
    private long run;

    @Option(names = "--cause", defaultValue = "stopped by the operator", description = "why; stands in the ledger")
    private String cause;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (Client client = Client.connect(dir.folder())) {
            client.operator(coordinator -> coordinator.stop(StopRequest.newBuilder().setRun(run).setCause(cause).build()));
        }
        spec.commandLine().getOut().println("run " + run + " stopped");
        return ExitCode.OK.code();
    }
}
