package consort.coordinator.rpc;

import consort.certs.Identity;
import consort.certs.IssuedCertificate;
import consort.coordinator.loop.Admitted;
import consort.ledger.entry.Subject;
import consort.ledger.entry.WorkerId;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Which certificates count no more, by what the ledger says: so it holds after a restart too. */
public final class Revoked implements Predicate<IssuedCertificate> {

    private final Supplier<Admitted> admitted;

    public Revoked(Supplier<Admitted> admitted) {
        this.admitted = admitted;
    }

    @Override
    public boolean test(IssuedCertificate certificate) {
        return switch (certificate.identity()) {
            case Identity.Organization organization ->
                    ended(certificate, Subject.ofOrganization(organization.organization().value()));
            case Identity.Worker worker ->
                    ended(certificate, Subject.of(new WorkerId(worker.organization().value(), worker.worker().value())));
            case Identity.Person person ->
                    ended(certificate, Subject.ofPerson(person.organization().value(), person.person().value()));
            case Identity.Operator operator -> false;
            case Identity.Coordinator coordinator -> false;
        };
    }

    private boolean ended(IssuedCertificate certificate, Subject subject) {
        return !admitted.get().holds(subject, certificate.entry());
    }
}
