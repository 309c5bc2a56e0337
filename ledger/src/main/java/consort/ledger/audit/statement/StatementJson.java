package consort.ledger.audit.statement;

import consort.ledger.entry.PeriodClose;
import consort.ledger.json.JsonObject;

/** A statement for machines: milliseconds and minor units. */
public final class StatementJson {

    private StatementJson() {
    }

    public static JsonObject of(Statement statement) {
        JsonObject.Builder json = JsonObject.builder()
                .put("organization", statement.organization())
                .put("period", statement.period())
                .put("open", statement.open())
                .put("fromIndex", statement.fromIndex())
                .put("toIndex", statement.toIndex())
                .put("currency", statement.currency())
                .put("claimedMillis", statement.claimedMillis())
                .put("acceptedMillis", statement.acceptedMillis())
                .put("claims", statement.claims().stream().map(StatementJson::claim).toList())
                .put("costs", statement.costs().stream().map(cost -> JsonObject.builder().put("entry", cost.index())
                        .put("amountMinor", cost.cost().amountMinor()).put("what", cost.cost().what()).build()).toList())
                .put("scores", statement.acceptedMillisByScore().entrySet().stream().map(score -> JsonObject.builder()
                        .put("scoreMilli", score.getKey()).put("acceptedMillis", score.getValue()).build()).toList())
                .put("ngpuMillis", statement.line().ngpuMillis())
                .put("rateMinorPerHour", statement.rateMinorPerHour())
                .put("externalMinor", statement.line().externalMinor())
                .put("creditMinor", statement.line().creditMinor())
                .put("poolMinor", statement.poolMinor())
                .put("weightPercent", JsonObject.builder()
                        .put("byBenefit", statement.weight().byBenefit().toPercent())
                        .put("tiered", statement.weight().tiered().toPercent())
                        .put("equal", statement.weight().equal().toPercent())
                        .put("total", statement.weight().total().toPercent())
                        .build())
                .put("shareMinor", statement.line().shareMinor())
                .put("netMinor", statement.line().netMinor())
                .put("transfers", statement.transfers().stream().map(StatementJson::transfer).toList());
        if (statement.maximumLiabilityMinor().isPresent()) {
            json.put("maximumLiabilityMinor", statement.maximumLiabilityMinor().getAsLong())
                    .put("beyondLiabilityMinor", statement.beyondLiabilityMinor());
        }
        return json.build();
    }

    private static JsonObject claim(ClaimLine claim) {
        return JsonObject.builder()
                .put("claim", claim.claim())
                .put("run", claim.run())
                .put("round", claim.round())
                .put("kind", claim.kind().text())
                .put("worker", claim.worker())
                .put("claimedMillis", claim.claimedMillis())
                .put("acceptedMillis", claim.acceptedMillis())
                .put("scoreMilli", claim.scoreMilli())
                .put("reductions", claim.reductions().stream()
                        .map(one -> JsonObject.builder().put("reason", one.reason()).put("millis", one.millis()).build())
                        .toList())
                .build();
    }

    private static JsonObject transfer(PeriodClose.Transfer transfer) {
        return JsonObject.builder()
                .put("from", transfer.from())
                .put("to", transfer.to())
                .put("amountMinor", transfer.amountMinor())
                .build();
    }
}
