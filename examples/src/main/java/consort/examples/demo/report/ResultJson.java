package consort.examples.demo.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.BiConsumer;

/** {@code result.json}: every figure of a {@link Result}, units in the names, accuracies and losses in millionths. */
public final class ResultJson {

    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ResultJson() {}

    /** The file's text. */
    public static String text(Result result) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        setup(root.putObject("setup"), result.setup());
        fill(root.putArray("organizations"), result.parties(), ResultJson::party);
        fill(root.putArray("rounds"), result.together(), ResultJson::round);
        fill(root.putArray("abandonedRounds"), result.abandoned(), ResultJson::abandoned);
        result.finalAccuracy().ifPresent(accuracy -> root.put("accuracyMillionths", accuracy));
        root.put("bestAloneAccuracyMillionths", result.bestAlone().aloneAccuracy().getLast());
        root.put("togetherIsBetter", result.togetherIsBetter());
        root.put("model", result.modelDigest());
        transfer(root.putObject("transfer"), result.transfer());
        bill(root.putObject("bill"), result.bill());
        fill(root.putArray("audits"), result.audits(), ResultJson::audit);
        root.putObject("ledger").put("entries", result.ledger().entries()).put("bytes", result.ledger().bytes())
                .put("receipts", result.ledger().receipts());
        ObjectNode wall = root.putObject("wallMillis");
        result.stageMillis().forEach((stage, millis) -> wall.put(stage.key(), millis));
        wall.put("total", result.totalMillis()).put("notTraining", result.notTrainingMillis());
        ObjectNode memory = root.putObject("peakResidentBytes");
        result.peakBytes().forEach(memory::put);
        result.crash().ifPresent(crash -> root.putObject("crash").put("round", crash.round())
                .put("downMillis", crash.downMillis()).put("roundMillis", crash.roundMillis())
                .put("otherRoundsMeanMillis", crash.otherMillis()));
        try {
            return MAPPER.writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new AssertionError("a tree of numbers and texts can be written", e);
        }
    }

    private static void setup(ObjectNode json, Result.Setup setup) {
        json.put("dataSet", setup.title()).put("source", setup.source()).put("trainImages", setup.trainImages())
                .put("testImages", setup.testImages()).put("dirichletAlpha", setup.alpha()).put("seed", setup.seed())
                .put("rounds", setup.rounds()).put("stepsPerRound", setup.steps()).put("batchSize", setup.batch());
    }

    private static void party(Result.Party party, ObjectNode json) {
        json.put("name", party.organization()).put("images", party.images());
        ArrayNode byLabel = json.putArray("imagesByLabel");
        party.imagesByLabel().forEach(byLabel::add);
        ArrayNode accuracies = json.putArray("aloneAccuracyMillionths");
        party.aloneAccuracy().forEach(accuracies::add);
        json.put("aloneBusyMillis", party.aloneMillis());
    }

    private static void round(Result.Round round, ObjectNode json) {
        json.put("round", round.number());
        round.accuracy().ifPresent(accuracy -> json.put("accuracyMillionths", accuracy));
        json.put("lossMillionths", round.loss()).put("updates", round.updates()).put("wallMillis", round.millis());
        fill(json.putArray("tasks"), round.tasks(), ResultJson::task);
    }

    private static void abandoned(Result.AbandonedRound round, ObjectNode json) {
        json.put("round", round.number()).put("reason", round.reason());
        fill(json.putArray("tasks"), round.tasks(), ResultJson::task);
    }

    private static void task(Result.Task task, ObjectNode json) {
        json.put("organization", task.organization()).put("kind", task.kind()).put("state", task.state());
        task.loss().ifPresent(loss -> json.put("lossMillionths", loss));
        json.put("deviceMillis", task.deviceMillis());
    }

    private static void transfer(ObjectNode json, Result.Transfer transfer) {
        json.put("modelBytes", transfer.modelBytes()).put("downloadedBytes", transfer.downloadedBytes())
                .put("uploadedBytes", transfer.uploadedBytes()).put("updates", transfer.updates());
    }

    private static void bill(ObjectNode json, Result.Bill bill) {
        json.put("currency", bill.currency()).put("currencyDigits", bill.digits())
                .put("rateMinorPerHour", bill.rateMinorPerHour()).put("rateNote", bill.rateNote())
                .put("poolMinor", bill.poolMinor());
        json.putObject("sharePercent").put("byBenefit", bill.share().byBenefit()).put("tiered", bill.share().tiered())
                .put("equal", bill.share().equal());
        fill(json.putArray("members"), bill.lines(), (line, member) -> member.put("organization", line.organization())
                .put("deviceMillis", line.deviceMillis()).put("creditMinor", line.creditMinor())
                .put("shareMinor", line.shareMinor()).put("netMinor", line.netMinor()));
        fill(json.putArray("transfers"), bill.payments(), (payment, transfer) -> transfer.put("from", payment.from())
                .put("to", payment.to()).put("amountMinor", payment.amountMinor()));
    }

    private static void audit(Result.Audit audit, ObjectNode json) {
        json.put("subject", audit.subject()).put("exitCode", audit.exit()).put("finding", audit.finding())
                .put("asExpected", audit.asExpected()).put("witnesses", audit.witnesses());
        expected(json.putObject("expected"), audit.expected());
        audit.evidence().ifPresent(evidence -> evidence(json.putObject("evidence"), evidence));
    }

    private static void expected(ObjectNode json, Result.Expected expected) {
        json.put("exitCode", expected.exit());
        expected.entry().ifPresent(entry -> json.put("entry", entry));
        expected.rule().ifPresent(rule -> json.put("rule", rule));
        expected.field().ifPresent(field -> json.put("field", field));
    }

    private static void evidence(ObjectNode json, Result.Evidence evidence) {
        json.put("file", evidence.file());
        evidence.entry().ifPresent(entry -> json.put("entry", entry));
        json.put("field", evidence.field()).put("rule", evidence.rule()).put("expected", evidence.expected())
                .put("found", evidence.found());
    }

    private static <T> void fill(ArrayNode array, List<T> items, BiConsumer<T, ObjectNode> writer) {
        items.forEach(item -> writer.accept(item, array.addObject()));
    }
}
