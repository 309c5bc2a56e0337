package consort.coordinator.cli;

import consort.proto.ChangeReply;
import consort.proto.OperatorGrpc.OperatorBlockingStub;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * A decision that enters something in the open period. Given again after a lost answer it means the same period, so that a close
 * in between does not let it be entered twice.
 */
abstract class PeriodChange extends Change {

    @Option(names = "--period", paramLabel = "N", description = "in which period (default: the open one); in one that is closed nothing is entered")
    private Long period;

    private long meant;

    /** What tells this command from others. */
    abstract List<String> words();

    /** Asks the coordinator, for one period. */
    abstract ChangeReply ask(OperatorBlockingStub coordinator, long number);

    @Override
    final ChangeReply ask(OperatorBlockingStub coordinator) {
        return ask(coordinator, meant);
    }

    @Override
    ChangeReply reply(Client client) throws IOException {
        if (period != null && period < 1) {
            throw new CommandException(ExitCode.USAGE, "--period: periods are numbered from 1, not " + period);
        }
        AskedPeriod asked = AskedPeriod.of(folder(), words());
        meant = period == null ? asked.choose(() -> AskedPeriod.open(client)) : period;
        try {
            ChangeReply reply = super.reply(client);
            asked.forget();
            return reply;
        } catch (CommandException failed) {
            // Refused in the open period it was not entered before, and may be asked for anew in any.
            if (failed.code() == ExitCode.REFUSED && AskedPeriod.open(client) == meant) {
                asked.forget();
            }
            throw failed;
        }
    }
}
