package consort.ledger.audit.statement;

import consort.ledger.fold.EnergyView;
import consort.ledger.fold.ExternalCostView;
import consort.ledger.fold.Pages;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What one period's bill follows from: of others' work an index each. */
final class PeriodWork {

    private final Pages pages;
    private final ClaimLines claims;
    private final TreeMap<String, Indices> observations = new TreeMap<>();
    private final List<ExternalCostView> costs = new ArrayList<>();
    private EnergyView energy = EnergyView.NONE;

    PeriodWork(Pages pages) {
        this.pages = pages;
        this.claims = new ClaimLines(pages);
    }

    void observed(String member, long observation) {
        observations.computeIfAbsent(member, name -> new Indices(pages)).append(observation);
    }

    void claimed(ClaimLine line, EnergyView told) {
        claims.append(line);
        energy = told;
    }

    void paid(ExternalCostView cost) {
        costs.add(cost);
    }

    /** For another period: nobody must look any more at what was handed on. */
    void clear() {
        claims.clear();
        observations.values().forEach(Indices::clear);
        costs.clear();
        energy = EnergyView.NONE;
    }

    ClaimLines claims() {
        return claims;
    }

    SortedMap<String, Indices> observations() {
        return observations;
    }

    List<ExternalCostView> costs() {
        return costs;
    }

    EnergyView energy() {
        return energy;
    }
}
