package consort.ledger.entry;

import java.util.List;
import java.util.stream.Stream;

/** The documents that an entry names. */
public final class NamedDocuments {

    private NamedDocuments() {
    }

    /** Their digests; each stands as {@code docs/<sha256>} beside the log. */
    public static List<String> of(Body body) {
        return switch (body) {
            case Charter charter -> List.of(charter.charter());
            case Job job -> Stream.concat(Stream.of(job.job()), job.estimate().stream()).toList();
            case RoundClosed closed -> List.of(closed.manifest());
            case Authority authority when authority.action() == Authority.Action.ADDED -> List.of(authority.certificate());
            case Finding finding -> List.of(finding.offered());
            default -> List.of();
        };
    }
}
