package consort.ledger.audit.cli;

import consort.ledger.audit.AuditVerdict;
import consort.ledger.audit.AuditVerdict.ConsistentNotAuthenticated;
import consort.ledger.audit.AuditVerdict.Limited;
import consort.ledger.audit.AuditVerdict.NotALedger;
import consort.ledger.audit.AuditVerdict.Older;
import consort.ledger.audit.AuditVerdict.Tampered;
import consort.ledger.audit.AuditVerdict.Unwitnessed;
import consort.ledger.audit.AuditVerdict.Verified;
import consort.ledger.audit.LedgerFacts;
import consort.ledger.audit.Proof;
import consort.ledger.log.SignedCheckpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A verdict for people. The first line says it all. */
final class VerdictText {

    /** The rules of what the auditor keeps. */
    private static final Set<String> OWN = Set.of("receipt", "proof");
    /** The rules that hold a ledger against what is trusted. */
    private static final Set<String> TRUSTED = Set.of("checkpoint-signature", "trust");
    private static final int MAX_FILES = 5;

    private VerdictText() {
    }

    static List<String> of(AuditVerdict verdict) {
        List<String> lines = new ArrayList<>();
        lines.add(summary(verdict));
        switch (verdict) {
            case Verified verified -> lines.addAll(facts(verified.facts()));
            case ConsistentNotAuthenticated consistent -> {
                lines.addAll(facts(consistent.facts()));
                lines.add("  Nothing you hold says that this is your consortium's ledger. Give --trust FILE:");
                lines.add("  the trust.json in your member or worker folder, kept since joining.");
            }
            case Tampered tampered -> {
                if (TRUSTED.contains(tampered.evidence().rule()) && !tampered.evidence().file().equals(SignedCheckpoint.WITNESSED)) {
                    lines.add("  Is this trust.json that of this consortium? One of another consortium gives the same verdict.");
                }
                if (OWN.contains(tampered.evidence().rule()) && tampered.evidence().entry().isEmpty()) {
                    lines.add("  A receipt or proof that does not verify proves nothing against anybody: perhaps the file was damaged here.");
                    lines.add("  Look for it in a backup, and verify again without it: the others still count.");
                } else {
                    lines.add("  Keep this copy, your trust.json and your receipts: they are the evidence.");
                    lines.add("  Then compare with another member's copy; docs/audit.md says what each rule means.");
                }
            }
            case Limited limited -> {
                lines.addAll(facts(limited.facts()));
                lines.add("  From that entry on nothing was judged. Audit again with a newer version of this program.");
            }
            case Older older -> {
                lines.add("  Up to its end everything fits. Fetch a newer copy (consort member ledger DIR) and verify again.");
                lines.add("  If the coordinator serves none that holds these entries, what you hold proves that it cut the ledger");
                lines.add("  (the file witnessed, too: the log signed it, or its witnesses did).");
            }
            case Unwitnessed unwitnessed -> {
                lines.addAll(facts(unwitnessed.facts()));
                lines.add("  The ledger holds, and the coordinator can still have shown others another end of it. Ask again when the witnesses");
                lines.add("  have caught up; where they do not, compare with another member's copy: consort audit compare.");
            }
            case NotALedger nothing -> lines.add("  Perhaps you should give the folder that holds the file checkpoint;"
                    + " consort member ledger DIR makes one.");
        }
        return lines;
    }

    static String summary(AuditVerdict verdict) {
        return switch (verdict) {
            case Verified verified -> "VERIFIED: " + verified.facts().origin() + ", every entry, rule and cent of "
                    + verified.facts().size() + " entries";
            case ConsistentNotAuthenticated consistent -> "CONSISTENT, NOT AUTHENTICATED: " + consistent.facts().origin() + ", "
                    + consistent.facts().size() + " entries";
            case Tampered tampered -> "TAMPERED: " + tampered.evidence().text();
            case Limited limited -> "LIMITED: entry " + limited.entry() + " is of the unknown type " + limited.type();
            case Older older -> "OLDER THAN WHAT YOU HOLD: " + older.facts().origin() + " ends here after "
                    + older.facts().size() + " entries, and " + older.by() + " " + older.entries()
                    + " later ones, from entry " + older.first();
            case Unwitnessed unwitnessed -> "UNWITNESSED: " + unwitnessed.facts().origin() + ", " + unwitnessed.facts().size()
                    + " entries hold; witnesses: " + unwitnessed.facts().witnesses().text();
            case NotALedger nothing -> "NOT A LEDGER: " + nothing.reason();
        };
    }

    private static String shortened(List<String> files) {
        int more = files.size() - MAX_FILES;
        return String.join(", ", files.subList(0, Math.min(MAX_FILES, files.size()))) + (more > 0 ? " and " + more + " more" : "");
    }

    private static String trusted(LedgerFacts facts) {
        if (!facts.trusted()) {
            return "";
        }
        return facts.logKeys() > 1 ? " (the one you trust, or which that one leads to)" : " (the one you trust)";
    }

    private static List<String> facts(LedgerFacts facts) {
        List<String> lines = new ArrayList<>(List.of(
                "  log key     " + facts.logKey() + trusted(facts),
                "  tree root   " + facts.root(),
                "  charter     " + facts.charter(),
                "  members " + facts.members() + ", workers " + facts.workers() + ", runs " + facts.runs() + ", rounds closed "
                        + facts.roundsClosed() + ", periods billed " + facts.periods()));
        if (facts.receipts() > 0) {
            lines.add("  receipts    " + facts.receipts() + ", all true");
        }
        if (facts.proofs() > 0) {
            lines.add("  proofs      " + facts.proofs() + ", all true");
        }
        if (facts.witnesses().quorum() > 0 || !facts.witnesses().by().isEmpty()) {
            lines.add("  witnesses   " + facts.witnesses().text());
        }
        if (!facts.absent().isEmpty()) {
            lines.add("  not here    " + shortened(facts.absent()) + ": nothing was held against them");
        }
        Proof.lines(facts).forEach(line -> lines.add("  " + line));
        return lines;
    }
}
