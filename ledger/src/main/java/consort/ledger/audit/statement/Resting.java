package consort.ledger.audit.statement;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Which figures of a statement rest on which, down to those that entries state. */
public final class Resting {

    private static final Map<String, List<String>> DIRECTLY = Map.of(
            "device-time", List.of("claimed", WorkFigures.REDUCTIONS),
            "normalized", List.of("device-time", "reversals"),
            "credit", List.of("normalized", "rate", "external-costs"),
            "cut", List.of("credit", "deficit"),
            "share", List.of("pool", "deficit", "days", "weight"),
            "net", List.of("credit", "cut", "share"),
            "payable", List.of("net", "corrections", "journal"));

    private Resting() {
    }

    /** A figure and all that it rests on, by name. */
    public static TreeSet<String> of(String figure) {
        TreeSet<String> names = new TreeSet<>(List.of(figure));
        DIRECTLY.getOrDefault(figure, List.of()).forEach(below -> names.addAll(of(below)));
        return names;
    }
}
