package consort.examples.demo.report;

import java.util.List;
import java.util.regex.Pattern;

/** What an audit found, for the screen: the auditor's own line can be longer than there is room for. */
final class AuditWords {

    private static final Pattern DIGEST = Pattern.compile("([0-9a-f]{8})[0-9a-f]{24,}");

    private AuditWords() {}

    /** Whole sentences that say it, the most telling one first, then shorter ones. */
    static List<String> of(Result.Audit audit) {
        return audit.evidence().map(AuditWords::of).orElseGet(() -> List.of(shortened(audit.finding())));
    }

    private static List<String> of(Result.Evidence evidence) {
        String where = (evidence.entry().isPresent() ? "entry " + evidence.entry().getAsLong() + " in " : "") + evidence.file();
        String broken = "TAMPERED: %s breaks the rule \"%s\" (%s)".formatted(where, evidence.rule(), evidence.field());
        return evidence.rule().equals("tree")
                ? List.of("TAMPERED: %s is not what the log's key signed: its hash differs".formatted(where), broken)
                : List.of(shortened("TAMPERED: %s: %s is %s, but must be %s by the rule \"%s\"".formatted(where, evidence.field(),
                        evidence.found(), evidence.expected(), evidence.rule())), broken);
    }

    private static String shortened(String text) {
        return DIGEST.matcher(text).replaceAll("$1…");
    }
}
