package consort.bench;

import consort.bench.ledger.AppendCommand;
import consort.bench.ledger.AuditCommand;
import consort.bench.ledger.ProofCommand;
import consort.bench.ledger.ReceiptsCommand;
import consort.bench.rounds.EnduranceCommand;
import consort.bench.rounds.ProfileCommand;
import consort.bench.rounds.RoundsCommand;
import consort.bench.rounds.StormCommand;
import consort.bench.sum.SumCommand;
import consort.bench.transfer.TransferCommand;
import consort.bench.workers.FairnessCommand;
import consort.bench.workers.UploadsCommand;
import consort.bench.workers.WorkersCommand;
import consort.settings.WrongSyntax;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code consort bench}. Exits with 0 when it measured, whatever it found, and 2 for a wrong command line. */
@Command(name = "consort bench", mixinStandardHelpOptions = true, version = "consort ${sys:consort.version}", sortOptions = false,
        subcommands = {AppendCommand.class, ReceiptsCommand.class, AuditCommand.class, ProofCommand.class,
                RoundsCommand.class, StormCommand.class, ProfileCommand.class, EnduranceCommand.class, SumCommand.class, TransferCommand.class, WorkersCommand.class, UploadsCommand.class,
                FairnessCommand.class},
        description = "Measures how fast it is beside what the machine would take for the bare work, in the same run.")
public final class Main {

    private Main() {
    }

    public static void main(String[] arguments) {
        // Coordinator and worker each bring a configuration of logs, of which one counts here; logback would tell of it at length.
        System.setProperty("logback.statusListenerClass", "ch.qos.logback.core.status.NopStatusListener");
        System.exit(new CommandLine(new Main())
                .setParameterExceptionHandler(new WrongSyntax())
                .execute(arguments));
    }
}
