package consort.coordinator.cli;

import consort.proto.ChangeReply;
import consort.proto.EraseRequest;
import consort.proto.OperatorGrpc.OperatorBlockingStub;
import consort.settings.Question;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code erase}: destroys what opens an invoice first, then lets the ledger say so. */
@Command(name = "erase", mixinStandardHelpOptions = true,
        description = {"Destroy what opens the invoice that a cost commits to, and enter in the ledger that it is destroyed.",
            "It cannot be taken back. Copies you made of the folder, and what you disclosed, are yours to destroy."})
final class EraseCommand extends Change {

    @Option(names = "--entry", required = true, paramLabel = "N", description = "the cost's entry")
    private long entry;

    @Option(names = "--yes", description = "do not ask")
    private boolean yes;

    @Override
    ChangeReply ask(OperatorBlockingStub coordinator) {
        return coordinator.erase(EraseRequest.newBuilder().setEntry(entry).setField("invoice").build());
    }

    @Override
    ChangeReply reply(Client client) throws IOException {
        requireConsent();
        try (Invoices invoices = Invoices.open(folder())) {
            invoices.destroy(entry);
            ChangeReply reply = super.reply(client);
            invoices.said(entry);
            return reply;
        }
    }

    private void requireConsent() {
        String question = "Is what opens the invoice of entry " + entry + " to be destroyed, for good?";
        if (!yes && !Question.asked(question, out()).orElseThrow(() -> new CommandException(ExitCode.USAGE,
                "there is no terminal to ask on: \"" + question + "\" If so, run the command again with --yes"))) {
            throw new CommandException(ExitCode.USAGE, "nothing was destroyed");
        }
    }

    @Override
    String outcome() {
        return "the invoice of entry " + entry + " is erased";
    }
}
