package consort.coordinator.rpc;

import consort.certs.Identity;
import consort.certs.IssuedCertificate;
import consort.coordinator.loop.Admitted;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Which certificates count no more: those of members by what the ledger says, so that it holds after a restart too; the
 * operator's by a number that is its certificate's alone.
 */
public final class Revoked implements Predicate<IssuedCertificate> {

    private final Supplier<Admitted> admitted;
    private final LongSupplier operatorNumber;

    /**
     * @param admitted live
     * @param operatorNumber live: the number in the operator's certificate that counts; certificates without one have 0
     */
    public Revoked(Supplier<Admitted> admitted, LongSupplier operatorNumber) {
        this.admitted = admitted;
        this.operatorNumber = operatorNumber;
    }

    @Override
    public boolean test(IssuedCertificate certificate) {
        return switch (certificate.identity()) {
            case Identity.Operator operator -> certificate.entry().orElse(0) != operatorNumber.getAsLong();
            case Identity.Coordinator coordinator -> false;
            case Identity.Organization organization -> ended(certificate);
            case Identity.Worker worker -> ended(certificate);
            case Identity.Person person -> ended(certificate);
        };
    }

    private boolean ended(IssuedCertificate certificate) {
        return !admitted.get().holds(Caller.subject(certificate.identity()).orElseThrow(), certificate.entry());
    }
}
