package consort.coordinator.cli;

import consort.ledger.entry.Opening;
import consort.ledger.json.JsonException;
import consort.proto.ChangeReply;
import consort.proto.CostRequest;
import consort.proto.OperatorGrpc.OperatorBlockingStub;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cost}: what members paid for all, such as hosting. */
@Command(name = "cost", mixinStandardHelpOptions = true, description = "Costs that a member paid for all.",
        synopsisSubcommandLabel = "COMMAND", subcommands = {CostCommand.Add.class, CostCommand.Subtract.class})
final class CostCommand {

    /** {@code cost add}: it is credited with the period's bill. */
    @Command(name = "add", mixinStandardHelpOptions = true, description = "Credit a member, in this period's bill, what it paid.")
    static final class Add extends PeriodChange {

        @Parameters(index = "0", paramLabel = "ORG", description = "who paid")
        private String organization;

        @Parameters(index = "1", paramLabel = "AMOUNT", description = "in the charter's currency, such as 50.00")
        private String amount;

        @Option(names = "--for", required = true, paramLabel = "TEXT", description = "what for; stands in the ledger, for good")
        private String what;

        @Option(names = "--invoice", paramLabel = "TEXT", description = "number and details of the invoice: the ledger only commits to"
                + " them, and 'disclose' shows them to whom you choose")
        private String invoice;

        private String committed = "";

        @Override
        List<String> words() {
            return List.of("cost add", organization, positive(amount), what);
        }

        @Override
        ChangeReply ask(OperatorBlockingStub coordinator, long number) {
            return coordinator.addCost(CostRequest.newBuilder().setOrganization(organization)
                    .setAmount(amount).setWhat(what).setInvoice(committed).setPeriod(number).build());
        }

        /** What opens the invoice is durable before the cost is sent, and stays until the answer, or the ledger, says which entry it is. */
        @Override
        ChangeReply reply(Client client) throws IOException {
            if (invoice == null) {
                return super.reply(client);
            }
            try (Invoices invoices = Invoices.open(folder())) {
                Opening opening = invoices.keep(invoice);
                committed = opening.commitment().text();
                ChangeReply reply = super.reply(client);
                invoices.entered(opening, reply.getEntry());
                return reply;
            } catch (JsonException unfit) {
                throw new CommandException(ExitCode.USAGE, "--invoice: " + unfit.getMessage());
            }
        }

        @Override
        String outcome() {
            return organization + " is credited " + amount + " for " + what;
        }
    }

    /** {@code cost subtract}: corrects what was entered by mistake. */
    @Command(name = "subtract", mixinStandardHelpOptions = true,
            description = "Take back, in this period's bill, what was credited by mistake.")
    static final class Subtract extends PeriodChange {

        @Parameters(index = "0", paramLabel = "ORG", description = "whose credit")
        private String organization;

        @Parameters(index = "1", paramLabel = "AMOUNT", description = "in the charter's currency, such as 50.00")
        private String amount;

        @Option(names = "--for", required = true, paramLabel = "TEXT", description = "why; stands in the ledger")
        private String what;

        @Override
        List<String> words() {
            return List.of("cost subtract", organization, positive(amount), what);
        }

        @Override
        ChangeReply ask(OperatorBlockingStub coordinator, long number) {
            return coordinator.addCost(CostRequest.newBuilder().setOrganization(organization)
                    .setAmount("-" + amount).setWhat(what).setPeriod(number).build());
        }

        @Override
        String outcome() {
            return organization + " is credited " + amount + " less for " + what;
        }
    }

    private static String positive(String amount) {
        if (amount.startsWith("-")) {
            throw new CommandException(ExitCode.USAGE, "\"" + amount + "\": give the amount without a sign; 'cost subtract' takes"
                    + " back what 'cost add' added");
        }
        return amount;
    }
}
