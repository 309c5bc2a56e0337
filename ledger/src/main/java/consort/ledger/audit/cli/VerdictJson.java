package consort.ledger.audit.cli;

import consort.ledger.audit.AuditVerdict;
import consort.ledger.audit.AuditVerdict.ConsistentNotAuthenticated;
import consort.ledger.audit.AuditVerdict.Limited;
import consort.ledger.audit.AuditVerdict.NotALedger;
import consort.ledger.audit.AuditVerdict.Older;
import consort.ledger.audit.AuditVerdict.Tampered;
import consort.ledger.audit.AuditVerdict.Unwitnessed;
import consort.ledger.audit.AuditVerdict.Verified;
import consort.ledger.audit.Evidence;
import consort.ledger.audit.LedgerFacts;
import consort.ledger.audit.WitnessCoverage;
import consort.ledger.json.JsonObject;

/** A verdict for machines. */
final class VerdictJson {

    private VerdictJson() {
    }

    static JsonObject of(AuditVerdict verdict) {
        JsonObject.Builder json = JsonObject.builder()
                .put("verdict", name(verdict))
                .put("exitCode", verdict.exitCode())
                .put("summary", VerdictText.summary(verdict));
        switch (verdict) {
            case Verified verified -> json.put("ledger", facts(verified.facts()));
            case ConsistentNotAuthenticated consistent -> json.put("ledger", facts(consistent.facts()));
            case Tampered tampered -> json.put("evidence", evidence(tampered.evidence()));
            case Limited limited -> json.put("ledger", facts(limited.facts())).put("entry", limited.entry())
                    .put("type", limited.type());
            case Older older -> json.put("ledger", facts(older.facts())).put("entry", older.first())
                    .put("entries", older.entries());
            case Unwitnessed unwitnessed -> json.put("ledger", facts(unwitnessed.facts()));
            case NotALedger nothing -> json.put("reason", nothing.reason());
        }
        return json.build();
    }

    static JsonObject facts(LedgerFacts facts) {
        return JsonObject.builder()
                .put("origin", facts.origin())
                .put("size", facts.size())
                .put("root", facts.root())
                .put("logKey", facts.logKey())
                .put("logKeys", facts.logKeys())
                .put("charter", facts.charter())
                .put("trusted", facts.trusted())
                .put("members", facts.members())
                .put("workers", facts.workers())
                .put("runs", facts.runs())
                .put("roundsClosed", facts.roundsClosed())
                .put("periods", facts.periods())
                .put("receipts", facts.receipts())
                .put("proofs", facts.proofs())
                .put("witnesses", witnesses(facts.witnesses()))
                .putTexts("absent", facts.absent())
                .build();
    }

    private static JsonObject witnesses(WitnessCoverage facts) {
        JsonObject.Builder json = JsonObject.builder()
                .put("quorum", facts.quorum())
                .put("counting", facts.witnesses())
                .put("witnessedSize", facts.size())
                .putTexts("by", facts.by());
        if (facts.policyAsksForNone()) {
            json.put("policyAsksForNone", true);
        }
        facts.unwitnessedSince().ifPresent(entry -> json.put("unwitnessedSince", entry));
        return json.build();
    }

    private static JsonObject evidence(Evidence evidence) {
        JsonObject.Builder json = JsonObject.builder()
                .put("file", evidence.file())
                .put("field", evidence.field())
                .put("rule", evidence.rule())
                .put("expected", evidence.expected())
                .put("found", evidence.found());
        evidence.entry().ifPresent(entry -> json.put("entry", entry));
        return json.build();
    }

    private static String name(AuditVerdict verdict) {
        return switch (verdict) {
            case Verified verified -> "verified";
            case ConsistentNotAuthenticated consistent -> "consistent-not-authenticated";
            case Tampered tampered -> "tampered";
            case Limited limited -> "limited";
            case Older older -> "older-than-receipts";
            case Unwitnessed unwitnessed -> "unwitnessed";
            case NotALedger nothing -> "not-a-ledger";
        };
    }
}
