package consort.ledger.fold;

import consort.ledger.entry.ModelRelease;

/** A model that was released, and the entry that says so. */
public record ReleaseView(long index, ModelRelease release) {
}
