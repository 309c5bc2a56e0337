package consort.coordinator.cli;

import consort.ledger.json.JsonObject;
import consort.proto.ClosePeriodReply;
import consort.proto.ClosePeriodRequest;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code period}: the accounting periods. */
@Command(name = "period", mixinStandardHelpOptions = true, description = "Accounting periods.",
        synopsisSubcommandLabel = "COMMAND", subcommands = PeriodCommand.Close.class)
final class PeriodCommand {

    /** {@code period close}: writes the bill of everything since the last close. */
    @Command(name = "close", mixinStandardHelpOptions = true, description = {"Bill what was done since the last close.",
        "Given again after a lost answer, it asks for the same period, and closes no other."})
    static final class Close implements Callable<Integer> {

        @Mixin
        private DirOption dir;

        @Option(names = "--period", paramLabel = "N",
                description = "which one (default: the open one); one that is closed is not closed again")
        private Long period;

        @Option(names = "--empty", description = "close it although there is nothing to bill")
        private boolean empty;

        @Option(names = "--json", description = "answer as JSON")
        private boolean json;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            CoordinatorFolder folder = dir.folder();
            try (Client client = Client.connect(folder)) {
                AskedPeriod asked = AskedPeriod.ofClose(folder);
                ClosePeriodReply closed = close(client, period == null ? asked.choose(() -> AskedPeriod.open(client)) : period);
                asked.closed(closed.getPeriod());
                spec.commandLine().getOut().println(json ? json(closed) : text(closed));
            }
            return ExitCode.OK.code();
        }

        private ClosePeriodReply close(Client client, long number) {
            if (number < 1) {
                throw new CommandException(ExitCode.USAGE, "--period: periods are numbered from 1, not " + number);
            }
            return client.operator(coordinator -> coordinator.closePeriod(
                    ClosePeriodRequest.newBuilder().setPeriod(number).setEmpty(empty).build()));
        }

        private static String json(ClosePeriodReply closed) {
            return JsonObject.builder().put("period", closed.getPeriod()).put("entry", closed.getEntry())
                    .put("already", closed.getAlready()).build().canonicalText();
        }

        private static String text(ClosePeriodReply closed) {
            String where = "period " + closed.getPeriod() + (closed.getAlready() ? " was closed already," : " closed") + " at entry "
                    + closed.getEntry() + "; see it with 'consort audit statement'";
            return closed.getAlready() ? where + "\nNo other was closed: to close the one after it, give this command again"
                    + " without --period" : where;
        }
    }
}
