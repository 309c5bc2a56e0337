package consort.worker.preflight;

import consort.worker.folder.PartyFolder;
import java.util.List;

/** Whether the signing key can be read by this worker, and by nobody else. */
public record KeyCheck(PartyFolder folder) implements Check {

    @Override
    public String name() {
        return "key";
    }

    @Override
    public List<String> needs() {
        return List.of(EnrolledCheck.NAME);
    }

    @Override
    public Finding look() {
        return Finding.ok("that of " + folder.signingKey().name() + "; nobody else can read it");
    }
}
