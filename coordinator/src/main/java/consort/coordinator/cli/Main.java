package consort.coordinator.cli;

import consort.certs.CertsException;
import consort.certs.TlsErrors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code consort coordinator}. */
@Command(name = "consort coordinator", description = "Operate a consortium's coordinator.",
        mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
        subcommands = {InitCommand.class, ServeCommand.class, InviteCommand.class, SubmitCommand.class, StatusCommand.class,
            StopCommand.class, PeriodCommand.class})
public final class Main {

    private Main() {
    }

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Runs one command and returns its exit code. */
    static int run(String... arguments) {
        return new CommandLine(new Main())
                .setExecutionExceptionHandler((failure, command, parsed) -> explain(failure, command))
                .execute(arguments);
    }

    private static int explain(Exception failure, CommandLine command) throws Exception {
        return switch (failure) {
            case CommandException known -> say(command, known.getMessage(), known.code());
            case CertsException unfit -> say(command, unfit.getMessage(), ExitCode.CERTIFICATE);
            case StatusRuntimeException refused -> remote(refused, command);
            default -> throw failure;
        };
    }

    private static int remote(StatusRuntimeException failure, CommandLine command) {
        Status status = failure.getStatus();
        boolean connection = status.getCode() == Status.Code.UNAVAILABLE || status.getCode() == Status.Code.DEADLINE_EXCEEDED;
        if (!connection) {
            return say(command, "the coordinator refused: " + status.getDescription(), ExitCode.REFUSED);
        }
        String why = TlsErrors.explain(failure).orElse("is 'consort coordinator serve' running, and is its address right?");
        return say(command, "the coordinator cannot be reached: " + why, ExitCode.UNREACHABLE);
    }

    private static int say(CommandLine command, String message, ExitCode code) {
        command.getErr().println("consort coordinator: " + message);
        return code.code();
    }
}
