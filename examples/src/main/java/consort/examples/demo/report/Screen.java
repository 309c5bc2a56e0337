package consort.examples.demo.report;

import consort.ledger.money.DeviceTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The last screen: at most {@value #MAX_LINES} lines of {@value #WIDTH} columns. */
public final class Screen {

    /** Lines, for up to six organizations. */
    public static final int MAX_LINES = 40;
    /** Columns; only what is to be typed may be longer, for cut it would be worth nothing. */
    public static final int WIDTH = 100;

    private static final int ROUND_COLUMNS = 10;
    private static final int FINDING_INDENT = 27;
    private static final int FINDING_LINES = 2;

    private final Result result;
    private final String folder;
    private final List<String> lines = new ArrayList<>();

    private Screen(Result result, String folder) {
        this.result = result;
        this.folder = folder;
    }

    /**
     * @param folder where everything is kept, as the user would type it; the commands call it $D
     * @param next   commands to try next
     */
    public static List<String> of(Result result, String folder, List<String> next) {
        return new Screen(result, folder).lines(next);
    }

    private List<String> lines(List<String> commands) {
        accuracy();
        blank();
        bill();
        blank();
        audits();
        blank();
        signatures();
        blank();
        effort();
        next(commands);
        while (lines.size() > MAX_LINES && lines.remove("")) {
            // Air is what a long result can spare.
        }
        int typed = lines.size() - commands.size() - 1;
        return IntStream.range(0, lines.size())
                .mapToObj(i -> i < typed ? Text.fit(lines.get(i), WIDTH) : lines.get(i)).toList();
    }

    private void blank() {
        lines.add("");
    }

    private void accuracy() {
        Result.Setup setup = result.setup();
        int[] shown = shownRounds(result.together().size());
        lines.add("Accuracy on %s test images of %s that no one trained on, in %%"
                .formatted(Text.count(setup.testImages()), setup.title()));
        lines.add(row("by round", "", columns(shown, i -> Long.toString(result.together().get(i).number()))));
        lines.add(row("together", result.parties().size() + " workers", columns(shown,
                i -> result.together().get(i).accuracy().map(Text::percent).orElse("–"))));
        for (Result.Party party : result.parties()) {
            lines.add(row(party.organization(), "alone, %s images".formatted(Text.count(party.images())), columns(shown,
                    i -> i < party.aloneAccuracy().size() ? Text.percent(party.aloneAccuracy().get(i)) : "–")));
        }
        lines.add(comparison());
        Result.Transfer transfer = result.transfer();
        lines.add("Sent, models and messages: %s%s to workers, %s back for %d updates. Images: none.".formatted(
                result.crash().isPresent() ? "at least " : "",
                Text.bytes(transfer.downloadedBytes()), Text.bytes(transfer.uploadedBytes()), transfer.updates()));
    }

    private String comparison() {
        Result.Party best = result.bestAlone();
        if (result.finalAccuracy().isEmpty()) {
            return "No round was evaluated: nothing can be said about together against alone.";
        }
        long difference = result.finalAccuracy().get() - best.aloneAccuracy().getLast();
        String points = Text.percent(Math.abs(difference));
        return difference > 0
                ? "Together is %s points better than the best alone (%s), for the same steps on the same devices."
                        .formatted(points, best.organization())
                : "Together is NOT better than alone: %s alone is %s points better. More rounds may change that."
                        .formatted(best.organization(), points);
    }

    private static String row(String name, String detail, String values) {
        return "  %-10s %-21s%s".formatted(name, detail, values);
    }

    private static String columns(int[] shown, IntFunction<String> value) {
        return IntStream.of(shown).mapToObj(i -> "%6s".formatted(value.apply(i))).collect(Collectors.joining());
    }

    /** All rounds, or the first, the last and evenly spaced ones between. */
    private static int[] shownRounds(int rounds) {
        if (rounds <= ROUND_COLUMNS) {
            return IntStream.range(0, rounds).toArray();
        }
        return IntStream.range(0, ROUND_COLUMNS)
                .map(column -> (int) Math.round(column * (rounds - 1.0) / (ROUND_COLUMNS - 1))).toArray();
    }

    private void bill() {
        Result.Bill bill = result.bill();
        int digits = bill.digits();
        lines.add("Bill in %s at %s per device-hour (%s), shared %d %% by benefit, %d by tier, %d equally".formatted(
                bill.currency(), Text.money(bill.rateMinorPerHour(), digits), bill.rateNote(), bill.share().byBenefit(),
                bill.share().tiered(), bill.share().equal()));
        lines.add(billRow("", "device time", "credit", "- share", "= net"));
        for (Result.BillLine line : bill.lines()) {
            lines.add(billRow(line.organization(), DeviceTimes.format(line.deviceMillis()),
                    Text.money(line.creditMinor(), digits), Text.money(line.shareMinor(), digits),
                    Text.signedMoney(line.netMinor(), digits)));
        }
        long deviceMillis = bill.lines().stream().mapToLong(Result.BillLine::deviceMillis).sum();
        lines.add(billRow("pool", DeviceTimes.format(deviceMillis), Text.money(bill.poolMinor(), digits),
                Text.money(bill.poolMinor(), digits), Text.money(0, digits)));
        lines.addAll(payments(bill));
    }

    static List<String> payments(Result.Bill bill) {
        if (bill.payments().isEmpty()) {
            return List.of("  nobody owes anybody anything");
        }
        List<String> wrapped = new ArrayList<>();
        var line = new StringBuilder(" ");
        for (Result.Payment payment : bill.payments()) {
            String text = " %s pays %s %s;".formatted(payment.from(), payment.to(),
                    Text.money(payment.amountMinor(), bill.digits()));
            if (line.length() + text.length() > WIDTH) {
                wrapped.add(line.toString());
                line.setLength(1);
            }
            line.append(text);
        }
        wrapped.add(line.substring(0, line.length() - 1));
        return wrapped;
    }

    private static String billRow(String name, String time, String credit, String share, String net) {
        return "  %-10s%18s%12s%12s%12s".formatted(name, time, credit, share, net);
    }

    private void audits() {
        int witnesses = result.audits().getFirst().witnesses();
        lines.add("Audit of %s's copy of the ledger: %d entries cosigned by %s members, %d receipts of its worker".formatted(
                result.parties().getFirst().organization(), result.ledger().entries(),
                witnesses == 0 ? "too few" : Integer.toString(witnesses), result.ledger().receipts()));
        for (Result.Audit audit : result.audits()) {
            String surprise = audit.asExpected() ? "" : audit.expected().passes() ? "(this should pass!) "
                    : audit.exit() == 0 ? "(this should FAIL!) " : "(this should fail otherwise!) ";
            List<String> finding = finding(surprise, audit);
            for (int i = 0; i < finding.size(); i++) {
                lines.add("  %-24s %s".formatted(i == 0 ? audit.subject() : "", finding.get(i)));
            }
        }
    }

    /** The most telling words that fit, always to the end of their sentence. */
    private static List<String> finding(String surprise, Result.Audit audit) {
        return AuditWords.of(audit).stream().map(words -> wrapped(surprise + words, WIDTH - FINDING_INDENT))
                .filter(lines -> lines.size() <= FINDING_LINES).findFirst()
                .orElseGet(() -> wrapped(surprise + "exit code %d; result.json has the words".formatted(audit.exit()),
                        WIDTH - FINDING_INDENT));
    }

    /** Breaks at spaces; a word longer than the width stays whole and is cut by the screen. */
    static List<String> wrapped(String text, int width) {
        List<String> wrapped = new ArrayList<>();
        var line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                wrapped.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        wrapped.add(line.toString());
        return wrapped;
    }

    private void signatures() {
        lines.add("Proven:     who claimed which work, what was accepted of it, and that nothing was changed since.");
        lines.add("Not proven: that the work was done as claimed, the coordinator's clock right, or the data good.");
        lines.add("Not hidden: the operator could look at every single update.");
    }

    private void effort() {
        lines.add("Took " + Text.seconds(result.totalMillis()) + "; seconds: "
                + join(result.stageMillis(), Result.Stage::words, Screen::onlySeconds));
        lines.add("Peak memory: " + join(result.peakBytes(), role -> role, Text::bytes));
        result.crash().ifPresent(crash -> lines.add(
                "Coordinator killed in round %d: away %s; that round took %s, the others %s on average".formatted(
                        crash.round(), Text.duration(crash.downMillis()), Text.duration(crash.roundMillis()),
                        Text.duration(crash.otherMillis()))));
    }

    private void next(List<String> commands) {
        lines.add("Everything is kept in the folder D (result.json has all figures). Next, try:");
        lines.add("  D=" + quoted(folder));
        commands.forEach(command -> lines.add("  " + command));
    }

    /** As a shell reads it. */
    public static String quoted(String path) {
        return path.matches("[\\w./~+-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
    }

    /** Short, so that the stages fit into one line. */
    private static String onlySeconds(long millis) {
        return Long.toString(Math.round(millis / 1000.0));
    }

    private static <K> String join(Map<K, Long> values, Function<K, String> name, LongFunction<String> text) {
        return values.entrySet().stream()
                .map(entry -> name.apply(entry.getKey()) + " " + text.apply(entry.getValue())).collect(Collectors.joining(", "));
    }
}
