package consort.worker.cli;

import consort.ledger.json.JsonObject;
import consort.worker.preflight.Check;
import consort.worker.preflight.Finding;
import consort.worker.preflight.Finding.Verdict;
import consort.worker.preflight.Preflight;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Runs a preflight and prints its findings. */
final class PreflightReport {

    private static final String LINE = "%-8s %-14s %s";

    private final Reporting reporting;
    private final List<JsonObject> notOk = new ArrayList<>();
    private Predicate<Finding> shown;
    private final Preflight preflight = new Preflight(this::print);

    /** Prints everything. */
    static PreflightReport ofAll(Reporting reporting) {
        return new PreflightReport(reporting, any -> true);
    }

    /** For a command that has more to say: prints, for people, what is not as it should be. */
    static PreflightReport ofProblems(Reporting reporting) {
        return new PreflightReport(reporting, found -> !reporting.isJson() && found.verdict() != Verdict.OK);
    }

    private PreflightReport(Reporting reporting, Predicate<Finding> shown) {
        this.reporting = reporting;
        this.shown = shown;
    }

    void run(List<? extends Check> checks) {
        preflight.run(checks);
        preflight.notTried(checks).forEach((cause, names) -> reporting.say(LINE.formatted(Verdict.NOT_TRIED.word(), "not tried",
                String.join(", ", names) + (names.size() == 1 ? ", which needs" : ", which need") + " \"" + cause + "\"")));
    }

    /** The same for checks whose problems end the command, which then says them itself. */
    void runSilently(List<? extends Check> checks) {
        Predicate<Finding> before = shown;
        shown = none -> false;
        preflight.run(checks);
        shown = before;
    }

    Preflight preflight() {
        return preflight;
    }

    /** What was not as it should be, as it is printed for machines. */
    List<JsonObject> notOk() {
        return List.copyOf(notOk);
    }

    /** {@code all 15 checks passed}, or how many did not. */
    String summary() {
        long problems = preflight.count(Verdict.PROBLEM);
        long unknown = preflight.count(Verdict.UNKNOWN);
        long notTried = preflight.count(Verdict.NOT_TRIED);
        if (problems + unknown + notTried == 0) {
            return "all " + preflight.size() + " checks passed";
        }
        return counted(problems, "problem") + (unknown == 0 ? "" : ", " + unknown + " unknown")
                + (notTried == 0 ? "" : ", " + notTried + " not tried") + ", in " + preflight.size() + " checks";
    }

    private static String counted(long count, String what) {
        return (count == 0 ? "no" : Long.toString(count)) + " " + what + (count == 1 ? "" : "s");
    }

    private void print(String check, Finding finding) {
        JsonObject json = JsonObject.builder()
                .put("check", check)
                .put("verdict", finding.verdict().word())
                .put("text", finding.text())
                .put("fix", finding.fix())
                .build();
        if (finding.verdict() != Verdict.OK) {
            notOk.add(json);
        }
        // For people, all that was not tried for one cause is one line.
        if (shown.test(finding) && (reporting.isJson() || finding.verdict() != Verdict.NOT_TRIED)) {
            String line = LINE.formatted(finding.verdict().word(), check, finding.text());
            reporting.print(finding.fix().isEmpty() ? line : line + "\n%24sfix: %s".formatted("", finding.fix()), json);
        }
    }
}
