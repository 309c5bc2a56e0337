package consort.coordinator.cli;

import consort.ledger.json.JsonObject;
import consort.proto.ClosePeriodReply;
import consort.proto.ClosePeriodRequest;
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
    @Command(name = "close", mixinStandardHelpOptions = true, description = "Bill what was done since the last close.")
    static final class Close implements Callable<Integer> {

        @Mixin
        private DirOption dir;

        @Option(names = "--empty", description = "close it although there is nothing to bill")
        private boolean empty;

        @Option(names = "--json", description = "answer as JSON")
        private boolean json;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            ClosePeriodReply closed;
            try (Client client = Client.connect(dir.folder())) {
                closed = client.operator(coordinator -> coordinator.closePeriod(
                        ClosePeriodRequest.newBuilder().setEmpty(empty).build()));
            }
            spec.commandLine().getOut().println(json
                    ? JsonObject.builder().put("period", closed.getPeriod()).put("entry", closed.getEntry()).build()
                            .canonicalText()
                    : "period " + closed.getPeriod() + " closed at entry " + closed.getEntry() + "; see it with 'consort audit statement'");
            return ExitCode.OK.code();
        }
    }
}
