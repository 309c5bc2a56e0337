package consort.coordinator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import consort.certs.Fingerprint;
import consort.ledger.json.JsonObject;
import consort.ledger.plan.AccountText;
import consort.ledger.plan.RunAccount;
import consort.ledger.plan.SizeText;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** The status document as lines for people, on one screen: of long lists the first lines and a count, of what is over the last. */
final class StatusText {

    private static final int MAX_ACCOUNT_BYTES = 1 << 20;
    private static final int FEW = 6;

    private StatusText() {
    }

    /** @param nowMillis wall clock, for the time that open invites have left */
    static List<String> lines(JsonNode status, long nowMillis) {
        List<String> lines = new ArrayList<>();
        health(status, lines);
        few(of(status.path("organizations"), StatusText::organization), "organizations", lines);
        few(of(status.path("invites"), invite -> invite(invite, nowMillis)), "open invites", lines);
        if (status.path("organizations").isEmpty() && status.path("invites").isEmpty()) {
            lines.add("  no organization yet; 'consort coordinator invite ORG' invites one");
        }
        few(StreamSupport.stream(status.path("workers").spliterator(), false).sorted(Comparator.comparing(StatusText::isOrdinary))
                .map(StatusText::worker).toList(), "workers", lines);
        few(of(status.path("jobs"), job -> "job " + job.path("name").asText() + " " + job.path("waitsFor").asText()
                + ": " + job.path("job").asText()), "jobs", lines);
        few(of(status.path("withdrawnJobs"), job -> "job " + job.path("name").asText() + " was withdrawn (entry "
                + job.path("entry").asLong() + "): " + job.path("reason").asText() + ": " + job.path("job").asText()),
                "withdrawn jobs", lines);
        runs(status.path("runs"), lines);
        JsonNode period = status.path("period");
        lines.add("period " + period.path("period").asLong() + ", from entry " + period.path("fromIndex").asLong());
        few(of(period.path("members"), member -> "  " + member.path("organization").asText() + " "
                + TimeText.of(member.path("acceptedMillis").asLong()) + " of device time accepted" + normalized(member)),
                "members", lines);
        BillText.add(status.path("bills"), lines);
        return lines;
    }

    private static List<String> of(JsonNode all, Function<JsonNode, String> line) {
        return StreamSupport.stream(all.spliterator(), false).map(line).toList();
    }

    static void few(List<String> all, String what, List<String> lines) {
        int shown = all.size() > FEW ? FEW - 1 : all.size();
        lines.addAll(all.subList(0, shown));
        if (shown < all.size()) {
            lines.add("  and " + (all.size() - shown) + " more " + what + "; --json shows all");
        }
    }

    /** Those that have not ended, and the last that has. */
    private static void runs(JsonNode runs, List<String> lines) {
        List<JsonNode> over = new ArrayList<>();
        List<JsonNode> open = new ArrayList<>();
        runs.forEach(run -> (run.path("status").asText().equals("running") ? open : over).add(run));
        if (over.size() > 1) {
            lines.add(over.size() - 1 + " earlier runs are over; --json shows them");
        }
        if (!over.isEmpty()) {
            run(over.getLast(), lines);
        }
        open.stream().limit(FEW).forEach(run -> run(run, lines));
        if (open.size() > FEW) {
            lines.add("and " + (open.size() - FEW) + " more runs under way; --json shows all");
        }
    }

    /** Only where scores made a difference. */
    private static String normalized(JsonNode member) {
        long millis = member.path("normalizedMillis").asLong();
        return millis == member.path("acceptedMillis").asLong() ? "" : ", normalized " + TimeText.of(millis);
    }

    /** The first lines: what an operator looks for. */
    private static void health(JsonNode status, List<String> lines) {
        JsonNode health = status.path("health");
        lines.add(status.path("origin").asText() + ": " + (health.path("healthy").asBoolean() ? "healthy" : "NOT HEALTHY"));
        health.path("problems").forEach(problem -> lines.add("  problem: " + problem.asText()));
        lines.add("  ledger: " + status.path("ledgerSize").asLong() + " entries, " + status.path("checkpointSize").asLong()
                + " of them in the checkpoint");
        lines.addAll(WitnessLines.of(status));
        status.path("authorities").forEach(authority -> lines.add("  authority: " + new Fingerprint(authority.asText()).grouped()));
        JsonNode disk = status.path("disk");
        lines.add("  disk: " + SizeText.of(disk.path("usedBytes").asLong()) + " of " + SizeText.of(disk.path("maxBytes").asLong())
                + " for models and updates used, " + SizeText.of(disk.path("freeBytes").asLong()) + " free on the disk; runs under way add "
                + SizeText.of(disk.path("neededBytes").asLong()) + (disk.path("enough").asBoolean() ? ", which is enough" : ", TOO MUCH")
                + (disk.path("deletedBlobs").asLong() == 0 ? "" : "; " + disk.path("deletedBlobs").asLong() + " blobs ("
                        + SizeText.of(disk.path("deletedBytes").asLong()) + ") deleted since the start"));
        few(of(status.path("missing"), missing -> "  missing: " + missing(missing)), "missing", lines);
    }

    private static String missing(JsonNode missing) {
        List<String> runs = new ArrayList<>();
        missing.path("wantedBy").forEach(run -> runs.add(run.asText()));
        return party(missing) + (missing.has("forMillis") ? ", away for " + TimeText.of(missing.path("forMillis").asLong())
                : ", not seen since the coordinator started")
                + (runs.isEmpty() ? "" : ", wanted by run " + String.join(", ", runs));
    }

