package consort.worker.session;

import consort.ledger.entry.Receipt.Receipted;
import consort.proto.Receipt;
import java.util.List;
import java.util.OptionalLong;

/** The receipt is verified and is being synced; then the outbox is empty. */
public record Keeping(PendingClaim claim, Verdict verdict, List<Receipted> entries) implements Work {

    public Keeping {
        entries = List.copyOf(entries);
    }

    static void begin(PendingClaim claim, Receipt receipt, Turn turn) {
        if (receipt.getSeq() != claim.seq()) {
            return;
        }
        switch (ReceiptRules.check(receipt, claim, turn.logKeys())) {
            case ReceiptRules.Valid(Verdict verdict, List<Receipted> entries) -> {
                turn.become(new Keeping(claim, verdict, entries));
                turn.emit(new Effect.KeepReceipt(claim, receipt.getNote(), verdict));
            }
            case ReceiptRules.Invalid(String why) -> {
                String name = "receipt-" + claim.seq();
                // The note is what the log signed, and what audit compare reads; the observation stands beside it in the message.
                turn.emit(new Effect.KeepEvidence(name, receipt.getNote()));
                turn.emit(new Effect.KeepEvidence(name + "-message", receipt.toByteString()));
                turn.fail(Fatal.TAMPERING, "the coordinator's receipt for claim " + claim.seq() + " does not hold: " + why
                        + ". It is kept as evidence/" + name + "; perhaps you should show it to the other members");
            }
        }
    }

    @Override
    public OptionalLong lease() {
        return OptionalLong.empty();
    }

    @Override
    public boolean holdsClaim() {
        return true;
    }

    @Override
    public void happened(Event event, Turn turn) {
        if (event instanceof Event.ReceiptKept(long seq) && seq == claim.seq()) {
            turn.settledSeq(seq);
            turn.spent(claim.use(verdict.acceptedMillis()));
            turn.tell(verdict.accepted() ? Notice.Kind.RECEIPT : Notice.Kind.REFUSED, text());
            turn.become(new Idle());
            ProofRules.receipted(seq, entries, turn);
        }
    }

    @Override
    public void stop(String cause, Turn turn) {
        // Soon over.
    }

    private String text() {
        String of = "claim " + claim.seq() + " for lease " + claim.lease();
        String counted = verdict.counted();
        return verdict.accepted()
                ? of + " is accepted, " + counted
                : of + " is refused (" + verdict.reason().orElse("no reason given") + "), " + counted;
    }
}
