package consort.ledger.plan;

import consort.ledger.entry.EstimateDocument;
import consort.ledger.entry.EstimateDocument.Figure;
import consort.ledger.money.Amounts;
import consort.ledger.money.DeviceTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongFunction;

/** Planned against actual, as lines for people. */
public final class AccountText {

    private static final String UNKNOWN = "not known";

    private AccountText() {
    }

    /** One line for the whole, one for each member. */
    public static List<String> of(RunAccount account) {
        List<String> lines = new ArrayList<>();
        lines.add("  planned and " + (account.ended() ? "taken" : "so far") + ": time "
                + pair(account.planned(), EstimateDocument::wallMillis, EstimateText::time,
                        DeviceTimes.format(account.wallMillis()))
                + "; device time " + pair(account.planned(), EstimateDocument::deviceMillis, EstimateText::time,
                        DeviceTimes.format(account.acceptedMillis()))
                + "; cost " + pair(account.planned(), EstimateDocument::poolMinor, figure -> amount(figure, account),
                        minor(account.poolMinor(), account)));
        account.members().forEach(line -> lines.add(member(account, line)));
        return lines;
    }

    private static String member(RunAccount account, RunAccount.Line line) {
        Optional<EstimateDocument.Line> planned = account.planned().flatMap(estimate -> estimate.line(line.organization()));
        return "    " + line.organization() + ": device time "
                + pair(planned, EstimateDocument.Line::deviceMillis, EstimateText::time,
                        DeviceTimes.format(line.acceptedMillis()))
                + "; down " + pair(planned, EstimateDocument.Line::downBytes, EstimateText::bytes,
                        known(line.downBytes(), SizeText::of))
                + "; up " + pair(planned, EstimateDocument.Line::upBytes, EstimateText::bytes,
                        known(line.upBytes(), SizeText::of))
                + "; bears " + pair(planned, EstimateDocument.Line::shareMinor, figure -> amount(figure, account),
                        minor(line.shareMinor(), account))
                + "; earns " + pair(planned, EstimateDocument.Line::creditMinor, figure -> amount(figure, account),
                        minor(line.creditMinor(), account));
    }

    private static <P> String pair(Optional<P> plan, Function<P, Figure> figure, Function<Figure, String> text, String actual) {
        return plan.map(figure).map(text).map(planned -> planned + " / ").orElse("") + actual;
    }

    private static String amount(Figure figure, RunAccount account) {
        return EstimateText.amount(figure, account.currency());
    }

    private static String minor(OptionalLong value, RunAccount account) {
        return known(value, minor -> Amounts.format(minor, account.currency()) + " " + account.currency());
    }

    private static String known(OptionalLong value, LongFunction<String> format) {
        return value.isPresent() ? format.apply(value.getAsLong()) : UNKNOWN;
    }
}
