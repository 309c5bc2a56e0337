package consort.ledger.fold;

/** What a checked entry does to the state. Cannot fail. */
@FunctionalInterface
interface Change {

    Change NONE = () -> { };

    void make();

    default Change then(Change next) {
        return () -> {
            make();
            next.make();
        };
    }
}
