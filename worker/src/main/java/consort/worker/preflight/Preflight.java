package consort.worker.preflight;

import consort.certs.CertsException;
import consort.settings.SettingsException;
import consort.worker.folder.ConfigException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Runs checks in their order. */
public final class Preflight {

    private final Map<String, Finding> findings = new TreeMap<>();
    private final BiConsumer<String, Finding> reporter;

    /** @param reporter told each check's name and finding at once */
    public Preflight(BiConsumer<String, Finding> reporter) {
        this.reporter = reporter;
    }

    /** Runs these, after those that were run before. */
    public void run(List<? extends Check> checks) {
        for (Check check : checks) {
            Finding finding = missing(check)
                    .map(missing -> Finding.unknown("not tried: it needs \"" + missing + "\"", ""))
                    .orElseGet(() -> looked(check));
            findings.put(check.name(), finding);
            reporter.accept(check.name(), finding);
        }
    }

    public int size() {
        return findings.size();
    }

    /** How many ended so. */
    public long count(Finding.Verdict verdict) {
        return findings.values().stream().filter(finding -> finding.verdict() == verdict).count();
    }

    /** What a check found; empty when it was not run. */
    public Optional<Finding> of(String check) {
        return Optional.ofNullable(findings.get(check));
    }

    private Optional<String> missing(Check check) {
        return check.needs().stream()
                .filter(needed -> of(needed).filter(found -> found.verdict() != Finding.Verdict.OK).isPresent()).findFirst();
    }

    private static Finding looked(Check check) {
        try {
            return check.look();
        } catch (ConfigException | SettingsException | CertsException e) {
            return Finding.problem(e.getMessage(), "");
        }
    }
}
