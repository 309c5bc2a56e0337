package consort.ledger.audit.statement;

import consort.ledger.entry.Metering;
import consort.ledger.entry.Reasons;
import consort.ledger.fold.EnergyView;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Energy, and the carbon that the charter's figures make of it: beside the money, and never set against it. */
final class EnergyFigures {

    private static final BigDecimal MILLIJOULES_PER_KWH = BigDecimal.valueOf(3_600_000_000L);
    private static final BigDecimal MILLI = BigDecimal.valueOf(1000);

    /** The value of what no meter told, which is not 0. */
    private static final String ABSENT = "absent";

    private EnergyFigures() {
    }

    static List<Figure> of(Statement statement) {
        EnergyView energy = statement.energy();
        if (statement.metering().isEmpty() || energy.claims() == 0) {
            return List.of();
        }
        List<Long> claims = statement.claims().entries(claim -> OptionalLong.of(claim.claim()));
        List<Figure> figures = new ArrayList<>();
        figures.add(counted("energy", "of processors", energy.cpuMillijoules(), energy.claims() - energy.cpuAbsent(), statement, claims));
        figures.add(counted("energy", "of GPUs", energy.gpuMillijoules(), energy.claims() - energy.gpuAbsent(), statement, claims));
        cut(statement.claims()).ifPresent(figures::add);
        carbon(statement.metering().get(), energy).ifPresent(grams -> figures.add(Figure.of("carbon", "greenhouse gases of what was told", grams, "kWh x the charter's PUE x its grams per kWh", claims)
                .on(Figure.ground("PUE and grams per kWh", "", List.of(0L)))));
        return figures;
    }

    private static Figure counted(String name, String what, BigInteger millijoules, long told, Statement statement, List<Long> claims) {
        return Figure.of(name, what + ", told by " + told + " of " + WorkFigures.plural(statement.energy().claims(), "claim"),
                told == 0 ? ABSENT : kwh(millijoules).setScale(3, RoundingMode.HALF_UP).toPlainString() + " kWh",
                told == 0 ? "no worker's meter said any that counts" : "what the workers' meters said, at most 1.1 x the rated power of the benchmark over the lease", claims)
                .on(new Grounds(statement).benchmarks());
    }

    private static Optional<Figure> cut(ClaimLines claims) {
        BigInteger cut = claims.stream().map(claim -> BigInteger.valueOf(claim.cutMillijoules())).reduce(BigInteger.ZERO, BigInteger::add);
        return cut.signum() == 0 ? Optional.empty() : Optional.of(Figure.part("  without, as " + Reasons.BEYOND_POWER + ": over 1.1 x the rated power",
                "(" + kwh(cut).setScale(3, RoundingMode.HALF_UP).toPlainString() + " kWh)",
                claims.entries(claim -> claim.cutMillijoules() > 0, claim -> OptionalLong.of(claim.observation()))));
    }

    private static Optional<String> carbon(Metering metering, EnergyView energy) {
        if (metering.gramsPerKwh().isEmpty()) {
            return Optional.empty();
        }
        if (!energy.told()) {
            return Optional.of(ABSENT);
        }
        BigDecimal pue = BigDecimal.valueOf(metering.pueMilli().orElse(1000)).divide(MILLI);
        return Optional.of(kwh(energy.cpuMillijoules().add(energy.gpuMillijoules())).multiply(pue)
                .multiply(BigDecimal.valueOf(metering.gramsPerKwh().getAsLong())).setScale(0, RoundingMode.HALF_UP).toPlainString() + " g CO2e");
    }

    private static BigDecimal kwh(BigInteger millijoules) {
        return new BigDecimal(millijoules).divide(MILLIJOULES_PER_KWH, 12, RoundingMode.HALF_UP);
    }
}
