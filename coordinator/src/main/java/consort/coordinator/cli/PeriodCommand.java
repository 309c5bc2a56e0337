package consort.coordinator.cli;

import consort.ledger.json.JsonObject;
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

        @Option(names = "--json", description = "answer as JSON")
        private boolean json;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            long entry;
            try (Client client = Client.connect(dir.folder())) {
                entry = client.operator().closePeriod(ClosePeriodRequest.getDefaultInstance()).getEntry();
            }
            spec.commandLine().getOut().println(json
                    ? JsonObject.builder().put("entry", entry).build().canonicalText()
                    : "period closed at entry " + entry + "; see it with 'consort audit statement'");
            return ExitCode.OK.code();
        }
    }
}
