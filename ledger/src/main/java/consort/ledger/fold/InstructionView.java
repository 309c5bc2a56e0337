package consort.ledger.fold;

import consort.ledger.entry.SettlementConfirm;
import consort.ledger.entry.SettlementInstruct;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A payment that was instructed, and whether its payee has confirmed it.
 *
 * @param index of its entry
 * @param confirmation absent until the payee has the money and says so
 * @param confirmedAt index of the confirmation
 * @param confirmedMillis ledger time of the confirmation: the payee's own clock may be wrong
 */
public record InstructionView(long index, SettlementInstruct instruct, Optional<SettlementConfirm> confirmation,
        OptionalLong confirmedAt, OptionalLong confirmedMillis) {

    InstructionView(long index, SettlementInstruct instruct) {
        this(index, instruct, Optional.empty(), OptionalLong.empty(), OptionalLong.empty());
    }

    public boolean confirmed() {
        return confirmation.isPresent();
    }

    InstructionView confirmedBy(long entry, SettlementConfirm payee, long ledgerTimeMillis) {
        return new InstructionView(index, instruct, Optional.of(payee), OptionalLong.of(entry), OptionalLong.of(ledgerTimeMillis));
    }
}
