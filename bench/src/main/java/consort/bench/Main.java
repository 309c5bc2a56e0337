package consort.bench;

import consort.bench.ledger.AppendCommand;
import consort.bench.ledger.AuditCommand;
import consort.bench.ledger.ProofCommand;
import consort.bench.ledger.ReceiptsCommand;
import consort.settings.WrongSyntax;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code consort bench}. Exits with 0 when it measured, whatever it found, and 2 for a wrong command line. */
@Command(name = "consort bench", mixinStandardHelpOptions = true, version = "consort ${sys:consort.version}", sortOptions = false,
        subcommands = {AppendCommand.class, ReceiptsCommand.class, AuditCommand.class, ProofCommand.class},
        description = "Measures how fast it is beside what the machine would take for the bare work, in the same run.")
public final class Main {

    private Main() {
    }

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main())
                .setParameterExceptionHandler(new WrongSyntax())
                .execute(arguments));
    }
}
