package consort.ledger.entry;

/** Signed by an organization, by a worker, or by the key of a worker's invite. */
public sealed interface PartyBody extends Body permits Acceptance, Key, UsageClaim, Benchmark, Access, Withdrawal, Departure,
        Approval, Dispute, Ack, SettlementConfirm, Erasure {

    /** The organization that speaks, or whose worker speaks. */
    String organization();

    /** Which entry of its key this is: 1, 2, … without gaps. */
    long seq();
}
