package consort.coordinator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The status document as lines for people. */
final class StatusText {

    private StatusText() {
    }

    static List<String> lines(JsonNode status) {
        List<String> lines = new ArrayList<>();
        lines.add(status.path("origin").asText() + ": " + status.path("ledgerSize").asLong() + " entries, "
                + status.path("checkpointSize").asLong() + " of them in the checkpoint");
        status.path("workers").forEach(worker -> lines.add(worker(worker)));
        status.path("runs").forEach(run -> run(run, lines));
        JsonNode period = status.path("period");
        lines.add("period " + period.path("period").asLong() + ", from entry " + period.path("fromIndex").asLong());
        period.path("members").forEach(member -> lines.add("  " + member.path("organization").asText() + " "
                + seconds(member.path("acceptedMillis").asLong()) + " s of device time accepted"));
        return lines;
    }

    private static String worker(JsonNode worker) {
        JsonNode task = worker.path("task");
        String doing = task.isMissingNode() ? "idle" : task.path("kind").asText() + " in run " + task.path("run").asLong()
                + ", round " + task.path("round").asLong();
        return "  worker " + worker.path("organization").asText() + "/" + worker.path("worker").asText() + " "
                + (worker.path("connected").asBoolean() ? "connected" : "away") + ", " + doing;
    }

    private static void run(JsonNode run, List<String> lines) {
        String state = run.path("status").asText();
        lines.add("run " + run.path("run").asLong() + " (" + run.path("job").asText() + ") " + state + ", "
                + run.path("roundsClosed").asLong() + " of " + run.path("rounds").asLong() + " rounds closed"
                + (run.has("cause") ? ": " + run.path("cause").asText() : ""));
        if (state.equals("running")) {
            lines.add("  " + run.path("phase").asText() + ": " + run.path("waitsFor").asText());
        }
        run.path("round").path("cohort").forEach(one -> lines.add("  round " + run.path("round").path("round").asLong() + " "
                + one.path("organization").asText() + "/" + one.path("worker").asText() + " " + one.path("state").asText()
                + (one.has("detail") ? " (" + one.path("detail").asText() + ")" : "")
                + (one.has("step") ? ", step " + one.path("step").asLong() + " of " + one.path("steps").asLong() + ", loss "
                        + millionths(one.path("lossMillionths").asLong()) : "")));
        run.path("models").forEach(model -> {
            if (model.has("accuracyMillionths")) {
                lines.add("  round " + model.path("round").asLong() + " accuracy "
                        + millionths(model.path("accuracyMillionths").asLong()));
            }
        });
    }

    private static String millionths(long value) {
        return BigDecimal.valueOf(value, 6).toPlainString();
    }

    private static String seconds(long millis) {
        return BigDecimal.valueOf(millis, 3).toPlainString();
    }
}
