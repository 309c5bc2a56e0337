package consort.coordinator.cli;

import consort.proto.ChangeReply;
import consort.proto.EraseRequest;
import consort.proto.OperatorGrpc.OperatorBlockingStub;
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

    @Override
    ChangeReply ask(OperatorBlockingStub coordinator) {
        return coordinator.erase(EraseRequest.newBuilder().setEntry(entry).setField("invoice").build());
    }

    @Override
    ChangeReply reply(Client client) throws IOException {
        try (Invoices invoices = Invoices.open(folder())) {
            invoices.destroy(entry);
            ChangeReply reply = super.reply(client);
            invoices.said(entry);
            return reply;
        }
    }

    @Override
    String outcome() {
        return "the invoice of entry " + entry + " is erased";
    }
}
