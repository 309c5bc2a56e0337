package consort.examples.demo.report;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Made-up results. */
final class Results {

    private static final List<String> NAMES =
            List.of("aster", "birch", "cedar", "dahlia", "elder", "fern");

    private static final String LONG = "the entry hashes to %s, but tile/0/000.p/87 says %s; all entries together give the root %s, signed is %s"
            .formatted("12".repeat(32), "34".repeat(32), "56".repeat(32), "78".repeat(32));

    private Results() {}

    private static Optional<Result.Evidence> evidence(String field, String rule, String expected, String found) {
        return Optional.of(new Result.Evidence("tile/entries/000.p/87", OptionalLong.of(85), field, rule, expected, found));
    }

    static Result of(int parties, int rounds, long lastTogether, Optional<Result.Crash> crash) {
        List<Result.Party> organizations = new ArrayList<>();
        List<Result.BillLine> bill = new ArrayList<>();
        for (int i = 0; i < parties; i++) {
            List<Long> alone = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                alone.add(Math.min(980_000L, 400_000L + 10_000 * i + 20_000L * round));
            }
            organizations.add(new Result.Party(NAMES.get(i), 15_000 - i, List.of(1, 2, 3), alone, 81_234));
            bill.add(new Result.BillLine(NAMES.get(i), 81_234 + i, 8123, 8000, i % 2 == 0 ? 123 : -123));
        }
        List<Result.Round> together = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            Optional<Long> accuracy = round == rounds ? Optional.of(lastTogether) : round == 2 ? Optional.empty() : Optional.of(600_000L);
            together.add(new Result.Round(round, accuracy, 432_100, parties, 20_000, List.of()));
        }
        Map<Result.Stage, Long> stages = new EnumMap<>(Result.Stage.class);
        stages.put(Result.Stage.DATA, 2_100L);
        stages.put(Result.Stage.ENROLLING, 0L);
        stages.put(Result.Stage.ALONE, 0L);
        stages.put(Result.Stage.TOGETHER, 121_000L);
        stages.put(Result.Stage.SETTLING, 0L);
        return new Result(
                new Result.Setup("Fashion-MNIST", "cache", 60_000, 10_000, 0.5, 42, rounds, 100, 64),
                organizations, together, List.of(),
                new Result.Transfer(1_690_000, 40_560_000, 40_560_000, parties * rounds),
                new Result.Bill("EUR", 2, 3600, "a demo rate", new Result.Share(70, 20, 10), 32_492, bill,
                        List.of(new Result.Payment("birch", "aster", 123), new Result.Payment("dahlia", "cedar", 123))),
                List.of(new Result.Audit("as it is", Result.Expected.VERIFIED, 0, "VERIFIED: demo.example/demo, every entry, rule and cent of 87 entries",
                                Optional.empty(), 3),
                        new Result.Audit("a copy, one cent changed", Result.Expected.tampered(85, "tree"), 60, "TAMPERED: tile/entries/000.p/87, entry 85: " + LONG,
                                evidence("bytes", "tree", "bytes that lead to the signed root", LONG), 0),
                        new Result.Audit("the same, signed anew", Result.Expected.tampered(85, "bill", "members[birch].netMinor"),
                                60, "TAMPERED: entry 85, members[1].netMinor: " + LONG,
                                evidence("members[birch].netMinor", "bill", "-12", "-11"), 0)),
                stages, new LinkedHashMap<>(Map.of("coordinator", 190_000_000L)), crash,
                new Result.Ledger(87, 123_456, 28), "ab".repeat(32));
    }
}
