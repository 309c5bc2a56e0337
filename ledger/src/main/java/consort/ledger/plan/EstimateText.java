package consort.ledger.plan;

import consort.ledger.entry.EstimateDocument;
import consort.ledger.entry.EstimateDocument.Basis;
import consort.ledger.entry.EstimateDocument.Figure;
import consort.ledger.entry.EstimateDocument.Line;
import consort.ledger.money.Amounts;
import consort.ledger.money.DeviceTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** An estimate as lines for people. */
public final class EstimateText {

    private EstimateText() {
    }

    public static List<String> of(EstimateDocument estimate) {
        List<String> lines = new ArrayList<>();
        lines.add("  time         " + time(estimate.wallMillis()) + ", if no round is abandoned or waits for workers"
                + (estimate.wallMillis().basis() == Basis.MEASURED ? "; evaluations come on top" : ""));
        lines.add("  device time  " + time(estimate.deviceMillis()) + ", of " + workers(estimate.workers())
                + (estimate.unseenWorkers() == 0 ? "" : ", " + estimate.unseenWorkers()
                        + " of them not seen yet and taken to have one device"));
        lines.add("  disk         " + bytes(estimate.diskBytes()) + " at the coordinator");
        lines.add("  memory       " + bytes(estimate.deviceMemoryBytes())
                + " on each device, for weights and gradients; the trainer takes more");
        lines.add("  cost         " + amount(estimate.poolMinor(), estimate.currency()) + ", all members together");
        estimate.members().forEach(line -> lines.add(member(line, estimate.currency())));
        return lines;
    }

    private static String member(Line line, String currency) {
        return "  " + line.organization() + ": " + time(line.deviceMillis()) + " of " + workers(line.workers()) + "; down "
                + bytes(line.downBytes()) + ", up " + bytes(line.upBytes()) + "; bears " + amount(line.shareMinor(), currency)
                + ", earns " + amount(line.creditMinor(), currency);
    }

    private static String workers(int count) {
        return count + (count == 1 ? " worker" : " workers");
    }

    static String time(Figure figure) {
        return text(figure, DeviceTimes::format);
    }

    static String bytes(Figure figure) {
        return text(figure, SizeText::of);
    }

    static String amount(Figure figure, String currency) {
        return text(figure, minor -> Amounts.format(minor, currency) + " " + currency);
    }

    /** A bound of nothing is exact. */
    private static String text(Figure figure, LongFunction<String> format) {
        String value = format.apply(figure.value());
        return switch (figure.value() == 0 ? Basis.EXACT : figure.basis()) {
            case EXACT -> value;
            case AT_MOST -> "at most " + value;
            case AT_LEAST -> "at least " + value;
            case MEASURED -> "about " + value + " (measured)";
        };
    }
}
