package consort.ledger.fold;

import java.util.Optional;

/** The documents that entries name. What it answers is not trusted: the fold hashes it. */
@FunctionalInterface
public interface Documents {

    /** The bytes with this digest (64 lower-case hexadecimal digits), if they are there. */
    Optional<byte[]> get(String sha256);
}
