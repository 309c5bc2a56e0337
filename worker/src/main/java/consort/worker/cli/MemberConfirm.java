package consort.worker.cli;

import consort.ledger.entry.Entry;
import consort.ledger.entry.SettlementConfirm;
import consort.ledger.entry.SettlementInstruct;
import consort.ledger.json.JsonObject;
import consort.ledger.money.Amounts;
import consort.worker.copy.KeptCharter;
import consort.worker.copy.RemoteEntry;
import consort.worker.folder.PartyFolder;
import consort.worker.member.MemberChannel;
import consort.worker.member.OwnEntries;
import consort.worker.rpc.CoordinatorChannel;
import consort.worker.rpc.FolderKeys;
import io.grpc.StatusException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code consort member confirm}. What is signed names payer and amount as the instruction has them, which is fetched and read
 * out first. After a lost answer the same command finds the payment confirmed.
 */
@Command(name = "confirm", mixinStandardHelpOptions = true,
        description = "Confirm, with the organization's key, that the money of a payment has come.")
final class MemberConfirm implements Callable<Integer> {

    @Parameters(paramLabel = "PAYMENT", description = "Its number, as 'consort member status' shows it.")
    private long instruction;

    @Option(names = "--yes", description = "Confirm without being asked.")
    private boolean yes;

    @Mixin
    private DirOption dir;

    @Mixin
    private Reporting reporting;

    @Override
    public Integer call() throws IOException, StatusException {
        PartyFolder folder = dir.folder();
        String organization = Office.of(folder).organization();
        try (CoordinatorChannel channel = MemberChannel.open(folder, reporting::warn)) {
            OwnEntries own = new OwnEntries(folder, channel);
            own.settle();
            JsonObject payment = payment(OwnStatus.fetch(channel, organization), organization);
            boolean already = OwnBills.has(payment, "confirmedBy");
            long confirmation = already ? OwnStatus.number(payment, "confirmedBy") : 0;
            if (!already) {
                Entry entry = RemoteEntry.fetch(channel, new FolderKeys(folder, channel), OwnStatus.number(payment, "entry"),
                        body -> body instanceof SettlementInstruct one && one.instruction() == instruction && one.to().equals(organization),
                        "does not instruct payment " + instruction + " to " + organization);
                SettlementInstruct instruct = (SettlementInstruct) entry.body();
                requireSame(payment, instruct, KeptCharter.read(folder, channel).currency());
                agree(organization, payment);
                confirmation = own.append(seq -> new SettlementConfirm(System.currentTimeMillis(), organization, seq, instruction, instruct.from(),
                        instruct.amountMinor()));
            }
            report(organization, payment, already, confirmation);
        }
        return ExitCodes.OK;
    }

    private JsonObject payment(JsonObject status, String organization) {
        List<JsonObject> payments = OwnStatus.list(status, "bills").stream()
                .flatMap(bill -> OwnStatus.list(bill, "payments").stream()).toList();
        JsonObject payment = payments.stream().filter(one -> OwnStatus.number(one, "instruction") == instruction).findFirst()
                .orElseThrow(() -> new CommandFailure(ExitCodes.REFUSED, "no payment " + instruction + " is to or from " + organization
                        + ", and only who is paid confirms it; " + (payments.isEmpty() ? "none of its was instructed" : "payments to or from it: " + String.join(", ",
                                payments.stream().map(one -> Long.toString(OwnStatus.number(one, "instruction"))).toList()))));
        String payee = OwnStatus.string(payment, "to");
        if (!payee.equals(organization)) {
            throw new CommandFailure(ExitCodes.REFUSED, "payment " + instruction + " is from " + organization + " to " + payee
                    + ": " + payee + " confirms it, with its own key, when the money has come");
        }
        return payment;
    }

    /** What is read out is the coordinator's word; what is signed is the ledger's. */
    static void requireSame(JsonObject payment, SettlementInstruct instruct, String currency) {
        String amount = Amounts.format(instruct.amountMinor(), currency) + " " + currency;
        if (OwnStatus.number(payment, "amountMinor") != instruct.amountMinor() || !OwnStatus.string(payment, "amount").equals(amount)
                || !OwnStatus.string(payment, "from").equals(instruct.from())) {
            throw new CommandFailure(ExitCodes.NOT_THE_COORDINATOR, "the coordinator says \"" + OwnBills.payment(payment)
                    + "\", and its ledger something else: " + instruct.from() + " pays " + amount);
        }
    }

    private void agree(String organization, JsonObject payment) {
        reporting.say(OwnBills.payment(payment));
        if (!yes && !Consent.asked("Has " + organization + " got this money?", reporting.out())) {
            throw new CommandFailure(ExitCodes.NOT_ACCEPTED, "the payment was not confirmed; nothing was sent");
        }
    }

    private void report(String organization, JsonObject payment, boolean already, long entry) {
        reporting.print(organization + (already ? " has confirmed payment " + instruction + " already, with entry " + entry
                        : " confirmed payment " + instruction + ", with entry " + entry + ": "
                                + OwnStatus.string(payment, "amount") + " from " + OwnStatus.string(payment, "from")),
                JsonObject.builder().put("organization", organization).put("instruction", instruction).put("already", already)
                        .put("entry", entry).build());
    }
}