    private static String organization(JsonNode organization) {
        long workers = organization.path("workers").asLong();
        return "  organization " + organization.path("organization").asText() + " " + workers
                + (workers == 1 ? " worker" : " workers") + ", benefit " + organization.path("benefit").asLong() + ", tier "
                + organization.path("tier").asLong() + (organization.path("revoked").asBoolean() ? ", revoked" : "");
    }

    private static String subject(JsonNode invite) {
        if (invite.has("person")) {
            return "person " + invite.path("person").asText() + " of " + invite.path("organization").asText();
        }
        return (invite.has("worker") ? "worker " : "organization ") + party(invite);
    }

    private static String invite(JsonNode invite, long nowMillis) {
        if (invite.path("outdated").asBoolean()) {
            return "  void invite for " + subject(invite) + ": it names a retired authority; invite again";
        }
        return "  open invite for " + subject(invite) + ", " + lasting(invite, nowMillis);
    }

    /** How long an invite can be used; and an organization's place in the cost share, by which two of its invites can be told apart. */
    static String lasting(JsonNode invite, long nowMillis) {
        return "ends in " + TimeText.of(Math.max(0, invite.path("expiresMillis").asLong() - nowMillis))
                + (invite.has("benefit") ? ", benefit " + invite.path("benefit").asLong() + ", tier " + invite.path("tier").asLong() : "");
    }

    /** {@code acme}, or {@code acme/w1}. */
    private static String party(JsonNode named) {
        String organization = named.path("organization").asText();
        return named.has("worker") ? organization + "/" + named.path("worker").asText() : organization;
    }

    /** Connected and free: the others come first. */
    private static boolean isOrdinary(JsonNode worker) {
        return worker.path("connected").asBoolean() && !worker.has("task") && !worker.has("away") && !worker.has("trouble") && !worker.has("benchmarkAsked")
                && worker.path("standing").asText("active").equals("active");
    }

    private static String worker(JsonNode worker) {
        JsonNode task = worker.path("task");
        String doing = task.isMissingNode() ? "idle" : task.path("kind").asText() + " in run " + task.path("run").asLong()
                + ", round " + task.path("round").asLong();
        return "  worker " + party(worker) + " "
                + (worker.path("connected").asBoolean() ? "connected" : "away") + ", " + doing
                + (worker.path("standing").asText("active").equals("active") ? "" : ", " + worker.path("standing").asText())
                + scores(worker)
                + asked(worker.path("benchmarkAsked"))
                + (worker.has("away") ? ", takes no tasks (" + worker.path("away").asText() + ")" : "")
                + (worker.has("trouble") ? "; its last " + worker.path("trouble").asText() : "");
    }

    private static String scores(JsonNode worker) {
        StringBuilder text = new StringBuilder();
        worker.path("scores").forEach(score -> text.append(", score ").append(score.path("scoreMilli").asLong())
                .append("/1000 with ").append(score.path("trainer").asText()));
        return text.toString();
    }

    private static String asked(JsonNode asked) {
        if (asked.isMissingNode()) {
            return "";
        }
        String trainer = asked.path("trainer").asText();
        return asked.path("overdue").asBoolean()
                ? ", did not do the benchmark of " + trainer + " when asked: no training with it until it does"
                : ", asked to do the benchmark of " + trainer + " again: no task until it did";
    }

    private static void run(JsonNode run, List<String> lines) {
        String state = run.path("status").asText();
        lines.add("run " + run.path("run").asLong() + " (" + run.path("job").asText() + ") " + state
                + (run.has("paused") ? ", no new round while it is paused" : "") + ", "
                + run.path("roundsClosed").asLong() + " of " + run.path("rounds").asLong() + " rounds closed"
                + (run.has("cause") ? ": " + run.path("cause").asText() : "")
                + (state.equals("running") ? ", done in " + remaining(run) : ""));
        if (state.equals("running")) {
            lines.add("  " + run.path("phase").asText() + ": " + run.path("waitsFor").asText());
        }
        few(of(run.path("round").path("cohort"), one -> "  round " + run.path("round").path("round").asLong() + " "
                + party(one) + " " + one.path("state").asText()
                + (one.has("detail") ? " (" + one.path("detail").asText() + ")" : "")
                + shorter(one.path("assignedSteps").asLong(run.path("steps").asLong()), run.path("steps").asLong())
                + (one.has("step") ? ", step " + one.path("step").asLong() + " of " + one.path("steps").asLong() + ", loss "
                        + millionths(one.path("lossMillionths").asLong()) : "")), "workers of the round", lines);
        if (run.has("account")) {
            List<String> account = AccountText.of(RunAccount.read(JsonObject.parse(
                    run.path("account").toString().getBytes(StandardCharsets.UTF_8), MAX_ACCOUNT_BYTES)));
            few(account, "members", lines);
        }
        of(run.path("models"), StatusText::accuracy).stream().filter(line -> !line.isEmpty())
                .reduce((first, second) -> second).ifPresent(lines::add);
    }

    private static String shorter(long assigned, long steps) {
        return assigned < steps ? ", " + assigned + " steps in place of " + steps + " for being slow" : "";
    }

    /** Empty when nobody evaluated it. */
    private static String accuracy(JsonNode model) {
        return model.has("accuracyMillionths") ? "  accuracy " + millionths(model.path("accuracyMillionths").asLong())
                + " after round " + model.path("round").asLong() : "";
    }

    private static String remaining(JsonNode run) {
        return run.has("endsInMillis") && !run.has("paused") ? "about " + TimeText.of(run.path("endsInMillis").asLong()) : "—";
    }

    private static String millionths(long value) {
        return BigDecimal.valueOf(value, 6).toPlainString();
    }
}
