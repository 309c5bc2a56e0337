package consort.worker.preflight;

import consort.worker.folder.PartyFolder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Whether this side's certificate is valid now. */
public record CertificateCheck(PartyFolder folder, InstantSource clock) implements Check {

    static final String NAME = "certificate";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> needs() {
        return List.of(EnrolledCheck.NAME);
    }

    @Override
    public Finding look() {
        Instant end = folder.credential().certificate().getNotAfter().toInstant();
        return end.isAfter(clock.instant()) ? Finding.ok("valid until " + end + "; worker run renews it")
                : Finding.problem("it ended at " + end, "see that this machine's clock is right; else ask your organization for a new invite");
    }
}
