package consort.worker.preflight;

import consort.certs.CertsException;
import consort.settings.SettingsException;
import consort.worker.folder.ConfigException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Runs checks in their order. */
public final class Preflight {

    private final Map<String, Finding> findings = new TreeMap<>();
    /** Checks, and what must be mended before each. */
    private final Map<String, String> notTried = new HashMap<>();
    private final BiConsumer<String, Finding> reporter;

    /** @param reporter told each check's name and finding at once */
    public Preflight(BiConsumer<String, Finding> reporter) {
        this.reporter = reporter;
    }

    /** Runs these, after those that were run before. */
    public void run(List<? extends Check> checks) {
        for (Check check : checks) {
            Optional<String> missing = missing(check);
            missing.ifPresent(first -> notTried.put(check.name(), first));
            Finding finding = missing.map(Finding::notTried).orElseGet(() -> looked(check));
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

    /** Of these checks, those that were not tried, by the one that was and is not as it should be. */
    public Map<String, List<String>> notTried(List<? extends Check> checks) {
        Map<String, List<String>> byCause = new LinkedHashMap<>();
        checks.stream().map(Check::name).filter(notTried::containsKey)
                .forEach(name -> byCause.computeIfAbsent(notTried.get(name), cause -> new ArrayList<>()).add(name));
        return byCause;
    }

    /** What must be mended before a check can be tried. */
    private Optional<String> missing(Check check) {
        return check.needs().stream()
                .filter(needed -> of(needed).filter(found -> found.verdict() != Finding.Verdict.OK).isPresent())
                .map(needed -> notTried.getOrDefault(needed, needed)).findFirst();
    }

    private static Finding looked(Check check) {
        try {
            return check.look();
        } catch (ConfigException | SettingsException | CertsException e) {
            return Finding.problem(e.getMessage(), "mend it as it says, then check again");
        }
    }
}
