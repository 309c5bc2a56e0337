package consort.ledger.audit.statement;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Which figures of a statement rest on which, down to those that entries state. */
public final class Resting {

    private static final Map<String, List<String>> DIRECTLY = Map.ofEntries(
            Map.entry("device-time", List.of("claimed", WorkFigures.REDUCTIONS)),
            Map.entry("normalized", List.of("device-time", "reversals")),
            Map.entry("carbon", List.of("energy")),
            Map.entry("credit", List.of("normalized", "rate", "external-costs")),
            Map.entry("cut", List.of("credit", "deficit")),
            Map.entry("deficit", List.of("pool", "weight", "cap")),
            Map.entry("weight", List.of("days")),
            Map.entry("by-weight", List.of("pool", "weight")),
            Map.entry("floor", List.of("days", "normalized", "rate")),
            Map.entry("share", List.of("pool", "deficit", "days", "weight", "by-weight", "cap", "floor")),
            Map.entry("net", List.of("credit", "cut", "share")),
            Map.entry("payable", List.of("net", "corrections", "journal")),
            Map.entry("transfers", List.of("net", "payable")));

    private Resting() {
    }

    /** A figure and all that it rests on, by name. */
    public static TreeSet<String> of(String figure) {
        TreeSet<String> names = new TreeSet<>(List.of(figure));
        DIRECTLY.getOrDefault(figure, List.of()).forEach(below -> names.addAll(of(below)));
        return names;
    }
}
