package consort.examples.system;

import static org.assertj.core.api.Assertions.assertThat;

import consort.ledger.entry.Finding;
import consort.ledger.entry.Lease;
import consort.ledger.entry.LeaseEnded;
import consort.ledger.entry.Observation;
import consort.ledger.entry.RoundAbandoned;
import consort.ledger.entry.RoundClosed;
import consort.ledger.entry.RunEnded;
import consort.ledger.entry.UsageClaim;
import consort.model.tensor.Sha256;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What holds of runs that were disturbed in ways that cost time and nothing else.
 *
 * @param workers of every round
 * @param rounds of every run
 */
record Unharmed(Consortium consortium, int workers, int rounds) {

    /** Every task was granted once, claimed once and accepted, and every round took all of its updates. */
    void requireEveryUpdateCountedOnce(int runs) throws Exception {
        assertThat(consortium.bodies(RunEnded.class)).hasSize(runs)
                .allMatch(end -> end.outcome() == RunEnded.Outcome.COMPLETED);
        assertThat(consortium.bodies(RoundClosed.class)).hasSize(runs * rounds)
                .allMatch(round -> round.updates() == workers);
        assertThat(consortium.bodies(RoundAbandoned.class)).isEmpty();
        assertThat(consortium.bodies(LeaseEnded.class)).isEmpty();
        assertThat(consortium.bodies(Finding.class)).isEmpty();
        assertThat(consortium.bodies(Observation.class)).allMatch(one -> one.verdict() == Observation.Verdict.ACCEPTED);
        List<Long> leases = consortium.bodies(Lease.class).stream().map(Lease::lease).toList();
        assertThat(consortium.bodies(UsageClaim.class).stream().map(UsageClaim::lease)).containsExactlyInAnyOrderElementsOf(leases);
    }

    /** Every claim of a worker has its receipt in the worker's folder, and the auditor finds all of them true. */
    void requireReceipts(Site site, int runs) throws Exception {
        long claims = consortium.bodies(UsageClaim.class).stream()
                .filter(claim -> claim.workerId().toString().equals(site.id())).count();
        assertThat(claims).isGreaterThanOrEqualTo((long) runs * rounds);
        for (long seq = 1; seq <= claims; seq++) {
            assertThat(site.receipts().resolve(Long.toString(seq))).exists();
        }
        Ended audit = consortium.audit(site).expect(0);
        assertThat(audit.out()).startsWith("VERIFIED").contains("all true");
    }

    /** The bytes of each run's last model, as a member fetches them. */
    List<String> models(Site site, int runs) throws Exception {
        List<String> models = new ArrayList<>();
        for (int run = 1; run <= runs; run++) {
            Path file = consortium.path("model-" + run + ".safetensors");
            consortium.programs().run("model", "get", Integer.toString(run), "--dir", site.member().toString(),
                    "--out", file.toString()).expect(0);
            models.add(HexFormat.of().formatHex(Sha256.of(file)));
        }
        return models;
    }
}
