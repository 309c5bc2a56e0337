package consort.coordinator.cli;

import consort.ledger.json.JsonObject;
import consort.ledger.money.Amounts;
import consort.proto.Payment;
import consort.proto.SettleReply;
import consort.proto.SettleRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code settle}: instructs the payments of a bill. */
@Command(name = "settle", mixinStandardHelpOptions = true, description = {"Instruct the payments of a closed period.",
    "Only when its bill can be disputed no more, or all accepted it, and no dispute is open. Given again, it tells the same."})
final class SettleCommand implements Callable<Integer> {

    @Mixin
    private DirOption dir;

    @Option(names = "--period", required = true, paramLabel = "N", description = "which one")
    private long period;

    @Option(names = "--json", description = "answer as JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        SettleReply settled;
        try (Client client = Client.connect(dir.folder())) {
            settled = client.operator(coordinator -> coordinator.settle(SettleRequest.newBuilder().setPeriod(period).build()));
        }
        spec.commandLine().getOut().println(json ? json(settled).canonicalText() : String.join("\n", text(settled)));
        return ExitCode.OK.code();
    }

    private static JsonObject json(SettleReply settled) {
        return JsonObject.builder()
                .put("period", settled.getPeriod())
                .put("currency", settled.getCurrency())
                .put("already", settled.getAlready())
                .put("payments", settled.getPaymentsList().stream().map(payment -> JsonObject.builder()
                        .put("instruction", payment.getInstruction())
                        .put("entry", payment.getEntry())
                        .put("from", payment.getFrom())
                        .put("to", payment.getTo())
                        .put("amountMinor", payment.getAmountMinor())
                        .put("confirmed", payment.getConfirmed())
                        .build()).toList())
                .build();
    }

    private static List<String> text(SettleReply settled) {
        if (settled.getPaymentsList().isEmpty()) {
            return List.of("the bill of period " + settled.getPeriod() + " has no payments; there is nothing to settle");
        }
        List<String> lines = new ArrayList<>();
        lines.add("the payments of period " + settled.getPeriod() + " are instructed" + (settled.getAlready() ? " already" : ""));
        settled.getPaymentsList().forEach(payment -> lines.add(text(payment, settled.getCurrency())));
        return lines;
    }

    private static String text(Payment payment, String currency) {
        return "  payment " + payment.getInstruction() + " (entry " + payment.getEntry() + "): " + payment.getFrom() + " pays "
                + payment.getTo() + " " + Amounts.format(payment.getAmountMinor(), currency) + " " + currency
                + (payment.getConfirmed() ? ", confirmed" : "");
    }
}
