package consort.ledger.audit.statement;

import consort.ledger.audit.statement.Figure.Section;
import consort.ledger.entry.PeriodClose;
import consort.ledger.json.JsonInteger;
import consort.ledger.json.JsonObject;
import consort.ledger.json.JsonSequence;
import consort.ledger.json.JsonString;
import consort.ledger.money.Bill;
import consort.ledger.money.Clamp;

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
                .put("claims", new JsonSequence(() -> statement.claims().stream().map(StatementJson::claim)))
                .put("costs", statement.costs().stream().map(cost -> JsonObject.builder().put("entry", cost.index())
                        .put("amountMinor", cost.cost().amountMinor()).put("what", cost.cost().what()).build()).toList())
                .put("scores", statement.acceptedMillisByScore().entrySet().stream().map(score -> JsonObject.builder()
                        .put("scoreMilli", score.getKey()).put("acceptedMillis", score.getValue()).build()).toList())
                .put("ngpuMillis", statement.line().ngpuMillis())
                .put("rateMinorPerHour", statement.rateMinorPerHour())
                .put("rateNote", statement.origins().charter().rateNote())
                .put("externalMinor", statement.line().externalMinor())
                .put("creditMinor", statement.line().creditMinor())
                .put("poolMinor", statement.bill().poolMinor())
                .put("deficitMinor", statement.bill().deficitMinor())
                .put("cutMinor", statement.line().cutMinor())
                .put("periodDays", statement.bill().periodDays())
                .put("days", statement.line().days())
                .put("clamp", statement.billed().map(Bill.Line::clamp).orElse(Clamp.NONE).text())
                .put("rawShareMinor", statement.billed().map(Bill.Line::rawShareMinor).orElse(0L))
                .put("correctionMinor", statement.line().correctionMinor())
                .put("journalMinor", statement.line().journalMinor())
                .put("payableMinor", statement.line().payableMinor())
                .put("reversedMillis", statement.reversedMillis())
                .put("last", statement.last())
                .put("weightPercent", JsonObject.builder()
                        .put("byBenefit", statement.weight().byBenefit().toPercent())
                        .put("tiered", statement.weight().tiered().toPercent())
                        .put("equal", statement.weight().equal().toPercent())
                        .put("total", statement.weight().total().toPercent())
                        .build())
                .put("shareMinor", statement.line().shareMinor())
                .put("netMinor", statement.line().netMinor())
                .put("transfers", statement.transfers().stream().map(StatementJson::transfer).toList());
        if (statement.maximumLiability().minor().isPresent()) {
            json.put("maximumLiabilityMinor", statement.maximumLiability().minor().getAsLong())
                    .put("beyondLiabilityMinor", statement.beyondLiabilityMinor());
        }
        json.putIfPresent("aftermath", statement.aftermath().map(said -> aftermath(statement.organization(), said)));
        if (statement.open()) {
            json.put("note", StatementText.OPEN);
        }
        json.put("figures", Figures.of(statement).stream().flatMap(section -> section.map(StatementJson::figure)).toList());
        json.put("selfDeclared", SelfDeclared.lines(statement).stream().map(line -> new JsonString(line.strip())).toList());
        return json.build();
    }

    /**
     * As every form of a statement shows it.
     *
     * @param name its own, or that of the figure it is a part of
     */
    public static JsonObject figure(Section section, String name, Figure figure) {
        return JsonObject.builder()
                .put("section", section.title())
                .put("figure", name)
                .put("part", figure.name().isEmpty())
                .put("what", figure.what().strip())
                .put("value", figure.value())
                .put("how", figure.how())
                .put("entries", new JsonSequence(() -> figure.allEntries().map(JsonInteger::new)))
                .build();
    }

    private static JsonObject aftermath(String organization, Aftermath said) {
        JsonObject.Builder json = JsonObject.builder()
                .put("closedMillis", said.closedMillis())
                .put("disputable", said.disputable())
                .put("disputableUntilMillis", said.disputableUntilMillis())
                .put("disputes", said.disputes().stream().map(one -> JsonObject.builder().put("entry", one.index())
                        .put("organization", one.dispute().organization()).put("open", one.open()).build()).toList())
                .put("instructions", said.instructions().stream().map(one -> JsonObject.builder().put("entry", one.index())
                        .put("instruction", one.instruct().instruction()).put("confirmed", one.confirmed()).build()).toList());
        if (said.acknowledged().containsKey(organization)) {
            json.put("acknowledged", said.acknowledged().get(organization));
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
                .put("beside", claim.beside().stream().map(JsonInteger::new).toList())
                .put("reductions", claim.reductions().stream()
                        .map(one -> JsonObject.builder().put("reason", one.reason()).put("millis", one.millis()).build())
                        .toList())
                .put("cutMillijoules", claim.cutMillijoules())
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
