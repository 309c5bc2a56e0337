package consort.coordinator.cli;

import consort.settings.WrongSyntax;
import java.io.PrintWriter;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code consort coordinator}. */
@Command(name = "consort coordinator", description = "Operate a consortium's coordinator.",
        mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
        subcommands = {InitCommand.class, ServeCommand.class, InviteCommand.class, SubmitCommand.class,
            WithdrawCommand.class, StatusCommand.class,
            RunCommands.Pause.class, RunCommands.Resume.class, RunCommands.Stop.class, StandingCommands.Drain.class,
            StandingCommands.Evict.class, StandingCommands.Readmit.class, RevokeCommand.class, RotateAuthorityCommand.class,
            RotateLogKeyCommand.class, OperatorCertificateCommand.class, CertifyCommand.class, CostCommand.class,
            ReverseCommand.class, AdjustCommand.class,
            PeriodCommand.class, ReleaseCommand.class, DiscloseCommand.class, EraseCommand.class, ResolveCommand.class, SettleCommand.class,
            BackupCommand.class, RestoreCommand.class})
public final class Main {

    /** gRPC logs a trace of what its caller is told anyway; kept in a field, or the level is forgotten. */
    private static final Logger GRPC = Logger.getLogger("io.grpc");

    private Main() {
    }

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Runs one command and returns its exit code. */
    static int run(String... arguments) {
        return execute(new CommandLine(new Main()), arguments);
    }

    /** As {@link #main}, printing elsewhere than to the process's own streams; returns the exit code, and the process goes on. */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return execute(new CommandLine(new Main()).setOut(out).setErr(err), arguments);
    }

    private static int execute(CommandLine line, String... arguments) {
        GRPC.setLevel(Level.SEVERE);
        FlagValues.register(line);
        return line.setParameterExceptionHandler(new WrongSyntax()).setExecutionExceptionHandler(new Failures()).execute(arguments);
    }
}
