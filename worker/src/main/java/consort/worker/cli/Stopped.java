package consort.worker.cli;

import consort.certs.CertsException;
import consort.ledger.json.JsonInteger;
import consort.ledger.json.JsonObject;
import consort.worker.control.Control;
import consort.worker.control.Ending;
import consort.worker.folder.PartyFolder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known in its folder of a worker that does not run: why it ended, and what to do next.
 *
 * @param ending of the last process; empty when none ever ran, or it was killed
 * @param certificateEnd when the certificate ended; empty while it lasts
 * @param leaving whether somebody said that this worker leaves
 */
record Stopped(PartyFolder folder, Optional<Ending> ending, Optional<Instant> certificateEnd, boolean leaving) {

    private static final String KEEP = "Keep receipts and trust.json: they prove what it is owed";

    static Stopped of(PartyFolder folder, Control control) {
        return new Stopped(folder, control.ending(), certificateEnd(folder).filter(Instant.now()::isAfter), control.isLeaving());
    }

    /** Of one that cannot be read, nothing is known here. */
    private static Optional<Instant> certificateEnd(PartyFolder folder) {
        try {
            return Optional.of(folder.credential().certificate().getNotAfter().toInstant());
        } catch (CertsException unreadable) {
            return Optional.empty();
        }
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        ending.ifPresent(last -> lines.add("  ended at " + Instant.ofEpochMilli(last.wallMillis()).truncatedTo(ChronoUnit.SECONDS)
                + " with exit code " + last.exitCode() + ": " + last.reason()));
        certificateEnd.ifPresent(end -> lines.add("  its certificate ended at " + end));
        lines.add("  next: " + next());
        return lines;
    }

    void addTo(JsonObject.Builder json) {
        json.putIfPresent("ended", ending.map(Ending::json));
        json.putIfPresent("certificateEndedMillis", certificateEnd.map(end -> new JsonInteger(end.toEpochMilli())));
        json.put("next", next());
    }

    private String next() {
        int exitCode = ending.map(Ending::exitCode).orElse(ExitCodes.OK);
        if (ending.filter(Ending::left).isPresent()) {
            return "nothing. " + KEEP + "; under this name a new worker can be invited";
        }
        if (leaving) {
            return "consort worker leave --dir " + folder.path() + " goes on with leaving";
        }
        if (certificateEnd.isPresent() || exitCode == ExitCodes.CERTIFICATE) {
            return "ask your organization, whose consort member status shows who left, and why. It can invite the name again, which"
                    + " then joins into a new folder. " + KEEP;
        }
        return switch (exitCode) {
            case ExitCodes.REFUSED -> "ask the operator; then " + run();
            case ExitCodes.TAMPERING -> "leave the folder as it is, fetch a copy of the ledger (consort member ledger), and talk to the"
                    + " other members";
            case ExitCodes.OK -> run();
            default -> "see to that; then " + run();
        };
    }

    private String run() {
        return "consort worker run --dir " + folder.path();
    }
}
