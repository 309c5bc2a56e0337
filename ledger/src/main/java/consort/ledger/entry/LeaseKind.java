package consort.ledger.entry;

/** What a leased task is. */
public enum LeaseKind {
    /** Train from the round's model and send an update. */
    TRAIN,
    /** Measure the round's new model on a held-out set. */
    EVALUATE;

    public String text() {
        return Fields.text(this);
    }
}
