package consort.examples.data;

import consort.ledger.entry.Document;

/** Pinned digests. */
final class Pins {

    private Pins() {}

    /** @throws DataException if the bytes have another SHA-256 than the pinned one */
    static void require(String what, byte[] bytes, String sha256) {
        String found = Document.digest(bytes);
        if (!found.equals(sha256)) {
            throw new DataException("%s has SHA-256 %s, expected %s: a damaged or exchanged file; remove it and try again"
                    .formatted(what, found, sha256));
        }
    }
}
