package consort.coordinator.cli;

import consort.certs.CertsException;
import consort.certs.TlsErrors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
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
            case FileSystemException disk -> say(command, unusable(disk), ExitCode.DISK_FAILED);
            default -> throw failure;
        };
    }

    private static String unusable(FileSystemException failure) {
        String reason = switch (failure) {
            case AccessDeniedException denied -> "permission denied";
            case NoSuchFileException absent -> "no such file or folder, and none can be made there";
            default -> Optional.ofNullable(failure.getReason()).orElse(failure.getClass().getSimpleName());
        };
        return "cannot use " + failure.getFile() + ": " + reason + "; check the path, its permissions and the space on the disk";
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
